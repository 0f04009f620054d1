"""What a workbook contradicts by itself is said, rule by rule, and what is right is left alone."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.contradictions import percentage
from indicators.importers import checks
from indicators.importers.checks import MEASURE_RULES, check_measures
from indicators.importers.layout import parse_index
from indicators.importers.parsed import ParsedIndex, Severity
from tests.unit.indicators.sheet_builder import Value, index_of, indicator, months, percent, row, rules, the_finding


def one_row(title: str, **values: Value) -> ParsedIndex:
    """An index of one row; `m` holds its months by way of `months`."""
    return parse_index(index_of(row(5, values, title)))


def found(index: ParsedIndex) -> set[str]:
    """The rules of this module that the index breaks."""
    return set(rules(index)) & {rule.__name__ for rule in MEASURE_RULES}


def test_every_rule_says_what_it_is() -> None:
    assert all(rule.__doc__ and getattr(checks, rule.__name__) is rule for rule in MEASURE_RULES)


def test_a_year_to_date_is_the_sum_of_its_months() -> None:
    assert found(one_row("Number of referrals", **months(1, 2, 4), V=7)) == set()
    index = one_row("Number of referrals", **months(1, 2, 4), V=8)
    finding = the_finding(index, "year_to_date_is_not_the_sum")
    assert (finding.severity, finding.cells) == (Severity.WARNING, "V5")
    assert "8" in finding.message and "7" in finding.message


def test_a_year_to_date_with_a_month_unknown_may_be_more_than_the_sum_but_not_less() -> None:
    assert found(one_row("Number of referrals", **months(1, "Not available", 4), V=8)) == set()
    assert found(one_row("Number of referrals", **months(1, "Not available", 4), V=3)) == {
        "year_to_date_is_not_the_sum"
    }


def test_a_year_to_date_of_a_running_total_is_its_last_month() -> None:
    assert found(one_row("Number recruited (YTD)", **months(1, 2, 4), V=4)) == set()
    assert found(one_row("Number recruited (YTD)", **months(1, 2, 4), V=7)) == {"year_to_date_is_not_the_last"}
    assert found(one_row("Average caseloads", **months(16, 15), V=16)) == {"year_to_date_is_not_the_last"}


def test_a_year_to_date_of_a_ratio_lies_among_its_months() -> None:
    assert found(one_row("% of plans", **months("40%", "60%"), V="52%")) == set()
    assert found(one_row("% of plans", **months("40%", "60%"), V="61%")) == {"year_to_date_is_outside_its_months"}
    assert found(one_row("% of plans", **months("40%", "Not available", "60%"), V="61%")) == set()


def test_a_running_total_never_falls() -> None:
    index = one_row("Number recruited (YTD)", **months(1, 4, 3, 5))
    assert the_finding(index, "running_total_falls").cells == "L5"


def test_a_running_total_of_an_academic_year_starts_again_in_september() -> None:
    title = "Number of exclusions (Number YTD Academic year)"
    assert found(one_row(title, **months(25, 25, 25, 25, 25, 2, 4, 7, 9))) == set()
    assert found(one_row(title, **months(25, 24, 25, 25, 25, 2, 4, 3, 9))) == {"running_total_falls"}


@pytest.mark.parametrize(
    "figure", ["1.3% (96/7132)", "2.0% (141/7042)", "1.3% (92/7051)", "1.8% (127/7063)", "8.7% (613/7051)"]
)
def test_a_percentage_agrees_with_its_numbers(figure: str) -> None:
    assert found(one_row("% of young people", J=figure)) == set()


@pytest.mark.parametrize("figure", ["54% (42/82)", "7% (32/327)", "1.4% (96/7132)", "0.5% (1/1000)", "12% (25/200)"])
def test_a_percentage_that_its_numbers_contradict_is_said(figure: str) -> None:
    assert the_finding(one_row("% of young people", L=figure), "percentage_contradicts_its_numbers").cells == "L5"


def test_a_previous_year_is_checked_too() -> None:
    assert (
        the_finding(one_row("% of young people", F="54% (42/82)"), "percentage_contradicts_its_numbers").cells == "F5"
    )


@pytest.mark.parametrize(
    ("top", "bottom", "places", "expected"), [(1, 8, 1, "12.5"), (1, 200, 0, "1"), (5, 1000, 0, "1")]
)
def test_halves_are_rounded_up(top: int, bottom: int, places: int, expected: str) -> None:
    assert percentage(Decimal(top), Decimal(bottom), places) == Decimal(expected)


@given(st.integers(0, 10**6), st.integers(1, 10**6), st.integers(0, 3))
def test_a_percentage_is_worked_out_exactly(top: int, bottom: int, places: int) -> None:
    exact = Fraction(100 * top, bottom)
    worked_out = Fraction(percentage(Decimal(top), Decimal(bottom), places))
    step = Fraction(1, 10**places)
    assert -step / 2 < worked_out - exact <= step / 2


@pytest.mark.parametrize("figure", ["50% (8/4)", "0% (0/0)"])
def test_a_numerator_is_part_of_its_denominator(figure: str) -> None:
    assert "numerator_is_not_part_of_denominator" in found(one_row("% of young people", J=figure))


@pytest.mark.parametrize("figure", [percent("1.2"), percent("-0.1")])
def test_a_percentage_lies_between_0_and_100(figure: Value) -> None:
    assert found(one_row("% of young people", J=figure)) == {"percentage_beyond_100"}


def test_a_negative_count_is_an_error_and_is_not_read() -> None:
    index = one_row("Number of referrals", **months(-1, 2, 3))
    assert the_finding(index, "negative_count").severity is Severity.ERROR
    assert [figure.value for figure in indicator(index, "5").measures[0].outturns.values()] == [2, 3]


def test_a_part_of_a_person_is_an_error_and_is_not_read() -> None:
    index = one_row("Number of referrals", **months(1, 2.5, 3))
    assert the_finding(index, "count_is_not_whole").cells == "K5"
    assert [figure.value for figure in indicator(index, "5").measures[0].outturns.values()] == [1, 3]


def test_a_figure_after_the_month_that_the_index_is_as_at_is_said() -> None:
    only = one_row("Number of referrals", **months(1, 2, 3)).indicators
    assert [finding.location and finding.location.cell for finding in check_measures(only, date(2020, 5, 1))] == ["L5"]
    assert check_measures(only, date(2020, 6, 1)) == []


def test_a_blank_month_between_others_is_noted_and_is_not_zero() -> None:
    index = one_row("Number of visits", **months(1, None, 3))
    finding = the_finding(index, "month_without_figure")
    assert (finding.severity, "May 2020" in finding.message) == (Severity.NOTE, True)
    assert len(indicator(index, "5").measures[0].outturns) == 2


def test_a_quarterly_indicator_is_not_missed_between_its_quarters() -> None:
    assert found(one_row("% of leavers", **months(None, None, "49%", None, None, "38%"))) == set()


def test_the_measure_is_named_where_a_number_has_two() -> None:
    index = one_row("% of quorate attendance", J="120% (initial) 99% (review)")
    assert the_finding(index, "percentage_beyond_100").message.startswith("Indicator 5 (initial), J5:")
