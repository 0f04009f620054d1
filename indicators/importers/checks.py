"""What a workbook contradicts by itself: one function a rule, its docstring the rule, its name the finding's `rule`.

Each rule yields (location, what is wrong) for one measure; `check_measures` makes findings of them.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Protocol

from indicators.importers.parsed import Finding, Location, ParsedFigure, ParsedIndicator, ParsedMeasure, Severity
from indicators.importers.proposals import QUARTER_ENDS, falls_within_year
from indicators.vocabulary import Accumulation, Frequency, Unit

Contradictions = Iterator[tuple[Location, str]]
Rule = Callable[[ParsedIndicator, ParsedMeasure, date], Contradictions]

AS_TYPED = "It was read as typed; check it."


def year_to_date_is_not_the_sum(indicator: ParsedIndicator, measure: ParsedMeasure, as_at: date) -> Contradictions:
    """The typed year to date of a flow is the sum of its months; where a month has no figure, it is no less."""
    total, values = measure.year_to_date, _values(measure)
    if indicator.accumulation is not Accumulation.FLOW or total is None or total.value is None or not values:
        return
    months_sum = sum(values.values(), Decimal(0))
    is_complete = not _months_without_value(indicator, measure, as_at)
    if months_sum > total.value or (is_complete and months_sum != total.value):
        yield (
            total.location,
            f"the year to date is {_plain(total.value)}, but its months add up to {_plain(months_sum)}. {AS_TYPED}",
        )


def year_to_date_is_not_the_last(indicator: ParsedIndicator, measure: ParsedMeasure, as_at: date) -> Contradictions:
    """The typed year to date of a running total, a stock or a latest figure is the figure of its last month."""
    total, values = measure.year_to_date, _values(measure)
    stands_for_the_year = (Accumulation.RUNNING_TOTAL, Accumulation.STOCK, Accumulation.LATEST)
    if indicator.accumulation not in stands_for_the_year or total is None or total.value is None or not values:
        return
    last = max(values)
    if values[last] != total.value:
        yield (
            total.location,
            f"the year to date is {_plain(total.value)}, but {last:%B %Y}, its last month, is {_plain(values[last])}. "
            f"{AS_TYPED}",
        )


def year_to_date_is_outside_its_months(
    indicator: ParsedIndicator, measure: ParsedMeasure, as_at: date
) -> Contradictions:
    """A ratio's year to date lies between its lowest and its highest month, for it is their weighted mean."""
    total, values = measure.year_to_date, _values(measure)
    if indicator.accumulation is not Accumulation.RATIO or total is None or total.value is None or not values:
        return
    low, high = min(values.values()), max(values.values())
    if not low <= total.value <= high and not _months_without_value(indicator, measure, as_at):
        yield (
            total.location,
            f"the year to date is {_plain(total.value)}%, but its months lie between {_plain(low)}% and "
            f"{_plain(high)}%. {AS_TYPED}",
        )


def running_total_falls(indicator: ParsedIndicator, measure: ParsedMeasure, as_at: date) -> Contradictions:
    """A running total never falls within its year; one of an academic year starts again in September."""
    values = _values(measure)
    if indicator.accumulation is not Accumulation.RUNNING_TOTAL:
        return
    for month in falls_within_year(values, indicator.year_basis):
        before = max(earlier for earlier in values if earlier < month)
        yield (
            measure.outturns[month].location,
            f"the running total falls from {_plain(values[before])} in {before:%B %Y} to {_plain(values[month])} in "
            f"{month:%B %Y}. {AS_TYPED}",
        )


def percentage_contradicts_its_numbers(
    indicator: ParsedIndicator, measure: ParsedMeasure, as_at: date
) -> Contradictions:
    """A percentage is its numerator over its denominator, rounded half up to the decimals printed."""
    for figure in _figures(measure):
        if figure.value is None or figure.numerator is None or not figure.denominator:
            continue
        worked_out = percentage(figure.numerator, figure.denominator, figure.decimal_places)
        if worked_out != figure.value:
            yield (
                figure.location,
                f"the cell says {_plain(figure.value)}%, but {_plain(figure.numerator)} of "
                f"{_plain(figure.denominator)} is {worked_out}%. {AS_TYPED}",
            )


def numerator_is_not_part_of_denominator(
    indicator: ParsedIndicator, measure: ParsedMeasure, as_at: date
) -> Contradictions:
    """A numerator is a part of its denominator: not negative, not the larger, and not of nothing."""
    for figure in _figures(measure):
        if figure.numerator is None or figure.denominator is None:
            continue
        if not 0 <= figure.numerator <= figure.denominator or not figure.denominator:
            yield (
                figure.location,
                f"{_plain(figure.numerator)} of {_plain(figure.denominator)} is no part of a whole. "
                "The cell was not read; correct it.",
            )


def percentage_beyond_100(indicator: ParsedIndicator, measure: ParsedMeasure, as_at: date) -> Contradictions:
    """A percentage lies between 0 and 100."""
    for figure in _figures(measure):
        if indicator.unit is Unit.PERCENTAGE and figure.value is not None and not 0 <= figure.value <= 100:
            yield figure.location, f"{_plain(figure.value)}% is not between 0% and 100%. {AS_TYPED}"


def figure_after_as_at(indicator: ParsedIndicator, measure: ParsedMeasure, as_at: date) -> Contradictions:
    """No month after the one that the index is as at has a figure."""
    for month, figure in measure.outturns.items():
        if month > as_at and figure.value is not None:
            yield figure.location, f"there is a figure for {month:%B %Y}, but the index ends {as_at:%B %Y}. {AS_TYPED}"


