"""A paper says where its figures of England and London came from, and when; never so that a hidden figure tells."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from indicators.benchmarks.services import apply_benchmarks
from indicators.benchmarks.sources import BY_HAND, INDEX, TOOL
from indicators.models import Benchmark, Dataset
from indicators.revisions import UPDATED, keep_revisions
from indicators.services import apply_import
from indicators.undo_services import undo_import
from indicators.vocabulary import Comparator
from reports.making import check
from suppression.paper import Paper, YearFigure
from tests.factories.benchmarks import measure
from tests.factories.benchmarks import ready as tool_ready
from tests.factories.reports import DECEMBER, imported, published, ready
from tests.factories.workbooks import example, example_with

FIRST, LATER = date(2021, 1, 20), date(2021, 2, 3)


@pytest.fixture
def calendar(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Says which day it is."""

    def today(day: date) -> None:
        monkeypatch.setattr(timezone, "now", lambda: datetime(day.year, day.month, day.day, 12, tzinfo=UTC))

    today(FIRST)
    return today


def compared(paper: Paper, number: str) -> dict[str, YearFigure]:
    (indicator,) = [each for each in paper.indicators if each.number == number]
    return {each.comparator: each for each in indicator.measures[0].benchmarks}


def said(paper: Paper, number: str) -> dict[str, tuple[str, date | None]]:
    years = compared(paper, number)
    return {name: (years[name].source, years[name].taken_on) for name in ("england", "london")}


def test_figures_of_the_workbook_are_the_councils_index_of_the_day_of_the_import(
    empty_dataset: Dataset, calendar: Any
) -> None:
    imported(empty_dataset, example())
    protected = check(empty_dataset, DECEMBER)
    assert said(protected.part_1, "9") == {"england": (INDEX, FIRST), "london": (INDEX, FIRST)}
    assert said(protected.part_2, "9") == said(protected.part_1, "9")


def test_figures_of_the_tool_are_the_tools_and_no_file_is_named(empty_dataset: Dataset, calendar: Any) -> None:
    imported(empty_dataset, example())
    calendar(LATER)
    apply_benchmarks(upload=tool_ready(empty_dataset), by=None)
    protected = check(empty_dataset, DECEMBER)
    assert said(protected.part_1, "9") == {"england": (TOOL, LATER), "london": (TOOL, LATER)}
    assert said(protected.part_1, "12") == {"england": (INDEX, FIRST), "london": (INDEX, FIRST)}
    years = [year for each in protected.part_1.indicators for one in each.measures for year in one.benchmarks]
    assert {year.source for year in years} == {"", INDEX, TOOL}


def test_a_figure_that_a_person_wrote_is_the_councils(empty_dataset: Dataset, officer: User, calendar: Any) -> None:
    imported(empty_dataset, example())
    calendar(LATER)
    england = Benchmark.objects.get(measure=measure(empty_dataset, "9"), comparator=Comparator.ENGLAND)
    keep_revisions(Benchmark, [england.pk], UPDATED, by=officer, reason="A slip")
    assert said(check(empty_dataset, DECEMBER).part_1, "9") == {"england": (BY_HAND, LATER), "london": (INDEX, FIRST)}


def test_an_import_that_was_undone_brought_nothing(empty_dataset: Dataset, officer: User, calendar: Any) -> None:
    imported(empty_dataset, example())
    calendar(LATER)
    workbook = ready(empty_dataset, example_with({"I15": 700000}))
    apply_import(workbook=workbook, by=officer)
    assert said(check(empty_dataset, DECEMBER).part_1, "9")["england"] == (INDEX, LATER)
    undo_import(workbook=workbook, by=officer)
    assert said(check(empty_dataset, DECEMBER).part_1, "9")["england"] == (INDEX, FIRST)


def test_the_councils_own_years_have_no_day_that_could_say_that_a_hidden_one_changed(
    empty_dataset: Dataset, calendar: Any
) -> None:
    imported(empty_dataset, example())
    before = check(empty_dataset, DECEMBER)
    calendar(LATER)
    imported(empty_dataset, example_with({"F31": 3}))
    after = check(empty_dataset, DECEMBER)
    assert after.part_2 != before.part_2
    assert after.part_1 == before.part_1
    assert {(year.source, year.taken_on) for year in compared(after.part_2, "23").values()} >= {("", None)}


def test_a_figure_of_england_that_came_suppressed_says_nothing_else(empty_dataset: Dataset, calendar: Any) -> None:
    imported(empty_dataset, example_with({"I12": "x"}))
    protected = check(empty_dataset, DECEMBER)
    assert said(protected.part_1, "7") == {"england": ("", None), "london": (INDEX, FIRST)}


def test_the_page_says_it_below_the_figures(empty_dataset: Dataset, calendar: Any) -> None:
    imported(empty_dataset, example())
    published(empty_dataset)
    address = "/reports/nothing-yet/2020-12/indicators/number-of-referrals-to-childrens-social-care/"
    page = Client().get(address).content.decode()
    assert f"England and London: {INDEX.replace(chr(39), '&#x27;')}, taken on 20 January 2021." in page
