"""The demonstration: the council's 2020/21 index imported, published as at October and December 2020, and served."""

import os
import sys
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts.models import User
from accounts.roles import ROLES
from accounts.services import add_person
from indicators.models import Dataset, DefinitionRelation
from indicators.relation_services import decide_relations
from indicators.services import answer_questions, apply_import, read_import, receive_workbook
from indicators.vocabulary import RelationStatus
from reports.models import Publication
from reports.services import publish

WORKBOOK = Path(settings.BASE_DIR) / "examples" / "performance-index-2020-21.xlsx"
ANSWERS = {"x": "suppressed", "H38": "not_available", "year_of_months": "2020"}
PASSWORD = "only-for-demonstration"  # nosec B105
REPORTS = (date(2020, 10, 1), date(2020, 12, 1))
CONFIRMED = {("11", "12"), ("18", "19"), ("24", "19")}
SERVER_OPTIONS = ("--workers=1", "--threads=4", "--log-level=warning", "--no-control-socket")


class Command(BaseCommand):
    help = "Set up the demonstration if it is not there, and serve it on this machine."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--no-serve", action="store_true", help="set up only")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.ENVIRONMENT == "production":
            raise CommandError(
                "The demonstration has accounts with a known password and refuses a production setting."
            )
        Path(settings.BASE_DIR, "var").mkdir(exist_ok=True)
        call_command("migrate", verbosity=0)
        self._set_up()
        address = f"http://localhost:{options['port']}"
        self.stdout.write(f"\nOutturn is at {address}/ (Part 1, for everybody)")
        self.stdout.write(f"Sign in at {address}/account/sign-in/ with the password {PASSWORD} as one of:")
        for role in ROLES.values():
            self.stdout.write(f"  {user_name(role.name):18} {role.description}")
        if options["no_serve"]:
            return
        self.stdout.write("\nStop with Ctrl-C.")
        self.stdout.flush()
        os.execv(  # nosec B606
            sys.executable,
            [sys.executable, "-m", "gunicorn", "config.wsgi", f"--bind=127.0.0.1:{options['port']}", *SERVER_OPTIONS],
        )

    @transaction.atomic
    def _set_up(self) -> None:
        """Whole or not at all, and once: a demonstration that is there is left as its users made it."""
        if Publication.objects.exists():
            return
        self.stdout.write("Importing the council's index of 2020/21 …")
        people = {
            role.name: add_person(
                username=user_name(role.name), name=role.label, password=PASSWORD, roles=[role], by=None
            )
            for role in ROLES.values()
        }
        dataset = Dataset.objects.create(name="Children's Scrutiny Dataset", slug="childrens-scrutiny")
        self._import(dataset, by=people["data_officer"])
        self._confirm(dataset, by=people["administrator"])
        for as_at in REPORTS:
            publication = publish(dataset=dataset, as_at=as_at, by=people["publisher"], agreed_by=people["director"])
            self.stdout.write(f"Published {as_at:%B %Y}. {publication.disclosure_check['message']}")

    def _confirm(self, dataset: Dataset, by: User) -> None:
        """Three of the relations that the import proposed; the others are left for whoever looks around."""
        proposed = DefinitionRelation.objects.filter(definition__indicator__dataset=dataset)
        known = [each for each in proposed if (each.definition.number, each.other.number) in CONFIRMED]
        decide_relations(relations=known, status=RelationStatus.CONFIRMED, by=by)
        for relation in known:
            self.stdout.write(f"Confirmed: {relation.sentence}")

    def _import(self, dataset: Dataset, by: User) -> None:
        workbook = receive_workbook(dataset=dataset, content=WORKBOOK.read_bytes(), file_name=WORKBOOK.name, by=by)
        read_import(workbook)
        answer_questions(workbook=workbook, answers=ANSWERS, by=by)
        plan = apply_import(workbook=workbook, by=by)
        self.stdout.write(
            f"{plan.new} figures and definitions imported, {len(plan.warnings)} warnings kept for review."
        )


def user_name(role: str) -> str:
    return role.replace("_", "-")
