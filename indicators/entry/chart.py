"""The small chart of a measure: where its points, limits and target lie in the drawing. No figure is worked out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from indicators.periods import add_months
from indicators.variation import Process

WIDTH, HEIGHT, MARGIN = 480, 140, 8


@dataclass(frozen=True)
class Point:
    month: date
    x: str
    y: str
    is_here: bool


@dataclass(frozen=True)
class Band:
    """A horizontal strip, or a line where its height is 0."""

    y: str
    height: str


@dataclass(frozen=True)
class Step:
    """The limits of one segment of a process, from `x1` to `x2`. `starts_anew` where a person rebased them."""

    x1: str
    x2: str
    width: str
    limits: Band
    mean: str
    is_trial: bool
    starts_anew: bool


@dataclass(frozen=True)
class Chart:
    """`lines` are runs of months that follow each other, as SVG points; a month without a figure breaks the line."""

    points: tuple[Point, ...]
    lines: tuple[str, ...]
    target: Band | None
    limits: Band | None
    mean: str
    steps: tuple[Step, ...] = ()
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def first(self) -> date:
        return self.points[0].month

    @property
    def last(self) -> date:
        return self.points[-1].month


def chart_of(
    values: Sequence[tuple[date, Decimal]],
    here: date,
    *,
    limits: tuple[Decimal, Decimal, Decimal] | None = None,
    target: tuple[Decimal, Decimal] | None = None,
    process: Process | None = None,
) -> Chart | None:
    """The chart of values in the order of their months; None of fewer than two.

    `limits` are lower, mean, upper; a `process` has them segment by segment instead.
    """
    if len(values) < 2:
        return None
    segments = process.segments if process else ()
    bounds = [bound for each in segments for bound in (each.limits.lower, each.limits.upper)]
    drawn = [*(value for _, value in values), *(limits or ()), *(target or ()), *bounds]
    low, high = min(drawn), max(drawn)
    first, last = values[0][0], values[-1][0]

    def across(month: date) -> Decimal:
        return MARGIN + Decimal(WIDTH - 2 * MARGIN) * _months(first, month) / _months(first, last)

    def x(month: date) -> str:
        return _text(across(month))

    def y(value: Decimal) -> Decimal:
        share = (value - low) / (high - low) if high > low else Decimal("0.5")
        return HEIGHT - MARGIN - (HEIGHT - 2 * MARGIN) * share

    def band(lower: Decimal, upper: Decimal) -> Band:
        return Band(_text(y(upper)), _text(y(lower) - y(upper)))

    steps = tuple(
        Step(
            x1=x(each.first_month),
            x2=x(each.last_month),
            width=_text(across(each.last_month) - across(each.first_month)),
            limits=band(each.limits.lower, each.limits.upper),
            mean=_text(y(each.limits.mean)),
            is_trial=each.is_trial,
            starts_anew=place > 0,
        )
        for place, each in enumerate(segments)
    )
    points = tuple(Point(month, x(month), _text(y(value)), month == here) for month, value in values)
    return Chart(
        points=points,
        lines=tuple(_runs(points)),
        target=band(*target) if target else None,
        limits=band(limits[0], limits[2]) if limits else None,
        mean=_text(y(limits[1])) if limits else "",
        steps=steps,
    )


def _runs(points: Sequence[Point]) -> list[str]:
    runs: list[list[Point]] = []
    for point in points:
        if runs and add_months(runs[-1][-1].month, 1) == point.month:
            runs[-1].append(point)
        else:
            runs.append([point])
    return [" ".join(f"{point.x},{point.y}" for point in run) for run in runs if len(run) > 1]


def _months(first: date, last: date) -> int:
    return (last.year - first.year) * 12 + last.month - first.month


def _text(coordinate: Decimal) -> str:
    return f"{round(coordinate, 1):f}"
