"""Remove what about people is past its time. For a timer: to run it again changes nothing."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from config.retention import purge_personal_data


class Command(BaseCommand):
    help = "Remove sessions, names of former people, files that were sent and drafts that are past their time."

    def handle(self, *args: Any, **options: Any) -> None:
        for kind, count in purge_personal_data(now=timezone.now()).items():
            self.stdout.write(f"{kind}: {count}")
