"""Finds the tables of an index sheet by the words of their headings, and says which column holds what."""

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from indicators.importers.grid import Grid
from indicators.importers.headings import (
    ComparatorHeading,
    MonthHeading,
    Role,
    is_group_heading,
    read_comparator,
    read_month,
    role_of,
    start_of,
    year_in,
)
from indicators.importers.months import date_months
from indicators.importers.numerals import number_in_text, shown, tidy
from indicators.importers.parsed import Finding, Location, Severity
from indicators.importers.workbook import Cell, CellKind
from indicators.vocabulary import Comparator, YearBasis

_CAPTION = re.compile(r"\byear\b|\bfollowing\b|:$", re.IGNORECASE)
_BASIS = re.compile(r"\b(calendar|academic|financial) year", re.IGNORECASE)
_BASIS_OF_FIRST_MONTH = {4: YearBasis.FINANCIAL, 1: YearBasis.CALENDAR, 9: YearBasis.ACADEMIC}


@dataclass
class Table:
    """One table: its heading rows, the rows below them, and what each column holds.

    `months` are dates as proposed: where the headings cannot be right, `findings` holds the question.
    """

    grid: Grid
    header_row: int
    body: range
    caption: str
    headings: dict[int, Cell]
    basis: YearBasis = YearBasis.FINANCIAL
    roles: dict[Role, int] = field(default_factory=dict)
    months: dict[int, date] = field(default_factory=dict)
    comparators: dict[int, ComparatorHeading] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    @property
    def months_heading(self) -> Location | None:
        """The first month heading, which tells the rows of this table from those of another."""
        column = min(self.months, default=None)
        return self.heading_location(column) if column is not None else None

    def heading_location(self, column: int) -> Location:
        cell = self.headings[column]
        return self.grid.location(cell.row, cell.column)

    def heading(self, column: int) -> str:
        """A figure column's heading in words: `August 2020`, `Bromley 2018/19`, `year to date`."""
        if column in self.months:
            return f"{self.months[column]:%B %Y}"
        if column in self.comparators:
            return tidy(f"{self.comparators[column].name} {self.comparators[column].period}")
        return "year to date"


def header_rows(grid: Grid) -> list[int]:
    """The rows that head a table: one heading for the number of an indicator, one for its title."""
    return [
        row
        for row in grid.rows
        if {Role.NUMBER, Role.TITLE}
        <= {role_of(cell.value) for cell in grid.own(row).values() if isinstance(cell.value, str)}
    ]


def text_of_row(grid: Grid, row: int) -> Cell | None:
    """The one text that stands alone in a row (a title, a section, a caption); None for any other row."""
    own = grid.own(row)
    if len(own) > 2:
        return None
    cells = [cell for cell in own.values() if not is_group_heading(shown(cell))]
    if len(cells) != 1 or cells[0].kind is not CellKind.TEXT or number_in_text(shown(cells[0])):
        return None
    return cells[0]


def read_tables(grid: Grid, reporting_year: int) -> list[Table]:
    """Every table of the sheet, top to bottom, with its columns read and its headings questioned."""
    headers = header_rows(grid)
    ends = [*headers[1:], grid.last_row + 1]
    tables: list[Table] = []
    caption_rows: list[int] = []
    for header, end in zip(headers, ends, strict=True):
        sub_header = _second_header_row(grid, header)
        body_end, next_caption_rows = _captions_above(grid, sub_header + 1, end, is_last=end > grid.last_row)
        caption = " ".join(_take_texts(grid, caption_rows))
        headings = _headings(grid, header, sub_header)
        table = Table(grid, header, range(sub_header + 1, body_end), caption, headings)
        _read_columns(table, reporting_year)
        tables.append(table)
        caption_rows = next_caption_rows
    return tables


def _second_header_row(grid: Grid, header: int) -> int:
    """The row of months and comparators below the headings; the header row itself where there is no second."""
    identifying = {
        column for column, cell in grid.own(header).items() if role_of(shown(cell)) in (Role.NUMBER, Role.TITLE)
    }
    below = grid.own(header + 1)
    names_figures = any(read_month(cell) or read_comparator(shown(cell)) for cell in below.values())
    return header + 1 if names_figures and not identifying & below.keys() else header


def _captions_above(grid: Grid, start: int, end: int, *, is_last: bool) -> tuple[int, list[int]]:
    """Where the body of a table ends, and the rows between it and the next header that caption the next table."""
    rows: list[int] = []
    for row in range(end - 1, start - 1, -1):
        if is_last:
            break
        own = grid.own(row)
        text = text_of_row(grid, row)
        if (
            own
            and (text is None or not _CAPTION.search(shown(text)))
            and not all(is_group_heading(shown(cell)) for cell in own.values())
        ):
            break
        rows.insert(0, row)
    return (rows[0] if rows else end), rows


def _take_texts(grid: Grid, rows: list[int]) -> list[str]:
    texts = []
    for row in rows:
        for column, cell in grid.own(row).items():
            grid.take(row, column)
            if not is_group_heading(shown(cell)):
                texts.append(shown(cell))
    return texts


