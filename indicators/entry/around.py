"""What is known around one figure when it is entered: plain frozen dataclasses, without a database."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property

from indicators.contradictions import amount_of_month, plain
from indicators.formatting import FigureLike
from indicators.periods import add_months
from indicators.vocabulary import Accumulation, DefinitionRelationKind, Frequency, Unit, YearBasis


@dataclass(frozen=True)
class Series:
    """One measure: its definition's words and its figures of all years.

    `months` are by the first day of the month, `years_to_date` those that somebody typed, by the first day of the last
    month that they cover. Within a dataset and year the number tells an indicator from others.
    """

    number: str
    title: str
    unit: Unit
    accumulation: Accumulation
    frequency: Frequency
    year_basis: YearBasis
    months: Mapping[date, FigureLike] = field(default_factory=dict)
    years_to_date: Mapping[date, FigureLike] = field(default_factory=dict)
    target_low: Decimal | None = None
    target_high: Decimal | None = None

    def text(self, value: Decimal) -> str:
        """A value of this measure in a sentence: `3,422`, `97%`."""
        return f"{plain(value)}%" if self.unit == Unit.PERCENTAGE else plain(value)


@dataclass(frozen=True)
class Related:
    """What a person has confirmed to hold: “this `kind` other”, as in DefinitionRelation.

    Give those that touch the figure's indicator, and the other parts of its whole and flows of its stock; more do no
    harm. An indicator with several measures has no series to give, for nothing says which of them is meant.
    """

    this: Series
    kind: DefinitionRelationKind
    other: Series


@dataclass(frozen=True)
class Around:
    """One figure for a month, or for the year to date up to it, and everything that it is judged against.

    What `series` (or a relation) holds in the figure's own place is left aside: `figure` stands there. Where several
    figures are entered at once, `series` and `relations` hold the others as they will be.
    `as_at` is the first day of the last month that figures are as at.
    """

    series: Series
    month: date
    figure: FigureLike
    as_at: date
    is_year_to_date: bool = False
    relations: tuple[Related, ...] = ()

    @property
    def same_month_last_year(self) -> FigureLike | None:
        before = add_months(self.month, -12)
        return (self.series.years_to_date if self.is_year_to_date else self.series.months).get(before)

    def months_of(self, series: Series) -> dict[date, Decimal]:
        """The values of a measure by month, in the order of time, with the figure in its place."""
        months = dict(series.months)
        if series.number == self.series.number and not self.is_year_to_date:
            months[self.month] = self.figure
        return {month: each.value for month, each in sorted(months.items()) if each.value is not None}

    def years_to_date_of(self, series: Series) -> dict[date, Decimal]:
        """The values that were typed as years to date, in the order of time, with the figure in its place."""
        totals = dict(series.years_to_date)
        if series.number == self.series.number and self.is_year_to_date:
            totals[self.month] = self.figure
        return {month: each.value for month, each in sorted(totals.items()) if each.value is not None}

    @cached_property
    def amounts(self) -> dict[date, Decimal]:
        """What each month of the measure is judged by: its value, or what a running total adds in it."""
        series, months = self.series, self.months_of(self.series)
        step = 3 if series.frequency == Frequency.QUARTERLY else 1
        amounts = {
            month: amount_of_month(series.accumulation, series.year_basis, months, month, step) for month in months
        }
        return {month: amount for month, amount in amounts.items() if amount is not None}

    def same_period_of(self, series: Series) -> FigureLike | None:
        """The figure of a measure for the period of this one."""
        if series.number == self.series.number:
            return self.figure
        return (series.years_to_date if self.is_year_to_date else series.months).get(self.month)


@dataclass(frozen=True)
class Question:
    """What is odd, or impossible, about a figure. `rule` is the name of the rule, `sentence` says what it saw."""

    rule: str
    sentence: str
