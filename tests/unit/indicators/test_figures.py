"""Every form of figure and absence in the index is read for what it is, and nothing else is guessed."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.importers.figures import absence_in, read_figure
from indicators.importers.parsed import Location, ParsedFigure, Severity
from indicators.importers.workbook import Cell, CellKind
from indicators.vocabulary import Absence, Unit
from tests.unit.indicators.sheet_builder import Value, broken, cell_of, percent

HERE = Location("Index", 1, 1)


def the_figure(value: Value, unit: Unit = Unit.COUNT) -> ParsedFigure:
    reading = read_figure(cell_of(value), unit, HERE)
    assert reading.findings == ()
    (figure,) = reading.figures.values()
    return figure


@pytest.mark.parametrize(
    ("value", "number", "places"),
    [
        (percent("0.97"), "97", 0),
        (percent("0.137", "0.0%"), "13.7", 1),
        (percent("1"), "100", 0),
        (percent("0"), "0", 0),
        (percent("0.28", "[Red]0.00%;-0.00%"), "28", 2),
        ("97%", "97", 0),
        ("97 %", "97", 0),
        ("1.3%", "1.3", 1),
    ],
)
def test_a_percentage_is_held_in_percent_with_the_decimals_shown(value: Value, number: str, places: int) -> None:
    figure = the_figure(value, Unit.PERCENTAGE)
    assert (figure.value, figure.decimal_places) == (Decimal(number), places)


@pytest.mark.parametrize(
    ("value", "number", "places"),
    [(977, "977", 0), ("3,422", "3422", 0), ("646,120", "646120", 0), (0, "0", 0), (17.5, "17.5", 1), ("4", "4", 0)],
)
def test_a_number_is_read_as_typed(value: Value, number: str, places: int) -> None:
    figure = the_figure(value)
    assert (figure.value, figure.decimal_places, figure.absence) == (Decimal(number), places, None)


def test_a_value_is_kept_in_full_where_its_format_shows_less() -> None:
    figure = the_figure(percent("0.9749"), Unit.PERCENTAGE)
    assert (figure.value, figure.decimal_places) == (Decimal("97.49"), 0)


def test_a_percent_sign_that_is_only_text_in_a_format_does_not_multiply() -> None:
    assert the_figure(Cell(1, 1, Decimal(97), '0"%"', CellKind.NUMBER)).value == 97


@pytest.mark.parametrize("text", ["1.3% (96/7132)", "1.3% (96 of 7132)", "1.3% ( 96 / 7,132 )"])
def test_a_percentage_carries_its_numerator_and_denominator(text: str) -> None:
    figure = the_figure(text, Unit.PERCENTAGE)
    assert (figure.value, figure.numerator, figure.denominator) == (Decimal("1.3"), Decimal(96), Decimal(7132))
    assert (figure.wording, figure.decimal_places) == (text, 1)


def test_a_count_carries_its_rate() -> None:
    figure = the_figure("62 (rate: 0.21)")
    assert (figure.value, figure.rate, figure.decimal_places) == (Decimal(62), Decimal("0.21"), 0)


def test_a_rate_alone_is_neither_a_value_nor_an_absence() -> None:
    figure = the_figure("Rate: 0.02")
    assert (figure.value, figure.absence, figure.rate) == (None, None, Decimal("0.02"))


def test_two_measures_in_one_cell_are_two_figures_each_with_its_own_words() -> None:
    figures = read_figure(cell_of("100% (initial) 99% (review)"), Unit.PERCENTAGE, HERE).figures
    assert {name: (figure.value, figure.wording) for name, figure in figures.items()} == {
        "initial": (Decimal(100), "100% (initial)"),
        "review": (Decimal(99), "99% (review)"),
    }


def test_one_of_two_measures_may_be_absent() -> None:
    figures = read_figure(cell_of("Not available (initial) 99% (review)"), Unit.PERCENTAGE, HERE).figures
    assert [(figure.value, figure.absence) for figure in figures.values()] == [
        (None, Absence.NOT_AVAILABLE),
        (Decimal(99), None),
    ]


def test_a_figure_may_bring_its_own_period() -> None:
    reading = read_figure(cell_of("42% 2015/16"), Unit.PERCENTAGE, HERE)
    assert (reading.figures[""].value, reading.period, reading.figures[""].wording) == (
        Decimal(42),
        "2015/16",
        "42% 2015/16",
    )


@pytest.mark.parametrize(
    ("text", "absence"),
    [
        ("Data suppressed, see part 2 report", Absence.SUPPRESSED),
        ("Data  suppressed,\nsee Part 2 report.", Absence.SUPPRESSED),
        ("[c]", Absence.SUPPRESSED),
        ("Data Not Published", Absence.NOT_PUBLISHED),
        ("Data published July 2021", Absence.AWAITED),
        ("Available May 2021", Absence.AWAITED),
        ("TBC", Absence.AWAITED),
        ("Not Available", Absence.NOT_AVAILABLE),
        ("Not available", Absence.NOT_AVAILABLE),
        ("n/a", Absence.NOT_APPLICABLE),
        ("New measure", Absence.NEW_MEASURE),
        ("New indicator 18/19", Absence.NEW_MEASURE),
        ("Local Measure", Absence.LOCAL_MEASURE),
    ],
)
def test_an_absence_has_a_type_and_keeps_its_wording(text: str, absence: Absence) -> None:
    figure = the_figure(text)
    assert (figure.value, figure.absence, figure.wording) == (None, absence, text.strip())


@pytest.mark.parametrize("value", [None, "", "  \n"])
def test_a_blank_is_no_figure_at_all(value: Value) -> None:
    reading = read_figure(cell_of(value) if value is not None else None, Unit.COUNT, HERE)
    assert (reading.figures, reading.findings) == ({}, ())


@pytest.mark.parametrize("text", ["x", "X", " x "])
def test_an_x_is_asked_and_not_guessed(text: str) -> None:
    reading = read_figure(cell_of(text), Unit.COUNT, HERE)
    figure, (question,) = reading.figures[""], reading.findings
    assert (figure.ambiguous, figure.absence, figure.value) == (True, None, None)
    assert (question.severity, question.topic) == (Severity.QUESTION, "x")
    assert [answer for answer, _ in question.choices] == ["suppressed", "not_available"]
    assert absence_in(text) is None


def test_an_x_keeps_its_rate() -> None:
    figure = read_figure(cell_of("x (rate: 0.00)"), Unit.COUNT, HERE).figures[""]
    assert (figure.ambiguous, figure.rate, figure.wording) == (True, Decimal("0.00"), "x (rate: 0.00)")


@pytest.mark.parametrize(
    "value",
    ["see note", "<5", "1-5", "12,34", "1.2.3", "9 9", "NA", "xx", "99% (initial)!", "٣", date(2020, 4, 5), True],
)
def test_what_is_not_known_is_an_error_and_no_figure(value: Value) -> None:
    reading = read_figure(cell_of(value), Unit.COUNT, HERE)
    assert reading.figures == {}
    assert [(finding.severity, finding.rule) for finding in reading.findings] == [
        (Severity.ERROR, "unreadable_figure")
    ]
    assert "A1" in reading.findings[0].message


@pytest.mark.parametrize(
    ("kind", "rule"),
    [(CellKind.ERROR, "error_in_cell"), (CellKind.FORMULA_WITHOUT_VALUE, "formula_without_value")],
)
def test_an_error_or_an_uncalculated_formula_is_never_zero(kind: CellKind, rule: str) -> None:
    reading = read_figure(broken(kind), Unit.COUNT, HERE)
    assert (reading.figures, [finding.rule for finding in reading.findings]) == ({}, [rule])


@pytest.mark.parametrize("value", [0.97, 1, "0.5"])
def test_a_fraction_without_a_percent_sign_is_not_guessed(value: Value) -> None:
    reading = read_figure(cell_of(value), Unit.PERCENTAGE, HERE)
    assert (reading.figures, reading.findings[0].rule) == ({}, "percentage_or_fraction")


def test_a_number_beyond_one_is_read_as_a_percentage_and_that_is_said() -> None:
    reading = read_figure(cell_of(97), Unit.PERCENTAGE, HERE)
    assert reading.figures[""].value == 97
    assert [(f.severity, f.rule) for f in reading.findings] == [(Severity.WARNING, "percentage_without_sign")]


def test_a_percentage_among_counts_is_an_error() -> None:
    reading = read_figure(percent("0.97"), Unit.COUNT, HERE)
    assert (reading.figures, reading.findings[0].rule) == ({}, "percentage_in_another_unit")


@given(st.text(), st.sampled_from(list(Unit)))
def test_any_text_is_blank_a_figure_or_an_error(text: str, unit: Unit) -> None:
    reading = read_figure(cell_of(text), unit, HERE)
    is_error = any(finding.severity is Severity.ERROR for finding in reading.findings)
    assert bool(reading.figures) is not (is_error or not text.strip())


@given(st.decimals(0, 1, places=4))
def test_a_percentage_cell_is_exactly_a_hundred_times_its_number(fraction: Decimal) -> None:
    reading = read_figure(percent(str(fraction), "0.00%"), Unit.PERCENTAGE, HERE)
    assert reading.figures[""].value == fraction * 100
