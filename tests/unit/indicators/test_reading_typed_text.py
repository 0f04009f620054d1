"""What people type is understood as they mean it, and said back; what is not understood is refused in words."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.entry.cells import EnteredFigure
from indicators.entry.reading import TYPED_ABSENCES, read_typed
from indicators.formatting import figure_text
from indicators.importers.figures import absence_in
from indicators.vocabulary import Absence, Unit


def figure_of(text: str, unit: Unit = Unit.COUNT, places: int = 1) -> EnteredFigure:
    reading = read_typed(text, unit, places)
    assert reading.problem == ""
    assert reading.figure is not None
    return reading.figure


@pytest.mark.parametrize(
    ("text", "value", "places", "understood"),
    [
        ("97%", "97", 0, "97 %"),
        ("97 %", "97", 0, "97 %"),
        ("97", "97", 0, "97 %"),
        ("0.97", "97", 0, "0.97 of 1, so 97 %"),
        ("0.975", "97.5", 1, "0.975 of 1, so 97.5 %"),
        ("0.5", "50", 0, "0.5 of 1, so 50 %"),
        ("0.97%", "0.97", 2, "0.97 %"),
        ("0", "0", 0, "0 %"),
        ("100", "100", 0, "100 %"),
    ],
)
def test_a_percentage_is_read_in_percent(text: str, value: str, places: int, understood: str) -> None:
    reading = read_typed(text, Unit.PERCENTAGE, 1)
    assert (reading.figure.value, reading.figure.decimal_places) == (Decimal(value), places)
    assert reading.understood == understood


@pytest.mark.parametrize("text", ["96/7132", "96 / 7,132", "96 of 7132", "96 out of 7132"])
def test_a_part_of_a_whole_is_the_percentage_worked_out_from_both(text: str) -> None:
    reading = read_typed(text, Unit.PERCENTAGE, 1)
    figure = reading.figure
    assert (figure.value, figure.numerator, figure.denominator) == (Decimal("1.3"), 96, 7132)
    assert reading.understood == "1.3 %: 96 of 7,132"
    assert figure_text(figure, Unit.PERCENTAGE) == "1.3% (96/7132)"


def test_a_percentage_with_its_part_is_kept_as_it_is_typed_even_where_they_disagree() -> None:
    figure = figure_of("54% (42 of 82)", Unit.PERCENTAGE)
    assert (figure.value, figure.numerator, figure.denominator) == (54, 42, 82)


@pytest.mark.parametrize(
    ("text", "value", "rate", "understood"),
    [
        ("3,422", "3422", None, "3,422"),
        (" 3422 ", "3422", None, "3,422"),
        ("12.5", "12.5", None, "12.5"),
        ("62 (rate: 0.21)", "62", "0.21", "62, rate 0.21"),
    ],
)
def test_a_count_and_its_rate(text: str, value: str, rate: str | None, understood: str) -> None:
    reading = read_typed(text, Unit.COUNT, 0)
    assert reading.figure.value == Decimal(value)
    assert reading.figure.rate == (Decimal(rate) if rate else None)
    assert reading.understood == understood


@pytest.mark.parametrize(
    ("text", "absence"),
    [
        ("n/a", Absence.NOT_APPLICABLE),
        ("not available", Absence.NOT_AVAILABLE),
        ("NOT AVAILABLE.", Absence.NOT_AVAILABLE),
        ("Available May 2021", Absence.AWAITED),
        ("new measure", Absence.NEW_MEASURE),
    ],
)
def test_an_absence_keeps_its_wording(text: str, absence: Absence) -> None:
    figure = figure_of(text)
    assert (figure.absence, figure.wording, figure.value) == (absence, text, None)


def test_nothing_to_report_is_a_statement_and_a_blank_is_none() -> None:
    said = figure_of("nothing to report")
    assert (said.absence, said.wording) == (Absence.NOT_DUE, "Nothing to report")
    blank = read_typed("  ", Unit.COUNT, 0)
    assert (blank.figure, blank.understood, blank.problem) == (None, "", "")


@pytest.mark.parametrize("wording", TYPED_ABSENCES)
def test_every_absence_that_can_be_chosen_is_one_that_the_importer_knows(wording: str) -> None:
    assert absence_in(wording) is not None
    assert figure_of(wording).wording == wording


@pytest.mark.parametrize(
    ("text", "unit", "said"),
    [
        ("hello", Unit.COUNT, "neither a figure nor a known reason"),
        ("97,5", Unit.PERCENTAGE, "Type 97%, 0.97, 96/7132"),
        ("٣", Unit.COUNT, "neither a figure"),
        ("1e5", Unit.COUNT, "neither a figure"),
        ("=1+1", Unit.COUNT, "neither a figure"),
        ("97%", Unit.COUNT, "without the percent sign"),
        ("3/4", Unit.COUNT, "no numerator and denominator"),
        ("1", Unit.PERCENTAGE, "1 may be 1% or 100%"),
        ("96/0", Unit.PERCENTAGE, "Nothing can be a part of 0"),
        ("5% (3/0)", Unit.PERCENTAGE, "Nothing can be a part of 0"),
        ("42% 2015/16", Unit.PERCENTAGE, "Leave out “2015/16”"),
        ("100% (initial) 99% (review)", Unit.PERCENTAGE, "more than one figure"),
        ("x", Unit.COUNT, "Type the figure, however small"),
        ("x (rate: 0.02)", Unit.COUNT, "Type the figure, however small"),
        ("999999999999999", Unit.COUNT, "larger than any figure"),
        ("9" * 40, Unit.COUNT, "neither a figure"),
        ("no " * 100, Unit.COUNT, "characters here"),
    ],
)
def test_what_is_not_understood_is_said_with_what_can_be_typed(text: str, unit: Unit, said: str) -> None:
    reading = read_typed(text, unit, 1)
    assert reading.figure is None
    assert said in reading.problem


@given(st.text(max_size=60), st.sampled_from([*Unit]), st.integers(0, 4))
def test_no_text_is_ever_misunderstood_as_anything_that_cannot_be_stored(text: str, unit: Unit, places: int) -> None:
    reading = read_typed(text, unit, places)
    assert bool(reading.problem) + bool(reading.understood) == bool(text.split())
    if reading.figure is not None:
        assert reading.figure.absence or reading.figure.value is not None or reading.figure.rate is not None


@given(st.decimals(0, 10**9, places=2, allow_nan=False), st.sampled_from([Unit.COUNT, Unit.PERCENTAGE]))
def test_what_is_stored_reads_as_itself(value: Decimal, unit: Unit) -> None:
    figure = EnteredFigure(value=value, decimal_places=2)
    again = figure_of(figure_text(figure, unit), unit)
    assert (again.value, again.decimal_places) == (value, 2)
