"""How a measure varies by itself (XmR): its process limits, and where a special cause shows.

Individuals and moving range charts as NHS England's “Making Data Count” has them and as the R package NHSRplotthedots
documents them: limits at mean ± 2.66 × average moving range, where 2.66 = 3 / 1.128 makes three standard deviations of
the average difference of two values that follow each other (Wheeler, “Understanding Variation”, 1993).

Pure: `Decimal` in the measure's own unit, months as their first day, no database.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby, pairwise

from django.db.models import TextChoices

from indicators.vocabulary import Polarity, Unit

LEAST_POINTS = 12
"""Limits of fewer points are on trial: they still move much with each new one."""

RUN = 7
LIMIT_FACTOR = Decimal("2.66")
SCREEN_FACTOR = Decimal("3.267")
"""The upper limit of the moving ranges themselves, in average moving ranges."""


class SpecialCause(TextChoices):
    """Why a point is more than the measure's own variation."""

    OUTSIDE = "outside", "a point outside the process limits"
    SHIFT = "shift", "seven points in a row on one side of the mean"
    TREND = "trend", "seven points in a row rising or falling"
    TWO_OF_THREE = "two_of_three", "two of three points near a process limit"


@dataclass(frozen=True)
class Point:
    month: date
    value: Decimal


@dataclass(frozen=True)
class Limits:
    """The mean of a measure's values, and the limits within which it varies. `lower` and `upper` may be clipped."""

    mean: Decimal
    lower: Decimal
    upper: Decimal
    average_moving_range: Decimal

    @property
    def reach(self) -> Decimal:
        """How far from the mean the limits lie before they are clipped."""
        return LIMIT_FACTOR * self.average_moving_range


@dataclass(frozen=True)
class Segment:
    """The points from one rebasing, or the start, to the next; both months are those of points."""

    first_month: date
    last_month: date
    limits: Limits
    is_trial: bool


@dataclass(frozen=True)
class Signal:
    """A point that shows a special cause. `direction` is +1 where the measure is high or rises, else -1."""

    month: date
    rule: SpecialCause
    direction: int


@dataclass(frozen=True)
class Process:
    """A measure's segments in the order of time, and its signals by month and rule."""

    segments: tuple[Segment, ...]
    signals: tuple[Signal, ...]

    @property
    def latest_signals(self) -> tuple[Signal, ...]:
        """Those of the latest point."""
        return tuple(each for each in self.signals if each.month == self.segments[-1].last_month)


def limits_of(values: Sequence[Decimal], *, least: Decimal | None = None, most: Decimal | None = None) -> Limits:
    """The limits of values in the order of time, clipped at `least` and `most`. Raises ValueError without a value.

    As NHSRplotthedots does by default (`screen_outliers = TRUE`; Nelson, Journal of Quality Technology 14(3), 1982),
    and unlike the Excel tools of Making Data Count: moving ranges of 3.267 times their average or more are left out of
    the average, once. The mean is of all values. Beyond the package: where that would leave no variation at all, which
    would put every point outside, nothing is left out.
    """
    if not values:
        raise ValueError("There are no limits without a value.")
    mean = sum(values, Decimal(0)) / len(values)
    ranges = [abs(after - before) for before, after in pairwise(values)]
    average = _average(ranges)
    average = _average([each for each in ranges if each < SCREEN_FACTOR * average]) or average
    lower, upper = mean - LIMIT_FACTOR * average, mean + LIMIT_FACTOR * average
    return Limits(
        mean=mean,
        lower=lower if least is None else max(lower, least),
        upper=upper if most is None else min(upper, most),
        average_moving_range=average,
    )


def possible(unit: Unit, values: Collection[Decimal]) -> tuple[Decimal | None, Decimal | None]:
    """The least and the most that a measure with these values can be, None without bound.

    Nothing goes below 0 and no percentage above 100, unless the measure has been there.
    """
    least = Decimal(0) if min(values, default=Decimal(0)) >= 0 else None
    most = Decimal(100) if unit == Unit.PERCENTAGE and max(values, default=Decimal(0)) <= 100 else None
    return least, most


