"""How often somebody may guess: five tries in a quarter of an hour, for one account and from one address each.

A password, a code, a link and a forgotten password each count for themselves. The tries stand in the database, so the
limit holds across processes and restarts (OWASP ASVS 5.0, 6.3.1).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts.models import Try, User
from accounts.services import record

PASSWORD, CODE, RESET, LINK = "password", "code", "forgotten password", "link"
USED_CODE = "used code"


class TooManyTries(Exception):
    """Somebody has to wait; `until` says how long. `is_first` is true once for each wait."""

    def __init__(self, kind: str, until: datetime, is_first: bool) -> None:
        super().__init__(f"There were too many tries at a {kind}.")
        self.kind, self.until, self.is_first = kind, until, is_first


@contextmanager
def one_try(kind: str, *, request: HttpRequest, account: str = "", person: User | None = None) -> Iterator[None]:
    """Count a try, and take it back where the block succeeds: what the block refuses, by raising, stays counted.

    Only the own try is taken back, so that knowing one password wins nobody tries at others. Raises TooManyTries.
    """
    counted = count(kind, request=request, account=account, person=person)
    yield
    for each in counted:
        each.delete()


def count(kind: str, *, request: HttpRequest, account: str = "", person: User | None = None) -> list[Try]:
    """Count a try at the account (a user name, an e-mail address, a person's key) and from the reader's address.

    Raises TooManyTries where either has none left; the first such refusal is an audit entry.
    """
    limits = {f"address {get_adapter().get_client_ip(request)}": settings.TRIES_PER_ADDRESS}
    if account:
        limits[f"account {account.casefold()}"] = settings.TRIES
    counted: list[Try] = []
    for key, allowed in limits.items():
        try:
            counted.append(take(kind, key, allowed=allowed))
        except TooManyTries as refusal:
            for each in counted:
                each.delete()
            if refusal.is_first:
                limit = key.partition(" ")[0]
                subject = person.username if person else "somebody who is not known"
                record(action="made too many tries", subject=subject, by=None, at=kind, limit=limit)
            raise
    return counted


def take(kind: str, key: str, *, allowed: int) -> Try:
    """Write the try down first and count then: of tries at one moment, no more than `allowed` find so few.

    A refused try leaves nothing behind but one mark that it was told, and makes nobody wait longer.
    """
    now, window = timezone.now(), timedelta(minutes=settings.TRIES_MINUTES)
    Try.objects.filter(at__lte=now - window).delete()
    hashed = salted_hmac("accounts.limits", key, algorithm="sha256").hexdigest()
    own = Try.objects.create(kind=kind, key=hashed, at=now)
    same = Try.objects.filter(kind=kind, key=hashed)
    before = list(same.filter(was_refused=False).exclude(pk=own.pk).order_by("at").values_list("at", flat=True))
    if len(before) < allowed:
        return own
    is_first = not same.filter(was_refused=True).exists()
    if is_first:
        own.was_refused = True
        own.save(update_fields=["was_refused"])
    else:
        own.delete()
    raise TooManyTries(kind, before[-allowed] + window, is_first)


def is_first_use(person: User, code: str) -> bool:
    """Whether this code of theirs was not used before: one that was seen over a shoulder is worth nothing."""
    try:
        take(USED_CODE, f"{person.pk} {code}", allowed=1)
    except TooManyTries:
        return False
    return True
