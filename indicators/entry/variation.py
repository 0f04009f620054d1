"""What is asked of a figure by its measure's own history: the limits of its process, and how far it moves in a year.

The limits are those of `indicators.variation` (XmR); here they come from the months nearest to the figure.
"""

from collections.abc import Mapping
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import takewhile

from indicators.contradictions import plain
from indicators.entry.around import Around
from indicators.formatting import FigureLike
from indicators.periods import add_months
from indicators.variation import LEAST_POINTS, LIMIT_FACTOR, Limits, limits_of, possible
from indicators.vocabulary import Accumulation, Frequency, Unit

MOST_POINTS = 24
"""Limits come from the points nearest in time: what a measure did ten years ago says little of today."""

CHANGE_FACTOR = LIMIT_FACTOR * Decimal(2).sqrt()
"""Three standard deviations of the difference of two values, each of which varies as the limits say."""

CHANCE = 3
"""Standard deviations of a change that counts or proportions make by chance."""
LARGE_SHARE = Decimal("0.25")
LARGE_POINTS = Decimal(10)
"""A large change where a measure's own variation is not known yet: a quarter of the earlier figure, or ten percentage
points. Nothing in the data gives these two; they are conventions."""


def limits_around(around: Around) -> Limits | None:
    """The limits that the figure of a month is judged by: from the measure's other months, the nearest 24 of them.

    A running total is judged by what it adds in a month. Nothing that counts goes below 0, and a percentage goes above
    100 only where the measure has done so before.
    """
    values = _history(around)
    if len(values) < LEAST_POINTS:
        return None
    least, most = possible(around.series.unit, values)
    return limits_of(values, least=least, most=most)


def outside_natural_limits(around: Around) -> str:
    """A figure lies within the natural process limits of the measure's own history, of 12 other months or more."""
    limits, amounts, series = limits_around(around), around.amounts, around.series
    amount = amounts.get(around.month)
    if limits is None or amount is None or limits.lower <= amount <= limits.upper:
        return ""
    subject = series.text(amount)
    if series.accumulation == Accumulation.RUNNING_TOTAL:
        if amount < 0:
            return ""  # that a running total falls is a question of its own
        subject = f"{around.month:%B %Y} adds {subject} to the running total, which"
    if limits.average_moving_range == 0:
        return f"{subject} is not {series.text(limits.mean)}, as all {len(_history(around))} figures nearest to it are"
    low, high = _printed_inwards(limits, amount)
    sentence = (
        f"{subject} is {_beyond_the_last(around, amounts)}outside the limits {series.text(low)} to "
        f"{series.text(high)} of its own history"
    )
    last_year = _last_year(around)
    if last_year is not None and series.accumulation != Accumulation.RUNNING_TOTAL and _is_a_jump(around, limits):
        sentence += f"; in {add_months(around.month, -12):%B %Y} it was {series.text(last_year)}"
    return sentence


def jump_against_last_year(around: Around) -> str:
    """A figure differs from that of the same month last year by no more than the measure varies by itself.

    From 12 other months on: by no more than three standard deviations of the difference of two of its values. Before
    that: by no more than chance explains (three standard errors, of two Poisson counts or of two proportions), or by
    no more than a quarter of the earlier figure, or ten percentage points. It is not asked where the limits are.
    """
    series, value, last_year, limits = around.series, around.figure.value, _last_year(around), limits_around(around)
    if value is None or last_year is None or not _is_a_jump(around, limits) or outside_natural_limits(around):
        return ""
    difference = abs(value - last_year)
    noun = " percentage points" if series.unit == Unit.PERCENTAGE else ""
    sentence = (
        f"{series.text(value)} is {plain(difference)}{noun} {'more' if value > last_year else 'less'} than in "
        f"{add_months(around.month, -12):%B %Y} ({series.text(last_year)})"
    )
    if limits is None or series.accumulation == Accumulation.RUNNING_TOTAL:
        return sentence
    usual = (CHANGE_FACTOR * limits.average_moving_range).quantize(_step(difference), ROUND_FLOOR)
    return f"{sentence}; by its own history it varies by up to {plain(usual)}"


def _last_year(around: Around) -> Decimal | None:
    before = around.same_month_last_year
    return None if before is None else before.value


def _is_a_jump(around: Around, limits: Limits | None) -> bool:
    figure, before = around.figure, around.same_month_last_year
    if before is None or figure.value is None or before.value is None:
        return False
    difference = abs(figure.value - before.value)
    if limits is not None and around.series.accumulation != Accumulation.RUNNING_TOTAL:
        return difference > CHANGE_FACTOR * limits.average_moving_range
    if around.series.unit == Unit.PERCENTAGE:
        return difference > LARGE_POINTS and difference > 100 * CHANCE * _standard_error(figure, before)
    is_large = difference > LARGE_SHARE * abs(before.value)
    if around.series.unit != Unit.COUNT:
        return is_large
    return is_large and difference > CHANCE * (abs(figure.value) + abs(before.value)).sqrt()


def _standard_error(figure: FigureLike, before: FigureLike) -> Decimal:
    """Of the difference of two proportions of one process; 0 where it is not known of how many they are."""
    if figure.numerator is None or before.numerator is None or not figure.denominator or not before.denominator:
        return Decimal(0)
    share = (figure.numerator + before.numerator) / (figure.denominator + before.denominator)
    return max(share * (1 - share) * (1 / figure.denominator + 1 / before.denominator), Decimal(0)).sqrt()


def _history(around: Around) -> list[Decimal]:
    """The amounts of the other months, the nearest 24, in the order of time; of a year to date there are none."""
    if around.is_year_to_date:
        return []
    amounts, own = around.amounts, _count(around.month)
    others = (month for month in amounts if month != around.month)
    nearest = sorted(others, key=lambda month: (abs(_count(month) - own), month))[:MOST_POINTS]
    return [amounts[month] for month in sorted(nearest)]


def _count(month: date) -> int:
    return month.year * 12 + month.month


def _beyond_the_last(around: Around, amounts: Mapping[date, Decimal]) -> str:
    """`lower than the last 9 months, and `; empty where it is beyond fewer than two."""
    own = amounts[around.month]
    earlier = [amount for month, amount in sorted(amounts.items(), reverse=True) if month < around.month]
    noun = "months" if around.series.frequency == Frequency.MONTHLY else "figures"
    for word, beyond in (("lower", lambda other: own < other), ("higher", lambda other: own > other)):
        run = len(list(takewhile(beyond, earlier)))
        if run >= 2:
            return f"{word} than the last {run} {noun}, and "
    return ""


def _printed_inwards(limits: Limits, amount: Decimal) -> tuple[Decimal, Decimal]:
    """The limits with the decimals of the figure, or more if they need it, rounded so that it is outside of them."""
    for extra in range(5):
        step = _step(amount).scaleb(-extra)
        low, high = limits.lower.quantize(step, ROUND_CEILING), limits.upper.quantize(step, ROUND_FLOOR)
        if low < high:
            return low, high
    return limits.lower, limits.upper


def _step(value: Decimal) -> Decimal:
    """One in the last decimal that the value has."""
    exponent = value.normalize().as_tuple().exponent
    return Decimal(1).scaleb(min(exponent, 0) if isinstance(exponent, int) else 0)
