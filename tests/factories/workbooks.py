"""The council's workbook, as it is and with cells changed."""

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

import openpyxl

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "performance-index-2020-21.xlsx"
SHEET = "Performance Index"
SUPPRESSED = "Data suppressed, see part 2 report"
HIDDEN_BY_THE_COUNCIL = {
    "L29:W29": SUPPRESSED,
    "L30:W30": SUPPRESSED,
    "L31:W31": SUPPRESSED,
    "L42:W42": SUPPRESSED,
    "P10:W10": SUPPRESSED,
    "F29": "X",
    "F30": "X",
    "F31": "x",
    "G36": "x",
}
"""What the council's published Part 1 has in place of figures; the years to date beside them are blank."""


def example() -> bytes:
    return EXAMPLE.read_bytes()


def example_with(cells: Mapping[str, object]) -> bytes:
    """The example with some cells changed; a range (`L29:W29`) is emptied, merged and says one thing."""
    workbook = openpyxl.load_workbook(EXAMPLE)
    sheet = workbook[SHEET]
    for place, content in cells.items():
        if ":" in place:
            for row in sheet[place]:
                for cell in row:
                    cell.value = None
            sheet.merge_cells(place)
        sheet[place.partition(":")[0]] = content
    file = BytesIO()
    workbook.save(file)
    return file.getvalue()


def part_1_workbook() -> bytes:
    """The example as the public saw it."""
    blank = dict.fromkeys(("X29", "X30", "X31", "X42"))
    return example_with(HIDDEN_BY_THE_COUNCIL | blank)
