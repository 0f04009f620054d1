"""Whether a safe pattern hides the least: a search that finds a cheaper one or proves that there is none."""

import time

from suppression.engine.alone import Company
from suppression.engine.cheapest import Cheapest
from suppression.engine.components import Component
from suppression.engine.cut import Cut
from suppression.engine.cuts import Cuts
from suppression.engine.demands import Demand
from suppression.engine.policy import Policy
from suppression.engine.safety import Safety
from suppression.engine.solver import SolverUncertain


def least_pattern(
    component: Component, forced: frozenset[str], known: frozenset[str], safety: Safety, policy: Policy
) -> tuple[frozenset[str], bool]:
    """The keys that a least pattern hides, and whether that is proven; the known one if it is least or time is out.

    The cheapest pattern that satisfies all cuts is tried. If it is safe, nothing safe costs less; if not, it is cut
    off, by conditions that no safe pattern breaks. A pattern of which the solver cannot say whether it is safe is cut
    off too, and nothing is then proven.
    """
    free = {key: weight for key, weight in component.weights.items() if key not in forced}
    cost = sum(free[key] for key in known - forced)
    if cost == 0:
        return known, True
    deadline = time.monotonic() + policy.solver_seconds
    try:
        cuts = Cuts(component, safety, forced, policy)
        cheapest = Cheapest(free, component.pairs, cost)
        while (left := deadline - time.monotonic()) > 0:
            safety.worlds.limit(left)
            chosen = cheapest.pattern(left)
            if chosen is None:
                return known, not safety.worlds.uncertain
            found = list(cuts.violated_by(chosen | forced, deadline))
            if not found:
                objection = safety.first_objection(chosen | forced)
                if objection is None:
                    return chosen | forced, not safety.worlds.uncertain
                found.append(_not_within(objection, chosen | forced, free, safety, deadline))
            for cut in found:
                cheapest.add(cut)
    except SolverUncertain:
        return known, False
    finally:
        safety.worlds.limit(policy.solver_seconds)
    return known, False


def _not_within(
    objection: Demand | Company, hidden: frozenset[str], free: dict[str, int], safety: Safety, deadline: float
) -> Cut:
    """Something must be hidden outside a set of items that, hidden together, still leave the demand unmet.

    The set grows from the pattern as long as there is time: the larger it is, the more patterns the cut rules out.
    """
    if isinstance(objection, Company):
        return Cut(dict.fromkeys(objection.others, 1), 1)
    for key in sorted(free, key=lambda key: free[key]):
        if key not in hidden and time.monotonic() < deadline:
            try:
                if not safety.is_met(objection, hidden | {key}):
                    hidden |= {key}
            except SolverUncertain:
                continue
    return Cut({key: 1 for key in free if key not in hidden}, 1)
