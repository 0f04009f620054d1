"""The filled cells of one worksheet, within bounds that hold for the whole workbook."""

from __future__ import annotations

from indicators.importers.child_xml import REDUCE, Refusal, unreadable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TypeAlias

    from indicators.importers.child_xml import Attributes

    Json: TypeAlias = str | int | Iterable["Json"]

EXCEL_ROWS = 1_048_576
EXCEL_COLUMNS = 16_384
MAXIMUM_ROWS = 2_500
MAXIMUM_COLUMNS = 200
MAXIMUM_CELLS = 100_000
MAXIMUM_MERGES = 20_000
MAXIMUM_FILLS = 20_000
MAXIMUM_TEXT = 32_767  # Excel's own limit for one cell
MAXIMUM_ALL_TEXT = 5_000_000


def corner(reference: str, row: int, column: int) -> tuple[int, int]:
    """`B3` as (3, 2); `B` and `3` with the row or column given. Raises ValueError for what Excel has no cell for."""
    letters = reference.rstrip("0123456789")
    if letters:
        column = 0
        for letter in letters[:4].upper():
            if not "A" <= letter <= "Z":
                raise ValueError(reference)
            column = column * 26 + ord(letter) - 64
    if letters != reference:
        row = int(reference[len(letters) :])
    if not (1 <= row <= EXCEL_ROWS and 1 <= column <= EXCEL_COLUMNS):
        raise ValueError(reference)
    return row, column


class Budget:
    """What all sheets together may hold."""

    cells = 0
    text = 0

    def spend(self, text: str) -> None:
        self.cells += 1
        self.text += len(text)
        if self.cells > MAXIMUM_CELLS:
            raise Refusal(f"The workbook has more than {MAXIMUM_CELLS:,} filled cells. {REDUCE}")
        if self.text > MAXIMUM_ALL_TEXT:
            raise Refusal(f"The workbook holds more than {MAXIMUM_ALL_TEXT:,} characters of text. {REDUCE}")


