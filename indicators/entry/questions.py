"""Questions, not walls: what is impossible about a figure is refused, what is odd is asked. No database.

One function a rule, its docstring the rule and its name the question's `rule`; each gives sentences of what it saw.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import Decimal

from indicators import contradictions
from indicators.contradictions import months_due
from indicators.entry import agreement, variation
from indicators.entry.around import Around, Question
from indicators.periods import year_start
from indicators.vocabulary import Accumulation, Unit

Rule = Callable[[Around], Iterable[str]]


def impossible(around: Around) -> list[Question]:
    """Why the figure cannot be true; where there is anything, it is refused and nothing is stored."""
    return _asked(REFUSED, around)


def odd(around: Around) -> list[Question]:
    """What is to be explained about the figure before it can be submitted; nothing where there is no value."""
    return [] if around.figure.value is None else _asked(QUERIED, around)


def _asked(rules: Iterable[Rule], around: Around) -> list[Question]:
    return [
        Question(rule.__name__, sentence[0].upper() + sentence[1:] + ".")
        for rule in rules
        for sentence in rule(around)
        if sentence
    ]


# What is refused


def negative_count(around: Around) -> Iterator[str]:
    """A count is never negative."""
    yield contradictions.negative_count(around.series.unit, around.figure)


def negative_rate(around: Around) -> Iterator[str]:
    """A rate and a duration are never negative; an average can be one of changes."""
    yield contradictions.negative_rate(around.series.unit, around.figure)


def count_is_not_whole(around: Around) -> Iterator[str]:
    """A count of people is a whole number."""
    yield contradictions.count_is_not_whole(around.series.unit, around.figure)


def denominator_is_nothing(around: Around) -> Iterator[str]:
    """Whatever is divided is divided by more than nothing, and is not negative."""
    yield contradictions.denominator_is_nothing(around.series.unit, around.figure)


def numerator_is_not_part_of_denominator(around: Around) -> Iterator[str]:
    """A numerator is a part of its denominator. The total that an average divides is none, nor is a numerator of what
    has been beyond 100 % before."""
    has_part = around.series.unit not in (Unit.AVERAGE, Unit.WEEKS) and not _goes_beyond_100(around)
    if has_part and not contradictions.denominator_is_nothing(around.series.unit, around.figure):
        yield contradictions.numerator_is_not_part_of_denominator(around.series.unit, around.figure)


def percentage_beyond_100(around: Around) -> Iterator[str]:
    """A percentage lies between 0 and 100, unless the measure has been beyond that before or its target is."""
    if not _goes_beyond_100(around):
        yield contradictions.percentage_beyond_100(around.series.unit, around.figure)


# What is asked


def percentage_beyond_100_as_before(around: Around) -> Iterator[str]:
    """A percentage lies between 0 and 100, unless its target does not; one bad figure does not make another right."""
    if not _target_is_beyond_100(around):
        yield contradictions.percentage_beyond_100(around.series.unit, around.figure)


def figure_after_as_at(around: Around) -> Iterator[str]:
    """No month after the one that figures are as at has a figure."""
    if around.month > around.as_at:
        yield f"{around.month:%B %Y} is later than {around.as_at:%B %Y}, the month that figures are as at"


def outside_natural_limits(around: Around) -> Iterator[str]:
    """A figure lies within the natural process limits of the measure's own history, of 12 other months or more."""
    yield variation.outside_natural_limits(around)


def jump_against_last_year(around: Around) -> Iterator[str]:
    """A figure differs from that of the same month last year by no more than the measure varies by itself."""
    yield variation.jump_against_last_year(around)


def running_total_falls(around: Around) -> Iterator[str]:
    """A running total never falls within its year: neither to this month nor from it to the next."""
    months = around.months_of(around.series)
    falls = contradictions.running_total_falls(around.series.accumulation, around.series.year_basis, months)
    following = min((month for month in months if month > around.month), default=None)
    if not around.is_year_to_date:
        yield falls.get(around.month, "")
        yield falls.get(following, "") if following else ""


