"""Limits and rules of XmR, as NHSRplotthedots documents them, on series worked by hand."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.periods import add_months
from indicators.variation import (
    Limits,
    Point,
    Process,
    Signal,
    SpecialCause,
    concern,
    is_common_cause,
    limits_of,
    possible,
    process,
)
from indicators.vocabulary import Polarity, Unit

APRIL = date(2019, 4, 1)
EVEN = [9, 11] * 6
"""Mean 10, moving ranges 2: limits 4.68 and 15.32, near from 6.4533 and 13.5467."""
values = st.lists(st.integers(-500, 5000).map(Decimal), min_size=1, max_size=40)


def points(*amounts: int | str, first: date = APRIL, step: int = 1) -> list[Point]:
    return [Point(add_months(first, step * place), Decimal(amount)) for place, amount in enumerate(amounts)]


def to_4_decimals(limits: Limits) -> tuple[str, str, str]:
    return f"{limits.lower:.4f}", f"{limits.mean:.4f}", f"{limits.upper:.4f}"


def said(found: Process, rule: SpecialCause) -> list[tuple[int, int]]:
    """The places (months from April 2019) and directions of a rule's signals."""
    return [
        ((each.month.year - 2019) * 12 + each.month.month - 4, each.direction)
        for each in found.signals
        if each.rule is rule
    ]


# Limits


def test_a_year_of_percentages() -> None:
    # mean (89+88+87+86+90+91+88+87+89+92+90+88) / 12 = 1065 / 12 = 88.75
    # ranges 1 1 1 4 1 3 1 2 3 2 2 = 21, / 11 = 1.909091; 3.267 × 1.909091 = 6.2370, so none is left out
    # 2.66 × 1.909091 = 5.078182
    found = process(points(89, 88, 87, 86, 90, 91, 88, 87, 89, 92, 90, 88), least=Decimal(0), most=Decimal(100))
    assert to_4_decimals(found.segments[0].limits) == ("83.6718", "88.7500", "93.8282")
    assert found.signals == ()


def test_outlying_moving_ranges_are_left_out_once() -> None:
    # The package's own example of what it does by default. mean (9×1 + 8×2 + 10) / 18 = 35 / 18 = 1.944444
    # ranges 15 × 1, 8, 9 = 32, / 17 = 1.882353; 3.267 × 1.882353 = 6.1496, so 8 and 9 are left out: 15 / 15 = 1
    # 1.944444 ± 2.66
    found = process(points(1, 2, 1, 2, 10, *[1, 2] * 6, 1))
    assert to_4_decimals(found.segments[0].limits) == ("-0.7156", "1.9444", "4.6044")
    assert said(found, SpecialCause.OUTSIDE) == [(4, 1)]


def test_small_counts_clipped_at_nothing_and_rebased() -> None:
    # mean 36 / 12 = 3; ranges 3 4 3 1 3 4 2 3 4 2 3 = 32, / 11 = 2.909091; × 2.66 = 7.738182; 3 - 7.7382 is below 0
    # mean 277 / 12 = 23.083333; ranges 4 2 4 5 2 2 3 2 4 7 4 = 39, / 11 = 3.545455 (7 < 11.5830); × 2.66 = 9.430909
    before, after = [2, 5, 1, 4, 3, 6, 2, 4, 1, 5, 3, 0], [20, 24, 22, 26, 21, 23, 25, 22, 24, 20, 27, 23]
    rebased = add_months(APRIL, 12)
    found = process(points(*before, *after), rebased_from=[rebased], least=Decimal(0))
    first, second = found.segments
    assert to_4_decimals(first.limits) == ("0.0000", "3.0000", "10.7382")
    assert to_4_decimals(second.limits) == ("13.6524", "23.0833", "32.5142")
    assert (first.first_month, first.last_month) == (APRIL, add_months(APRIL, 11))
    assert (second.first_month, second.last_month) == (rebased, add_months(APRIL, 23))
    assert not first.is_trial and not second.is_trial
    assert found.signals == ()


