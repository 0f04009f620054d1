"""Whether a safe pattern hides the least: a search that finds a cheaper one or proves that there is none."""

import time

from suppression.engine.cheapest import Cheapest
from suppression.engine.components import Component
from suppression.engine.cut import Cut
from suppression.engine.cuts import Cuts
from suppression.engine.policy import Policy
from suppression.engine.safety import first_objection
from suppression.engine.solver import SolverUncertain
from suppression.engine.worlds import Worlds


def least_pattern(
    component: Component, forced: frozenset[str], known: frozenset[str], worlds: Worlds, policy: Policy
) -> tuple[frozenset[str], bool]:
    """The keys that a least pattern hides, and whether that is proven; the known one if it is least or time is out.

    The cheapest pattern that satisfies all cuts is tried. If it is safe, nothing safe costs less; if not, it is cut
    off, by a rule that no safe pattern breaks. A pattern of which the solver cannot say whether it is safe is cut off
    too, and nothing is then proven.
    """
    free = {key: weight for key, weight in component.weights.items() if key not in forced}
    cost = sum(free[key] for key in known - forced)
    if cost == 0:
        return known, True
    deadline = time.monotonic() + policy.solver_seconds
    worlds.uncertain = False
    try:
        cuts = Cuts(worlds, frozenset(component.weights), forced, policy)
        cheapest = Cheapest(free, component.pairs, cost)
        while (left := deadline - time.monotonic()) > 0:
            chosen = cheapest.pattern(left)
            if chosen is None:
                return known, not worlds.uncertain
            found = list(cuts.violated_by(chosen | forced))
            if not found:
                if first_objection(worlds, chosen | forced, policy) is None:
                    return chosen | forced, not worlds.uncertain
                found.extend(cut for cut in cuts.looking_small(chosen | forced) if not cut.holds_for(chosen))
            if not found:
                found.append(_another_pattern(frozenset(free), chosen))
            for cut in found:
                cheapest.add(cut)
    except SolverUncertain:
        return known, False
    return known, False


def _another_pattern(free: frozenset[str], chosen: frozenset[str]) -> Cut:
    """Something else must be hidden, or something of this pattern shown."""
    return Cut({key: -1 if key in chosen else 1 for key in free}, 1 - len(chosen))
