"""The index as the council lays it out, as a workbook: the rows and columns of the page. The importer reads it.

A figure is a number wherever a number says all of it. No text is ever a formula, nothing is out of sight.
"""

from collections.abc import Sequence
from datetime import date
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from reports.renderers import Reading
from reports.renderers.archive import height_of, settled
from reports.renderers.index_cells import (
    CALENDAR_FILL,
    HEADING,
    NOTE,
    RATING_LOOKS,
    SECTION,
    TITLE,
    WORDS,
    Look,
    put,
    put_figure,
)
from reports.renderers.marking import marking
from reports.tables import Cell, IndicatorHeading, PaperTable, index_tables
from reports.wording import AnyPaper, month_name
from suppression.paper import Hidden, Rated

SHEET, ABOUT = "Performance Index", "About this file"
WIDTHS = (6, 36, 48, 9, 20)
"""Of number, title, why, polarity and target, in characters; every other column has FIGURE_WIDTH."""
FIRST_FIGURE, FIGURE_WIDTH = len(WIDTHS) + 1, 12
LINE_HEIGHT = 13


def render(paper: AnyPaper, reading: Reading | None) -> bytes:
    """The workbook: the index, its calendar-year table below it, and a sheet about the file."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    _Index(workbook.create_sheet(SHEET), paper, reading).write()
    _about(workbook.create_sheet(ABOUT), paper, reading)
    file = BytesIO()
    workbook.save(file)
    return settled(file.getvalue(), paper, reading)


class _Index:
    """Writes the sheet from above; `row` is the next one."""

    def __init__(self, sheet: Worksheet, paper: AnyPaper, reading: Reading | None) -> None:
        self.sheet, self.paper, self.reading = sheet, paper, reading
        self.row = 1
        sections = [(section.name, section.indicators) for section in paper.sections]
        tables = index_tables(paper, sections, lambda key: key, as_in_print=True)
        self.tables = [_Columns(paper, table) for table in tables]

    def write(self) -> None:
        self.width = max((columns.last for columns in self.tables), default=FIRST_FIGURE)
        year = self.paper.months[0].year if self.paper.months else self.paper.as_at.year
        self._line(f"{self.paper.dataset} – Performance Index {year}/{(year + 1) % 100:02}", TITLE)
        if self.reading:
            self._line(marking(self.paper, self.reading), NOTE)
        for place, columns in enumerate(self.tables):
            if columns.is_calendar:
                self.row += place > 0
                self._line("The following indicators are measured on a calendar year", CALENDAR_FILL)
            self._headings(columns)
            if place == 0:
                self.sheet.freeze_panes = f"C{self.row}"
                self.sheet.print_title_rows = f"1:{self.row - 1}"
            self._rows(columns)
        self._page()

    def _line(self, text: str, look: Look) -> None:
        """A text over the whole width."""
        put(self.sheet, self.row, 1, text, look)
        self._merge(self.row, 1, self.row, self.width)
        self.row += 1

    def _headings(self, columns: "_Columns") -> None:
        top, below = self.row, self.row + 1
        for column, heading in columns.headings:
            is_alone = column < FIRST_FIGURE or column == columns.year_to_date
            put(self.sheet, top if is_alone else below, column, heading, HEADING)
            put(self.sheet, below if is_alone else top, column, "", HEADING)
            if is_alone:
                self._merge(top, column, below, column)
        put(self.sheet, top, FIRST_FIGURE, "Benchmarking and trend", HEADING)
        self._merge(top, FIRST_FIGURE, top, columns.year_to_date - 1)
        self._height(below)
        self.row += 2

    def _rows(self, columns: "_Columns") -> None:
        section = ""
        for row in columns.rows:
            if row["section"] != section and not columns.is_calendar:
                self._line(row["section"], SECTION)
            section = row["section"]
            self._indicator(columns, row)

    def _indicator(self, columns: "_Columns", row: dict[str, Any]) -> None:
        heading: IndicatorHeading = row["indicator"]
        indicator = self.paper.indicator(heading.url)
        unit = indicator.unit if indicator else ""
        for column, words in enumerate(
            (heading.number, heading.title, heading.why, row["polarity"], row["target"]), start=1
        ):
            put(self.sheet, self.row, column, words, WORDS)
        for column, name in columns.figures:
            cell: Cell = row[name]
            if cell.span:
                put_figure(self.sheet, self.row, column, cell, unit, self.paper.hidden_wording)
            if cell.is_run:
                self._merge(self.row, column, self.row, column + cell.span - 1)
        self._rating(columns.rating, row["rating"])
        self._height(self.row)
        self.row += 1

    def _rating(self, column: int, rating: Rated | Hidden) -> None:
        if isinstance(rating, Hidden):
            put(self.sheet, self.row, column, self.paper.hidden_wording, WORDS)
        else:
            put(self.sheet, self.row, column, rating.text, RATING_LOOKS.get(rating.rating, WORDS))

    def _height(self, row: int) -> None:
        """A text that is merged over columns lies on one line."""
        merged = {area.min_col for area in self.sheet.merged_cells.ranges if area.min_row == row}
        texts = (
            (str(cell.value), 1.15 * (WIDTHS[cell.column - 1] if cell.column < FIRST_FIGURE else FIGURE_WIDTH))
            for cell in self.sheet[row]
            if cell.data_type == "s" and cell.value and cell.column not in merged
        )
        self.sheet.row_dimensions[row].height = height_of(texts, LINE_HEIGHT)

    def _merge(self, top: int, left: int, bottom: int, right: int) -> None:
        if (top, left) != (bottom, right):
            self.sheet.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)

    def _page(self) -> None:
        """Landscape A3, as wide as the page, headings repeated."""
        for column, width in enumerate(WIDTHS, start=1):
            self.sheet.column_dimensions[get_column_letter(column)].width = width
        for column in range(FIRST_FIGURE, self.width + 1):
            self.sheet.column_dimensions[get_column_letter(column)].width = FIGURE_WIDTH
        self.sheet.page_setup.orientation = "landscape"
        self.sheet.page_setup.paperSize = 8
        self.sheet.page_setup.fitToHeight = 0
        self.sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


class _Columns:
    """Where a table's columns stand in the sheet."""

    def __init__(self, paper: AnyPaper, table: PaperTable) -> None:
        self.rows: Sequence[dict[str, Any]] = list(table.data)
        self.is_calendar = table.name == "calendar-index"
        months: Sequence[date] = paper.calendar_months if self.is_calendar else paper.months
        names = [name for name in table.columns.names() if name.startswith("own_")]
        headings = {name: f"{paper.council} {table.columns[name].header}".strip() for name in names}
        names += ["england", "london"]
        headings |= {name: str(table.columns[name].header) for name in ("england", "london")}
        self.rating = FIRST_FIGURE + len(names)
        after = [f"month_{place}" for place, _ in enumerate(months)]
        self.figures = [
            *enumerate(names, start=FIRST_FIGURE),
            *enumerate([*after, "year_to_date"], start=self.rating + 1),
        ]
        self.year_to_date = self.last = self.rating + len(months) + 1
        year = months[0].year if months else paper.as_at.year
        said = str(year) if self.is_calendar else f"{year}/{(year + 1) % 100:02}"
        self.headings: list[tuple[int, str | date]] = [
            *enumerate(
                (
                    "No.",
                    "Performance Indicators",
                    "Why is this important?",
                    "Polarity",
                    f"Target or Range of acceptable performance {said}",
                ),
                start=1,
            ),
            *((column, headings[name]) for column, name in self.figures if name in headings),
            (self.rating, "RAG rating"),
            *enumerate(months, start=self.rating + 1),
            (self.year_to_date, "Year to Date"),
        ]


def _about(sheet: Worksheet, paper: AnyPaper, reading: Reading | None) -> None:
    """What the file is, and how to read what is not a number."""
    said = [marking(paper, reading)] if reading else []
    said += [
        f"{paper.title}, Part {paper.part}",
        paper.council,
        f"As at {month_name(paper.as_at)}. Months after it, and months in which nothing was due, are empty.",
        f"“{paper.hidden_wording}” stands where a figure is withheld so that nobody can be recognised. It may be any "
        "number, zero included, and so may a rating in whose place it stands.",
        f"A number with a unit in its heading or title is in that unit. Counts of people below "
        f"{paper.smallest_publishable_count} are withheld, and others that would give them away.",
    ]
    if reading:
        said.append("Figures in italics on grey are not in Part 1.")
    for row, text in enumerate(said, start=1):
        put(sheet, row, 1, text, NOTE if reading and row == 1 else WORDS)
    sheet.column_dimensions["A"].width = 100
