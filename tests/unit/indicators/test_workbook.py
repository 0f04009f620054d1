"""What `read_workbook` makes of a file, with sheets written here as XML."""

import hashlib
import io
import time
import zipfile
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from xml.parsers.expat import ExpatError

import openpyxl
import pytest
from openpyxl.styles import PatternFill

from indicators.importers import workbook as workbook_module
from indicators.importers.child_xml import OUT_OF_MEMORY, parse
from indicators.importers.workbook import Cell, CellKind, Merge, Sheet, WorkbookRefused, read_workbook

RELATIONSHIPS = """<Relationships>
<Relationship Id="rId1" Type="http://x/worksheet" Target="worksheets/sheet1.xml"/>
<Relationship Id="rId2" Type="http://x/styles" Target="styles.xml"/>
<Relationship Id="rId3" Type="http://x/sharedStrings" Target="/xl/sharedStrings.xml"/>
<Relationship Id="rId4" Type="http://x/theme" Target="theme/theme1.xml"/>
</Relationships>"""
STYLES = """<styleSheet><numFmts><numFmt numFmtId="164" formatCode="0.0%"/></numFmts>
<fills><fill><patternFill patternType="none"/></fill>
<fill><patternFill patternType="solid"><fgColor rgb="FF00B050"/></patternFill></fill>
<fill><patternFill patternType="solid"><fgColor theme="0" tint="-0.5"/></patternFill></fill>
<fill><patternFill patternType="solid"><fgColor indexed="10"/></patternFill></fill></fills>
<cellXfs><xf numFmtId="0"/><xf numFmtId="9" fillId="1"/><xf numFmtId="164" fillId="2"/><xf numFmtId="17" fillId="3"/>
<xf numFmtId="46"/></cellXfs><dxfs><dxf><fill><patternFill><fgColor rgb="FFFF0000"/></patternFill></fill></dxf></dxfs>
</styleSheet>"""
THEME = """<theme><clrScheme><dk1><sysClr val="windowText" lastClr="000000"/></dk1>
<lt1><sysClr val="window" lastClr="FFFFFF"/></lt1></clrScheme></theme>"""


def packed(
    rows: str,
    after: str = "",
    before: str = "",
    workbook: str = "",
    strings: str = "",
    sheets: str = "",
    **more: str | bytes,
) -> bytes:
    """An `.xlsx` with one sheet named Index, whose rows are given as XML."""
    sheets = sheets or '<sheet name="Index" r:id="rId1"/>'
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "xl/workbook.xml": f'<workbook xmlns:r="r">{workbook}<sheets>{sheets}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": RELATIONSHIPS,
        "xl/worksheets/sheet1.xml": f"<worksheet>{before}<sheetData>{rows}</sheetData>{after}</worksheet>",
        "xl/styles.xml": STYLES,
        "xl/sharedStrings.xml": f"<sst>{strings}</sst>",
        "xl/theme/theme1.xml": THEME,
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in (parts | more).items():
            package.writestr(name, part)
    return buffer.getvalue()


def read_sheet(rows: str, **parts: Any) -> Sheet:
    return read_workbook(packed(rows, **parts), "index.xlsx").sheets[0]


def read_cell(cell: str, **parts: Any) -> Cell:
    return read_sheet(f'<row r="1">{cell}</row>', **parts).cells[1, 1]


def refusal(rows: str, **parts: Any) -> str:
    with pytest.raises(WorkbookRefused) as caught:
        read_workbook(packed(rows, **parts), "index.xlsx")
    return str(caught.value)


