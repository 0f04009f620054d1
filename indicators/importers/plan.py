"""What applying a workbook would do: every record that is new, changed or unchanged, and everything worth saying."""

import hashlib
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from itertools import chain
from typing import Any

from django.db import models

from indicators.importers.parsed import Finding, Location, ParsedIndex, ParsedIndicator, Severity
from indicators.models import Dataset


class Action(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True)
class Change:
    """One thing the workbook says. `what` names it (`December 2020`, `England`, `target`)."""

    action: Action
    location: Location | None
    number: str
    title: str
    what: str
    before: str
    after: str

    @property
    def cell(self) -> str:
        return self.location.cell if self.location else ""


@dataclass
class Plan:
    """The outcome of comparing a workbook with the catalogue. Nothing is written until `apply_import`.

    `to_create` and `to_update` hold records by model, in the order in which they have to be saved; `changed_fields`
    says which fields an update writes.
    """

    dataset: Dataset
    parsed: ParsedIndex
    answers: dict[str, str] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    to_create: dict[type[models.Model], list[Any]] = field(default_factory=dict)
    to_update: dict[type[models.Model], list[Any]] = field(default_factory=dict)

    def create(self, record: Any) -> Any:
        """Put a record with those that will be created, and return it."""
        self.to_create[type(record)].append(record)
        return record

    def update(self, record: models.Model) -> None:
        """Put a stored record that has changed with those that will be written."""
        self.to_update[type(record)].append(record)

    def say(
        self, action: Action, row: ParsedIndicator, what: str, location: Location, before: object, after: object
    ) -> None:
        """Say one thing that the workbook says of a row, and whether it is new."""
        self.changes.append(Change(action, location, row.number, row.title, what, _words(before), _words(after)))

    def find(self, rule: str, message: str, location: Location, severity: Severity = Severity.WARNING) -> None:
        """Add something that a person should know."""
        self.findings.append(Finding(severity, rule, message, location))

    def of(self, severity: Severity) -> list[Finding]:
        """Findings of one severity, in the order of the sheet."""
        every = (finding for finding in chain(self.parsed.findings, self.findings) if finding.severity is severity)
        return sorted(every, key=lambda each: (each.location.row, each.location.column) if each.location else (0, 0))

    def count(self, action: Action) -> int:
        return sum(change.action is action for change in self.changes)

    @property
    def new(self) -> int:
        return self.count(Action.NEW)

    @property
    def changed(self) -> int:
        return self.count(Action.CHANGED)

    @property
    def unchanged(self) -> int:
        return self.count(Action.UNCHANGED)

    @property
    def to_apply(self) -> int:
        return self.new + self.changed

    @property
    def questions(self) -> list[Finding]:
        return self.of(Severity.QUESTION)

    @property
    def errors(self) -> list[Finding]:
        return self.of(Severity.ERROR)

    @property
    def warnings(self) -> list[Finding]:
        return self.of(Severity.WARNING)

    @property
    def notes(self) -> list[Finding]:
        return self.of(Severity.NOTE)

    @property
    def to_be_looked_at(self) -> int:
        return len(self.questions) + len(self.errors) + len(self.warnings)

    @property
    def fingerprint(self) -> str:
        """Changes when what would be done changes: what a person agreed to is what is applied, or nothing."""
        said = [repr(change) for change in self.changes] + [repr(finding) for finding in self.questions]
        said.append(repr(sorted(self.answers.items())))
        return hashlib.sha256("\n".join(said).encode()).hexdigest()


def _words(value: object) -> str:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return "" if value is None else str(value)
