"""People by role."""

from accounts.models import User
from accounts.roles import ROLES
from accounts.services import add_person

PASSWORD = "a-password-for-tests"


def person(*roles: str, username: str = "") -> User:
    """Somebody with these roles (`data_officer`), called after the first of them unless a user name is given."""
    name = username or (roles[0] if roles else "nobody-in-particular")
    return add_person(username=name, name=name, password=PASSWORD, roles=[ROLES[role] for role in roles], by=None)


def one_person_for_each_role() -> dict[str, User]:
    return {role: person(role) for role in ROLES}


def person_with(role: str) -> User:
    """Whom `one_person_for_each_role` made."""
    return User.objects.get(username=role)
