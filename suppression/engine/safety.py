"""When a pattern is safe: every demand is met, and nothing small is hidden alone."""

from collections.abc import Sequence

from suppression.engine.alone import Company
from suppression.engine.demands import Demand
from suppression.engine.solver import SolverUncertain
from suppression.engine.worlds import Worlds

Objection = Demand | Company


class Safety:
    """Judges the patterns of one component."""

    def __init__(self, worlds: Worlds, demands: Sequence[Demand], companies: Sequence[Company]) -> None:
        """Take the component's worlds, and what a safe pattern satisfies."""
        self.worlds, self.demands, self.companies = worlds, tuple(demands), tuple(companies)

    def first_objection(self, hidden: frozenset[str]) -> Objection | None:
        """What hiding these items (keys) leaves unsatisfied; None if all is safe."""
        for company in self.companies:
            if hidden.isdisjoint(company.others):
                return company
        for knowing in (False, True):
            concerned = [demand for demand in self.demands if demand.knowing is knowing]
            possible = self.worlds.given(hidden, knowing) if concerned else None
            for demand in concerned:
                try:
                    if possible is not None and not demand.is_met(possible):
                        return demand
                except SolverUncertain:
                    self.worlds.uncertain = True
                    return demand
        return None

    def is_met(self, demand: Demand, hidden: frozenset[str]) -> bool:
        """Whether hiding these items satisfies the demand. Raises SolverUncertain."""
        return demand.is_met(self.worlds.given(hidden, demand.knowing))
