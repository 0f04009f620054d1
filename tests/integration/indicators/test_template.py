"""The workbook of a month goes out filled so far, and comes back in without a question."""

import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from openpyxl.worksheet.worksheet import Worksheet

from accounts.models import AuditEntry
from indicators.importers.plan import Action, Plan
from indicators.models import Benchmark, Dataset, IndicatorDefinition, Measure, Outturn, Period
from indicators.month_template.workbook import make_template
from indicators.services import plan_import
from indicators.vocabulary import Absence, Comparator, Unit
from indicators.workflow.moves import State
from tests.factories.people import person_with
from tests.factories.reports import received

DECEMBER, JANUARY = date(2020, 12, 1), date(2021, 1, 1)


def template(dataset: Dataset, month: date = JANUARY) -> bytes:
    return make_template(dataset, month, "Example Borough Council")


def sheet_of(content: bytes) -> Worksheet:
    return openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]


def filled(content: bytes, cells: dict[str, object]) -> bytes:
    """The workbook as an officer sends it back, each cell named by number and heading: `9 Jan-21`."""
    workbook = openpyxl.load_workbook(io.BytesIO(content))
    sheet = workbook.worksheets[0]
    for place, value in cells.items():
        number, _, heading = place.partition(" ")
        row, column = places(sheet, number, heading)
        sheet.cell(row, column).value = value
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def places(sheet: Worksheet, number: str, heading: str) -> tuple[int, int]:
    row = next(cell.row for cell in sheet["A"] if str(cell.value) == number)
    above = [cell for line in sheet.iter_rows(max_row=row - 1) for cell in line if cell.value is not None]
    named = [cell for cell in above if heading in heading_of(cell.value)]
    return row, named[-1].column


def heading_of(value: object) -> str:
    return f"{value:%b-%y}" if isinstance(value, date) else str(value)


def plan_of(dataset: Dataset, content: bytes) -> Plan:
    return plan_import(received(dataset, content))


def said(plan: Plan) -> dict[str, str]:
    return {
        f"{each.number} {each.what}": each.after
        for each in plan.changes
        if each.action in (Action.NEW, Action.CHANGED)
    }


@pytest.mark.parametrize("month", [date(2020, 4, 1), DECEMBER, JANUARY, date(2021, 3, 1)])
def test_what_goes_out_comes_back_with_nothing_new_nothing_changed_and_nothing_asked(
    dataset: Dataset, month: date
) -> None:
    plan = plan_of(dataset, template(dataset, month))
    assert said(plan) == {}
    assert (plan.questions, plan.errors, plan.warnings) == ([], [], [])
    assert not any(plan.to_create.values())
    assert not any(plan.to_update.values())
    assert plan.unchanged > 470


def test_the_figures_of_the_next_month_are_exactly_what_is_new(dataset: Dataset) -> None:
    cells = {"9 Jan-21": 321, "10 Jan-21": 0.86, "30 Jan-21": "1.4% (98/7011)", "12 Jan-21": "Not available"}
    plan = plan_of(dataset, filled(template(dataset), cells))
    assert said(plan) == {
        "9 January 2021": "321",
        "10 January 2021": "86%",
        "30 January 2021": "1.4% (98/7011)",
        "12 January 2021": "Not available",
    }
    assert (plan.questions, plan.errors) == ([], [])


def test_a_year_to_date_that_is_typed_with_its_month_is_new_too(dataset: Dataset) -> None:
    cells = {"9 Jan-21": 321, "9 Year to Date": 3158, "14 Jan-21": "100% (initial) 98% (review)"}
    plan = plan_of(dataset, filled(template(dataset), cells))
    assert said(plan) == {
        "9 January 2021": "321",
        "9 year to date": "3,158",
        "14 January 2021 (initial)": "100%",
        "14 January 2021 (review)": "98%",
    }


def test_the_layout_is_that_of_the_index(dataset: Dataset) -> None:
    sheet = sheet_of(template(dataset))
    assert sheet["A1"].value == "Performance Index 2020/21: Children's Scrutiny Dataset"
    assert [cell.value for cell in sheet[2]][:5] == [
        "No.",
        "Performance Indicators",
        "Why is this important?",
        "Polarity",
        "Target or range of acceptable performance 2020/21",
    ]
    assert sheet["F3"].value == "Example Borough Council 2019/20"
    assert sum(bool(cell.value) for cell in sheet["B"]) >= 38
    row, column = places(sheet, "13", "Dec-20")
    assert (sheet.cell(row, column).value, sheet.cell(row, column).number_format) == (1, "0%")


