"""What the audit trail says of sign-ins, and what follows from them. No entry holds a password, a code or an address.

Receivers of the signals of Django and allauth, because both sign people in at more places than one.
"""

from typing import Any

from allauth.account import signals as account_signals
from allauth.account.authentication import get_authentication_records
from allauth.mfa import signals as factor_signals
from allauth.mfa.models import Authenticator
from allauth.socialaccount import signals as single_sign_on_signals
from django.contrib.auth import signals
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.http import HttpRequest

from accounts import second_factor
from accounts.models import RoleAssignment, User
from accounts.revocation import end_other_sessions, end_sessions
from accounts.services import record

UNKNOWN = "a user name that nobody has"


@receiver(signals.user_logged_in)
def signed_in(request: HttpRequest, user: User, **kwargs: Any) -> None:
    request.session.begin()  # type: ignore[attr-defined]
    shown = [each.get("type", each["method"]) for each in get_authentication_records(request, user)]
    record(action="signed in", subject=user.username, by=user, shown=shown or ["password"])


@receiver(signals.user_logged_out)
def signed_out(user: User | None, **kwargs: Any) -> None:
    if user is not None:
        record(action="signed out", subject=user.username, by=user)


@receiver(signals.user_login_failed)
def was_refused(credentials: dict[str, Any], **kwargs: Any) -> None:
    """What was typed is not kept where nobody has that name: it may be a password in the wrong field."""
    person = User.objects.filter(username=str(credentials.get("username", ""))[:150]).first()
    record(action="was refused a sign-in", subject=person.username if person else UNKNOWN, by=None)


@receiver(factor_signals.authentication_failed)
def gave_a_wrong_code(user: User, **kwargs: Any) -> None:
    record(action="gave a wrong code", subject=user.username, by=None)


@receiver(factor_signals.authenticator_added)
def added_a_factor(request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    """Setting one up shows it: nobody is asked for a code again who has just given one."""
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        second_factor.note_shown(request, user, authenticator.type)
    record(action="added a second factor", subject=user.username, by=user, kind=authenticator.type)


@receiver(factor_signals.authenticator_reset)
def made_new_recovery_codes(user: User, **kwargs: Any) -> None:
    record(action="made new recovery codes", subject=user.username, by=user)


@receiver(factor_signals.authenticator_removed)
def removed_a_factor(request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    record(action="removed a second factor", subject=user.username, by=user, kind=authenticator.type)
    end_other_sessions(request, user)


@receiver([account_signals.password_changed, account_signals.password_set])
def changed_password(request: HttpRequest, user: User, **kwargs: Any) -> None:
    record(action="changed their password", subject=user.username, by=user)
    end_other_sessions(request, user)


@receiver(account_signals.password_reset)
def set_a_forgotten_password(user: User, **kwargs: Any) -> None:
    """By the link in a mail, signed in nowhere: whoever was, is no longer."""
    record(action="set a forgotten password", subject=user.username, by=user)
    end_sessions(user)


@receiver(single_sign_on_signals.social_account_added)
def linked_single_sign_on(sociallogin: Any, **kwargs: Any) -> None:
    record(action="set up single sign-on", subject=sociallogin.user.username, by=sociallogin.user)


@receiver(single_sign_on_signals.social_account_removed)
def unlinked_single_sign_on(request: HttpRequest, socialaccount: Any, **kwargs: Any) -> None:
    record(action="removed single sign-on", subject=socialaccount.user.username, by=socialaccount.user)


@receiver([post_save, post_delete], sender=RoleAssignment)
def roles_changed(instance: RoleAssignment, **kwargs: Any) -> None:
    """Whoever changes a role, by whatever way, ends the sessions of the person whose role it is."""
    if not kwargs.get("raw"):
        end_sessions(instance.user)
