"""Finds the sheets of a workbook that hold an index, its title and the year it is for."""

from indicators.importers.cells import Sheet
from indicators.importers.grid import Grid
from indicators.importers.headings import Role, is_group_heading, read_month, role_of, start_of, year_in
from indicators.importers.numerals import shown
from indicators.importers.parsed import Finding, Location, Severity
from indicators.importers.rows import without_mark_up

_LOOKED_FOR = (
    "An index has one row with the headings “No.” (or “Ref”) and “Performance Indicators”, and months such as Apr-20 "
    "in that row or the next."
)


class LayoutNotRecognised(Exception):
    """No index was found. The message says what was looked for and where, and what to do."""


def index_sheets(sheets: tuple[Sheet, ...]) -> tuple[list[Grid], list[Finding]]:
    """The shown sheets with an index, all of one year, and a finding for every other sheet with anything in it."""
    grids: list[Grid] = []
    findings: list[Finding] = []
    year = None
    for sheet in sheets:
        if not sheet.cells:
            continue
        grid = Grid(sheet)
        if not grid.header_rows:
            message = f"The sheet “{sheet.name}” was not read: it has no row of index headings."
            findings.append(_about_sheet(Severity.NOTE, "sheet_not_read", message, grid))
        elif sheet.hidden:
            message = f"The sheet “{sheet.name}” is hidden and was not read, though it has the headings of an index."
            findings.append(_about_sheet(Severity.WARNING, "hidden_sheet_not_read", message, grid))
        else:
            own_year = _year_above(grid)
            if year and own_year and own_year != year:
                message = (
                    f"The sheet “{sheet.name}” is for {own_year} and was not read: the index before it is for {year}."
                )
                findings.append(_about_sheet(Severity.WARNING, "sheet_of_another_year", message, grid))
                continue
            year = year or own_year
            grids.append(grid)
    if not grids:
        raise LayoutNotRecognised(_nothing_found(sheets))
    return grids, findings


def title_and_year(grids: list[Grid]) -> tuple[str, int, list[Finding]]:
    """The title above the first table, the calendar year in which the index's year starts, and texts not used.

    The year is the title's (`2020/21`), else that of the target's heading, else that of the first month.
    """
    title = ""
    findings: list[Finding] = []
    for grid in grids:
        for row in range(1, grid.header_rows[0]):
            for column, cell in grid.own(row).items():
                if not title or is_group_heading(shown(cell)):
                    title = title or without_mark_up(shown(cell))
                    grid.take(row, column)
                elif without_mark_up(shown(cell)) == title:
                    grid.take(row, column)
                else:
                    location = grid.location(row, column)
                    message = f"{location.cell} reads “{shown(cell)}”. It stands above the table and was not read."
                    findings.append(Finding(Severity.NOTE, "text_not_read", message, location))
    year = _year_above(grids[0]) or _year_of_headings(grids[0]) or year_in(title)
    if year is None:
        raise LayoutNotRecognised(
            f"The index in “{grids[0].sheet.name}” does not say its year. It was looked for in the title above the "
            "table (as in 2020/21), in the target's heading and in the months. Add it to the title and upload again."
        )
    return title or grids[0].sheet.name, start_of(year), findings


def _year_above(grid: Grid) -> str | None:
    """A year of two halves (`2020/21`) in the texts above the first table."""
    for row in range(1, grid.header_rows[0]):
        for cell in grid.own(row).values():
            year = year_in(shown(cell))
            if year and "/" in year:
                return year
    return None


def _year_of_headings(grid: Grid) -> str | None:
    header = grid.header_rows[0]
    cells = [cell for row in (header, header + 1) for _, cell in sorted(grid.own(row).items())]
    years = [year_in(shown(cell)) for cell in cells if role_of(shown(cell)) is Role.TARGET]
    months = [month for cell in cells if (month := read_month(cell)) and month.year]
    years += [str(month.year) for month in months[:1]]
    return next((year for year in years if year), None)


def _about_sheet(severity: Severity, rule: str, message: str, grid: Grid) -> Finding:
    """A finding about a whole sheet, which covers all its cells."""
    sheet = grid.sheet.name
    end = Location(sheet, grid.last_row, grid.last_column)
    return Finding(severity, rule, message, Location(sheet, 1, 1), last_location=end)


def _nothing_found(sheets: tuple[Sheet, ...]) -> str:
    shown_names = [f"“{sheet.name}”" for sheet in sheets if not sheet.hidden]
    hidden_names = [f"“{sheet.name}”" for sheet in sheets if sheet.hidden]
    looked_in = f"Looked in {', '.join(shown_names) or 'no sheet, as none is shown'}"
    hidden = f"; hidden sheets are not read ({', '.join(hidden_names)})" if hidden_names else ""
    return (
        f"No performance index was found. {_LOOKED_FOR} {looked_in}{hidden}. Check that this is the right workbook, "
        "and that its headings are in place."
    )
