"""Remind data officers of figures that are due, and directors of figures that did not come. Run it once a day."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from indicators.reminders import send_reminders


class Command(BaseCommand):
    help = "Send the reminders that are due today. Running it twice sends nothing twice."

    def handle(self, *args: Any, **options: Any) -> None:
        sent = send_reminders(today=timezone.localdate())
        self.stdout.write(f"{sent.count} reminder{'' if sent.count == 1 else 's'} sent.")
        if sent.failed:
            raise CommandError(
                f"{len(sent.failed)} could not be sent, and will be tried again the next time:\n"
                + "\n".join(sent.failed)
            )
