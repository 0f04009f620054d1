"""The committee's report as a Word document: plain styles, numbers as they are read, nothing about who made it."""

from io import BytesIO
from typing import Any

import docx
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.shared import Cm, Length

from reports.renderers import Reading
from reports.renderers.document import document_of
from reports.renderers.document_parts import Document
from reports.renderers.running import warning
from reports.renderers.word_body import Body
from reports.renderers.word_elements import element, field, paragraph, run
from reports.renderers.word_package import packed, scrub
from reports.renderers.word_styles import RATINGS, dress
from reports.wording import AnyPaper

A4, A3 = (Cm(21), Cm(29.7)), (Cm(29.7), Cm(42))
BESIDE, BESIDE_WIDE = Cm(2.2), Cm(1.3)
BODY_LETTERS, APPENDIX_LETTERS = 10, 7
"""Of tables, in points."""


def render(paper: AnyPaper, reading: Reading | None) -> bytes:
    """The document. The same paper gives the same bytes."""
    content = document_of(paper)
    exempt = warning(content, reading)
    made = docx.Document()
    dress(made)
    upright = made.sections[0]
    _lay_out(upright, *A4, BESIDE)
    _run_along(upright, content, exempt)
    body = Body(made)
    body.opening(content, exempt, _width(upright))
    body.add(content.body, _width(upright), BODY_LETTERS)
    wide = made.add_section(WD_SECTION.NEW_PAGE)
    _lay_out(wide, *A3, BESIDE_WIDE, is_wide=True)
    _run_along(wide, content, exempt)
    body.add(content.appendix, _width(wide), APPENDIX_LETTERS)
    scrub(made, content)
    file = BytesIO()
    made.save(file)
    return packed(file.getvalue())


def _lay_out(section: Any, width: Any, height: Any, beside: Any, is_wide: bool = False) -> None:
    section.orientation = WD_ORIENT.LANDSCAPE if is_wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (height, width) if is_wide else (width, height)
    section.left_margin = section.right_margin = beside
    section.top_margin, section.bottom_margin = Cm(2.2), Cm(2.2)
    section.header_distance, section.footer_distance = Cm(1), Cm(0.9)


def _width(section: Any) -> int:
    """Between the margins, in twentieths of a point."""
    return int(Length(section.page_width - section.left_margin - section.right_margin).twips)


def _run_along(section: Any, content: Document, exempt: str) -> None:
    """Head and foot of every page: part, council, title, page; in Part 2 that it is exempt and who reads it."""
    head, foot = section.header, section.footer
    head.is_linked_to_previous = foot.is_linked_to_previous = False
    width = _width(section)
    _fill(head, [_across("Header", width, [run(content.part, is_bold=True)], [run(content.council)])])
    page = [run("Page "), field("PAGE"), run(" of "), field("NUMPAGES")]
    lines = [_across("Footer", width, [run(content.title)], page)]
    if exempt:
        lines.insert(0, paragraph("Footer", run(exempt, is_bold=True, colour=RATINGS["red"])))
    _fill(foot, lines)


def _across(style: str, width: int, left: list[Any], right: list[Any]) -> Any:
    """One line with something at either end."""
    made = paragraph(style, *left, run("\t"), *right)
    made.pPr.append(element("tabs", element("tab", val="right", pos=width)))
    return made


def _fill(part: Any, paragraphs: list[Any]) -> None:
    """Puts these paragraphs in place of the empty one that a new head or foot has."""
    root = part._element
    for child in list(root):
        root.remove(child)
    root.extend(paragraphs)