def test_a_normal_workbook_gives_values_formats_fills_merges_and_what_is_hidden() -> None:
    original = openpyxl.Workbook()
    original.remove(original["Sheet"])
    sheet = original.create_sheet("Performance Index")
    sheet.append(["No.", "Title", date(2020, 4, 1), True])
    sheet.append(["1.1", "Families supported", 0.97, datetime(2020, 4, 1, 9, 30)])
    sheet["C2"].number_format = "0%"
    sheet["C2"].fill = PatternFill("solid", fgColor="00B050")
    sheet.merge_cells("A3:D4")
    sheet.row_dimensions[2].hidden = True
    sheet.column_dimensions["B"].hidden = True
    original.create_sheet("Notes").sheet_state = "veryHidden"
    buffer = io.BytesIO()
    original.save(buffer)

    workbook = read_workbook(buffer.getvalue(), "index.xlsx")

    index, notes = workbook.sheets
    assert workbook.sha256 == hashlib.sha256(buffer.getvalue()).hexdigest()
    assert (index.name, index.hidden, notes.name, notes.hidden) == ("Performance Index", False, "Notes", True)
    assert index.cells[1, 3] == Cell(1, 3, date(2020, 4, 1), "yyyy-mm-dd", CellKind.DATE)
    assert index.cells[1, 4] == Cell(1, 4, True, "General", CellKind.BOOLEAN)
    assert index.cells[2, 1] == Cell(2, 1, "1.1")
    assert index.cells[2, 3] == Cell(2, 3, Decimal("0.97"), "0%", CellKind.NUMBER, "00B050")
    assert index.cells[2, 4].value == datetime(2020, 4, 1, 9, 30)
    assert index.hidden_rows == index.hidden_columns == frozenset({2})
    assert len(index.cells) == 8


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("0.97", "0.97"),
        ("0.28999999999999998", "0.29"),
        ("1.1000000000000001", "1.1"),
        ("3422", "3422"),
        ("3422.0", "3422"),
        ("-1.5E-2", "-0.015"),
        ("1e300", "1E+300"),
        ("0." + "3" * 5000, "0.3333333333333333"),
    ],
)
def test_a_number_has_no_binary_noise(written: str, number: str) -> None:
    cell = read_cell(f"<c><v>{written}</v></c>")
    assert cell.kind is CellKind.NUMBER
    assert str(cell.value) == number


@pytest.mark.parametrize("written", ["NaN", "Infinity", "1_000", "١٢", "9" * 5000, "abc"])
def test_what_is_no_number_is_an_error_and_not_a_figure(written: str) -> None:
    cell = read_cell(f"<c><v>{written}</v></c>")
    assert (cell.kind, cell.value) == (CellKind.ERROR, written[:100])


def test_styles_give_the_number_format_and_the_fill() -> None:
    sheet = read_sheet("<row>" + "".join(f'<c s="{style}"><v>0.5</v></c>' for style in (0, 1, 2, 3, 99)) + "</row>")
    looks = [(cell.number_format, cell.fill) for cell in sheet.cells.values()]
    assert looks == [("General", ""), ("0%", "00B050"), ("0.0%", "808080"), ("mmm-yy", "FF0000"), ("General", "")]


@pytest.mark.parametrize(
    ("setting", "serial", "expected"),
    [
        ("", "43922", date(2020, 4, 1)),
        ('<workbookPr date1904="1"/>', "42460", date(2020, 4, 1)),
        ('<workbookPr date1904="0"/>', "43922.75", datetime(2020, 4, 1, 18)),
        ("", "59", date(1900, 2, 28)),
        ("", "61", date(1900, 3, 1)),
    ],
)
def test_dates_count_from_1900_or_1904_as_the_workbook_says(setting: str, serial: str, expected: date) -> None:
    cell = read_cell(f'<c s="3"><v>{serial}</v></c>', workbook=setting)
    assert (cell.kind, cell.value) == (CellKind.DATE, expected)


def test_a_date_beyond_the_calendar_is_an_error_and_a_duration_is_a_number() -> None:
    assert read_cell('<c s="3"><v>1E+20</v></c>').kind is CellKind.ERROR
    assert read_cell('<c s="4"><v>1.5</v></c>').kind is CellKind.NUMBER
    assert read_cell('<c t="d"><v>2020-04-01T00:00:00Z</v></c>').value == date(2020, 4, 1)


