"""Whether this process could do more than its surface may."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import Error

from config.surface import findings


class Command(BaseCommand):
    help = (
        "Ask the database, and try, whether this process could do more than its surface may. A server does the same "
        "before it serves anything, and does not start where something is found."
    )
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            found = findings()
        except Error as error:
            raise CommandError(f"The database could not be asked: {error}") from error
        if found:
            raise CommandError(f"The {settings.SURFACE} surface could do more than it may:\n- " + "\n- ".join(found))
        self.stdout.write(f"The {settings.SURFACE} surface can do what it may and nothing else.")
