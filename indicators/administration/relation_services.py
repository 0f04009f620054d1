"""A publisher states, confirms or declines what holds between indicators, by the services that administrators use."""

from django.db import transaction

from accounts.models import User
from indicators.administration.services import NotChanged, lock
from indicators.models import DefinitionRelation, IndicatorDefinition
from indicators.relation_services import add_relation, decide_relations
from indicators.vocabulary import DefinitionRelationKind, RelationStatus


@transaction.atomic
def state_relation(
    *, definition: IndicatorDefinition, kind: DefinitionRelationKind, other: IndicatorDefinition, by: User
) -> DefinitionRelation:
    """Keep a relation; who states it has confirmed it. One that was proposed or declined is confirmed with that.

    Raises ValidationError where it cannot hold, or is confirmed already.
    """
    lock(definition.indicator.dataset)
    said = DefinitionRelation.objects.filter(definition=definition, kind=kind, other=other)
    known = said.exclude(status=RelationStatus.CONFIRMED).select_related("definition__indicator__dataset").first()
    if known is not None:
        decide_relations(relations=[known], status=RelationStatus.CONFIRMED, by=by)
        return known
    relation = DefinitionRelation(definition=definition, kind=kind, other=other)
    add_relation(relation=relation, by=by)
    return relation


@transaction.atomic
def decide_relation(
    *, relation: DefinitionRelation, seen: RelationStatus, status: RelationStatus, by: User
) -> DefinitionRelation:
    """Confirm or decline a relation, and return it. `seen` is what the person saw that was said of it.

    Raises NotChanged where somebody else decided otherwise meanwhile, ValidationError where it cannot hold.
    """
    lock(relation.definition.indicator.dataset)
    relation = DefinitionRelation.objects.select_related(
        "definition__indicator__dataset", "other__indicator", "decided_by"
    ).get(pk=relation.pk)
    if relation.status not in (seen, status):
        who = relation.decided_by.get_full_name() if relation.decided_by else ""
        raise NotChanged(
            f"“{relation.sentence}” was {relation.status} meanwhile{f' by {who}' if who else ''}. "
            "Look at it again; nothing was changed."
        )
    decide_relations(relations=[relation], status=status, by=by)
    return relation
