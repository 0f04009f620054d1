"""What a file of the Local Authority Interactive Tool says of one reporting year, as it was read."""

from dataclasses import dataclass
from decimal import Decimal

from indicators.vocabulary import Absence, Comparator


@dataclass(frozen=True)
class ToolFigure:
    """One figure as the tool has it: a value, or a typed absence with the mark that stood for it."""

    comparator: Comparator
    line: int
    value: Decimal | None = None
    absence: Absence | None = None
    mark: str = ""


@dataclass(frozen=True)
class ToolIndicator:
    """One of the tool's indicators, with its figures of the latest period that a reporting year is compared with."""

    code: str
    title: str
    unit: str
    polarity: str
    decimal_places: int | None
    description: str
    period: str
    year: int
    figures: tuple[ToolFigure, ...]


@dataclass(frozen=True)
class LineFinding:
    """Something worth saying about a line of the file."""

    message: str
    location: str = "The file"


@dataclass(frozen=True)
class ToolFile:
    """What a file says of one reporting year. `has_dictionary`: polarity and units are the dictionary's."""

    indicators: tuple[ToolIndicator, ...]
    findings: tuple[LineFinding, ...]
    has_dictionary: bool
