"""Has anybody tampered with the audit trail?"""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.audit_chain import findings, head, read_head

SHOWN = 50


class Command(BaseCommand):
    help = (
        "Reads the whole audit chain again, names every entry that was changed, deleted, moved or added past the "
        "application, and ends with 1 if there is any. With a head that was written elsewhere before, it finds an end "
        "that was cut off, too."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--head", type=Path, metavar="FILE", help="What `manage.py audit_head --write` wrote.")

    def handle(self, *args: Any, head: Path | None, **options: Any) -> None:
        try:
            known = read_head(head) if head else None
        except (OSError, ValueError) as error:
            raise CommandError(str(error)) from error
        found = findings(known)
        for finding in found[:SHOWN]:
            self.stdout.write(finding)
        if len(found) > SHOWN:
            self.stdout.write(f"… and {len(found) - SHOWN} more.")
        if found:
            raise CommandError(f"The audit trail has been tampered with: {len(found)} findings.")
        self.stdout.write(self._whole(known is not None))

    def _whole(self, is_known: bool) -> str:
        now = head()
        said = f"The audit trail is whole: {now.sequence} entries, up to {now.hash}."
        return said if is_known else f"{said} Without --head an end that was cut off does not show."