def year_to_date_falls(around: Around) -> Iterator[str]:
    """The year to date of what adds up never falls within its year."""
    if around.is_year_to_date and around.series.accumulation in (Accumulation.FLOW, Accumulation.RUNNING_TOTAL):
        totals = around.years_to_date_of(around.series)
        for month in contradictions.falls_within_year(totals, around.series.year_basis):
            before = max(earlier for earlier in totals if earlier < month)
            if around.month in (before, month):
                yield (
                    f"the year to date falls from {contradictions.plain(totals[before])} up to {before:%B %Y} to "
                    f"{contradictions.plain(totals[month])} up to {month:%B %Y}"
                )


def year_to_date_is_not_the_sum(around: Around) -> Iterator[str]:
    """The typed year to date of a flow is the sum of its months; where a month has no figure, it is no less."""
    return _years_to_date(contradictions.year_to_date_is_not_the_sum, around)


def year_to_date_is_not_the_last(around: Around) -> Iterator[str]:
    """The typed year to date of a running total, a stock or a latest figure is the figure of its last month."""
    return _years_to_date(contradictions.year_to_date_is_not_the_last, around)


def year_to_date_is_outside_its_months(around: Around) -> Iterator[str]:
    """A ratio's year to date lies between its lowest and its highest month, for it is their weighted mean."""
    return _years_to_date(contradictions.year_to_date_is_outside_its_months, around)


def _years_to_date(rule: Callable[..., str], around: Around) -> Iterator[str]:
    """What a rule says of each typed year to date that the figure is, or that its month is part of."""
    series = around.series
    start = year_start(around.month, series.year_basis)
    months = around.months_of(series)
    for last, total in around.years_to_date_of(series).items():
        is_its_own = last == around.month if around.is_year_to_date else last >= around.month
        if not is_its_own or year_start(last, series.year_basis) != start:
            continue
        within = {month: value for month, value in months.items() if start <= month <= last}
        every_month_counts = series.accumulation in (Accumulation.FLOW, Accumulation.RATIO)
        if within and (every_month_counts or around.is_year_to_date or around.month == max(within)):
            is_complete = all(month in within for month in months_due(start, last, series.frequency))
            yield _once_up_to(last, rule(series.accumulation, total, within, is_complete=is_complete), around)


def _once_up_to(last: date, sentence: str, around: Around) -> str:
    """Says which year to date is meant where it is not that of the figure's own month."""
    if last == around.month:
        return sentence
    return sentence.replace("the year to date", f"the year to date up to {last:%B %Y}", 1)


def _goes_beyond_100(around: Around) -> bool:
    """Whether the measure's other figures, or its target, go beyond 0 to 100 on the side on which the figure does."""
    value, series = around.figure.value, around.series
    others = [
        each.value
        for figures, is_own in (
            (series.months, not around.is_year_to_date),
            (series.years_to_date, around.is_year_to_date),
        )
        for month, each in figures.items()
        if each.value is not None and not (is_own and month == around.month)
    ]
    side = [other < 0 if value is not None and value < 0 else other > 100 for other in others]
    return any(side) or _target_is_beyond_100(around)


def _target_is_beyond_100(around: Around) -> bool:
    """Whether the target lies beyond 100, or below 0 where the figure does."""
    low, high, value = around.series.target_low, around.series.target_high, around.figure.value
    if value is not None and value < 0:
        return low is not None and low < 0
    return high is not None and high > Decimal(100)


REFUSED: tuple[Rule, ...] = (
    negative_count,
    negative_rate,
    count_is_not_whole,
    denominator_is_nothing,
    numerator_is_not_part_of_denominator,
    percentage_beyond_100,
)
"""Every rule that a figure has to keep."""

QUERIED: tuple[Rule, ...] = (
    figure_after_as_at,
    percentage_beyond_100_as_before,
    agreement.percentage_contradicts_its_numbers,
    agreement.typed_number_is_not_the_other_figure,
    running_total_falls,
    year_to_date_falls,
    year_to_date_is_not_the_sum,
    year_to_date_is_not_the_last,
    year_to_date_is_outside_its_months,
    outside_natural_limits,
    jump_against_last_year,
    agreement.parts_do_not_add_up,
    agreement.stock_does_not_fit_its_flows,
    agreement.counts_more_than_what_it_is_taken_from,
    agreement.complements_do_not_make_100,
    agreement.same_figure_differs,
)
"""Every rule that a figure may break with an explanation."""