def test_the_mean_has_every_value_and_a_range_exactly_at_the_bound_is_left_out() -> None:
    # ranges 3267, 733, 0, 0: 4000 / 4 = 1000, × 3.267 = 3267, so 3267 is left out: 733 / 3
    exactly = limits_of([Decimal(amount) for amount in (0, 3267, 4000, 4000, 4000)])
    assert exactly.average_moving_range == Decimal(733) / 3
    assert exactly.mean == Decimal(15267) / 5
    # one less: 3266, 733, 0, 1 are 4000 / 4 = 1000 again, and 3266 is below 3267
    below = limits_of([Decimal(amount) for amount in (0, 3266, 3999, 3999, 4000)])
    assert below.average_moving_range == 1000


def test_what_never_changed_but_once_keeps_its_range() -> None:
    limits = limits_of([Decimal(each) for each in [5] * 12 + [9] + [5] * 3])
    assert limits.average_moving_range == Decimal(8) / 15


@given(values)
def test_clipping_only_narrows_and_leaves_the_signals(amounts: list[Decimal]) -> None:
    series = [Point(add_months(APRIL, place), amount) for place, amount in enumerate(amounts)]
    free, held = process(series), process(series, least=Decimal(-500), most=Decimal(5000))
    assert free.signals == held.signals
    limits, clipped = free.segments[0].limits, held.segments[0].limits
    assert limits.lower <= clipped.lower <= clipped.mean <= clipped.upper <= limits.upper
    assert clipped.lower >= -500 and clipped.upper <= 5000


@pytest.mark.parametrize(
    ("unit", "amounts", "bounds"),
    [
        (Unit.PERCENTAGE, (0, 100), (0, 100)),
        (Unit.PERCENTAGE, (0, 101), (0, None)),
        (Unit.COUNT, (0, 7000), (0, None)),
        (Unit.AVERAGE, (-1, 5), (None, None)),
        (Unit.PERCENTAGE, (), (0, 100)),
    ],
)
def test_limits_keep_within_what_is_possible(
    unit: Unit, amounts: Sequence[int], bounds: tuple[int | None, int | None]
) -> None:
    assert possible(unit, [Decimal(amount) for amount in amounts]) == bounds


# Trial limits


def test_limits_of_fewer_than_12_points_are_on_trial_and_make_no_exception() -> None:
    eleven = process(points(*[9, 11] * 5, 99))
    assert eleven.segments[0].is_trial
    assert eleven.signals == () and concern(eleven, Polarity.LOW) is None and not is_common_cause(eleven)
    assert not process(points(*[9, 11] * 6)).segments[0].is_trial


def test_a_rebasing_puts_limits_on_trial_again() -> None:
    found = process(points(*EVEN, 50, 52), rebased_from=[add_months(APRIL, 12)])
    assert [segment.is_trial for segment in found.segments] == [False, True]
    assert found.latest_signals == () and not is_common_cause(found)


def test_nothing_has_no_limits() -> None:
    nothing = process([])
    assert (nothing.segments, nothing.signals, nothing.latest_signals) == ((), (), ())
    assert concern(nothing, Polarity.HIGH) is None and not is_common_cause(nothing)
    with pytest.raises(ValueError, match="without a value"):
        limits_of([])


# A point outside


@pytest.mark.parametrize(("distance", "signals"), [("55.86", []), ("55.87", [(12, 1), (13, -1)])])
def test_a_point_on_the_limit_is_within(distance: str, signals: list[tuple[int, int]]) -> None:
    # d to either side of the mean, 100: ranges 22 × 18.68, 2 × (d - 9.34), and 2d, which is left out (111.72 > 80.46)
    # d = 55.86: (410.96 + 93.04) / 24 = 21, × 2.66 = 55.86. d = 55.87: 504.02 / 24 × 2.66 = 55.8622
    base, d = ["90.66", "109.34"] * 6, Decimal(distance)
    found = process(points(*base, str(100 + d), str(100 - d), *base))
    assert found.segments[0].limits.mean == 100
    assert said(found, SpecialCause.OUTSIDE) == signals


