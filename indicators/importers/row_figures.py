"""Reads the figures of one row: a figure or an absence for every month, benchmark and year to date, by measure."""

from dataclasses import replace

from indicators.importers.figures import FigureReading, read_figure
from indicators.importers.headings import Role
from indicators.importers.numerals import number_in_cell, number_in_text, shown
from indicators.importers.parsed import Finding, Location, ParsedBenchmark, ParsedFigure, ParsedMeasure, Severity
from indicators.importers.rows import Row
from indicators.vocabulary import Unit


def read_figures(read: Row) -> None:
    """Fills the row's measures from every figure column; merged cells speak for each column they cover."""
    table = read.table
    columns = [*table.comparators, *table.months, *table.earlier]
    if Role.YEAR_TO_DATE in table.roles:
        columns.append(table.roles[Role.YEAR_TO_DATE])
    read.is_in_percent = read.unit_is_said and read.unit is Unit.PERCENTAGE and _has_number_above_one(read, columns)
    readings: dict[int, FigureReading] = {}
    by_range: dict[tuple[Location, Location], FigureReading] = {}
    for column in sorted(columns):
        if table.grid.look(read.row, column) is None:
            continue
        first, last = table.grid.range_location(read.row, column)
        reading = by_range.get((first, last)) if last is not None else None
        if reading is None:
            reading = _read_cell(read, column, first, last)
            read.findings.extend(reading.findings)
        readings[column] = reading
        if last is not None:
            by_range[first, last] = reading
            if column in table.months and reading.figures:
                read.spread.setdefault((first, last), []).append(table.months[column])
    names = [name for reading in readings.values() if len(reading.figures) > 1 for name in reading.figures]
    for name in dict.fromkeys(names or [""]):
        read.measures.append(_measure(read, name, readings))
    _complain_of_names(read, set(names), readings)


def _read_cell(read: Row, column: int, first: Location, last: Location | None) -> FigureReading:
    """What a cell, or the merged cells from `first` to `last`, says."""
    table = read.table
    about = f"{read.about}, {table.heading(column)}"
    cell = table.grid.take(read.row, column)
    reading = read_figure(cell, read.unit, first, about, is_in_percent=read.is_in_percent)
    if last is not None:
        findings = tuple(replace(finding, last_location=last) for finding in reading.findings)
        reading = replace(reading, findings=findings)
        if any(figure.value is not None or figure.rate is not None for figure in reading.figures.values()):
            message = (
                f"{read.about}: {first.cell}:{last.cell} are merged and hold one figure; which cell it belongs "
                "to cannot be told. It was not read; unmerge the cells, put it where it belongs and upload again."
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
    earlier = {month: figure for column, month in table.earlier.items() if (figure := figure_at(column))}
    benchmarks = [
        ParsedBenchmark(heading.comparator, readings[column].period or heading.period, figure)
        for column, heading in table.comparators.items()
        if (figure := figure_at(column))
    ]
    column = table.roles.get(Role.YEAR_TO_DATE)
    year_to_date = figure_at(column) if column is not None else None
    return ParsedMeasure(name, outturns, year_to_date, tuple(benchmarks), earlier)


def _has_number_above_one(read: Row, columns: list[int]) -> bool:
    """Whether a figure of the row is written in percent (87.5, not 0.875), so that none of them is a fraction."""
    cells = (read.table.grid.look(read.row, column) for column in columns)
    numbers = (number_in_cell(cell) or number_in_text(shown(cell)) for cell in cells if cell is not None)
    return any(number is not None and not number.is_percentage and abs(number.value) > 1 for number in numbers)


def _complain_of_names(read: Row, names: set[str], readings: dict[int, FigureReading]) -> None:
    """ERROR for a figure without a measure's name in a row of two measures, or with one in a row of one."""
    for column, reading in readings.items():
        for name, figure in reading.figures.items():
            if name in names or (not name and (not names or (figure.value is None and figure.rate is None))):
                continue
            location = read.table.grid.location(read.row, column)
            expected = f"names none of {', '.join(sorted(names))}" if names else f"is followed by ({name})"
            message = (
                f"{read.about}, {read.table.heading(column)}: “{figure.wording or figure.value}” in {location.cell} "
                f"{expected}, so it cannot be told which measure it is of. It was not read; correct the cell."
            )
            read.findings.append(Finding(Severity.ERROR, "figure_of_no_known_measure", message, location))
