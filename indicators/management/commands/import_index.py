"""Import a workbook from the command line: the same plan and the same service as the page."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts.models import User
from indicators.importers.column_roles import Certainty
from indicators.importers.headings import year_in
from indicators.importers.mapping import choice_of
from indicators.importers.plan import Action, Plan
from indicators.layout_services import columns_of, confirm_columns
from indicators.models import Dataset, WorkbookImport
from indicators.services import (
    ImportNotPossible,
    answer_questions,
    apply_import,
    plan_import,
    read_import,
    receive_workbook,
)


class Command(BaseCommand):
    help = "Read a performance index (.xlsx), show what would change, and with --apply change it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dataset", required=True, help="the dataset's short name")
        parser.add_argument("--year", required=True, help="the reporting year, such as 2020/21")
        parser.add_argument("--apply", action="store_true", help="write the plan; without it nothing is kept")
        parser.add_argument(
            "--answer",
            action="append",
            default=[],
            metavar="CELL=ANSWER",
            help="answer a question, by cell (G36=suppressed) or topic (x=not_available); repeat for each",
        )
        parser.add_argument(
            "--accept-columns",
            action="store_true",
            help="take a layout that is not known as it was understood; refused where a column is unclear",
        )
        parser.add_argument("--by", help="user name of the person who imports", default=None)

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        dataset = Dataset.objects.filter(slug=options["dataset"]).first()
        if dataset is None:
            known = ", ".join(Dataset.objects.values_list("slug", flat=True)) or "none yet"
            raise CommandError(f"There is no dataset “{options['dataset']}”. Datasets: {known}.")
        by = User.objects.filter(username=options["by"]).first()
        if options["by"] and by is None:
            raise CommandError(f"Nobody has the user name “{options['by']}”.")
        answers = dict(_answer(text) for text in options["answer"])
        self._progress("Reading the workbook …")
        workbook = self._read(dataset, options["file"], by)
        if workbook.asks_for_columns:
            self._confirm_columns(workbook, options["year"], by, accept=options["accept_columns"])
        self._progress("Comparing it with the catalogue …")
        try:
            if answers:
                answer_questions(workbook=workbook, answers=answers, by=by)
            plan = plan_import(workbook)
            _check_year(plan, options["year"])
            self._show(plan)
            if not options["apply"]:
                transaction.set_rollback(True)
                self.stdout.write("Nothing was written. Add --apply to write it.")
                return
            self._progress("Writing …")
            plan = apply_import(workbook=workbook, by=by)
        except (ImportNotPossible, ValueError) as reason:
            raise CommandError(str(reason)) from reason
        self.stdout.write(f"Done: {plan.new} new, {plan.changed} changed, {plan.unchanged} unchanged.")

    def _progress(self, step: str) -> None:
        self.stderr.write(step)

    def _read(self, dataset: Dataset, path: Path, by: User | None) -> WorkbookImport:
        try:
            content = path.read_bytes()
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
        workbook = receive_workbook(dataset=dataset, content=content, file_name=path.name, by=by)
        read_import(workbook)
        if workbook.refusal:
            raise CommandError(workbook.refusal)
        return workbook

    def _confirm_columns(self, workbook: WorkbookImport, year: str, by: User | None, *, accept: bool) -> None:
        """Show what each column was taken to be, and take it so where somebody says so and nothing is unclear."""
        recognised, _ = columns_of(workbook)
        for table in recognised.layouts.values():
            self.stdout.write(f"“{table.grid.sheet.name}”, headings in row {table.header_row}:")
            for column in table.columns:
                place = table.heading_location(column.column).cell
                said = f"unclear: {column.reason}" if column.certainty is Certainty.UNCLEAR else column.role
                self.stdout.write(f"  {place:5} “{column.words.text}”: {said}")
        if any(table.is_unclear for table in recognised.tables):
            raise CommandError(
                "Some columns are unclear. Import the workbook on the page, and say there what they are."
            )
        if not accept or by is None:
            raise CommandError(
                "This layout is not known. Add --accept-columns and --by to take it so, or use the page."
            )
        said_year = year_in(year)
        if said_year is None:
            raise CommandError(f"“{year}” is no reporting year. Write it as 2020/21.")
        layouts = {
            key: choice_of([(column, str(column.role)) for column in table.columns], table.basis)
            for key, table in recognised.layouts.items()
        }
        confirm_columns(workbook=workbook, year=int(said_year[:4]), layouts=layouts, by=by)
        workbook.refresh_from_db()

    def _show(self, plan: Plan) -> None:
        self.stdout.write(
            f"{plan.parsed.title}: {len(plan.parsed.indicators)} indicators, as at {plan.parsed.as_at:%B %Y}"
        )
        self.stdout.write(
            f"{plan.new} new, {plan.changed} changed, {plan.unchanged} unchanged, "
            f"{plan.to_be_looked_at} to be looked at"
        )
        for change in plan.changes:
            if change.action is Action.CHANGED:
                self.stdout.write(
                    f"  changed  {change.location}  {change.number} {change.what}: {change.before} → {change.after}"
                )
        for finding in (*plan.errors, *plan.questions, *plan.warnings, *plan.notes):
            self.stdout.write(f"  {finding.severity.value:8} {finding.place or 'the workbook'}  {finding.message}")
            for answer, label in finding.choices:
                self.stdout.write(f"           --answer {finding.cells}={answer}  {label}")


def _answer(text: str) -> tuple[str, str]:
    cell, separator, answer = text.rpartition("=")
    if not separator:
        raise CommandError(f"--answer {text}: write it as CELL=ANSWER, such as G36=suppressed.")
    return cell, answer


def _check_year(plan: Plan, year: str) -> None:
    first = plan.parsed.reporting_year
    next_year = f"{(first + 1) % 100:02}"
    if year not in (f"{first}", f"{first}/{next_year}", f"{first}-{next_year}"):
        raise CommandError(
            f"The workbook is of {first}/{next_year}, not of {year}. Check the file, or give that year with --year."
        )
