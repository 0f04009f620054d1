"""For which months a figure is expected, and for which it is due: from the definition and the day, never stored."""

from datetime import date, timedelta
from functools import lru_cache

from django.db.models import Q

from indicators.models import Dataset, IndicatorDefinition
from indicators.periods import QUARTER_ENDS, add_months, index_months
from indicators.vocabulary import Frequency, YearBasis


@lru_cache(maxsize=512)
def open_months(reporting_year: int, basis: str, retired_from: date | None) -> tuple[date, ...]:
    """The months of a definition's year that take figures: its columns, until the indicator is retired."""
    months = index_months(reporting_year, YearBasis(basis))
    return tuple(month for month in months if retired_from is None or month < retired_from)


@lru_cache(maxsize=512)
def expected_months(reporting_year: int, basis: str, frequency: str, retired_from: date | None) -> tuple[date, ...]:
    """Those of them for which a figure is expected: every month, each quarter's last, or, annually, none."""
    if frequency == Frequency.ANNUAL:
        return ()
    months = open_months(reporting_year, basis, retired_from)
    return tuple(month for month in months if frequency == Frequency.MONTHLY or month.month in QUARTER_ENDS)


def expected_in(month: date) -> Q:
    """The same of one month, for a query of definitions."""
    frequencies = [Frequency.MONTHLY, *([Frequency.QUARTERLY] if month.month in QUARTER_ENDS else [])]
    not_retired = Q(indicator__retired_from__isnull=True) | Q(indicator__retired_from__gt=month)
    calendar = Q(year_basis=YearBasis.CALENDAR)
    financial_year = month.year if month.month >= 4 else month.year - 1
    in_its_columns = (calendar & Q(reporting_year=month.year)) | (~calendar & Q(reporting_year=financial_year))
    return Q(frequency__in=frequencies) & not_retired & in_its_columns


def months_due(definition: IndicatorDefinition, dataset: Dataset, today: date) -> list[date]:
    """The months of the definition's year whose figures are due: the latest that has ended, and all whose day passed.

    The definition's indicator has to be loaded with it.
    """
    return due_among(
        expected_months(
            definition.reporting_year, definition.year_basis, definition.frequency, definition.indicator.retired_from
        ),
        dataset,
        today,
    )


def due_among(months: tuple[date, ...], dataset: Dataset, today: date) -> list[date]:
    """Which of the months are due on a day."""
    latest = latest_ended(today)
    return [month for month in months if month == latest or due_on(dataset, month) < today]


def latest_ended(today: date) -> date:
    """The latest month that is over."""
    return add_months(today.replace(day=1), -1)


def due_on(dataset: Dataset, month: date) -> date:
    """The last day on which the month's figures are in time."""
    return add_months(month, 1) + timedelta(days=dataset.days_to_submit - 1)
