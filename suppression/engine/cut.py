"""One condition on what is hidden, in whole numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

LARGEST_SCALE = 10_000


@dataclass(frozen=True)
class Cut:
    """Over the hidden items, the coefficients sum to this much at least."""

    coefficients: Mapping[str, int]
    least: int

    def holds_for(self, hidden: frozenset[str]) -> bool:
        """Whether a pattern satisfies it."""
        return sum(number for key, number in self.coefficients.items() if key in hidden) >= self.least


def in_whole_numbers(coefficients: Mapping[str, Fraction], least: Fraction) -> Cut | None:
    """The same condition scaled up to whole numbers; None if these would be too large for the solver."""
    scale = lcm(least.denominator, *(number.denominator for number in coefficients.values()))
    if scale > LARGEST_SCALE:
        return None
    return Cut({key: int(number * scale) for key, number in coefficients.items() if number != 0}, int(least * scale))


def gain_of(number: Fraction, base: int, low: int | None, high: int | None) -> Fraction | None:
    """The most that a figure within these bounds can contribute; None is without limit."""
    if number < 0:
        return None if low is None else -number * max(0, base - low)
    return None if high is None else number * max(0, high - base)
