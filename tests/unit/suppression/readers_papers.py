"""Papers for the reader: an indicator is what a test says of it, as at the month the test says."""

from datetime import date
from decimal import Decimal
from typing import Any

import msgspec

from indicators.periods import add_months
from suppression.paper import (
    Hidden,
    PaperIndicator,
    PaperMeasure,
    PaperRelation,
    Part1Paper,
    PublicFigure,
    Rated,
    Shown,
    Summary,
    YearFigure,
)
from tests.unit.reports import papers
from tests.unit.reports.papers import HIDDEN, NOT_RATED

DECEMBER = date(2020, 12, 1)
LAST_YEAR = tuple(add_months(month, -12) for month in papers.MONTHS)


def count(number: int) -> Shown:
    return Shown(f"{number:,}", Decimal(number))


def of(numerator: int | None, denominator: int | None, printed: str, *hidden: Any) -> Shown:
    """A percentage as it is printed, with the numbers that are shown with it."""
    shown = [str(number) for number in (numerator, denominator) if number is not None]
    return Shown(
        f"{printed}%" + (f" ({'/'.join(shown)})" if shown else ""),
        Decimal(printed),
        None if numerator is None else Decimal(numerator),
        None if denominator is None else Decimal(denominator),
        numbers_hidden=hidden,
    )


def figures(*given: int | PublicFigure | None) -> tuple[PublicFigure | None, ...]:
    return tuple(count(each) if isinstance(each, int) else each for each in given)


def measure(
    *given: int | PublicFigure | None,
    total: int | PublicFigure | None = None,
    own: dict[str, int | PublicFigure] | None = None,
    name: str = "",
    months: tuple[date, ...] = papers.MONTHS,
) -> PaperMeasure:
    """Figures from the first month on, the year to date, and the council's own figures by year."""
    return papers.measure(
        *figures(*given),
        name=name,
        year_to_date=figures(total)[0],
        benchmarks=tuple(YearFigure("own", year, figures(each)[0]) for year, each in (own or {}).items()),
        months=months,
    )


def indicator(number: str, *measures: PaperMeasure, **said: Any) -> PaperIndicator:
    """Indicator `number` with that key; related to those named as kind=key, and not rated unless said."""
    related = {kind: said.pop(kind) for kind in list(said) if kind.endswith(("_of", "_is", "_as", "excludes"))}
    relations = tuple(PaperRelation(kind, other) for kind, other in related.items())
    return papers.indicator(number, *measures, **({"key": number, "rating": NOT_RATED, "relations": relations} | said))


def percentages(number: str, *given: Any, **said: Any) -> PaperIndicator:
    return indicator(number, *given, **({"unit": "percentage", "accumulation": "latest"} | said))


def paper(*indicators: PaperIndicator, as_at: date = DECEMBER, months: tuple[date, ...] = papers.MONTHS) -> Part1Paper:
    ratings = [each.rating for each in indicators]
    shown = [rating.rating for rating in ratings if isinstance(rating, Rated)]
    return msgspec.structs.replace(
        papers.paper(*indicators),
        as_at=as_at,
        months=months,
        summary=Summary(
            indicators=len(ratings),
            on_track=shown.count("green"),
            below_expectation=shown.count("amber") + shown.count("red"),
            part_two_only=sum(isinstance(rating, Hidden) for rating in ratings),
            not_rated=shown.count("none"),
        ),
    )


__all__ = [
    "DECEMBER",
    "HIDDEN",
    "LAST_YEAR",
    "count",
    "figures",
    "indicator",
    "measure",
    "of",
    "paper",
    "percentages",
]
