"""Write the JSON Schema of the papers into docs/schemas, or check that it is there."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from reports.schemas import PAPERS, name_of, schema_of


class Command(BaseCommand):
    help = "Write the JSON Schema of the papers of today's version; those of older versions stay as they are."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing; fail where it is out of date")

    def handle(self, *args: Any, **options: Any) -> None:
        for part in PAPERS:
            path = Path(settings.BASE_DIR) / "docs" / "schemas" / f"{name_of(part)}.json"
            is_current = path.is_file() and path.read_bytes() == schema_of(part)
            if options["check"] and not is_current:
                raise CommandError(
                    f"{path} is not what the types of the paper say. Run manage.py paper_schemas, or count the "
                    "version up if papers of this version are published."
                )
            if not options["check"]:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(schema_of(part))
            self.stdout.write(f"{path} is {'as it was' if is_current else 'written anew'}.")
