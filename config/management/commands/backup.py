"""Back up the database, the papers and the head of the audit trail."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config.backups import BackupRefused, back_up, back_up_dated


class Command(BaseCommand):
    help = "Write a backup to a folder that is not there yet, while people work on. Only its owner can read it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument(
            "--keep",
            type=int,
            help="Write to a folder in it that is called after the hour, and keep the last so many.",
        )

    def handle(self, *args: Any, folder: Path, keep: int | None, **options: Any) -> None:
        if keep is not None and keep < 1:
            raise CommandError("--keep has to be 1 or more: the backup that is just made is one.")
        try:
            manifest = back_up(folder) if keep is None else back_up_dated(folder, keep)
        except BackupRefused as reason:
            raise CommandError(str(reason)) from reason
        rows = sum(content.rows for content in manifest.tables.values())
        self.stdout.write(f"{folder}: {len(manifest.tables)} tables, {rows} rows, {len(manifest.files)} files.")