def process(
    points: Sequence[Point],
    *,
    rebased_from: Collection[date] = (),
    least: Decimal | None = None,
    most: Decimal | None = None,
) -> Process:
    """The limits and signals of points in the order of their months; limits start anew from each rebased month.

    Limits and rules know nothing of the points of another segment. A segment of fewer than 12 points is on trial and
    gives no signal. Clipping changes where limits are drawn and not what is a signal.

    A gap: a month without a value has no point. The moving range is taken between the values on both sides of the gap.
    It interrupts runs, trends and threes, because nobody knows where the value would have been. The months that follow
    each other are as far apart as the nearest two points are, so that a quarterly measure has no gaps.

    Raises ValueError where months are not in order, or one is there twice.
    """
    apart = [_count(after.month) - _count(before.month) for before, after in pairwise(points)]
    if any(months <= 0 for months in apart):
        raise ValueError("Points are in the order of their months, one a month.")
    step = min(apart, default=1)
    segments: list[Segment] = []
    signals: list[Signal] = []
    for own in _split(points, rebased_from):
        limits = limits_of([point.value for point in own], least=least, most=most)
        segments.append(Segment(own[0].month, own[-1].month, limits, len(own) < LEAST_POINTS))
        if not segments[-1].is_trial:
            signals.extend(_signals(own, limits, step))
    return Process(tuple(segments), tuple(signals))


def concern(process: Process, polarity: Polarity) -> Signal | None:
    """The latest point's special cause in the wrong direction for the polarity, the first rule first.

    None on trial, and where neither direction is wrong. A trend's direction is where it goes, wherever the mean is.
    """
    wrong = {Polarity.HIGH: -1, Polarity.LOW: 1, Polarity.NEITHER: 0}[polarity]
    return next((signal for signal in process.latest_signals if signal.direction == wrong), None)


def is_common_cause(process: Process) -> bool:
    """The latest point shows no special cause. False on trial and without points: then nobody can say so."""
    return bool(process.segments) and not process.segments[-1].is_trial and not process.latest_signals


def _signals(points: Sequence[Point], limits: Limits, step: int) -> list[Signal]:
    sides = [_sign(point.value - limits.mean) for point in points]
    near = [_is_near(point, limits) for point in points]
    found = {
        *_outside(points, limits),
        *_shifts(points, sides, step),
        *_trends(points, step),
        *_two_of_three(points, sides, near, step),
    }
    order = list(SpecialCause)
    return sorted(found, key=lambda signal: (signal.month, order.index(signal.rule), signal.direction))


def _outside(points: Sequence[Point], limits: Limits) -> Iterator[Signal]:
    """A point beyond a limit; one on the limit is within."""
    for point in points:
        difference = point.value - limits.mean
        if abs(difference) > limits.reach:
            yield Signal(point.month, SpecialCause.OUTSIDE, _sign(difference))


def _shifts(points: Sequence[Point], sides: Sequence[int], step: int) -> Iterator[Signal]:
    """Each of seven or more points in a row on one side of the mean; a point on the mean is on neither side."""
    for places in _windows(points, RUN, step):
        if abs(sum(sides[place] for place in places)) == RUN:
            yield from (Signal(points[place].month, SpecialCause.SHIFT, sides[place]) for place in places)


def _trends(points: Sequence[Point], step: int) -> Iterator[Signal]:
    """Each of seven or more points in a row of which every one is higher, or lower, than the one before it."""
    for places in _windows(points, RUN, step):
        ways = {_sign(points[after].value - points[before].value) for before, after in pairwise(places)}
        if ways in ({1}, {-1}):
            direction = ways.pop()
            yield from (Signal(points[place].month, SpecialCause.TREND, direction) for place in places)


def _two_of_three(points: Sequence[Point], sides: Sequence[int], near: Sequence[bool], step: int) -> Iterator[Signal]:
    """Those near a limit, where two or more of three in a row are, and all three are on one side of the mean."""
    for places in _windows(points, 3, step):
        if abs(sum(sides[place] for place in places)) == 3 and sum(near[place] for place in places) >= 2:
            for place in places:
                if near[place]:
                    yield Signal(points[place].month, SpecialCause.TWO_OF_THREE, sides[place])


def _is_near(point: Point, limits: Limits) -> bool:
    """More than two thirds of the way from the mean to a limit, and not beyond it."""
    distance = abs(point.value - limits.mean)
    return 2 * limits.reach < 3 * distance and distance <= limits.reach


def _windows(points: Sequence[Point], length: int, step: int) -> Iterator[range]:
    """The places of that many points in a row without a gap."""
    for first in range(len(points) - length + 1):
        if _count(points[first + length - 1].month) - _count(points[first].month) == step * (length - 1):
            yield range(first, first + length)


def _split(points: Sequence[Point], rebased_from: Collection[date]) -> list[list[Point]]:
    """The points of each segment; a rebasing before the first point, or with none until the next, makes none."""
    starts = set(rebased_from)
    return [list(own) for _, own in groupby(points, key=lambda point: sum(month <= point.month for month in starts))]


def _average(values: Collection[Decimal]) -> Decimal:
    return sum(values, Decimal(0)) / len(values) if values else Decimal(0)


def _sign(number: Decimal) -> int:
    return (number > 0) - (number < 0)


def _count(month: date) -> int:
    return month.year * 12 + month.month
