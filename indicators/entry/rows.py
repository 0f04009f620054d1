"""The grid's records as the database gives them: light rows, because a year has thousands of them."""

import json
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import starmap
from typing import Any, NamedTuple

from django.db.models import ExpressionWrapper, F, Field, TextField
from django.db.models.functions import Cast

from indicators.entry.cells import EnteredFigure
from indicators.entry.due import expected_months, open_months
from indicators.formatting import figure_text
from indicators.models import Dataset, IndicatorDefinition, Outturn, Period


class MeasureRow(NamedTuple):
    """One measure with its definition of the year."""

    measure: int
    name: str
    reporting_year: int
    number: str
    title: str
    unit: str
    decimal_places: int
    year_basis: str
    frequency: str
    accumulation: str
    retired_from: date | None
    section: int
    section_name: str

    @property
    def full_title(self) -> str:
        return f"{self.title} ({self.name})" if self.name else self.title

    @property
    def open(self) -> tuple[date, ...]:
        return open_months(self.reporting_year, self.year_basis, self.retired_from)

    @property
    def expected(self) -> tuple[date, ...]:
        return expected_months(self.reporting_year, self.year_basis, self.frequency, self.retired_from)


RawNumber = int | float | Decimal
"""As the database driver gives a number. `exact` makes a figure of it; nothing is reckoned with it before."""


def exact(number: RawNumber | None) -> Decimal | None:
    return None if number is None else Decimal(str(number))


class StoredRow(NamedTuple):
    """One figure. Its numbers and questions are as the database gives them: most are only written again."""

    measure: int
    period: int
    value: RawNumber | None
    numerator: RawNumber | None
    denominator: RawNumber | None
    rate: RawNumber | None
    decimal_places: int
    absence: str
    wording: str
    state: str
    version: int
    asked: str
    explanation: str
    returned_because: str

    def text(self, unit: str) -> str:
        """The figure as people write it."""
        return _text_of(self[2:9], unit)

    @property
    def is_queried(self) -> bool:
        return self.asked != NO_QUESTIONS and not self.explanation

    @property
    def questions(self) -> tuple[str, ...]:
        """What is still to be explained."""
        return tuple(each["sentence"] for each in json.loads(self.asked)) if self.is_queried else ()


NO_QUESTIONS = "[]"


class PeriodRow(NamedTuple):
    pk: int
    kind: str
    first_month: date
    last_month: date


@lru_cache(maxsize=20_000)
def _text_of(figure: tuple[Any, ...], unit: str) -> str:
    """The same few thousand numbers come again and again."""
    value, numerator, denominator, rate = map(exact, figure[:4])
    return figure_text(EnteredFigure(value, numerator, denominator, rate, *figure[4:]), unit)


_MEASURE = {
    "measure": F("indicator__measures"),
    "name": F("indicator__measures__name"),
    "retired_from": F("indicator__retired_from"),
    "section_name": F("section__name"),
}
_AS_IT_IS = {
    name: ExpressionWrapper(F(name), output_field=Field()) for name in ("value", "numerator", "denominator", "rate")
} | {"asked": Cast("questions", TextField())}
"""Making thousands of decimals and lists only to write them again would take longer than all the rest."""


def measure_rows(dataset: Dataset, reporting_year: int) -> list[MeasureRow]:
    """Every measure of the year, in the order of the index."""
    definitions = IndicatorDefinition.objects.filter(
        indicator__dataset=dataset, reporting_year=reporting_year, indicator__measures__isnull=False
    ).order_by("section__position", "number_sort_key", "indicator__measures")
    return [MeasureRow(*row) for row in definitions.values_list(*(_MEASURE.get(n, n) for n in MeasureRow._fields))]


def period_rows(months: Sequence[date]) -> list[PeriodRow]:
    """Every period that ends in one of the months."""
    periods = Period.objects.filter(last_month__range=(months[0], months[-1]))
    return [PeriodRow(*row) for row in periods.order_by().values_list(*PeriodRow._fields)]


def stored_rows(measures: Iterable[int], periods: Iterable[PeriodRow]) -> list[StoredRow]:
    """Every figure of these measures for these periods."""
    found = Outturn.objects.filter(measure__in=list(measures), period__in=[period.pk for period in periods])
    return list(
        starmap(StoredRow, found.order_by().values_list(*(_AS_IT_IS.get(name, name) for name in StoredRow._fields)))
    )
