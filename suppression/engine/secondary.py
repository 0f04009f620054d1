"""What must be hidden so that the rest cannot be worked out: hide all, show again the most valuable first, improve."""

from collections.abc import Iterable, Mapping

from suppression.engine.components import Component
from suppression.engine.least import least_pattern
from suppression.engine.policy import Policy
from suppression.engine.report import ProtectionImpossible
from suppression.engine.safety import first_objection
from suppression.engine.together import Together
from suppression.engine.worlds import Worlds


def hide_least(component: Component, forced: frozenset[str], policy: Policy) -> tuple[dict[str, str | None], bool]:
    """Hide as little of the component as is safe: the greedy pattern, or a cheaper one if the exact search finds it.

    Returns the key of each hidden item that is not forced, with the key of the figure that showing it would harm, and
    whether nothing safe is proven to cost less. An item of which the solver cannot say that it is safe stays hidden.
    Raises ProtectionImpossible, naming the figure, if not even hiding everything is known to be safe.
    """
    search = _Search(component, forced, policy)
    search.run()
    least, proven = least_pattern(component, forced, search.hidden, search.worlds, policy)
    if least != search.hidden:
        search.hidden = least
        search.show_what_is_safe()
    return {key: search.harmed.get(key) for key in component.weights if key in search.hidden - forced}, proven


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


class _Search:
    def __init__(self, component: Component, forced: frozenset[str], policy: Policy) -> None:
        self.component = component
        self.forced = forced
        self.policy = policy
        self.worlds = Worlds(component.cells, component.relations, policy)
        self.hidden = frozenset(component.weights)
        self.harmed: dict[str, str] = {}
        self.causes: dict[str, list[str]] = {}
        for pair in component.pairs:
            self.causes.setdefault(pair.effect, []).append(pair.cause)

    def run(self) -> None:
        harmed = self._try_to_show(frozenset())
        if harmed is not None:
            label = next(cell.label for cell in self.component.cells if cell.key == harmed)
            raise ProtectionImpossible(f"{label} cannot be protected, even with everything around it hidden.")
        self.show_what_is_safe()

    def show_what_is_safe(self) -> None:
        weights: Mapping[str, int] = self.component.weights
        most_valuable_first = sorted(weights, key=lambda key: -weights[key])
        shown_one = True
        while shown_one:
            shown_one = False
            for key in most_valuable_first:
                if key in self.hidden - self.forced and self._show(key):
                    shown_one = True

    def _show(self, key: str) -> bool:
        """Show the item, with all that this takes along, if that is safe."""
        harmed = self._try_to_show(self._taken_along(key))
        if harmed is not None:
            self.harmed[key] = harmed
        return harmed is None

    def _try_to_show(self, shown: frozenset[str]) -> str | None:
        """Show these items if that is safe, or say which figure that must stay hidden would be harmed.

        An item that would then be hidden in vain is shown along with them.
        """
        while True:
            harmed = first_objection(self.worlds, self.hidden - shown, self.policy)
            if harmed is None:
                self.hidden -= shown
                return None
            if harmed in self.forced or harmed not in self.component.weights:
                return harmed
            shown |= self._taken_along(harmed)

    def _taken_along(self, key: str) -> frozenset[str]:
        """The item and the hidden items that would hide it: they can only be shown together."""
        shown = [key]
        for one in shown:
            shown.extend(cause for cause in self.causes.get(one, ()) if cause in self.hidden and cause not in shown)
        return frozenset(shown)
