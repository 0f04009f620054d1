"""What administrators do with people: invite, give roles, close an account and open it, set a sign-in anew."""

from collections.abc import Collection

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db import transaction

from accounts import invitations
from accounts.models import Service, User
from accounts.revocation import end_sessions
from accounts.services import assign, record, roles_of

ADMINISTRATOR = "administrator"


class Refused(Exception):
    """What was asked for cannot be done, and why."""


@transaction.atomic
def invite(
    *,
    username: str,
    name: str,
    email: str,
    roles: Collection[str],
    by: User | None,
    services: Collection[Service] = (),
    send: bool = True,
) -> User:
    """Create a person without a password and send them the link by which they set one.

    Their roles are limited to services where any are named (`accounts.services.assign`).

    Raises Refused where the user name is taken.
    """
    if User.objects.filter(username__iexact=username).exists():
        raise Refused(f"There is already somebody with the user name {username}.")
    person = User.objects.create_user(username=username, email=email, first_name=name)
    person.is_staff = ADMINISTRATOR in roles
    person.save(update_fields=["is_staff"])
    for role in sorted(roles):
        assign(person=person, role=role, services=services)
    record(action="invited person", subject=username, by=by, roles=roles_of(person))
    if send:
        transaction.on_commit(lambda: invitations.send(person))
    return person


@transaction.atomic
def change_roles(*, person: User, roles: Collection[str], by: User, services: Collection[Service] = ()) -> None:
    """Give the person these roles and no others, limited to services where any are named.

    Whoever is signed in as them has to sign in again.

    Raises Refused where administrators would take their own role away, so that one is always left.
    """
    had, before = set(person.role_assignments.values_list("role", flat=True)), roles_of(person)
    if person == by and ADMINISTRATOR in had - set(roles):
        raise Refused("You cannot take the administrator's role from yourself. Ask another administrator.")
    person.role_assignments.exclude(role__in=roles).delete()
    for role in sorted(roles):
        assign(person=person, role=role, services=services)
    after = roles_of(person)
    if before == after:
        return
    person.is_staff = ADMINISTRATOR in roles
    person.save(update_fields=["is_staff"])
    end_sessions(person)
    record(action="changed roles", subject=person.username, by=by, **{"from": before, "to": after})


@transaction.atomic
def deactivate(*, person: User, by: User) -> None:
    """Close the account. What the person did stays theirs. Raises Refused for one's own."""
    if person == by:
        raise Refused("You cannot close your own account. Ask another administrator.")
    person.is_active = False
    person.save(update_fields=["is_active"])
    end_sessions(person)
    record(action="deactivated person", subject=person.username, by=by)


@transaction.atomic
def reactivate(*, person: User, by: User) -> None:
    """Open the account again; the person signs in as before it was closed."""
    person.is_active = True
    person.save(update_fields=["is_active"])
    record(action="reactivated person", subject=person.username, by=by)


@transaction.atomic
def set_sign_in_anew(*, person: User, by: User | None) -> None:
    """Take away password, second factors and single sign-on, end all sessions, and send a new link.

    For somebody who lost their telephone, or was invited and let the link grow old. All of it goes at once, because
    whoever knew only the password could otherwise set up a second factor of their own. Raises Refused for oneself and
    where there is no e-mail address or the account is closed.
    """
    if person == by:
        raise Refused("You cannot set your own sign-in anew. Ask another administrator.")
    if not person.email:
        raise Refused(f"{person.username} has no e-mail address to send a link to.")
    if not person.is_active:
        raise Refused("The account is closed. Open it first.")
    Authenticator.objects.filter(user=person).delete()
    SocialAccount.objects.filter(user=person).delete()
    person.set_unusable_password()
    person.save(update_fields=["password"])
    end_sessions(person)
    record(action="set sign-in anew", subject=person.username, by=by)
    transaction.on_commit(lambda: invitations.send(person))


@transaction.atomic
def accept(*, person: User, password: str) -> None:
    """The invited person sets their first password, which ends the link."""
    person.set_password(password)
    person.save(update_fields=["password"])
    record(action="accepted an invitation", subject=person.username, by=person, by_way_of="password")
