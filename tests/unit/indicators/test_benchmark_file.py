"""Reading a file of the Local Authority Interactive Tool: what it says, and what is refused with what to do."""

from decimal import Decimal

import pytest

from indicators.importers.benchmark_csv import MAXIMUM_BYTES, BenchmarksRefused, column_letter
from indicators.importers.benchmark_file import read_benchmarks
from indicators.importers.benchmark_parsed import ToolIndicator
from indicators.importers.benchmark_units import converted, suggested_conversion, unit_conflict, unit_in_words
from indicators.vocabulary import Absence, BenchmarkConversion, Comparator, Unit
from tests.factories.benchmarks import DICTIONARY, HEADINGS, ROWS, YEAR, tool_csv


def read(content: bytes, dictionary: bytes | None = None, year: int = YEAR) -> dict[str, ToolIndicator]:
    return {each.code: each for each in read_benchmarks(content, dictionary, year).indicators}


def refusal(content: bytes, dictionary: bytes | None = None) -> str:
    with pytest.raises(BenchmarksRefused) as refused:
        read_benchmarks(content, dictionary, YEAR)
    return str(refused.value)


def row(value: str, year: str = "2020", place: str = "England", code: str = "A", title: str = "Title") -> str:
    return f"{code},{title},{year},{place},{value},970,NA"


def test_the_latest_period_of_the_reporting_year_counts() -> None:
    england, london = read(tool_csv())["Referrals"].figures
    assert (england.comparator, england.value) == (Comparator.ENGLAND, Decimal(642981))
    assert (london.comparator, london.value) == (Comparator.LONDON, Decimal(110832))
    assert read(tool_csv(), year=2021)["Referrals"].figures[0].value == Decimal(597761)


def test_a_figure_is_what_a_person_sees_in_the_tool() -> None:
    (england, _) = read(tool_csv())["Assessed45"].figures
    assert england.value == Decimal("83.8")
    assert read(tool_csv(row("7.0000000000000007E-2")))["A"].figures[0].value == Decimal("0.07")
    assert read(tool_csv(row("-0.1")))["A"].figures[0].value == Decimal("-0.1")
    assert read(tool_csv(row('"1,234"')))["A"].figures[0].value == Decimal(1234)


@pytest.mark.parametrize(
    ("mark", "absence"),
    [
        ("x", Absence.NOT_AVAILABLE),
        ("-", Absence.NOT_AVAILABLE),
        ("..", Absence.NOT_AVAILABLE),
        ("", Absence.NOT_AVAILABLE),
        ("c", Absence.NOT_PUBLISHED),
    ],
)
def test_what_is_missing_is_a_typed_absence(mark: str, absence: Absence) -> None:
    (figure,) = read(tool_csv(row(mark)))["A"].figures
    assert (figure.value, figure.absence, figure.mark) == (None, absence, mark)


def test_a_period_without_any_figure_gives_way_to_the_one_before() -> None:
    rows = [row("-"), row("x", place="London"), row("5", "2019"), row("c", "2019", "London")]
    indicator = read(tool_csv(*rows))["A"]
    assert indicator.period == "2019"
    assert [figure.absence for figure in indicator.figures] == [None, Absence.NOT_PUBLISHED]


def test_an_unknown_period_is_said_and_left_out() -> None:
    file = read_benchmarks(tool_csv(), None, YEAR)
    assert "Odd" not in {each.code for each in file.indicators}
    (said,) = [finding for finding in file.findings if "no period that is known" in finding.message]
    assert said.location == f"Line {ROWS.index('Odd,An indicator of no known year,0,England,3,970,NA') + 2}"
    assert "“0”" in said.message


def test_other_places_are_counted_and_left_out() -> None:
    file = read_benchmarks(tool_csv(), None, YEAR)
    assert any("Rows for other places, left out: 1 (London (Inner))" in each.message for each in file.findings)


