"""The process that parses: reads the parts of one workbook from standard input, writes its cells to standard output.

It reads the XML itself, cell by cell, because a spreadsheet library does too much with a hostile file: it makes a
million cells out of one merge, believes declared dimensions, and does not tell a formula without a value from nothing.
It needs the standard library only, and little of that, because start-up is most of the time; and no Django.
"""

from __future__ import annotations

import resource
import sys
from xml.parsers.expat import ExpatError, ParserCreate

TYPE_CHECKING = False  # as in `typing`, whose import would take as long as starting Python
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import BinaryIO, TypeAlias

    Attributes: TypeAlias = dict[str, str]
    Json: TypeAlias = str | int | Iterable["Json"]
    Fill: TypeAlias = tuple[str, str, str]  # kind of colour (rgb, theme, indexed), its value, its tint

EXCEL_ROWS = 1_048_576
EXCEL_COLUMNS = 16_384
MAXIMUM_ROWS = 5_000
MAXIMUM_COLUMNS = 200
MAXIMUM_CELLS = 200_000
MAXIMUM_SHEETS = 255
MAXIMUM_MERGES = 20_000
MAXIMUM_TEXT = 32_767  # Excel's own limit for one cell
MAXIMUM_ALL_TEXT = 5_000_000
MAXIMUM_FORMAT = 255  # Excel's own limit for a number format
MAXIMUM_MEMORY = 450 * 1024 * 1024
MAXIMUM_PROCESSOR_SECONDS = 8

SAVE_AGAIN = "Open it in Excel, choose File > Save as, and upload the new file."
REDUCE = "Delete what is not part of the index, and save it again."

NO_FILL: Fill = ("", "", "")
_ESCAPES = {code: f"\\u{code:04x}" for code in (*range(32), ord('"'), ord("\\"))}


class Refusal(Exception):
    """The workbook cannot be read. The message is for the person who uploaded it."""


def unreadable(what: str) -> Refusal:
    return Refusal(f"The workbook has parts that could not be read: {what[:200]}. {SAVE_AGAIN}")


def parse(
    name: str,
    part: bytes,
    start: Callable[[str, Attributes], None],
    end: Callable[[str], None],
    text: Callable[[str], None] | None = None,
) -> None:
    """Goes once through the XML of a part. Raises `Refusal` for XML that is broken or declares a document type."""

    def refuse_doctype(*_: object) -> None:
        raise unreadable(f"{name} declares a document type (DOCTYPE), which Excel never writes")

    parser = ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse_doctype
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    try:
        parser.Parse(part, True)
    except ExpatError as error:
        raise unreadable(f"{name} is not well-formed XML ({error})") from error
    except OSError as error:
        raise unreadable(f"{name} is written in an encoding that Excel never uses") from error
    except (ValueError, LookupError) as error:
        line = parser.CurrentLineNumber
        raise unreadable(f"in {name}, line {line}, a number or name is missing or wrong") from error


def each_element(name: str, part: bytes, visit: Callable[[str, str, Attributes], None]) -> None:
    """Calls `visit(parent, element, attributes)` for each element of a part, names without their prefix."""
    path = [""]

    def start(raw_name: str, attributes: Attributes) -> None:
        local = raw_name.rpartition(":")[2]
        visit(path[-1], local, attributes)
        path.append(local)

    def end(_: str) -> None:
        path.pop()

    parse(name, part, start, end)


def read_relationships(parts: dict[str, bytes], owner: str) -> dict[str, tuple[str, str]]:
    """What a part points to within the workbook: id -> (kind, name of the part)."""
    folder, _, own_name = owner.rpartition("/")
    found = {}

    def visit(_: str, element: str, attributes: Attributes) -> None:
        if element == "Relationship" and attributes.get("TargetMode") != "External":
            target = attributes["Target"].lower().replace("\\", "/")
            path: list[str] = []
            for step in (target if target.startswith("/") else f"{folder}/{target}").split("/"):
                if step == "..":
                    path = path[:-1]
                elif step not in ("", "."):
                    path.append(step)
            found[attributes["Id"]] = attributes["Type"].rpartition("/")[2], "/".join(path)

    name = f"{folder}/_rels/{own_name}.rels".lstrip("/")
    if name in parts:
        each_element(name, parts[name], visit)
    return found


def read_strings(name: str, part: bytes) -> list[str]:
    """The texts that cells share, without the phonetic hints of rich text."""
    strings: list[str] = []
    pieces: list[str] = []
    texts: list[str] = []
    phonetic = False

    def start(raw_name: str, _: Attributes) -> None:
        nonlocal phonetic
        local = raw_name.rpartition(":")[2]
        if local == "t":
            texts.clear()
        elif local == "rPh":
            phonetic = True

    def end(raw_name: str) -> None:
        nonlocal phonetic
        local = raw_name.rpartition(":")[2]
        if local == "t" and not phonetic:
            pieces.extend(texts)
        elif local == "rPh":
            phonetic = False
        elif local == "si":
            strings.append("".join(pieces))
            pieces.clear()

    parse(name, part, start, end, texts.append)
    return strings


