"""Cells of the index workbook: how they look, and what is written into them."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.worksheet import Worksheet

from indicators.vocabulary import Unit
from reports.renderers.archive import legal
from reports.renderers.csv_file import HARMFUL
from reports.tables import Cell
from reports.wording import Line
from suppression.paper import PartTwoOnly, Shown

_LINE = Side(style="thin", color="FFC6D0D4")
BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)


@dataclass(frozen=True)
class Look:
    """Colours are ARGB; an empty fill is none."""

    fill: str = ""
    ink: str = "FF15232B"
    bold: bool = False
    italic: bool = False
    size: int = 10
    horizontal: str = "left"

    @property
    def font(self) -> Font:
        return Font(name="Arial", size=self.size, bold=self.bold, italic=self.italic, color=self.ink)


WHITE = "FFFFFFFF"
TITLE = Look(bold=True, size=14)
NOTE = Look(fill="FFA61C1C", ink=WHITE, bold=True)
HEADING = Look(fill="FF1F3864", ink=WHITE, bold=True)
SECTION = Look(fill="FFBDD7EE", bold=True)
CALENDAR_FILL = Look(fill="FFF3F7F8", bold=True)
WORDS = Look()
FIGURE = Look(horizontal="right")
WITHHELD = Look(ink="FF56646D")
ONLY_PART_2 = Look(fill="FFE7ECEE", italic=True, horizontal="right")
RATING_LOOKS = {
    "green": Look(fill="FF1C6B3C", ink=WHITE, bold=True),
    "amber": Look(fill="FFA65200", ink=WHITE, bold=True),
    "red": Look(fill="FFA61C1C", ink=WHITE, bold=True),
}
"""Each at least 4.5:1 between ink and fill, as on the pages; the word stands in it."""


def put(sheet: Worksheet, row: int, column: int, value: str | date, look: Look) -> None:
    """A text as text, whatever it begins with, or a month as a month."""
    cell = sheet.cell(row, column)
    if isinstance(value, date):
        cell.value = value
        cell.number_format = "mmm-yy"
    elif value:
        cell.value = legal(value)
        cell.data_type = "s"
        cell.quotePrefix = value.startswith(HARMFUL)
    _dress(sheet, row, column, look)


def put_figure(sheet: Worksheet, row: int, column: int, figures: Cell, unit: str, hidden_wording: str) -> None:
    """A number in its unit where it says all, else what the council writes in such a cell."""
    is_part_2 = any(isinstance(line.figure, PartTwoOnly) for line in figures.lines)
    look = ONLY_PART_2 if is_part_2 else FIGURE if any(line.is_number for line in figures.lines) else WITHHELD
    number = _number(figures)
    if number is None:
        put(sheet, row, column, " ".join(_said(line, hidden_wording) for line in figures.lines), look)
        return
    value, decimals = number, max(0, -int(number.as_tuple().exponent))
    cell = sheet.cell(row, column)
    places = f".{'0' * decimals}" if decimals else ""
    if unit == Unit.PERCENTAGE:
        cell.value, cell.number_format = value / 100, f"0{places}%"
    else:
        cell.value, cell.number_format = value, f"#,##0{places}"
    _dress(sheet, row, column, look)


def _dress(sheet: Worksheet, row: int, column: int, look: Look) -> None:
    cell = sheet.cell(row, column)
    cell.font = look.font
    cell.border = BOX
    cell.alignment = Alignment(horizontal=look.horizontal, vertical="top", wrap_text=True)
    if look.fill:
        cell.fill = PatternFill("solid", fgColor=look.fill)


def _number(figures: Cell) -> Decimal | None:
    """The number of a cell that holds one figure, of which there is nothing else to say."""
    if len(figures.lines) != 1:
        return None
    (line,) = figures.lines
    if line.detail or not isinstance(line.figure, Shown | PartTwoOnly):
        return None
    return line.figure.value


def _said(line: Line, hidden_wording: str) -> str:
    """`99% (initial)`, `42% 2015/16`, or why there is no figure."""
    words = hidden_wording if line.is_hidden else line.text
    return " ".join(part for part in (words, line.qualifier, line.period) if part)
