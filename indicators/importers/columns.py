"""Says which column of a table holds what, by the words of its heading, and in which year its months lie."""

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from indicators.importers.cells import Cell
from indicators.importers.grid import Grid, text_of_row
from indicators.importers.headings import (
    ComparatorHeading,
    MonthHeading,
    Role,
    read_comparator,
    read_month,
    role_of,
    start_of,
    year_in,
)
from indicators.importers.months import date_months
from indicators.importers.numerals import shown, tidy
from indicators.importers.parsed import Finding, Location, Severity
from indicators.vocabulary import Comparator, YearBasis

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


def read_columns(table: Table, reporting_year: int) -> None:
    """Gives each column its role, month or comparator; what cannot be right or is not known goes to `findings`."""
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
    table.findings.extend([*questions, *_years_that_cannot_be_right(table, start_year), *_columns_not_read(table)])


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
    if table.basis is YearBasis.FINANCIAL:
        return reporting_year, f"the index is for {reporting_year}/{(reporting_year + 1) % 100:02d}"
    target_year = _target_year(table)
    own = {column: heading for column, heading in table.comparators.items() if heading.comparator is Comparator.OWN}
    latest = max((heading.period for heading in own.values()), default="")
    start_year = start_of(target_year) if target_year else start_of(latest) + 1 if latest else reporting_year
    evidence: list[str] = []
    if target_year:
        location = table.heading_location(table.roles[Role.TARGET])
        evidence.append(f"the target heading ({location.cell}) says {target_year}")
    if latest and start_of(latest) + 1 == start_year:
        columns = f"{table.heading_location(min(own)).cell} to {table.heading_location(max(own)).cell}"
        evidence.append(f"the latest of the previous years ({columns}) is {latest}")
    return start_year, " and ".join(evidence) or f"the index is for {reporting_year}"


def _years_that_cannot_be_right(table: Table, start_year: int) -> list[Finding]:
    """A previous year lies before the table's own, and a target is for the table's own."""
    doubts = [
        (table.heading_location(column), "previous_year_is_not_previous", "stands among the previous years")
        for column, heading in table.comparators.items()
        if heading.comparator is Comparator.OWN and start_of(heading.period) >= start_year
    ]
    target_year = _target_year(table)
    if target_year and start_of(target_year) != start_year:
        location = table.heading_location(table.roles[Role.TARGET])
        doubts.append((location, "target_of_another_year", "heads the targets"))
    findings = []
    for location, rule, place in doubts:
        heading_cell = table.grid.sheet.cells[location.row, location.column]
        message = (
            f"{location.cell} (“{tidy(shown(heading_cell))}”) {place}, but the table's year starts in {start_year}. "
            "The column was read as it is headed; check the heading."
        )
        findings.append(Finding(Severity.WARNING, rule, message, location))
    return findings


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
