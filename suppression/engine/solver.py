"""A thin, typed door to HiGHS. What it returns is a claim: callers check every world in plain integers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto

import highspy
import numpy

ROUNDING = 1e-6

World = tuple[int, ...]
Bound = tuple[int | None, int | None]


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
    """The sum of coefficient times column is at least `least` and at most `most`; None is without limit."""

    coefficients: Mapping[int, int]
    least: int | None
    most: int | None

    def holds_in(self, world: World) -> bool:
        """Whether it holds, in plain integers."""
        return within(sum(number * world[column] for column, number in self.coefficients.items()), self.bound)

    @property
    def bound(self) -> Bound:
        """What the sum may be."""
        return self.least, self.most


def within(number: int, bound: Bound) -> bool:
    """Whether a number lies within a bound, of which either end may be open."""
    low, high = bound
    return (low is None or low <= number) and (high is None or number <= high)


def for_highs(bound: Bound) -> tuple[float, float]:
    """The same bound as HiGHS takes it."""
    low, high = bound
    return (-highspy.kHighsInf if low is None else low, highspy.kHighsInf if high is None else high)


class Solver:
    """One system of rows over whole numbers, of which bounds and the objective may change between searches."""

    def __init__(self, bounds: Sequence[Bound], rows: Sequence[Row], seconds: float) -> None:
        """Take the bounds of each column (None is without limit), the rows, and the seconds one search may take."""
        self.columns = len(bounds)
        self.highs = highspy.Highs()
        for option, setting in (("output_flag", False), ("threads", 1), ("mip_rel_gap", 0.0), ("presolve", "off")):
            self.highs.setOptionValue(option, setting)
        # Nine tenths of the time on systems as small as these, and seldom what finds a world.
        self.highs.setOptionValue("mip_heuristic_run_feasibility_jump", False)
        self.seconds = seconds
        self._all_columns = numpy.arange(self.columns, dtype=numpy.int32)
        for bound in bounds:
            self.highs.addVar(*for_highs(bound))
        for row in rows:
            columns = numpy.array(list(row.coefficients), dtype=numpy.int32)
            numbers = numpy.array(list(row.coefficients.values()), dtype=numpy.float64)
            self.highs.addRow(*for_highs(row.bound), len(columns), columns, numbers)

    def bound(self, column: int, bound: Bound) -> None:
        """Change what a column may be."""
        self.highs.changeColBounds(column, *for_highs(bound))

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
