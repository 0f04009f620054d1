"""The layout: the council's own workbook, cell by cell, and everything that another one may do differently."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from indicators.importers.answers import questions, resolve
from indicators.importers.layout import LayoutNotRecognised, parse_index
from indicators.importers.parsed import ParsedIndex, Severity
from indicators.importers.workbook import CellKind, read_workbook
from indicators.vocabulary import Absence, Comparator, Polarity, YearBasis
from tests.unit.indicators.sheet_builder import (
    HEADINGS,
    broken,
    figures_of,
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

EXAMPLE = Path(__file__).resolve().parents[3] / "examples" / "performance-index-2020-21.xlsx"
SUPPRESSED = "Data suppressed, see part 2 report"
COUNTS = row(5, months(1, 2, 3, 4, 5, 6, 7, 8, 9))


@pytest.fixture(scope="module")
def example() -> ParsedIndex:
    return parse_index(read_workbook(EXAMPLE.read_bytes(), EXAMPLE.name))


def test_the_example_has_38_rows_as_39_measures_in_5_sections_of_2_tables(example: ParsedIndex) -> None:
    assert len(example.indicators) == 38
    assert sum(len(each.measures) for each in example.indicators) == 39
    assert example.sections == (
        "Early Help",
        "Safeguarding and Child Protection",
        "Children Looked After and Care Leavers",
        "Children's Social Care Caseload Promise: Average caseloads",
        "Children and Young People with complex needs",
    )
    assert len({each.months_heading for each in example.indicators}) == 2
    assert (example.reporting_year, example.as_at) == (2020, date(2020, 12, 1))


def test_the_example_asks_about_the_2019_headings_and_each_x_and_has_no_error(example: ParsedIndex) -> None:
    assert [question.cells for question in questions(example)] == ["G9", "H9", "H38", "L48:W48"]
    assert not [f for f in example.findings if f.severity in (Severity.ERROR, Severity.WARNING)]


def test_every_cell_of_the_example_is_read_as_it_stands(example: ParsedIndex) -> None:
    """Reads the workbook again with openpyxl alone, and compares every cell that is not empty."""
    said: dict[str, list[object]] = {}
    for each in example.indicators:
        place = each.location.row
        said[f"A{place}"] = [each.number]
        said[f"B{place}"] = [each.title]
        said[f"C{place}"] = [each.why_it_is_important]
        said[f"D{place}"] = [each.polarity.label]
        said[f"E{place}"] = [each.target.wording]
        said[f"K{place}"] = [each.rating_wording]
        for figure in figures_of(each):
            said.setdefault(figure.location.cell, []).append(figure.wording or figure.value)
    compared = 0
    for cell in (cell for line in openpyxl.load_workbook(EXAMPLE)["Performance Index"] for cell in line):
        if cell.value is None:
            continue
        compared += 1
        expected = cell.value
        if isinstance(expected, int | float) and not isinstance(expected, bool):
            expected = Decimal(str(expected)) * (100 if "%" in cell.number_format else 1)
        if cell.row in (1, 4, 14, 24, 37, 39):
            assert expected in (example.title, *example.sections)
        elif cell.row in (2, 3, 46, 47, 48):
            assert cell.coordinate not in said  # headings and the caption: tested by what they head
        elif cell.column_letter in "AE" and isinstance(expected, Decimal):
            assert said[cell.coordinate] == [f"{expected.normalize():f}" + "%" * ("%" in cell.number_format)]
        elif cell.column_letter == "B":
            assert said[cell.coordinate] == [expected.replace("<u>", "").replace("</u>", "")]
        elif isinstance(expected, str) and len(said[cell.coordinate]) > 1 and "(initial)" in expected:
            assert " ".join(map(str, said[cell.coordinate])) == expected
        else:
            assert set(said[cell.coordinate]) == {expected}, cell.coordinate
    assert compared == example.cells_read


def test_no_cell_of_the_example_is_unread(example: ParsedIndex) -> None:
    places = [
        (sheet.title, cell.row, cell.column)
        for sheet in openpyxl.load_workbook(EXAMPLE)
        for line in sheet
        for cell in line
        if cell.value is not None
    ]
    read = {(place.sheet, place.row, place.column) for place in example.locations_read}
    (about,) = [finding for finding in example.findings if finding.rule == "sheet_not_read"]
    assert {place[0] for place in places if place not in read} == {"About this file"}
    assert "About this file" in about.message
    assert len(read) == example.cells_read


def test_every_month_of_the_example_stands_under_its_own_heading(example: ParsedIndex) -> None:
    sheet = openpyxl.load_workbook(EXAMPLE)["Performance Index"]
    for each in example.indicators:
        for measure in each.measures:
            for month, figure in measure.outturns.items():
                if each.year_basis is YearBasis.CALENDAR:
                    heading = sheet.cell(48, figure.location.column).value
                    assert heading.startswith(f"{month:%b}-19")
                    assert month.year == 2020
                else:
                    assert sheet.cell(3, figure.location.column).value == datetime(month.year, month.month, 1)


def test_benchmarks_have_their_comparator_and_period(example: ParsedIndex) -> None:
    def told(number: str) -> list[tuple[Comparator, str]]:
        return [(b.comparator, b.period) for b in indicator(example, number).measures[0].benchmarks]

    own = [(Comparator.OWN, period) for period in ("2019/20", "2018/19", "2017/18")]
    assert told("9") == [*own, (Comparator.ENGLAND, ""), (Comparator.LONDON, "")]
    assert told("33") == [*own, (Comparator.ENGLAND, "2015/16"), (Comparator.LONDON, "2015/16")]
    assert told("35.1")[0] == (Comparator.OWN, "2019")
    assert told("35.1")[3:] == [(Comparator.ENGLAND, "2019"), (Comparator.LONDON, "2019")]


def test_a_merged_reason_applies_to_every_row_it_covers(example: ParsedIndex) -> None:
    assert len({indicator(example, number).why_it_is_important for number in ("1.1", "1.2", "2")}) == 1
    assert indicator(example, "7").why_it_is_important == indicator(example, "8").why_it_is_important != ""
    assert indicator(example, "28").why_it_is_important == ""


def test_the_table_of_calendar_years_stays_in_the_last_section_and_that_is_said(example: ParsedIndex) -> None:
    assert indicator(example, "35.1").section == "Children and Young People with complex needs"
    assert indicator(example, "35.1").year_basis is YearBasis.CALENDAR
    assert "Children and Young People with complex needs" in the_finding(example, "table_without_section").message


def test_mark_up_is_left_out_of_a_title(example: ParsedIndex) -> None:
    assert indicator(example, "35.1").title.endswith("timescale (excluding exception cases)")


def test_a_hidden_column_is_read_and_that_is_said(example: ParsedIndex) -> None:
    assert indicator(example, "35.1").measures[0].outturns[date(2020, 12, 1)].value == 74
    assert the_finding(example, "hidden_column_was_read").message.startswith("Column W")


def test_the_2019_headings_are_read_as_2020_and_questioned(example: ParsedIndex) -> None:
    (question,) = [question for question in questions(example) if question.topic == "year_of_months"]
    assert [answer for answer, _ in question.choices] == ["2020", "2019"]
    for said in ("L48:W48", "2019", "E47", "F48 to H48", "Jun-19 / Q1"):
        assert said in question.message


def test_the_year_of_the_months_can_be_answered_either_way(example: ParsedIndex) -> None:
    def first_month(index: ParsedIndex) -> date:
        return min(indicator(index, "35.2").measures[0].outturns)

    assert first_month(resolve(example, {"year_of_months": "2020"})) == date(2020, 3, 1)
    kept = resolve(example, {"Performance Index!L48:W48": "2019"})
    assert first_month(kept) == date(2019, 3, 1)
    assert [question.topic for question in questions(kept)] == ["x", "x", "x"]
    assert min(indicator(kept, "1.1").measures[0].outturns) == date(2020, 4, 1)


def test_an_answer_for_a_cell_goes_before_the_answer_for_its_topic(example: ParsedIndex) -> None:
    answered = resolve(example, {"x": "not_available", "G9": "suppressed", "year_of_months": "2020"})
    absences = [b.figure.absence for b in indicator(answered, "4").measures[0].benchmarks]
    assert absences[1:3] == [Absence.SUPPRESSED, Absence.NOT_AVAILABLE]
    assert questions(answered) == ()
    kept = indicator(answered, "4").measures[0].benchmarks[1].figure
    assert (kept.ambiguous, kept.rate, kept.wording) == (False, Decimal("0.00"), "x (rate: 0.00)")


def test_an_unanswered_question_stays_one(example: ParsedIndex) -> None:
    assert [question.cells for question in questions(resolve(example, {"H38": "suppressed"}))] == [
        "G9",
        "H9",
        "L48:W48",
    ]
    assert resolve(example, {}) == example


@pytest.mark.parametrize("answers", [{"G10": "suppressed"}, {"G9": "zero"}, {"y": "2020"}, {"year_of_months": "2021"}])
def test_an_unknown_key_or_answer_is_refused(example: ParsedIndex, answers: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=next(iter(answers))):
        resolve(example, answers)


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


def test_an_x_in_merged_cells_is_one_question_and_answers_each_month() -> None:
    index = parse_index(index_of({**COUNTS, **row(6, {"J": "x"})}, ["J6:L6"]))
    answered = resolve(index, {"J6": "suppressed"})
    assert len(questions(index)) == 1
    assert [f.absence for f in indicator(answered, "6").measures[0].outturns.values()] == [Absence.SUPPRESSED] * 3


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
    cells = {
        "B1": "Scrutiny 2020/21",
        **{
            "B7": "Polarity",
            "C7": "Jun-20",
            "D7": "May-20",
            "E7": "Performance Indicators",
            "G7": "No.",
            "H7": "England 2019",
        },
        **{"B8": "Low", "C8": 3, "D8": 2, "E8": "Number of visits", "G8": "4.10", "H8": 9},
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
    ],
)
def test_every_cell_is_read_or_in_a_finding(odd: dict[str, object]) -> None:
    workbook = index_of({**COUNTS, **odd})  # type: ignore[dict-item]
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


def test_findings_are_in_the_order_of_the_sheet(example: ParsedIndex) -> None:
    places = [
        (f.location.row, f.location.column)
        for f in example.findings
        if f.location and f.location.sheet != "About this file"
    ]
    assert places == sorted(places)
