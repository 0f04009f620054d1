"""What figures contradict by themselves: one function a rule, its docstring the rule. No database.

A workbook and the entry of a figure are held to the same rules: `importers/checks.py` says where in the sheet each is
broken, `entry/questions.py` asks the person who types. Each rule gives the sentence of what it saw, without its
capital letter and full stop; empty where the figures agree.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from typing import Protocol

from indicators.formatting import printed
from indicators.periods import QUARTER_ENDS, add_months, year_start
from indicators.vocabulary import Accumulation, Frequency, Unit, YearBasis


class Numbers(Protocol):
    """The numbers of one figure, as stored or as read."""

    @property
    def value(self) -> Decimal | None: ...
    @property
    def numerator(self) -> Decimal | None: ...
    @property
    def denominator(self) -> Decimal | None: ...
    @property
    def decimal_places(self) -> int: ...


Values = Mapping[date, Decimal]
"""A measure's values by the first day of the month."""


# A year to date, with the months that it covers and whether each of them that is due has a figure


def year_to_date_is_not_the_sum(
    accumulation: Accumulation, total: Decimal, months: Values, *, is_complete: bool
) -> str:
    """The typed year to date of a flow is the sum of its months; where a month has no figure, it is no less."""
    if accumulation != Accumulation.FLOW:
        return ""
    months_sum = sum(months.values(), Decimal(0))
    if is_the_sum(total, months_sum, is_complete=is_complete):
        return ""
    return f"the year to date is {plain(total)}, but its months add up to {plain(months_sum)}"


def year_to_date_is_not_the_last(
    accumulation: Accumulation, total: Decimal, months: Values, *, is_complete: bool
) -> str:
    """The typed year to date of a running total, a stock or a latest figure is the figure of its last month."""
    last = max(months)
    stands_for_the_year = (Accumulation.RUNNING_TOTAL, Accumulation.STOCK, Accumulation.LATEST)
    if accumulation not in stands_for_the_year or months[last] == total:
        return ""
    return f"the year to date is {plain(total)}, but {last:%B %Y}, its last month, is {plain(months[last])}"


def year_to_date_is_outside_its_months(
    accumulation: Accumulation, total: Decimal, months: Values, *, is_complete: bool
) -> str:
    """A ratio's year to date lies between its lowest and its highest month, for it is their weighted mean."""
    low, high = min(months.values()), max(months.values())
    if accumulation != Accumulation.RATIO or not is_complete or low <= total <= high:
        return ""
    return f"the year to date is {plain(total)}%, but its months lie between {plain(low)}% and {plain(high)}%"


def running_total_falls(accumulation: Accumulation, basis: YearBasis, months: Values) -> dict[date, str]:
    """A running total never falls within its year; one of an academic year starts again in September."""
    if accumulation != Accumulation.RUNNING_TOTAL:
        return {}
    falls = {}
    for month in falls_within_year(months, basis):
        before = max(earlier for earlier in months if earlier < month)
        falls[month] = (
            f"the running total falls from {plain(months[before])} in {before:%B %Y} to {plain(months[month])} in "
            f"{month:%B %Y}"
        )
    return falls


# One figure by itself


def percentage_contradicts_its_numbers(unit: Unit, figure: Numbers) -> str:
    """A percentage is its numerator over its denominator, rounded half up to the decimals printed."""
    if figure.value is None or figure.numerator is None or not figure.denominator:
        return ""
    worked_out = percentage(figure.numerator, figure.denominator, figure.decimal_places)
    if worked_out == printed(figure.value, figure.decimal_places):
        return ""
    return (
        f"the cell says {plain(figure.value)}%, but {plain(figure.numerator)} of {plain(figure.denominator)} is "
        f"{worked_out}%"
    )


def numerator_is_not_part_of_denominator(unit: Unit, figure: Numbers) -> str:
    """A numerator is a part of its denominator: not negative, not the larger, and not of nothing."""
    if figure.numerator is None or figure.denominator is None:
        return ""
    if 0 <= figure.numerator <= figure.denominator and figure.denominator:
        return ""
    return f"{plain(figure.numerator)} of {plain(figure.denominator)} is no part of a whole"


