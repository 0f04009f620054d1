"""Nothing that one test's person has used up is used up for another's; and mails and signals after a commit go out."""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from indicators.models import Dataset
from tests.factories.workflow import small_dataset

SetClock = Callable[..., None]


@pytest.fixture(autouse=True)
def nothing_is_used_up() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def committing(monkeypatch: pytest.MonkeyPatch) -> None:
    """What waits for a commit happens at once: these tests run in a transaction that is never committed."""
    monkeypatch.setattr(transaction, "on_commit", lambda act, **kwargs: act())


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> SetClock:
    """Sets the time to so long after 9 o'clock of a Monday in March, where it stands still; it starts there."""
    start = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

    def move(**passed: float) -> None:
        now = start + timedelta(**passed)
        monkeypatch.setattr(timezone, "now", lambda: now)
        monkeypatch.setattr(time, "time", now.timestamp)

    move()
    return move


@pytest.fixture
def small(db: None) -> Dataset:
    return small_dataset()
