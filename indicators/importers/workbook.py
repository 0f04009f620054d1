"""Turns the bytes of an `.xlsx` file into a `Workbook` of bounded `Sheet`s, or refuses them in plain English."""

import colorsys
import hashlib
import json
import re
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from time import monotonic
from typing import IO, Any

from openpyxl.styles.colors import COLOR_INDEX
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format

from indicators.importers.child import REDUCE, SAVE_AGAIN
from indicators.importers.container import DAMAGED, WorkbookRefused, unpacked_parts

MAXIMUM_SECONDS = 8
PROJECT = Path(__file__).resolve().parents[2]
CHILD = "import sys; sys.path.append(sys.argv[1]); from indicators.importers.child import main; main()"
TOO_LONG = f"The workbook took too long to read (more than {MAXIMUM_SECONDS} seconds). {REDUCE}"
TOO_MUCH = f"The workbook needs too much memory to read, or is damaged. {REDUCE} {SAVE_AGAIN}"

Fill = tuple[str, str, str]
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")

__all__ = ["Cell", "CellKind", "Merge", "Sheet", "Workbook", "WorkbookRefused", "read_workbook"]


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
    """One worksheet. `cells` holds only cells with a value, by (row, column)."""

    name: str
    hidden: bool
    cells: dict[tuple[int, int], Cell]
    merges: tuple[Merge, ...] = ()
    hidden_rows: frozenset[int] = field(default_factory=frozenset)
    hidden_columns: frozenset[int] = field(default_factory=frozenset)


@dataclass(frozen=True)
class Workbook:
    """Every worksheet of a file, hidden ones too, and the SHA-256 of the file's bytes."""

    sheets: tuple[Sheet, ...]
    sha256: str


def read_workbook(content: bytes, file_name: str) -> Workbook:
    """Every filled cell of an `.xlsx` file. The parsing is done by another process, bounded in time and memory.

    Raises `WorkbookRefused` with a message for the person who uploaded the file.
    """
    deadline = monotonic() + MAXIMUM_SECONDS
    with tempfile.TemporaryFile() as parts:
        _pack(content, file_name, parts)
        answer = _run_child(parts, deadline - monotonic())
    try:
        outcome, *result = json.loads(answer)
    except ValueError as error:
        raise WorkbookRefused(DAMAGED.format("it could not be read to its end")) from error
    if outcome != "read":
        raise WorkbookRefused(str(result[0]))
    return Workbook(_Decoder(*result[:3]).sheets(result[3]), hashlib.sha256(content).hexdigest())


def _pack(content: bytes, file_name: str, parts: IO[bytes]) -> None:
    """Writes the parts that can matter for the child: for each a line with two lengths, then its name and bytes."""
    for name, part in unpacked_parts(content, file_name):
        if name.endswith((".xml", ".rels")) and not name.startswith(("xl/drawings/", "xl/charts/", "xl/pivotcache/")):
            encoded = name.encode()
            parts.write(b"%d %d\n%b%b" % (len(encoded), len(part), encoded, part))
    parts.seek(0)


def _run_child(parts: IO[bytes], seconds: float) -> bytes:
    """What `child.main` answers, run without site packages, environment or access to files."""
    command = [sys.executable, "-I", "-S", "-c", CHILD, str(PROJECT)]
    try:
        done = subprocess.run(command, stdin=parts, capture_output=True, env={}, timeout=seconds, check=False)
    except subprocess.TimeoutExpired as error:
        raise WorkbookRefused(TOO_LONG) from error
    if done.returncode in (-signal.SIGXCPU, -signal.SIGKILL):
        raise WorkbookRefused(TOO_LONG)
    if done.returncode:
        raise WorkbookRefused(TOO_MUCH)
    return done.stdout


