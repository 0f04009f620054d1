"""The process that writes comments into a workbook: findings and workbook from standard input, workbook to output.

openpyxl reads what people sent, so the kernel bounds what it may take. What it does not keep is lost in the copy:
pictures, charts and the saved results of formulas, which Excel works out again.
"""

from __future__ import annotations

import io
import json
import re
import resource
import sys

import openpyxl
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

MAXIMUM_MEMORY = 500 * 1024 * 1024
MAXIMUM_PROCESSOR_SECONDS = 25
MAXIMUM_FILE = 60 * 1024 * 1024
SHEET = "Outturn findings"
AUTHOR = "Outturn"
LONGEST_COMMENT = 2_000
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def add_findings(workbook: Workbook, said: list[list[str]]) -> None:
    """One comment a cell, with all that there is to say of it, and a sheet with a line for each finding."""
    by_cell: dict[tuple[str, str], list[str]] = {}
    for kind, sheet, cells, message in said:
        if sheet in workbook.sheetnames and cells:
            by_cell.setdefault((sheet, cells.partition(":")[0]), []).append(f"{kind}: {message}")
    for (sheet, place), messages in by_cell.items():
        _comment(workbook[sheet], place, _printable("\n\n".join(messages)))
    name = SHEET
    while name in workbook.sheetnames:
        name += " (new)"
    _list(workbook.create_sheet(name[:31]), said)


def _comment(sheet: Worksheet, place: str, text: str) -> None:
    """Into the cell, or into the first of the merged cells that cover it; what stood there before comes first."""
    for merged in sheet.merged_cells.ranges:
        if place in merged:
            place = merged.coord.partition(":")[0]
            break
    cell = sheet[place]
    earlier = f"{cell.comment.text}\n\n" if cell.comment else ""
    comment = Comment((earlier + text)[:LONGEST_COMMENT], AUTHOR)
    comment.width, comment.height = 360, 160
    cell.comment = comment


def _list(sheet: Worksheet, said: list[list[str]]) -> None:
    lines = [["What", "Sheet", "Cell", "Finding"], *said] if said else [["Nothing was found."]]
    for row, line in enumerate(lines, start=1):
        for column, text in enumerate(line, start=1):
            cell = sheet.cell(row, column)
            cell.value = _printable(text)[:32_000]
            cell.data_type = "s"  # never a formula, whatever it begins with
            if row == 1:
                cell.font = Font(bold=True)
    for letter, width in {"A": 16, "B": 22, "C": 12, "D": 120}.items():
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"


def _printable(text: str) -> str:
    return _NOT_IN_XML.sub("?", text)


def main() -> None:
    """Reads a line of JSON and a workbook (none for the list alone), writes the workbook, within limits."""
    for limit, value in (
        (resource.RLIMIT_AS, MAXIMUM_MEMORY),
        (resource.RLIMIT_CPU, MAXIMUM_PROCESSOR_SECONDS),
        (resource.RLIMIT_FSIZE, MAXIMUM_FILE),
    ):
        hard = resource.getrlimit(limit)[1]
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(limit, (value, value))
    said = json.loads(sys.stdin.buffer.readline())
    content = sys.stdin.buffer.read()
    if content:
        try:
            workbook = openpyxl.load_workbook(io.BytesIO(content))
        except (InvalidFileException, KeyError, ValueError, TypeError) as error:
            raise SystemExit(2) from error
    else:
        workbook = Workbook()
        workbook.remove(workbook.worksheets[0])
    add_findings(workbook, said)
    result = io.BytesIO()
    workbook.save(result)
    sys.stdout.buffer.write(result.getvalue())
