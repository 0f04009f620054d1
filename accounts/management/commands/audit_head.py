"""The head of the audit chain, to be kept where nobody who can reach the database can reach it."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from accounts.audit_chain import head, write_head


class Command(BaseCommand):
    help = "Prints the head of the audit chain: how many entries there are, and the hash that stands for all of them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--write", type=Path, metavar="FILE", help="Write it to a file as well.")

    def handle(self, *args: Any, write: Path | None, **options: Any) -> None:
        self.stdout.write(json.dumps(asdict(write_head(write) if write else head())))
