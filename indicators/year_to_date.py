"""The year to date that follows from the months: the one place that works it out."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from indicators.periods import months_to_date
from indicators.vocabulary import Accumulation, YearBasis


def worked_out(
    accumulation: Accumulation | str,
    reporting_year: int,
    basis: YearBasis,
    as_at: date,
    values: Mapping[date, Decimal | None],
) -> Decimal | None:
    """The year to date of a flow that nobody typed: the sum of its months up to `as_at`, if none is missing.

    `values` are the measure's by the first day of the month. Of other accumulations nothing is worked out: their year
    to date is what somebody says it is.
    """
    if accumulation != Accumulation.FLOW:
        return None
    found = [values.get(month) for month in months_to_date(reporting_year, basis, as_at)]
    there = [value for value in found if value is not None]
    return sum(there, Decimal(0)) if there and len(there) == len(found) else None
