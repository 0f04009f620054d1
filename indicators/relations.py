"""The rules of relations between definitions: what each says in words, and between which indicators it can hold."""

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

from indicators.vocabulary import Accumulation, DefinitionRelationKind, Unit

if TYPE_CHECKING:
    from indicators.models import DefinitionRelation, IndicatorDefinition

Kind = DefinitionRelationKind

SENTENCES = {
    Kind.PART_OF: "{this} is part of {other}: all parts of {other} add up to it.",
    Kind.EXCLUDES: "{this} leaves out some of those counted in {other}.",
    Kind.NUMERATOR_IS: "The numerator of {this} is the figure of {other} for the same period.",
    Kind.DENOMINATOR_IS: "The denominator of {this} is the figure of {other} for the same period.",
    Kind.INFLOW_OF: "{this} counts those who join {other} in a period.",
    Kind.OUTFLOW_OF: "{this} counts those who leave {other} in a period.",
    Kind.COMPLEMENT_OF: "{this} and {other} are percentages of the same denominator that add up to 100 %.",
    Kind.SAME_AS: "{this} and {other} are the same figure.",
}
RATIOS = frozenset({Unit.PERCENTAGE, Unit.RATE_PER_10000, Unit.AVERAGE})
COUNTS = frozenset({Unit.COUNT})
UNITS = {
    Kind.PART_OF: (COUNTS, COUNTS),
    Kind.EXCLUDES: (COUNTS, COUNTS),
    Kind.NUMERATOR_IS: (RATIOS, COUNTS),
    Kind.DENOMINATOR_IS: (RATIOS, COUNTS),
    Kind.INFLOW_OF: (COUNTS, COUNTS),
    Kind.OUTFLOW_OF: (COUNTS, COUNTS),
    Kind.COMPLEMENT_OF: (frozenset({Unit.PERCENTAGE}), frozenset({Unit.PERCENTAGE})),
    Kind.SAME_AS: (frozenset(Unit), frozenset(Unit)),
}
"""The units that an indicator and the other may have."""

WITHOUT_CYCLES = frozenset({Kind.PART_OF, Kind.EXCLUDES})
EITHER_WAY_ROUND = frozenset({Kind.COMPLEMENT_OF, Kind.SAME_AS})
FLOWS = frozenset({Kind.INFLOW_OF, Kind.OUTFLOW_OF})
COUNTED_OVER_TIME = frozenset({Accumulation.FLOW, Accumulation.RUNNING_TOTAL})

Related = tuple[int, str, int]
"""A relation as primary keys: the definition's, the kind, the other's."""


def sentence_of(relation: "DefinitionRelation") -> str:
    """What the relation says, by the numbers of its indicators."""
    template = SENTENCES[Kind(relation.kind)]
    return template.format(this=relation.definition.number, other=relation.other.number)


def problem_with(relation: "DefinitionRelation", others: Iterable[Related] = ()) -> str:
    """Why the relation cannot hold, in words; empty where it can.

    `others` are the relations of the same dataset and year that were not declined.
    """
    definition, other = relation.definition, relation.other
    if definition.pk == other.pk:
        return f"{definition.number} cannot be related to itself."
    same_year = definition.reporting_year == other.reporting_year
    if not same_year or definition.indicator.dataset_id != other.indicator.dataset_id:
        return "Both indicators have to belong to the same dataset and reporting year."
    if relation.kind not in UNITS:
        return ""  # the field itself says so
    kind = Kind(relation.kind)
    return _unfit(definition, kind, other) or _against_others(relation, kind, others)


def _unfit(definition: "IndicatorDefinition", kind: DefinitionRelationKind, other: "IndicatorDefinition") -> str:
    """Whether the units and the ways of counting fit the kind."""
    for each, units in zip((definition, other), UNITS[kind], strict=True):
        if each.unit not in units:
            wanted = " or ".join(unit.label for unit in Unit if unit in units)
            return f"{each.number} has the unit {Unit(each.unit).label}; here it has to be {wanted}."
    if kind is Kind.SAME_AS and definition.unit != other.unit:
        return f"{definition.number} and {other.number} have different units and cannot be the same figure."
    if kind in FLOWS and other.accumulation != Accumulation.STOCK:
        return f"{other.number} is not a count on one day, which others join or leave."
    if kind in FLOWS and definition.accumulation not in COUNTED_OVER_TIME:
        return f"{definition.number} does not count over a period, so it cannot be those who join or leave."
    return ""


def _against_others(relation: "DefinitionRelation", kind: DefinitionRelationKind, others: Iterable[Related]) -> str:
    """Whether the relation turns in a circle with others, or says what one of them says already."""
    onward = defaultdict(set)
    for definition, other_kind, other in others:
        if other_kind == kind:
            onward[definition].add(other)
    if kind in EITHER_WAY_ROUND and relation.definition_id in onward[relation.other_id]:
        return f"This is set already, with {relation.other.number} first."
    if kind not in WITHOUT_CYCLES:
        return ""
    reached: set[int] = set()
    to_visit = {relation.other_id}
    while to_visit:
        reached |= to_visit
        to_visit = {further for each in to_visit for further in onward[each]} - reached
    if relation.definition_id in reached:
        return (
            f"{relation.other.number} {kind.label} {relation.definition.number} already, directly or through others."
        )
    return ""
