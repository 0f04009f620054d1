"""The rating rule, with the council's own targets."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.rag import Judged, Target, judge, rate
from indicators.vocabulary import Frequency, Polarity, Rating, TargetForm

TEN_PERCENT = Decimal(10)
HIGH, LOW, NEITHER = Polarity.HIGH, Polarity.LOW, Polarity.NEITHER
GREEN, AMBER, RED, NONE = Rating.GREEN, Rating.AMBER, Rating.RED, Rating.NONE
figures = st.decimals(min_value=-1000, max_value=1000, places=2)


def target(low: str | int, high: str | int | None = None, tolerance: Decimal = TEN_PERCENT) -> Target:
    form = TargetForm.SINGLE if high is None else TargetForm.RANGE
    return Target(form, Decimal(low), Decimal(low if high is None else high), tolerance)


NO_TARGET = Target(TargetForm.NONE, None, None, TEN_PERCENT)
TO_BE_CONFIRMED = Target(TargetForm.TO_BE_CONFIRMED, None, None, TEN_PERCENT)


@pytest.mark.parametrize(
    ("bounds", "polarity", "value", "rating"),
    [
        (target(90, 95), HIGH, "97", GREEN),  # 3
        (target(83, 95), HIGH, "86", GREEN),  # 10: inside the range is acceptable
        (target(95, 100), HIGH, "95", GREEN),  # 21: on the bound
        (target(47, 52), HIGH, "38", RED),  # 26
        (target(65, 75), HIGH, "62", AMBER),  # 35.1
        (target(20), HIGH, "13", RED),  # 22.2
        (target(0), LOW, "0", GREEN),  # 4
        (target(0), LOW, "1", RED),  # a bound of 0 leaves no room for AMBER
        (target(22, 36), LOW, "9", GREEN),  # 5: below the range is better still
        (target(26), LOW, "28", AMBER),  # 17
        (target("1.7", "1.9"), LOW, "1.8", GREEN),  # 30
        (target(12, 15), NEITHER, "18", RED),  # 29
        (target(12, 15), NEITHER, "12", GREEN),
        (target(12, 15), NEITHER, "16", AMBER),
        (target(12, 15), NEITHER, "11", AMBER),
        (target(12), NEITHER, "12", NONE),  # one value without polarity judges nothing
    ],
)
def test_a_figure_is_rated_against_its_target(bounds: Target, polarity: Polarity, value: str, rating: Rating) -> None:
    assert rate(bounds, polarity, Decimal(value)) == rating


def test_the_tolerance_is_a_part_of_the_bound_and_reaches_up_to_it() -> None:
    assert rate(target(100), HIGH, Decimal(90)) == AMBER
    assert rate(target(100), HIGH, Decimal("89.99")) == RED
    assert rate(target(100, tolerance=Decimal(0)), HIGH, Decimal("99.99")) == RED


def test_a_target_that_lost_its_bounds_is_not_passed_over() -> None:
    with pytest.raises(ValueError, match="no bounds"):
        rate(Target(TargetForm.RANGE, None, None, TEN_PERCENT), HIGH, Decimal(1))


@given(low=figures, width=st.decimals(min_value=0, max_value=100, places=2), value=figures, better=figures)
def test_a_better_figure_is_never_rated_worse(low: Decimal, width: Decimal, value: Decimal, better: Decimal) -> None:
    order = (RED, AMBER, GREEN)
    bounds = Target(TargetForm.RANGE, low, low + width, TEN_PERCENT)
    worse, better = sorted((value, better))
    assert order.index(rate(bounds, HIGH, worse)) <= order.index(rate(bounds, HIGH, better))
    assert order.index(rate(bounds, LOW, worse)) >= order.index(rate(bounds, LOW, better))


def test_the_worst_of_several_measures_stands_for_the_indicator() -> None:
    judged = judge(target(92, 100), HIGH, Frequency.QUARTERLY, [Decimal(100), Decimal(60), None])
    assert judged == Judged(RED, "RED")


@pytest.mark.parametrize(
    ("bounds", "frequency", "values", "words"),
    [
        (NO_TARGET, Frequency.MONTHLY, [Decimal(5)], "This is not a target measure"),
        (TO_BE_CONFIRMED, Frequency.ANNUAL, [None], "Annual measure"),
        (target(11, 12), Frequency.ANNUAL, [None], "Annual measure"),
        (TO_BE_CONFIRMED, Frequency.MONTHLY, [Decimal(5)], "Target to be confirmed"),
        (target(11, 12), Frequency.MONTHLY, [None], "No figure"),
    ],
)
def test_where_nothing_can_be_judged_the_words_say_why(
    bounds: Target, frequency: Frequency, values: list[Decimal | None], words: str
) -> None:
    assert judge(bounds, LOW, frequency, values) == Judged(NONE, words)
