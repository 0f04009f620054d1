"""Writes of the accounts room."""

from collections.abc import Iterable

from accounts.models import AuditEntry, RoleAssignment, Service, User
from accounts.roles import Role


def record(*, action: str, subject: str, by: User | None, **detail: object) -> AuditEntry:
    """Write one audit entry; call it inside the transaction of what it records. `detail` must hold no figure."""
    return AuditEntry.objects.create(action=action, subject=subject[:200], by=by, detail=detail)


def add_person(
    *,
    username: str,
    name: str,
    password: str,
    roles: Iterable[type[Role]],
    by: User | None,
    email: str = "",
    services: Iterable[Service] = (),
) -> User:
    """Create a person with their roles, limited to services where any are named.

    Raises IntegrityError where the user name is taken.
    """
    user = User.objects.create_user(username=username, email=email, password=password, first_name=name)
    user.is_staff = any(role.name == "administrator" for role in roles)
    user.save(update_fields=["is_staff"])
    for role in roles:
        RoleAssignment.objects.create(user=user, role=role.name).services.set(services)
    record(action="added person", subject=username, by=by, roles=[role.name for role in roles])
    return user


def roles_of(person: User) -> dict[str, list[str]]:
    """The roles of a person by name, each with the services that it is limited to; none: it is not limited."""
    assignments = RoleAssignment.objects.filter(user=person).order_by("role").prefetch_related("services")
    return {each.role: [service.slug for service in each.services.all()] for each in assignments}


def record_roles(*, person: User, before: dict[str, list[str]], by: User) -> None:
    """Say in the audit trail which roles a person had and has, where these are others."""
    after = roles_of(person)
    if before != after:
        record(action="changed roles", subject=person.get_username(), by=by, before=before, after=after)
