"""Protect: from a table and a policy to what is hidden and why."""

from collections.abc import Collection, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

from suppression.engine.alone import needs_company
from suppression.engine.components import Component, connected_components
from suppression.engine.figures import Cell
from suppression.engine.latent import written_out
from suppression.engine.policy import Policy
from suppression.engine.primary import already_public, primary_reasons
from suppression.engine.reasons import reasons_for_hiding
from suppression.engine.report import Pattern, Reason, ReasonKind
from suppression.engine.secondary import Hiding, hide_least, with_those_hidden_together
from suppression.engine.sentences import sentence_for_shown_before, sentence_for_unprotected
from suppression.engine.table import Table
from suppression.engine.together import hidden_together


def protect(table: Table, policy: Policy, also_hide: Collection[str] = (), processes: int = 1) -> Pattern:
    """Decide which items are hidden, so that no small count of people can be worked out from the rest.

    Method: hide the whole of each connected component, then show again the most valuable first, while every protected
    figure keeps its witnesses in whole numbers; then search for a cheaper pattern, or a proof that there is none.
    also_hide: keys of items that a person wants hidden too. processes: how many solve components side by side.

    Figures that are public already, or follow from what is, are named in `Pattern.unprotected`. Raises
    ProtectionImpossible, naming the figure, if the solver cannot say that anything is safe; TableError if no whole
    numbers agree with the table; KeyError for a key of also_hide that the table does not hold.
    """
    reasons = primary_reasons(table, policy)
    for key in also_hide:
        sentence = f"Hidden because a publisher chose to hide {table.labels[key]}."
        reasons.setdefault(key, Reason(ReasonKind.CHOSEN, sentence, (key,)))
    written = written_out(table)
    companies = tuple(needs_company(table, policy, reasons))
    components = connected_components(written, hidden_together(table, policy), companies, policy)
    tasks = [_Task.of(component, reasons, policy) for component in components]
    tasks = [task for task in tasks if task.asks_for_something()]
    hidden: dict[str, Reason] = {}
    unprotected = {
        item.key: sentence_for_shown_before(item.label, item.public_since, isinstance(item, Cell))
        for item in already_public(table, policy)
    }
    proven_least = True
    large: set[str] = set()
    for task, hiding in zip(tasks, _solved(tasks, processes), strict=True):
        hidden |= dict(reasons_for_hiding(task.component, hiding, reasons, table, written))
        proven_least = proven_least and hiding.proven
        large |= hiding.large
        for key, public in hiding.unprotected.items():
            if key not in reasons or reasons[key].kind is not ReasonKind.CHOSEN:
                named = [(written.labels[one], table.public_since(one)) for one in public]
                unprotected[key] = sentence_for_unprotected(written.labels[key], named)
    in_table_order = {key: hidden[key] for key in table.labels if key in hidden}
    loss = sum(weight for component in components for key, weight in component.weights.items() if key in hidden)
    return Pattern(in_table_order, loss, policy.version, proven_least, unprotected, frozenset(large))


@dataclass(frozen=True)
class _Task:
    """One component to solve, and the items that are hidden whatever else is."""

    component: Component
    forced: frozenset[str]
    policy: Policy

    @classmethod
    def of(cls, component: Component, unsafe: Mapping[str, Reason], policy: Policy) -> "_Task":
        together = with_those_hidden_together((key for key in component.weights if key in unsafe), component.pairs)
        return cls(component, frozenset(key for key in together if key in component.weights), policy)

    def asks_for_something(self) -> bool:
        """Whether anything is hidden for its own sake, or anything small could be worked out."""
        return bool(self.forced) or any(
            cell.latent and (cell.must_reach is not None or (cell.counts_people and self._may_be_small(cell)))
            for cell in self.component.cells
        )

    def _may_be_small(self, cell: Cell) -> bool:
        if cell.value is not None:
            return self.policy.is_small(cell.value)
        return any(each.value is not None or each.upper is not None for each in self.component.cells)

    def solve(self) -> Hiding:
        return hide_least(self.component, self.forced, self.policy)


def _solved(tasks: list[_Task], processes: int) -> Iterator[Hiding]:
    if processes < 2 or len(tasks) < 2:
        return (task.solve() for task in tasks)
    return _solved_side_by_side(tasks, processes)


def _solved_side_by_side(tasks: list[_Task], processes: int) -> Iterator[Hiding]:
    with ProcessPoolExecutor(processes, mp_context=get_context("forkserver")) as pool:
        yield from pool.map(_Task.solve, tasks, chunksize=max(1, len(tasks) // (8 * processes)))
