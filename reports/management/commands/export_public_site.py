"""The public site as plain files, for any web server."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from reports.site.export import ExportFailed, exported_files
from reports.site.replacing import FolderRefused, refuse_unless_ours, replace_folder


class Command(BaseCommand):
    help = (
        "Write the whole public site to DIR as plain files, in place of an earlier export. Nothing else is replaced."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("directory", metavar="DIR", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["directory"]
        try:
            refuse_unless_ours(folder)
            count = replace_folder(folder, exported_files())
        except (ExportFailed, FolderRefused) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{count} files in {folder}")
