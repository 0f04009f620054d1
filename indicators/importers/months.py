"""Dates the month columns of a table, and questions headings whose year cannot be right."""

from datetime import date

from indicators.importers.cells import Cell
from indicators.importers.grid import Grid
from indicators.importers.headings import MonthHeading, month_in_year, quarter_of
from indicators.importers.parsed import Finding, Severity
from indicators.periods import FIRST_MONTH
from indicators.vocabulary import YearBasis

EARLIER_YEARS = 5
"""How many years before the reporting year blocks of months are read."""


def said_date(heading: MonthHeading, basis: YearBasis) -> date | None:
    """The month that the heading itself names, with its year; None where it gives no year."""
    if heading.year is not None:
        return date(heading.year, heading.month, 1)
    return month_in_year(heading.month, basis, heading.in_year) if heading.in_year is not None else None


def earlier_months(
    headings: dict[int, MonthHeading], basis: YearBasis, start_year: int
) -> tuple[dict[int, date], dict[int, MonthHeading]]:
    """The months that stand in blocks of earlier years, and the other headings.

    A block of an earlier year stands beside the reporting year's, has no column of another year within it, and either
    repeats a month of the reporting year or stands just beside its first month and comes just before it. A single
    wrong year in a heading does neither.
    """
    years = {column: _year_of(heading, basis, start_year) for column, heading in sorted(headings.items())}
    order = [year for column, year in years.items()]
    current = {headings[column].month for column, year in years.items() if year == start_year}
    if not current:
        return {}, headings
    earlier: dict[int, date] = {}
    for year in sorted(set(order)):
        first, last = order.index(year), len(order) - order[::-1].index(year)
        if not start_year - EARLIER_YEARS <= year < start_year or set(order[first:last]) != {year}:
            continue
        block = {column: heading for column, heading in headings.items() if years[column] == year}
        dates = {column: month for column, heading in block.items() if (month := said_date(heading, basis))}
        first_month = month_in_year(FIRST_MONTH[basis], basis, start_year)
        follows = _next_month(max(dates.values())) == first_month and _stand_together(
            headings, max(dates, key=lambda column: dates[column]), FIRST_MONTH[basis], years, start_year
        )
        repeats = any(heading.month in current for heading in block.values())
        if len(dates) == len(set(dates.values())) and (repeats or follows):
            earlier |= dates
    return earlier, {column: heading for column, heading in headings.items() if column not in earlier}


def _stand_together(
    headings: dict[int, MonthHeading], column: int, first_month: int, years: dict[int, int], start_year: int
) -> bool:
    """Whether that column and the one of the reporting year's first month stand beside each other."""
    columns = sorted(headings)
    firsts = [each for each in columns if years[each] == start_year and headings[each].month == first_month]
    return any(abs(columns.index(each) - columns.index(column)) == 1 for each in firsts)


def _year_of(heading: MonthHeading, basis: YearBasis, start_year: int) -> int:
    said = said_date(heading, basis)
    return said.year - (said.month < FIRST_MONTH[basis]) if said else start_year


def _next_month(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def date_months(
    grid: Grid,
    cells: dict[int, Cell],
    headings: dict[int, MonthHeading],
    basis: YearBasis,
    start_year: int,
    evidence: str,
) -> tuple[dict[int, date], list[Finding]]:
    """Each month column's first day, in the year that the table is for, and what there is to ask about the headings.

    `evidence` says in words why the year is `start_year`. A month that comes twice is read once, with an ERROR.
    """
    months: dict[int, date] = {}
    findings: list[Finding] = []
    for column, heading in sorted(headings.items()):
        month = month_in_year(heading.month, basis, start_year)
        if month in months.values():
            location = grid.location(cells[column].row, cells[column].column)
            message = (
                f"{location.cell} heads a second column for {month:%B %Y} (“{heading.wording}”). "
                "The second was not read; correct the heading and upload again."
            )
            end = grid.location(grid.last_row, column)
            findings.append(Finding(Severity.ERROR, "month_twice", message, location, last_location=end))
        else:
            months[column] = month
    read = {column: headings[column] for column in months}
    question = _question_of_year(grid, cells, read, months, basis, start_year, evidence)
    findings.extend([question] if question else _quarter_marks(grid, cells, read, basis))
    return months, findings


def _question_of_year(
    grid: Grid,
    cells: dict[int, Cell],
    headings: dict[int, MonthHeading],
    months: dict[int, date],
    basis: YearBasis,
    start_year: int,
    evidence: str,
) -> Finding | None:
    said = {column: said_date(heading, basis) for column, heading in headings.items()}
    shifts = {month.year - months[column].year for column, month in said.items() if month is not None}
    if shifts <= {0}:
        return None
    first, last = min(headings), max(headings)
    start, end = grid.location(cells[first].row, first), grid.location(cells[last].row, last)
    proposed = _span(list(months.values()), 0)
    year = _year_name(start_year, basis)
    choices = [(str(start_year), f"Read as {year}: {proposed}")]
    if len(shifts) == 1:
        shift = shifts.pop()
        kept = _year_name(start_year + shift, basis)
        choices.append((str(start_year + shift), f"Keep {kept}: {_span(list(months.values()), shift)}"))
        answer = f"Say whether they are {year} or {kept}."
        headed = f"of {kept}"
    else:
        answer = "If that is not so, correct the headings and upload again."
        headed = "not of one year"
    message = (
        f"The months in {start.cell}:{end.cell} are headed {headings[first].wording} to {headings[last].wording}, "
        f"{headed}, but {evidence}. They were read as {proposed}. {answer}"
    )
    marks = _misfit(headings, basis)
    if marks:
        message += f" {marks} They say nothing about the year, and were not read."
    return Finding(
        Severity.QUESTION,
        "year_of_months_cannot_be_right",
        message,
        start,
        topic="year_of_months",
        choices=tuple(choices),
        last_location=end,
    )


def _quarter_marks(
    grid: Grid, cells: dict[int, Cell], headings: dict[int, MonthHeading], basis: YearBasis
) -> list[Finding]:
    marks = _misfit(headings, basis)
    if not marks:
        return []
    column = next(column for column, heading in headings.items() if heading.quarter)
    location = grid.location(cells[column].row, column)
    return [
        Finding(
            Severity.WARNING, "quarter_does_not_fit", f"{marks} The months were read, the marks were not.", location
        )
    ]


def _misfit(headings: dict[int, MonthHeading], basis: YearBasis) -> str:
    """A sentence about quarter marks (`Jun-19 / Q1`) that are not those of the table's year; empty where all fit."""
    wrong = [h for h in headings.values() if h.quarter and h.quarter != quarter_of(h.month, basis)]
    if not wrong:
        return ""
    marks = ", ".join(heading.wording for heading in wrong)
    month, quarter = f"{date(2000, wrong[0].month, 1):%B}", quarter_of(wrong[0].month, basis)
    return f"The quarter marks ({marks}) do not fit a {basis} year, in which {month} is in quarter {quarter}."


def _year_name(start_year: int, basis: YearBasis) -> str:
    return str(start_year) if basis is YearBasis.CALENDAR else f"{start_year}/{(start_year + 1) % 100:02d}"


def _span(months: list[date], shift: int) -> str:
    first, last = min(months), max(months)
    return f"{first.replace(year=first.year + shift):%B %Y} to {last.replace(year=last.year + shift):%B %Y}"
