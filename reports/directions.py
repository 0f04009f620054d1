"""Which way an indicator goes: its latest figure beside the one before it, by polarity, of figures that are shown.

Nothing is said where either figure is hidden, so that no word here depends on a figure that its paper does not show.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from indicators.vocabulary import Accumulation, Polarity
from reports.chart_data import shown_value, target_of
from reports.wording import AnyIndicator, AnyMeasure, Line, month_name

DirectionWord = Literal["improving", "worsening", "steady", "higher", "lower"]
Arrow = Literal["up", "down", "level"]


@dataclass(frozen=True)
class Direction:
    """`improving`, drawn as an arrow up, since November 2020. `name` is the measure's where there are several.

    `higher` and `lower` are said where neither is better.
    """

    word: DirectionWord
    arrow: Arrow
    since: str
    name: str = ""


def directions(indicator: AnyIndicator) -> tuple[Direction, ...]:
    """One for each measure whose latest two figures can be compared; none of a running total, which only grows."""
    if indicator.accumulation == Accumulation.RUNNING_TOTAL:
        return ()
    return tuple(_directions(indicator))


def way(indicator: AnyIndicator, before: Decimal, after: Decimal) -> DirectionWord:
    """What it means that a figure was one thing and is another.

    Where neither way is better and there is a target range, nearer to the range is better.
    """
    if before == after:
        return "steady"
    is_higher = after > before
    polarity, target = Polarity(indicator.polarity), target_of(indicator)
    if polarity != Polarity.NEITHER:
        return "improving" if is_higher == (polarity == Polarity.HIGH) else "worsening"
    if target is not None:
        beyond = [max(target.low - value, value - target.high, Decimal(0)) for value in (before, after)]
        if beyond[0] != beyond[1]:
            return "improving" if beyond[1] < beyond[0] else "worsening"
    return "higher" if is_higher else "lower"


def _directions(indicator: AnyIndicator) -> Iterator[Direction]:
    measures: Sequence[AnyMeasure] = indicator.measures
    for measure in measures:
        last_two = _last_two(measure)
        if last_two is None:
            continue
        (since, before), (_, after) = last_two
        arrow: Arrow = "level" if before == after else "up" if after > before else "down"
        name = measure.name if len(measures) > 1 else ""
        yield Direction(way(indicator, before, after), arrow, month_name(since), name)


def _last_two(measure: AnyMeasure) -> tuple[tuple[date, Decimal], tuple[date, Decimal]] | None:
    """The last two months that have a number, in order; None where there are no two, or one of them is hidden."""
    numbers = [entry for entry in measure.months if Line(entry.figure).has_number][-2:]
    shown = [(entry.month, value) for entry in numbers if (value := shown_value(entry.figure)) is not None]
    return (shown[0], shown[1]) if len(shown) == 2 else None
