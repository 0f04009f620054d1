"""Turns a workbook into a parsed index: finds the index by its headings, reads every row, accounts for every cell."""

from collections.abc import Iterable, Iterator
from datetime import date

from indicators.importers.cells import Workbook
from indicators.importers.checks import check_measures, duplicate_number
from indicators.importers.columns import Table
from indicators.importers.definitions import indicator_of, without_stopped_cells
from indicators.importers.grid import Grid, text_of_row
from indicators.importers.parsed import Finding, ParsedIndex, Severity
from indicators.importers.row_figures import read_figures
from indicators.importers.rows import Row, read_row, without_mark_up
from indicators.importers.sheets import LayoutNotRecognised, index_sheets, title_and_year
from indicators.importers.tables import read_tables
from indicators.vocabulary import YearBasis

__all__ = ["NO_SECTION", "LayoutNotRecognised", "in_order", "parse_index"]

NO_SECTION = "Indicators"
"""The section of rows that stand under no section row."""


def parse_index(workbook: Workbook) -> ParsedIndex:
    """Everything that the workbook's index says, with findings about what is odd, asked or not read.

    The question about the year of months counts as answered with its first choice until `answers.resolve` says
    otherwise; an `x` stays ambiguous. Raises LayoutNotRecognised where no sheet that is shown has an index.
    """
    grids, findings = index_sheets(workbook.sheets)
    title, reporting_year, above = title_and_year(grids)
    findings.extend(above)
    tables = [table for grid in grids for table in read_tables(grid, reporting_year)]
    _expect_months(tables)
    rows = _without_repeated_numbers(list(_read_rows(tables, findings)), findings)
    as_at = _as_at(rows, tables)
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
    locations = frozenset(location for grid in grids for location in grid.locations_read)
    return ParsedIndex(
        title=title,
        reporting_year=reporting_year,
        as_at=as_at,
        sections=tuple(dict.fromkeys(indicator.section for indicator in indicators)),
        indicators=tuple(without_stopped_cells(indicator, contradictions) for indicator in indicators),
        findings=in_order(findings, [sheet.name for sheet in workbook.sheets]),
        sheets_read=tuple(grid.sheet.name for grid in grids),
        cells_read=len(locations),
        locations_read=locations,
    )


def in_order(findings: Iterable[Finding], sheet_names: list[str]) -> tuple[Finding, ...]:
    """Findings by sheet, row and column, those about a whole sheet last; what is said twice of one cell, once."""

    def place(finding: Finding) -> tuple[int, int, int]:
        if finding.location is None:
            return len(sheet_names), 0, 0
        return sheet_names.index(finding.location.sheet), finding.location.row, finding.location.column

    return tuple(dict.fromkeys(sorted(findings, key=place)))


def _expect_months(tables: list[Table]) -> None:
    if not any(table.months for table in tables):
        sheet, row = tables[0].grid.sheet.name, tables[0].header_row
        raise LayoutNotRecognised(
            f"The headings in “{sheet}”, row {row}, name no month. Months were looked for in that row and the next, "
            "as dates or as text such as Apr-20 or April 2020. Add them and upload again."
        )


def _read_rows(tables: list[Table], findings: list[Finding]) -> Iterator[Row]:
    """Each indicator's row, under the section row last seen; what is no such row becomes a finding."""
    section = ""
    for index, table in enumerate(tables):
        findings.extend(table.findings)
        is_first_row = True
        for number in table.body:
            text = text_of_row(table.grid, number)
            if text is not None:
                if not _has_indicator_below(tables[index:], number):
                    findings.append(_text_not_read(table, number))
                else:
                    section = without_mark_up(str(text.value))
                    is_first_row = False
                    table.grid.take(number, text.column)
            elif table.grid.own(number):
                read = read_row(table, number, section or NO_SECTION)
                if isinstance(read, Finding):
                    findings.append(read)
                    continue
                read_figures(read)
                if is_first_row:
                    findings.append(_no_section_row(table, number, section))
                    is_first_row = False
                yield read


def _has_indicator_below(tables: list[Table], section_row: int) -> bool:
    """Whether an indicator's row, and not another text, follows a text standing alone."""
    for table in tables:
        same_sheet = table.grid is tables[0].grid
        for number in table.body:
            if same_sheet and number <= section_row:
                continue
            if text_of_row(table.grid, number) is not None:
                return False
            if table.grid.own(number):
                return True
    return False


def _text_not_read(table: Table, row: int) -> Finding:
    text = text_of_row(table.grid, row)
    location = table.grid.location(row, text.column if text else 1)
    message = (
        f"{location.cell} reads “{text.value if text else ''}”. No indicator stands below it, so it is no section."
    )
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


def _as_at(rows: list[Row], tables: list[Table]) -> date:
    """The last month with a figure in a table of financial years (in any, where there is no such table).

    Where no month has a figure, the first month of the index.
    """
    dated = [table for table in tables if table.months]
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
