"""A component's equations over real numbers: the multipliers with which they limit a figure best."""

from fractions import Fraction

import highspy

from suppression.engine.solver import Bound, for_highs
from suppression.engine.worlds import Worlds

LARGEST_DENOMINATOR = 60


class Programme:
    """The equations of a component over real numbers."""

    def __init__(self, worlds: Worlds, seconds: float) -> None:
        """Take the worlds for their equations, and the seconds that one search may take."""
        self.highs = highspy.Highs()
        for option, setting in (("output_flag", False), ("threads", 1), ("presolve", "off")):
            self.highs.setOptionValue(option, setting)
        self.seconds = seconds
        for _ in range(len(worlds.cells) + len(worlds.sums)):
            self.highs.addVar(*for_highs((None, None)))
        for row in worlds.rows:
            columns, numbers = list(row.coefficients), [float(number) for number in row.coefficients.values()]
            self.highs.addRow(*for_highs(row.bound), len(columns), columns, numbers)

    def bound(self, bounds: list[Bound]) -> None:
        """Change what the columns may be."""
        for column, bound in enumerate(bounds):
            self.highs.changeColBounds(column, *for_highs(bound))

    def multipliers(self, column: int, sign: int) -> list[Fraction] | None:
        """Those with which the equations best limit how far the column goes; None if they do not."""
        self.highs.changeColCost(column, -float(sign))
        self.highs.setOptionValue("time_limit", self.highs.getRunTime() + self.seconds)
        self.highs.run()
        status = self.highs.getModelStatus()
        duals = list(self.highs.getSolution().row_dual)
        self.highs.changeColCost(column, 0.0)
        if status != highspy.HighsModelStatus.kOptimal:
            return None
        return [Fraction(number).limit_denominator(LARGEST_DENOMINATOR) for number in duals]
