"""Small index sheets for tests, made of the reader's own cells: A number ... V year to date, two heading rows."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from openpyxl.utils import range_boundaries
from openpyxl.utils.cell import coordinate_to_tuple

from indicators.importers.parsed import Finding, ParsedFigure, ParsedIndex, ParsedIndicator
from indicators.importers.workbook import Cell, CellKind, Merge, Sheet, Workbook

Value = str | int | float | Decimal | date | bool | None | Cell

EXAMPLE = Path(__file__).resolve().parents[3] / "examples" / "performance-index-2020-21.xlsx"

HEADINGS = {
    "A2": "No.",
    "B2": "Performance Indicators",
    "C2": "Why is this important?",
    "D2": "Polarity",
    "E2": "Target or Range of acceptable performance 2020/21",
    "F2": "Benchmarking and trend",
    "V2": "Year to Date",
    "F3": "Bromley 2019/20",
    "G3": "England",
    "H3": "London",
    "I3": "RAG rating",
} | {
    f"{column}3": month
    for column, month in zip(
        "JKLMNOPQRSTU",
        [f"{month}-20" for month in ("Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")]
        + [f"{month}-21" for month in ("Jan", "Feb", "Mar")],
        strict=True,
    )
}
HEADING_MERGES = ("A1:V1", "A2:A3", "B2:B3", "C2:C3", "D2:D3", "E2:E3", "F2:U2", "V2:V3")


def percent(value: str, number_format: str = "0%") -> Cell:
    """A number cell in a percentage format: `percent("0.97")` is seen as 97%."""
    return Cell(0, 0, Decimal(value), number_format, CellKind.NUMBER)


def broken(kind: CellKind) -> Cell:
    """A cell with an error, or a formula that was never calculated."""
    return Cell(0, 0, "#REF!" if kind is CellKind.ERROR else None, kind=kind)


def cell_of(value: Value, place: str = "A1") -> Cell:
    """A value as the reader would hand it over."""
    row, column = coordinate_to_tuple(place)
    if isinstance(value, Cell):
        return replace(value, row=row, column=column)
    if isinstance(value, bool):
        return Cell(row, column, value, kind=CellKind.BOOLEAN)
    if isinstance(value, date):
        return Cell(row, column, value, "mmm-yy", CellKind.DATE)
    if isinstance(value, int | float | Decimal):
        return Cell(row, column, Decimal(str(value)), kind=CellKind.NUMBER)
    return Cell(row, column, value)


def sheet_of(
    cells: Mapping[str, Value], merges: Sequence[str] = (), name: str = "Index", hidden: bool = False
) -> Sheet:
    """A sheet of cells by their Excel names; None leaves a cell out."""
    made = [cell_of(value, place) for place, value in cells.items() if value is not None]
    rectangles = []
    for merge in merges:
        first_column, first_row, last_column, last_row = range_boundaries(merge)
        rectangles.append(Merge(first_row or 0, first_column or 0, last_row or 0, last_column or 0))
    return Sheet(name, hidden, {(cell.row, cell.column): cell for cell in made}, tuple(rectangles))


def workbook_of(*sheets: Sheet) -> Workbook:
    return Workbook(tuple(sheets), "0" * 64)


def index_of(
    cells: Mapping[str, Value], merges: Sequence[str] = (), title: str = "Performance Index 2020/21"
) -> Workbook:
    """A workbook of one index with its headings in place; `cells` come on top, or instead of a heading."""
    first = {"A1": title or None, **HEADINGS, "A4": "Early Help"}
    return workbook_of(sheet_of({**first, **cells}, (*HEADING_MERGES, "A4:V4", *merges)))


def row(number: int, values: Mapping[str, Value], title: str = "Number of families supported") -> dict[str, Value]:
    """A row 5 or below with a number, a title, no polarity and no target, and what `values` puts in its columns."""
    usual: dict[str, Value] = {"A": number, "B": title, "D": "n/a", "E": "This is not a target measure"}
    return {f"{column}{number}": value for column, value in {**usual, **values}.items()}


def months(*values: Value) -> dict[str, Value]:
    """Values of April, May and so on, by column."""
    return dict(zip("JKLMNOPQRSTU", values, strict=False))


COUNTS = row(5, months(1, 2, 3, 4, 5, 6, 7, 8, 9))
"""A row of counts from April to December 2020."""


def rules(index: ParsedIndex | Sequence[Finding]) -> list[str]:
    findings = index.findings if isinstance(index, ParsedIndex) else index
    return [finding.rule for finding in findings]


def the_finding(index: ParsedIndex, rule: str) -> Finding:
    (finding,) = [finding for finding in index.findings if finding.rule == rule]
    return finding


def indicator(index: ParsedIndex, number: str) -> ParsedIndicator:
    (found,) = [each for each in index.indicators if each.number == number]
    return found


def figures_of(each: ParsedIndicator) -> list[ParsedFigure]:
    """Every figure of every measure of an indicator."""
    figures = []
    for measure in each.measures:
        figures += [benchmark.figure for benchmark in measure.benchmarks]
        figures += measure.outturns.values()
        figures += [measure.year_to_date] if measure.year_to_date else []
    return figures
