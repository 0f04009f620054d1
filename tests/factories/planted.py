"""An index with an unmistakable number in every place that Part 1 hides."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import count

from indicators.index import Index, IndexFigure, IndexIndicator, IndexMeasure
from indicators.vocabulary import Absence
from suppression.places import YEAR_TO_DATE, benchmark_place, denominator_of, key_of, month_place, numerator_of

FIRST, STEP = 702_913, 211


class Planting:
    """Gives each hidden number another value of six digits. `planted` are they."""

    def __init__(self, hidden: Collection[str]) -> None:
        self.hidden = hidden
        self.numbers: Iterator[int] = count(FIRST, STEP)
        self.planted: list[str] = []

    def index(self, index: Index) -> Index:
        return replace(
            index,
            sections=tuple(
                replace(section, indicators=tuple(self._indicator(each) for each in section.indicators))
                for section in index.sections
            ),
        )

    def _indicator(self, indicator: IndexIndicator) -> IndexIndicator:
        reason = f"A reason with {self._next()} in it"
        return replace(
            indicator,
            rating=replace(indicator.rating, reason=reason),
            measures=tuple(self._measure(indicator.key, each) for each in indicator.measures),
        )

    def _measure(self, key: str, measure: IndexMeasure) -> IndexMeasure:
        def other(place: str, figure: IndexFigure | None) -> IndexFigure | None:
            return None if figure is None else self._figure(key_of(key, measure.name, place), figure)

        return replace(
            measure,
            months=tuple((month, other(month_place(month), figure)) for month, figure in measure.months),
            year_to_date=other(YEAR_TO_DATE, measure.year_to_date),
            benchmarks=tuple(
                replace(each, figure=other(benchmark_place(each.comparator.value, each.year), each.figure))
                for each in measure.benchmarks
            ),
        )

    def _figure(self, key: str, figure: IndexFigure) -> IndexFigure:
        if figure.absence is not None:
            is_suppressed = figure.absence is Absence.SUPPRESSED
            return replace(figure, text=f"x (rate: 0.{self._next()})") if is_suppressed else figure
        of = {"value": key, "numerator": numerator_of(key), "denominator": denominator_of(key)}
        numbers = {
            name: Decimal(self._next())
            for name, item in of.items()
            if item in self.hidden and getattr(figure, name) is not None
        }
        if "value" in numbers and figure.rate is not None:
            numbers["rate"] = Decimal(f"0.{self._next()}")
        if not numbers:
            return figure
        text = " ".join([figure.text, *(f"{number:f}" for number in numbers.values())])
        return replace(figure, text=text, **numbers)

    def _next(self) -> int:
        number = next(self.numbers)
        self.planted.append(str(number))
        return number
