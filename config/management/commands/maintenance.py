"""Close the office while somebody works on it, and open it again."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from config import maintenance


class Command(BaseCommand):
    help = "Close the office to everybody but the health checks, or open it again. The public site stays open."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("state", choices=["on", "off"])
        parser.add_argument("--message", default="", help="What people read: why, and until when.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["state"] == "on":
            maintenance.close(options["message"])
            self.stdout.write("The office is closed; the public site is open.")
        else:
            maintenance.open_again()
            self.stdout.write("The office is open.")
