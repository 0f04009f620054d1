"""The council's own workbook is read cell by cell, and nothing of it is lost."""

from datetime import date, datetime
from decimal import Decimal

import openpyxl

from indicators.importers.answers import questions
from indicators.importers.parsed import ParsedIndex, Severity
from indicators.vocabulary import Comparator, YearBasis
from tests.unit.indicators.sheet_builder import EXAMPLE, figures_of, indicator, the_finding


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
            assert said[cell.coordinate] == [str(expected).replace("<u>", "").replace("</u>", "")]
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
                    assert str(heading).startswith(f"{month:%b}-19")
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


def test_findings_are_in_the_order_of_the_sheet(example: ParsedIndex) -> None:
    places = [
        (f.location.row, f.location.column)
        for f in example.findings
        if f.location and f.location.sheet != "About this file"
    ]
    assert places == sorted(places)
