"""A paper as a list: an entry for each figure, with what holds of it. The CSV and the open data are made from it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from indicators.vocabulary import Absence, Comparator
from reports.wording import AnyIndicator, AnyMeasure, AnyPaper
from suppression.paper import Absent, ExemptFigure, Hidden, PartlyHidden, PartTwoOnly, Rated, Shown

CONFIDENTIAL, NOT_AVAILABLE, NOT_APPLICABLE = "[c]", "[x]", "[z]"
"""Shorthand of the Government Analysis Function for what stands in place of a number."""

MARKERS = {
    Absence.NOT_DUE: NOT_APPLICABLE,
    Absence.AWAITED: NOT_AVAILABLE,
    Absence.NOT_AVAILABLE: NOT_AVAILABLE,
    Absence.NOT_APPLICABLE: NOT_APPLICABLE,
    Absence.NOT_PUBLISHED: NOT_AVAILABLE,
    Absence.SUPPRESSED: CONFIDENTIAL,
    Absence.NEW_MEASURE: NOT_APPLICABLE,
    Absence.LOCAL_MEASURE: NOT_APPLICABLE,
}
NumberName = Literal["value", "numerator", "denominator", "rate"]
NUMBERS: tuple[NumberName, ...] = ("value", "numerator", "denominator", "rate")

PERIOD_KINDS = {
    "month": "one month",
    "year_to_date": "the year up to the month that is named",
    "own_year": "one of the council's own previous years",
    "england": "England, in the year that is named",
    "london": "London, in the year that is named",
}
_KIND_OF_COMPARATOR = {
    Comparator.OWN: "own_year",
    Comparator.ENGLAND: "england",
    Comparator.LONDON: "london",
}
STATUSES = {
    "shown": "the figure is here",
    "partly_hidden": "the figure is withheld; a number behind it is here",
    "hidden": "the figure is withheld to protect people; it may be any number, zero included",
    "part_two_only": "the figure is here, and Part 1 withholds it or a number behind it",
} | {absence.value: f"there is no figure: {absence.label}" for absence in Absence}


@dataclass(frozen=True)
class Entry:
    """One figure and where it stands. `period` is `2020-12` or, of a year, as the council writes it."""

    section: str
    indicator: AnyIndicator
    measure: AnyMeasure
    kind: str
    period: str
    figure: ExemptFigure
    source: str = ""
    taken_on: date | None = None

    @property
    def status(self) -> str:
        """One of STATUSES. Raises ValueError for an absence that the vocabulary does not have."""
        if isinstance(self.figure, Absent):
            return Absence(self.figure.absence).value
        return str(self.figure.__struct_config__.tag)

    @property
    def marker(self) -> str:
        """What stands in place of the figure; empty where it is here."""
        if isinstance(self.figure, Absent):
            return MARKERS[Absence(self.figure.absence)]
        return CONFIDENTIAL if isinstance(self.figure, Hidden | PartlyHidden) else ""

    @property
    def numbers_hidden(self) -> tuple[str, ...]:
        """The numbers behind the figure that are said to be hidden."""
        if isinstance(self.figure, PartlyHidden):
            return tuple(name for name in ("numerator", "denominator") if getattr(self.figure, name) is None)
        return self.figure.numbers_hidden if isinstance(self.figure, Shown) else ()

    def number(self, name: NumberName) -> Decimal | None:
        """One of the figure's numbers, where it is here."""
        number: Decimal | None = getattr(self.figure, name, None)
        return number

    def number_or_marker(self, name: NumberName) -> Decimal | str:
        """The number, or why it is not here. Of what is hidden it says no more than that, whatever lies behind it."""
        number = self.number(name)
        if number is not None:
            return number
        if isinstance(self.figure, Shown | PartTwoOnly):
            return CONFIDENTIAL if name in self.numbers_hidden else NOT_APPLICABLE
        return self.marker

    def text(self, hidden_wording: str) -> str:
        """The whole figure as people read it, or why there is none."""
        return hidden_wording if isinstance(self.figure, Hidden) else self.figure.text


def entries(paper: AnyPaper) -> Iterator[Entry]:
    """Every figure of a paper in its order. A month in which nothing was due has none."""
    for section in paper.sections:
        for indicator in section.indicators:
            for measure in indicator.measures:
                yield from _of_measure(paper, section.name, indicator, measure)


def rating_word(rating: Rated | Hidden) -> str:
    """The rating as people read it, or that it is withheld."""
    return CONFIDENTIAL if isinstance(rating, Hidden) else rating.text


def _of_measure(paper: AnyPaper, section: str, indicator: AnyIndicator, measure: AnyMeasure) -> Iterator[Entry]:
    for month in measure.months:
        if month.figure is not None:
            yield Entry(section, indicator, measure, "month", f"{month.month:%Y-%m}", month.figure)
    if measure.year_to_date is not None:
        last = min([paper.as_at, *(month.month for month in measure.months[-1:])])
        yield Entry(section, indicator, measure, "year_to_date", f"{last:%Y-%m}", measure.year_to_date)
    for year in measure.benchmarks:
        kind = _KIND_OF_COMPARATOR[Comparator(year.comparator)]
        yield Entry(section, indicator, measure, kind, year.period, year.figure, year.source, year.taken_on)
