"""Compare this database with a backup, table by table."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config.backups import BackupRefused, Manifest
from config.restoring import damaged_files, findings


class Command(BaseCommand):
    help = "Say where this database differs from a backup, and whether the backup itself is whole. Changes nothing."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        try:
            manifest = Manifest.read(folder)
        except BackupRefused as reason:
            raise CommandError(str(reason)) from reason
        found = [*damaged_files(folder, manifest), *findings(folder, manifest)]
        if found:
            raise CommandError("\n".join(found))
        self.stdout.write("The backup is whole, and this database is as it was backed up.")
