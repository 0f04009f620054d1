"""What a reader can infer about a group of unknowns. Every end of an interval is proved by a witness."""

from collections.abc import Mapping, Sequence

from suppression.engine.facts import Fact
from suppression.engine.groups import Group
from suppression.engine.report import Interval
from suppression.engine.solver import Answer, Bound, Row, Solver, SolverUncertain, Status, World, within

Bounds = Sequence[Bound]


class Inference:
    """The worlds of one group: complete sets of whole numbers that agree with everything shown.

    A world is believed only if it satisfies everything in plain integers. Every world once found is kept, for what it
    proves about the other unknowns.
    """

    def __init__(self, group: Group, bounds: Mapping[str, Bound], seconds: float) -> None:
        """Take the group, the bounds of its unknowns, and the seconds that one search may take."""
        self.column = {key: number for number, key in enumerate(group.unknowns)}
        self.bounds = tuple(bounds[key] for key in group.unknowns)
        self.rows = [self._row(fact) for fact in group.facts]
        self.may_have_holes = group.may_have_holes()
        self.found: list[World] = []
        self._seconds = seconds
        self._given = list(self.bounds)
        self._solver: Solver | None = None

    def exists(self, bounds: Bounds) -> bool:
        """Whether there is a world within these bounds of the unknowns, each as wide as the reader's or narrower."""
        if any(low is not None and high is not None and low > high for low, high in bounds):
            return False
        if not self.rows or any(_inside(world, bounds) for world in self.found):
            return True
        return self._witness(self._search_within(bounds).any(), bounds) is not None

    def can_be(self, key: str, least: int | None, most: int | None, bounds: Bounds | None = None) -> bool:
        """Whether a world, of a reader with these bounds, has the unknown between the two numbers."""
        column = self.column[key]
        given = self.bounds if bounds is None else bounds
        low, high = given[column]
        between = (_higher(low, least), _lower(high, most))
        return self.exists([*given[:column], between, *given[column + 1 :]])

    def interval(self, key: str, bounds: Bounds | None = None) -> Interval:
        """The least and the most that the unknown can be to a reader with these bounds; there must be a world."""
        column = self.column[key]
        given = self.bounds if bounds is None else bounds
        low, high = given[column]
        if not self.rows:
            return Interval(low, high)
        at = [world[column] for world in self.found if _inside(world, given)]
        if low is None or low not in at:
            low = self._end(self._search_within(given).least(column), given, column)
        if high is None or high not in at:
            high = self._end(self._search_within(given).most(column), given, column)
        return Interval(low, high)

    def possible(self, key: str, low: int, high: int) -> int:
        """How many of the numbers from low to high the unknown can be, both of which it can."""
        numbers = range(low, high + 1)
        if not self.may_have_holes:
            return len(numbers)
        return sum(self.can_be(key, number, number) for number in numbers)

    def has_another(self, fact: Fact, positive: str) -> bool:
        """Whether a world satisfies one more fact, with this unknown at 1 or more."""
        bounds = dict(zip(self.column, self.bounds, strict=True))
        other = Inference(Group(tuple(self.column), ()), bounds, self._seconds)
        other.rows = [*self.rows, self._row(fact)]
        other.found = [world for world in self.found if other.rows[-1].holds_in(world)]
        return other.can_be(positive, 1, None)

    def agrees_with(self, known: Mapping[str, int]) -> bool:
        """Whether a world has the unknowns (by key) at these numbers."""
        fixed = [
            (known[key], known[key]) if key in known else bound
            for key, bound in zip(self.column, self.bounds, strict=True)
        ]
        if not all(within(known[key], self.bounds[self.column[key]]) for key in known):
            return False
        if len(known) == len(fixed):
            world = tuple(known[key] for key in self.column)
            self.found += [world] if all(row.holds_in(world) for row in self.rows) else []
            return world in self.found
        return self.exists(fixed)

    def _row(self, fact: Fact) -> Row:
        return Row({self.column[key]: number for key, number in fact.coefficients.items()}, fact.least, fact.most)

    def _search_within(self, bounds: Bounds) -> Solver:
        if self._solver is None:
            self._given = list(bounds)
            self._solver = Solver(self._given, self.rows, self._seconds)
        for column, bound in enumerate(bounds):
            if bound != self._given[column]:
                self._solver.bound(column, bound)
                self._given[column] = bound
        return self._solver

    def _end(self, answer: Answer, bounds: Bounds, column: int) -> int | None:
        """Where the unknown ends; None if it does not."""
        if answer.status is Status.UNBOUNDED:
            return None
        world = self._witness(answer, bounds)
        if world is None:
            raise SolverUncertain("The solver found a world, and then none.")
        return world[column]

    def _witness(self, answer: Answer, bounds: Bounds) -> World | None:
        """The world of an answer, checked in plain integers and kept; None if there is none."""
        if answer.status is Status.IMPOSSIBLE:
            return None
        world = answer.world
        if world is None:
            raise SolverUncertain("The solver gave no world.")
        if not _inside(world, bounds):
            raise SolverUncertain("The solver's world lies outside its bounds.")
        if not all(row.holds_in(world) for row in self.rows):
            raise SolverUncertain("The solver's world does not satisfy the equations.")
        self.found.append(world)
        return world


def _inside(world: World, bounds: Bounds) -> bool:
    return all(within(number, bound) for number, bound in zip(world, bounds, strict=True))


def _higher(one: int | None, other: int | None) -> int | None:
    return one if other is None else other if one is None else max(one, other)


def _lower(one: int | None, other: int | None) -> int | None:
    return one if other is None else other if one is None else min(one, other)
