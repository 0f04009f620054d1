"""Write the file that the public surface reads on SQLite."""

import sqlite3
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from reports.public_file import is_behind, write_public_file


class Command(BaseCommand):
    help = (
        "Write everything that is published, and nothing else, to the file that the public surface reads "
        "(OUTTURN_PUBLIC_FILE). It is written after each publication by itself; run this the first time, and by a "
        "timer with --if-behind for the day on which the disk was full."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--if-behind", action="store_true", help="Leave a file that says what is published.")

    def handle(self, *args: Any, if_behind: bool, **options: Any) -> None:
        if not settings.PUBLIC_FILE:
            raise CommandError("OUTTURN_PUBLIC_FILE does not say where the file is. Set it, and try again.")
        path = Path(settings.PUBLIC_FILE)
        try:
            if if_behind and not is_behind(path):
                self.stdout.write(f"{path} says what is published.")
                return
            count = write_public_file(path)
        except (OSError, sqlite3.Error, DatabaseError) as error:
            raise CommandError(f"{path} could not be written and is as it was: {error}") from error
        self.stdout.write(f"{path} holds {count} published papers and nothing of the office.")
