"""What about people goes when its time is over, what stays, and that the audit trail is whole afterwards."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from accounts import audit_chain
from accounts.models import AuditEntry, User
from accounts.services import record
from config.retention import purge_personal_data
from indicators.models import Dataset, Outturn, WorkbookImport
from reports.models import Publication, PublishedFile, RenderedFile
from tests.factories.kept import linked
from tests.factories.people import PASSWORD, person
from tests.factories.reports import received
from tests.factories.workbooks import example

NOW = timezone.now()
LONG_AGO = NOW - timedelta(days=3 * 365)


@pytest.fixture
def leaver(db: None) -> User:
    """Somebody who left three years ago, and of whom the audit trail speaks."""
    user = person("publisher", username="robin.example")
    record(action="published a report", subject="A report", by=user)
    User.objects.filter(pk=user.pk).update(
        first_name="Robin", email="robin@example.invalid", is_active=False, last_login=LONG_AGO, date_joined=LONG_AGO
    )
    return User.objects.get(pk=user.pk)


def test_the_name_of_somebody_who_left_goes_and_what_they_did_stays_theirs(leaver: User) -> None:
    linked()
    head = audit_chain.head()
    assert purge_personal_data(now=NOW)["people"] == 1
    now = User.objects.get(pk=leaver.pk)
    assert (now.username, now.first_name, now.last_name, now.email) == (f"former-person-{now.pk}", "", "", "")
    assert not now.has_usable_password()
    assert not Client().login(username="robin.example", password=PASSWORD)
    assert AuditEntry.objects.filter(by=now, action="published a report").exists()
    linked()
    assert audit_chain.findings(head) == []
    assert purge_personal_data(now=NOW)["people"] == 0


@pytest.mark.parametrize("said", [{"is_active": True}, {"last_login": NOW - timedelta(days=300)}])
def test_whoever_works_here_or_left_lately_keeps_their_name(leaver: User, said: dict[str, object]) -> None:
    User.objects.filter(pk=leaver.pk).update(**said)
    purge_personal_data(now=NOW)
    assert User.objects.get(pk=leaver.pk).username == "robin.example"


def test_files_that_were_sent_go_and_figures_stay(dataset: Dataset) -> None:
    waiting, applied = received(dataset, example()), dataset.imports.get(applied_at__isnull=False)
    figures = Outturn.objects.count()
    assert purge_personal_data(now=NOW)["imports"] == 0
    WorkbookImport.objects.filter(pk__in=[waiting.pk, applied.pk]).update(sent_at=LONG_AGO)
    purge_personal_data(now=NOW)
    waiting.refresh_from_db()
    applied.refresh_from_db()
    assert (bytes(waiting.content), waiting.parsed, waiting.status) == (b"", None, "Cancelled")
    assert bytes(applied.content) == b""
    assert (applied.parsed is not None, len(applied.sha256), Outturn.objects.count()) == (True, 64, figures)
    assert purge_personal_data(now=NOW)["imports"] == 0


def test_sessions_that_are_over_go(officers_browser: Client) -> None:
    Session.objects.create(session_key="a" * 32, session_data="x", expire_date=LONG_AGO)
    assert purge_personal_data(now=NOW)["sessions"] == 1
    assert officers_browser.get("/office/").status_code == 200


def test_what_is_published_stays(publication: Publication) -> None:
    before = (bytes(publication.part_1), PublishedFile.objects.count())
    RenderedFile.objects.create(paper_sha256="0" * 64, kind="csv", content=b"x")
    RenderedFile.objects.update(made_at=LONG_AGO)
    assert purge_personal_data(now=NOW)["drafts"] == 1
    publication.refresh_from_db()
    assert (bytes(publication.part_1), PublishedFile.objects.count()) == before


def test_each_removal_stands_in_the_audit_trail_without_a_name(leaver: User) -> None:
    purge_personal_data(now=NOW)
    entry = AuditEntry.objects.get(action="removed what was past its time", subject="people")
    assert entry.detail == {"records": 1}
