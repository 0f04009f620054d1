"""Where things lie in a chart: the scale of its figures, the months that are named, labels that do not overlap."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import groupby

from reports.charts import Chart

TICKS = 4
STEPS = (Decimal(1), Decimal(2), Decimal(5), Decimal(10))


@dataclass(frozen=True)
class Scale:
    """From `low` to `high` in steps of `step`, all in the measure's unit."""

    low: Decimal
    high: Decimal
    step: Decimal

    @property
    def ticks(self) -> list[Decimal]:
        count = int((self.high - self.low) / self.step)
        return [self.low + self.step * place for place in range(count + 1)]

    @property
    def decimals(self) -> int:
        exponent = self.step.normalize().as_tuple().exponent
        return max(0, -exponent) if isinstance(exponent, int) else 0


def scale_of(chart: Chart) -> Scale:
    """A scale with round ends that holds everything drawn. No figure that is not drawn has a part in it."""
    values = [point.value for point in chart.points] + [mark.value for mark in chart.marks]
    values += [end for limits in chart.limits for end in (limits.lower, limits.upper)]
    if chart.target:
        values += [chart.target.low, chart.target.high]
    low, high = min(values), max(values)
    if low == high:
        low, high = low - 1, high + 1
    step = _round_step((high - low) / TICKS)
    bottom = (low / step).to_integral_value(ROUND_FLOOR) * step
    top = (high / step).to_integral_value(ROUND_CEILING) * step
    if min(values) >= 0:
        bottom = max(bottom, Decimal(0))
    return Scale(bottom, top, step)


def named_months(chart: Chart) -> list[int]:
    """The places of the months that are named on the axis: each of a year, else each third, or each sixth."""
    most = 5 if chart.is_narrow else 13
    every = next(each for each in (1, 3, 6, 12) if len(chart.months) <= each * most)
    first = chart.months[0].month
    offset = next(place for place in range(every) if (first + place - 4) % every == 0)
    return list(range(offset, len(chart.months), every))


def month_label(months: Sequence[date], place: int, named: Sequence[int]) -> list[str]:
    """`Apr` with the year below it where that is new."""
    month = months[place]
    before = named.index(place) - 1
    is_new = before < 0 or months[named[before]].year != month.year
    return [f"{month:%b}", f"{month:%Y}"] if is_new else [f"{month:%b}"]


def runs_of(chart: Chart) -> list[tuple[int, int]]:
    """The first and the last place of each run of adjacent hidden months."""
    places = [place for place, month in enumerate(chart.months) if month in set(chart.hidden)]
    runs = [[each for _, each in run] for _, run in groupby(enumerate(places), key=lambda pair: pair[1] - pair[0])]
    return [(run[0], run[-1]) for run in runs]


def apart(wanted: Sequence[Decimal], least: Decimal, bottom: Decimal) -> list[Decimal]:
    """Places for labels, as near as can be to those wanted, at least `least` apart and none beyond `bottom`.

    Places grow downwards. The order of equal ones stays.
    """
    order = sorted(range(len(wanted)), key=lambda number: wanted[number])
    placed = dict.fromkeys(order, Decimal(0))
    lowest: Decimal | None = None
    for number in order:
        lowest = wanted[number] if lowest is None else max(wanted[number], lowest + least)
        placed[number] = lowest
    for number in reversed(order):
        placed[number] = min(placed[number], bottom)
        bottom = placed[number] - least
    return [placed[number] for number in range(len(wanted))]


def _round_step(rough: Decimal) -> Decimal:
    """The least of 1, 2, 5, 10 times a power of ten that is not less."""
    power = Decimal(1).scaleb(rough.adjusted())
    return next(each * power for each in STEPS if each * power >= rough)
