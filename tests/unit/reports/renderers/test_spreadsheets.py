"""The two workbooks: what is in them, what is not, and what a text may do there."""

import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import msgspec
import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from suppression.paper import Paper
from suppression.paper_words import PaperAction, PaperCommentary, PaperQuestion
from tests.factories.files import READING, file_of, kept_paper
from tests.unit.reports.papers import absent, indicator, measure, paper, shown

WORKBOOKS = ("open-data", "index")
ODD_TEXTS = (
    '=HYPERLINK("http://example.org")',
    "{=SUM(A1)}",
    "+1",
    "@x",
    "http://example.org/",
    "internal:'Notes'!A1",
    "[name](http://example.org) and [another](x)",
    "$$ref$$",
    "#N/A",
    "00123",
    "TRUE",
    "a\x0bb",
    "_x0041_",
    "<b>&amp;",
)
PART_2_WORDS = "EXEMPT – Schedule 12A, paragraph 1 – not for publication – read by Alex Member, 2 March 2021, 14:05"


def workbook(of: Paper, kind: str) -> Any:
    return openpyxl.load_workbook(BytesIO(file_of(of, kind)))


def cells(book: Any) -> Iterator[Any]:
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            yield from (cell for cell in row if cell.value is not None)


def odd_paper(text: str) -> Paper:
    """A paper that says this text wherever people's texts stand."""
    said = PaperCommentary(("concern",), text, text)
    action = PaperAction(text, text, *[paper().as_at] * 2)
    question = PaperQuestion("question", text, paper().as_at, text, text, "indicator-1", text)
    odd = indicator(
        "1",
        measure(absent(text), shown("7"), name=text),
        measure(absent(text), shown("8"), name="other"),
        title=text,
        target=text,
        why_it_is_important=text,
        commentary=said,
        actions=(action,),
    )
    whole = paper(odd)
    (section,) = whole.sections
    return msgspec.structs.replace(
        whole,
        dataset=text,
        title=text,
        council=text,
        sections=(msgspec.structs.replace(section, name=text),),
        questions=(question,),
    )


@pytest.mark.parametrize("kind", WORKBOOKS)
@pytest.mark.parametrize("text", ODD_TEXTS)
def test_a_text_is_never_more_than_a_text(kind: str, text: str) -> None:
    book = workbook(odd_paper(text), kind)
    found = list(cells(book))
    assert {cell.data_type for cell in found} <= {"s", "n", "d"}
    own = [cell for cell in found if cell.data_type == "s" and text.replace("\x0b", "") == cell.value]
    assert len(own) >= 3, "the text is there as it was typed"
    for cell in found:
        if cell.hyperlink is not None:
            assert cell.hyperlink.location, "only the contents lead to other sheets"
            assert cell.hyperlink.target is None


@pytest.mark.parametrize("kind", WORKBOOKS)
@pytest.mark.parametrize("part", [1, 2])
def test_nothing_is_out_of_sight(kind: str, part: int) -> None:
    book = workbook(kept_paper(part, 2), kind)
    for sheet in book.worksheets:
        assert sheet.sheet_state == "visible"
        assert not any(row.hidden for row in sheet.row_dimensions.values())
        assert not any(column.hidden for column in sheet.column_dimensions.values())
    assert not any(cell.comment for cell in cells(book))
    assert dict(book.defined_names) == {}
    names = {name for sheet in book.worksheets for name in sheet.defined_names}
    assert names <= {"_xlnm.Print_Titles"}
    assert not book.vba_archive
    members = zipfile.ZipFile(BytesIO(file_of(kept_paper(part, 2), kind))).namelist()
    assert not [name for name in members if re.search(r"comments|external|custom|vba|connections|thread", name)]


@pytest.mark.parametrize("kind", WORKBOOKS)
@pytest.mark.parametrize("part", [1, 2])
def test_properties_name_the_council_the_paper_and_its_day_and_nobody_else(kind: str, part: int) -> None:
    of = kept_paper(part, 2)
    properties = workbook(of, kind).properties
    assert (properties.creator, properties.lastModifiedBy) == (of.council, None)
    assert properties.title == f"{of.title}, Part {part}"
    assert properties.created.date() == of.made_on
    archive = zipfile.ZipFile(BytesIO(file_of(of, kind)))
    assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert b"Outturn" in archive.read("docProps/app.xml")


