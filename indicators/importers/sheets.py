"""Finds the sheets of a workbook that hold an index, its title and the year it is for."""

from datetime import date

from indicators.importers.cells import Sheet
from indicators.importers.grid import Grid
from indicators.importers.headings import (
    Period,
    Role,
    is_group_heading,
    month_heading,
    role_in,
    says_figures,
    start_of,
    words_in,
    words_of,
    year_in,
)
from indicators.importers.months import said_date
from indicators.importers.numerals import shown
from indicators.importers.parsed import Finding, Location, Severity
from indicators.importers.rows import without_mark_up
from indicators.importers.tables import group_row, headings_of
from indicators.vocabulary import YearBasis

_LOOKED_FOR = (
    "An index has one row with the headings “No.” (or “Ref”) and “Performance Indicators”, and months such as Apr-20 "
    "in that row or the next."
)


class LayoutNotRecognised(Exception):
    """No index was found. The message says what was looked for and where, and what to do."""


class YearNotSaid(LayoutNotRecognised):
    """There is an index, but nothing in it says of which year."""


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


def title_and_year(grids: list[Grid], said_year: int | None = None) -> tuple[str, int, list[Finding]]:
    """The title above the first table, the calendar year in which the index's year starts, and texts not used.

    The year is the one that a person said, else the title's (`2020/21`), else that of the headings: the target's, the
    year to date's, the months', the year after the last of the previous years.
    """
    title = ""
    findings: list[Finding] = []
    for grid in grids:
        for row in _rows_above(grid):
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
    title = title or grids[0].sheet.name
    if said_year is not None:
        return title, said_year, findings
    above = _year_above(grids[0])
    year = start_of(above) if above else _year_of_headings(grids[0])
    if year is None:
        year = _year_of_title(title)
    if year is None:
        raise YearNotSaid(
            f"The index in “{grids[0].sheet.name}” does not say its year. It was looked for in the title above the "
            "table (as in 2020/21), in the target's heading and in the months. Add it to the title and upload again."
        )
    return title, year, findings


def _rows_above(grid: Grid) -> range:
    """The rows of the title: those above the headings, and above what stands over several of them."""
    header = grid.header_rows[0]
    return range(1, group_row(grid, header) or header)


def _year_above(grid: Grid) -> str | None:
    """A year of two halves (`2020/21`) in the texts above the first table."""
    for row in _rows_above(grid):
        for cell in grid.own(row).values():
            year = year_in(shown(cell))
            if year and "/" in year:
                return year
    return None


def _year_of_title(title: str) -> int | None:
    """The year of the month that a title names (`Report for March 2017` is of 2016/17), else its only year."""
    heading = month_heading(words_in(title), Period(), YearBasis.FINANCIAL)
    if heading is not None and heading.year is not None and not heading.stands_for_quarter:
        return heading.year - (heading.month < 4)
    year = year_in(title)
    return start_of(year) if year else None


def _year_of_headings(grid: Grid) -> int | None:
    headings, above = headings_of(grid, grid.header_rows[0])
    targets: list[int] = []
    totals: list[int] = []
    years: list[int] = []
    months: list[date] = []
    first = None
    for column, cell in headings.items():
        words, over = words_of(cell), above.get(column)
        period = over.period if over else Period()
        year = words.period.year or period.year
        role = role_in(words)[0]
        heading = month_heading(words, period, YearBasis.FINANCIAL) if says_figures(words) else None
        if role is Role.TARGET or (over is not None and role_in(over)[0] is Role.TARGET):
            targets += [start_of(year)] if year else []
        elif role is Role.YEAR_TO_DATE:
            totals += [start_of(year)] if "/" in year else []
        elif heading is not None:
            first = first or heading.month
            said = said_date(heading, YearBasis.FINANCIAL)
            months += [said] if said else []
        elif role is None and "/" in year and says_figures(words):
            years.append(start_of(year) + 1)
    if targets and (len(set(targets)) == 1 or not months):
        return min(targets)
    if months:
        last = max(months)
        is_calendar = first == 1 and not totals
        return last.year if is_calendar else last.year - (last.month < 4)
    return max(totals or years, default=None)


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
