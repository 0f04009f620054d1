"""Writes of relations between definitions: proposed by an import, added and decided by a person."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.services import record
from indicators.models import Dataset, DefinitionRelation, IndicatorDefinition, Outturn, Period
from indicators.proposals import Candidate, Printed, Proposal, propose
from indicators.relations import problem_with
from indicators.revisions import create_with_revisions, update_with_revisions
from indicators.vocabulary import Accumulation, DefinitionRelationKind, RelationStatus, Unit

DECIDED_FIELDS = ("status", "decided_by", "decided_at")


@transaction.atomic(savepoint=False)
def propose_relations(
    *, dataset: Dataset, reporting_year: int, by: User | None, reason: str
) -> list[DefinitionRelation]:
    """Propose what may hold between the indicators of a year, and return the relations that are new.

    What was proposed, confirmed or declined before, for this year or for an earlier one, is not proposed again; but
    what was confirmed for an earlier year is proposed for this one.
    """
    definitions = {
        each.indicator_id: each
        for each in IndicatorDefinition.objects.filter(
            indicator__dataset=dataset, reporting_year=reporting_year
        ).select_related("indicator")
    }
    said = _said_of_indicators(dataset, reporting_year)
    by_key = {definition.pk: definition for definition in definitions.values()}
    related = [
        (definitions[one].pk, kind, definitions[other].pk)
        for (one, kind, other), (year, _) in said.items()
        if year == reporting_year
    ]
    new = []
    for proposal in (*_from_earlier_years(said, definitions, reporting_year), *propose(_candidates(definitions))):
        definition, other = by_key[proposal.definition], by_key[proposal.other]
        year, status = said.get((definition.indicator_id, proposal.kind, other.indicator_id), (0, ""))
        if year == reporting_year or status == RelationStatus.DECLINED:
            continue
        relation = DefinitionRelation(
            definition=definition, kind=proposal.kind, other=other, proposed_because=proposal.because
        )
        key = (definition.pk, proposal.kind, other.pk)
        if key not in related and not problem_with(relation, related):
            related.append(key)
            new.append(relation)
    if new:
        create_with_revisions(DefinitionRelation, new, by=by, reason=reason)
    return new


@transaction.atomic
def add_relation(*, relation: DefinitionRelation, by: User) -> None:
    """Keep a relation that a person states; it is confirmed with that. Raises ValidationError where it cannot hold."""
    _decide(relation, RelationStatus.CONFIRMED, by)
    create_with_revisions(DefinitionRelation, [relation], by=by, reason="Stated")
    _record("added a relation", relation, by)


@transaction.atomic
def decide_relations(*, relations: Iterable[DefinitionRelation], status: RelationStatus, by: User) -> int:
    """Confirm or decline relations, and return how many were not so before.

    All or none: raises ValidationError where one that is to be confirmed cannot hold beside the others.
    """
    decided = [relation for relation in relations if relation.status != status]
    for relation in decided:
        _decide(relation, status, by)
        update_with_revisions(DefinitionRelation, [relation], DECIDED_FIELDS, by=by, reason=status.label.capitalize())
        _record(f"{status.value} a relation", relation, by)
    return len(decided)


def _decide(relation: DefinitionRelation, status: RelationStatus, by: User) -> None:
    relation.status = status
    relation.decided_by = by
    relation.decided_at = timezone.now()
    if status is RelationStatus.CONFIRMED:
        relation.full_clean()


def _record(action: str, relation: DefinitionRelation, by: User) -> None:
    definition = relation.definition
    record(
        action=action,
        subject=relation.sentence,
        by=by,
        dataset=definition.indicator.dataset.slug,
        reporting_year=definition.reporting_year,
    )


def _said_of_indicators(dataset: Dataset, reporting_year: int) -> dict[tuple[int, str, int], tuple[int, str]]:
    """What was said last of two indicators up to a year: by indicators and kind, the year and the status."""
    relations = DefinitionRelation.objects.filter(
        definition__indicator__dataset=dataset, definition__reporting_year__lte=reporting_year
    )
    return {
        (one, kind, other): (year, status)
        for one, kind, other, year, status in relations.order_by("definition__reporting_year").values_list(
            "definition__indicator", "kind", "other__indicator", "definition__reporting_year", "status"
        )
    }


def _from_earlier_years(
    said: dict[tuple[int, str, int], tuple[int, str]],
    definitions: dict[int, IndicatorDefinition],
    reporting_year: int,
) -> list[Proposal]:
    return [
        Proposal(
            definitions[one].pk,
            DefinitionRelationKind(kind),
            definitions[other].pk,
            f"It was confirmed for {year}/{(year + 1) % 100:02}.",
        )
        for (one, kind, other), (year, status) in said.items()
        if year < reporting_year and status == RelationStatus.CONFIRMED and one in definitions and other in definitions
    ]


def _candidates(definitions: dict[int, IndicatorDefinition]) -> list[Candidate]:
    """The definitions of a year with their figures of its months; none where an indicator has several measures."""
    reporting_year = next((each.reporting_year for each in definitions.values()), 0)
    outturns = Outturn.objects.filter(
        measure__indicator__in=definitions,
        period__kind=Period.Kind.MONTH,
        period__last_month__range=(date(reporting_year, 1, 1), date(reporting_year + 1, 3, 1)),
    )
    months: dict[int, dict[date, Printed]] = defaultdict(dict)
    measures: dict[int, set[int]] = defaultdict(set)
    for indicator, measure, month, value, decimal_places, numerator, denominator in outturns.values_list(
        "measure__indicator",
        "measure",
        "period__last_month",
        "value",
        "decimal_places",
        "numerator",
        "denominator",
    ):
        if value is not None:
            months[indicator][month] = Printed(value, decimal_places, numerator, denominator)
            measures[indicator].add(measure)
    return [
        Candidate(
            definition=each.pk,
            number=each.number,
            title=each.title,
            unit=Unit(each.unit),
            accumulation=Accumulation(each.accumulation),
            months=months[indicator] if len(measures[indicator]) == 1 else {},
        )
        for indicator, each in definitions.items()
    ]