def read_styles(name: str, part: bytes) -> list[tuple[str, Fill]]:
    """Number format and fill of each cell style. A format is its number, or `=` and its code."""
    codes: dict[str, str] = {}
    fills: list[Fill] = []
    styles: list[tuple[str, int]] = []
    fills_solidly = False

    def visit(parent: str, element: str, attributes: Attributes) -> None:
        nonlocal fills_solidly
        if parent == "numFmts" and element == "numFmt":
            codes[attributes["numFmtId"]] = attributes["formatCode"]
        elif parent == "cellXfs" and element == "xf":
            styles.append((attributes.get("numFmtId") or "0", int(attributes.get("fillId") or 0)))
        elif parent == "fills" and element == "fill":
            fills.append(NO_FILL)
        elif parent == "fill" and element == "patternFill":
            fills_solidly = attributes.get("patternType") == "solid"
        elif parent == "patternFill" and element == "fgColor" and fills_solidly and fills and not styles:
            kind = next((kind for kind in ("rgb", "theme", "indexed") if kind in attributes), "")
            fills[-1] = kind, attributes.get(kind, ""), attributes.get("tint", "0")

    each_element(name, part, visit)
    return [
        (
            "=" + codes[number] if len(codes.get(number, " " * 999)) <= MAXIMUM_FORMAT else number,
            fills[fill] if 0 <= fill < len(fills) else NO_FILL,
        )
        for number, fill in styles
    ]


def read_theme(name: str, part: bytes) -> list[str]:
    """The colours of the theme in the order of the file: dark 1, light 1, dark 2, light 2, accents, links."""
    colours: list[str] = []

    def visit(_: str, element: str, attributes: Attributes) -> None:
        if element in ("srgbClr", "sysClr") and len(colours) < 12:
            colours.append(attributes.get("lastClr") or attributes["val"])

    each_element(name, part, visit)
    return colours


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

    def __init__(self, title: str, strings: list[str], budget: Budget) -> None:
        self.title = title
        self.strings = strings
        self.budget = budget
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
        ]


def read_workbook_parts(parts: dict[str, bytes]) -> list[Json]:
    """[dates count from 1904, theme colours, styles, sheets] of a workbook. Raises `Refusal`."""
    main = dict(read_relationships(parts, "").values()).get("officeDocument", "xl/workbook.xml")
    if main not in parts:
        raise unreadable("its list of sheets is missing")
    relationships = read_relationships(parts, main)
    kinds = dict(relationships.values())
    counts_from_1904 = False
    listed: list[tuple[str, bool, str]] = []

    def visit(parent: str, element: str, attributes: Attributes) -> None:
        nonlocal counts_from_1904
        if element == "workbookPr":
            counts_from_1904 = attributes.get("date1904") in ("1", "true", "on")
        elif parent == "sheets" and element == "sheet" and len(listed) <= MAXIMUM_SHEETS:
            identity = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            hidden = attributes.get("state", "visible") != "visible"
            listed.append((attributes["name"][:100], hidden, identity))

    each_element(main, parts[main], visit)
    if len(listed) > MAXIMUM_SHEETS:
        raise Refusal(f"The workbook has more than {MAXIMUM_SHEETS} sheets. {REDUCE}")

    def part(kind: str) -> tuple[str, bytes]:
        return kinds.get(kind, kind), parts.get(kinds.get(kind, ""), b"<none/>")

    strings = read_strings(*part("sharedStrings"))
    styles = read_styles(*part("styles"))
    budget = Budget()
    sheets: list[Json] = []
    titles: set[str] = set()
    for title, hidden, identity in listed:
        kind, name = relationships.get(identity, ("worksheet", ""))
        if kind != "worksheet":  # a sheet that is one chart or one dialogue has no cells
            continue
        if name not in parts:
            raise unreadable(f"the sheet “{title}” is listed, but missing")
        if title.lower() in titles:
            raise unreadable(f"two sheets are named “{title}”")
        titles.add(title.lower())
        reader = SheetReader(title, strings, budget)
        parse(name, parts[name], reader.start, reader.end, reader.texts.append)
        sheets.append([title, int(hidden), *reader.result()])
    if not sheets:
        raise unreadable("it has no worksheet")
    return [int(counts_from_1904), read_theme(*part("theme")), styles, sheets]


def parts_from(stream: BinaryIO) -> dict[str, bytes]:
    """What `workbook.py` packed: for each part a line with two lengths, then its name and its bytes."""
    parts = {}
    while line := stream.readline():
        name_length, part_length = line.split()
        name = stream.read(int(name_length)).decode()
        parts[name] = stream.read(int(part_length))
    return parts


def json_text(value: Json) -> str:
    """Lists, texts and integers as JSON; importing `json` would take as long as starting Python."""
    if isinstance(value, str):
        return f'"{value.translate(_ESCAPES)}"'
    if isinstance(value, int):
        return str(value)
    return f"[{','.join(map(json_text, value))}]"


def main() -> None:
    """Reads parts, writes `["read", …]` or `["refused", message]`, within limits that the kernel enforces."""
    for limit, value in (
        (resource.RLIMIT_AS, MAXIMUM_MEMORY),
        (resource.RLIMIT_CPU, MAXIMUM_PROCESSOR_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, 3),  # standard input, output and error are open; nothing else can be opened
    ):
        hard = resource.getrlimit(limit)[1]
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(limit, (value, value))
    try:
        answer: Json = ["read", *read_workbook_parts(parts_from(sys.stdin.buffer))]
    except Refusal as refusal:
        answer = ["refused", str(refusal)]
    sys.stdout.buffer.write(json_text(answer).encode())