def test_published_figures_titles_and_months_to_come_are_protected_and_the_month_is_open(drafts: Dataset) -> None:
    Outturn.objects.filter(period__last_month=DECEMBER, measure__indicator__dataset=drafts).update(
        state=State.LOCKED, approved_by=person_with("director")
    )
    sheet = sheet_of(template(drafts))
    assert sheet.protection.sheet
    assert not sheet.protection.password
    locked = {
        heading: sheet.cell(*places(sheet, "9", heading)).protection.locked
        for heading in ("Performance Indicators", "Nov-20", "Dec-20", "Jan-21", "Feb-21", "Year to Date")
    }
    assert locked == {
        "Performance Indicators": True,
        "Nov-20": False,
        "Dec-20": True,
        "Jan-21": False,
        "Feb-21": True,
        "Year to Date": False,
    }


def enter(dataset: Dataset, number: str, **figure: object) -> None:
    """A figure of January, as somebody types it who is no workbook."""
    measure = Measure.objects.filter(indicator__dataset=dataset, indicator__definitions__number=number).first()
    period, _ = Period.objects.get_or_create(kind="month", first_month=JANUARY, last_month=JANUARY)
    Outturn.objects.create(measure=measure, period=period, **figure)


@pytest.mark.parametrize(
    ("number", "figure"),
    [
        ("9", {"absence": Absence.NOT_DUE, "wording": "Nothing to report"}),
        ("9", {"absence": Absence.AWAITED, "wording": ""}),
        ("9", {"absence": Absence.NOT_DUE, "wording": ""}),
        ("9", {"value": 3422}),
        ("30", {"value": Decimal("1.346046"), "numerator": 96, "denominator": 7132, "decimal_places": 1}),
        (
            "30",
            {"value": Decimal("1.3"), "numerator": 96, "denominator": 7132, "decimal_places": 1, "wording": "96/7132"},
        ),
        ("10", {"value": Decimal("97.123456"), "decimal_places": 0}),
        ("10", {"value": Decimal("97"), "decimal_places": 0, "wording": "0.97"}),
        ("4", {"value": 62, "rate": Decimal("0.21"), "wording": ""}),
        ("4", {"value": None, "rate": Decimal("0.02"), "decimal_places": 2}),
        ("4", {"absence": Absence.SUPPRESSED, "wording": "x"}),
    ],
)
def test_a_figure_that_was_typed_comes_back_as_it_is_stored(
    dataset: Dataset, number: str, figure: dict[str, object]
) -> None:
    enter(dataset, number, **figure)
    plan = plan_of(dataset, template(dataset))
    assert said(plan) == {}
    assert (plan.questions, plan.errors) == ([], [])
    told = [each for each in plan.warnings if each.rule == "blank_but_stored" and "January" in each.message]
    assert told == []


def test_a_benchmark_of_another_year_has_a_column_of_its_own(dataset: Dataset) -> None:
    measure = Measure.objects.get(indicator__dataset=dataset, indicator__definitions__number="9")
    Benchmark.objects.create(
        measure=measure,
        reporting_year=2020,
        comparator=Comparator.ENGLAND,
        year="2019",
        value=Decimal("31.5"),
        decimal_places=1,
    )
    content = template(dataset)
    assert said(plan_of(dataset, content)) == {}
    row, column = places(sheet_of(content), "9", "England 2019")
    assert float(sheet_of(content).cell(row, column).value) == 31.5


def test_what_a_person_said_of_a_definition_goes_before_what_the_row_looks_like(dataset: Dataset) -> None:
    IndicatorDefinition.objects.filter(indicator__dataset=dataset, number="12").update(
        unit=Unit.AVERAGE, target_wording="", target_form="range", target_low=200, target_high=250
    )
    plan = plan_of(dataset, template(dataset))
    assert said(plan) == {}
    assert plan.errors == []


def test_a_text_that_begins_like_a_formula_stays_text(dataset: Dataset) -> None:
    IndicatorDefinition.objects.filter(indicator__dataset=dataset, number="9").update(title='=HYPERLINK("http://x")')
    sheet = sheet_of(template(dataset))
    assert sheet.cell(places(sheet, "9", "No.")[0], 2).data_type == "s"


def test_a_data_officer_downloads_it_and_that_is_audited(officers_browser: Client, dataset: Dataset) -> None:
    address = reverse("indicators:template")
    page = officers_browser.get(address).content.decode()
    assert 'value="2021-01" selected' in page
    response = officers_browser.get(address, {"dataset": dataset.pk, "month": "2021-01"})
    assert response["Content-Disposition"] == 'attachment; filename="childrens-scrutiny 2021-01.xlsx"'
    assert sheet_of(response.content)["A1"].value
    assert AuditEntry.objects.latest("pk").action == "downloaded a template"


def test_a_month_without_indicators_is_said(
    officers_browser: Client, empty_dataset: Dataset, dataset: Dataset
) -> None:
    for month in ("2021-01", "1999-01", "nonsense"):
        page = officers_browser.get(reverse("indicators:template"), {"dataset": empty_dataset.pk, "month": month})
        assert page["Content-Type"].startswith("text/html")
        assert "Choose" in page.content.decode()
