"""The vocabulary of the engine: figures, and what may be assumed to hold between them."""

from dataclasses import dataclass
from enum import StrEnum, unique


class TableError(ValueError):
    """The table contradicts itself or speaks of something it does not hold; the message names the cell."""


@unique
class RelationKind(StrEnum):
    """Why a relation holds."""

    YEAR_TO_DATE = "year to date"
    QUARTER_TO_DATE = "quarter to date"
    STEP = "step of a running total"
    PARTS = "whole and parts"
    COMPLEMENT = "denominator less numerator"


@unique
class SeriesKind(StrEnum):
    """How the months of a series become a year to date."""

    FLOW = "flow"
    RUNNING_TOTAL = "running total"


@unique
class RatioKind(StrEnum):
    """What a ratio's denominator is: a whole of which the numerator is part, a population, or a base."""

    PERCENTAGE = "percentage"
    RATE = "rate"
    AVERAGE = "average"


@dataclass(frozen=True)
class Cell:
    """One whole number that exists, shown or not.

    value: None when it is known only to be hidden (imported as already suppressed); it then stays hidden.
    lower, upper: what a reader takes for possible; upper None is without limit.
    latent: never shown, yet protected, such as the group between "including" and "excluding".
    public_since, hidden_since: the earlier paper that showed or hid it ("the report of October 2020"), or empty. What
    was public stays public and cannot be hidden; what was hidden stays hidden.
    label: names the cell in sentences, "indicator 5, September 2020".
    """

    key: str
    value: int | None
    label: str
    counts_people: bool = True
    weight: int = 2
    lower: int = 0
    upper: int | None = None
    latent: bool = False
    public_since: str = ""
    hidden_since: str = ""


@dataclass(frozen=True)
class Relation:
    """The sum of coefficient times cell equals the constant; a whole and its parts: +1 each part, -1 the whole."""

    coefficients: tuple[tuple[str, int], ...]
    constant: int = 0
    kind: RelationKind = RelationKind.PARTS


@dataclass(frozen=True)
class Series:
    """The months of one measure within ONE accumulation year, in time order; the caller splits at the restart.

    A month without a figure is left out of a running total. A flow with such a month takes no year to date here,
    because the months that are left do not sum to it.
    """

    kind: SeriesKind
    cells: tuple[str, ...]
    year_to_date: str | None = None


@dataclass(frozen=True)
class Ratio:
    """A percentage, rate or average that is shown with its numerator and denominator, and hidden with them."""

    key: str
    numerator: str
    denominator: str
    label: str
    weight: int = 4
    kind: RatioKind = RatioKind.PERCENTAGE


def step_key(total: str) -> str:
    """The key of the latent step by which a running total came to this total from the one before."""
    return f"{total} (step)"


def complement_key(ratio: str) -> str:
    """The key of the latent complement of a percentage: denominator less numerator."""
    return f"{ratio} (complement)"
