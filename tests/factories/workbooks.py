"""The council's workbook, as it is and with cells changed."""

from collections.abc import Mapping, Sequence
from datetime import date
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


def _row(row: int, months: Sequence[int], *, first: str = "L", last: str = "T", **cells: object) -> dict[str, object]:
    columns = "LMNOPQRST"["LMNOPQRST".index(first) : "LMNOPQRST".index(last) + 1]
    return {f"{column}{row}": value for column, value in zip(columns, months, strict=True)} | {
        f"{column}{row}": value for column, value in cells.items()
    }


ANOTHER_WORLD = {
    **_row(10, (3, 5, 8), first="Q", last="S"),
    **_row(29, (2, 3, 3, 4, 5, 6, 7, 8), first="M", X=8, F=3, H=12),
    **_row(30, (1, 3, 5, 7, 8, 10, 12), first="M", last="S", F=4, H=31),
    **_row(31, (2, 2, 3, 3, 4, 5, 5, 6), first="M", X=6, F=2, H=17, K="RED"),
    **_row(42, (4, 3, 3, 2, 4, 1, 3, 3, 4)),
    "G9": "x (rate: 0.02)",
    "H9": "x (rate: 0.03)",
    "F36": 40,
    "G36": 4,
}
"""Every figure of the example that Part 1 hides, as some other figure that it would hide as well; the rating of 23
differs with them."""

ANOTHER_WORLD_AFTER_OCTOBER = ANOTHER_WORLD | {"R30": 9}
"""The same where the report of October is published first: that one shows October of 22.2."""

CANARIES = {
    "G10": "4 (rate: 0.731942)",
    "H10": 592638,
    "H29": 731946,
    "H30": 618254,
    "H31": 845172,
    "F36": 642719,
}
"""Figures that nobody could mistake, where Part 1 hides them: previous years that keep small ones company, and a small
count's rate."""

CANARY_DIGITS = ("592638", "731946", "618254", "845172", "642719", "731942")


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


def large_workbook(rows: int) -> bytes:
    """An index of that many rows with all twelve months filled, as one council with many services might send it."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = SHEET
    sheet.append(["Performance Index 2020/21"])
    sheet.append(["No.", "Performance Indicators", "Why is this important?", "Polarity", "Target", "RAG rating"])
    for place, month in enumerate(months_of_2020()):
        sheet.cell(2, 7 + place, month).number_format = "mmm-yy"
    sheet.cell(2, 19, "Year to Date")
    for row in range(rows):
        if row % 100 == 0:
            sheet.append([f"Service {row // 100 + 1}"])
        months = [100 + (row * 7 + month * 13) % 50 for month in range(12)]
        title = f"Number of children seen by team {row + 1} of the service"
        sheet.append([f"{row + 1}", title, "It shows the demand.", "n/a", "No target", None, *months, sum(months)])
    file = BytesIO()
    workbook.save(file)
    return file.getvalue()


def months_of_2020() -> list[date]:
    """April 2020 to March 2021."""
    return [date(2020 + (month > 12), (month - 1) % 12 + 1, 1) for month in range(4, 16)]
