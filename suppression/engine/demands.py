"""What a reader must still consider possible: the demands that a safe pattern satisfies, whatever it hides.

They concern a fixed set of figures, so that hiding more never makes a safe pattern unsafe.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from suppression.engine.components import Component
from suppression.engine.figures import Cell
from suppression.engine.latent import Said
from suppression.engine.policy import Policy
from suppression.engine.report import ProtectionImpossible
from suppression.engine.solver import Bound, SolverUncertain
from suppression.engine.worlds import Possibilities, Worlds


@dataclass(frozen=True)
class Goal:
    """A column must be able to be at or above the level (sign 1), or at or below it (sign −1).

    positive: a column that must then be 1 or more.
    """

    column: int
    sign: int
    level: int
    positive: int | None = None


@dataclass(frozen=True)
class Demand:
    """One of the goals must be within reach, of a reader who knows that what is hidden is not zero, or of any.

    key, label: of the figure that is protected.
    """

    key: str
    label: str
    goals: tuple[Goal, ...]
    knowing: bool = False

    def is_met(self, possible: Possibilities) -> bool:
        """Whether it is met, given what this reader must consider possible. Raises SolverUncertain."""
        return any(possible.reach(goal.column, goal.sign, goal.level, goal.positive) for goal in self.goals)


def demands_of(
    component: Component, worlds: Worlds, known: Possibilities, forced: frozenset[str], policy: Policy
) -> Iterator[Demand]:
    """What every safe pattern satisfies, first for those who are few, then for what must not follow exactly.

    known: what is possible by all that we know. forced: keys of items that are hidden for their own sake. Raises
    ProtectionImpossible, naming the figure, if the solver cannot say what it demands.
    """
    others: list[Demand] = []
    for column, cell in enumerate(component.cells):
        if not cell.latent and cell.key not in forced:
            continue
        if cell.must_reach is not None:
            yield from _own_levels(column, cell, cell.must_reach)
            continue
        try:
            size = size_to_protect(column, cell, worlds, known, policy)
        except SolverUncertain as trouble:
            raise ProtectionImpossible(f"{cell.label} could not be judged: {trouble}") from trouble
        if size is not None:
            yield from _small(column, cell, size, policy)
        elif not cell.latent:
            others.append(not_exactly(column, cell, known))
    yield from others
    for said in component.said:
        if said.denominator and said.conditions and said.key in forced:
            yield _more_than_one_print(said, worlds)


def size_to_protect(column: int, cell: Cell, worlds: Worlds, known: Possibilities, policy: Policy) -> int | None:
    """The size of a small count of people; None if the figure is none.

    A figure that nobody gave us is taken for the largest small count. It is none if by all that we know it is surely
    zero or large; or, for one that is never shown, if even then nothing limits it from above.
    """
    if not cell.counts_people:
        return None
    if cell.value is not None:
        return abs(cell.value) if policy.is_small(cell.value) else None
    largest = policy.largest_hidden_count
    if not any(
        known.reach(column, sign, sign) and known.reach(column, -sign, sign * largest) for sign in _directions(cell)
    ):
        return None
    limited = not cell.latent or not worlds.is_unlimited(column, known.bounds)
    return largest if limited else None


def _directions(cell: Cell) -> tuple[int, ...]:
    """Whether it counts upwards (1) or is a difference below 0 (−1); either, where nobody gave us a difference."""
    if cell.value is not None:
        return (1,) if cell.value > 0 else (-1,)
    return (1, -1) if cell.lower is None or cell.lower < 0 else (1,)


def _own_levels(column: int, cell: Cell, levels: tuple[int, int]) -> Iterator[Demand]:
    """A figure with levels of protection of its own must seem possible at both."""
    low, high = levels
    yield Demand(cell.key, cell.label, (Goal(column, -1, low),))
    yield Demand(cell.key, cell.label, (Goal(column, 1, high),))


def _small(column: int, cell: Cell, size: int, policy: Policy) -> Iterator[Demand]:
    """A small count may be 1 or less, and may reach the smallest publishable count and its value + 4.

    The reader who knows that what is hidden is not zero must consider its value + 4 possible. Of the difference of two
    figures that is below 0 the same holds with the sign turned.
    """
    signs, far = _directions(cell), size + policy.protection_width
    high = max(policy.smallest_publishable_count, far)
    for sign in signs:
        yield Demand(cell.key, cell.label, (Goal(column, -sign, sign),))
    yield Demand(cell.key, cell.label, tuple(Goal(column, sign, sign * high) for sign in signs))
    yield Demand(cell.key, cell.label, tuple(Goal(column, sign, sign * far) for sign in signs), knowing=True)


def not_exactly(column: int, cell: Cell, known: Possibilities) -> Demand:
    """A figure that is hidden for its own sake and is not small must not follow exactly."""
    number = known.found[0][column] if cell.value is None else cell.value
    return Demand(cell.key, cell.label, (Goal(column, 1, number + 1), Goal(column, -1, number - 1)))


def _more_than_one_print(said: Said, worlds: Worlds) -> Demand:
    """Of a ratio that is hidden for its own sake more than one number could be printed; nothing is without a base."""
    denominator = worlds.column[said.denominator]
    sums = [(column, bound) for key, column, bound in worlds.sums if key == said.key]
    goals = tuple(goal for column, bound in sums for goal in _beyond(column, bound, denominator))
    return Demand(said.key, said.label, goals)


def _beyond(column: int, bound: Bound, denominator: int) -> Iterator[Goal]:
    """Less than what is printed leaves no denominator of 0, for no numerator is below 0; more might."""
    least, most = bound
    if least is not None:
        yield Goal(column, -1, least - 1)
    if most is not None:
        yield Goal(column, 1, most + 1, denominator)