class SheetReader:
    """The filled cells of one worksheet. Formatting, and dimensions that the file declares, do not count."""

    def __init__(self, title: str, strings: list[str], budget: Budget, coloured: frozenset[str] = frozenset()) -> None:
        self.title = title
        self.strings = strings
        self.budget = budget
        self.coloured = coloured
        self.fills: dict[tuple[int, int], str] = {}
        self.cells: dict[tuple[int, int], tuple[str, str, int]] = {}
        self.merges: list[tuple[int, int, int, int]] = []
        self.hidden_rows: list[int] = []
        self.hidden_columns: set[int] = set()
        self.columns: dict[str, int] = {}
        self.row = 0
        self.column = 0
        self.attributes: Attributes = {}
        self.value: str | None = None
        self.pieces: list[str] = []
        self.has_formula = False
        self.phonetic = False
        self.texts: list[str] = []

    def start(self, name: str, attributes: Attributes) -> None:
        if ":" in name:
            name = name.rpartition(":")[2]
        if name == "c":
            self.attributes = attributes
            self.value = None
            self.pieces = []
            self.has_formula = False
            self._place(attributes.get("r"))
        elif name == "v" or name == "t":
            self.texts.clear()
        elif name == "f":
            self.has_formula = True
        elif name == "row":
            self.row = int(attributes.get("r") or self.row + 1)
            self.column = 0
            if attributes.get("hidden") in ("1", "true"):
                self.hidden_rows.append(self.row)
        elif name == "rPh":
            self.phonetic = True
        elif name == "col" and attributes.get("hidden") in ("1", "true"):
            last = min(int(attributes["max"]), MAXIMUM_COLUMNS)
            self.hidden_columns.update(range(max(int(attributes["min"]), 1), last + 1))
        elif name == "mergeCell":
            first, _, opposite = attributes["ref"].partition(":")
            self.merges.append(corner(first, 1, 1) + corner(opposite or first, EXCEL_ROWS, EXCEL_COLUMNS))
            if len(self.merges) > MAXIMUM_MERGES:
                raise Refusal(f"The sheet “{self.title}” has more than {MAXIMUM_MERGES:,} merged areas. {REDUCE}")

    def end(self, name: str) -> None:
        if ":" in name:
            name = name.rpartition(":")[2]
        if name == "v":
            self.value = "".join(self.texts)
        elif name == "c":
            self._finish_cell()
        elif name == "t" and not self.phonetic:
            self.pieces.extend(self.texts)
        elif name == "rPh":
            self.phonetic = False

    def _place(self, reference: str | None) -> None:
        """Cells may leave out where they are; then each stands to the right of the one before."""
        if not reference:
            self.column += 1
            return
        letters = reference.rstrip("0123456789")
        if letters not in self.columns:
            self.columns[letters] = corner(letters, 1, 0)[1]
        self.column = self.columns[letters]
        self.row = int(reference[len(letters) :])
        if not 1 <= self.row <= EXCEL_ROWS:
            raise ValueError(reference)

    def _finish_cell(self) -> None:
        kind = self.attributes.get("t") or "n"
        text = self.value or ""
        if kind == "inlineStr":
            text = "".join(self.pieces) or text
        elif self.has_formula and (self.value is None or (not text and kind != "str")):
            kind = "f"  # a formula that gives an empty text, by contrast, has the type `str` and an empty value
        elif kind == "s" and text:
            text = self.strings[int(text) if text.isdecimal() else len(self.strings)]
        if not text and kind != "f":
            if self.coloured and self.attributes.get("s") in self.coloured and len(self.fills) <= MAXIMUM_FILLS:
                self.fills[self.row, self.column] = self.attributes["s"]
            return
        position = self.row, self.column
        if self.row > MAXIMUM_ROWS or self.column > MAXIMUM_COLUMNS:
            raise Refusal(
                f"There is something in {self._where()}; only the first {MAXIMUM_ROWS:,} rows "
                f"and {MAXIMUM_COLUMNS} columns are read. {REDUCE}"
            )
        if position in self.cells:
            raise unreadable(f"there are two contents for {self._where()}")
        if len(text) > MAXIMUM_TEXT:
            length = f"{len(text):,} characters"
            raise Refusal(f"There are {length} in {self._where()}; at most {MAXIMUM_TEXT:,} fit. Shorten the text.")
        self.budget.spend(text)
        self.cells[position] = {"str": "s", "inlineStr": "s"}.get(kind, kind), text, int(self.attributes.get("s") or 0)

    def _where(self) -> str:
        cell = self.attributes.get("r") or f"number {self.column} of row {self.row}"
        return f"cell {cell[:24]} of the sheet “{self.title}”"

    def merges_within(self, last_row: int, last_column: int) -> list[tuple[int, int, int, int]]:
        """The merged areas as far as the sheet has cells. Raises `Refusal` if they overlap so that they cannot fit."""
        merges = [
            (top, left, min(bottom, last_row), min(right, last_column))
            for top, left, bottom, right in self.merges
            if top <= last_row and left <= last_column
        ]
        area = sum((bottom - top + 1) * (right - left + 1) for top, left, bottom, right in merges)
        if any(bottom < top or right < left for top, left, bottom, right in merges) or area > last_row * last_column:
            raise unreadable(f"merged areas of the sheet “{self.title}” overlap")
        return [merge for merge in merges if merge[:2] != merge[2:]]

    def result(self) -> list[Json]:
        last_row = max((row for row, _ in self.cells), default=0)
        last_column = max((column for _, column in self.cells), default=0)
        return [
            [(*position, *cell) for position, cell in self.cells.items()],
            self.merges_within(last_row, last_column),
            [row for row in self.hidden_rows if row <= last_row],
            sorted(column for column in self.hidden_columns if column <= last_column),
            [
                (row, column, int(style))
                for (row, column), style in self.fills.items()
                if len(self.fills) <= MAXIMUM_FILLS and row <= last_row and column <= last_column
            ],
        ]
