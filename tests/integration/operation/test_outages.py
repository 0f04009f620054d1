"""What people get while the database is away or the disk is full: a page in words, no traceback, and a way on."""

import errno
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

import psycopg
import pytest
from django.core.management import call_command
from django.db import InterfaceError, OperationalError, ProgrammingError, connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from config import health
from config.outages import Outage, outage_of
from reports.models import Publication

HOME = "/"
INDEX = "/reports/childrens-scrutiny/2020-12/"


def _sqlite(code: int) -> OperationalError:
    cause = sqlite3.OperationalError("…")
    cause.sqlite_errorcode = code
    return _caused(OperationalError("…"), cause)


def _caused(error: Any, cause: BaseException) -> Any:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "outage"),
    [
        (_sqlite(sqlite3.SQLITE_FULL), Outage.FULL),
        (_sqlite(sqlite3.SQLITE_BUSY), Outage.AWAY),
        (_sqlite(sqlite3.SQLITE_CANTOPEN), Outage.AWAY),
        (_sqlite(sqlite3.SQLITE_ERROR), None),
        (_caused(OperationalError("…"), psycopg.errors.DiskFull()), Outage.FULL),
        (_caused(OperationalError("…"), psycopg.errors.AdminShutdown()), Outage.AWAY),
        (_caused(OperationalError("…"), psycopg.errors.CannotConnectNow()), Outage.AWAY),
        (_caused(OperationalError("…"), psycopg.OperationalError("connection refused")), Outage.AWAY),
        (InterfaceError("connection already closed"), Outage.AWAY),
        (_caused(ValueError("…"), OSError(errno.ENOSPC, "…")), Outage.FULL),
        (FileNotFoundError("…"), None),
        (ProgrammingError("no such column"), None),
        (KeyError("…"), None),
        (None, None),
    ],
)
def test_a_fault_of_the_program_is_told_from_an_outage(error: BaseException | None, outage: Outage | None) -> None:
    assert outage_of(error) == outage


@pytest.mark.parametrize(
    ("error", "status", "words"),
    [
        (_sqlite(sqlite3.SQLITE_BUSY), 503, "cannot reach its database"),
        (_sqlite(sqlite3.SQLITE_FULL), 507, "Nothing of what you sent was saved"),
        (KeyError("secret"), 500, "The fault is ours"),
    ],
)
@pytest.mark.parametrize(
    "where", ["reports.views.PublishedPaper.objects", "django.middleware.common.CommonMiddleware.process_request"]
)
def test_wherever_it_happens_there_is_a_page(
    publication: Publication, error: Exception, status: int, words: str, where: str
) -> None:
    browser = Client(raise_request_exception=False)
    broken = {"side_effect": error} if where.endswith("process_request") else {"new": _Broken(error)}
    with patch(where, **broken):
        response = browser.get(INDEX)
    assert response.status_code == status
    page = response.content.decode()
    assert words in page
    assert "Traceback" not in page and "secret" not in page
    assert response["Cache-Control"] in ("no-store", "private, no-store")
    assert ("Retry-After" in response) == (status != 500)
    assert browser.get(INDEX).status_code == 200


class _Broken:
    """A manager whose every use raises."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def __getattr__(self, name: str) -> Any:
        raise self.error


def test_what_was_sent_is_said_to_be_uncertain(officers_browser: Client) -> None:
    officers_browser.raise_request_exception = False
    with patch("accounts.models.User.may", side_effect=_sqlite(sqlite3.SQLITE_BUSY)):
        read = officers_browser.get("/office/imports/")
        sent = officers_browser.post("/office/imports/")
    assert read.status_code == sent.status_code == 503
    assert "may not have been saved" in sent.content.decode()
    assert "may not have been saved" not in read.content.decode()


@pytest.fixture
def maintenance(tmp_path: Path) -> Iterator[Path]:
    file = tmp_path / "maintenance"
    with override_settings(MAINTENANCE_FILE=str(file)):
        yield file


def test_the_office_closes_and_opens_while_the_public_reads_on(
    publication: Publication, officers_browser: Client, maintenance: Path
) -> None:
    assert officers_browser.get("/office/").status_code == 200
    call_command("maintenance", "on", "--message", "Back at <b>noon</b>.", verbosity=0)
    for response in (
        officers_browser.get("/office/"),
        officers_browser.post("/office/imports/"),
        Client().get("/account/sign-in/"),
    ):
        assert response.status_code == 503
        assert "Back at &lt;b&gt;noon&lt;/b&gt;." in response.content.decode()
        assert response["Retry-After"]
    assert Client().get(INDEX).status_code == 200
    assert Client().get("/health/live").status_code == 200
    with override_settings(SURFACE="office"):
        assert Client().get(INDEX).status_code == 503
        assert Client().get("/health/live").status_code == 200
    with override_settings(SURFACE="public"):
        assert Client().get("/office/").status_code != 503
    call_command("maintenance", "off", verbosity=0)
    assert officers_browser.get("/office/").status_code == 200


def test_an_office_whose_notice_cannot_be_read_is_closed(maintenance: Path, officers_browser: Client) -> None:
    maintenance.write_bytes(b"\xff\xfe")
    assert officers_browser.get("/office/").status_code == 503


def test_a_process_is_alive_without_its_database_and_not_ready(db: None) -> None:
    assert Client().get("/health/live").json() == {"live": True}
    ready = Client().get("/health/ready")
    assert (ready.status_code, ready.json()) == (200, {"ready": True})
    assert "no-store" in ready["Cache-Control"]
    assert not ready.cookies
    with patch("config.health._database", side_effect=_sqlite(sqlite3.SQLITE_CANTOPEN)):
        assert Client().get("/health/live").status_code == 200
        away = Client().get("/health/ready")
    assert (away.status_code, away.json()) == (503, {"ready": False})


def test_live_asks_the_database_nothing(django_assert_num_queries: Any, db: None) -> None:
    with django_assert_num_queries(0):
        Client().get("/health/live")


@pytest.mark.parametrize(
    ("what", "reason"),
    [
        (patch("config.health._migrations", return_value=frozenset({("accounts", "9999_later")})), "migrations"),
        (override_settings(LEAST_FREE_MEGABYTES=10**12), "are free on the disk"),
    ],
)
def test_what_makes_a_process_unready_stands_in_the_log_only(
    db: None, caplog: pytest.LogCaptureFixture, what: Any, reason: str
) -> None:
    with what:
        answer = Client().get("/health/ready")
    assert answer.status_code == 503
    assert answer.json() == {"ready": False}
    assert reason in caplog.text


def test_the_public_process_asks_for_papers_and_not_for_migrations(db: None) -> None:
    with (
        override_settings(SURFACE="public"),
        patch("config.surface.findings", return_value=["it may write"]),
        CaptureQueriesContext(connection) as asked,
    ):
        assert list(health.unready()) == ["it may write"]
    assert ["publishedpaper" in query["sql"] for query in asked] == [True]
