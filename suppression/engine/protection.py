"""Protect: from a table and a policy to what is hidden and why."""

from suppression.engine.components import Component, connected_components
from suppression.engine.latent import with_latent_cells
from suppression.engine.policy import Policy
from suppression.engine.primary import already_public, primary_reasons
from suppression.engine.report import Pattern, ProtectionImpossible, Reason, ReasonKind, sentence_for_shielding
from suppression.engine.secondary import hide_least, with_those_hidden_together
from suppression.engine.table import Table
from suppression.engine.together import hidden_together


def protect(table: Table, policy: Policy) -> Pattern:
    """Decide which cells and ratios are hidden, so that no small count of people can be worked out from the rest.

    Method: hide the whole of each connected component, then show again the most valuable first, while every protected
    figure keeps two witnesses in whole numbers, one at or below 1 and one high enough; then search for a cheaper
    pattern, or a proof that there is none. Raises ProtectionImpossible,
    naming the figure, if no pattern is known to be safe.
    """
    exposed = already_public(table, policy)
    if exposed is not None:
        raise ProtectionImpossible(
            f"{exposed.label} is a small count and was shown in {exposed.public_since}. Hiding it now would not take "
            "it back: withdraw that report or correct the figure first."
        )
    primary = primary_reasons(table, policy)
    pairs = hidden_together(table)
    complete = with_latent_cells(table)
    labels = {**table.labels, **complete.labels}
    hidden: dict[str, Reason] = {}
    loss = 0
    proven_least = True
    for component in connected_components(table, complete, pairs):
        reasons, proven = _protect_component(component, primary, labels, policy)
        proven_least = proven_least and proven
        hidden.update(reasons)
        loss += sum(component.weights[key] for key in reasons)
    in_table_order = {key: hidden[key] for key in table.labels if key in hidden}
    return Pattern(in_table_order, loss, policy.version, proven_least)


def _protect_component(
    component: Component, primary: dict[str, Reason], labels: dict[str, str], policy: Policy
) -> tuple[dict[str, Reason], bool]:
    """The reason of each hidden item, and whether nothing safe is proven to cost less."""
    unsafe = [key for key in component.weights if key in primary]
    if not unsafe and not any(
        cell.latent and cell.counts_people and (cell.value is None or policy.is_small(cell.value))
        for cell in component.cells
    ):
        return {}, True
    reasons: dict[str, Reason] = {}
    together = with_those_hidden_together(unsafe, component.pairs)
    forced = {key: pair for key, pair in together.items() if key in component.weights}
    for key, pair in forced.items():
        reasons[key] = (
            primary[key] if pair is None else Reason(ReasonKind.SECONDARY, pair.sentence, because_of=(pair.cause,))
        )
    shielding, proven = hide_least(component, frozenset(forced), policy)
    for key, harmed in shielding.items():
        rule = next((pair for pair in component.pairs if pair.effect == key and pair.cause in shielding), None)
        if rule is not None and harmed is None:
            reasons[key] = Reason(ReasonKind.SECONDARY, rule.sentence, because_of=(rule.cause,))
        else:
            because_of = () if harmed is None else (harmed,)
            sentence = sentence_for_shielding(tuple(labels[one] for one in because_of))
            reasons[key] = Reason(ReasonKind.SECONDARY, sentence, because_of)
    return reasons, proven
