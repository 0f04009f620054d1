"""Writes of the accounts room."""

from collections.abc import Iterable

from accounts.models import AuditEntry, RoleAssignment, Service, User
from accounts.roles import OF_ONE_SERVICE, ROLES, Role


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
        assign(person=user, role=role.name, services=services)
    record(action="added person", subject=username, by=by, roles=roles_of(user))
    return user


def assign(*, person: User, role: str, services: Iterable[Service] = ()) -> None:
    """Give a person a role, limited to these services where it can be: one of no single indicator is never limited."""
    assignment, _ = RoleAssignment.objects.get_or_create(user=person, role=role)
    assignment.services.set(services if ROLES[role].permissions & OF_ONE_SERVICE else ())


def roles_of(person: User) -> list[str]:
    """The roles of a person by name, each with the services that it is limited to: `director of education`."""
    assignments = RoleAssignment.objects.filter(user=person).order_by("role").prefetch_related("services")
    return [
        " of ".join([each.role, *filter(None, [", ".join(service.slug for service in each.services.all())])])
        for each in assignments
    ]
