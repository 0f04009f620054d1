"""Makes the first administrator of an empty database, and prints the link by which they set a password."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts import invitations
from accounts.models import User
from accounts.people import services


class Command(BaseCommand):
    help = "Invites the first administrator and prints a link that is good once, for seven days."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("name")
        parser.add_argument("email")

    def handle(self, *args: Any, username: str, name: str, email: str, **options: Any) -> None:
        if User.objects.filter(role_assignments__role=services.ADMINISTRATOR, is_active=True).exists():
            raise CommandError("There is already an administrator, who invites everybody else under People.")
        try:
            person = services.invite(
                username=username, name=name, email=email, roles=[services.ADMINISTRATOR], by=None, send=False
            )
        except services.Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(
            f"Open this link as {username}; it is good once, for seven days:\n{invitations.link(person)}"
        )
