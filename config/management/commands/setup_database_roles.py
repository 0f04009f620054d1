"""Make the roles of a PostgreSQL database: owner, office, public."""

import os
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import ProgrammingError

from config.database_roles import Roles, RolesRefused, set_up_roles


class Command(BaseCommand):
    help = (
        "On PostgreSQL: make the owner (migrates), the office (no change of tables; adds only to what is kept) and "
        "the public (reads what is published), with these rights and no others. Run it after each migrate; the first "
        "time as a superuser, later as the owner. Passwords come from OUTTURN_OWNER_PASSWORD, "
        "OUTTURN_OFFICE_PASSWORD and OUTTURN_PUBLIC_PASSWORD; without one a role keeps what it has."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        for role in ("owner", "office", "public"):
            parser.add_argument(f"--{role}", default=getattr(Roles, role), help=f"name of the {role}'s role")

    def handle(self, *args: Any, owner: str, office: str, public: str, **options: Any) -> None:
        roles = Roles(owner, office, public)
        names = {"OWNER": owner, "OFFICE": office, "PUBLIC": public}
        passwords = {role: os.environ.get(f"OUTTURN_{name}_PASSWORD", "") for name, role in names.items()}
        try:
            set_up_roles(roles, passwords)
        except RolesRefused as refused:
            raise CommandError(str(refused)) from refused
        except ProgrammingError as error:
            raise CommandError(
                f"The database refused ({str(error).strip()}), and nothing was changed. Run this as a superuser the "
                f"first time and to set passwords, and as {owner} afterwards."
            ) from error
        self.stdout.write(f"{owner} owns the tables, {office} works on them, {public} reads what is published.")
