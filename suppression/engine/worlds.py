"""Worlds, for the one who hides: sets of whole numbers that agree with what would be shown."""

from collections.abc import Iterator, Mapping, Sequence

from suppression.engine.components import Component
from suppression.engine.policy import Policy
from suppression.engine.solver import Bound, Row, Solver, SolverUncertain, Status, World, within


class Worlds:
    """The worlds of one component. Those once found are kept: many remain worlds when less is hidden.

    Columns are the cells, then one for each condition of each item: the sum that it limits while the item is shown.
    uncertain: whether a pattern was objected to for want of an answer.
    """

    def __init__(self, component: Component, policy: Policy) -> None:
        """Take a component, latent cells written out, and the policy for the time limit."""
        self.cells = component.cells
        self.column: Mapping[str, int] = {cell.key: number for number, cell in enumerate(self.cells)}
        self.rows = [
            Row({self.column[key]: number for key, number in each.coefficients}, each.constant, each.constant)
            for each in component.relations
        ]
        self.sums: list[tuple[str, int, Bound]] = []
        self.limits: list[tuple[Mapping[int, int], int]] = []
        truth = [cell.value for cell in self.cells]
        for said in component.said:
            for condition in said.conditions:
                column = len(self.cells) + len(self.sums)
                coefficients = {self.column[key]: number for key, number in condition.coefficients}
                self.sums.append((said.key, column, (condition.least, condition.most)))
                self.limits.append((coefficients, column))
                self.rows.append(Row({**coefficients, column: -1}, 0, 0))
                truth.append(_sum(coefficients, truth))
        self._bounds: list[Bound] = [(cell.lower, cell.upper) for cell in self.cells] + [(None, None)] * len(self.sums)
        self._solver = Solver(self._bounds, self.rows, policy.solver_seconds)
        known = tuple(number for number in truth if number is not None)
        self.found: list[World] = [known] if len(known) == len(truth) else []
        self.uncertain = False

    def given(self, hidden: frozenset[str], knowing: bool = False) -> "Possibilities":
        """What is possible when these items (keys) are hidden.

        To a reader who is `knowing`, a hidden count of people that is not zero is known not to be zero.
        """
        bounds: list[Bound] = []
        for cell in self.cells:
            if cell.latent:
                bounds.append((cell.lower, cell.upper))
            elif cell.key not in hidden:
                if cell.value is None:
                    raise ValueError(f"{cell.label} came to us suppressed and cannot be shown.")
                bounds.append((cell.value, cell.value))
            elif knowing and cell.counts_people and cell.value is not None and cell.value >= 1:
                bounds.append((1 if cell.lower is None else max(cell.lower, 1), cell.upper))
            else:
                bounds.append((cell.lower, cell.upper))
        bounds += [(None, None) if key in hidden else bound for key, _, bound in self.sums]
        return Possibilities(self, bounds)

    def search(self, bounds: Sequence[Bound]) -> World | None:
        """Find a world within the bounds, checked in plain integers; None if the solver proves that there is none."""
        tightened = self._tightened(bounds)
        if any(low is not None and high is not None and low > high for low, high in tightened):
            return None
        self._set(tightened)
        answer = self._solver.any()
        if answer.status is Status.IMPOSSIBLE:
            return None
        if answer.world is None or not self._is_world(answer.world, bounds):
            raise SolverUncertain("The solver's world does not agree with the figures.")
        self.found.append(answer.world)
        return answer.world

    def is_unlimited(self, column: int, bounds: Sequence[Bound]) -> bool:
        """Whether nothing limits the column from above, given these bounds. Raises SolverUncertain."""
        self._set(self._tightened(bounds))
        return self._solver.most(column).status is Status.UNBOUNDED

    def limit(self, seconds: float) -> None:
        """Allow each search this many seconds from now on."""
        self._solver.seconds = seconds

    def _set(self, bounds: Sequence[Bound]) -> None:
        for column, bound in enumerate(bounds):
            if bound != self._bounds[column]:
                self._solver.bound(column, bound)
                self._bounds[column] = bound

    def _tightened(self, bounds: Sequence[Bound]) -> list[Bound]:
        """The same bounds; where a figure alone is unknown in a condition, its bounds are rounded inwards."""
        tightened = list(bounds)
        for coefficients, column in self.limits:
            unknown = [(one, number) for one, number in coefficients.items() if not _is_one(tightened[one])]
            if len(unknown) == 1 and tightened[column] != (None, None):
                one, number = unknown[0]
                rest = sum(other * (tightened[each][0] or 0) for each, other in coefficients.items() if each != one)
                tightened[one] = _meet(tightened[one], _quotient(tightened[column], rest, number))
        return tightened

    def _is_world(self, world: World, bounds: Sequence[Bound]) -> bool:
        return all(map(within, world, bounds)) and all(row.holds_in(world) for row in self.rows)


class Possibilities:
    """What one reader must consider possible, given what is shown."""

    def __init__(self, worlds: Worlds, bounds: list[Bound]) -> None:
        """Take the worlds and the bounds that this reader knows for each column."""
        self.worlds = worlds
        self.bounds = bounds
        self.found = list(self._known())

    def exist(self) -> bool:
        """Whether there is any world at all."""
        return bool(self.found) or self._search(self.bounds)

    def reach(self, column: int, sign: int, level: int, positive: int | None = None) -> bool:
        """Whether the column may be at or above the level (sign 1), or at or below it (sign −1).

        positive: a column that must then be 1 or more.
        """
        for world in self.found:
            if sign * world[column] >= sign * level and (positive is None or world[positive] >= 1):
                return True
        bounds = list(self.bounds)
        bounds[column] = _meet(bounds[column], (level, None) if sign > 0 else (None, level))
        if positive is not None:
            bounds[positive] = _meet(bounds[positive], (1, None))
        return self._search(bounds)

    def _known(self) -> Iterator[World]:
        return (world for world in self.worlds.found if all(map(within, world, self.bounds)))

    def _search(self, bounds: Sequence[Bound]) -> bool:
        world = self.worlds.search(bounds)
        if world is None:
            return False
        self.found.append(world)
        return True


def _sum(coefficients: Mapping[int, int], numbers: Sequence[int | None]) -> int | None:
    total = 0
    for column, coefficient in coefficients.items():
        number = numbers[column]
        if number is None:
            return None
        total += coefficient * number
    return total


def _is_one(bound: Bound) -> bool:
    return bound[0] is not None and bound[0] == bound[1]


def _meet(first: Bound, second: Bound) -> Bound:
    lows = [low for low in (first[0], second[0]) if low is not None]
    highs = [high for high in (first[1], second[1]) if high is not None]
    return max(lows, default=None), min(highs, default=None)


def _quotient(bound: Bound, rest: int, number: int) -> Bound:
    """What x may be where rest + number · x lies within the bound, in whole numbers."""
    low, high = bound if number > 0 else (bound[1], bound[0])
    return (
        None if low is None else -((rest - low) // number),
        None if high is None else (high - rest) // number,
    )
