"""Files of papers, and everything that is in them however it is packed."""

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from io import BytesIO
from pathlib import Path

import pypdf

from reports.renderers import RENDERERS, Reading
from suppression.paper import ExemptFigure, Paper, decode_part_1, decode_part_2

READING = Reading("Alex Member", datetime(2021, 3, 2, 14, 5))
FIXTURES = Path(__file__).resolve().parents[1] / "fixtures" / "papers"
ZIPPED = (".docx", ".xlsx")


def kept_paper(part: int, version: int) -> Paper[ExemptFigure]:
    """The paper that is kept of a version of the schema."""
    document = (FIXTURES / f"part-{part}-version-{version}.json").read_bytes()
    return decode_part_1(document) if part == 1 else decode_part_2(document)


def file_of(paper: Paper[ExemptFigure], kind: str) -> bytes:
    return RENDERERS[kind].render(paper, READING if paper.part == 2 else None)


def everything_in(content: bytes) -> bytes:
    """The file, each member of it where it is a zip, each stream and each property where it is a PDF."""
    return b"\n".join(_each_part(content))


def _each_part(content: bytes) -> Iterator[bytes]:
    yield content
    if content.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(content)) as archive:
            yield archive.comment
            for member in archive.infolist():
                yield member.filename.encode() + member.comment + member.extra
                yield from _each_part(archive.read(member))
    elif content.startswith(b"%PDF"):
        yield from _of_pdf(content)
    elif content.startswith(b"\x89PNG"):
        yield from _of_png(content)


def _of_pdf(content: bytes) -> Iterator[bytes]:
    reader = pypdf.PdfReader(BytesIO(content))
    yield repr(dict(reader.metadata or {})).encode()
    for number in range(1, len(reader.xref_objStm) + len(reader.xref.get(0, {})) + 1):
        found = reader.get_object(pypdf.generic.IndirectObject(number, 0, reader))
        yield repr(found).encode()
        if isinstance(found, pypdf.generic.StreamObject):
            yield found.get_data()
    for page in reader.pages:
        yield page.extract_text().encode()


def _of_png(content: bytes) -> Iterator[bytes]:
    """Its pixels and texts, unpacked."""
    place = 8
    while place + 8 <= len(content):
        length = int.from_bytes(content[place : place + 4], "big")
        data = content[place + 8 : place + 8 + length]
        yield data
        with suppress(zlib.error):
            yield zlib.decompress(data)
        place += length + 12
