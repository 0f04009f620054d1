"""What `check_container` lets pass and what it refuses, with files built here byte by byte."""

import io
import struct
import warnings
import zipfile

import pytest

from indicators.importers import container
from indicators.importers.container import WorkbookRefused, check_container

CONTENT_TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504


def zipped(parts: dict[str, str | bytes], content_types: str = CONTENT_TYPES) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in ({"[Content_Types].xml": content_types} | parts).items():
            package.writestr(name, part)
    return buffer.getvalue()


def refusal(content: bytes, file_name: str = "index.xlsx") -> str:
    with pytest.raises(WorkbookRefused) as caught:
        check_container(content, file_name)
    return str(caught.value)


def test_a_normal_workbook_with_theme_drawings_comments_and_printer_settings_passes() -> None:
    check_container(
        zipped(
            {
                "xl/workbook.xml": "<workbook/>",
                "xl/worksheets/sheet1.xml": "<worksheet><!-- a comment --></worksheet>",
                "xl/worksheets/_rels/sheet1.xml.rels": '<Relationship TargetMode="External" Type="hyperlink"/>',
                "xl/theme/theme1.xml": "<theme/>",
                "xl/drawings/drawing1.xml": "<wsDr/>",
                "xl/drawings/vmlDrawing1.vml": "<xml/>",
                "xl/comments1.xml": "<comments/>",
                "xl/media/image1.svg": "<!DOCTYPE svg><svg/>",
                "xl/printerSettings/printerSettings1.bin": b"\0\1\2" * 2000,
                "docProps/app.xml": "<Properties/>",
            }
        ),
        "index.xlsx",
    )


def test_slashes_that_lean_backwards_pass_because_some_programs_write_them() -> None:
    check_container(zipped({"xl\\workbook.xml": "<workbook/>"}), "index.xlsx")


@pytest.mark.parametrize(
    ("content", "file_name", "words"),
    [
        (b"", "index.xlsx", "empty (0 bytes)"),
        (b"Number,Title\n1.1,Families supported\n", "index.xlsx", "text file (CSV)"),
        (b"\xff\xfeN\0o\0", "index.xlsx", "text file (CSV)"),
        (b"\r\n<html><table><tr><td>1.1", "index.xlsx", "web page (HTML)"),
        (b'<?xml version="1.0"?><Workbook/>', "index.xlsx", "an XML file"),
        (b"%PDF-1.7 ...", "index.xlsx", "a PDF"),
        (b"\x00\x01\x02\x03", "index.xlsx", "not an Excel workbook"),
        (OLE + "Workbook".encode("utf-16-le"), "index.xlsx", "old Excel (.xls)"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "index.xlsx", "clear the password"),
        (b"\x05Jane", "~$index.xlsx", "Upload the workbook itself"),
        (b"PK\x03\x04 cut short", "index.xlsx", "damaged"),
    ],
)
def test_a_file_that_is_no_workbook_is_named_for_what_it_is(content: bytes, file_name: str, words: str) -> None:
    assert words in refusal(content, file_name)


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ("META-INF/manifest.xml", "OpenDocument file (.ods)"),
        ("word/document.xml", "Word document"),
        ("xl/workbook.bin", "(.xlsb)"),
        ("xl/vbaProject.bin", "without macros"),
        ("xl/macrosheets/sheet1.xml", "without macros"),
        ("xl/externalLinks/externalLink1.xml", "Break link"),
        ("../../etc/passwd", "points outside"),
        ("..\\..\\autoexec.bat", "points outside"),
        ("/xl/workbook.xml", "points outside"),
        ("C:/xl/workbook.xml", "points outside"),
    ],
)
def test_a_part_that_a_plain_workbook_never_has_is_refused(part: str, words: str) -> None:
    assert words in refusal(zipped({part: "<part/>"}))


def test_a_zip_that_is_no_workbook_is_refused() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr("photo.jpg", b"...")
    assert "a zip, but not an Excel workbook" in refusal(buffer.getvalue())


def test_macros_are_known_by_the_content_type_and_by_the_name_of_the_file() -> None:
    enabled = CONTENT_TYPES.replace("/>", ' Default="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/>')
    assert "without macros" in refusal(zipped({}, content_types=enabled))
    assert "without macros" in refusal(zipped({}), "index.xlsm")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("declaration", ["<!DOCTYPE sst [", '<!ENTITY lol "lol">'])
def test_a_document_type_is_refused_in_every_encoding(encoding: str, declaration: str) -> None:
    part = f'<?xml version="1.0"?>{declaration}<sst/>'.encode(encoding)
    assert "xl/sharedstrings.xml declares a document type" in refusal(zipped({"xl/sharedStrings.xml": part}))


def test_a_part_given_twice_is_refused() -> None:
    buffer = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(buffer, "w") as package:
        warnings.simplefilter("ignore")
        for name in ("[Content_Types].xml", "xl/workbook.xml", "XL/Workbook.xml"):
            package.writestr(name, "<part/>")
    assert "holds the part xl/workbook.xml twice" in refusal(buffer.getvalue())


def test_a_bomb_is_refused_by_what_it_unpacks_to() -> None:
    spaces = b" " * (container.MAXIMUM_UNPACKED // 3)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        package.writestr("[Content_Types].xml", CONTENT_TYPES)
        for number in range(4):
            package.writestr(f"xl/worksheets/sheet{number}.xml", spaces)
    assert "unpacks to more than 60 MB" in refusal(buffer.getvalue())


def test_a_part_that_packs_better_than_any_honest_one_is_refused() -> None:
    assert "times its size" in refusal(zipped({"xl/worksheets/sheet1.xml": b" " * 8_000_000}))


def test_a_size_that_lies_is_not_believed() -> None:
    honest = zipped({"xl/worksheets/sheet1.xml": b"<worksheet/>" * 1000})
    lying = honest.replace(struct.pack("<L", 12_000), struct.pack("<L", 12))
    assert lying != honest
    assert "damaged" in refusal(lying)


def test_too_many_parts_are_refused_before_they_are_listed() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for number in range(container.MAXIMUM_ENTRIES + 1):
            package.writestr(f"xl/{number}", b"")
    assert "more than 2,000 parts" in refusal(buffer.getvalue())


def test_a_file_over_the_size_limit_is_refused_unread() -> None:
    assert "at most 10 MB" in refusal(b"PK\x03\x04" + bytes(container.MAXIMUM_PACKED))


def test_an_encrypted_entry_and_a_strange_way_of_packing_are_refused() -> None:
    plain = zipped({})
    central = plain.index(b"PK\x01\x02")
    encrypted = plain[: central + 8] + b"\x01" + plain[central + 9 :]
    assert "clear the password" in refusal(encrypted)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_LZMA) as package:
        package.writestr("[Content_Types].xml", CONTENT_TYPES)
    assert "packed in a way that Excel never uses" in refusal(buffer.getvalue())


def test_a_broken_zip_is_refused_wherever_it_is_cut() -> None:
    whole = zipped({"xl/workbook.xml": "<workbook/>" * 50})
    for length in range(1, len(whole), 7):
        assert refusal(whole[:length])
    for position in range(30, len(whole), 11):
        spoilt = whole[:position] + bytes([whole[position] ^ 0x55]) + whole[position + 1 :]
        try:
            check_container(spoilt, "index.xlsx")
        except WorkbookRefused as error:
            assert str(error)
