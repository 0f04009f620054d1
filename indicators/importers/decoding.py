"""Gives what the parsing process found its meaning: numbers, dates, texts, number formats and colours."""

import colorsys
import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

from openpyxl.styles.colors import COLOR_INDEX
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format

from indicators.importers.cells import Cell, CellKind, CellValue, Merge, Sheet

Fill = tuple[str, str, str]
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


class Decoder:
    """Gives the child's texts their meaning: numbers as `Decimal`, dates, formats and colours."""

    def __init__(self, counts_from_1904: int, theme: list[str], styles: list[tuple[str, Fill]]) -> None:
        self.epoch = date(1904, 1, 1) if counts_from_1904 else date(1899, 12, 30)
        self.theme = theme
        self.raw_styles = styles
        self.styles: dict[int, tuple[str, bool, str]] = {}
        self.number = cache(plain_number)  # of this workbook alone: of a list of people nothing may stay

    def sheets(self, raw_sheets: list[list[Any]]) -> tuple[Sheet, ...]:
        return tuple(
            Sheet(
                name=name,
                hidden=bool(hidden),
                cells={(row, column): self.cell(row, column, *rest) for row, column, *rest in cells},
                merges=tuple(Merge(*merge) for merge in sorted(merges)),
                hidden_rows=frozenset(hidden_rows),
                hidden_columns=frozenset(hidden_columns),
                fills={(row, column): self.style_of(style)[2] for row, column, style in fills},
            )
            for name, hidden, cells, merges, hidden_rows, hidden_columns, fills in raw_sheets
        )

    def cell(self, row: int, column: int, letter: str, text: str, style: int) -> Cell:
        number_format, shows_date, fill = self.style_of(style)
        kind, value = self.meaning(letter, text, shows_date)
        return Cell(row, column, value, number_format, kind, fill)

    def style_of(self, style: int) -> tuple[str, bool, str]:
        """What `style` says, worked out once."""
        if style not in self.styles:
            self.styles[style] = self.style(style)
        return self.styles[style]

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
                number = self.number(text)
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
    if "_x" in text:
        text = _ESCAPED.sub(_unescape, text)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _unescape(match: re.Match[str]) -> str:
    """The character of `_x000D_`; what no text may hold (NUL, half a pair) is left as it is written."""
    character = chr(int(match[1], 16))
    return match[0] if character == "\0" or "\ud800" <= character <= "\udfff" else character
