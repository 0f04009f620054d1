"""Recognises a list of children or other people, which has no place here: it is refused, and nothing of it is kept."""

import re
from decimal import Decimal

from indicators.importers.cells import Cell, Sheet, Workbook
from indicators.importers.container import WorkbookRefused
from indicators.importers.personal_words import CERTAIN, LIKELY

ENOUGH_NUMBERS = 3
"""How many valid numbers of people in one column make a list of people."""

_LONGEST = max(map(len, CERTAIN | LIKELY)) + 5
_NO_LETTERS = re.compile("[^a-z']+")
UPN = re.compile(r"[A-HJ-NP-RT-Z][0-9]{11}[0-9A-HJ-NP-RT-Z]")
_UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
POSTCODE = re.compile(r"[A-Z]{1,2}[0-9][0-9A-Z]? ?[0-9][ABD-HJLNP-UW-Z]{2}")


class RecordsOfPeople(WorkbookRefused):
    """The workbook has a line for each child or other person. The message names the sheet and row, and no content."""


def refuse_records_of_people(workbook: Workbook) -> None:
    """Raises RecordsOfPeople where a sheet, shown or hidden, is a list of people.

    That is a row with two headings that lists of people have, one of which no other list has (date of birth, UPN), or
    a column with several valid pupil numbers, NHS numbers or postcodes.
    """
    for sheet in workbook.sheets:
        place = _heading_row(sheet) or _column_of_numbers(sheet)
        if place:
            raise RecordsOfPeople(
                f"This looks like a list of children or other people: the sheet “{sheet.name}” has {place}. Outturn "
                "takes totals only, never records of people. Nothing of the file was kept: its bytes have been "
                "deleted. Send the performance report itself, without this sheet."
            )


def _heading_row(sheet: Sheet) -> str:
    rows: dict[str, set[int]] = {}
    for (row, _), cell in sheet.cells.items():
        if isinstance(cell.value, str) and len(cell.value) <= _LONGEST:
            rows.setdefault(cell.value, set()).add(row)
    found: dict[int, set[str]] = {}
    for text, its_rows in rows.items():
        words = _NO_LETTERS.sub(" ", text.casefold()).strip()
        if words in CERTAIN or words in LIKELY:
            for row in its_rows:
                found.setdefault(row, set()).add(words)
    first = next((row for row, words in sorted(found.items()) if len(words) > 1 and words & CERTAIN), None)
    return f"headings such as a name, a date of birth or a person's number in row {first}" if first else ""


def _column_of_numbers(sheet: Sheet) -> str:
    counts: dict[tuple[str, int], set[str]] = {}
    for (_, column), cell in sheet.cells.items():
        kind = _kind(cell)
        if kind:
            counts.setdefault((kind, column), set()).add(str(cell.value).strip())
    return next((kind for (kind, _), values in counts.items() if len(values) >= ENOUGH_NUMBERS), "")


def _kind(cell: Cell) -> str:
    """What number of a person, or of a home, the cell holds; empty for anything else."""
    if isinstance(cell.value, Decimal):
        is_long = 10**9 <= cell.value < 10**10
        return "a column of NHS numbers" if is_long and is_nhs_number(f"{cell.value:f}") else ""
    if not isinstance(cell.value, str) or not 5 <= len(cell.value) <= 16:
        return ""
    text = cell.value.strip().upper()
    if not text[-1:].isalnum() or text.isalpha():
        return ""
    if UPN.fullmatch(text) and is_upn(text):
        return "a column of pupil numbers (UPN)"
    if is_nhs_number(text.replace(" ", "").replace("-", "")):
        return "a column of NHS numbers"
    return "a column of postcodes" if POSTCODE.fullmatch(text) else ""


def is_upn(text: str) -> bool:
    """Whether the letter in front is that of the other twelve: their sum weighted 2 to 13, modulo 23."""
    if not text[12].isdigit():  # a temporary number ends with a letter, which counts by its place
        return text[12] in _UPN_LETTERS
    total = sum(int(digit) * weight for weight, digit in enumerate(text[1:], start=2))
    return _UPN_LETTERS[total % 23] == text[0]


def is_nhs_number(text: str) -> bool:
    """Whether ten digits have the check digit of an NHS number."""
    if not re.fullmatch("[0-9]{10}", text):
        return False
    check = 11 - sum(int(digit) * weight for digit, weight in zip(text[:9], range(10, 1, -1), strict=True)) % 11
    return check % 11 == int(text[9]) and check != 10