def test_a_point_below_is_low() -> None:
    assert said(process(points(*EVEN, *EVEN, 0)), SpecialCause.OUTSIDE) == [(24, -1)]


# A run of seven


def test_seven_on_one_side_are_a_shift_and_six_are_not() -> None:
    # the mean of eights and twelves lies between them, however many there are of each
    six = process(points(*[8, 12] * 6, 8, *[12] * 6, 8))
    assert said(six, SpecialCause.SHIFT) == []
    seven = process(points(*[8, 12] * 6, 8, *[12] * 7, 8))
    assert said(seven, SpecialCause.SHIFT) == [(place, 1) for place in range(13, 20)]


def test_an_eighth_belongs_to_the_run() -> None:
    found = process(points(*[8, 12] * 6, *[7, 8] * 4))
    assert said(found, SpecialCause.SHIFT) == [(place, -1) for place in range(12, 20)]


def test_a_point_on_the_mean_interrupts_a_run() -> None:
    # as many eights as twelves and one 10: the mean is 10
    interrupted = process(points(*[8, 12] * 6, 8, *[12] * 4, 10, *[12] * 3, *[8, 12, 8] * 2, *[8] * 4, 12, 8, 8, 12))
    assert interrupted.segments[0].limits.mean == 10
    assert said(interrupted, SpecialCause.SHIFT) == []


# A trend of seven


def test_seven_rising_points_are_a_trend_and_six_are_not() -> None:
    assert said(process(points(*EVEN, 8, 9, 10, 11, 12, 13, 8)), SpecialCause.TREND) == []
    found = process(points(*EVEN, 7, 8, 9, 10, 11, 12, 13, 8))
    assert said(found, SpecialCause.TREND) == [(place, 1) for place in range(12, 19)]


def test_a_fall_is_low_and_a_standstill_is_no_trend() -> None:
    found = process(points(*EVEN, 14, 13, 12, 11, 10, 9, 8, 10))
    assert said(found, SpecialCause.TREND) == [(place, -1) for place in range(12, 19)]
    assert said(process(points(*EVEN, 14, 13, 12, 12, 11, 10, 9, 10)), SpecialCause.TREND) == []


# Two of three near a limit


def test_two_of_three_near_a_limit_and_the_third_on_the_same_side() -> None:
    near = process(points(*EVEN, *EVEN, 15, 11, 15, 9))
    assert said(near, SpecialCause.TWO_OF_THREE) == [(24, 1), (26, 1)]
    other_side = process(points(*EVEN, *EVEN, 15, 9, 15, 9))
    assert said(other_side, SpecialCause.TWO_OF_THREE) == []
    one = process(points(*EVEN, *EVEN, 15, 11, 11, 15, 9))
    assert said(one, SpecialCause.TWO_OF_THREE) == []


@pytest.mark.parametrize(("distance", "is_near"), [("79.80", False), ("79.81", True)])
def test_near_is_beyond_two_thirds(distance: str, is_near: bool) -> None:
    # three at d above and three at d below the mean, 500: ranges 15 × 47.72, 2 × (d - 23.86), 2 × (d + 23.86), 4 × 0
    # d = 79.80: (715.8 + 319.2) / 23 = 45, × 2.66 × 2 / 3 = 79.8. d = 79.81: 1035.04 / 23 × 2.66 × 2 / 3 = 79.8031
    base, d = ["476.14", "523.86"] * 3, Decimal(distance)
    found = process(points(*base, *[str(500 + d)] * 3, *base, *[str(500 - d)] * 3, *base))
    expected = [*((place, 1) for place in (6, 7, 8)), *((place, -1) for place in (15, 16, 17))]
    assert said(found, SpecialCause.TWO_OF_THREE) == (expected if is_near else [])


