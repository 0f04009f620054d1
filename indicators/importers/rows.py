"""Reads the words of one row: its number, title, polarity, target and rating."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from indicators.importers import cell_words
from indicators.importers.cells import Cell, CellKind
from indicators.importers.columns import Table
from indicators.importers.headings import Role
from indicators.importers.numerals import number_in_cell, shown, tidy
from indicators.importers.parsed import (
    Finding,
    Location,
    ParsedMeasure,
    ParsedTarget,
    Severity,
)
from indicators.importers.proposals import propose_unit
from indicators.importers.ratings import read_rating
from indicators.importers.row_words import polarity_in, polarity_in_title, said_frequency, said_unit
from indicators.importers.targets import read_target
from indicators.importers.thresholds import read_thresholds
from indicators.vocabulary import Comparator, Frequency, Polarity, Rating, Unit


@dataclass
class Row:
    """An indicator's row as read, before anything is proposed about it.

    `spread` maps the merged cells that stand for several months to those months.
    """

    table: Table
    row: int
    section: str
    number: str
    title: str
    why_it_is_important: str = ""
    polarity: Polarity = Polarity.NEITHER
    unit: Unit = Unit.COUNT
    target: ParsedTarget | None = None
    rating_wording: str = ""
    rating: Rating | None = None
    tolerance: Decimal | None = None
    frequency: Frequency | None = None
    unit_is_said: bool = False
    is_in_percent: bool = False
    measures: list[ParsedMeasure] = field(default_factory=list)
    spread: dict[tuple[Location, Location], list[date]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    @property
    def about(self) -> str:
        return f"Indicator {self.number}"

    @property
    def location(self) -> Location:
        """The cell of the indicator's number."""
        return self.place(Role.NUMBER)

    def place(self, role: Role) -> Location:
        """The row's cell in the column of that role; the number's (or title's) where the table has no such column."""
        roles = self.table.roles
        return self.table.grid.location(self.row, roles.get(role) or roles.get(Role.NUMBER) or roles[Role.TITLE])


def read_row(table: Table, row: int, section: str, position: int) -> Row | Finding:
    """The row without its figures, or the finding that says why it is none: an indicator needs a number and a title.

    Where the table has no column of numbers, the number is the row's `position`.
    """
    title = _title(table.grid.look(row, table.roles[Role.TITLE]))
    if Role.NUMBER in table.roles:
        number_cell = table.grid.look(row, table.roles[Role.NUMBER])
        number = _number(number_cell)
        stacked = number_cell is not None and len(shown(number_cell).split()) > 1 and "\n" in shown(number_cell)
    else:
        number, stacked = str(position), False
    if _is_total(title) or (not title and _is_total(number)):
        return _not_read(
            table, row, Severity.NOTE, "total_not_read", f"Row {row} (“{title or number}”) adds up others."
        )
    if stacked:
        return _not_read(
            table,
            row,
            Severity.ERROR,
            "stacked_indicators",
            f"{table.grid.location(row, table.roles[Role.NUMBER]).cell} holds several numbers of indicators "
            f"(“{number}”). Give each indicator a row of its own and upload again.",
        )
    if not number or not title:
        return _stopped(table, row, number, title)
    read = Row(table, row, section, number, title)
    if Role.NUMBER in table.roles:
        table.grid.take(row, table.roles[Role.NUMBER])
    title_cell = table.grid.take(row, table.roles[Role.TITLE])
    if title_cell is not None and "<" in shown(title_cell) and title != tidy(shown(title_cell)):
        message = f"{read.about}: the title was read without its mark-up (<u> and the like): “{title}”."
        read.findings.append(Finding(Severity.NOTE, "mark_up_left_out", message, read.place(Role.TITLE)))
    read.section = tidy(_words(read, Role.SECTION)) or section
    read.why_it_is_important = _words(read, Role.WHY)
    read_rating(read, _words(read, Role.RATING))
    _read_polarity(read)
    target = table.grid.look(row, table.roles[Role.TARGET]) if Role.TARGET in table.roles else None
    read.unit = propose_unit(read.title, target, _own_figure_cells(table, row))
    said_unit(read, _words(read, Role.UNIT))
    said_frequency(read, _words(read, Role.FREQUENCY))
    if Role.TARGET in table.roles:
        table.grid.take(row, table.roles[Role.TARGET])
        reading = read_target(
            target, read.unit, read.place(Role.TARGET), read.about, read.polarity, unit_is_said=read.unit_is_said
        )
        read.target = reading.target
        read.findings.extend(reading.findings)
        if reading.polarity is not None and Role.POLARITY not in table.roles:
            read.polarity = reading.polarity
    read_thresholds(read)
    return read


