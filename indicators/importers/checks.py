"""What a workbook contradicts by itself: one function a rule, its docstring the rule, its name the finding's `rule`.

Each rule yields (location, what is wrong) for one measure; `check_measures` makes findings of them. What does not
speak of a sheet stands in `indicators/contradictions.py`, where the entry of figures finds it too.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import wraps
from typing import Protocol

from indicators import contradictions
from indicators.importers.parsed import Finding, Location, ParsedFigure, ParsedIndicator, ParsedMeasure, Severity
from indicators.periods import FIRST_MONTH, add_months
from indicators.vocabulary import Frequency, Unit, YearBasis

Contradictions = Iterator[tuple[Location, str]]
Rule = Callable[[ParsedIndicator, ParsedMeasure, date], Contradictions]

AS_TYPED = "It was read as typed; check it."
NOT_READ = "The cell was not read; correct it"


def _of_year_to_date(rule: Callable[..., str]) -> Rule:
    """A rule of contradictions about a year to date, which has a value and months with values."""

    @wraps(rule)
    def found(indicator: ParsedIndicator, measure: ParsedMeasure, as_at: date) -> Contradictions:
        total, values = measure.year_to_date, measure.values
        if total is None or total.value is None or not values:
            return
        is_complete = not _months_without_value(indicator, measure, as_at) and _starts_with_its_year(indicator)
        sentence = rule(indicator.accumulation, total.value, values, is_complete=is_complete)
        if sentence:
            yield total.location, f"{sentence}. {AS_TYPED}"

    return found


def _of_figure(rule: Callable[[Unit, ParsedFigure], str], what_to_do: str) -> Rule:
    """A rule of contradictions about one figure by itself."""

    @wraps(rule)
    def found(indicator: ParsedIndicator, measure: ParsedMeasure, as_at: date) -> Contradictions:
        for figure in measure.figures:
            sentence = rule(indicator.unit, figure)
            if sentence:
                yield figure.location, f"{sentence}{what_to_do}"

    return found


year_to_date_is_not_the_sum = _of_year_to_date(contradictions.year_to_date_is_not_the_sum)
year_to_date_is_not_the_last = _of_year_to_date(contradictions.year_to_date_is_not_the_last)
year_to_date_is_outside_its_months = _of_year_to_date(contradictions.year_to_date_is_outside_its_months)
percentage_contradicts_its_numbers = _of_figure(contradictions.percentage_contradicts_its_numbers, f". {AS_TYPED}")
percentage_beyond_100 = _of_figure(contradictions.percentage_beyond_100, f". {AS_TYPED}")
numerator_is_not_part_of_denominator = _of_figure(
    contradictions.numerator_is_not_part_of_denominator, f". {NOT_READ}."
)
negative_count = _of_figure(contradictions.negative_count, f". {NOT_READ}.")
count_is_not_whole = _of_figure(
    contradictions.count_is_not_whole,
    f". {NOT_READ}, or let the title say what it is (“Average …”, “… rate per 10,000”).",
)


@wraps(contradictions.running_total_falls)
def running_total_falls(indicator: ParsedIndicator, measure: ParsedMeasure, as_at: date) -> Contradictions:
    falls = contradictions.running_total_falls(indicator.accumulation, indicator.year_basis, measure.values)
    for month, sentence in falls.items():
        yield measure.outturns[month].location, f"{sentence}. {AS_TYPED}"


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


def months_due(indicator: ParsedIndicator, measure: ParsedMeasure, as_at: date) -> tuple[date, ...]:
    """From the first month with anything in it up to `as_at`, at most a year: each month, or each quarter's last."""
    first = min(measure.outturns, default=None)
    if first is None:
        return ()
    return contradictions.months_due(first, min(as_at, add_months(first, 11)), indicator.frequency)


def _months_without_value(indicator: ParsedIndicator, measure: ParsedMeasure, as_at: date) -> list[date]:
    return [month for month in months_due(indicator, measure, as_at) if month not in measure.values]


def _starts_with_its_year(indicator: ParsedIndicator) -> bool:
    """Whether the table has a column for the first month, or quarter, of the year: otherwise months are missing."""
    first = FIRST_MONTH[indicator.year_basis]
    if indicator.first_month is None or indicator.year_basis is YearBasis.ACADEMIC:
        return True
    return indicator.first_month.month in (first, first + 2 if indicator.frequency is Frequency.QUARTERLY else first)


def _about(indicator: ParsedIndicator, measure: ParsedMeasure) -> str:
    return f"Indicator {indicator.number} ({measure.name})" if measure.name else f"Indicator {indicator.number}"
