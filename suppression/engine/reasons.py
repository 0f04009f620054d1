"""The reason of each hidden item."""

from collections.abc import Collection, Iterator, Mapping

from suppression.engine.alone import Company
from suppression.engine.components import Component
from suppression.engine.latent import Written
from suppression.engine.report import Reason, ReasonKind
from suppression.engine.secondary import Hiding, with_those_hidden_together
from suppression.engine.sentences import sentence_for_shielding, sentence_for_uncertainty
from suppression.engine.table import Table


def reasons_for_hiding(
    component: Component, hiding: Hiding, unsafe: Mapping[str, Reason], table: Table, written: Written
) -> Iterator[tuple[str, Reason]]:
    """Each hidden item of the component (key) with its reason; unsafe: those of what is hidden for its own sake."""
    hidden = {key for key in component.weights if key in unsafe} | hiding.objections.keys()
    together = with_those_hidden_together(hidden, component.pairs)
    for key in component.weights:
        pair = together.get(key)
        if key in unsafe:
            yield key, unsafe[key]
        elif key in hiding.objections:
            yield key, _for_others(key, hiding, table, written, together)
        elif pair is not None:
            yield key, Reason(ReasonKind.SECONDARY, pair.sentence, (pair.cause,))


def _for_others(key: str, hiding: Hiding, table: Table, written: Written, hidden: Collection[str]) -> Reason:
    objection = hiding.objections[key]
    if objection is None:
        return Reason(ReasonKind.SECONDARY, sentence_for_uncertainty())
    if isinstance(objection, Company):
        return Reason(ReasonKind.SECONDARY, objection.sentence, (objection.key,))
    sentence = sentence_for_shielding(key, objection.key, table, written, hidden)
    return Reason(ReasonKind.SECONDARY, sentence, (objection.key,))
