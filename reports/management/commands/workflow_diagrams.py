"""Write the diagrams and tables of the workflows, and the table of roles, into the documents."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from accounts import role_document
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
    help = "Write the diagrams and tables in docs/ from the tables of moves and the declarations of roles."

    def handle(self, *args: Any, **options: Any) -> None:
        writers: dict[str, Callable[[str], str]] = {
            name: partial(document, workflows=workflows) for name, workflows in DOCUMENTS.items()
        }
        for name, written_anew in (*writers.items(), ("access.md", role_document.document)):
            path = Path(settings.BASE_DIR) / "docs" / name
            before = path.read_text(encoding="utf-8")
            after = written_anew(before)
            path.write_text(after, encoding="utf-8")
            self.stdout.write(f"{path} is {'as it was' if after == before else 'written anew'}.")
