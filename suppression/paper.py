"""The papers: what one publication says, frozen. Renderers and public pages take a paper and nothing else.

A Part 1 paper is a `Paper[PublicFigure]`. Its hidden figures are `Hidden`, a type without a field, and where a number
behind a hidden percentage is shown `PartlyHidden`, which has a field for that number only: there is no place in a
Part 1 paper for a hidden value, and decoding one that holds a `PartTwoOnly` figure fails. A Part 2 paper is
a `Part2Paper`.
"""

import hashlib
from datetime import date
from decimal import Decimal
from typing import Generic, Literal, TypeVar

import msgspec

from suppression.paper_words import (
    ExemptText,
    PaperAction,
    PaperCommentary,
    PaperCorrection,
    PaperLink,
    PaperQuestion,
    PaperReport,
    PaperType,
)

SCHEMA_VERSION = 2
"""Of the papers that are written now. Version 1 had no report, correction, turn, day or sources; it is still read."""
READABLE_VERSIONS = (1, 2)
"""What figures say is the same in both, so papers of either are read beside one another."""
HIDDEN_WORDING = "Data suppressed, see part 2 report"


NumberBehind = Literal["numerator", "denominator"]
"""A number from which a percentage, a rate or an average is made."""


class Shown(PaperType, frozen=True, tag="shown"):
    """A figure that a reader sees. `text` is all of it (`1.3% (96/7132)`); the numbers are what the text says.

    `value` has as many decimals as are printed: 97.0 for `97.0%`. `numbers_hidden` names the numbers behind it that
    exist and are hidden; one that is neither given nor named was never reported.
    """

    text: str
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    rate: Decimal | None = None
    numbers_hidden: tuple[NumberBehind, ...] = ()

    def __post_init__(self) -> None:
        """A number is shown or hidden, and named once in the order of a fraction."""
        given = {"numerator": self.numerator, "denominator": self.denominator}
        if any(given[number] is not None for number in self.numbers_hidden):
            raise ValueError("A number is shown and said to be hidden.")
        if list(self.numbers_hidden) != [number for number in given if number in self.numbers_hidden]:
            raise ValueError("Hidden numbers are named once, the numerator first.")


class PartlyHidden(PaperType, frozen=True, tag="partly_hidden"):
    """A percentage, rate or average that is hidden while a number behind it is shown; a number not given is hidden."""

    text: str
    numerator: Decimal | None = None
    denominator: Decimal | None = None

    def __post_init__(self) -> None:
        """Without a number it is hidden as a whole, and says no more than that."""
        if self.numerator is None and self.denominator is None:
            raise ValueError("A figure of which nothing is shown is hidden, not partly hidden.")


class PartTwoOnly(PaperType, frozen=True, tag="part_two_only"):
    """A figure that Part 1 hides. Exists in Part 2 papers only."""

    text: str
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    rate: Decimal | None = None


class Absent(PaperType, frozen=True, tag="absent"):
    """No figure, and why: `absence` is the type, `text` the wording as the council gave it."""

    absence: str
    text: str


class Hidden(PaperType, frozen=True, tag="hidden"):
    """A figure that is withheld to protect confidentiality; it may be any number including zero.

    What is said in its place is the paper's `hidden_wording`, the same for every hidden figure.
    """


PublicFigure = Shown | PartlyHidden | Absent | Hidden
ExemptFigure = Shown | PartlyHidden | PartTwoOnly | Absent | Hidden
FigureType = TypeVar("FigureType")


class Rated(PaperType, frozen=True, tag="rated"):
    """The rating in force. `rating` is green, amber, red or none; `text` the word a reader sees.

    `reason` says why a person's rating replaced the rule's. It is free text, so Part 1 leaves it out.
    `least` and `most` are the bounds, both included, that the rule sets to the figure from such a rating; both are
    None where the rating says nothing of one figure.
    """

    rating: str
    text: str
    reason: str = ""
    least: Decimal | None = None
    most: Decimal | None = None


class MonthFigure(PaperType, Generic[FigureType], frozen=True):
    month: date
    figure: FigureType | None = None


class YearFigure(PaperType, Generic[FigureType], frozen=True):
    """`comparator` is own, england or london; `period` the year the figure speaks of, as the council writes it.

    `source` says where it was taken from, and `taken_on` when; both are empty where nobody recorded it.
    """

    comparator: str
    period: str
    figure: FigureType
    source: str = ""
    taken_on: date | None = None


class Rebased(PaperType, frozen=True):
    """The measure's process limits start anew from this month. `reason` is the words of the person who said so."""

    from_month: date
    reason: str


class PaperMeasure(PaperType, Generic[FigureType], frozen=True):
    """One measure. `name` is empty unless several stand under one number. `months` has every month of the index.

    `rebased` has every rebasing in Part 2. In Part 1 it has those of the months of this paper, and none where anything
    of the measure is hidden (`suppression.writer.shows_rebasings`).
    """

    name: str
    months: tuple[MonthFigure[FigureType], ...]
    year_to_date: FigureType | None = None
    benchmarks: tuple[YearFigure[FigureType], ...] = ()
    rebased: tuple[Rebased, ...] = ()