def month_without_figure(indicator: ParsedIndicator, measure: ParsedMeasure, as_at: date) -> Contradictions:
    """No month in which the indicator is due, up to the one that the index is as at, is blank."""
    blank = [month for month in months_due(indicator, measure, as_at) if month not in measure.outturns]
    if blank:
        months = ", ".join(f"{month:%B %Y}" for month in blank)
        yield indicator.location, f"there is nothing for {months}. A blank was read as not due, never as 0."


def negative_count(indicator: ParsedIndicator, measure: ParsedMeasure, as_at: date) -> Contradictions:
    """A count is never negative."""
    for figure in _figures(measure):
        if indicator.unit is Unit.COUNT and figure.value is not None and figure.value < 0:
            yield figure.location, f"a count cannot be {_plain(figure.value)}. The cell was not read; correct it."


def count_is_not_whole(indicator: ParsedIndicator, measure: ParsedMeasure, as_at: date) -> Contradictions:
    """A count of people is a whole number."""
    for figure in _figures(measure):
        value = figure.value
        if indicator.unit is Unit.COUNT and value is not None and value != value.to_integral_value():
            yield (
                figure.location,
                f"{_plain(value)} is no count of people. The cell was not read; correct it, or let the title "
                "say what it is (“Average …”, “… rate per 10,000”).",
            )


MEASURE_RULES: dict[Rule, Severity] = {
    year_to_date_is_not_the_sum: Severity.WARNING,
    year_to_date_is_not_the_last: Severity.WARNING,
    year_to_date_is_outside_its_months: Severity.WARNING,
    running_total_falls: Severity.WARNING,
    percentage_contradicts_its_numbers: Severity.WARNING,
    numerator_is_not_part_of_denominator: Severity.ERROR,
    percentage_beyond_100: Severity.WARNING,
    figure_after_as_at: Severity.WARNING,
    month_without_figure: Severity.NOTE,
    negative_count: Severity.ERROR,
    count_is_not_whole: Severity.ERROR,
}
"""Every rule about one measure, and how grave it is to break it."""


def check_measures(indicators: Iterable[ParsedIndicator], as_at: date) -> list[Finding]:
    """What every rule finds in every measure."""
    return [
        Finding(severity, rule.__name__, f"{_about(indicator, measure)}, {location.cell}: {what}", location)
        for indicator in indicators
        for measure in indicator.measures
        for rule, severity in MEASURE_RULES.items()
        for location, what in rule(indicator, measure, as_at)
    ]


class NumberedRow(Protocol):
    """What a row is told apart by."""

    @property
    def number(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def location(self) -> Location: ...


def duplicate_number(rows: Iterable[NumberedRow]) -> list[Finding]:
    """No two rows of an index have one number; the second is stopped."""
    first: dict[str, NumberedRow] = {}
    findings = []
    for row in rows:
        earlier = first.setdefault(row.number, row)
        if earlier is not row:
            message = (
                f"Indicator {row.number} comes twice, in {earlier.location} (“{earlier.title}”) and in "
                f"{row.location} (“{row.title}”). The second row was not read; give it a number of its own and "
                "upload again. (A number such as 1.10 has to be text in Excel, which otherwise makes it 1.1.)"
            )
            findings.append(Finding(Severity.ERROR, "duplicate_number", message, row.location))
    return findings


def percentage(numerator: Decimal, denominator: Decimal, decimal_places: int) -> Decimal:
    """100 x numerator / denominator, rounded half up, in whole numbers throughout: 2/3 with 1 place is 66.7."""
    top, bottom = (numerator * 100).as_integer_ratio(), denominator.as_integer_ratio()
    scaled, divisor = top[0] * bottom[1] * 10**decimal_places, top[1] * bottom[0]
    return Decimal((2 * scaled + divisor) // (2 * divisor)).scaleb(-decimal_places)


def months_due(indicator: ParsedIndicator, measure: ParsedMeasure, as_at: date) -> list[date]:
    """From the first month with anything in it up to `as_at`, at most a year: each month, or each quarter's last."""
    first = min(measure.outturns, default=None)
    if first is None or indicator.frequency is Frequency.ANNUAL:
        return []
    numbers = [first.month - 1 + offset for offset in range(12)]
    months = [date(first.year + number // 12, number % 12 + 1, 1) for number in numbers]
    is_quarterly = indicator.frequency is Frequency.QUARTERLY
    return [month for month in months if month <= as_at and (not is_quarterly or month.month in QUARTER_ENDS)]


def _months_without_value(indicator: ParsedIndicator, measure: ParsedMeasure, as_at: date) -> list[date]:
    values = _values(measure)
    return [month for month in months_due(indicator, measure, as_at) if month not in values]


def _values(measure: ParsedMeasure) -> dict[date, Decimal]:
    return {month: figure.value for month, figure in sorted(measure.outturns.items()) if figure.value is not None}


def _figures(measure: ParsedMeasure) -> Iterator[ParsedFigure]:
    yield from (benchmark.figure for benchmark in measure.benchmarks)
    yield from measure.outturns.values()
    if measure.year_to_date is not None:
        yield measure.year_to_date


def _about(indicator: ParsedIndicator, measure: ParsedMeasure) -> str:
    return f"Indicator {indicator.number} ({measure.name})" if measure.name else f"Indicator {indicator.number}"


def _plain(value: Decimal) -> str:
    """A value for a message: without trailing zeros, and with no more than 4 decimals."""
    return f"{round(value, 4).normalize():f}"
