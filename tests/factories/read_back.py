"""What a person, or a program, finds in the files of a paper."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import docx
from docx.oxml.ns import qn
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject


def one_line(text: str) -> str:
    """The text with every run of spaces made one, and without the places at which a long word may break."""
    return " ".join(text.replace("\u200b", "").split())


def word_outline(file: bytes) -> list[tuple[int, str]]:
    """The headings of a Word document with their levels, in order."""
    paragraphs = docx.Document(BytesIO(file)).paragraphs
    styled = ((str(each.style.name).split(), each.text) for each in paragraphs if each.style is not None)
    return [(int(style[1]), text) for style, text in styled if style[0] == "Heading"]


def word_text(file: bytes) -> str:
    """Every text of the body of a Word document, a line for each paragraph."""
    body = docx.Document(BytesIO(file)).element.body
    return "\n".join(_text(each) for each in body.iter(qn("w:p")))


def word_tables(file: bytes) -> list[list[list[str]]]:
    """Every table of a Word document as rows of cells; a cell over several columns stands once."""
    body = docx.Document(BytesIO(file)).element.body
    return [
        [[one_line("\n".join(_text(each) for each in cell.iter(qn("w:p")))) for cell in row] for row in rows]
        for rows in (
            [row.findall(qn("w:tc")) for row in table.findall(qn("w:tr"))] for table in body.iter(qn("w:tbl"))
        )
    ]


def unzipped(file: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(file)) as parts:
        return {name: parts.read(name) for name in parts.namelist()}


def pdf_outline(file: bytes) -> list[tuple[int, str]]:
    """The bookmarks of a PDF with their levels, in order."""
    return list(_bookmarks(PdfReader(BytesIO(file)).outline, 1))


def pdf_text(file: bytes) -> str:
    return one_line(" ".join(page.extract_text() for page in PdfReader(BytesIO(file)).pages))


def pdf_pages(file: bytes) -> list[str]:
    return [one_line(page.extract_text()) for page in PdfReader(BytesIO(file)).pages]


def pdf_tags(file: bytes) -> list[DictionaryObject]:
    """The elements of a tagged PDF's structure, in order."""
    return list(_tags(PdfReader(BytesIO(file)).root_object["/StructTreeRoot"].get_object()))


def everything_in_pdf(file: bytes) -> str:
    """Its text as it is read, and every object that it has, decompressed."""
    reader = PdfReader(BytesIO(file))
    said = [pdf_text(file), repr(reader.metadata), repr(reader.outline)]
    for number in reader.xref_objStm.keys() | reader.xref.get(0, {}).keys():
        found = reader.get_object(IndirectObject(number, 0, reader))
        said.append(repr(found))
        if isinstance(found, StreamObject):
            said.append(found.get_data().decode("latin-1"))
    return "\n".join(said)


def _text(paragraph: Any) -> str:
    """The paragraph's text with its links, breaks and tabulators."""
    said = ""
    for each in paragraph.iter(qn("w:t"), qn("w:tab"), qn("w:br")):
        if each.tag == qn("w:t"):
            said += each.text or ""
        elif each.getparent().tag == qn("w:r"):
            said += "\t" if each.tag == qn("w:tab") else "\n"
    return said


def _bookmarks(outline: list[Any], level: int) -> Iterator[tuple[int, str]]:
    for each in outline:
        if isinstance(each, list):
            yield from _bookmarks(each, level + 1)
        else:
            yield level, one_line(str(each.title))


def _tags(element: Any) -> Iterator[DictionaryObject]:
    if not isinstance(element, DictionaryObject):
        return
    if "/S" in element:
        yield element
    below = element.get("/K", ArrayObject())
    below = below.get_object() if isinstance(below, IndirectObject) else below
    for each in below if isinstance(below, ArrayObject) else [below]:
        yield from _tags(each.get_object() if isinstance(each, IndirectObject) else each)
