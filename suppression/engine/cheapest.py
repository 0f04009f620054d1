"""The cheapest pattern that satisfies a growing list of cuts: a lower bound on what any safe pattern costs."""

from collections.abc import Iterable, Mapping

import highspy

from suppression.engine.cut import Cut
from suppression.engine.solver import SolverUncertain
from suppression.engine.together import Together


class Cheapest:
    """A whole-number programme with one column for each item that may be shown: 1 is hidden."""

    def __init__(self, weights: Mapping[str, int], pairs: Iterable[Together], below: int) -> None:
        """Take what hiding each free item costs, what is hidden together, and the cost to stay below."""
        self.weights = weights
        self.column = {key: number for number, key in enumerate(weights)}
        self.cuts: list[Cut] = []
        self.highs = highspy.Highs()
        for option, setting in (("output_flag", False), ("threads", 1), ("mip_rel_gap", 0.0)):
            self.highs.setOptionValue(option, setting)
        for number, weight in enumerate(weights.values()):
            self.highs.addVar(0, 1)
            self.highs.changeColCost(number, float(weight))
            self.highs.changeColIntegrality(number, highspy.HighsVarType.kInteger)
        self.add(Cut({key: -weight for key, weight in weights.items()}, 1 - below))
        for pair in pairs:
            if pair.cause in weights and pair.effect in weights:
                self.add(Cut({pair.effect: 1, pair.cause: -1}, 0))

    def add(self, cut: Cut) -> None:
        """Take one more cut into account."""
        self.cuts.append(cut)
        columns = [self.column[key] for key in cut.coefficients]
        numbers = [float(number) for number in cut.coefficients.values()]
        self.highs.addRow(cut.least, highspy.kHighsInf, len(columns), columns, numbers)

    def pattern(self, seconds: float) -> frozenset[str] | None:
        """The free items that it hides; None if there is no pattern below the cost. Raises SolverUncertain."""
        self.highs.setOptionValue("time_limit", self.highs.getRunTime() + seconds)
        self.highs.run()
        status = self.highs.getModelStatus()
        if status == highspy.HighsModelStatus.kInfeasible:
            return None
        if status != highspy.HighsModelStatus.kOptimal:
            raise SolverUncertain(f"The solver stopped without an answer ({status.name}).")
        numbers = self.highs.getSolution().col_value
        hidden = frozenset(key for key, column in self.column.items() if numbers[column] > 0.5)
        if not all(cut.holds_for(hidden) for cut in self.cuts):
            raise SolverUncertain("The solver's pattern does not satisfy the cuts.")
        return hidden