@pytest.mark.parametrize(
    ("cell", "kind", "value"),
    [
        ("<c><f>A2+1</f></c>", CellKind.FORMULA_WITHOUT_VALUE, None),
        ("<c><f>A2+1</f><v/></c>", CellKind.FORMULA_WITHOUT_VALUE, None),
        ('<c t="str"><f>A2&amp;"x"</f></c>', CellKind.FORMULA_WITHOUT_VALUE, None),
        ('<c><f t="shared" si="0"/><v>7</v></c>', CellKind.NUMBER, Decimal(7)),
        ('<c t="str"><f>A2</f><v>97%</v></c>', CellKind.TEXT, "97%"),
        ('<c t="e"><f>1/0</f><v>#DIV/0!</v></c>', CellKind.ERROR, "#DIV/0!"),
        ('<c t="b"><v>0</v></c>', CellKind.BOOLEAN, False),
    ],
)
def test_a_formula_gives_the_value_kept_with_it_or_says_that_it_has_none(
    cell: str, kind: CellKind, value: object
) -> None:
    read = read_cell(cell)
    assert (read.kind, read.value) == (kind, value)


def test_texts_are_joined_unescaped_and_without_phonetic_hints() -> None:
    strings = (
        "<si><r><t>Chil</t></r><r><t>dren</t></r><rPh><t>ignored</t></rPh></si><si><t>a_x000D_&#10;b_x0000_</t></si>"
    )
    rows = '<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="inlineStr"><is><t> in “line” \\</t></is></c></row>'
    values = [cell.value for cell in read_sheet(rows, strings=strings).cells.values()]
    assert values == ["Children", "a\nb_x0000_", " in “line” \\"]


def test_an_empty_text_and_a_formula_that_gives_one_are_no_cells() -> None:
    strings = "<si><t/></si>"
    assert not read_sheet('<row><c t="s"><v>0</v></c><c t="str"><f>""</f><v/></c></row>', strings=strings).cells


def test_prefixes_and_cells_that_do_not_say_where_they_are_can_be_read() -> None:
    sheet = read_sheet(
        '<x:row xmlns:x="x"><x:c><x:v>1</x:v></x:c><x:c><x:v>2</x:v></x:c></x:row><row><c><v>3</v></c></row>'
    )
    assert {place: cell.value for place, cell in sheet.cells.items()} == {(1, 1): 1, (1, 2): 2, (2, 1): 3}


@pytest.mark.parametrize(
    "formatting",
    [
        '<row r="1048576"><c r="XFD1048576" s="1"/></row>',
        '<row r="60000" hidden="1"/>',
        "".join(f'<row r="{row}"/>' for row in range(2, 100_000)),
    ],
)
def test_formatting_without_a_value_does_not_make_a_sheet_large(formatting: str) -> None:
    sheet = read_sheet(
        f'<row r="1"><c r="A1"><v>1</v></c></row>{formatting}',
        before='<dimension ref="A1:XFD1048576"/><cols><col min="3" max="16384" hidden="1"/></cols>',
    )
    assert (list(sheet.cells), sheet.hidden_rows, sheet.hidden_columns) == ([(1, 1)], frozenset(), frozenset())


@pytest.mark.parametrize("reference", ["XFD1048576", "A2501", "GS1"])
def test_a_value_beyond_the_bounds_is_refused_with_sheet_and_cell(reference: str) -> None:
    message = refusal(f'<row><c r="{reference}"><v>1</v></c></row>')
    assert f"cell {reference} of the sheet “Index”" in message
    assert "2,500 rows and 200 columns" in message


