"""What applying a workbook would do: every record that is new, changed or unchanged, and everything worth saying."""

import hashlib
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from itertools import chain
from typing import Any

from django.db import models

from indicators.importers.parsed import Finding, Location, ParsedIndex, ParsedIndicator, Severity
from indicators.models import Dataset


class Action(StrEnum):
    """KEPT: the workbook says something else, and what is stored stays all the same."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    KEPT = "kept"


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

    @property
    def proposed(self) -> str:
        """What would be stored."""
        return self.before if self.action is Action.KEPT else self.after


@dataclass
class RowOfPlan:
    """One indicator's row of the workbook, which a person may leave out, with what differs in it."""

    place: str
    number: str
    title: str
    is_left_out: bool
    changes: list[Change] = field(default_factory=list)

    @property
    def new(self) -> int:
        return sum(change.action is Action.NEW for change in self.changes)

    @property
    def changed(self) -> int:
        return sum(change.action is Action.CHANGED for change in self.changes)

    @property
    def kept(self) -> int:
        return sum(change.action is Action.KEPT for change in self.changes)


@dataclass
class Plan:
    """The outcome of comparing a workbook with the catalogue. Nothing is written until `apply_import`.

    `to_create` and `to_update` hold records by model, in the order in which they have to be saved; `changed_fields`
    says which fields an update writes. `left_out` names the rows that are not to be applied, by their place
    (`Performance Index!A15`); nothing is said of them. `unanswered` are the cells of which a person has yet to say
    what their x means.
    """

    dataset: Dataset
    parsed: ParsedIndex
    answers: dict[str, str] = field(default_factory=dict)
    left_out: frozenset[str] = frozenset()
    unanswered: set[Location] = field(default_factory=set)
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
        """Findings of one severity about what is to be applied, in the order of the sheet."""
        every = (
            finding
            for finding in chain(self.parsed.findings, self.findings)
            if finding.severity is severity and not self._is_settled(finding)
        )
        return sorted(every, key=lambda each: (each.location.row, each.location.column) if each.location else (0, 0))

    def _is_settled(self, finding: Finding) -> bool:
        """Whether nobody has to look: it is about rows that are left out, or its x means what it meant before."""
        if finding.location is None:
            return False
        if finding.topic == "x":
            return not any(finding.covers(location) for location in self.unanswered)
        if finding.topic == "year_of_months":
            return all(row.months_heading != finding.location for row in self.rows_to_apply)
        return (finding.location.sheet, finding.location.row) in self._rows_left_out

    @cached_property
    def _rows_left_out(self) -> frozenset[tuple[str, int]]:
        every = self.parsed.indicators
        return frozenset((e.location.sheet, e.location.row) for e in every if str(e.location) in self.left_out)

    @cached_property
    def rows_to_apply(self) -> list[ParsedIndicator]:
        """The rows that were not left out."""
        return [row for row in self.parsed.indicators if str(row.location) not in self.left_out]

    @cached_property
    def tables_with_years_to_date(self) -> frozenset[Location | None]:
        """The tables, by their first month heading, in which any row gives its year to date."""
        rows = self.parsed.indicators
        return frozenset(row.months_heading for row in rows if any(each.year_to_date for each in row.measures))

    @cached_property
    def rows(self) -> list[RowOfPlan]:
        """Every row in which anything differs or that was left out, in the order of the workbook."""
        rows = {
            (row.location.sheet, row.location.row): RowOfPlan(
                str(row.location), row.number, row.title, str(row.location) in self.left_out
            )
            for row in self.parsed.indicators
        }
        for change in self.changes:
            if change.action is not Action.UNCHANGED and change.location:
                rows[change.location.sheet, change.location.row].changes.append(change)
        return [row for row in rows.values() if row.changes or row.is_left_out]

    def count(self, action: Action) -> int:
        return [change.action for change in self.changes].count(action)

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
        said.append(repr((sorted(self.answers.items()), sorted(self.left_out))))
        return hashlib.sha256("\n".join(said).encode()).hexdigest()


def _words(value: object) -> str:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return "" if value is None else str(value)
