"""Performance reports in the layouts of other councils, described in brief: a line a row, `|` between cells."""

from collections.abc import Mapping, Sequence
from datetime import date
from io import BytesIO

import openpyxl
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet

MONTHLY = """
PI Ref No | PI Description | Meas. In | Actual 07/08 | Actual May | Actual June | Actual July | Actual Sep \
| Actual Nov | Target Nov | Target 08/09 | Responsible Officer | Traffic Light Trend
Theme 1: One Borough
Strategic101 | Percentage of Undisputed Invoices Paid on Time¶¶Good performance HIGH | % | 87.87 | 86.74 | 85.63 \
| 85.55 | 85.35 | 84.69 | 97 | 97 | [officer]
Monthly Performance: [narrative]
Strategic105 | Number of working days/shifts lost to sickness absence per employee.¶¶Good performance LOW | days \
| 8.69 | 9.12 | 8.98 | 8.88 | 8.93 | 8.56 | 7.7 | 7.5 | [officer]
"""
"""Months that are not contiguous, a polarity in the title, a remark below a row."""

ONE_MONTH = """
PI Ref No | PI Description | Responsible Officer | Lead Directorate | Meas. In | Actual 07/08 | June Target \
| June Actual | 08/09 Target | Aiming | Traffic Light
Theme 1: One Borough
Strategic101 | Percentage of Undisputed Invoices Paid on Time | [officer] | Resources | % | 87.87 | 97 | 85.63 | 97 \
| High | AMBER
Strategic102 | Percentage of the top 5% of earners that are women. | [officer] | Resources | % | 52.71 | 50 | 51.39 \
| 50 | High | GREEN
"""

THRESHOLDS = """
 | | | | | | | | | | | 2016/17 Target and Tolerances | | | YR ON YR TREND | | LATEST BENCHMARKING - 2014/15
NO. | INDICATORS - EARLY HELP | GOOD PERF IS | DATA NOTE (Monthly) | Jan-17 | Feb-17 | Mar-17 | Year End 2016/17 \
| DATA NOTE | DOT (Month on Month) | RAG (in month) | Red | Amber | Target Green | 2014/15 | 2015/16 | STAT NEIGH AVE \
| BEST STAT NEIGH | NAT AVE | NAT TOP QTILE THRESHOLD
1.1 | Early Help Contacts during the reporting month | Info | Number | 403 | 407 | 392 | 3914 | Financial Year
1.2 | Assessments completed in time | High | Percentage | 71.5 | 74 | 78.2 | 74.9 | Financial Year | ↑ | Amber | <70 \
| 70 | 80 | 61.2 | 66 | 70.1 | 82 | 71.3 | 85
"""

TARGETS_ALONE = """
Ref | Key performance indicators | Good is | Target 2022/23
CH01 | Percentage of eligible children accessing their 2-2.5yr health visitor checks | High | 93%
CH03 | The number of children with a Child Protection plan (rate per 10K population 0-17) | Low | Fewer than 85
CH05 | Open Early Help cases at the end of the reporting period | Measure for information | No target
CH06 | Proportion of social care re-referrals in 12 months | Low | Less than 22%
CH09 | Proportion of pupils passing the phonics screening check in year 1 | High | Above Stat Neighbour Average
CH11 | Number of universal youth work sessions delivered | High | Additional 800
"""


def report(
    text: str,
    merges: Sequence[str] = (),
    fills: Mapping[str, str] | None = None,
    formats: Mapping[str, str] | None = None,
    more_sheets: Mapping[str, str] | None = None,
) -> bytes:
    """An `.xlsx` file. `¶` breaks a line within a cell, `@2020-04-01` is a date, `~0.97` a number shown as a
    percentage, `'5` the text 5; `fills` are colours, `formats` number formats, by cell."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = "Report"
    _fill_in(sheet, text)
    for name, other in (more_sheets or {}).items():
        _fill_in(workbook.create_sheet(name), other)
    for merge in merges:
        sheet.merge_cells(merge)
    for place, colour in (fills or {}).items():
        sheet[place].fill = PatternFill("solid", fgColor=colour)
    for place, number_format in (formats or {}).items():
        sheet[place].number_format = number_format
    file = BytesIO()
    workbook.save(file)
    return file.getvalue()


def _fill_in(sheet: Worksheet, text: str) -> None:
    for row, line in enumerate(text.strip("\n").split("\n"), start=1):
        for column, word in enumerate(line.split("|"), start=1):
            _write(sheet, row, column, word.strip())


def _write(sheet: Worksheet, row: int, column: int, word: str) -> None:
    if not word:
        return
    cell = sheet.cell(row, column)
    if word.startswith("@"):
        cell.value, cell.number_format = date.fromisoformat(word[1:]), "mmm-yy"
    elif word.startswith("~"):
        cell.value, cell.number_format = float(word[1:]), "0.0%"
    elif word.startswith("'"):
        cell.value = word[1:]
    else:
        try:
            number = float(word)
            cell.value = int(word) if number.is_integer() and "." not in word else number
        except ValueError:
            cell.value = word.replace("¶", "\n")
            cell.data_type = "s"  # text, even where it starts like a formula
