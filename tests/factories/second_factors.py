"""Codes as an authenticator app shows them, and people who have one."""

import time

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.test import Client

from accounts.models import User
from tests.factories.people import PASSWORD

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def code_of(secret: str, steps_from_now: int = 0) -> str:
    """What an app with this key shows now, or so many half minutes from now (RFC 6238)."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps_from_now))


def with_app(person: User) -> list[str]:
    """Gives the person an authenticator app with the key above. Returns their recovery codes."""
    TOTP.activate(person, SECRET)
    return RecoveryCodes.activate(person).get_unused_codes()


def forget(person: User) -> None:
    Authenticator.objects.filter(user=person).delete()


def wrong_code() -> str:
    shown = {code_of(SECRET, steps) for steps in (-1, 0, 1)}
    return next(code for code in ("000000", "111111", "222222", "333333") if code not in shown)


def signed_in(person: User, code: str = "") -> Client:
    """The browser of somebody who has signed in, with a code where they have an app."""
    browser = Client()
    browser.post("/account/sign-in/", {"username": person.username, "password": PASSWORD})
    if code:
        browser.post("/account/code/", {"code": code})
    return browser
