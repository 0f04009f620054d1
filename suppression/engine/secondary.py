"""What must be hidden so that the rest cannot be worked out: hide all, show again the most valuable first, improve."""

from collections.abc import Iterable
from dataclasses import dataclass

from suppression.engine.components import Component
from suppression.engine.demands import Demand, demands_of
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
    unprotected: figures (keys) that even hiding everything does not protect. proven: nothing safe costs less.
    """

    objections: dict[str, Objection | None]
    unprotected: frozenset[str]
    proven: bool


def hide_least(component: Component, forced: frozenset[str], policy: Policy) -> Hiding:
    """Hide as little of the component as is safe: the greedy pattern, or a cheaper one if the exact search finds it.

    An item of which the solver cannot say that it is safe stays hidden. Raises ProtectionImpossible, naming the
    figure, if the solver cannot even say that hiding everything is safe.
    """
    worlds = Worlds(component, policy)
    demands, unprotected = _demands_that_can_be_met(component, worlds, forced, policy)
    worlds.uncertain = False
    safety = Safety(worlds, demands, component.companies)
    search = _Search(component, forced, safety)
    search.show_what_is_safe()
    least, proven = least_pattern(component, forced, search.hidden, safety, policy)
    if least != search.hidden:
        search.hidden = least
        search.show_what_is_safe()
    objections = {key: search.objections.get(key) for key in component.weights if key in search.hidden - forced}
    return Hiding(objections, unprotected, proven)


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
) -> tuple[list[Demand], frozenset[str]]:
    """The demands that hiding everything meets, and the figures (keys) with one that it does not."""
    everything = frozenset(component.weights)
    possible = {knowing: worlds.given(everything, knowing) for knowing in (False, True)}
    met: list[Demand] = []
    unprotected: set[str] = set()
    label = component.cells[0].label
    try:
        for demand in demands_of(component, worlds, forced, policy):
            label = demand.label
            if demand.is_met(possible[demand.knowing]):
                met.append(demand)
            elif demand.protects_people:
                unprotected.add(demand.key)
    except SolverUncertain as trouble:
        raise ProtectionImpossible(f"{label} could not be judged: {trouble}") from trouble
    return [demand for demand in met if demand.key not in unprotected], frozenset(unprotected)


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
