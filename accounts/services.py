"""Writes of the accounts room."""

from collections.abc import Iterable

from accounts.models import AuditEntry, RoleAssignment, User
from accounts.roles import Role


def record(*, action: str, subject: str, by: User | None, **detail: object) -> AuditEntry:
    """Write one audit entry; call it inside the transaction of what it records. `detail` must hold no figure."""
    return AuditEntry.objects.create(action=action, subject=subject[:200], by=by, detail=detail)


def add_person(
    *, username: str, name: str, password: str, roles: Iterable[type[Role]], by: User | None, email: str = ""
) -> User:
    """Create a person with their roles. Raises IntegrityError where the user name is taken."""
    user = User.objects.create_user(username=username, email=email, password=password, first_name=name)
    user.is_staff = any(role.name == "administrator" for role in roles)
    user.save(update_fields=["is_staff"])
    RoleAssignment.objects.bulk_create(RoleAssignment(user=user, role=role.name) for role in roles)
    record(action="added person", subject=username, by=by, roles=[role.name for role in roles])
    return user
