"""The council's workbook, as it is and with cells changed."""

from collections.abc import Mapping, Sequence
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


def _row(row: int, months: Sequence[int], *, first: str = "L", **cells: object) -> dict[str, object]:
    columns = "LMNOPQRST"["LMNOPQRST".index(first) :]
    return {f"{column}{row}": value for column, value in zip(columns, months, strict=True)} | {
        f"{column}{row}": value for column, value in cells.items()
    }


ANOTHER_WORLD = {
    **_row(10, (3, 5, 8, 12), first="Q"),
    **_row(29, (1, 2, 3, 3, 4, 5, 6, 7, 8), X=8, F=3),
    **_row(30, (1, 3, 5, 5, 7, 8, 10, 12, 21), X=21, F=4, K="GREEN"),
    **_row(31, (1, 2, 2, 3, 3, 4, 5, 5, 6), X=6, F=3, K="RED"),
    **_row(42, (2, 3, 3, 2, 4, 4, 3, 5, 4), X=30),
    "G9": "x (rate: 0.02)",
    "H9": "x (rate: 0.03)",
    "G36": 4,
}
"""Every figure of the example that Part 1 hides, as some other figure that it would hide as well; the ratings of 22.2
and 23 differ with them, so that one more is on track."""

CANARIES = {
    **_row(10, (592638,), first="T", G="4 (rate: 0.731942)"),
    **_row(29, (731946,), first="T", X=731946),
    **_row(30, (618254,), first="T", X=618254),
    **_row(31, (845172,), first="T", X=845172),
    "T40": "0.0% (3/642719)",
}
"""Figures that nobody could mistake, where Part 1 hides them: totals that run on from a small count, a small count's
rate, and a percentage of few people."""

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
