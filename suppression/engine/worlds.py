"""Worlds, for the one who hides: sets of whole numbers that agree with what would be shown."""

from collections.abc import Mapping, Sequence

from suppression.engine.figures import Cell, Relation
from suppression.engine.policy import Policy
from suppression.engine.solver import Bound, Row, Solver, SolverUncertain, Status, World, within


class Worlds:
    """The worlds of one component. Those once found are kept: many remain worlds when less is hidden.

    uncertain: whether a pattern was objected to for want of an answer.
    """

    def __init__(self, cells: Sequence[Cell], relations: Sequence[Relation], policy: Policy) -> None:
        """Take cells and relations, latent ones written out, and the policy for the time limit."""
        self.cells = tuple(cells)
        self.column: Mapping[str, int] = {cell.key: number for number, cell in enumerate(self.cells)}
        self.rows = tuple(
            Row(
                {self.column[key]: number for key, number in relation.coefficients},
                relation.constant,
                relation.constant,
            )
            for relation in relations
        )
        self._bounds: list[Bound] = [(cell.lower, cell.upper) for cell in self.cells]
        self._solver = Solver(self._bounds, self.rows, policy.solver_seconds)
        self.found: list[World] = []
        self.uncertain = False
        truth = tuple(cell.value for cell in self.cells if cell.value is not None)
        if len(truth) == len(self.cells):
            self.found.append(truth)

    def given(self, hidden: frozenset[str], nothing_hidden_is_zero: bool = False) -> "Possibilities":
        """What is possible when these cells are hidden, to a reader who may know that what is hidden is not zero."""
        bounds: list[Bound] = []
        for cell in self.cells:
            if cell.latent:
                bounds.append((cell.lower, cell.upper))
            elif cell.key not in hidden:
                if cell.value is None:
                    raise ValueError(f"{cell.label} came to us suppressed and cannot be shown.")
                bounds.append((cell.value, cell.value))
            elif nothing_hidden_is_zero and cell.counts_people:
                bounds.append((max(cell.lower, 1), cell.upper))
            else:
                bounds.append((cell.lower, cell.upper))
        return Possibilities(self, bounds)

    def search(self, bounds: Sequence[Bound]) -> World | None:
        """Find a world within the bounds, checked in plain integers; None if the solver proves that there is none."""
        if any(high is not None and low > high for low, high in bounds):
            return None
        for column, bound in enumerate(bounds):
            if bound != self._bounds[column]:
                self._solver.bound(column, bound)
                self._bounds[column] = bound
        answer = self._solver.any()
        if answer.status is Status.IMPOSSIBLE:
            return None
        if answer.world is None or not self._is_world(answer.world, bounds):
            raise SolverUncertain("The solver's world does not agree with the figures.")
        self.found.append(answer.world)
        return answer.world

    def _is_world(self, world: World, bounds: Sequence[Bound]) -> bool:
        return all(within(number, bound) for number, bound in zip(world, bounds, strict=True)) and all(
            row.holds_in(world) for row in self.rows
        )


class Possibilities:
    """What one reader must consider possible, given what is shown."""

    def __init__(self, worlds: Worlds, bounds: list[Bound]) -> None:
        """Take the worlds and the bounds that this reader knows for each column."""
        self.worlds = worlds
        self.bounds = bounds
        self.found = [
            world
            for world in worlds.found
            if all(within(number, bound) for number, bound in zip(world, bounds, strict=True))
        ]

    def exist(self) -> bool:
        """Whether there is any world at all."""
        return bool(self.found) or self._search(self.bounds)

    def reach_down(self, key: str, level: int) -> bool:
        """Whether the cell may be at or below the level."""
        column = self.worlds.column[key]
        if any(world[column] <= level for world in self.found):
            return True
        low, high = self.bounds[column]
        return self._search_with(column, (low, level if high is None else min(high, level)))

    def reach_up(self, key: str, level: int) -> bool:
        """Whether the cell may be at or above the level."""
        column = self.worlds.column[key]
        if any(world[column] >= level for world in self.found):
            return True
        low, high = self.bounds[column]
        return self._search_with(column, (max(low, level), high))

    def only(self, key: str) -> int | None:
        """The one number that the cell must be; None if it may be more than one."""
        if not self.exist():
            return None
        one = self.found[0][self.worlds.column[key]]
        return None if self.reach_up(key, one + 1) or self.reach_down(key, one - 1) else one

    def _search_with(self, column: int, bound: Bound) -> bool:
        return self._search([*self.bounds[:column], bound, *self.bounds[column + 1 :]])

    def _search(self, bounds: Sequence[Bound]) -> bool:
        world = self.worlds.search(bounds)
        if world is None:
            return False
        self.found.append(world)
        return True