def test_the_dictionary_says_title_unit_polarity_and_decimals() -> None:
    indicators = read(tool_csv(), DICTIONARY)
    assert indicators["Assessed45"].title == "Continuous assessments completed within 45 working days (%)"
    assert (indicators["Assessed45"].unit, indicators["Assessed45"].polarity) == ("percentage", "high")
    assert indicators["Assessed45"].decimal_places == 1
    assert (indicators["Referrals"].polarity, indicators["Looked"].decimal_places) == ("", None)


def test_without_a_dictionary_the_polarity_is_not_known() -> None:
    assert {each.polarity for each in read(tool_csv()).values()} == {""}


def test_where_the_dictionary_contradicts_itself_it_says_nothing() -> None:
    twice = DICTIONARY + b"9,Looked after,Again,Looked,High,Number,,NA\n"
    assert read(tool_csv(), twice)["Looked"].polarity == ""


def test_what_looks_like_a_formula_is_text() -> None:
    indicator = read(tool_csv(row("5", title="=HYPERLINK(1)", code="=1+1")))["=1+1"]
    assert indicator.title == "=HYPERLINK(1)"
    assert "line 2, column E: “=1+1”" in refusal(tool_csv(row("=1+1")))


def test_the_same_row_twice_is_read_once_and_said() -> None:
    file = read_benchmarks(tool_csv(row("5"), row("5")), None, YEAR)
    assert any("stand twice" in finding.message and finding.location == "Line 3" for finding in file.findings)


def test_two_figures_for_the_same_are_refused_with_both_lines() -> None:
    said = refusal(tool_csv(row("5"), row("6")))
    assert "line 3, column E" in said
    assert "another figure in line 2 already" in said


def test_a_mark_of_utf_8_is_no_part_of_the_heading() -> None:
    assert read(b"\xef\xbb\xbf" + tool_csv(row("5")))["A"].figures[0].value == 5


def test_headings_stand_in_any_order_and_case() -> None:
    content = b"values,YEARS,la and regions,Data Item,short desc\n5,2020,england,T,A\n"
    assert read(content)["A"].figures[0].value == 5


ODD_FILES = {
    "nothing": (b"", "is empty"),
    "spaces": (b" \r\n ", "is empty"),
    "utf-16": (tool_csv().decode().encode("utf-16"), "UTF-16"),
    "windows-1252": (tool_csv(row("5", title="caf\xe9")).decode().encode("cp1252"), "line 2, character 6"),
    "nul": (tool_csv(row("5")) + b"A,\0", "line 3, character 3: there is a NUL"),
    "a workbook renamed": (b"PK\x03\x04" + b"\0" * 99, "an Excel workbook"),
    "an old workbook renamed": (b"\xd0\xcf\x11\xe0" + b"\0" * 99, "an old Excel"),
    "a web page": (b"<html><table>", "a web page"),
    "a line of nearly 10 MB": (HEADINGS.encode() + b"\nA," + b"9" * (MAXIMUM_BYTES - 200), "line 2: the line has"),
    "too large": (b"a" * (MAXIMUM_BYTES + 1), "at most 10 MB"),
    "too many lines": (HEADINGS.encode() + b"\n" * 200_100, "200,000 lines"),
    "too many columns": (HEADINGS.encode() + b",x" * 200, "columns; at most 100"),
    "headings of another file": (b"Area,Value\nEngland,5\n", "“Short Desc” or “Data item”"),
    "semicolons": (tool_csv().replace(b",", b";"), "commas between the columns"),
    "a heading twice": (HEADINGS.encode() + b",Values\n", "column H: a second column is headed “Values”"),
    "only headings": (HEADINGS.encode() + b"\n", "no row for England or London"),
    "a row too short": (tool_csv("A,Title,2020,England"), "line 2: there are 4 cells under 7 headings"),
    "a row too long": (tool_csv(row("5") + ",6"), "line 2: there are 8 cells under 7 headings"),
    "an open quotation mark": (tool_csv(row("5"), '"A,Title,2020'), "line 3: a quotation mark is opened"),
    "a cell too long": (tool_csv(row("5", title="y" * 40_000)), "line 2, column B: the cell has 40,000"),
    "no number": (tool_csv(row("many")), "line 2, column E: “many”: this is neither a number nor one of"),
    "not a number": (tool_csv(row("NaN")), "“NaN”"),
    "infinite": (tool_csv(row("1e99")), "“1e99”"),
    "5,000 digits": (tool_csv(row("9" * 5000)), "neither a number"),
    "other digits": (tool_csv(row("٣")), "“٣”"),
    "nameless": (tool_csv(row("5", code="")), "line 2, column A: the short name is missing"),
    "only elsewhere": (tool_csv(row("5", place="Bromley")), "no row for England or London"),
}


