"""Which indicators a dataset has, as people know them, and as at which months it can be reported next."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Count, Q

from accounts.models import User
from accounts.roles import Permission
from indicators.models import Dataset, IndicatorDefinition, Period
from indicators.periods import add_months
from indicators.permissions import may_of
from indicators.workflow.moves import State

Definitions = dict[int, IndicatorDefinition]


def latest_definitions(dataset: Dataset) -> Definitions:
    """The latest definition of each indicator by the indicator's primary key, in the order of the index. One query."""
    found = IndicatorDefinition.objects.filter(indicator__dataset=dataset).select_related("indicator", "section")
    latest = {each.indicator_id: each for each in found.order_by("reporting_year")}
    in_order = sorted(latest.values(), key=lambda each: (each.section.position, each.section_id, each.number_sort_key))
    return {each.indicator_id: each for each in in_order}


def names_of(dataset: Dataset) -> dict[int, str]:
    """Number and title of each indicator by its primary key. One query."""
    return {key: str(definition) for key, definition in latest_definitions(dataset).items()}


def of_their_sections(
    definitions: Definitions, user: User, all_with: Permission | None = None
) -> list[IndicatorDefinition]:
    """The definitions in this person's sections; all of them for whoever has that permission."""
    if all_with and user.may(all_with):
        return list(definitions.values())
    theirs = set(user.responsibilities.values_list("section_id", flat=True))
    return [each for each in in_reach(definitions, user).values() if each.section_id in theirs]


def in_reach(definitions: Definitions, user: User) -> Definitions:
    """Those of the services whose commentary this person reads before it is published."""
    return {key: each for key, each in definitions.items() if may_of(user, Permission.READ_COMMENTARY, each.section)}


def choices_of(definitions: Iterable[IndicatorDefinition]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Indicators to choose from by their key, under the names of their sections."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for each in definitions:
        groups.setdefault(each.section.name, []).append((each.indicator.key, str(each)))
    return list(groups.items())


def next_reports(dataset: Dataset, today: date) -> list[date]:
    """The months as at which the next report can be, the earliest first. One query.

    Those with figures after the last published month; without any the month after it, or today's.
    """
    is_locked = Q(outturns__state=State.LOCKED)
    months = list(
        Period.objects.filter(kind=Period.Kind.MONTH, outturns__measure__indicator__dataset=dataset)
        .order_by("last_month")
        .values_list("last_month")
        .annotate(locked=Count("outturns", filter=is_locked & Q(outturns__measure__indicator__dataset=dataset)))
    )
    until = max((month for month, locked in months if locked), default=None)
    if until is None:
        return [month for month, _ in months] or [today.replace(day=1)]
    return [month for month, _ in months if month > until] or [add_months(until, 1)]
