"""Reads a CSV file that somebody sent, safely: bounded in every direction, every fault with its line and column."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

MEGABYTE = 2**20
MAXIMUM_BYTES = 10 * MEGABYTE
MAXIMUM_LINES = 200_000
MAXIMUM_COLUMNS = 100
MAXIMUM_LINE = 100_000
MAXIMUM_CELL = 32_767
MOST_FAULTS = 10
AS_CSV = "In Excel choose Save As, “CSV UTF-8 (Comma delimited)”, and send that."
_OTHER_FILES = (
    (b"PK\x03\x04", "an Excel workbook or another packed file, whatever its name"),
    (b"\xd0\xcf\x11\xe0", "a workbook of an old Excel (.xls), whatever its name"),
    (b"%PDF", "a PDF"),
    (b"<", "a web page"),
    (b"\xff\xfe", "in UTF-16 (“Unicode text”)"),
    (b"\xfe\xff", "in UTF-16 (“Unicode text”)"),
)


class BenchmarksRefused(Exception):
    """The file cannot be imported. Each message says what is wrong, where, and what to do."""

    def __init__(self, *messages: str) -> None:
        shown = messages[:MOST_FAULTS]
        more = len(messages) - len(shown)
        self.messages = [*shown, f"Further faults like these: {more:,}."] if more else list(shown)
        super().__init__(" ".join(self.messages))


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the line it begins in, and its cells by the heading of their column, tidied."""

    line: int
    cells: dict[str, str]


def column_letter(position: int) -> str:
    """The column as a spreadsheet names it: A for 0, Z for 25, AA for 26."""
    letters = ""
    while position >= 0:
        letters = chr(ord("A") + position % 26) + letters
        position = position // 26 - 1
    return letters


def read_rows(content: bytes, needed: Sequence[str], *, name: str) -> Iterator[Row]:
    """The rows of a CSV file with these headings, among others, in any order and in upper or lower case.

    Nothing in it is evaluated: `=1+1` is text. `name` is what messages call the file. Raises BenchmarksRefused.
    """
    reader = csv.reader(io.StringIO(_text(content, name), newline=""), strict=True)
    headings: list[str] = []
    line = 1
    try:
        for cells in reader:
            if not headings:
                headings = _headings(cells, needed, name)
            elif any(cell.strip() for cell in cells):
                _check_row(cells, headings, line, name)
                yield Row(line, dict(zip(headings, (" ".join(cell.split()) for cell in cells), strict=True)))
            line = reader.line_num + 1
            if line > MAXIMUM_LINES + 1:
                raise BenchmarksRefused(
                    f"{name} has more than {MAXIMUM_LINES:,} lines. Keep only the rows for England and London."
                )
    except csv.Error as error:
        raise BenchmarksRefused(
            f"{name}, line {line}: a quotation mark is opened and not closed, or a cell is too long ({error}). "
            f"Correct it, or export the file again. {AS_CSV}"
        ) from error
    if not headings:
        raise BenchmarksRefused(f"{name} has no headings. Export it again from the tool.")


def _text(content: bytes, name: str) -> str:
    if not content.strip():
        raise BenchmarksRefused(f"{name} is empty. Export it again from the tool.")
    if len(content) > MAXIMUM_BYTES:
        raise BenchmarksRefused(
            f"{name} is {len(content) / MEGABYTE:.1f} MB; at most {MAXIMUM_BYTES // MEGABYTE} MB is read. "
            "Keep only the rows for England and London."
        )
    for beginning, kind in _OTHER_FILES:
        if content.startswith(beginning):
            raise BenchmarksRefused(f"{name} is {kind}, not a CSV file in UTF-8. {AS_CSV}")
    nul = content.find(b"\0")
    if nul >= 0:
        raise BenchmarksRefused(f"{name}, {_place(content, nul)}: there is a NUL character. {AS_CSV}")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BenchmarksRefused(
            f"{name}, {_place(content, error.start)}: a character is not in UTF-8. {AS_CSV}"
        ) from error
    longest = max(enumerate(content.splitlines(), 1), key=lambda each: len(each[1]))
    if len(longest[1]) > MAXIMUM_LINE:
        raise BenchmarksRefused(
            f"{name}, line {longest[0]}: the line has {len(longest[1]):,} characters; at most {MAXIMUM_LINE:,} are "
            "read. This is no export of the tool; export it again."
        )
    return text


def _place(content: bytes, position: int) -> str:
    line = content.count(b"\n", 0, position) + 1
    character = position - content.rfind(b"\n", 0, position)
    return f"line {line}, character {character}"


def _headings(cells: list[str], needed: Sequence[str], name: str) -> list[str]:
    if len(cells) > MAXIMUM_COLUMNS:
        raise BenchmarksRefused(
            f"{name}, line 1: there are {len(cells):,} columns; at most {MAXIMUM_COLUMNS} are read. "
            "Delete those beside the table."
        )
    headings = [" ".join(cell.split()).casefold() for cell in cells]
    missing = [f"“{each}”" for each in needed if each.casefold() not in headings]
    if missing:
        found = ", ".join(f"“{cell.strip()[:40]}”" for cell in cells[:12])
        raise BenchmarksRefused(
            f"{name}, line 1: no column is headed {' or '.join(missing)}. The headings are {found}. Export the file "
            "again from the tool, with commas between the columns and its own headings."
        )
    for position, heading in enumerate(headings):
        if heading and heading in headings[:position]:
            raise BenchmarksRefused(
                f"{name}, line 1, column {column_letter(position)}: a second column is headed “{cells[position]}”. "
                "Delete the one that does not belong."
            )
    return headings


def _check_row(cells: list[str], headings: list[str], line: int, name: str) -> None:
    if len(cells) != len(headings):
        raise BenchmarksRefused(
            f"{name}, line {line}: there are {len(cells)} cells under {len(headings)} headings. A text "
            "with a comma in it needs quotation marks; export the file again."
        )
    for position, cell in enumerate(cells):
        if len(cell) > MAXIMUM_CELL:
            raise BenchmarksRefused(
                f"{name}, line {line}, column {column_letter(position)}: the cell has {len(cell):,} characters; at "
                f"most {MAXIMUM_CELL:,} are read. Shorten it."
            )
