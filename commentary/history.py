"""The history of an action or a question: who did what when, and what it changed, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from accounts.models import User
from indicators.administration.facts import Change

Labels = Mapping[str, str]
"""What the page calls each field of a record, in the order of the page."""


@dataclass(frozen=True)
class Entry:
    """One move. `said` is the move and the reason given for it."""

    at: datetime
    by: User | None
    said: str
    changes: tuple[Change, ...]


def history_of(record: Any, labels: Labels, names: Mapping[int, str]) -> list[Entry]:
    """Every move of a record, the latest first. `names` are those of indicators. One query."""
    revisions = list(record.history.select_related("history_user").order_by("-history_id"))
    entries = [_entry(after, changes(before, after, labels, names)) for after, before in pairwise(revisions)]
    return [*entries, *(_entry(first, ()) for first in revisions[-1:])]


def facts_of(record: Any, labels: Labels, names: Mapping[int, str]) -> tuple[tuple[str, str], ...]:
    """What a record says, each fact with what the page calls it; empty ones left out."""
    found = ((label, words(record, field, names)) for field, label in labels.items())
    return tuple((label, value) for label, value in found if value)


def changes(before: Any, after: Any, labels: Labels, names: Mapping[int, str]) -> tuple[Change, ...]:
    """What differs between two states of a record."""
    found = ((label, words(before, field, names), words(after, field, names)) for field, label in labels.items())
    return tuple(Change(label, old, new) for label, old, new in found if old != new)


def words(record: Any, field: str, names: Mapping[int, str]) -> str:
    """What a field of a record says."""
    if field == "indicator":
        return names.get(record.indicator_id, "The report as a whole")
    display = getattr(record, f"get_{field}_display", None)
    value = display() if display else getattr(record, field)
    if isinstance(value, date):
        return f"{value:%B %Y}" if field.endswith("as_at") else f"{value:%-d %B %Y}"
    return str(value or "")


def _entry(revision: Any, changed: tuple[Change, ...]) -> Entry:
    return Entry(revision.history_date, revision.history_user, revision.history_change_reason or "", changed)
