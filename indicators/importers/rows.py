"""Reads the words of one row: its number, title, polarity, target and rating."""

from dataclasses import dataclass, field
from datetime import date

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
from indicators.importers.targets import read_target
from indicators.vocabulary import Comparator, Polarity, Unit

_POLARITIES = {
    "high": Polarity.HIGH,
    "higher is better": Polarity.HIGH,
    "low": Polarity.LOW,
    "lower is better": Polarity.LOW,
    "n/a": Polarity.NEITHER,
    "neither": Polarity.NEITHER,
    "not applicable": Polarity.NEITHER,
}


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
        """The row's cell in the column of that role; the number's where the table has no such column."""
        return self.table.grid.location(self.row, self.table.roles.get(role, self.table.roles[Role.NUMBER]))


def read_row(table: Table, row: int, section: str) -> Row | Finding:
    """The row without its figures, or the ERROR that stops it: an indicator needs a number and a title."""
    number = _number(table.grid.look(row, table.roles[Role.NUMBER]))
    title = _title(table.grid.look(row, table.roles[Role.TITLE]))
    if not number or not title:
        return _stopped(table, row, number, title)
    read = Row(table, row, section, number, title)
    table.grid.take(row, table.roles[Role.NUMBER])
    title_cell = table.grid.take(row, table.roles[Role.TITLE])
    if title_cell is not None and "<" in shown(title_cell) and title != tidy(shown(title_cell)):
        message = f"{read.about}: the title was read without its mark-up (<u> and the like): “{title}”."
        read.findings.append(Finding(Severity.NOTE, "mark_up_left_out", message, read.place(Role.TITLE)))
    read.why_it_is_important = _words(read, Role.WHY)
    read.rating_wording = _words(read, Role.RATING)
    read.polarity = _polarity(read)
    target = table.grid.look(row, table.roles[Role.TARGET]) if Role.TARGET in table.roles else None
    read.unit = propose_unit(title, target, _own_figure_cells(table, row))
    if Role.TARGET in table.roles:
        table.grid.take(row, table.roles[Role.TARGET])
        reading = read_target(target, read.unit, read.place(Role.TARGET), read.about)
        read.target = reading.target
        read.findings.extend(reading.findings)
    return read


def without_mark_up(text: str) -> str:
    """Text without the `<u>` and `</u>` (or b, i, em, strong, br) that someone typed into it."""
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


def _polarity(read: Row) -> Polarity:
    wording = _words(read, Role.POLARITY)
    polarity = _POLARITIES.get(tidy(wording).casefold())
    if polarity is not None or Role.POLARITY not in read.table.roles:
        return polarity or Polarity.NEITHER
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
    return Polarity.NEITHER


def _own_figure_cells(table: Table, row: int) -> list[Cell]:
    own_years = [column for column, heading in table.comparators.items() if heading.comparator is Comparator.OWN]
    columns = [
        *table.months,
        *own_years,
        *([table.roles[Role.YEAR_TO_DATE]] if Role.YEAR_TO_DATE in table.roles else []),
    ]
    cells = {column: table.grid.look(row, column) for column in columns}
    return [cell for cell in cells.values() if cell is not None]
