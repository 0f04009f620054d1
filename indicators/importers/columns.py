"""Says which column of a table holds what, as proposed or as a person said, and in which year its months lie."""

import re
from dataclasses import dataclass, field
from datetime import date

from indicators.importers.cells import Cell
from indicators.importers.column_roles import SINGLE_ROLES, Certainty, Column, propose_roles
from indicators.importers.grid import Grid, text_of_row
from indicators.importers.headings import (
    ComparatorHeading,
    MonthHeading,
    Role,
    Words,
    month_heading,
    month_in_year,
    start_of,
    words_of,
    year_in,
)
from indicators.importers.mapping import LayoutChoice, Mapping, key_of_layout, with_choices
from indicators.importers.months import date_months, earlier_months
from indicators.importers.numerals import shown, tidy
from indicators.importers.parsed import Finding, Location, Severity
from indicators.vocabulary import Comparator, YearBasis

SAMPLE_ROWS = 40
WINDOW = 9
"""More months than these, from January or September on, are a year of their own and no part of a financial one."""
_BASIS = re.compile(r"\b(calendar|academic|financial) year", re.IGNORECASE)
_BASIS_OF_FIRST_MONTH = {4: YearBasis.FINANCIAL, 1: YearBasis.CALENDAR, 9: YearBasis.ACADEMIC}
_COMPARATORS = {
    Role.PREVIOUS_YEAR: Comparator.OWN,
    Role.ENGLAND: Comparator.ENGLAND,
    Role.LONDON: Comparator.LONDON,
}
_NAME = re.compile(r"(?P<name>[^0-9]*?[^0-9\s,(])[\s,]*\(?(?:20)?[0-9]{2}(?:\s*[/–-]\s*(?:20)?[0-9]{2})?\)?")
NO_WORDS = words_of(Cell(1, 1, ""))


@dataclass
class Table:
    """One table: its heading rows, the rows below them, and what each column holds.

    `months` are dates as proposed: where the headings cannot be right, `findings` holds the question. `earlier` are
    months of years before the reporting year, in blocks of their own. `above` is what stands over each heading.
    """

    grid: Grid
    header_row: int
    body: range
    caption: str
    headings: dict[int, Cell]
    above: dict[int, Words] = field(default_factory=dict)
    basis: YearBasis = YearBasis.FINANCIAL
    roles: dict[Role, int] = field(default_factory=dict)
    months: dict[int, date] = field(default_factory=dict)
    earlier: dict[int, date] = field(default_factory=dict)
    comparators: dict[int, ComparatorHeading] = field(default_factory=dict)
    columns: list[Column] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    quarters_only: bool = False
    _said: dict[int, str] = field(default_factory=dict, repr=False)

    @property
    def layout(self) -> str:
        """What tells this layout from others: what stands over its columns, without their times."""
        return key_of_layout(self.columns)

    @property
    def is_unclear(self) -> bool:
        """Whether the heading of any column leaves open what it holds."""
        return any(column.certainty is Certainty.UNCLEAR for column in self.columns)

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
        if column not in self._said:
            month = self.months.get(column) or self.earlier.get(column)
            comparator = self.comparators.get(column)
            said = f"{month:%B %Y}" if month else "year to date"
            self._said[column] = tidy(f"{comparator.name} {comparator.period}") if comparator else said
        return self._said[column]


def read_columns(table: Table, reporting_year: int, mapping: Mapping) -> None:
    """Gives each column its role, month or comparator; what cannot be right or is not known goes to `findings`."""
    headings = [
        (column, words_of(cell), table.above.get(column, NO_WORDS)) for column, cell in sorted(table.headings.items())
    ]
    rows = [row for row in table.body if table.grid.own(row) and text_of_row(table.grid, row) is None][:SAMPLE_ROWS]

    def body(column: int) -> list[Cell]:
        return [cell for row in rows if (cell := table.grid.own(row).get(column)) is not None]

    proposed = propose_roles(headings, body, reporting_year)
    choice = mapping.layouts.get(key_of_layout(proposed), LayoutChoice())
    table.columns = with_choices(proposed, choice)
    months: dict[int, MonthHeading] = {}
    by_column = {each.column: each for each in table.columns}
    table.basis = choice.basis or _basis(table, reporting_year)
    for each in table.columns:
        cell = table.headings[each.column]
        if each.role in SINGLE_ROLES:
            table.roles[each.role] = each.column
        elif each.role is Role.MONTH:
            months[each.column] = _month_of(each, table.basis, reporting_year)
        elif each.role in _COMPARATORS:
            table.comparators[each.column] = _comparator(each)
        table.grid.take(cell.row, cell.column)
    table.quarters_only = bool(months) and all(heading.stands_for_quarter for heading in months.values())
    start_year, evidence = _start_year(table, reporting_year)
    table.earlier, current = earlier_months(months, table.basis, start_year)
    table.months, questions = date_months(table.grid, table.headings, current, table.basis, start_year, evidence)
    table.findings.extend([*questions, *_years_that_cannot_be_right(table, start_year)])
    table.findings.extend(_columns_not_read(table, by_column))


