"""Turns a workbook into a parsed index: finds the index by its headings, reads every row, accounts for every cell."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from indicators.importers.cells import Workbook
from indicators.importers.checks import check_measures, duplicate_number
from indicators.importers.columns import Table
from indicators.importers.definitions import indicator_of, without_stopped_cells
from indicators.importers.grid import Grid, text_of_row
from indicators.importers.headings import Role, month_in_year
from indicators.importers.mapping import Mapping
from indicators.importers.parsed import Finding, Location, ParsedIndex, Severity
from indicators.importers.row_figures import read_figures
from indicators.importers.rows import Row, is_commentary, read_row, without_mark_up
from indicators.importers.sheets import LayoutNotRecognised, YearNotSaid, index_sheets, title_and_year
from indicators.importers.tables import read_tables
from indicators.periods import FIRST_MONTH
from indicators.vocabulary import YearBasis

__all__ = [
    "NO_SECTION",
    "LayoutNotRecognised",
    "Recognised",
    "YearNotSaid",
    "in_order",
    "parse_index",
    "parse_recognised",
    "recognise",
]

NOTHING_SAID = Mapping()
_TARGETS = {Role.TARGET, Role.GREEN, Role.YEAR_TO_DATE}
NO_SECTION = "Indicators"
"""The section of rows that stand under no section row."""


@dataclass(frozen=True)
class Recognised:
    """The tables of a workbook with a role for each column, before any row is read."""

    sheet_names: list[str]
    grids: list[Grid]
    tables: list[Table]
    title: str
    reporting_year: int
    findings: list[Finding]

    @property
    def layouts(self) -> dict[str, Table]:
        """The first table of each layout, by what identifies the layout."""
        found: dict[str, Table] = {}
        for table in self.tables:
            found.setdefault(table.layout, table)
        return found

    @property
    def is_settled(self) -> bool:
        """Whether each column is one of the own layout, or a person has said what it is."""
        return all(column.is_settled for table in self.tables for column in table.columns)


def recognise(workbook: Workbook, mapping: Mapping = NOTHING_SAID) -> Recognised:
    """The workbook's tables, their columns read as `mapping` says of their layout, otherwise as proposed.

    Raises LayoutNotRecognised where no sheet that is shown has an index, or nothing says its year.
    """
    grids, findings = index_sheets(workbook.sheets)
    title, reporting_year, above = title_and_year(grids, mapping.year)
    findings.extend(above)
    tables = [table for grid in grids for table in read_tables(grid, reporting_year, mapping)]
    _expect_figures(tables)
    names = [sheet.name for sheet in workbook.sheets]
    return Recognised(names, grids, tables, title, reporting_year, findings)


def parse_index(workbook: Workbook, mapping: Mapping = NOTHING_SAID) -> ParsedIndex:
    """Everything that the workbook's index says, with findings about what is odd, asked or not read.

    The question about the year of months counts as answered with its first choice until `answers.resolve` says
    otherwise; an `x` stays ambiguous. Raises LayoutNotRecognised where no sheet that is shown has an index.
    """
    recognised = recognise(workbook, mapping)
    parsed = parse_recognised(recognised)
    locations = frozenset(location for grid in recognised.grids for location in grid.locations_read)
    return replace(parsed, locations_read=locations)


def parse_recognised(recognised: Recognised) -> ParsedIndex:
    """The rows of tables whose columns are known, without the list of every cell that was read."""
    tables, grids, findings = recognised.tables, recognised.grids, list(recognised.findings)
    rows = _without_repeated_numbers(list(_read_rows(tables, findings)), findings)
    as_at = _as_at(rows, tables, recognised.reporting_year)
    indicators = []
    for row in rows:
        indicator, row_findings = indicator_of(row, as_at)
        indicators.append(indicator)
        findings.extend(row_findings)
    contradictions = check_measures(indicators, as_at)
    findings.extend(contradictions)
    for grid in grids:
        findings.extend(_hidden_parts(grid))
        findings.extend(_cells_not_read(grid, findings))
    return ParsedIndex(
        title=recognised.title,
        reporting_year=recognised.reporting_year,
        as_at=as_at,
        sections=tuple(dict.fromkeys(indicator.section for indicator in indicators)),
        indicators=without_stopped_cells(indicators, contradictions),
        findings=in_order(findings, recognised.sheet_names),
        sheets_read=tuple(grid.sheet.name for grid in grids),
        cells_read=sum(len(grid.sheet.cells) - len(grid.unread) for grid in grids),
    )


def in_order(findings: Iterable[Finding], sheet_names: list[str]) -> tuple[Finding, ...]:
    """Findings by sheet, row and column, those about a whole sheet last; what is said twice of one cell, once."""

    def place(finding: Finding) -> tuple[int, int, int]:
        if finding.location is None:
            return len(sheet_names), 0, 0
        return sheet_names.index(finding.location.sheet), finding.location.row, finding.location.column

    return tuple(dict.fromkeys(sorted(findings, key=place)))


def _expect_figures(tables: list[Table]) -> None:
    if not any(table.months or _TARGETS & table.roles.keys() or table.is_unclear for table in tables):
        sheet, row = tables[0].grid.sheet.name, tables[0].header_row
        raise LayoutNotRecognised(
            f"The headings in “{sheet}”, row {row}, name no month. Months were looked for in that row and the next, "
            "as dates or as text such as Apr-20 or April 2020. Add them and upload again."
        )


def _read_rows(tables: list[Table], findings: list[Finding]) -> Iterator[Row]:
    """Each indicator's row, under the section row last seen; what is no such row becomes a finding."""
    section = ""
    count = 0
    for index, table in enumerate(tables):
        findings.extend(table.findings)
        if Role.TITLE not in table.roles:
            findings.append(_no_title(table))
            continue
        is_first_row = True
        for number in table.body:
            text = text_of_row(table.grid, number)
            if text is not None:
                if is_commentary(text) or not _has_indicator_below(tables[index:], number):
                    findings.append(_text_not_read(table, number, is_commentary(text)))
                else:
                    section = without_mark_up(str(text.value))
                    is_first_row = False
                    table.grid.take(number, text.column)
            elif table.grid.own(number):
                read = read_row(table, number, section or NO_SECTION, count + 1)
                if isinstance(read, Finding):
                    findings.append(read)
                    continue
                count += 1
                read_figures(read)
                if Role.SECTION in table.roles:
                    section = read.section
                elif is_first_row:
                    findings.append(_no_section_row(table, number, section))
                is_first_row = False
                yield read