@pytest.mark.parametrize("kind", WORKBOOKS)
def test_part_2_says_on_each_sheet_what_it_is_and_who_reads_it(kind: str) -> None:
    book = workbook(paper(indicator("1"), part=2), kind)
    for sheet in book.worksheets:
        first = [str(cell.value) for row in sheet.iter_rows(max_row=4) for cell in row if cell.value]
        assert any(PART_2_WORDS in text for text in first), sheet.title
    assert READING.reader.encode() not in file_of(paper(indicator("1")), kind)


@pytest.mark.parametrize("part", [1, 2])
def test_open_data_has_a_cover_contents_notes_and_one_table_a_sheet(part: int) -> None:
    of = kept_paper(part, 2)
    book = workbook(of, "open-data")
    tables = [f"Table_{number}" for number in range(1, len(of.sections) + 1)]
    assert book.sheetnames == [
        *("Cover", "Contents", "Notes", "Ratings"),
        *tables,
        *("Commentary", "Actions", "Questions"),
    ]
    for sheet in book.worksheets[1:]:
        (table,) = sheet.tables.values()
        last = f"{get_column_letter(sheet.max_column)}{sheet.max_row}"
        assert table.ref.endswith(f":{last}"), "nothing stands beside or below the table"
        assert not sheet.merged_cells.ranges
        assert all(cell.value is not None for row in sheet[table.ref] for cell in row), sheet.title
    notes = " ".join(str(cell.value) for row in book["Notes"].iter_rows() for cell in row if cell.value)
    assert all(f"{shorthand} " in notes for shorthand in ("[c]", "[x]", "[z]"))
    linked = [row[0].hyperlink.location for row in book["Contents"].iter_rows() if row[0].hyperlink]
    assert [location.split("!")[0].strip("'") for location in linked] == book.sheetnames[3:]


def test_the_index_has_the_councils_columns_and_its_calendar_table() -> None:
    sheet = workbook(kept_paper(1, 2), "index")["Performance Index"]
    top = [cell.value for cell in sheet[2] if cell.value]
    assert top == [
        "No.",
        "Performance Indicators",
        "Why is this important?",
        "Polarity",
        "Target or Range of acceptable performance 2020/21",
        "Benchmarking and trend",
        "Year to Date",
    ]
    assert [cell.value for cell in sheet[3] if cell.value][3:6] == ["England", "London", "RAG rating"]
    assert sheet.freeze_panes == "C4"
    first = [row[0].value for row in sheet.iter_rows(min_row=4)]
    assert "The following indicators are measured on a calendar year" in first
    assert first[-2:] == ["35.1", "35.2"]


def test_a_rating_is_a_word_on_its_colour() -> None:
    sheet = workbook(kept_paper(2, 2), "index")["Performance Index"]
    looks = {
        cell.value: cell.fill.fgColor.rgb
        for row in sheet.iter_rows()
        for cell in row
        if cell.value in ("GREEN", "AMBER", "RED")
    }
    assert looks == {"GREEN": "FF1C6B3C", "AMBER": "FFA65200", "RED": "FFA61C1C"}


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("kind", WORKBOOKS)
def test_libreoffice_opens_it_with_its_sheets(kind: str, tmp_path: Path) -> None:
    """Each sheet becomes a file of its own, so that all of them are read."""
    of = kept_paper(2, 2)
    book = tmp_path / "book.xlsx"
    book.write_bytes(file_of(of, kind))
    every_sheet = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", every_sheet, "--outdir", tmp_path, book],
        check=True,
        capture_output=True,
        timeout=120,
    )
    names = {path.stem.removeprefix("book-"): path.read_text() for path in tmp_path.glob("book-*.csv")}
    assert set(names) == set(workbook(of, kind).sheetnames)
    assert all("not for publication" in text for text in names.values())
    figures = names["Performance Index" if kind == "index" else "Table_2"]
    assert re.search(r"\b2,?837\b", figures)
