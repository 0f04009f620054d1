"""The committee's report as tagged PDF. Typst refuses to make one that does not conform to PDF/UA-1.

`report.typ` says how it looks and never changes; the paper comes to it as data. Nothing is fetched: the letters are
our own, and neither those of the machine nor any package is asked for.
"""

from dataclasses import fields, is_dataclass
from datetime import UTC, datetime, time
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec
import typst

from reports.renderers import Reading
from reports.renderers.document import document_of
from reports.renderers.document_parts import Document, Picture
from reports.renderers.pictures import drawing
from reports.renderers.printable import FONT, FONTS, drawable, printable
from reports.renderers.running import warning
from reports.wording import AnyPaper

ADDRESSES = ("address", "link")
"""Fields that lead somewhere, and are not drawn."""
SOURCE = Path(__file__).with_name("report.typ")


def render(paper: AnyPaper, reading: Reading | None) -> bytes:
    """The PDF. Raises typst.TypstError where it would not conform to PDF/UA-1."""
    document = document_of(paper)
    pdf = typst.compile(
        SOURCE.read_bytes(),
        format="pdf",
        font_paths=_letters(),
        ignore_system_fonts=True,
        sys_inputs={"document": msgspec.json.encode(_data_of(document, reading)).decode(), "font": FONT},
        pdf_standards=["ua-1"],
        timestamp=datetime.combine(document.dated, time(), UTC),
    )
    if not isinstance(pdf, bytes):
        raise TypeError("A report is one file.")
    return pdf


def _data_of(document: Document, reading: Reading | None) -> dict[str, Any]:
    dated = document.dated
    data: dict[str, Any] = _data(document)
    return data | {
        "warning": drawable(warning(document, reading)),
        "year": dated.year,
        "month": dated.month,
        "day": dated.day,
    }


def _data(value: Any) -> Any:
    """Records as dictionaries that name their type, with every text in letters that can be drawn."""
    if isinstance(value, Picture):
        return {
            "type": "Picture",
            "caption": drawable(value.caption),
            "alternative": drawable(value.alternative),
            "drawing": drawing(value.chart),
        }
    if is_dataclass(value):
        said = {field.name: getattr(value, field.name) for field in fields(value)}
        return {"type": type(value).__name__} | {
            name: printable(each) if name in ADDRESSES else _data(each) for name, each in said.items()
        }
    if isinstance(value, tuple):
        return [_data(each) for each in value]
    return drawable(value) if isinstance(value, str) else value


@lru_cache(maxsize=1)
def _letters() -> typst.Fonts:
    """Ours alone, read once."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])