class _Decoder:
    """Gives the child's texts their meaning: numbers as `Decimal`, dates, formats and colours."""

    def __init__(self, counts_from_1904: int, theme: list[str], styles: list[tuple[str, Fill]]) -> None:
        self.epoch = date(1904, 1, 1) if counts_from_1904 else date(1899, 12, 30)
        self.theme = theme
        self.raw_styles = styles
        self.styles: dict[int, tuple[str, bool, str]] = {}

    def sheets(self, raw_sheets: list[list[Any]]) -> tuple[Sheet, ...]:
        return tuple(
            Sheet(
                name=name,
                hidden=bool(hidden),
                cells={(row, column): self.cell(row, column, *rest) for row, column, *rest in cells},
                merges=tuple(Merge(*merge) for merge in sorted(merges)),
                hidden_rows=frozenset(hidden_rows),
                hidden_columns=frozenset(hidden_columns),
            )
            for name, hidden, cells, merges, hidden_rows, hidden_columns in raw_sheets
        )

    def cell(self, row: int, column: int, letter: str, text: str, style: int) -> Cell:
        if style not in self.styles:
            self.styles[style] = self.style(style)
        number_format, shows_date, fill = self.styles[style]
        kind, value = self.meaning(letter, text, shows_date)
        return Cell(row, column, value, number_format, kind, fill)

    def meaning(self, letter: str, text: str, shows_date: bool) -> tuple[CellKind, CellValue]:
        """Of Excel's types: s(tring), b(oolean), d(ate as ISO 8601), n(umber), e(rror), f(ormula without a value)."""
        if letter == "s":
            return CellKind.TEXT, plain_text(text)
        if letter == "b":
            return CellKind.BOOLEAN, text in ("1", "true")
        if letter == "f":
            return CellKind.FORMULA_WITHOUT_VALUE, None
        try:
            if letter == "d":
                return CellKind.DATE, plain_date(datetime.fromisoformat(text.removesuffix("Z")).replace(tzinfo=None))
            if letter == "n":
                number = plain_number(text)
                if shows_date and number >= 1:
                    return CellKind.DATE, self.date(number)
                return CellKind.NUMBER, number
        except (ValueError, ArithmeticError):
            pass
        return CellKind.ERROR, text[:100]

    def date(self, serial: Decimal) -> date | datetime:
        """Raises OverflowError beyond the year 9999. Before March 1900 Excel is a day out: it has a 29 February."""
        missing_day = self.epoch.year == 1899 and serial < 60
        day = datetime.combine(self.epoch, time()) + timedelta(days=int(serial) + missing_day)
        return plain_date(day + timedelta(seconds=round(serial % 1 * 86_400)))

    def style(self, style: int) -> tuple[str, bool, str]:
        """Number format, whether it shows a date, and the colour of the fill."""
        if not 0 <= style < len(self.raw_styles):
            return "General", False, ""
        number, fill = self.raw_styles[style]
        if number.startswith("="):
            number_format = number[1:]
        else:
            number_format = BUILTIN_FORMATS.get(int(number[:4]) if number.isdecimal() else 0, "General")
        shows_date = is_date_format(number_format) and not is_timedelta_format(number_format)
        return number_format, bool(shows_date), self.colour(*fill)

    def colour(self, kind: str, value: str, tint: str) -> str:
        """RGB hex of a colour given as ARGB, as an index of the old palette, or as a tinted colour of the theme."""
        rgb = value
        if kind in ("theme", "indexed") and value.isdecimal():
            palette = self.theme if kind == "theme" else COLOR_INDEX
            index = int(value[:4])
            if kind == "theme" and index < 4:  # the file lists dark before light, but numbers light before dark
                index ^= 1
            rgb = palette[index] if index < len(palette) else ""
        rgb = rgb[-6:].upper()
        return _tinted(rgb, tint) if re.fullmatch("[0-9A-F]{6}", rgb) else ""


def plain_number(text: str) -> Decimal:
    """The number as Excel shows it: stored as 0.28999999999999998 it is 0.29. Raises ValueError or OverflowError."""
    if not re.fullmatch(r"\s*[-+]?[0-9.]+([eE][-+]?[0-9]+)?\s*", text):
        raise ValueError(text)
    stored = float(text)
    if stored.is_integer() and abs(stored) < 1e15:
        return Decimal(int(stored))
    number = Decimal(repr(stored))
    if not number.is_finite():
        raise OverflowError(text)
    return number


def plain_date(moment: datetime) -> date | datetime:
    """A date without a time of day, where it is midnight."""
    return moment.date() if moment.time() == time() else moment


def _tinted(rgb: str, tint: str) -> str:
    """A tint lightens (above 0) or darkens a colour, by its luminance (ECMA-376 part 1, 18.8.19)."""
    try:
        amount = max(-1.0, min(1.0, float(tint)))
    except ValueError:
        amount = 0.0
    hue, light, saturation = colorsys.rgb_to_hls(*(byte / 255 for byte in bytes.fromhex(rgb)))
    light = light * (1 + amount) if amount < 0 else light + (1 - light) * amount
    return bytes(round(part * 255) for part in colorsys.hls_to_rgb(hue, light, saturation)).hex().upper()


def plain_text(text: str) -> str:
    """Text with `_x000D_` as the character that Excel means by it, and every line end as a newline."""
    return _ESCAPED.sub(_unescape, text).replace("\r\n", "\n").replace("\r", "\n")


def _unescape(match: re.Match[str]) -> str:
    """The character of `_x000D_`; what no text may hold (NUL, half a pair) is left as it is written."""
    character = chr(int(match[1], 16))
    return match[0] if character == "\0" or "\ud800" <= character <= "\udfff" else character
