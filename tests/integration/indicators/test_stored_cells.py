"""Every cell of the council's workbook, read again with openpyxl and nothing of ours, is what the database holds."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from functools import cache

import openpyxl
import pytest
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from indicators.models import Benchmark, Dataset, Figure, IndicatorDefinition, Outturn, Period, RatingOverride
from reports.assemble import assemble
from tests.factories.reports import DECEMBER
from tests.factories.workbooks import EXAMPLE, SHEET

FINANCIAL_HEADINGS, CALENDAR_HEADINGS = 3, 48
HEADING_ROWS = {1, 2, 3, 46, 47, 48}
SECTION_ROWS = {4, 14, 24, 37, 39}
OWN_YEARS = {"F": ("2019/20", "2019"), "G": ("2018/19", "2018"), "H": ("2017/18", "2017")}
ABSENCES = {
    "x": "suppressed",
    "X": "suppressed",
    "Local Measure": "local_measure",
    "New measure": "new_measure",
    "New indicator 18/19": "new_measure",
    "Not available": "not_available",
    "Not Available": "not_available",
    "Data Not Published": "not_published",
    "Data published July 2021": "awaited",
    "Data published March 2021": "awaited",
    "Available May 2021": "awaited",
}
NOT_AVAILABLE_AS_ANSWERED = {"H38"}


@dataclass(frozen=True)
class Expected:
    """What one measure's figure in one cell has to be in the database."""

    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    rate: Decimal | None = None
    absence: str = ""
    wording: str = ""
    decimal_places: int = 0


@cache
def sheet() -> Worksheet:
    return openpyxl.load_workbook(EXAMPLE)[SHEET]


def cells() -> Iterator[Cell]:
    for row in sheet():
        yield from (cell for cell in row if cell.value is not None)


def number_of(row: int) -> str:
    return str(sheet().cell(row, 1).value)


def figure_cells() -> list[Cell]:
    """The cells of benchmarks, months and years to date."""
    no_figures = HEADING_ROWS | SECTION_ROWS
    return [cell for cell in cells() if cell.column_letter in "FGHIJLMNOPQRSTUVWX" and cell.row not in no_figures]


def expected_in(cell: Cell) -> dict[str, Expected]:
    """By measure: what a person reads in the cell. `97%` is 97, whether typed or shown by the number format."""
    if not isinstance(cell.value, str):
        is_percentage, places = "%" in cell.number_format, 1 if ".0" in cell.number_format else 0
        value = Decimal(str(cell.value)) * (100 if is_percentage else 1)
        return {"": Expected(value=value, decimal_places=places)}
    text = cell.value
    if match := re.fullmatch(r"(\d+)% \(initial\) (\d+)% \(review\)", text):
        return {
            name: Expected(value=Decimal(value), wording=f"{value}% ({name})")
            for name, value in zip(("initial", "review"), match.groups(), strict=True)
        }
    if match := re.fullmatch(r"([\d.]+)% \((\d+)/(\d+)\)", text):
        value, numerator, denominator = map(Decimal, match.groups())
        return {"": Expected(value, numerator, denominator, wording=text, decimal_places=1)}
    if match := re.fullmatch(r"(\d+) \(rate: ([\d.]+)\)", text):
        return {"": Expected(value=Decimal(match[1]), rate=Decimal(match[2]), wording=text)}
    if match := re.fullmatch(r"x \(rate: ([\d.]+)\)", text):
        return {"": Expected(rate=Decimal(match[1]), absence="suppressed", wording=text)}
    if match := re.fullmatch(r"Rate: ([\d.]+)", text):
        return {"": Expected(rate=Decimal(match[1]), wording=text, decimal_places=2)}
    if match := re.fullmatch(r"(\d+)% (2015/16)", text):
        return {"": Expected(value=Decimal(match[1]), wording=text)}
    absence = "not_available" if cell.coordinate in NOT_AVAILABLE_AS_ANSWERED else ABSENCES[text]
    return {"": Expected(absence=absence, wording=text)}


def month_of(cell: Cell) -> date:
    heading = sheet().cell(CALENDAR_HEADINGS if cell.row > CALENDAR_HEADINGS else FINANCIAL_HEADINGS, cell.column)
    if isinstance(heading.value, str):
        return datetime.strptime(f"{heading.value[:3]} 2020", "%b %Y").date()
    return heading.value.date()


def stored_for(cell: Cell, measure: str) -> Figure:
    """The record that holds the cell's figure; raises DoesNotExist where there is none."""
    is_calendar = cell.row > CALENDAR_HEADINGS
    of_measure = {
        "measure__indicator__definitions__number": number_of(cell.row),
        "measure__name": measure,
    }
    if cell.column_letter in OWN_YEARS:
        year = OWN_YEARS[cell.column_letter][is_calendar]
        return Benchmark.objects.get(**of_measure, reporting_year=2020, comparator="own", year=year)
    if cell.column_letter in "IJ":
        comparator = {"I": "england", "J": "london"}[cell.column_letter]
        year = "2019" if is_calendar else "2015/16" if "2015/16" in str(cell.value) else ""
        return Benchmark.objects.get(**of_measure, reporting_year=2020, comparator=comparator, year=year)
    if cell.column_letter == "X":
        first = date(2020, 1 if is_calendar else 4, 1)
        return Outturn.objects.get(
            **of_measure, period__kind="year_to_date", period__first_month=first, period__last_month=DECEMBER
        )
    return Outturn.objects.get(**of_measure, period__kind="month", period__last_month=month_of(cell))


