"""What every safe pattern must satisfy: cuts after Fischetti and Salazar (2001), in exact fractions.

For a reader with the equations M x = M a, a being one world, any multipliers m give x_k − a_k as the sum of
r_i (x_i − a_i) with r = e_k − m M. A figure that is shown adds nothing to it, one that is hidden at most r_i times the
room that its bounds leave; a condition (a column of its own) adds what its limits leave, or anything while the item
that says it is hidden. A figure that must reach R beyond a_k needs hidden items whose contributions come to R.
The solver only proposes the multipliers: the cut holds whatever they are.
"""

import time
from collections.abc import Iterator
from fractions import Fraction
from math import inf

from suppression.engine.components import Component
from suppression.engine.cut import Cut, gain_of, in_whole_numbers
from suppression.engine.demands import Demand, Goal
from suppression.engine.policy import Policy
from suppression.engine.programme import Programme
from suppression.engine.safety import Safety
from suppression.engine.solver import World
from suppression.engine.worlds import Possibilities


class Cuts:
    """Finds what is wrong with a pattern, as one reader's linear programme sees it."""

    def __init__(self, component: Component, safety: Safety, forced: frozenset[str], policy: Policy) -> None:
        """Take a component, what a safe pattern satisfies, and the items (keys) that are hidden in every pattern."""
        self.worlds, self.safety, self.forced = safety.worlds, safety, forced
        self.items = frozenset(component.weights)
        self.programme = Programme(self.worlds, policy.solver_seconds)
        never_shown = frozenset(cell.key for cell in component.cells if cell.value is None)
        shown = self.worlds.given(never_shown)
        self.base: World | None = shown.found[0] if shown.exist() else None
        self.shown = shown.bounds
        self.hidden = {knowing: self.worlds.given(self.items, knowing).bounds for knowing in (False, True)}
        self.key = [cell.key for cell in component.cells] + [key for key, _, _ in self.worlds.sums]

    def violated_by(self, hidden: frozenset[str], deadline: float = inf) -> Iterator[Cut]:
        """Cuts that the pattern does not satisfy and every safe pattern does; none need be found.

        deadline: the time, as `time.monotonic` has it, after which no more are looked for.
        """
        if self.base is None:
            return
        for knowing in (False, True):
            possible = self.worlds.given(hidden, knowing)
            self.programme.bound(possible.bounds)
            for demand in self.safety.demands:
                if demand.knowing is knowing and len(demand.goals) == 1 and time.monotonic() < deadline:
                    cut = self._cut(demand, demand.goals[0], self.base, possible)
                    if cut is not None and not cut.holds_for(hidden):
                        yield cut

    def _cut(self, demand: Demand, goal: Goal, base: World, possible: Possibilities) -> Cut | None:
        """The cut for a column that must reach a level."""
        missing = Fraction(goal.sign * (goal.level - base[goal.column]))
        reached = any(goal.sign * (world[goal.column] - goal.level) >= 0 for world in possible.found)
        if missing <= 0 or reached:
            return None
        multipliers = self.programme.multipliers(goal.column, goal.sign)
        if multipliers is None:
            return None
        rest = [Fraction(0)] * len(base)
        rest[goal.column] = Fraction(goal.sign)
        for row, multiplier in zip(self.worlds.rows, multipliers, strict=True):
            for other, coefficient in row.coefficients.items():
                rest[other] += multiplier * coefficient
        gains: dict[str, Fraction | None] = {}
        for other, number in enumerate(rest):
            if number == 0:
                continue
            least = gain_of(number, base[other], *self.shown[other])
            most = gain_of(number, base[other], *self.hidden[demand.knowing][other])
            key = self.key[other]
            if key in self.items and key not in self.forced:
                if least is None:
                    return None
                missing -= least
                before = gains.get(key, Fraction(0))
                gains[key] = None if most is None or before is None else before + most - least
            elif most is None:
                return None
            else:
                missing -= most
        if missing <= 0:
            return None
        capped = {key: missing if gain is None else min(gain, missing) for key, gain in gains.items()}
        return in_whole_numbers(capped, missing)
