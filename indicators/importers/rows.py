"""Reads one row of a table: its words, its target, and a figure for every month and benchmark."""

from dataclasses import dataclass, field, replace
from datetime import date

from indicators.importers.figures import FigureReading, read_figure
from indicators.importers.headings import Role
from indicators.importers.numerals import number_in_cell, shown, tidy
from indicators.importers.parsed import (
    Finding,
    Location,
    ParsedBenchmark,
    ParsedFigure,
    ParsedMeasure,
    ParsedTarget,
    Severity,
)
from indicators.importers.proposals import propose_unit
from indicators.importers.tables import Table
from indicators.importers.targets import read_target
from indicators.importers.workbook import Cell, CellKind
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
    """The row, or the ERROR that stops it: an indicator needs a number and a title."""
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
    _read_figures(read)
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


def _read_figures(read: Row) -> None:
    """Every figure column once; merged cells speak for each column they cover."""
    table = read.table
    columns = [*table.comparators, *table.months]
    if Role.YEAR_TO_DATE in table.roles:
        columns.append(table.roles[Role.YEAR_TO_DATE])
    readings: dict[int, FigureReading] = {}
    by_range: dict[tuple[Location, Location | None], FigureReading] = {}
    for column in sorted(columns):
        if table.grid.look(read.row, column) is None:
            continue
        place = table.grid.range_location(read.row, column)
        if place not in by_range:
            by_range[place] = _read_cell(read, column, place)
            read.findings.extend(by_range[place].findings)
        readings[column] = by_range[place]
        first, last = place
        if column in table.months and last is not None and readings[column].figures:
            read.spread.setdefault((first, last), []).append(table.months[column])
    names = [name for reading in readings.values() if len(reading.figures) > 1 for name in reading.figures]
    for name in dict.fromkeys(names or [""]):
        read.measures.append(_measure(read, name, readings))
    _complain_of_names(read, set(names), readings)


def _read_cell(read: Row, column: int, place: tuple[Location, Location | None]) -> FigureReading:
    table = read.table
    first, last = place
    about = f"{read.about}, {table.heading(column)}"
    reading = read_figure(table.grid.take(read.row, column), read.unit, first, about)
    if last is not None:
        findings = tuple(replace(finding, last_location=last) for finding in reading.findings)
        reading = replace(reading, findings=findings)
        if any(figure.value is not None or figure.rate is not None for figure in reading.figures.values()):
            message = (
                f"{read.about}: {first.cell}:{last.cell} are merged and hold one figure; which of the cells it "
                "belongs to cannot be told. It was not read; unmerge the cells, put it where it belongs and upload again."
            )
            return FigureReading(
                findings=(Finding(Severity.ERROR, "merged_figure", message, first, last_location=last),)
            )
    if reading.period and column not in table.comparators:
        message = (
            f"{about}: {first.cell} gives a year of its own ({reading.period}). "
            "It was not read; correct the cell and upload again."
        )
        return FigureReading(findings=(Finding(Severity.ERROR, "year_in_a_month", message, first),))
    return reading


def _measure(read: Row, name: str, readings: dict[int, FigureReading]) -> ParsedMeasure:
    """One measure's figures; an absence that names no measure speaks for each."""

    def figure_at(column: int) -> ParsedFigure | None:
        if column not in readings:
            return None
        figures = readings[column].figures
        figure = figures.get(name)
        unnamed = figures.get("")
        if figure is None and unnamed is not None and unnamed.value is None and unnamed.rate is None:
            figure = unnamed
        if figure is None or (figure.location.row, figure.location.column) == (read.row, column):
            return figure
        return replace(figure, location=read.table.grid.location(read.row, column))

    table = read.table
    outturns = {month: figure for column, month in table.months.items() if (figure := figure_at(column))}
    benchmarks = [
        ParsedBenchmark(heading.comparator, readings[column].period or heading.period, figure)
        for column, heading in table.comparators.items()
        if (figure := figure_at(column))
    ]
    column = table.roles.get(Role.YEAR_TO_DATE)
    return ParsedMeasure(name, outturns, figure_at(column) if column is not None else None, tuple(benchmarks))


def _complain_of_names(read: Row, names: set[str], readings: dict[int, FigureReading]) -> None:
    """ERROR for a figure without a measure's name in a row of two measures, or with one in a row of one."""
    for column, reading in readings.items():
        location = read.table.grid.location(read.row, column)
        for name, figure in reading.figures.items():
            if name in names or (not name and (not names or (figure.value is None and figure.rate is None))):
                continue
            expected = f"names none of {', '.join(sorted(names))}" if names else f"is followed by ({name})"
            message = (
                f"{read.about}, {read.table.heading(column)}: “{figure.wording or figure.value}” in {location.cell} "
                f"{expected}, so it cannot be told which measure it is of. It was not read; correct the cell."
            )
            read.findings.append(Finding(Severity.ERROR, "figure_of_no_known_measure", message, location))
