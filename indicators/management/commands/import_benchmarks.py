"""Import benchmarks from the command line: the same plan and the same service as the page."""

import re
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts.models import User
from indicators.benchmarks.services import apply_benchmarks, plan_benchmarks, receive_benchmarks
from indicators.importers.benchmark_csv import BenchmarksRefused
from indicators.importers.benchmark_plan import BenchmarkPlan
from indicators.importers.plan import Action
from indicators.models import Dataset
from indicators.services import ImportNotPossible


class Command(BaseCommand):
    help = (
        "Read a CSV file of the Local Authority Interactive Tool, show what would change in a year's benchmarks, and "
        "with --apply change it. Which of the tool's indicators is which of ours is decided on the page."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dataset", required=True, help="the dataset's short name")
        parser.add_argument("--year", required=True, help="the reporting year, such as 2020/21")
        parser.add_argument("--dictionary", type=Path, help="the tool's data dictionary, a CSV file")
        parser.add_argument("--apply", action="store_true", help="write the plan; without it nothing is kept")
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
        try:
            upload, is_new = receive_benchmarks(
                dataset=dataset,
                reporting_year=_reporting_year(options["year"]),
                content=_content(options["file"]),
                dictionary=_content(options["dictionary"]) if options["dictionary"] else None,
                file_name=options["file"].name,
                by=by,
            )
            if not is_new and upload.applied_at is not None:
                self.stdout.write(f"{options['file'].name} is already imported. Nothing was changed.")
                return
            self._show(plan_benchmarks(upload))
            if not options["apply"]:
                transaction.set_rollback(True)
                self.stdout.write("Nothing was written. Add --apply to write it.")
                return
            plan = apply_benchmarks(upload=upload, by=by)
        except (BenchmarksRefused, ImportNotPossible) as reason:
            raise CommandError(str(reason)) from reason
        self.stdout.write(f"Done: {plan.new} new, {plan.changed} changed, {plan.unchanged} unchanged.")

    def _show(self, plan: BenchmarkPlan) -> None:
        for finding in (*plan.file.findings, *plan.conflicts, *plan.kept):
            self.stdout.write(f"{finding.location}: {finding.message}")
        for change in plan.changes:
            if change.action is not Action.UNCHANGED:
                before = f"{change.before} → " if change.before else ""
                what = f"{change.number} {change.title}, {change.what}"
                self.stdout.write(f"{change.action} {what}: {before}{change.after}")
        self.stdout.write(
            f"{plan.new} new, {plan.changed} changed, {plan.unchanged} unchanged, {len(plan.conflicts)} in conflict, "
            f"{len(plan.undecided)} not decided yet."
        )


def _reporting_year(text: str) -> int:
    match = re.fullmatch(r"(20[0-9]{2})/([0-9]{2})", text)
    if match is None or (int(match[1]) + 1) % 100 != int(match[2]):
        raise CommandError(f"“{text}” is no reporting year. Write it like 2020/21.")
    return int(match[1])


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
