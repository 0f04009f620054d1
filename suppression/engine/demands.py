"""What a reader must still consider possible: the demands that a safe pattern satisfies, whatever it hides.

They concern a fixed set of figures, so that hiding more never makes a safe pattern unsafe.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from suppression.engine.components import Component
from suppression.engine.figures import Cell
from suppression.engine.policy import Policy
from suppression.engine.worlds import Possibilities, Worlds


@dataclass(frozen=True)
class Goal:
    """A column must be able to be at or above the level (sign 1), or at or below it (sign −1)."""

    column: int
    sign: int
    level: int


@dataclass(frozen=True)
class Demand:
    """One of the goals must be within reach, of a reader who knows that what is hidden is not zero, or of any.

    key, label: of the figure that is protected. protects_people: it is no mere matter of wording if it cannot be met.
    """

    key: str
    label: str
    goals: tuple[Goal, ...]
    knowing: bool = False
    protects_people: bool = True

    def is_met(self, possible: Possibilities) -> bool:
        """Whether it is met, given what this reader must consider possible. Raises SolverUncertain."""
        return any(possible.reach(goal.column, goal.sign, goal.level) for goal in self.goals)


def demands_of(component: Component, worlds: Worlds, forced: frozenset[str], policy: Policy) -> Iterator[Demand]:
    """What every safe pattern satisfies; forced are the keys of items that are hidden for their own sake."""
    others: list[Demand] = []
    for column, cell in enumerate(component.cells):
        if not cell.latent and cell.key not in forced:
            continue
        if cell.must_reach is not None:
            low, high = cell.must_reach
            yield Demand(cell.key, cell.label, (Goal(column, -1, low),))
            yield Demand(cell.key, cell.label, (Goal(column, 1, high),))
            continue
        size = _size_to_protect(column, cell, worlds, policy) if cell.counts_people else None
        if size is not None:
            yield from _protect_small(column, cell, size, policy)
        elif cell.value is not None and not cell.latent:
            either = (Goal(column, 1, cell.value + 1), Goal(column, -1, cell.value - 1))
            others.append(Demand(cell.key, cell.label, either, protects_people=False))
    yield from others
    for said in component.said:
        sums = [(column, bound) for key, column, bound in worlds.sums if key == said.key]
        if said.is_ratio and said.key in forced and sums:
            goals = tuple(goal for column, bound in sums for goal in _beyond(column, bound))
            yield Demand(said.key, said.label, goals, protects_people=False)


def _protect_small(column: int, cell: Cell, size: int, policy: Policy) -> Iterator[Demand]:
    """A small count may be 1 or less, and may reach the smallest publishable count and its value + 4.

    The reader who knows that what is hidden is not zero must consider its value + 4 possible. Of the difference of two
    figures that is below 0 the same holds with the sign turned.
    """
    sign = 1 if cell.value is None or cell.value > 0 else -1
    far = size + policy.protection_width
    yield Demand(cell.key, cell.label, (Goal(column, -sign, sign),))
    yield Demand(cell.key, cell.label, (Goal(column, sign, sign * max(policy.smallest_publishable_count, far)),))
    yield Demand(cell.key, cell.label, (Goal(column, sign, sign * far),), knowing=True)


def _size_to_protect(column: int, cell: Cell, worlds: Worlds, policy: Policy) -> int | None:
    """The size of a small count; None if the figure is none.

    Of a figure that nobody gave us, the largest small count that it can be by all that we know. It is none if it is
    surely zero or large, or, for a number behind a rounded figure, if even then nothing limits it from above.
    """
    if cell.value is not None:
        return abs(cell.value) if policy.is_small(cell.value) else None
    unknown = frozenset(each.key for each in worlds.cells if each.value is None and not each.latent)
    known = worlds.given(unknown)
    for size in range(policy.largest_hidden_count, 0, -1):
        if known.reach(column, 1, size):
            if size < policy.largest_hidden_count:
                return size
            small = known.reach(column, -1, size)
            limited = not cell.latent or not worlds.is_unlimited(column, known.bounds)
            return size if small and limited else None
    return None


def _beyond(column: int, bound: tuple[int | None, int | None]) -> Iterator[Goal]:
    least, most = bound
    if least is not None:
        yield Goal(column, -1, least - 1)
    if most is not None:
        yield Goal(column, 1, most + 1)