def denominator_is_nothing(unit: Unit, figure: Numbers) -> str:
    """Whatever is divided is divided by more than nothing, and is not negative."""
    if figure.numerator is None or figure.denominator is None:
        return ""
    if figure.denominator > 0 and figure.numerator >= 0:
        return ""
    return f"{plain(figure.numerator)} cannot be divided by {plain(figure.denominator)}"


def percentage_beyond_100(unit: Unit, figure: Numbers) -> str:
    """A percentage lies between 0 and 100."""
    if unit != Unit.PERCENTAGE or figure.value is None or 0 <= figure.value <= 100:
        return ""
    return f"{plain(figure.value)}% is not between 0% and 100%"


def negative_count(unit: Unit, figure: Numbers) -> str:
    """A count is never negative."""
    if unit != Unit.COUNT or figure.value is None or figure.value >= 0:
        return ""
    return f"a count cannot be {plain(figure.value)}"


def negative_rate(unit: Unit, figure: Numbers) -> str:
    """A rate and a duration are never negative; an average can be one of changes."""
    value = figure.value
    if unit not in (Unit.RATE_PER_10000, Unit.WEEKS) or value is None or value >= 0:
        return ""
    return f"a figure in {Unit(unit).label} cannot be {plain(value)}"


def count_is_not_whole(unit: Unit, figure: Numbers) -> str:
    """A count of people is a whole number."""
    value = figure.value
    if unit != Unit.COUNT or value is None or value == value.to_integral_value():
        return ""
    return f"{plain(value)} is no count of people"


# The arithmetic


def is_the_sum(total: Decimal, known: Decimal, *, is_complete: bool) -> bool:
    """Whether a total can be the sum of parts of which `known` is what the known ones add up to."""
    return total == known if is_complete else total >= known


def percentage(numerator: Decimal, denominator: Decimal, decimal_places: int) -> Decimal:
    """100 x numerator / denominator, rounded half up, in whole numbers throughout: 2/3 with 1 place is 66.7."""
    top, bottom = (numerator * 100).as_integer_ratio(), denominator.as_integer_ratio()
    scaled, divisor = top[0] * bottom[1] * 10**decimal_places, top[1] * bottom[0]
    return Decimal((2 * scaled + divisor) // (2 * divisor)).scaleb(-decimal_places)


def amount_of_month(
    accumulation: Accumulation, basis: YearBasis, months: Values, month: date, step: int = 1
) -> Decimal | None:
    """What one month (or quarter, `step` 3) counted by itself; none where that is not known.

    A running total starts in the first month of its year; later it counts what it has more than the period before.
    """
    if month not in months or accumulation != Accumulation.RUNNING_TOTAL:
        return months.get(month)
    before = add_months(month, -step)
    if year_start(before, basis) != year_start(month, basis):
        return months[month]
    return months[month] - months[before] if before in months else None


def falls_within_year(values: Values, basis: YearBasis) -> list[date]:
    """The months below the month before them, where both lie in one year (an academic one starts in September)."""
    return [
        month
        for before, month in pairwise(sorted(values))
        if year_start(before, basis) == year_start(month, basis) and values[month] < values[before]
    ]


@lru_cache(maxsize=1024)
def months_due(first: date, last: date, frequency: Frequency) -> tuple[date, ...]:
    """The months from the first to the last of which a figure is due: each, or each quarter's last; none of a year."""
    if frequency == Frequency.ANNUAL:
        return ()
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    months: Iterable[date] = (add_months(first, offset) for offset in range(count))
    return tuple(month for month in months if frequency != Frequency.QUARTERLY or month.month in QUARTER_ENDS)


def plain(value: Decimal) -> str:
    """A value for a sentence: thousands separated, without trailing zeros, and with no more than 4 decimals."""
    return f"{round(value, 4).normalize():,f}"