def test_a_point_outside_is_not_near() -> None:
    found = process(points(*EVEN, *EVEN, 40, 11, 15, 9))
    assert said(found, SpecialCause.OUTSIDE) == [(24, 1)]
    assert said(found, SpecialCause.TWO_OF_THREE) == []


# Gaps


def test_a_moving_range_is_taken_across_a_gap() -> None:
    whole = points(*[9, 11] * 7)
    assert process([whole[0], *whole[3:]]).segments[0].limits.average_moving_range == 2


@pytest.mark.parametrize("missing", [13, 16, 18])
def test_a_gap_interrupts_a_run_and_a_trend(missing: int) -> None:
    whole = points(*[8, 12] * 6, 8, *[13, 12] * 3, 13, 8)
    assert said(process(whole), SpecialCause.SHIFT)
    assert not said(process([*whole[:missing], *whole[missing + 1 :]]), SpecialCause.SHIFT)
    rising = points(*EVEN, 9, 7, 8, 9, 10, 11, 12, 13, 8)
    assert said(process(rising), SpecialCause.TREND)
    assert not said(process([*rising[:missing], *rising[missing + 1 :]]), SpecialCause.TREND)


def test_a_gap_interrupts_a_three() -> None:
    whole = points(*EVEN, *EVEN, 15, 11, 15, 9)
    assert said(process([*whole[:25], *whole[26:]]), SpecialCause.TWO_OF_THREE) == []


def test_the_quarters_of_a_quarterly_measure_are_not_gaps() -> None:
    found = process(points(*[8, 12] * 6, 8, *[13, 12] * 3, 13, 8, step=3))
    assert len(said(found, SpecialCause.SHIFT)) == 7


# Rebasing


def test_a_run_does_not_go_on_beyond_a_rebasing() -> None:
    series = points(*[8, 12] * 6, *[13, 12] * 3, *[8, 12] * 6)
    assert said(process(series), SpecialCause.SHIFT)
    assert not said(process(series, rebased_from=[add_months(APRIL, 14)]), SpecialCause.SHIFT)


def test_a_rebasing_without_points_makes_no_segment() -> None:
    series = points(*EVEN)
    outside = [add_months(APRIL, -3), APRIL, add_months(APRIL, 30)]
    assert process(series, rebased_from=outside) == process(series)
    twice = process(series, rebased_from=[add_months(APRIL, 6), add_months(APRIL, 6)])
    assert [segment.first_month for segment in twice.segments] == [APRIL, add_months(APRIL, 6)]


def test_months_are_in_order_and_once() -> None:
    for wrong in (points(1, 2)[::-1], points(1)[:1] * 2):
        with pytest.raises(ValueError, match="in the order of their months"):
            process(wrong)


# What it means


@pytest.mark.parametrize(
    ("last", "polarity", "is_concern"),
    [
        (30, Polarity.LOW, True),
        (30, Polarity.HIGH, False),
        (0, Polarity.HIGH, True),
        (0, Polarity.LOW, False),
        (30, Polarity.NEITHER, False),
        (10, Polarity.LOW, False),
    ],
)
def test_the_wrong_direction_is_a_concern(last: int, polarity: Polarity, is_concern: bool) -> None:
    found = process(points(*EVEN, *EVEN, last))
    signal = concern(found, polarity)
    month = add_months(APRIL, 24)
    assert signal == (Signal(month, SpecialCause.OUTSIDE, 1 if last > 10 else -1) if is_concern else None)
    assert is_common_cause(found) == (last == 10)


def test_only_the_latest_point_is_a_concern() -> None:
    found = process(points(*EVEN, *EVEN, 30, 10))
    assert found.signals and concern(found, Polarity.LOW) is None and is_common_cause(found)


def test_every_special_cause_has_its_words() -> None:
    assert [each.label.split()[0] for each in SpecialCause] == ["a", "seven", "seven", "two"]
