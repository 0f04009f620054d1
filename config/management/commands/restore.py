"""Bring a backup back into an empty database."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config import surface
from config.backups import BackupRefused
from config.restoring import findings, restore


class Command(BaseCommand):
    help = "Restore a backup into the empty database that DATABASE_URL names. It never overwrites anything."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument(
            "--verify",
            action="store_true",
            help="Then compare every table with the backup, and verify the audit trail and the surface.",
        )

    def handle(self, *args: Any, folder: Path, verify: bool, **options: Any) -> None:
        try:
            manifest = restore(folder)
        except BackupRefused as reason:
            raise CommandError(str(reason)) from reason
        self.stdout.write(f"Restored what was backed up at {manifest.made_at}.")
        if not verify:
            return
        found = findings(folder, manifest)
        if found:
            raise CommandError("What was restored is not what was backed up:\n" + "\n".join(found))
        for sentence in surface.findings():  # whoever restores owns the tables, and so may do more than the office
            self.stdout.write(f"Before it serves: {sentence}")
        self.stdout.write(f"All {len(manifest.tables)} tables are as they were, and the audit trail is whole.")
