"""Back up the database, the papers and the head of the audit trail."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config.backups import BackupRefused, back_up


class Command(BaseCommand):
    help = "Write a backup to a folder that is not there yet, while people work on. Only its owner can read it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        try:
            manifest = back_up(folder)
        except BackupRefused as reason:
            raise CommandError(str(reason)) from reason
        rows = sum(content.rows for content in manifest.tables.values())
        self.stdout.write(f"{folder}: {len(manifest.tables)} tables, {rows} rows, {len(manifest.files)} files.")
