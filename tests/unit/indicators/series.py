"""Measures and their figures for the tests of what a figure is asked."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from indicators.entry.around import Around, Question, Series
from indicators.entry.questions import impossible, odd
from indicators.periods import add_months
from indicators.vocabulary import Accumulation, Frequency, Unit, YearBasis

DECEMBER = date(2020, 12, 1)
APRIL = date(2020, 4, 1)


@dataclass(frozen=True)
class AFigure:
    value: Decimal | None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    rate: Decimal | None = None
    decimal_places: int = 0
    absence: str = ""
    wording: str = ""


def figure(value: object, of: tuple[int, int] | None = None, decimal_places: int = 0) -> AFigure:
    top, bottom = of or (None, None)
    return AFigure(
        None if value is None else Decimal(str(value)),
        None if top is None else Decimal(top),
        None if bottom is None else Decimal(bottom),
        decimal_places=decimal_places,
    )


def months(*values: object, first: date = APRIL, step: int = 1) -> dict[date, AFigure]:
    """A figure for each month from the first; None leaves a month out."""
    return {add_months(first, place * step): figure(value) for place, value in enumerate(values) if value is not None}


def before(*values: object, last: date = date(2020, 11, 1)) -> dict[date, AFigure]:
    """A figure for each month up to the last."""
    return months(*values, first=add_months(last, 1 - len(values)))


COUNTS = Series(
    number="9",
    title="Number of referrals",
    unit=Unit.COUNT,
    accumulation=Accumulation.STOCK,
    frequency=Frequency.MONTHLY,
    year_basis=YearBasis.FINANCIAL,
)
PERCENTAGES = replace(COUNTS, number="10", unit=Unit.PERCENTAGE, accumulation=Accumulation.RATIO)


def around(series: Series, value: object, month: date = DECEMBER, **said: Any) -> Around:
    is_figure = isinstance(value, AFigure)
    return Around(series, month, value if is_figure else figure(value), **{"as_at": DECEMBER} | said)


def asked(series: Series, value: object, month: date = DECEMBER, **said: Any) -> dict[str, str]:
    """What the figure is asked, by rule."""
    return by_rule(odd(around(series, value, month, **said)))


def refused(series: Series, value: object, month: date = DECEMBER, **said: Any) -> dict[str, str]:
    """Why the figure is refused, by rule."""
    return by_rule(impossible(around(series, value, month, **said)))


def by_rule(questions: Sequence[Question]) -> dict[str, str]:
    assert len({question.rule for question in questions}) == len(questions), questions
    return {question.rule: question.sentence for question in questions}
