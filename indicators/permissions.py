"""May this person, of what is not published yet? Sections belong to services, and roles may be limited to these.

What was not published of another service is absent for a limited person: its rows are left out, its pages answer 404.
An indicator over the years is where its latest definition puts it.
"""

from accounts.models import User
from accounts.roles import Permission
from indicators.models import Indicator, IndicatorDefinition, Section


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
