"""Publish the reports whose hour has come. For a timer: to run it again changes nothing."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from reports.services import publish_due


class Command(BaseCommand):
    help = "Publish every scheduled report whose hour has come."

    def handle(self, *args: Any, **options: Any) -> None:
        due = publish_due(timezone.now())
        for each in due:
            if not each.refusal:
                self.stdout.write(f"Published {each.report}.")
        if not due:
            self.stdout.write("Nothing is due.")
        refused = [f"{each.report} was not published: {each.refusal}" for each in due if each.refusal]
        if refused:
            raise CommandError("\n".join(refused))
