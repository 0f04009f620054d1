"""The unknowns of one group as the solver takes them; what it answers is checked in plain integers."""

from collections.abc import Mapping, Sequence

from suppression.engine.facts import Fact
from suppression.engine.groups import Group
from suppression.engine.solver import Answer, Bound, Row, Solver, SolverUncertain, Status, World, within

Bounds = Sequence[Bound]


class System:
    """The facts between the unknowns of a group, in columns and rows. One solver serves all searches."""

    def __init__(self, group: Group, more: Sequence[Fact], seconds: float) -> None:
        """Take the group, facts to be added to its own, and the seconds that one search may take."""
        self.column: Mapping[str, int] = {key: number for number, key in enumerate(group.unknowns)}
        self.rows = [
            Row({self.column[key]: number for key, number in fact.coefficients.items()}, fact.least, fact.most)
            for fact in (*group.facts, *more)
        ]
        self._seconds = seconds
        self._given: list[Bound] = []
        self._solver: Solver | None = None

    def holds_in(self, world: World) -> bool:
        """Whether every fact does."""
        return all(row.holds_in(world) for row in self.rows)

    def any(self, bounds: Bounds) -> World | None:
        """A world within the bounds; None if there is none."""
        return self._checked(self._solver_within(bounds).any(), bounds)

    def least(self, bounds: Bounds, column: int) -> World | None:
        """A world in which the column is as small as can be; None if there is no least. There must be a world."""
        return self._end(self._solver_within(bounds).least(column), bounds)

    def most(self, bounds: Bounds, column: int) -> World | None:
        """A world in which the column is as large as can be; None if there is no most. There must be a world."""
        return self._end(self._solver_within(bounds).most(column), bounds)

    def _solver_within(self, bounds: Bounds) -> Solver:
        if self._solver is None:
            self._given = list(bounds)
            self._solver = Solver(self._given, self.rows, self._seconds)
        for column, bound in enumerate(bounds):
            if bound != self._given[column]:
                self._solver.bound(column, bound)
                self._given[column] = bound
        return self._solver

    def _end(self, answer: Answer, bounds: Bounds) -> World | None:
        if answer.status is Status.UNBOUNDED:
            return None
        world = self._checked(answer, bounds)
        if world is None:
            raise SolverUncertain("The solver found a world, and then none.")
        return world

    def _checked(self, answer: Answer, bounds: Bounds) -> World | None:
        """The world of an answer; None if it says that there is none. Raises SolverUncertain if it is no world."""
        if answer.status is Status.IMPOSSIBLE:
            return None
        world = answer.world
        if world is None:
            raise SolverUncertain("The solver gave no world.")
        if not is_inside(world, bounds):
            raise SolverUncertain("The solver's world lies outside its bounds.")
        if not self.holds_in(world):
            raise SolverUncertain("The solver's world does not satisfy the equations.")
        return world


def is_inside(world: World, bounds: Bounds) -> bool:
    """Whether every number of a world lies within its bounds."""
    return all(within(number, bound) for number, bound in zip(world, bounds, strict=True))
