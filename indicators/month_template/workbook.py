"""The workbook of a month: laid out like the index, filled so far, with the cells of the month to fill in."""

import io
import re
from datetime import date
from itertools import groupby

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from indicators.formatting import number_text
from indicators.importers.headings import is_another_comparator, role_in, words_in
from indicators.models import Dataset, IndicatorDefinition
from indicators.month_template.content import TemplateRow, TemplateTable, tables_of
from indicators.month_template.figures import Written, number_format_of
from indicators.month_template.months import reporting_year_of
from indicators.vocabulary import Comparator, Polarity, TargetForm, Unit, YearBasis

SHEET = "Performance Index"
FIXED = ("No.", "Performance Indicators", "Why is this important?", "Polarity")
WIDTHS = {"A": 7, "B": 42, "C": 30, "D": 9, "E": 18}
HEADING = PatternFill("solid", fgColor="D9E2EC")
SECTION = PatternFill("solid", fgColor="EEF2F6")
TO_FILL_IN = PatternFill("solid", fgColor="FFF7D6")
THIN = Border(*(Side(style="thin", color="B1B4B6"),) * 4)
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def make_template(dataset: Dataset, month: date, council: str) -> bytes:
    """An `.xlsx` of the reporting year in which the month lies. What is published, and what is no figure, is
    protected, without a password; the figures up to the month, and its year to date, are open."""
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = SHEET
    year = reporting_year_of(month)
    tables = tables_of(dataset, month)
    _text(sheet, 1, 1, f"Performance Index {year}/{(year + 1) % 100:02}: {dataset}").font = Font(bold=True, size=14)
    row = 2
    for table in tables:
        row = _Writer(sheet, table, month, _own_name(council)).write(row) + 2
    for letter, width in WIDTHS.items():
        sheet.column_dimensions[letter].width = width
    for column in range(len(WIDTHS) + 1, sheet.max_column + 1):
        sheet.column_dimensions[get_column_letter(column)].width = 14
    sheet.freeze_panes = "C4"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = False
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def _own_name(council: str) -> str:
    """The name over the council's own years, if it is one that the importer takes for a council's."""
    words = words_in(f"{council} 2020/21")
    is_name = role_in(words)[0] is None and not is_another_comparator(words)
    return council if is_name and words.period.year and not any(map(str.isdigit, words.rest)) else "Own year"


class _Writer:
    """Writes one table from a row on; `write` says which row is its last."""

    def __init__(self, sheet: Worksheet, table: TemplateTable, month: date, own_name: str) -> None:
        self.sheet, self.table, self.month, self.own_name = sheet, table, month, own_name
        first = len(FIXED) + 2
        self.benchmarks = {column: first + place for place, column in enumerate(table.columns)}
        self.rating = first + len(table.columns)
        self.months = {each: self.rating + 1 + place for place, each in enumerate(table.months)}
        self.year_to_date = self.rating + 1 + len(table.months)

    def write(self, row: int) -> int:
        if self.table.basis is YearBasis.CALENDAR:
            _text(self.sheet, row, 1, "The following indicators are measured on a calendar year:")
            row += 1
        self._headings(row)
        row += 1
        for section, rows in groupby(self.table.rows, key=lambda each: each.definition.section.name):
            row += 1
            cell = _text(self.sheet, row, 1, section)
            cell.font, cell.fill = Font(bold=True), SECTION
            for each in rows:
                row += 1
                self._row(row, each)
        return row

    def _headings(self, row: int) -> None:
        year = self.table.year
        of_year = f"{year}" if self.table.basis is YearBasis.CALENDAR else f"{year}/{(year + 1) % 100:02}"
        top = [*FIXED, f"Target or range of acceptable performance {of_year}"]
        for column, text in enumerate(top, start=1):
            _text(self.sheet, row, column, text)
        _text(self.sheet, row, len(FIXED) + 2, "Benchmarking and trend")
        _text(self.sheet, row, self.year_to_date, "Year to Date")
        for (comparator, period), column in self.benchmarks.items():
            name = self.own_name if comparator is Comparator.OWN else comparator.label
            _text(self.sheet, row + 1, column, f"{name} {period}".strip())
        _text(self.sheet, row + 1, self.rating, "RAG rating")
        for month, column in self.months.items():
            heading = self.sheet.cell(row + 1, column, month)
            heading.number_format = "mmm-yy"
        for column in range(1, self.year_to_date + 1):
            for each in (self.sheet.cell(row, column), self.sheet.cell(row + 1, column)):
                each.fill, each.font, each.border = HEADING, Font(bold=True), THIN
                each.alignment = Alignment(wrap_text=True, vertical="top")

    def _row(self, row: int, content: TemplateRow) -> None:
        definition = content.definition
        words = (
            definition.number,
            definition.title,
            definition.why_it_is_important,
            Polarity(definition.polarity).label,
            target_text(definition),
        )
        for column, text in enumerate(words, start=1):
            _text(self.sheet, row, column, text).alignment = Alignment(wrap_text=True, vertical="top")
        for benchmark, figure in content.benchmarks.items():
            if benchmark in self.benchmarks:
                _figure(self.sheet.cell(row, self.benchmarks[benchmark]), figure)
        plain = number_format_of(Unit(definition.unit), definition.decimal_places)
        for month, column in self.months.items():
            cell = self.sheet.cell(row, column)
            cell.number_format = plain
            if month in content.months:
                _figure(cell, content.months[month])
            if month <= self.month and month not in content.locked and not _is_retired(definition, month):
                cell.protection = Protection(locked=False)
                if month == self.month:
                    cell.fill = TO_FILL_IN
        total = self.sheet.cell(row, self.year_to_date)
        total.number_format = plain
        total.protection = Protection(locked=False)
        total.fill = TO_FILL_IN
        if content.year_to_date is not None:
            _figure(total, content.year_to_date)
        for column in range(1, self.year_to_date + 1):
            self.sheet.cell(row, column).border = THIN


def _is_retired(definition: IndicatorDefinition, month: date) -> bool:
    retired = definition.indicator.retired_from
    return retired is not None and month >= retired


def target_text(definition: IndicatorDefinition) -> str:
    """The target in its own words, or where it has none in those that the importer knows."""
    low, high = definition.target_low, definition.target_high
    if definition.target_wording or low is None or high is None:
        is_open = definition.target_form == TargetForm.TO_BE_CONFIRMED
        return definition.target_wording or ("TBC" if is_open else "")
    sign = "%" if definition.unit == Unit.PERCENTAGE else ""
    ends = [number_text(end, 0 if end == end.to_integral_value() else 2).replace(",", "") for end in (low, high)]
    text = f"{ends[0]}{sign}" if low == high else f"{ends[0]}-{ends[1]}{sign}"
    return text + (" weeks" if definition.unit == Unit.WEEKS else "")


def _figure(cell: Cell | MergedCell, content: Written) -> None:
    if isinstance(content.value, str):
        _put(cell, content.value)
        return
    cell.value = content.value
    cell.number_format = content.number_format


def _text(sheet: Worksheet, row: int, column: int, text: str) -> Cell | MergedCell:
    cell = sheet.cell(row, column)
    _put(cell, text)
    return cell


def _put(cell: Cell | MergedCell, text: str) -> None:
    """A text as text: never a formula, whatever it begins with, and never what XML has no room for."""
    if text:
        cell.value = _NOT_IN_XML.sub("", text)
        cell.data_type = "s"