def _headings(grid: Grid, header: int, sub_header: int) -> dict[int, Cell]:
    """The cell that heads each column: the lower heading where there is one, and never one over a whole group."""
    headings: dict[int, Cell] = {}
    below = grid.own(sub_header)
    for column in range(1, grid.last_column + 1):
        above = grid.look(header, column)
        if above is not None and (is_group_heading(shown(above)) or (column in below and sub_header != header)):
            grid.take(header, column)
        cell = below.get(column) or above
        if cell is not None and shown(cell) and not is_group_heading(shown(cell)):
            headings[column] = cell
    return headings


def _read_columns(table: Table, reporting_year: int) -> None:
    months: dict[int, MonthHeading] = {}
    comparators: dict[int, ComparatorHeading] = {}
    for column, cell in table.headings.items():
        role = role_of(shown(cell))
        month = read_month(cell)
        comparator = read_comparator(shown(cell))
        if role is not None and role not in table.roles:
            table.roles[role] = column
        elif month is not None:
            months[column] = month
        elif role is None and comparator is not None:
            comparators[column] = comparator
        else:
            continue
        table.grid.take(cell.row, cell.column)
    table.comparators = _trusted_comparators(comparators)
    table.basis = _basis(table, months)
    start_year, evidence = _start_year(table, reporting_year)
    table.months, questions = date_months(table.grid, table.headings, months, table.basis, start_year, evidence)
    table.findings.extend(questions)
    table.findings.extend(_columns_not_read(table))


def _trusted_comparators(comparators: dict[int, ComparatorHeading]) -> dict[int, ComparatorHeading]:
    """Columns of one council's own previous years (the name most used), England and London; each year once."""
    own_names = Counter(heading.name for heading in comparators.values() if heading.comparator is Comparator.OWN)
    own_name = own_names.most_common(1)[0][0] if own_names else ""
    trusted: dict[int, ComparatorHeading] = {}
    for column, heading in comparators.items():
        is_other_place = heading.comparator is Comparator.OWN and heading.name != own_name
        if not is_other_place and heading not in trusted.values():
            trusted[column] = heading
    return trusted


def _basis(table: Table, months: dict[int, MonthHeading]) -> YearBasis:
    """Financial, calendar or academic: by the caption, else the first month, else the year in the target's heading."""
    said = _BASIS.search(table.caption)
    if said:
        return YearBasis(said[1].casefold())
    first_month = months[min(months)].month if months else 0
    if first_month in _BASIS_OF_FIRST_MONTH:
        return _BASIS_OF_FIRST_MONTH[first_month]
    year = _target_year(table)
    return YearBasis.CALENDAR if year and "/" not in year else YearBasis.FINANCIAL


def _target_year(table: Table) -> str | None:
    column = table.roles.get(Role.TARGET)
    return year_in(shown(table.headings[column])) if column is not None else None


def _start_year(table: Table, reporting_year: int) -> tuple[int, str]:
    """The calendar year in which the table's year starts, and what says so."""
    target_year = _target_year(table)
    own = {column: heading for column, heading in table.comparators.items() if heading.comparator is Comparator.OWN}
    previous = max((start_of(heading.period) for heading in own.values()), default=None)
    evidence: list[str] = []
    if target_year:
        evidence.append(
            f"the target heading ({table.heading_location(table.roles[Role.TARGET]).cell}) says {target_year}"
        )
    if previous is not None:
        columns = f"{table.heading_location(min(own)).cell} to {table.heading_location(max(own)).cell}"
        latest = max(heading.period for heading in own.values())
        evidence.append(f"the latest of the previous years ({columns}) is {latest}")
    if table.basis is YearBasis.FINANCIAL:
        return reporting_year, f"the index is for {reporting_year}/{(reporting_year + 1) % 100:02d}"
    if target_year:
        return start_of(target_year), " and ".join(evidence)
    if previous is not None:
        return previous + 1, evidence[0]
    return reporting_year, f"the index is for {reporting_year}/{(reporting_year + 1) % 100:02d}"


def _columns_not_read(table: Table) -> list[Finding]:
    """Columns with something in them whose heading is not known; they are named, and left alone."""
    known = {*table.roles.values(), *table.months, *table.comparators}
    said = {finding.location for finding in table.findings}
    findings = []
    rows = [row for row in table.body if table.grid.own(row) and text_of_row(table.grid, row) is None]
    for column in range(1, table.grid.last_column + 1):
        if column in known:
            continue
        cell = table.headings.get(column)
        filled = [row for row in rows if column in table.grid.own(row)]
        if cell is None and not filled:
            continue
        first = table.heading_location(column) if cell else table.grid.location(filled[0], column)
        if first in said:
            continue
        last = table.grid.location(filled[-1], column) if filled else None
        name = f"“{tidy(shown(cell))}”" if cell else "no heading"
        message = (
            f"The column from {first.cell} down has {name}, which is no month, no comparator of the index and no "
            "other column that is known. It was not read. If it matters, correct its heading and upload again."
        )
        findings.append(Finding(Severity.WARNING, "column_not_read", message, first, last_location=last))
    return findings
