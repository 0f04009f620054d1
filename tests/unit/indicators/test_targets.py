"""Every form of target in the index is read, the lower end first."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.importers.parsed import Location, Severity
from indicators.importers.targets import read_target
from indicators.importers.workbook import CellKind
from indicators.vocabulary import TargetForm, Unit
from tests.unit.indicators.sheet_builder import Value, broken, cell_of, percent

HERE = Location("Index", 1, 1)


@pytest.mark.parametrize(
    ("value", "unit", "low", "high"),
    [
        ("95-90%", Unit.PERCENTAGE, "90", "95"),
        ("95 - 83%", Unit.PERCENTAGE, "83", "95"),
        ("20- 15%", Unit.PERCENTAGE, "15", "20"),
        ("42% - 35%", Unit.PERCENTAGE, "35", "42"),
        ("1.7%-1.9%", Unit.PERCENTAGE, "1.7", "1.9"),
        ("11-11.9%", Unit.PERCENTAGE, "11", "11.9"),
        ("12-0%", Unit.PERCENTAGE, "0", "12"),
        ("100 - 92%", Unit.PERCENTAGE, "92", "100"),
        ("12 - 15", Unit.AVERAGE, "12", "15"),
        ("20 – 15%", Unit.PERCENTAGE, "15", "20"),
    ],
)
def test_a_range_has_its_lower_end_first(value: Value, unit: Unit, low: str, high: str) -> None:
    reading = read_target(cell_of(value), unit, HERE)
    assert reading.findings == ()
    assert reading.target.form is TargetForm.RANGE
    assert (reading.target.low, reading.target.high, reading.target.wording) == (Decimal(low), Decimal(high), value)


@pytest.mark.parametrize(
    ("value", "unit", "wanted", "wording"),
    [
        (percent("1"), Unit.PERCENTAGE, "100", "100%"),
        ("100%", Unit.PERCENTAGE, "100", "100%"),
        (0, Unit.COUNT, "0", "0"),
        (20, Unit.COUNT, "20", "20"),
        ("26 weeks", Unit.WEEKS, "26", "26 weeks"),
        (
            "70%  (In line with national or above)",
            Unit.PERCENTAGE,
            "70",
            "70%  (In line with national or above)",
        ),
    ],
)
def test_one_value_is_both_ends(value: Value, unit: Unit, wanted: str, wording: str) -> None:
    target = read_target(cell_of(value), unit, HERE).target
    assert (target.form, target.low, target.high) == (TargetForm.SINGLE, Decimal(wanted), Decimal(wanted))
    assert target.wording == wording


def test_a_target_may_have_a_range_of_rates() -> None:
    target = read_target(cell_of("22-36 (rate of 0.10-0.16)"), Unit.COUNT, HERE).target
    assert (target.low, target.high) == (Decimal(22), Decimal(36))
    assert (target.rate_low, target.rate_high) == (Decimal("0.10"), Decimal("0.16"))


@pytest.mark.parametrize(
    ("text", "form"),
    [("TBC", TargetForm.TO_BE_CONFIRMED), ("This is not a target measure", TargetForm.NONE), ("n/a", TargetForm.NONE)],
)
def test_no_target_and_a_target_to_come_are_two_things(text: str, form: TargetForm) -> None:
    reading = read_target(cell_of(text), Unit.COUNT, HERE)
    assert (reading.target.form, reading.target.low, reading.target.wording) == (form, None, text)
    assert reading.findings == ()


def test_a_blank_target_is_no_target_and_that_is_said() -> None:
    reading = read_target(None, Unit.COUNT, HERE)
    assert reading.target.form is TargetForm.NONE
    assert [finding.rule for finding in reading.findings] == ["target_is_blank"]


@pytest.mark.parametrize(
    ("value", "unit"),
    [
        ("Sometime", Unit.PERCENTAGE),
        ("5 apples", Unit.COUNT),
        ("0.95", Unit.PERCENTAGE),
        ("95%", Unit.COUNT),
        ("26 weeks", Unit.COUNT),
        (date(2020, 12, 15), Unit.COUNT),
        (broken(CellKind.ERROR), Unit.COUNT),
        (broken(CellKind.FORMULA_WITHOUT_VALUE), Unit.COUNT),
    ],
)
def test_a_form_that_is_not_known_is_an_error_and_no_target(value: Value, unit: Unit) -> None:
    reading = read_target(cell_of(value), unit, HERE)
    assert (reading.target.low, reading.target.high) == (None, None)
    assert reading.target.form is TargetForm.TO_BE_CONFIRMED
    assert [(f.severity, f.rule) for f in reading.findings] == [(Severity.ERROR, "unreadable_target")]


def test_a_target_without_a_percent_sign_is_read_as_a_percentage_and_that_is_said() -> None:
    reading = read_target(cell_of("95-90"), Unit.PERCENTAGE, HERE)
    assert (reading.target.low, reading.target.high) == (Decimal(90), Decimal(95))
    assert [finding.rule for finding in reading.findings] == ["percentage_without_sign"]


@given(st.decimals(0, 100, places=1), st.decimals(0, 100, places=1), st.sampled_from(["-", " - ", "- ", " to "]))
def test_low_is_never_above_high(first: Decimal, second: Decimal, dash: str) -> None:
    target = read_target(cell_of(f"{first}{dash}{second}%"), Unit.PERCENTAGE, HERE).target
    assert (target.low, target.high) == (min(first, second), max(first, second))


@given(st.text(), st.sampled_from(list(Unit)))
def test_any_text_is_a_target_or_an_error(text: str, unit: Unit) -> None:
    reading = read_target(cell_of(text), unit, HERE)
    assert (reading.target.low is None) is (reading.target.high is None)
    assert reading.target.form is not TargetForm.RANGE or reading.target.low is not None