def _no_title(table: Table) -> Finding:
    first, last = table.grid.location(table.header_row, 1), table.grid.location(table.body.stop - 1, 1)
    message = (
        f"The table with its headings in row {table.header_row} has no column that is known to hold the titles of "
        "indicators. It was not read. Say which it is under “What each column is”, or head it “Indicator”."
    )
    last = Location(last.sheet, last.row, table.grid.last_column)
    return Finding(Severity.ERROR, "no_titles", message, first, last_location=last)


def _has_indicator_below(tables: list[Table], section_row: int) -> bool:
    """Whether an indicator's row, and not another section's text, follows a text standing alone."""
    for table in tables:
        same_sheet = table.grid is tables[0].grid
        for number in table.body:
            if same_sheet and number <= section_row:
                continue
            text = text_of_row(table.grid, number)
            if text is not None and is_commentary(text):
                continue
            if text is not None:
                return False
            if table.grid.own(number):
                return True
    return False


def _text_not_read(table: Table, row: int, is_comment: bool) -> Finding:
    text = text_of_row(table.grid, row)
    location = table.grid.location(row, text.column if text else 1)
    why = "It is a comment, which is not read." if is_comment else "No indicator stands below it, so it is no section."
    message = f"{location.cell} reads “{text.value if text else ''}”. {why}"
    return Finding(Severity.NOTE, "text_not_read", message, location)


def _no_section_row(table: Table, row: int, section: str) -> Finding:
    location = table.grid.location(row, 1)
    caption = f" (“{table.caption}”)" if table.caption else ""
    placed = f"in the section above it, “{section}”" if section else f"in a section called “{NO_SECTION}”"
    message = (
        f"The table of {table.basis} years that starts in row {table.header_row}{caption} has no section row above "
        f"its first indicator. Its rows were placed {placed}."
    )
    return Finding(Severity.NOTE, "table_without_section", message, location)


def _without_repeated_numbers(rows: list[Row], findings: list[Finding]) -> list[Row]:
    repeated = duplicate_number(rows)
    findings.extend(repeated)
    stopped = {finding.location for finding in repeated}
    return [row for row in rows if row.location not in stopped]


def _as_at(rows: list[Row], tables: list[Table], reporting_year: int) -> date:
    """The last month with a figure in a table of financial years (in any, where there is no such table).

    Where no month has a figure, the first month of the index; where it has no months, that of its year.
    """
    dated = [table for table in tables if table.months]
    if not dated:
        return month_in_year(FIRST_MONTH[tables[0].basis], tables[0].basis, reporting_year)
    main = [table for table in dated if table.basis is YearBasis.FINANCIAL] or dated
    months = [
        month
        for row in rows
        if row.table in main
        for measure in row.measures
        for month, figure in measure.outturns.items()
        if figure.value is not None or figure.rate is not None
    ]
    return max(months, default=min(main[0].months.values()))


def _hidden_parts(grid: Grid) -> list[Finding]:
    """Hidden rows and columns with something in them are read, and that is said."""
    findings = []
    for row in sorted(grid.sheet.hidden_rows & grid.rows.keys()):
        location = grid.location(row, min(grid.rows[row]))
        message = f"Row {row} is hidden in the workbook. It was read all the same."
        findings.append(Finding(Severity.NOTE, "hidden_row_was_read", message, location))
    for column in sorted(grid.sheet.hidden_columns):
        rows = [row for row, cells in grid.rows.items() if column in cells]
        if rows:
            location = grid.location(rows[0], column)
            letters = location.cell.rstrip("0123456789")
            message = f"Column {letters} is hidden in the workbook. It was read all the same."
            findings.append(Finding(Severity.NOTE, "hidden_column_was_read", message, location))
    return findings


def _cells_not_read(grid: Grid, findings: list[Finding]) -> list[Finding]:
    """A WARNING for each cell with something in it that was neither read nor spoken of."""
    unread = [
        cell
        for cell in grid.unread
        if not any(finding.covers(grid.location(cell.row, cell.column)) for finding in findings)
    ]
    return [
        Finding(
            Severity.WARNING,
            "cell_not_read",
            f"{grid.location(cell.row, cell.column).cell} holds “{cell.value}”, which belongs to no column of "
            "the index, or lies under merged cells. It was not read.",
            grid.location(cell.row, cell.column),
        )
        for cell in unread
    ]