@pytest.mark.parametrize(("content", "message"), ODD_FILES.values(), ids=ODD_FILES)
def test_an_odd_file_is_refused_with_where_and_what_to_do(content: bytes, message: str) -> None:
    assert message in refusal(content)


def test_no_more_than_ten_faults_are_shown() -> None:
    said = refusal(tool_csv(*(row("many", str(2000 + number % 20), code=f"C{number}") for number in range(30))))
    assert said.count("neither a number") == 10
    assert "Further faults like these: 20" in said


def test_an_odd_dictionary_is_refused_by_its_name() -> None:
    assert refusal(tool_csv(), b"Area,Value\n").startswith("The dictionary, line 1")


def test_columns_are_named_as_in_a_spreadsheet() -> None:
    assert [column_letter(place) for place in (0, 25, 26, 701)] == ["A", "Z", "AA", "ZZ"]


@pytest.mark.parametrize(
    ("words", "unit"),
    [
        ("% completed to time", "percentage"),
        ("Number of Children Looked After", "count"),
        ("Children looked after (num)", "count"),
        ("Rate per 10,000", "rate per 10,000"),
        ("Rate per 100,000", "rate per 100,000"),
        ("Rate per 1000 live births", "rate per 1,000"),
        ("Number of days", "days"),
        ("Average Score", "average"),
        ("Unit Cost", "money"),
        ("Social Workers", ""),
    ],
)
def test_the_unit_is_told_by_the_words(words: str, unit: str) -> None:
    assert unit_in_words(words) == unit


def test_figures_are_converted_into_our_unit() -> None:
    assert converted(Decimal("169.4"), BenchmarkConversion.PER_100000) == Decimal("16.94")
    assert converted(Decimal("2.5"), BenchmarkConversion.PER_1000) == Decimal(25)
    assert converted(Decimal("0.97"), BenchmarkConversion.FRACTION) == Decimal(97)
    assert converted(Decimal(182), BenchmarkConversion.DAYS) == Decimal(26)
    assert suggested_conversion("rate per 100,000", Unit.RATE_PER_10000) is BenchmarkConversion.PER_100000


@pytest.mark.parametrize(
    ("theirs", "conversion", "ours", "agrees"),
    [
        ("percentage", "none", Unit.PERCENTAGE, True),
        ("percentage", "fraction", Unit.PERCENTAGE, True),
        ("", "none", Unit.COUNT, True),
        ("percentage", "none", Unit.COUNT, False),
        ("rate per 100,000", "none", Unit.RATE_PER_10000, False),
        ("rate per 100,000", "per_100000", Unit.RATE_PER_10000, True),
        ("rate per 1,000", "per_100000", Unit.RATE_PER_10000, False),
        ("days", "days", Unit.WEEKS, True),
        ("days", "days", Unit.COUNT, False),
    ],
)
def test_units_agree_or_are_in_conflict(theirs: str, conversion: str, ours: Unit, agrees: bool) -> None:
    assert (unit_conflict(theirs, conversion, ours) == "") is agrees
