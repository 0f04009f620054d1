"""May this person, of what is not published yet? Sections belong to services, and roles may be limited to these.

What was not published of another service is absent for a limited person: its rows are left out, its pages answer 404.
An indicator over the years is where its latest definition puts it.
"""

from django.db.models import Q, QuerySet

from accounts.models import User
from accounts.roles import Permission
from indicators.models import Dataset, Indicator, IndicatorDefinition, Section


def sections_of(user: User, permission: Permission) -> frozenset[int] | None:
    """The keys of the sections within which this person has it; None for all. No query but for limited people."""
    services = user.services(permission)
    if services is None:
        return None
    return (
        frozenset(Section.objects.filter(service__in=services).values_list("pk", flat=True)) if services else services
    )


def may_of(user: User, permission: Permission, section: Section | None) -> bool:
    """Whether this person may, of this section; where there is none only somebody without limit may."""
    return user.may(permission, section.service_id if section else None)


def reaches(user: User, permission: Permission, indicator: Indicator) -> bool:
    """Whether this person may, of an indicator over the years. One query, and none for people without limit."""
    services = user.services(permission)
    if services is None:
        return True
    latest = IndicatorDefinition.objects.filter(indicator=indicator).order_by("-reporting_year")
    return latest.values_list("section__service", flat=True).first() in services


def indicators_of(user: User, permission: Permission) -> QuerySet[Indicator] | None:
    """The indicators of which this person may, over the years; None for all."""
    services = user.services(permission)
    if services is None:
        return None
    definitions = IndicatorDefinition.objects.order_by("reporting_year")
    latest = dict(definitions.values_list("indicator", "section__service"))
    return Indicator.objects.filter(pk__in=[key for key, service in latest.items() if service in services])


def within(user: User, permission: Permission, indicator: str = "indicator") -> Q:
    """Narrows a queryset to records of indicators of which this person may, by the way to its indicator."""
    indicators = indicators_of(user, permission)
    return Q() if indicators is None else Q(**{f"{indicator}__in": indicators})


def datasets_of(user: User, permission: Permission) -> QuerySet[Dataset]:
    """The datasets of which this person has anything to do."""
    sections = sections_of(user, permission)
    return Dataset.objects.all() if sections is None else Dataset.objects.filter(sections__in=sections).distinct()
