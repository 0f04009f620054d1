"""Who has shown a second factor in this session: a code, a passkey, or single sign-on that says so."""

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from django.http import HttpRequest

from accounts.models import User

METHOD = "mfa"


def was_shown(request: HttpRequest, person: User) -> bool:
    """Whether this session saw a second factor of this person; allauth keeps which methods a session has seen."""
    return any(each["method"] == METHOD for each in get_authentication_records(request, person))


def note_shown(request: HttpRequest, person: User, kind: str) -> None:
    """This session has seen one that allauth does not note itself: a new one, or that of single sign-on."""
    record_authentication(request, person, METHOD, type=kind)


def is_lacking(request: HttpRequest, person: User) -> bool:
    """Whether they need one and have shown none: then nothing of the office is open but setting one up."""
    return person.needs_second_factor and not was_shown(request, person)
