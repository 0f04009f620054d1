"""What the engine answers: which items are hidden and why, and what a reader is left with.

Sentences and intervals are for publishers. They say which figures are small, so no Part 1 paper may hold them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum, unique


@unique
class ReasonKind(StrEnum):
    """Where the hiding of an item comes from."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    CARRIED = "carried"
    SUPPRESSED_AT_SOURCE = "suppressed at source"
    CHOSEN = "chosen by a publisher"


@dataclass(frozen=True)
class Reason:
    """Why one item is hidden; because_of names the cells and ratios (by key) that its hiding protects."""

    kind: ReasonKind
    sentence: str
    because_of: tuple[str, ...] = ()


@dataclass(frozen=True)
class Pattern:
    """What is hidden, by the key of the cell or ratio; the rest is shown.

    loss: sum of the weights of what is hidden, latent cells not counted.
    proven_least: whether it is proven that no safe pattern costs less; not so where a search ran out of time.
    unprotected: figures that nothing that is hidden now can protect, because something is already public, each with
    the sentence that says what is public and where; by key.
    large: keys of figures without a number that are no small count by all that we know.
    """

    hidden: Mapping[str, Reason]
    loss: int
    policy_version: str
    proven_least: bool = False
    unprotected: Mapping[str, str] = field(default_factory=dict)
    large: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Interval:
    """Whole numbers that a reader must consider, both ends included; high None is without limit."""

    low: int | None
    high: int | None

    def __str__(self) -> str:
        """Return the interval in words."""
        if self.low is None:
            return "any number" if self.high is None else f"{self.high} or less"
        return f"{self.low} or more" if self.high is None else f"{self.low} to {self.high}"

    @property
    def is_single(self) -> bool:
        """Whether the reader is left with one number."""
        return self.low is not None and self.low == self.high


@dataclass(frozen=True)
class Exposure:
    """One figure that the papers give away, or nearly: what it is, what is left of it, and a sentence."""

    key: str
    label: str
    sentence: str
    interval: Interval | None = None


@dataclass(frozen=True)
class Check:
    """The disclosure check of finished papers.

    feasible: some whole numbers reproduce everything shown; if not, the papers were misread and the check refuses.
    safe: nothing is exposed. Only a check that is safe lets a publication through.
    intervals: by key, for each hidden cell and each latent step or complement that is not plain from the papers.
    possible: how many numbers of its interval the figure may be, by key, where the interval is short.
    """

    feasible: bool
    safe: bool
    intervals: Mapping[str, Interval]
    exposed: tuple[Exposure, ...]
    message: str
    possible: Mapping[str, int] = field(default_factory=dict)


class ProtectionImpossible(Exception):
    """No pattern is known to be safe, even with everything hidden; the message names the figure."""
