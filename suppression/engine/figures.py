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
    STOCK = "stock with what came in and what went out"
    PARTS = "whole and parts"
    GROUP = "including and excluding a group"
    COMPLEMENT = "denominator less numerator"
    SAME = "the same figure in two places"
    REVISION = "late revision"


@unique
class SeriesKind(StrEnum):
    """How the months of a series become a year to date. Nothing holds between the figures of a stock."""

    FLOW = "flow"
    RUNNING_TOTAL = "running total"
    STOCK = "stock"


@unique
class RatioKind(StrEnum):
    """What a ratio's denominator is: a whole of which the numerator is part, a population, or a base."""

    PERCENTAGE = "percentage"
    RATE = "rate"
    AVERAGE = "average"


@unique
class StatementKind(StrEnum):
    """What kind of item says something of figures without being one."""

    RATING = "rating"
    DIRECTION = "direction"
    ORDER = "order"
    CHART_POINT = "chart point"
    WORDS = "words"


@dataclass(frozen=True)
class Cell:
    """One whole number that exists, shown or not.

    value: None when it is known only to be hidden (imported as already suppressed), it then stays hidden; or when it
    is latent and nobody gave it to us, as the numerator behind a bare percentage.
    lower, upper: what a reader takes for possible; None is without limit.
    latent: never shown, yet protected, such as the group between "including" and "excluding". A latent value may be
    below 0 where it is the difference of two figures; then its size counts.
    must_reach: its own levels of protection, (low, high): the possible numbers must go down to the first and up to the
    second. The cell is then hidden. None: the policy's levels, if it is a small count of people.
    public_since, hidden_since: the earlier paper that showed or hid it ("the report of October 2020"), or empty. What
    was public stays public and cannot be hidden; what was hidden stays hidden.
    label: names the cell in sentences, "indicator 5, September 2020".
    """

    key: str
    value: int | None
    label: str
    counts_people: bool = True
    weight: int = 2
    lower: int | None = 0
    upper: int | None = None
    latent: bool = False
    public_since: str = ""
    hidden_since: str = ""
    must_reach: tuple[int, int] | None = None


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
    """A percentage, rate or average: one item. Its numerator and denominator are cells, shown or hidden on their own.

    printed: the whole number P that stands printed, times 10 to the number of decimals: 13 for "1.3" with one decimal.
    A reader of P knows (2P − 1)·D ≤ 2·S·n ≤ (2P + 1)·D − 1 and D ≥ 1, with S = `scale`: rounding half up.
    None: nothing is printed, or (in a ReaderView) it is hidden.
    """

    key: str
    numerator: str
    denominator: str
    label: str
    weight: int = 4
    kind: RatioKind = RatioKind.PERCENTAGE
    printed: int | None = None
    decimals: int = 0
    public_since: str = ""
    hidden_since: str = ""

    @property
    def scale(self) -> int:
        """S: what n / D is multiplied by before it is rounded to a whole number and printed."""
        units = {RatioKind.PERCENTAGE: 100, RatioKind.RATE: 10_000, RatioKind.AVERAGE: 1}
        return units[self.kind] * int(10**self.decimals)


@dataclass(frozen=True)
class Condition:
    """The sum of coefficient times cell is at least `least` and at most `most`; None is without limit."""

    coefficients: tuple[tuple[str, int], ...]
    least: int | None = None
    most: int | None = None


@dataclass(frozen=True)
class Statement:
    """An item that says something of cells without being one: a rating beside its target, an arrow, a rank, a point.

    A reader to whom it is shown knows every one of its conditions. In a ReaderView a hidden one has none.
    judges: the keys of the items that a rating judges; it is hidden with any of them unless the policy says it may
    show.
    """

    key: str
    kind: StatementKind
    label: str
    conditions: tuple[Condition, ...]
    weight: int = 1
    judges: tuple[str, ...] = ()
    public_since: str = ""
    hidden_since: str = ""


def printed_ratio(numerator: int, denominator: int, scale: int) -> int:
    """P as it is printed: scale · numerator / denominator, rounded half up, in whole numbers only.

    Raises ZeroDivisionError where there is no denominator.
    """
    return (2 * scale * numerator + denominator) // (2 * denominator)


def step_key(total: str) -> str:
    """The key of the latent step by which a running total came to this total from the one before."""
    return f"{total} (step)"


def complement_key(ratio: str) -> str:
    """The key of the latent complement of a percentage: denominator less numerator."""
    return f"{ratio} (complement)"
