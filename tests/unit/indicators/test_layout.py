"""The layout: an index is found by its headings, and every cell of it is read or spoken of."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest

from indicators.importers.answers import questions
from indicators.importers.headings import year_in
from indicators.importers.layout import LayoutNotRecognised, parse_index
from indicators.importers.parsed import Severity
from indicators.importers.workbook import CellKind
from indicators.vocabulary import Absence, Comparator, Polarity, YearBasis
from tests.unit.indicators.sheet_builder import (
    COUNTS,
    HEADINGS,
    Value,
    broken,
    index_of,
    indicator,
    months,
    percent,
    row,
    rules,
    sheet_of,
    the_finding,
    workbook_of,
)

SUPPRESSED = "Data suppressed, see part 2 report"


def test_a_merged_suppression_speaks_for_each_month_up_to_the_last_with_figures() -> None:
    index = parse_index(index_of({**COUNTS, **row(6, {"J": SUPPRESSED})}, ["J6:U6"]))
    measure = indicator(index, "6").measures[0]
    assert list(measure.outturns) == [date(2020, month, 1) for month in range(4, 13)]
    assert {figure.absence for figure in measure.outturns.values()} == {Absence.SUPPRESSED}
    assert [figure.location.cell for figure in measure.outturns.values()][:2] == ["J6", "K6"]
    assert measure.year_to_date is None
    assert the_finding(index, "merged_absence").cells == "J6:U6"


def test_a_merged_suppression_may_start_in_the_middle_of_the_year_and_cover_the_year_to_date() -> None:
    index = parse_index(index_of({**COUNTS, **row(6, {**months(25, 25), "L": SUPPRESSED})}, ["L6:V6"]))
    measure = indicator(index, "6").measures[0]
    assert [figure.value for figure in measure.outturns.values()] == [25, 25] + [None] * 7
    assert measure.year_to_date is not None
    assert measure.year_to_date.absence is Absence.SUPPRESSED


def test_a_figure_in_merged_cells_is_an_error() -> None:
    index = parse_index(index_of({**COUNTS, **row(6, {"J": 12})}, ["J6:L6"]))
    assert indicator(index, "6").measures[0].outturns == {}
    assert the_finding(index, "merged_figure").cells == "J6:L6"


@pytest.mark.parametrize(
    "headings",
    [
        ["Apr 2020", "April 2020", "APR-20", "Apr-20 / Q1"],
        [date(2020, 4, 1), datetime(2020, 4, 30), "apr.20", "Apr"],
    ],
)
def test_month_headings_are_dates_or_text(headings: list[str | date]) -> None:
    for heading in headings:
        index = parse_index(index_of({**COUNTS, "J3": heading}))
        assert min(indicator(index, "5").measures[0].outturns) == date(2020, 4, 1)
        assert questions(index) == ()


def test_a_quarter_mark_that_does_not_fit_is_said() -> None:
    index = parse_index(index_of({**COUNTS, "L3": "Jun-20 / Q2"}))
    assert "Jun-20 / Q2" in the_finding(index, "quarter_does_not_fit").message


def test_one_heading_of_another_year_is_questioned() -> None:
    index = parse_index(index_of({**COUNTS, "L3": "Jun-19"}))
    (question,) = questions(index)
    assert (question.topic, [answer for answer, _ in question.choices]) == ("year_of_months", ["2020"])
    assert list(indicator(index, "5").measures[0].outturns)[2] == date(2020, 6, 1)


def test_a_financial_table_under_the_title_of_another_year_is_questioned() -> None:
    index = parse_index(index_of(COUNTS, title="Performance Index 2021/22"))
    (question,) = questions(index)
    assert [answer for answer, _ in question.choices] == ["2021", "2020"]
    assert index.as_at == date(2021, 12, 1)
    assert rules(index).count("target_of_another_year") == 1


def test_a_month_that_comes_twice_is_read_once_and_is_an_error() -> None:
    index = parse_index(index_of({**COUNTS, "K3": "Apr-20"}))
    assert indicator(index, "5").measures[0].outturns[date(2020, 4, 1)].value == 1
    assert the_finding(index, "month_twice").cells == "K3:K5"


def test_columns_are_found_by_their_headings_wherever_they_are() -> None:
    cells: dict[str, Value] = {
        "B1": "Scrutiny 2020/21",
        "B7": "Polarity",
        "C7": "Jun-20",
        "D7": "May-20",
        "E7": "Performance Indicators",
        "G7": "No.",
        "H7": "England 2019",
        "B8": "Low",
        "C8": 3,
        "D8": 2,
        "E8": "Number of visits",
        "G8": "4.10",
        "H8": 9,
    }
    index = parse_index(workbook_of(sheet_of(cells)))
    (only,) = index.indicators
    assert (only.number, only.title, only.polarity) == ("4.10", "Number of visits", Polarity.LOW)
    assert {month: figure.value for month, figure in only.measures[0].outturns.items()} == {
        date(2020, 6, 1): 3,
        date(2020, 5, 1): 2,
    }
    assert (index.as_at, index.cells_read) == (date(2020, 6, 1), 13)


@pytest.mark.parametrize(
    ("typed", "number"), [(22.1, "22.1"), (7, "7"), ("22.1", "22.1"), (" 7 ", "7"), ("35.10", "35.10")]
)
def test_a_number_is_text_however_it_is_kept(typed: str | float, number: str) -> None:
    index = parse_index(index_of({**COUNTS, "A5": typed}))
    assert index.indicators[0].number == number


def test_headings_may_come_again_within_a_table() -> None:
    again = {f"{place[0]}{int(place[1]) + 5}": value for place, value in HEADINGS.items()}
    index = parse_index(index_of({**COUNTS, **again, "A9": "Social care", **row(10, months(5))}, ["A9:V9", "F7:U7"]))
    assert [(each.number, each.section) for each in index.indicators] == [("5", "Early Help"), ("10", "Social care")]
    assert index.as_at == date(2020, 12, 1)


def test_two_index_sheets_of_one_year_are_one_index() -> None:
    first = sheet_of({"A1": "Index 2020/21", **HEADINGS, "A4": "Early Help", **COUNTS}, ["F2:U2"], "First")
    second = sheet_of(
        {"A1": "Index 2020/21", **HEADINGS, "A4": "Social care", **row(6, months(1))}, ["F2:U2"], "Second"
    )
    index = parse_index(workbook_of(first, second))
    assert index.sheets_read == ("First", "Second")
    assert index.sections == ("Early Help", "Social care")


def test_a_sheet_of_another_year_and_a_hidden_one_are_named_and_not_read() -> None:
    first = sheet_of({"A1": "Index 2020/21", **HEADINGS, "A4": "Early Help", **COUNTS}, ["F2:U2"], "Now")
    old = sheet_of({"A1": "Index 2019/20", **HEADINGS, **COUNTS}, ["F2:U2"], "Then")
    hidden = sheet_of({"A1": "Index 2020/21", **HEADINGS, **COUNTS}, ["F2:U2"], "Draft", hidden=True)
    index = parse_index(workbook_of(first, old, hidden))
    assert index.sheets_read == ("Now",)
    assert {"sheet_of_another_year", "hidden_sheet_not_read"} <= set(rules(index))


@pytest.mark.parametrize(("column", "missing"), [("A", "missing_number"), ("B", "missing_title")])
def test_a_row_without_a_number_or_a_title_is_stopped(column: str, missing: str) -> None:
    index = parse_index(index_of({**COUNTS, **row(6, {**months(1, 2), column: None})}))
    assert [each.number for each in index.indicators] == ["5"]
    finding = the_finding(index, missing)
    assert finding.severity is Severity.ERROR
    assert finding.cells.endswith(":K6")


def test_a_second_row_of_one_number_is_stopped() -> None:
    index = parse_index(index_of({**COUNTS, **row(6, {**months("x"), "A": 5}, "Another")}))
    assert [each.title for each in index.indicators] == ["Number of families supported"]
    finding = the_finding(index, "duplicate_number")
    assert (finding.severity, finding.location and finding.location.cell) == (Severity.ERROR, "A6")
    assert questions(index) == ()


def test_a_column_and_a_cell_that_belong_nowhere_are_named() -> None:
    index = parse_index(
        index_of({**COUNTS, "W3": "Statistical neighbours 2019/20", "W5": 12, "B9": "note", "C9": "more"})
    )
    assert the_finding(index, "column_not_read").cells == "W3:W5"
    assert the_finding(index, "missing_number").cells == "B9:C9"


def test_texts_that_head_no_section_are_named() -> None:
    index = parse_index(index_of({**COUNTS, "A7": "This page is left intentionally blank"}, ["A7:V7"]))
    assert index.sections == ("Early Help",)
    assert the_finding(index, "text_not_read").cells == "A7"


@pytest.mark.parametrize(
    "odd",
    [
        {"A2": "No.", "W7": "a note", "X9": 3},
        {"A7": "Footer", "C7": None},
        {"K6": 5},
        {"J4": "beside a section"},
        {"W3": "Comments", "W5": "fine"},
        {"K2": "under a merge"},
        {"A6": 6, "B6": broken(CellKind.ERROR)},
        {"B1": "  "},
        {"C4": "under the section"},
        {"J5": None, "K5": None, "L6": "alone"},
    ],
)
def test_every_cell_is_read_or_in_a_finding(odd: dict[str, Value]) -> None:
    workbook = index_of({**COUNTS, **odd})
    index = parse_index(workbook)
    for (line, column), _ in workbook.sheets[0].cells.items():
        place = replace(index.indicators[0].location, row=line, column=column)
        assert place in index.locations_read or any(finding.covers(place) for finding in index.findings), place


def test_an_error_in_the_words_of_a_row_is_said_and_the_row_goes_on() -> None:
    index = parse_index(
        index_of({**COUNTS, "D5": broken(CellKind.ERROR), "I5": broken(CellKind.FORMULA_WITHOUT_VALUE)})
    )
    assert (indicator(index, "5").polarity, indicator(index, "5").rating_wording) == (Polarity.NEITHER, "")
    assert {"error_in_cell", "formula_without_value"} <= set(rules(index))
    assert "polarity_is_blank" not in rules(index)


def test_an_unknown_polarity_is_an_error() -> None:
    assert "unreadable_polarity" in rules(parse_index(index_of({**COUNTS, "D5": "Sideways"})))


def test_an_absence_beside_two_measures_speaks_for_both_and_a_nameless_figure_for_neither() -> None:
    cells = {"J": "100% (initial) 99% (review)", "K": "98%", "L": "97% (review)", "F": "New measure"}
    index = parse_index(index_of(row(5, cells, "% of quorate attendance")))
    initial, review = indicator(index, "5").measures
    assert [figure.value for figure in initial.outturns.values()] == [100]
    assert [figure.value for figure in review.outturns.values()] == [99, 97]
    assert {measure.benchmarks[0].figure.absence for measure in (initial, review)} == {Absence.NEW_MEASURE}
    assert the_finding(index, "figure_of_no_known_measure").cells == "K5"


def test_a_name_after_a_figure_in_a_row_of_one_measure_is_an_error() -> None:
    index = parse_index(index_of(row(5, months("99% (provisional)", percent("0.9")), "% of visits")))
    assert [figure.value for figure in indicator(index, "5").measures[0].outturns.values()] == [90]
    assert the_finding(index, "figure_of_no_known_measure").cells == "J5"


def test_a_year_beside_a_monthly_figure_is_an_error() -> None:
    assert "year_in_a_month" in rules(parse_index(index_of(row(5, months("42% 2015/16"), "% of visits"))))


def test_a_stopped_cell_leaves_no_figure() -> None:
    index = parse_index(index_of(row(5, months(-3, 4.5, 6, 7))))
    assert [figure.value for figure in indicator(index, "5").measures[0].outturns.values()] == [6, 7]
    assert {"negative_count", "count_is_not_whole"} <= set(rules(index))


def test_an_index_without_any_figure_is_as_at_its_first_month() -> None:
    assert parse_index(index_of(row(5, {}))).as_at == date(2020, 4, 1)


@pytest.mark.parametrize("title", ["Performance Index", ""])
def test_the_year_comes_from_the_headings_where_the_title_has_none(title: str) -> None:
    assert parse_index(index_of(COUNTS, title=title)).reporting_year == 2020


def test_what_is_no_index_is_refused_with_what_was_looked_for_and_where() -> None:
    sheets = (sheet_of({"A1": "Actual", "B1": "Target"}, name="Summary"), sheet_of({}, name="Old", hidden=True))
    with pytest.raises(LayoutNotRecognised, match=r"“Performance Indicators”.*“Summary”.*hidden sheets.*“Old”"):
        parse_index(workbook_of(*sheets))


def test_an_index_without_months_is_refused() -> None:
    with pytest.raises(LayoutNotRecognised, match="no month"):
        parse_index(workbook_of(sheet_of({"A1": "Index 2020/21", "A2": "No.", "B2": "Performance Indicators"})))


def test_an_index_without_a_year_is_refused() -> None:
    with pytest.raises(LayoutNotRecognised, match="does not say its year"):
        parse_index(
            workbook_of(sheet_of({"A2": "No.", "B2": "Performance Indicators", "C2": "April", "A3": 1, "B3": "a"}))
        )


def test_a_cell_under_a_merged_section_does_not_make_it_a_row() -> None:
    assert parse_index(index_of({**COUNTS, "C4": "under the section"})).sections == ("Early Help",)


def test_the_own_council_is_the_one_with_most_years() -> None:
    headings = {"G3": "Bexley 2019/20", "H3": "Bromley 2018/19"}
    index = parse_index(index_of({**COUNTS, **headings, "F5": 1, "G5": 2, "H5": 3}))
    benchmarks = indicator(index, "5").measures[0].benchmarks
    assert [(each.comparator, each.period, each.figure.value) for each in benchmarks] == [
        (Comparator.OWN, "2019/20", Decimal(1)),
        (Comparator.OWN, "2018/19", Decimal(3)),
    ]
    assert the_finding(index, "column_not_read").cells == "G3:G5"


def test_a_previous_year_that_is_not_previous_is_said() -> None:
    index = parse_index(index_of({**COUNTS, "F3": "Bromley 2020/21"}))
    assert the_finding(index, "previous_year_is_not_previous").cells == "F3"


def test_an_index_of_calendar_years_alone_is_as_at_its_own_last_month() -> None:
    cells: dict[str, Value] = {
        "A1": "Index 2020",
        "A2": "No.",
        "B2": "Performance Indicators",
        "C2": "Jan-20",
        "D2": "Feb-20",
    }
    index = parse_index(workbook_of(sheet_of({**cells, "A3": 1, "B3": "Number of visits", "C3": 4, "D3": 5})))
    assert (index.as_at, index.indicators[0].year_basis) == (date(2020, 2, 1), YearBasis.CALENDAR)


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("Index 2020/21", "2020/21"),
        ("Index 2020-2021", "2020/21"),
        ("Target 2020", "2020"),
        ("Target 2020/25", None),
        ("99/00", None),
        ("20201", None),
    ],
)
def test_a_year_is_one_year(text: str, year: str | None) -> None:
    assert year_in(text) == year
