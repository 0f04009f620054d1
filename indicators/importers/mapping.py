"""What people said about the columns of a layout: how it is kept, known again, and put in the place of a proposal."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass, field, replace
from typing import Any

from indicators.importers.column_roles import Certainty, Column
from indicators.importers.headings import Role
from indicators.vocabulary import YearBasis


@dataclass(frozen=True)
class LayoutChoice:
    """What each column of one layout is, by its key, one role for each column of that key from left to right.

    A role may carry the month of the year that a heading without one stands for: `month:6`.
    """

    columns: dict[str, tuple[str, ...]] = field(default_factory=dict)
    basis: YearBasis | None = None

    @classmethod
    def from_json(cls, kept: AnyMapping[str, Any]) -> "LayoutChoice":
        basis = kept.get("basis")
        columns = {key: tuple(roles) for key, roles in kept.get("columns", {}).items()}
        return cls(columns, YearBasis(basis) if basis else None)

    def to_json(self) -> dict[str, Any]:
        return {"columns": {key: list(roles) for key, roles in self.columns.items()}, "basis": self.basis or ""}

    def for_the_next_workbook(self) -> "LayoutChoice":
        """Without the months that were given to headings without one: those are other months next time."""
        columns = {
            key: roles for key, roles in self.columns.items() if not any(role.startswith("month:") for role in roles)
        }
        return replace(self, columns=columns)


@dataclass(frozen=True)
class Mapping:
    """What was said about a workbook: its reporting year, and what each column is in each of its layouts."""

    layouts: dict[str, LayoutChoice] = field(default_factory=dict)
    year: int | None = None

    @classmethod
    def from_json(cls, kept: AnyMapping[str, Any]) -> "Mapping":
        layouts = {key: LayoutChoice.from_json(each) for key, each in kept.get("layouts", {}).items()}
        return cls(layouts, kept.get("year"))

    def to_json(self) -> dict[str, Any]:
        return {"layouts": {key: each.to_json() for key, each in self.layouts.items()}, "year": self.year}


def key_of_layout(columns: Iterable[Column]) -> str:
    """The same for workbooks alike: their headings without months and years, in any order and number."""
    keys = sorted({column.key for column in columns})
    return hashlib.sha256("\n".join(keys).encode()).hexdigest()


def with_choices(columns: list[Column], choice: LayoutChoice) -> list[Column]:
    """The columns as a person said of this layout, where that is known; otherwise as proposed."""
    counts = Counter(column.key for column in columns)
    seen: Counter[str] = Counter()
    result = []
    for column in columns:
        roles = choice.columns.get(column.key, ())
        position = seen[column.key]
        seen[column.key] += 1
        if len(set(roles)) == 1:
            position = 0
        elif len(roles) != counts[column.key]:
            roles = ()
        result.append(_chosen(column, roles[position]) if roles else column)
    return result


def choice_of(columns: Iterable[tuple[Column, str]], basis: YearBasis | None) -> LayoutChoice:
    """A person's choice for each column, as it is kept."""
    said: dict[str, tuple[str, ...]] = {}
    for column, role in columns:
        said[column.key] = (*said.get(column.key, ()), role)
    return LayoutChoice(said, basis)


def _chosen(column: Column, said: str) -> Column:
    role, _, month = said.partition(":")
    reason = column.reason if role == Role.LEFT_OUT and column.certainty is Certainty.LIKELY else ""
    return replace(
        column,
        role=Role(role),
        certainty=Certainty.CHOSEN,
        reason=reason,
        month=int(month) if month else None,
    )