def _month_of(column: Column, basis: YearBasis, reporting_year: int) -> MonthHeading:
    heading = month_heading(column.words, column.above.period, basis)
    if heading is not None and column.month is None:
        return heading
    month = column.month or 1
    return MonthHeading(month, month_in_year(month, basis, reporting_year).year, None, column.words.text)


def _comparator(column: Column) -> ComparatorHeading:
    match = _NAME.fullmatch(column.words.text)
    name = match["name"] if match else tidy(column.words.text if not column.words.period else column.words.rest)
    return ComparatorHeading(_COMPARATORS[column.role], column.words.period.year or column.above.period.year, name)


def _basis(table: Table, reporting_year: int) -> YearBasis:
    """Financial, calendar or academic: by the caption, else the first month, else the year in the target's heading.

    A table that starts in January or September is still one of financial years where its months are headed so, or
    where a heading names a year of two halves.
    """
    said = _BASIS.search(table.caption)
    if said:
        return YearBasis(said[1].casefold())
    named = [month_heading(each.words, each.above.period, YearBasis.FINANCIAL) for each in table.columns]
    months = [
        heading for each, heading in zip(table.columns, named, strict=True) if heading and each.role is Role.MONTH
    ]
    first_month = months[0].month if months else 0
    if first_month == 4:
        return YearBasis.FINANCIAL
    if first_month in _BASIS_OF_FIRST_MONTH and not months[0].stands_for_quarter:
        financial = [month_in_year(each.month, YearBasis.FINANCIAL, reporting_year) for each in months]
        are_of_it = [
            each.year is not None and each.year == month.year for each, month in zip(months, financial, strict=True)
        ]
        said_otherwise = any("/" in each.words.period.year + each.above.period.year for each in table.columns)
        is_whole_year = len({each.month for each in months}) > WINDOW or (
            first_month == 9 and any(4 <= each.month < 9 for each in months)
        )
        if is_whole_year or not (all(are_of_it) or said_otherwise):
            return _BASIS_OF_FIRST_MONTH[first_month]
    year = _target_year(table)
    return YearBasis.CALENDAR if year and "/" not in year else YearBasis.FINANCIAL


def _target_year(table: Table) -> str | None:
    column = table.roles.get(Role.TARGET)
    if column is None:
        target = next((each for each in table.columns if each.role is Role.TARGET), None)
        column = target.column if target else None
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
        if heading.comparator is Comparator.OWN and heading.period and start_of(heading.period) >= start_year
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


def _columns_not_read(table: Table, by_column: dict[int, Column]) -> list[Finding]:
    """Columns with something in them that are left alone: a NOTE where that is meant so, else a WARNING."""
    read = {*table.roles.values(), *table.months, *table.earlier, *table.comparators}
    said = {finding.location for finding in table.findings}
    findings = []
    rows = [row for row in table.body if table.grid.own(row) and text_of_row(table.grid, row) is None]
    filled: dict[int, list[int]] = {}
    for row in rows:
        for column in table.grid.own(row):
            if column not in read:
                filled.setdefault(column, []).append(row)
    for column in range(1, table.grid.last_column + 1):
        cell = table.headings.get(column)
        if column in read or (cell is None and column not in filled):
            continue
        first = table.heading_location(column) if cell else table.grid.location(filled[column][0], column)
        if first in said:
            continue
        last = table.grid.location(filled[column][-1], column) if column in filled else None
        findings.append(_column_not_read(cell, by_column.get(column), first, last))
    return findings


def _column_not_read(cell: Cell | None, column: Column | None, first: Location, last: Location | None) -> Finding:
    name = f"“{tidy(shown(cell))}”" if cell else "no heading"
    severity = Severity.WARNING
    if column is not None and column.certainty is not Certainty.UNCLEAR:
        severity = Severity.NOTE
        what = f"holds {column.reason}" if column.reason else "is left out, as was said of its layout"
        message = f"The column from {first.cell} down ({name}) {what}. It was not read."
    elif column is not None and column.reason:
        message = (
            f"The column from {first.cell} down is unclear: {column.reason}. It was not read. Say what it holds under "
            "“What each column is”, or correct its heading and upload again."
        )
    else:
        message = (
            f"The column from {first.cell} down has {name}, which is no month, no comparator of the index and no "
            "other column that is known. It was not read. If it matters, correct its heading and upload again."
        )
    return Finding(severity, "column_not_read", message, first, last_location=last)
