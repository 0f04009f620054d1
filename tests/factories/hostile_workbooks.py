"""Files that are odd, broken or meant to do harm, each made from the council's workbook or from nothing."""

import io
import re
import struct
import warnings
import zipfile
from collections.abc import Callable, Mapping
from datetime import date

import openpyxl
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from tests.factories.workbooks import EXAMPLE, SHEET, example, example_with

SHEET_PART = "xl/worksheets/sheet1.xml"
STYLES = "xl/styles.xml"
CONTENT_TYPES = "[Content_Types].xml"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(parts: Mapping[str, bytes], twice: str = "") -> bytes:
    file = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        warnings.simplefilter("ignore")
        for name, part in parts.items():
            package.writestr(name, part)
        if twice:
            package.writestr(twice, parts[twice])
    return file.getvalue()


def changed(part: str, change: Callable[[str], str]) -> bytes:
    """The example with one of its parts rewritten."""
    parts = parts_of(example())
    return packed(parts | {part: change(parts[part].decode()).encode()})


def with_row(xml: str) -> bytes:
    """The example with more XML after its last row."""
    return changed(SHEET_PART, lambda sheet: sheet.replace("</sheetData>", f"{xml}</sheetData>"))


def with_cell(place: str, xml: str) -> bytes:
    """The example with the XML of one cell in place of its own."""
    return changed(SHEET_PART, lambda sheet: re.sub(rf'<c r="{place}"[^>]*?(/>|>.*?</c>)', lambda _: xml, sheet))


def saved(change: Callable[[openpyxl.Workbook], None]) -> bytes:
    workbook = openpyxl.load_workbook(EXAMPLE)
    change(workbook)
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def bomb() -> bytes:
    return packed(parts_of(example()) | {SHEET_PART: b" " * 70_000_000})


def lying_sizes() -> bytes:
    content = packed(parts_of(example()))
    size = struct.pack("<L", len(parts_of(example())[SHEET_PART]))
    return content.replace(size, struct.pack("<L", 12))


def two_hundred_thousand_entries() -> bytes:
    """A directory of 200,000 entries that all point to one part."""
    entry = struct.pack("<4s6H3L5H2L", b"PK\x01\x02", 20, 20, 0, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0)
    local = struct.pack("<4s5H3L2H", b"PK\x03\x04", 20, 0, 0, 0, 0, 0, 0, 0, 4, 0) + b"0000"
    directory = b"".join(entry + f"{number:04x}"[-4:].encode() for number in range(200_000))
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, len(directory), len(local), 0)
    return local + directory + end


def in_utf_16() -> bytes:
    parts = parts_of(example())
    sheet = re.sub(r"<\?xml[^>]*\?>", "", parts[SHEET_PART].decode())
    return packed(parts | {SHEET_PART: ('<?xml version="1.0" encoding="UTF-16"?>' + sheet).encode("utf-16")})


def utf_16_with_entities() -> bytes:
    parts = parts_of(example())
    return packed(parts | {STYLES: f'<?xml version="1.0" encoding="UTF-16"?>{LAUGHS}<x>&b;</x>'.encode("utf-16")})


def counting_from_1904() -> bytes:
    def change(workbook: openpyxl.Workbook) -> None:
        workbook.epoch = CALENDAR_MAC_1904

    return saved(change)


def hidden_rows_and_sheets() -> bytes:
    def change(workbook: openpyxl.Workbook) -> None:
        workbook[SHEET].row_dimensions[15].hidden = True
        workbook.copy_worksheet(workbook[SHEET]).sheet_state = "hidden"
        workbook.create_sheet("Notes").append(["Who", "What"])

    return saved(change)


def shifted_columns() -> bytes:
    def change(workbook: openpyxl.Workbook) -> None:
        workbook[SHEET].move_range("A4:X44", cols=1)

    return saved(change)


def wrong_year() -> bytes:
    years = {f"{column}3": date(2018, month, 1) for column, month in zip("LMNOPQRST", range(4, 13), strict=True)}
    return example_with(years)


def a_wall_of(text: str) -> bytes:
    """As many cells as are read at all, each with the same text in the month of a row of its own."""
    rows = "".join(
        f'<row r="{row}"><c r="A{row}"><v>{row}</v></c><c r="B{row}" t="inlineStr"><is><t>Title {row}</t></is></c>'
        + "".join(f'<c r="{column}{row}" t="inlineStr"><is><t>{text}</t></is></c>' for column in "LMNOPQRSTUVW")
        + "</row>"
        for row in range(60, 2_501)
    )
    return with_row(rows)


def text_in_every_column() -> bytes:
    """Cells under no heading, in every row that is read."""
    letters = [f"{a}{b}" for a in "AB" for b in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"][:36]
    return with_row(
        "".join(
            f'<row r="{row}">' + "".join(f'<c r="{c}{row}"><v>1</v></c>' for c in letters) + "</row>"
            for row in range(60, 2_501)
        )
    )
