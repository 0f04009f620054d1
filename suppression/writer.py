"""Writes the papers: what the engine says is hidden becomes `Hidden` in Part 1 and `PartTwoOnly` in Part 2."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec

from indicators.formatting import number_text
from indicators.index import Index, IndexBenchmark, IndexFigure, IndexIndicator, IndexMeasure
from indicators.vocabulary import BELOW_EXPECTATION, Absence, Rating, Unit
from suppression.paper import (
    SCHEMA_VERSION,
    Absent,
    ExemptFigure,
    Hidden,
    MonthFigure,
    NumberBehind,
    Paper,
    PaperIndicator,
    PaperMeasure,
    PaperRelation,
    PaperSection,
    Part1Paper,
    Part2Paper,
    PartlyHidden,
    PartTwoOnly,
    PublicFigure,
    Rated,
    Rebased,
    Shown,
    Summary,
    YearFigure,
)
from suppression.places import (
    YEAR_TO_DATE,
    benchmark_place,
    denominator_of,
    key_of,
    month_place,
    numerator_of,
    rating_key,
)


@dataclass(frozen=True)
class Writer:
    """Writes one part; all but what is hidden (keys) is the same in both. `exemption` is the paragraph of Part 2."""

    index: Index
    policy_version: str
    smallest_publishable_count: int
    hidden: Collection[str]
    hidden_wording: str
    part: int
    exemption: str = ""

    def part_1(self) -> Part1Paper:
        return Paper(**self._fields())

    def part_2(self) -> Part2Paper:
        return Part2Paper(**self._fields())

    def _fields(self) -> dict[str, Any]:
        index = self.index
        return {
            "schema_version": SCHEMA_VERSION,
            "part": self.part,
            "council": index.council,
            "dataset": index.dataset,
            "dataset_slug": index.dataset_slug,
            "title": index.title,
            "as_at": index.as_at,
            "policy": self.policy_version,
            "smallest_publishable_count": self.smallest_publishable_count,
            "exemption": self.exemption,
            "months": index.months,
            "calendar_months": index.calendar_months,
            "sections": tuple(
                PaperSection(section.name, tuple(self._indicator(each) for each in section.indicators))
                for section in index.sections
            ),
            "summary": self._summary(),
            "hidden_wording": self.hidden_wording,
        }

    def _indicator(self, indicator: IndexIndicator) -> PaperIndicator[Any]:
        return PaperIndicator(
            key=indicator.key,
            number=indicator.number,
            title=indicator.title,
            why_it_is_important=indicator.why_it_is_important,
            polarity=indicator.polarity.value,
            target=indicator.target,
            has_target=indicator.has_target,
            unit=indicator.unit.value,
            frequency=indicator.frequency.value,
            year_basis=indicator.year_basis.value,
            accumulation=indicator.accumulation.value,
            rating=self._rating(indicator),
            measures=tuple(self._measure(indicator, measure) for measure in indicator.measures),
            relations=tuple(PaperRelation(each.kind.value, each.other) for each in indicator.relations),
            target_low=indicator.target_low,
            target_high=indicator.target_high,
        )

    def _rating(self, indicator: IndexIndicator) -> Rated | Hidden:
        rating = indicator.rating
        if self._rating_is_hidden(indicator):
            return Hidden()
        reason = rating.reason if self.part == 2 else ""
        return Rated(rating.rating.value, rating.text, reason, rating.least, rating.most)

    def _rating_is_hidden(self, indicator: IndexIndicator) -> bool:
        return self.part == 1 and rating_key(indicator.key) in self.hidden

    def _measure(self, indicator: IndexIndicator, measure: IndexMeasure) -> PaperMeasure[Any]:
        def write(place: str, figure: IndexFigure) -> PublicFigure | ExemptFigure:
            key = key_of(indicator.key, measure.name, place)
            parts = [one for one in (key, numerator_of(key), denominator_of(key)) if one in self.hidden]
            if figure.absence is not None:
                suppressed = figure.absence == Absence.SUPPRESSED and self.part == 1
                return Hidden() if suppressed else Absent(figure.absence.value, figure.text)
            if parts and self.part == 2:
                return PartTwoOnly(figure.text, figure.printed, figure.numerator, figure.denominator, figure.rate)
            return self._public(indicator.unit, figure, key, set(parts))

        total = measure.year_to_date
        written: PaperMeasure[Any] = PaperMeasure(
            name=measure.name,
            months=tuple(
                MonthFigure(month, None if figure is None else write(month_place(month), figure))
                for month, figure in measure.months
            ),
            year_to_date=None if total is None else write(YEAR_TO_DATE, total),
            benchmarks=tuple(
                _sourced(each, write(benchmark_place(each.comparator.value, each.year), each.figure))
                for each in measure.benchmarks
            ),
        )
        rebased = tuple(Rebased(each.month, each.reason) for each in measure.rebased)
        if self.part == 1:
            rebased = tuple(each for each in rebased if shows_rebasings(written, each.from_month))
        return msgspec.structs.replace(written, rebased=rebased)

    def _public(self, unit: Unit, figure: IndexFigure, key: str, hidden: set[str]) -> PublicFigure:
        """A figure with those of its numbers that are shown; a percentage may be hidden beside its denominator."""
        numerator = None if numerator_of(key) in hidden else figure.numerator
        denominator = None if denominator_of(key) in hidden else figure.denominator
        beside = _numbers_shown(numerator, denominator)
        if key in hidden:
            if numerator is None and denominator is None:
                return Hidden()
            return PartlyHidden(f"{self.hidden_wording}{beside}", numerator, denominator)
        if not hidden or figure.value is None:
            return Shown(figure.text, figure.printed, figure.numerator, figure.denominator, figure.rate)
        names: dict[str, NumberBehind] = {numerator_of(key): "numerator", denominator_of(key): "denominator"}
        text = number_text(figure.value, figure.decimal_places) + ("%" if unit is Unit.PERCENTAGE else "")
        behind = tuple(name for part, name in names.items() if part in hidden)
        return Shown(f"{text}{beside}", figure.printed, numerator, denominator, numbers_hidden=behind)

    def _summary(self) -> Summary:
        """In Part 1 a hidden rating counts as `part_two_only`, whatever it is."""
        ratings = [
            None if self._rating_is_hidden(indicator) else indicator.rating.rating
            for indicator in self.index.indicators
        ]
        return Summary(
            indicators=len(ratings),
            on_track=ratings.count(Rating.GREEN),
            below_expectation=sum(rating in BELOW_EXPECTATION for rating in ratings),
            part_two_only=ratings.count(None),
            not_rated=ratings.count(Rating.NONE),
        )


def _sourced(benchmark: IndexBenchmark, figure: PublicFigure | ExemptFigure) -> YearFigure[Any]:
    """The figure with where it came from. Of a hidden one nothing else is said: a new day would say it changed."""
    source, taken_on = benchmark.source, benchmark.taken_on
    if isinstance(figure, Hidden | PartlyHidden) or (isinstance(figure, Shown) and figure.numbers_hidden):
        source, taken_on = "", None
    return YearFigure(benchmark.comparator.value, benchmark.year, figure, source, taken_on)


def shows_rebasings(measure: PaperMeasure[PublicFigure], from_month: date) -> bool:
    """Whether Part 1 may say that the measure's limits start anew from a month: it lies in a paper that shows all.

    A rebasing is a person's word that the level of the figures changed there. Beside a hidden figure it tells on which
    side of its neighbours that figure lies, and the check does not know it. Of a month that is not in the paper, what
    is hidden stands in another paper.
    """
    figures = [*(entry.figure for entry in measure.months), measure.year_to_date]
    figures += [benchmark.figure for benchmark in measure.benchmarks]
    hides = any(
        isinstance(figure, Hidden | PartlyHidden) or (isinstance(figure, Shown) and bool(figure.numbers_hidden))
        for figure in figures
    )
    return not hides and from_month in {entry.month for entry in measure.months}


def _numbers_shown(numerator: Decimal | None, denominator: Decimal | None) -> str:
    """` (of 42)`, ` (96)`, or nothing: one number behind a percentage whose other one is hidden."""
    if denominator is not None:
        return f" (of {denominator:f})" if numerator is None else f" ({numerator:f}/{denominator:f})"
    return "" if numerator is None else f" ({numerator:f})"
