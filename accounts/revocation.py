"""All sessions of a person end at once: on deactivation, a change of roles, and when their sign-in is set anew."""

from allauth.usersessions.models import UserSession
from django.contrib.auth import update_session_auth_hash
from django.db.models import F
from django.http import HttpRequest

from accounts.models import User


def end_sessions(person: User) -> None:
    """Nobody who is signed in as this person still is at the next request, wherever that session is kept."""
    User.objects.filter(pk=person.pk).update(session_generation=F("session_generation") + 1)
    person.refresh_from_db(fields=["session_generation"])
    for session in UserSession.objects.filter(user_id=person.pk):
        session.end()


def end_other_sessions(request: HttpRequest, person: User) -> None:
    """As above, but for the session in which the person asks for it, which goes on under a new key."""
    end_sessions(person)
    update_session_auth_hash(request, person)
    UserSession.objects.create_from_request(request)