def test_merges_are_cut_to_the_cells_and_may_span_the_whole_sheet() -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="9"><c r="H9"><v>1</v></c></row>'
    merges = '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    assert read_sheet(rows, after=merges).merges == (Merge(1, 1, 9, 8),)
    columns = '<mergeCells><mergeCell ref="K:L"/><mergeCell ref="C:D"/><mergeCell ref="A2:B3"/></mergeCells>'
    assert read_sheet(rows, after=columns).merges == (Merge(1, 3, 9, 4), Merge(2, 1, 3, 2))


def test_merges_that_must_overlap_are_refused() -> None:
    rows = '<row r="9"><c r="H9"><v>1</v></c></row>'
    assert "overlap" in refusal(rows, after='<mergeCell ref="A1:H9"/><mergeCell ref="A1:H8"/>')


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ('<row><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>', "two contents for cell A1"),
        ('<row><c r="A0"><v>1</v></c></row>', "number or name is missing"),
        ('<row><c r="ZZZZ1"><v>1</v></c></row>', "number or name is missing"),
        ('<row><c t="s"><v>7</v></c></row>', "number or name is missing"),
        ('<row><c t="s"><v>-1</v></c></row>', "number or name is missing"),
        ("<row><c><v>1</v></row>", "xl/worksheets/sheet1.xml is not well-formed"),
        (f'<row><c t="str"><v>{"x" * 40_000}</v></c></row>', "40,000 characters in cell"),
    ],
)
def test_a_sheet_that_contradicts_itself_is_refused(rows: str, words: str) -> None:
    assert words in refusal(rows)


def test_a_workbook_with_too_many_cells_or_too_much_text_is_refused() -> None:
    full_row = "<row>" + "<c><v>1</v></c>" * 200 + "</row>"
    assert "more than 100,000 filled cells" in refusal(full_row * 501)
    long_text = f"<si><t>{'x' * 32_000}</t></si>"
    assert "5,000,000 characters" in refusal("<row>" + '<c t="s"><v>0</v></c>' * 200 + "</row>", strings=long_text)


def test_a_list_of_sheets_that_does_not_fit_the_file_is_refused() -> None:
    twice = '<sheet name="Index" r:id="rId1"/><sheet name="INDEX" r:id="rId1"/>'
    assert "two sheets are named “INDEX”" in refusal("", sheets=twice)
    assert "“Gone” is listed, but missing" in refusal("", sheets='<sheet name="Gone" r:id="rId9"/>')
    assert "it has no worksheet" in refusal("", sheets="<none/>")


def test_an_encoding_that_could_hide_a_document_type_is_refused() -> None:
    hidden = b'<?xml version="1.0" encoding="cp037"?>' + "<!DOCTYPE sst><sst/>".encode("cp037")
    assert "an encoding that Excel never uses" in refusal("", **{"xl/sharedStrings.xml": hidden})


def test_many_styles_are_read() -> None:
    styles = "<styleSheet><cellXfs>" + '<xf numFmtId="9"/>' * 200_000 + "</cellXfs></styleSheet>"
    cell = read_cell('<c s="199999"><v>1</v></c>', **{"xl/styles.xml": styles})
    assert cell.number_format == "0%"


def test_a_workbook_that_needs_too_much_memory_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook_module, "MAXIMUM_SECONDS", 120)  # so that a busy machine meets the limit of memory
    deep = "".join(f"<a{number:040}>" for number in range(1_300_000))
    assert "too much memory" in refusal("", **{"xl/styles.xml": deep})


def test_a_parser_without_memory_does_not_blame_the_workbook() -> None:
    def start(*_: object) -> None:
        error = ExpatError("out of memory: line 1, column 38696904")
        error.code = OUT_OF_MEMORY
        raise error

    with pytest.raises(MemoryError):
        parse("xl/styles.xml", b"<a/>", start, lambda _: None)


def test_a_workbook_that_takes_too_long_is_refused_and_its_process_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook_module, "MAXIMUM_SECONDS", 0.2)
    started = time.perf_counter()
    assert "took too long" in refusal("", before='<col min="1" max="200" hidden="1"/>' * 140_000)
    assert time.perf_counter() - started < 3
