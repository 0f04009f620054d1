"""Months and years: all dates are the first day of a month."""

from datetime import date
from functools import lru_cache

from indicators.vocabulary import YearBasis

FIRST_MONTH = {YearBasis.FINANCIAL: 4, YearBasis.CALENDAR: 1, YearBasis.ACADEMIC: 9}
QUARTER_ENDS = frozenset({3, 6, 9, 12})
"""The last months of quarters, the same in financial and calendar years."""


@lru_cache(maxsize=1024)
def month_in_words(month: date) -> str:
    """`June 2020`."""
    return f"{month:%B %Y}"


def add_months(month: date, months: int) -> date:
    """The first day of the month that many months later."""
    years, index = divmod(month.year * 12 + month.month - 1 + months, 12)
    return date(years, index + 1, 1)


def year_start(month: date, basis: YearBasis) -> date:
    """The first month of the year, on that basis, in which a month lies."""
    first = FIRST_MONTH[YearBasis(basis)]
    return date(month.year if month.month >= first else month.year - 1, first, 1)


@lru_cache(maxsize=1024)
def months_to_date(reporting_year: int, basis: YearBasis, as_at: date) -> tuple[date, ...]:
    """The columns of an index that make up its year to date; none where that year began before the columns do."""
    columns = index_months(reporting_year, basis)
    last = min(as_at, columns[-1])
    first = year_start(last, basis)
    return tuple(month for month in columns if first <= month <= last) if first >= columns[0] else ()


@lru_cache(maxsize=256)
def index_months(reporting_year: int, basis: YearBasis) -> tuple[date, ...]:
    """The twelve columns of an index: April to March, or January to December for indicators on calendar years.

    An academic-year indicator stands in the financial year's columns, as in the council's index.
    """
    first = date(reporting_year, 1 if basis == YearBasis.CALENDAR else 4, 1)
    return tuple(add_months(first, offset) for offset in range(12))
