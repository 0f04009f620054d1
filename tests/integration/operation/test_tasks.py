"""What a worker does while nobody waits, and that nothing depends on there being one."""

from collections.abc import Iterator
from typing import Any
from unittest.mock import patch

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import override_settings
from django_tasks_db.models import DBTaskResult

from indicators.models import Dataset
from reports.drafting import approve_report, begin_report, make_ready, take_back
from reports.files import files_made
from reports.models import PublishedFile, Report
from reports.services import publish_report
from tests.factories.people import person_with
from tests.factories.reports import DECEMBER, commented, second_publisher

BY_WORKER = {"HAS_WORKER": True, "TASKS": {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}}


@pytest.fixture
def with_a_worker() -> Iterator[None]:
    with override_settings(**BY_WORKER, PUBLISHED_FILES=["csv", "json"]):
        yield


def ready(dataset: Dataset) -> Report:
    commented(dataset)
    publisher = person_with("publisher")
    return make_ready(report=begin_report(dataset=dataset, as_at=DECEMBER, by=publisher), by=publisher)


def work() -> None:
    """The worker, which must not close the connection of the test."""
    with patch("django_tasks_db.management.commands.db_worker.close_old_connections"):
        call_command("db_worker", batch=True, startup_delay=False, verbosity=0)


def kinds(report: Report) -> set[str]:
    assert report.part_1 is not None
    return files_made(bytes(report.part_1))


def test_files_of_a_report_that_is_ready_are_made_by_the_worker(unpublished: Dataset, with_a_worker: None) -> None:
    report = ready(unpublished)
    assert kinds(report) == set()
    work()
    assert kinds(report) == {"csv", "json"}


def test_a_report_is_published_with_its_files_where_the_worker_was_not_there(
    unpublished: Dataset, with_a_worker: None
) -> None:
    report = approve_report(report=ready(unpublished), by=second_publisher())
    publish_report(report=report, by=person_with("publisher"))
    assert set(PublishedFile.objects.values_list("kind", flat=True)) >= {"csv", "json"}
    work()
    assert DBTaskResult.objects.get().status == "SUCCESSFUL"


def test_a_report_that_was_taken_back_leaves_nothing_to_do(unpublished: Dataset, with_a_worker: None) -> None:
    report = ready(unpublished)
    take_back(report=report, by=person_with("publisher"))
    work()
    assert DBTaskResult.objects.get().status == "SUCCESSFUL"


def test_without_a_worker_nothing_waits_for_one(unpublished: Dataset) -> None:
    ready(unpublished)
    call_command("send_reminders", "--by-worker", verbosity=0)
    assert not DBTaskResult.objects.exists()


def test_reminders_are_left_to_the_worker(dataset: Dataset, with_a_worker: None, capsys: Any) -> None:
    call_command("send_reminders", "--by-worker")
    assert not mail.outbox
    work()
    assert DBTaskResult.objects.get().status == "SUCCESSFUL"
