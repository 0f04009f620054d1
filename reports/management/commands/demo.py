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

from accounts.models import Service, User
from accounts.roles import ROLES
from accounts.services import add_person
from indicators.entry.cells import Place
from indicators.entry.outcomes import Entry
from indicators.entry.services import enter_figures
from indicators.models import Dataset, DefinitionRelation, Measure, Outturn, Responsibility
from indicators.relation_services import decide_relations
from indicators.services import answer_questions, apply_import, read_import, receive_workbook
from indicators.vocabulary import RelationStatus
from indicators.workflow.services import approve_figures, submit_figures
from reports.demonstration_words import say_for_report
from reports.drafting import announce_report, approve_report, begin_report, change_report, make_ready
from reports.models import Publication
from reports.services import publish_report

WORKBOOK = Path(settings.BASE_DIR) / "examples" / "performance-index-2020-21.xlsx"
ANSWERS = {"x": "suppressed", "H38": "not_available", "year_of_months": "2020"}
PASSWORD = "only-for-demonstration"  # nosec B105
FRONT_SHEETS = {
    date(2020, 10, 1): {"meeting_date": date(2021, 1, 26), "number": "CEF21001"},
    date(2020, 12, 1): {"meeting_date": date(2021, 3, 10), "number": "CEF21007"},
}
"""What stands on the front sheet of each report that the demonstration publishes."""
MARCH, EXPECTED = date(2021, 3, 1), date(2027, 6, 15)
JANUARY = date(2021, 1, 1)
ENTERED = {"1.1": "93", "1.2": "182", "2": "51", "5": "7"}
"""Figures of January by indicator number; the last is queried, because a running total cannot fall."""
SERVICES = {"education": "Education and early help", "social-care": "Children's social care"}
OF_EDUCATION = {"Early Help", "Children and Young People with complex needs"}
"""The sections of the index that are of education; the others are of social care."""
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
        self.stdout.write("  second-publisher   Another publisher: nobody approves what they prepared themselves.")
        self.stdout.write(
            "  education-director A director of education alone: no Part 2, and no drafts of social care."
        )
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
                username=user_name(role.name),
                name=role.label,
                password=PASSWORD,
                roles=[role],
                email=f"{user_name(role.name)}@example.invalid",
                by=None,
            )
            for role in ROLES.values()
        }
        people["second_publisher"] = add_person(
            username="second-publisher",
            name="Second publisher",
            password=PASSWORD,
            roles=[ROLES["publisher"]],
            email="second-publisher@example.invalid",
            by=None,
        )
        dataset = Dataset.objects.create(name="Children's Scrutiny Dataset", slug="childrens-scrutiny")
        self._import(dataset, by=people["data_officer"])
        self._confirm(dataset, by=people["administrator"])
        self._approve(dataset, officer=people["data_officer"], director=people["director"])
        for as_at in FRONT_SHEETS:
            said = say_for_report(dataset, as_at, director=people["director"], publisher=people["publisher"])
            self.stdout.write(
                f"{said} commentaries for {as_at:%B %Y} written by the director, agreed by the publisher."
            )
            publication = self._publish(
                dataset, as_at, publisher=people["publisher"], second=people["second_publisher"]
            )
            self.stdout.write(f"Published {as_at:%B %Y}. {publication.disclosure_check['message']}")
        announce_report(
            dataset=dataset, as_at=MARCH, expected_on=EXPECTED, meeting="Scrutiny Committee", by=people["publisher"]
        )
        self._begin_january(dataset, by=people["data_officer"])
        self._divide(dataset)

    def _divide(self, dataset: Dataset) -> None:
        """Sections belong to services, and a second director has to do with one of them alone."""
        services = {slug: Service.objects.create(slug=slug, name=name) for slug, name in SERVICES.items()}
        for section in dataset.sections.all():
            section.service = services["education" if section.name in OF_EDUCATION else "social-care"]
            section.save(update_fields=["service"])
        director = add_person(
            username="education-director",
            name="Director of education",
            password=PASSWORD,
            roles=[ROLES["director"]],
            services=[services["education"]],
            email="education-director@example.invalid",
            by=None,
        )
        for section in dataset.sections.filter(service=services["education"]):
            Responsibility.objects.create(section=section, user=director)

    def _publish(self, dataset: Dataset, as_at: date, publisher: User, second: User) -> Publication:
        """Begun and made ready by the one, its files made, approved by the other, published."""
        report = begin_report(dataset=dataset, as_at=as_at, by=publisher)
        report = change_report(report=report, version=None, by=publisher, **FRONT_SHEETS[as_at])
        report = make_ready(report=report, by=publisher)
        return publish_report(report=approve_report(report=report, by=second), by=publisher)

    def _confirm(self, dataset: Dataset, by: User) -> None:
        """Three of the relations that the import proposed; the others are left for whoever looks around."""
        proposed = DefinitionRelation.objects.filter(definition__indicator__dataset=dataset)
        known = [each for each in proposed if (each.definition.number, each.other.number) in CONFIRMED]
        decide_relations(relations=known, status=RelationStatus.CONFIRMED, by=by)
        for relation in known:
            self.stdout.write(f"Confirmed: {relation.sentence}")

    def _approve(self, dataset: Dataset, officer: User, director: User) -> None:
        """Every section is theirs; what the workbook brought is submitted by the one and approved by the other."""
        Responsibility.objects.bulk_create(
            Responsibility(section=section, user=user)
            for section in dataset.sections.all()
            for user in (officer, director)
        )
        figures = Outturn.objects.filter(measure__indicator__dataset=dataset)
        submit_figures(outturns=figures, by=officer)
        approved = approve_figures(outturns=figures, by=director)
        self.stdout.write(f"{approved.count} figures submitted by the data officer and approved by the director.")

    def _begin_january(self, dataset: Dataset, by: User) -> None:
        """A month that is due: some of the first section's figures are typed in, made up like the workbook's own."""
        measures = dict(
            Measure.objects.filter(indicator__dataset=dataset).values_list("indicator__definitions__number", "pk")
        )
        entries = [Entry(Place(measures[number], JANUARY), 0, text) for number, text in ENTERED.items()]
        enter_figures(dataset=dataset, reporting_year=2020, entries=entries, by=by)
        self.stdout.write(f"{len(entries)} figures of January 2021 entered; the others are due.")

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