class PaperRelation(PaperType, frozen=True):
    """What holds between an indicator and the one whose key is `indicator`: `kind` is a `DefinitionRelationKind`."""

    kind: str
    indicator: str


class PaperIndicator(PaperType, Generic[FigureType], frozen=True):
    """One row of the index, with the definition in force when it was published.

    `target` is the wording, `has_target` whether a figure can be rated against it, `target_low` and `target_high` are
    its ends in the indicator's unit, the same for a single value. `commentary` is there where the
    indicator is an exception; words stand in Part 1 only where the rating does.
    """

    key: str
    number: str
    title: str
    why_it_is_important: str
    polarity: str
    target: str
    unit: str
    frequency: str
    year_basis: str
    accumulation: str
    rating: Rated | Hidden
    measures: tuple[PaperMeasure[FigureType], ...]
    relations: tuple[PaperRelation, ...] = ()
    has_target: bool = False
    commentary: PaperCommentary | None = None
    actions: tuple[PaperAction, ...] = ()
    links: tuple[PaperLink, ...] = ()
    target_low: Decimal | None = None
    target_high: Decimal | None = None

    def related(self, kind: str) -> tuple[str, ...]:
        """The keys of the indicators to which this one stands in such a relation."""
        return tuple(relation.indicator for relation in self.relations if relation.kind == kind)


class PaperSection(PaperType, Generic[FigureType], frozen=True):
    name: str
    indicators: tuple[PaperIndicator[FigureType], ...]


class Summary(PaperType, frozen=True):
    """How the indicators stand. `part_two_only` counts those whose rating is hidden, whatever it is."""

    indicators: int
    on_track: int
    below_expectation: int
    part_two_only: int
    not_rated: int


class Paper(PaperType, Generic[FigureType], frozen=True):
    """One part of one report. `months` are its columns, `calendar_months` those of its calendar-year table.

    `exemption` is the paragraph of Schedule 12A under which a Part 2 paper is exempt, empty in Part 1.
    `hidden_wording` is what stands in place of every hidden figure, as the policy words it. `questions` are those
    outstanding, and those that this report answers. `report` is the committee's report around the index, None where
    none was written. `made_on` is the day on which the paper was made, `sequence` its turn among those of its report,
    `corrects` the paper before it, where it corrects one.
    """

    schema_version: int
    part: int
    council: str
    dataset: str
    dataset_slug: str
    title: str
    as_at: date
    policy: str
    smallest_publishable_count: int
    exemption: str
    months: tuple[date, ...]
    calendar_months: tuple[date, ...]
    sections: tuple[PaperSection[FigureType], ...]
    summary: Summary
    hidden_wording: str = HIDDEN_WORDING
    questions: tuple[PaperQuestion, ...] = ()
    report: PaperReport | None = None
    made_on: date | None = None
    sequence: int = 1
    corrects: PaperCorrection | None = None

    def __post_init__(self) -> None:
        """Words about an indicator whose rating is hidden are not in Part 1."""
        if self.part != 1:
            return
        for indicator in self.indicators:
            if isinstance(indicator.rating, Hidden) and (indicator.commentary or indicator.actions):
                raise ValueError("A Part 1 paper speaks of an indicator whose rating is hidden.")

    @property
    def indicators(self) -> tuple[PaperIndicator[FigureType], ...]:
        return tuple(indicator for section in self.sections for indicator in section.indicators)

    def indicator(self, key: str) -> PaperIndicator[FigureType] | None:
        return next((indicator for indicator in self.indicators if indicator.key == key), None)


Part1Paper = Paper[PublicFigure]


class Part2Paper(Paper[ExemptFigure], frozen=True):
    """A Part 2 paper: everything visible, and the texts that are only for it."""

    exempt_texts: tuple[ExemptText, ...] = ()

    def exempt_text(self, key: str) -> str:
        """The Part 2 text about an indicator, or empty."""
        return next((each.text for each in self.exempt_texts if each.indicator == key), "")


def encode(paper: Paper[FigureType]) -> bytes:
    """The paper as canonical JSON: the same paper always gives the same bytes."""
    return msgspec.json.encode(paper, order="deterministic")


def says_the_same(one: Paper[FigureType], other: Paper[FigureType]) -> bool:
    """Whether two papers say the same of the service, whenever they were made and whatever they correct."""
    alike = {"made_on": None, "sequence": 1, "corrects": None, "schema_version": SCHEMA_VERSION}
    return msgspec.structs.replace(one, **alike) == msgspec.structs.replace(other, **alike)


def sha256(document: bytes) -> str:
    return hashlib.sha256(document).hexdigest()


def decode_part_1(document: bytes) -> Part1Paper:
    """Read a Part 1 paper. Raises msgspec.ValidationError for anything that is not one, a Part 2 paper included."""
    paper = msgspec.json.decode(document, type=Part1Paper)
    if paper.part != 1:
        raise msgspec.ValidationError("This is not a Part 1 paper.")
    return paper


def decode_part_2(document: bytes) -> Part2Paper:
    """Read a Part 2 paper. Raises msgspec.ValidationError for anything that is not one."""
    paper = msgspec.json.decode(document, type=Part2Paper)
    if paper.part != 2:
        raise msgspec.ValidationError("This is not a Part 2 paper.")
    return paper