def names_of_measures(cell: Cell, expected: dict[str, Expected]) -> dict[str, Expected]:
    """An absence in the row of two measures speaks for both."""
    if number_of(cell.row) == "14" and "" in expected:
        return {"initial": expected[""], "review": expected[""]}
    return expected


def test_every_figure_of_the_workbook_is_stored_as_it_stands(dataset: Dataset) -> None:
    compared = 0
    for cell in figure_cells():
        for measure, expected in names_of_measures(cell, expected_in(cell)).items():
            stored = stored_for(cell, measure)
            held = Expected(**{each.name: getattr(stored, each.name) for each in fields(Expected)})
            assert held == expected, cell.coordinate
            compared += 1
    of_dataset = {"measure__indicator__dataset": dataset}
    held = Outturn.objects.filter(**of_dataset).count() + Benchmark.objects.filter(**of_dataset).count()
    assert compared == held, "something is stored that no cell says"
    assert compared > 400


def test_every_title_reason_and_polarity_is_stored_as_it_stands(dataset: Dataset) -> None:
    first_row_of_reason = {6: 5, 7: 5, 13: 12, 30: 29, 50: 49}
    definitions = {each.number: each for each in IndicatorDefinition.objects.filter(indicator__dataset=dataset)}
    rows = {cell.row for cell in figure_cells()}
    assert len(rows) == len(definitions) == 38
    for row in rows:
        definition = definitions[number_of(row)]
        assert definition.title == re.sub("</?u>", "", sheet().cell(row, 2).value)
        assert definition.why_it_is_important == (sheet().cell(first_row_of_reason.get(row, row), 3).value or "")
        assert definition.get_polarity_display() == sheet().cell(row, 4).value


def expected_bounds(cell: Cell) -> tuple[list[Decimal | None], list[Decimal | None]]:
    """Low and high of the target in a cell, and of the rate in its bracket."""
    if not isinstance(cell.value, str):
        value = Decimal(str(cell.value)) * (100 if "%" in cell.number_format else 1)
        return [value, value], [None, None]
    target, _, bracket = cell.value.partition("(")
    numbers, rates = (sorted(map(Decimal, re.findall(r"\d+(?:\.\d+)?", part))) for part in (target, bracket))
    bounds = [numbers[0], numbers[-1]] if numbers else [None, None]
    return bounds, [rates[0], rates[-1]] if rates else [None, None]


def test_every_target_is_stored_with_its_wording_and_bounds(dataset: Dataset) -> None:
    compared = 0
    for cell in (cell for cell in cells() if cell.column_letter == "E" and cell.row not in HEADING_ROWS):
        definition = IndicatorDefinition.objects.get(indicator__dataset=dataset, number=number_of(cell.row))
        shown = f"{cell.value:.0%}" if "%" in cell.number_format else str(cell.value)
        bounds, rates = expected_bounds(cell)
        assert definition.target_wording == shown
        assert [definition.target_low, definition.target_high] == bounds, cell.coordinate
        assert [definition.target_rate_low, definition.target_rate_high] == rates, cell.coordinate
        assert (definition.target_form in ("none", "to_be_confirmed")) == (bounds == [None, None])
        compared += 1
    assert compared == 38


def test_every_rating_is_what_the_rule_says_or_is_kept_as_imported(dataset: Dataset) -> None:
    ratings = {indicator.number: indicator.rating for indicator in assemble(dataset, DECEMBER).indicators}
    overrides = {each.definition.number: each for each in RatingOverride.objects.filter(as_at=DECEMBER)}
    for cell in (cell for cell in cells() if cell.column_letter == "K" and cell.row not in HEADING_ROWS):
        number = number_of(cell.row)
        assert ratings[number].text == cell.value
        assert ratings[number].reason == ("as imported" if number in overrides else "")
        if number in overrides:
            assert overrides[number].wording == cell.value
    assert sorted(overrides, key=float) == ["17", "22.2", "23", "29", "31"]
    assert {override.made_by.username for override in overrides.values()} == {"data_officer"}


def test_every_section_holds_the_rows_below_its_heading(dataset: Dataset) -> None:
    section = ""
    for cell in cells():
        if cell.row in SECTION_ROWS:
            section = cell.value
        elif cell.column_letter == "A" and cell.row not in HEADING_ROWS:
            definition = IndicatorDefinition.objects.get(indicator__dataset=dataset, number=str(cell.value))
            assert definition.section.name == section


def test_the_example_is_38_rows_as_39_measures_in_5_sections_and_a_table_of_calendar_years(dataset: Dataset) -> None:
    definitions = IndicatorDefinition.objects.filter(indicator__dataset=dataset)
    assert definitions.count() == 38
    assert dataset.sections.count() == 5
    assert sum(definition.indicator.measures.count() for definition in definitions) == 39
    assert {each.number for each in definitions.filter(year_basis="calendar")} == {"35.1", "35.2"}
    january = Period.objects.filter(kind="year_to_date", first_month=date(2020, 1, 1)).get()
    assert january.outturns.count() == 2


@pytest.mark.parametrize(
    ("accumulation", "numbers"),
    {
        "flow": ["1.1", "1.2", "2", "9", "32"],
        "running_total": ["4", "5", "22.1", "22.2", "23"],
        "stock": ["12", "19", "28", "34"],
        "latest": ["11", "17", "18", "29"],
    }.items(),
)
def test_how_months_become_a_year_to_date_is_taken_from_title_and_figures(
    dataset: Dataset, accumulation: str, numbers: list[str]
) -> None:
    definitions = IndicatorDefinition.objects.filter(indicator__dataset=dataset, accumulation=accumulation)
    assert [definition.number for definition in definitions.order_by("number_sort_key")] == numbers