def is_commentary(text: Cell) -> bool:
    """Whether a text standing alone is a remark on the row above it: it opens as one, or is as long as one."""
    words = tidy(shown(text))
    opening = words.partition(":")[0].strip().casefold()
    return ":" in words and opening in cell_words.COMMENTARY


def without_mark_up(text: str) -> str:
    """Text without the `<u>` and `</u>` (or b, i, em, strong, br) that someone typed into it."""
    if "<" not in text:
        return tidy(text)
    for tag in ("u", "b", "i", "em", "strong", "br"):
        for mark in (f"<{tag}>", f"</{tag}>", f"<{tag}/>", f"<{tag.upper()}>", f"</{tag.upper()}>"):
            text = text.replace(mark, "")
    return tidy(text)


def _number(cell: Cell | None) -> str:
    if cell is None:
        return ""
    if number_in_cell(cell) is not None or cell.kind is CellKind.TEXT:
        return tidy(shown(cell))
    return ""


def _title(cell: Cell | None) -> str:
    return without_mark_up(shown(cell)) if cell is not None and cell.kind is CellKind.TEXT else ""


def _is_total(text: str) -> bool:
    return text.casefold().rstrip(":. ") in cell_words.TOTALS


def _not_read(table: Table, row: int, severity: Severity, rule: str, why: str) -> Finding:
    own = table.grid.own(row)
    first, last = table.grid.location(row, min(own)), table.grid.location(row, max(own))
    return Finding(severity, rule, f"{why} The row was not read.", first, last_location=last)


def _stopped(table: Table, row: int, number: str, title: str) -> Finding:
    own = table.grid.own(row)
    missing = "number" if not number else "title"
    column = table.roles[Role.NUMBER if not number else Role.TITLE]
    known = f"“{title}”" if title else f"number {number}" if number else "a row with figures"
    message = (
        f"Row {row} ({known}) has no {missing} that can be read in {table.grid.location(row, column).cell}. "
        f"The whole row was not read; give it a {missing} and upload again."
    )
    first, last = table.grid.location(row, min(own)), table.grid.location(row, max(own))
    return Finding(Severity.ERROR, f"missing_{missing}", message, first, last_location=last)


def _words(read: Row, role: Role) -> str:
    """A cell's text, its line breaks kept; an error or an unsaved formula in it is an ERROR finding."""
    if role not in read.table.roles:
        return ""
    cell = read.table.grid.take(read.row, read.table.roles[role])
    if cell is None:
        return ""
    if cell.kind in (CellKind.ERROR, CellKind.FORMULA_WITHOUT_VALUE):
        location = read.table.grid.location(cell.row, cell.column)
        rule = "error_in_cell" if cell.kind is CellKind.ERROR else "formula_without_value"
        message = f"{read.about}: {location.cell} holds {cell.kind} where words should be. It was not read."
        read.findings.append(Finding(Severity.ERROR, rule, message, location))
        return ""
    return shown(cell)


def _read_polarity(read: Row) -> None:
    """The polarity of its column, else the one that the title carries at its end, which is taken off the title."""
    title, said_in_title = polarity_in_title(read.title)
    if said_in_title is not None:
        read.title = title
    if Role.POLARITY not in read.table.roles:
        read.polarity = said_in_title or Polarity.NEITHER
        return
    wording = _words(read, Role.POLARITY)
    polarity = polarity_in(wording)
    if polarity is not None or (said_in_title is not None and not wording):
        read.polarity = polarity or said_in_title or Polarity.NEITHER
        return
    location = read.place(Role.POLARITY)
    if wording:
        message = (
            f"{read.about}: the polarity “{wording}” in {location.cell} is none of High, Low and n/a. "
            "It was not read; correct it and upload again."
        )
        read.findings.append(Finding(Severity.ERROR, "unreadable_polarity", message, location))
    elif not read.findings or read.findings[-1].location != location:
        message = f"{read.about}: the polarity is blank and was read as n/a."
        read.findings.append(Finding(Severity.NOTE, "polarity_is_blank", message, location))


def _own_figure_cells(table: Table, row: int) -> list[Cell]:
    own_years = [column for column, heading in table.comparators.items() if heading.comparator is Comparator.OWN]
    columns = [
        *table.months,
        *own_years,
        *([table.roles[Role.YEAR_TO_DATE]] if Role.YEAR_TO_DATE in table.roles else []),
    ]
    cells = {column: table.grid.look(row, column) for column in columns}
    return [cell for cell in cells.values() if cell is not None]
