"""Spreadsheets with nothing in them but what they say: no author's name, no clock, no machine."""

import re
from collections.abc import Iterable
from io import BytesIO
from math import ceil
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.utils.html import escape

from reports.renderers import Reading
from reports.renderers.marking import exemption
from reports.wording import AnyPaper

_EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The first moment that a zip can name; it stands for none."""
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_CORE = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"\
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"\
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>{title}</dc:title><dc:creator>{council}</dc:creator>\
<dc:description>{marking}</dc:description><dc:language>en-GB</dc:language>{created}</cp:coreProperties>"""
_CREATED = '<dcterms:created xsi:type="dcterms:W3CDTF">{:%Y-%m-%d}T00:00:00Z</dcterms:created>'
_APP = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">\
<Application>Outturn</Application></Properties>"""


def legal(text: str) -> str:
    """The text without characters that no spreadsheet can hold."""
    return _NOT_IN_XML.sub("", text)


def height_of(texts: Iterable[tuple[str, float]], line: float) -> float:
    """Of a row in points: as many lines as the longest text takes in its column, given with its width in characters.

    A spreadsheet that is only read does not work this out. Excel knows no row above 409 points.
    """
    lines = [sum(max(1, ceil(len(part) / width)) for part in text.split("\n")) for text, width in texts]
    return min(400.0, line * max(lines, default=1) + 4)


def settled(workbook: bytes, paper: AnyPaper, reading: Reading | None) -> bytes:
    """The workbook with the paper's title and the council in its properties, the paper's day, and no other."""
    properties = {
        "docProps/core.xml": _CORE.format(
            title=escape(legal(f"{paper.title}, Part {paper.part}")),
            council=escape(legal(paper.council)),
            marking=escape(legal(exemption(paper))) if reading else "",
            created=_CREATED.format(paper.made_on) if paper.made_on else "",
        ),
        "docProps/app.xml": _APP,
    }
    again = BytesIO()
    with ZipFile(BytesIO(workbook)) as before, ZipFile(again, "w", ZIP_DEFLATED) as after:
        for member in before.namelist():
            content = properties.get(member, "").encode() or before.read(member)
            entry = ZipInfo(member, _EARLIEST)
            entry.compress_type = ZIP_DEFLATED
            entry.create_system = 3
            after.writestr(entry, content)
    return again.getvalue()
