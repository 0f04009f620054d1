"""An index: everything one report says, nothing hidden. Plain frozen dataclasses, made by `reports.assemble`.

Index figures go to `suppression.services.protect` and nowhere else.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from indicators.formatting import printed
from indicators.vocabulary import (
    Absence,
    Accumulation,
    Comparator,
    DefinitionRelationKind,
    Frequency,
    Polarity,
    Rating,
    Unit,
    YearBasis,
)


@dataclass(frozen=True)
class IndexFigure:
    """One figure in the unit of its indicator, or a typed absence. `text` is the whole of it as a reader sees it.

    `value` is exact; `printed` is the value that the text says, rounded half up.
    """

    text: str
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    rate: Decimal | None = None
    absence: Absence | None = None
    decimal_places: int = 0

    @property
    def printed(self) -> Decimal | None:
        return None if self.value is None else printed(self.value, self.decimal_places)


@dataclass(frozen=True)
class IndexRating:
    """The rating in force, the words for it, and the reason where a person replaced the rule's.

    least, most: what the rule's rating says of the figure that it judges, in its unit; None is without limit.
    """

    rating: Rating
    text: str
    reason: str = ""
    least: Decimal | None = None
    most: Decimal | None = None


@dataclass(frozen=True)
class IndexBenchmark:
    """What a measure is compared with. `year` is as the council writes it.

    `source` says where a figure of England or London came from, `taken_on` when; empty where nobody recorded it, and
    for the council's own years.
    """

    comparator: Comparator
    year: str
    figure: IndexFigure
    source: str = ""
    taken_on: date | None = None


@dataclass(frozen=True)
class IndexRebasing:
    """The measure's process limits start anew from this month. `reason` is people's words."""

    month: date
    reason: str


@dataclass(frozen=True)
class IndexMeasure:
    """`months` covers every month of the index year in order; None where nothing is due or reported.

    `rebased` has the rebasings up to the month of the report, in order, those of earlier years among them.
    """

    name: str
    months: tuple[tuple[date, IndexFigure | None], ...]
    year_to_date: IndexFigure | None
    benchmarks: tuple[IndexBenchmark, ...]
    rebased: tuple[IndexRebasing, ...] = ()

    @property
    def standing(self) -> IndexFigure | None:
        """The figure that stands for the measure: its year to date, otherwise its latest outturn.

        It has a value, or came to us suppressed: then a rating given to it speaks of what is hidden.
        """
        candidates = [self.year_to_date, *(figure for _, figure in reversed(self.months))]
        known = (figure for figure in candidates if figure is not None)
        return next((each for each in known if each.value is not None or each.absence == Absence.SUPPRESSED), None)


@dataclass(frozen=True)
class IndexRelation:
    """What a person has confirmed to hold between an indicator and the one whose key is `other`."""

    kind: DefinitionRelationKind
    other: str


@dataclass(frozen=True)
class IndexIndicator:
    key: str
    number: str
    title: str
    why_it_is_important: str
    polarity: Polarity
    target: str
    has_target: bool
    unit: Unit
    frequency: Frequency
    year_basis: YearBasis
    accumulation: Accumulation
    counts_people: bool
    rating: IndexRating
    measures: tuple[IndexMeasure, ...]
    relations: tuple[IndexRelation, ...] = ()
    target_low: Decimal | None = None
    target_high: Decimal | None = None

    @property
    def is_rated(self) -> bool:
        """Whether there is a rating to speak of; that there is no target is part of the definition."""
        return self.has_target or self.rating.rating is not Rating.NONE

    def related(self, kind: DefinitionRelationKind) -> tuple[str, ...]:
        """The keys of the indicators to which this one stands in such a relation."""
        return tuple(relation.other for relation in self.relations if relation.kind is kind)


@dataclass(frozen=True)
class IndexSection:
    name: str
    indicators: tuple[IndexIndicator, ...]


@dataclass(frozen=True)
class Index:
    """One dataset as at one month. `months` are its columns, `calendar_months` those of its calendar-year table."""

    council: str
    dataset: str
    dataset_slug: str
    title: str
    as_at: date
    months: tuple[date, ...]
    calendar_months: tuple[date, ...]
    sections: tuple[IndexSection, ...]

    @property
    def indicators(self) -> tuple[IndexIndicator, ...]:
        return tuple(indicator for section in self.sections for indicator in section.indicators)
