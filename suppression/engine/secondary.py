"""What must be hidden so that the rest cannot be worked out: hide all, show again the most valuable first, improve."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from suppression.engine.blame import known_possibilities, what_gives_away
from suppression.engine.components import Component
from suppression.engine.demands import Demand, demands_of, not_exactly, size_to_protect
from suppression.engine.least import least_pattern
from suppression.engine.policy import Policy
from suppression.engine.report import ProtectionImpossible
from suppression.engine.safety import Objection, Safety
from suppression.engine.solver import SolverUncertain
from suppression.engine.together import Together
from suppression.engine.worlds import Worlds


@dataclass(frozen=True)
class Hiding:
    """What is hidden of one component.

    objections: for each hidden item that is not forced, what showing it would leave unsatisfied.
    unprotected: figures (keys) that even hiding everything does not protect, each with the items that are shown for
    good and are to blame. proven: nothing safe costs less. large: figures without a number (keys) that are no small
    count by all that we know.
    """

    objections: dict[str, Objection | None]
    unprotected: Mapping[str, tuple[str, ...]]
    proven: bool
    large: frozenset[str] = frozenset()


def hide_least(component: Component, forced: frozenset[str], policy: Policy) -> Hiding:
    """Hide as little of the component as is safe: the greedy pattern, or a cheaper one if the exact search finds it.

    An item of which the solver cannot say that it is safe stays hidden. Raises ProtectionImpossible, naming the
    figure, if the solver cannot even say that hiding everything is safe.
    """
    worlds = Worlds(component, policy)
    demands, unprotected, large = _demands_that_can_be_met(component, worlds, forced, policy)
    safety = Safety(worlds, demands, component.companies)
    search = _Search(component, forced, safety)
    search.show_what_is_safe()
    least, proven = least_pattern(component, forced, search.hidden, safety, policy)
    if least != search.hidden:
        search.hidden = least
        search.show_what_is_safe()
    objections = {key: search.objections.get(key) for key in component.weights if key in search.hidden - forced}
    return Hiding(objections, unprotected, proven, large)


def with_those_hidden_together(keys: Iterable[str], pairs: Iterable[Together]) -> dict[str, Together | None]:
    """These items and every item that is hidden because of them, each with the rule that brought it in."""
    effects: dict[str, list[Together]] = {}
    for pair in pairs:
        effects.setdefault(pair.cause, []).append(pair)
    hidden: dict[str, Together | None] = dict.fromkeys(keys)
    queue = list(hidden)
    for key in queue:
        for pair in effects.get(key, ()):
            if pair.effect not in hidden:
                hidden[pair.effect] = pair
                queue.append(pair.effect)
    return hidden


def _demands_that_can_be_met(
    component: Component, worlds: Worlds, forced: frozenset[str], policy: Policy
) -> tuple[list[Demand], dict[str, tuple[str, ...]], frozenset[str]]:
    """What hiding everything meets; what is to blame, for each figure with a demand that it does not; the large.

    What such a figure can still have it gets: above all, that it does not follow exactly.
    """
    everything = frozenset(component.weights)
    possible = {knowing: worlds.given(everything, knowing) for knowing in (False, True)}
    met: list[Demand] = []
    unprotected: dict[str, tuple[str, ...]] = {}
    label = next(label for key, label in component.labels.items() if key in forced or not forced)
    try:
        known = known_possibilities(component, worlds)
        for demand in demands_of(component, worlds, known, forced, policy):
            label = demand.label
            if demand.is_met(possible[demand.knowing]):
                met.append(demand)
            elif demand.key not in unprotected:
                unprotected[demand.key] = what_gives_away(demand, component, worlds)
        at_least = [not_exactly(column, cell, known) for column, cell in enumerate(component.cells)]
        for demand in at_least:
            if demand.key in unprotected and demand.is_met(possible[False]):
                met.append(demand)
        unknown = [(column, cell) for column, cell in enumerate(component.cells) if cell.value is None]
        large = {cell.key for column, cell in unknown if size_to_protect(column, cell, worlds, known, policy) is None}
    except SolverUncertain as trouble:
        raise ProtectionImpossible(f"{label} could not be judged: {trouble}") from trouble
    return met, unprotected, frozenset(large)


class _Search:
    def __init__(self, component: Component, forced: frozenset[str], safety: Safety) -> None:
        self.component, self.forced, self.safety = component, forced, safety
        self.hidden = frozenset(component.weights)
        self.objections: dict[str, Objection] = {}
        self.causes: dict[str, list[str]] = {}
        for pair in component.pairs:
            self.causes.setdefault(pair.effect, []).append(pair.cause)

    def show_what_is_safe(self) -> None:
        """Show the most valuable first. What is not safe to show now is not safe once more is shown."""
        weights = self.component.weights
        for key in sorted(weights, key=lambda key: -weights[key]):
            if key in self.hidden - self.forced:
                self._show(key)

    def _show(self, key: str) -> None:
        shown = self._taken_along(key)
        if shown & self.forced:
            return
        objection = self.safety.first_objection(self.hidden - shown)
        if objection is None:
            self.hidden -= shown
        else:
            self.objections[key] = objection

    def _taken_along(self, key: str) -> frozenset[str]:
        """The item and the hidden items that would hide it: they can only be shown together."""
        shown = [key]
        for one in shown:
            shown.extend(cause for cause in self.causes.get(one, ()) if cause in self.hidden and cause not in shown)
        return frozenset(shown)
