"""Write the diagrams and tables of the workflows into the documents."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from accounts.transitions import Workflow, document
from commentary import workflow as commentary
from indicators.workflow import moves as figures
from reports import workflow as reports

DOCUMENTS: dict[str, dict[str, Workflow]] = {
    "workflow.md": {"figures": figures.TRANSITIONS},
    "commentary.md": {
        "commentary": commentary.COMMENTARY,
        "actions": commentary.ACTIONS,
        "questions": commentary.QUESTIONS,
    },
    "publication.md": {"reports": reports.REPORTS},
}


class Command(BaseCommand):
    help = "Write the diagrams and tables in docs/ from the tables of moves."

    def handle(self, *args: Any, **options: Any) -> None:
        for name, workflows in DOCUMENTS.items():
            path = Path(settings.BASE_DIR) / "docs" / name
            before = path.read_text(encoding="utf-8")
            after = document(before, workflows)
            path.write_text(after, encoding="utf-8")
            self.stdout.write(f"{path} is {'as it was' if after == before else 'written anew'}.")
