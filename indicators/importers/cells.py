"""A workbook as it was read, before anybody asks what it means: sheets of filled cells."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

CellValue = str | Decimal | date | datetime | bool | None


class CellKind(StrEnum):
    """What a cell holds. ERROR and FORMULA_WITHOUT_VALUE are never to be read as zero."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    BOOLEAN = "boolean"
    ERROR = "error"
    FORMULA_WITHOUT_VALUE = "formula without value"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell that is not empty. `row` and `column` count from 1; `fill` is empty or RGB hex such as `00B050`."""

    row: int
    column: int
    value: CellValue
    number_format: str = "General"
    kind: CellKind = CellKind.TEXT
    fill: str = ""


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged rectangle, both corners included."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


@dataclass(frozen=True)
class Sheet:
    """One worksheet. `cells` holds only cells with a value, by (row, column).

    `fills` holds the colours of empty cells among them; none where a sheet has more of those than are read.
    """

    name: str
    hidden: bool
    cells: dict[tuple[int, int], Cell]
    merges: tuple[Merge, ...] = ()
    hidden_rows: frozenset[int] = field(default_factory=frozenset)
    hidden_columns: frozenset[int] = field(default_factory=frozenset)
    fills: dict[tuple[int, int], str] = field(default_factory=dict)


@dataclass(frozen=True)
class Workbook:
    """Every worksheet of a file, hidden ones too, and the SHA-256 of the file's bytes."""

    sheets: tuple[Sheet, ...]
    sha256: str
