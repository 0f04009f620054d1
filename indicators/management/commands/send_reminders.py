"""Remind data officers of figures that are due, and directors of figures that did not come. Run it once a day."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from indicators.reminders import send_reminders
from indicators.tasks import send_reminders_of


class Command(BaseCommand):
    help = "Send the reminders that are due today. Running it twice sends nothing twice."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--by-worker", action="store_true", help="Leave it to the worker, where there is one.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["by_worker"] and settings.HAS_WORKER:
            send_reminders_of.enqueue(timezone.localdate().isoformat())
            self.stdout.write("Left to the worker.")
            return
        sent = send_reminders(today=timezone.localdate())
        self.stdout.write(f"{sent.count} reminder{'' if sent.count == 1 else 's'} sent.")
        if sent.failed:
            raise CommandError(
                f"{len(sent.failed)} could not be sent, and will be tried again the next time:\n"
                + "\n".join(sent.failed)
            )
