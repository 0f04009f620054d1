"""The link by which an invited person comes in: signed, good for a week, once.

It holds a hash of how the person's sign-in stands. Whatever changes that, using it or sending another one, ends it.
"""

from django.conf import settings
from django.core import signing
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from accounts.models import User

SALT = "accounts.invitation"


def token(person: User) -> str:
    return signing.dumps({"person": person.pk, "standing": _standing(person)}, salt=SALT)


def link(person: User) -> str:
    """The whole address, to be sent to this person and to nobody else."""
    return f"{settings.OUTTURN_ADDRESS}{reverse('accounts:invitation', args=[token(person)])}"


def invited_by(text: str) -> User | None:
    """Whom the token invites; None where it is forged, too old, used or replaced, or the person was deactivated."""
    try:
        content = signing.loads(text, salt=SALT, max_age=settings.INVITATION_DAYS * 24 * 60 * 60)
    except signing.BadSignature:
        return None
    person = User.objects.filter(pk=content["person"], is_active=True).first()
    return person if person and constant_time_compare(content["standing"], _standing(person)) else None


def send(person: User) -> None:
    context = {"person": person, "link": link(person), "days": settings.INVITATION_DAYS}
    text = render_to_string("accounts/mail/invitation.txt", context)
    send_mail(f"Your account for {settings.SERVICE_NAME}", text, None, [person.email])


def _standing(person: User) -> str:
    value = f"{person.pk} {person.password} {person.session_generation} {person.email}"
    return salted_hmac(SALT, value, algorithm="sha256").hexdigest()
