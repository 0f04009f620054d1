"""Protect: from a table and a policy to what is hidden and why."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

from suppression.engine.alone import Company, needs_company
from suppression.engine.components import Component, connected_components
from suppression.engine.figures import Cell
from suppression.engine.latent import written_out
from suppression.engine.policy import Policy
from suppression.engine.primary import already_public, primary_reasons
from suppression.engine.report import Pattern, Reason, ReasonKind, between, sentence_for_shielding
from suppression.engine.secondary import Hiding, hide_least, with_those_hidden_together
from suppression.engine.table import Table
from suppression.engine.together import hidden_together


def protect(table: Table, policy: Policy, also_hide: Collection[str] = (), processes: int = 1) -> Pattern:
    """Decide which items are hidden, so that no small count of people can be worked out from the rest.

    Method: hide the whole of each connected component, then show again the most valuable first, while every protected
    figure keeps its witnesses in whole numbers; then search for a cheaper pattern, or a proof that there is none.
    also_hide: keys of items that a person wants hidden too. processes: how many solve components side by side.

    Figures that are public already, or follow from what is, are named in `Pattern.unprotected`. Raises
    ProtectionImpossible, naming the figure, if the solver cannot say that anything is safe; KeyError for a key of
    also_hide that the table does not hold.
    """
    reasons = primary_reasons(table, policy)
    for key in also_hide:
        sentence = f"Hidden because a publisher chose to hide {table.labels[key]}."
        reasons.setdefault(key, Reason(ReasonKind.CHOSEN, sentence, (key,)))
    written = written_out(table)
    companies = tuple(needs_company(table, written, policy, reasons))
    components = connected_components(written, hidden_together(table, policy), companies, policy)
    tasks = [_Task.of(component, reasons, policy) for component in components]
    tasks = [task for task in tasks if task.asks_for_something()]
    hidden: dict[str, Reason] = {}
    unprotected = {cell.key: _shown_before(cell) for cell in already_public(table, policy)}
    proven_least = True
    for task, hiding in zip(tasks, _solved(tasks, processes), strict=True):
        hidden |= task.reasons(reasons, hiding)
        unprotected |= {key: _follows(written.labels[key], task.component) for key in sorted(hiding.unprotected)}
        proven_least = proven_least and hiding.proven
    in_table_order = {key: hidden[key] for key in table.labels if key in hidden}
    loss = sum(weight for component in components for key, weight in component.weights.items() if key in hidden)
    return Pattern(in_table_order, loss, policy.version, proven_least, unprotected)


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
            cell.latent and cell.counts_people and self._may_be_small(cell) for cell in self.component.cells
        )

    def _may_be_small(self, cell: Cell) -> bool:
        if cell.value is not None:
            return self.policy.is_small(cell.value)
        return any(each.value is not None or each.upper is not None for each in self.component.cells)

    def solve(self) -> Hiding:
        return hide_least(self.component, self.forced, self.policy)

    def reasons(self, unsafe: Mapping[str, Reason], hiding: Hiding) -> dict[str, Reason]:
        """The reason of each hidden item."""
        found: dict[str, Reason] = {}
        hidden = [*(self.forced & unsafe.keys()), *hiding.objections]
        together = with_those_hidden_together(hidden, self.component.pairs)
        for key in self.component.weights:
            pair, objection = together.get(key), hiding.objections.get(key)
            if key in unsafe:
                found[key] = unsafe[key]
            elif isinstance(objection, Company):
                found[key] = Reason(ReasonKind.SECONDARY, objection.sentence, (objection.key,))
            elif objection is not None:
                with_these = between(key, objection.key, self.component.relations)
                sentence = sentence_for_shielding(objection.label, with_these)
                found[key] = Reason(ReasonKind.SECONDARY, sentence, (objection.key,))
            elif pair is not None:
                found[key] = Reason(ReasonKind.SECONDARY, pair.sentence, (pair.cause,))
            elif key in hiding.objections:
                found[key] = Reason(ReasonKind.SECONDARY, sentence_for_shielding("", ""))
        return found


def _solved(tasks: list[_Task], processes: int) -> Iterator[Hiding]:
    if processes < 2 or len(tasks) < 2:
        return (task.solve() for task in tasks)
    return _solved_side_by_side(tasks, processes)


def _solved_side_by_side(tasks: list[_Task], processes: int) -> Iterator[Hiding]:
    with ProcessPoolExecutor(processes, mp_context=get_context("forkserver")) as pool:
        yield from pool.map(_Task.solve, tasks, chunksize=max(1, len(tasks) // (8 * processes)))


def _shown_before(cell: Cell) -> str:
    return (
        f"{cell.label} is a small count and was shown in {cell.public_since}. Hiding it now would not take it back: "
        "withdraw that report or correct the figure first."
    )


def _follows(label: str, component: Component) -> str:
    """Which figures are public and where, of those that a figure that cannot be protected is connected with."""
    named = _enumerated([f"{c.label} ({c.public_since})" for c in component.cells if c.public_since])
    named += _enumerated([f"{said.label} ({said.public_since})" for said in component.said if said.public_since])
    if not named:
        return f"{label} follows from what everybody knows, however much is hidden."
    return (
        f"{label} can be worked out, or nearly, from what is public already: {'; '.join(named)}. "
        "Withdraw or correct that first."
    )


def _enumerated(words: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(words))
