"""Which figures are to blame: the few without which there would be no trouble."""

from collections.abc import Callable, Iterable

from suppression.engine.components import Component
from suppression.engine.demands import Demand
from suppression.engine.figures import TableError
from suppression.engine.solver import SolverUncertain
from suppression.engine.worlds import Possibilities, Worlds


def needed_for(trouble: Callable[[frozenset[str]], bool], keys: Iterable[str]) -> frozenset[str]:
    """Of these keys, some that bring about the trouble together, none of them in vain."""
    keys = tuple(keys)
    needed = frozenset(keys)
    for key in keys:
        if trouble(needed - {key}):
            needed -= {key}
    return needed


def known_possibilities(component: Component, worlds: Worlds) -> Possibilities:
    """What is possible by all that we know. Raises SolverUncertain; TableError, naming the figures, if nothing is."""
    unknown = frozenset(cell.key for cell in component.cells if cell.value is None and not cell.latent)
    known = worlds.given(unknown)
    if known.exist():
        return known
    labels = component.labels
    everything = frozenset(labels)
    items = [key for key in labels if key not in unknown]
    contradicting = needed_for(lambda shown: not worlds.given(everything - shown).exist(), items)
    named = ", ".join(label for key, label in labels.items() if key in contradicting)
    raise TableError(f"The figures contradict each other: {named}.")


def what_gives_away(demand: Demand, component: Component, worlds: Worlds) -> tuple[str, ...]:
    """The items (keys) that are shown for good and, together, leave the demand unmet however much is hidden."""
    hideable = frozenset(component.weights)
    items = [cell.key for cell in component.cells if not cell.latent] + [said.key for said in component.said]
    for_good = [key for key in items if key not in hideable]
    everything = frozenset(items)

    def unmet(shown: frozenset[str]) -> bool:
        try:
            return not demand.is_met(worlds.given(everything - shown, demand.knowing))
        except SolverUncertain:
            return False

    to_blame = needed_for(unmet, for_good)
    return tuple(key for key in for_good if key in to_blame)
