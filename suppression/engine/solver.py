"""A thin, typed door to HiGHS. What it returns is a claim: callers check every world in plain integers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto

import highspy
import numpy

ROUNDING = 1e-6

World = tuple[int, ...]


class SolverUncertain(Exception):
    """HiGHS found neither an answer nor that there is none: out of time, or in numerical trouble."""


class Status(Enum):
    """How a search ended."""

    FOUND = auto()
    IMPOSSIBLE = auto()
    UNBOUNDED = auto()


@dataclass(frozen=True)
class Answer:
    """How the search ended and, if it found one, a world: one whole number for each column."""

    status: Status
    world: World | None = None


@dataclass(frozen=True)
class Row:
    """The sum of coefficient times column equals the constant."""

    coefficients: Mapping[int, int]
    constant: int

    def holds_in(self, world: World) -> bool:
        """Whether it holds, in plain integers."""
        return sum(number * world[column] for column, number in self.coefficients.items()) == self.constant


class Solver:
    """One system of equations over whole numbers, of which bounds and the objective may change between searches."""

    def __init__(self, bounds: Sequence[tuple[int, int | None]], rows: Sequence[Row], seconds: float) -> None:
        """Take the bounds of each column (None is without limit), the rows, and the seconds one search may take."""
        self.columns = len(bounds)
        self.highs = highspy.Highs()
        for option, setting in (("output_flag", False), ("threads", 1), ("mip_rel_gap", 0.0), ("presolve", "off")):
            self.highs.setOptionValue(option, setting)
        self.seconds = seconds
        self._all_columns = numpy.arange(self.columns, dtype=numpy.int32)
        for low, high in bounds:
            self.highs.addVar(low, highspy.kHighsInf if high is None else high)
        for row in rows:
            columns = numpy.array(list(row.coefficients), dtype=numpy.int32)
            numbers = numpy.array(list(row.coefficients.values()), dtype=numpy.float64)
            self.highs.addRow(row.constant, row.constant, len(columns), columns, numbers)

    def bound(self, column: int, low: int, high: int | None) -> None:
        """Change what a column may be."""
        self.highs.changeColBounds(column, low, highspy.kHighsInf if high is None else high)

    def least(self, column: int) -> Answer:
        """A world in which the column is as small as can be."""
        return self._optimum(column, 1.0)

    def most(self, column: int) -> Answer:
        """A world in which the column is as large as can be."""
        return self._optimum(column, -1.0)

    def any(self) -> Answer:
        """Any world."""
        return self._search()

    def _optimum(self, column: int, cost: float) -> Answer:
        self.highs.changeColCost(column, cost)
        try:
            return self._search()
        finally:
            self.highs.changeColCost(column, 0.0)

    def _search(self) -> Answer:
        answer = self._run()
        if answer is None:
            self._set_integrality(highspy.HighsVarType.kInteger)
            try:
                answer = self._run()
            finally:
                self._set_integrality(highspy.HighsVarType.kContinuous)
        if answer is None:
            raise SolverUncertain("The solver's whole numbers are not whole.")
        return answer

    def _set_integrality(self, kind: highspy.HighsVarType) -> None:
        kinds = numpy.full(self.columns, int(kind), dtype=numpy.uint8)
        self.highs.changeColsIntegrality(self.columns, self._all_columns, kinds)

    def _status(self) -> highspy.HighsModelStatus:
        """Run once. A run that starts from the last one's basis may lose its way, hence a second try in _run."""
        self.highs.setOptionValue("time_limit", self.highs.getRunTime() + self.seconds)
        self.highs.run()
        return self.highs.getModelStatus()

    def _run(self) -> Answer | None:
        """Return the answer, or None where the linear programme's own answer is not in whole numbers."""
        status = self._status()
        if status == highspy.HighsModelStatus.kUnknown:
            self.highs.clearSolver()
            status = self._status()
        if status == highspy.HighsModelStatus.kInfeasible:
            return Answer(Status.IMPOSSIBLE)
        if status == highspy.HighsModelStatus.kUnbounded:
            return Answer(Status.UNBOUNDED)
        if status != highspy.HighsModelStatus.kOptimal:
            raise SolverUncertain(f"The solver stopped without an answer ({status.name}).")
        numbers = self.highs.getSolution().col_value
        world = tuple(round(number) for number in numbers)
        if any(abs(number - whole) > ROUNDING for number, whole in zip(numbers, world, strict=True)):
            return None
        return Answer(Status.FOUND, world)
