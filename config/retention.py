"""What about people is kept no longer than it is needed: `RETENTION` in the settings says for how many days.

The audit trail itself is kept: who did what is what it is for. It names people by their key, and its chain is made of
that, so that a person's name can go while the chain stays whole (docs/operators/retention.md says what stays).
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.apps import apps
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Model
from django.db.models.functions import Coalesce, Now
from django.utils import timezone

from accounts.models import User
from accounts.services import record
from indicators.models import WorkbookImport
from reports.models import RenderedFile, Report
from reports.workflow import ReportState

OF_ONE_PERSON = (
    "account.EmailAddress",
    "socialaccount.SocialAccount",
    "mfa.Authenticator",
    "usersessions.UserSession",
)
"""What sign-in keeps of somebody, where it is installed."""
SIGNED_IN_FROM = OF_ONE_PERSON[-1]
FORMER = "former-person-"


def purge_personal_data(*, now: datetime) -> dict[str, int]:
    """Remove what is past its time, each kind in its own transaction; of how many records. Again changes nothing."""
    purged: dict[str, int] = {}
    for kind, purge in KINDS.items():
        with transaction.atomic():
            count = purge(now - timedelta(days=settings.RETENTION[kind]))
            if count:
                record(action="removed what was past its time", subject=kind, by=None, records=count)
        purged[kind] = count
    return purged


def _sessions(before: datetime) -> int:
    """Sessions that are over, and from which address and browser people were signed in."""
    count, _ = Session.objects.filter(expire_date__lt=timezone.now()).delete()
    if apps.is_installed("allauth.usersessions"):
        kept: type[Model] = apps.get_model(SIGNED_IN_FROM)
        count += kept._base_manager.filter(last_seen_at__lt=before).delete()[0]
    return count


def _people(before: datetime) -> int:
    """Somebody who was deactivated and has not signed in since: their name and address go, their key stays."""
    gone = User.objects.filter(is_active=False).exclude(username__startswith=FORMER)
    gone = gone.annotate(last=Coalesce("last_login", "date_joined")).filter(last__lt=before)
    for user in gone:
        user.username, user.first_name, user.last_name, user.email = f"{FORMER}{user.pk}", "", "", ""
        user.set_unusable_password()
        user.save(update_fields=["username", "first_name", "last_name", "email", "password"])
        user.role_assignments.all().delete()
        for label in OF_ONE_PERSON:
            if apps.is_installed(f"allauth.{label.split('.')[0]}"):
                apps.get_model(label)._base_manager.filter(user=user).delete()
    return len(gone)


def _imports(before: datetime) -> int:
    """The files that people sent, and what was read from those that were never applied. What was applied stays in the
    figures and their revisions, with the name and the hash of its file."""
    old = WorkbookImport.objects.filter(sent_at__lt=before)
    undecided = old.filter(applied_at=None, cancelled_at=None).exclude(content=b"", parsed=None)
    count = undecided.update(content=b"", parsed=None, cancelled_at=Now())
    count += old.filter(applied_at=None).exclude(content=b"", parsed=None).update(content=b"", parsed=None)
    return count + old.exclude(content=b"").update(content=b"")


def _drafts(before: datetime) -> int:
    """Papers of reports that were given up, and files of papers that were never published."""
    given_up = Report.objects.filter(state=ReportState.GIVEN_UP, made_on__lt=before.date()).exclude(part_2=None)
    count = given_up.update(part_1=None, part_2=None, disclosure_check=None)
    return count + RenderedFile.objects.filter(made_at__lt=before).delete()[0]


KINDS: dict[str, Callable[[datetime], int]] = {
    "sessions": _sessions,
    "people": _people,
    "imports": _imports,
    "drafts": _drafts,
}
