"""The papers: what one publication says, frozen. Renderers and public pages take a paper and nothing else.

A Part 1 paper is a `Paper[PublicFigure]`. Its hidden figures are `Hidden`, a type without a field, and where a number
behind a hidden percentage is shown `PartlyHidden`, which has a field for that number only: there is no place in a
Part 1 paper for a hidden value, and decoding one that holds a `PartTwoOnly` figure fails. A Part 2 paper is a
`Paper[ExemptFigure]`.
"""

import hashlib
from datetime import date
from decimal import Decimal
from typing import Generic, Literal, TypeVar

import msgspec

SCHEMA_VERSION = 1
HIDDEN_WORDING = "Data suppressed, see part 2 report"


class PaperType(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Base of everything in a paper: immutable, and strict about what it reads."""


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
    """`comparator` is own, england or london; `period` the year the figure speaks of, as the council writes it."""

    comparator: str
    period: str
    figure: FigureType


class PaperMeasure(PaperType, Generic[FigureType], frozen=True):
    """One measure. `name` is empty unless several stand under one number. `months` has every month of the index."""

    name: str
    months: tuple[MonthFigure[FigureType], ...]
    year_to_date: FigureType | None = None
    benchmarks: tuple[YearFigure[FigureType], ...] = ()


class PaperRelation(PaperType, frozen=True):
    """What holds between an indicator and the one whose key is `indicator`: `kind` is a `DefinitionRelationKind`."""

    kind: str
    indicator: str


class PaperIndicator(PaperType, Generic[FigureType], frozen=True):
    """One row of the index, with the definition in force when it was published.

    `target` is the wording, `has_target` whether a figure can be rated against it.
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
    `hidden_wording` is what stands in place of every hidden figure, as the policy words it.
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

    @property
    def indicators(self) -> tuple[PaperIndicator[FigureType], ...]:
        return tuple(indicator for section in self.sections for indicator in section.indicators)

    def indicator(self, key: str) -> PaperIndicator[FigureType] | None:
        return next((indicator for indicator in self.indicators if indicator.key == key), None)


Part1Paper = Paper[PublicFigure]
Part2Paper = Paper[ExemptFigure]


def encode(paper: Paper[FigureType]) -> bytes:
    """The paper as canonical JSON: the same paper always gives the same bytes."""
    return msgspec.json.encode(paper, order="deterministic")


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
