"""What one reader can infer about a group of unknowns: the least and the most that each can be."""

from collections.abc import Mapping

from suppression.engine.policy import Policy
from suppression.engine.reading import Bound, Group, Misread
from suppression.engine.report import Interval
from suppression.engine.solver import Answer, Row, Solver, SolverUncertain, Status, World


class Inference:
    """Bounds on every unknown of a group, each end proved by a witness: a complete set of whole numbers."""

    def __init__(self, group: Group, bounds: Mapping[str, Bound], policy: Policy) -> None:
        """Take the group, the bounds of its unknowns and the policy; raises Misread if no numbers fit."""
        self.column = {key: number for number, key in enumerate(group.unknowns)}
        self.bounds = [bounds[key] for key in group.unknowns]
        self.rows = [
            Row(
                {self.column[key]: number for key, number in equation.coefficients.items()},
                equation.constant,
                equation.constant,
            )
            for equation in group.equations
        ]
        if any(high is not None and high < low for low, high in self.bounds):
            raise Misread("No whole numbers agree with everything shown.")
        self.solver = Solver(self.bounds, self.rows, policy.solver_seconds)
        if self._witness(self.solver.any()) is None:
            raise Misread("No whole numbers agree with everything shown.")

    def interval(self, key: str) -> Interval:
        """The least and the most that the unknown can be, in whole numbers."""
        column = self.column[key]
        least = self._witness(self.solver.least(column))
        if least is None:
            raise SolverUncertain("The solver found a world, and then none.")
        most = self.solver.most(column)
        if most.status is Status.UNBOUNDED:
            return Interval(least[column], None)
        world = self._witness(most)
        if world is None:
            raise SolverUncertain("The solver found a world, and then none.")
        return Interval(least[column], world[column])

    def has_witness_at(self, key: str, level: int) -> bool:
        """Whether a complete set of whole numbers has the unknown at the level or above."""
        column = self.column[key]
        low, high = self.bounds[column]
        if high is not None and high < level:
            return False
        self.solver.bound(column, (max(low, level), high))
        try:
            return self._witness(self.solver.any()) is not None
        finally:
            self.solver.bound(column, (low, high))

    def _witness(self, answer: Answer) -> World | None:
        """The world of an answer, checked in plain integers; None if there is none."""
        if answer.status is Status.IMPOSSIBLE:
            return None
        world = answer.world
        if world is None:
            raise SolverUncertain("The solver gave no world.")
        for number, (low, high) in zip(world, self.bounds, strict=True):
            if number < low or (high is not None and number > high):
                raise SolverUncertain("The solver's world lies outside its bounds.")
        if not all(row.holds_in(world) for row in self.rows):
            raise SolverUncertain("The solver's world does not satisfy the equations.")
        return world
