"""The committee's report as files, and what stands in them."""

from datetime import UTC, datetime
from typing import Any

import msgspec

from reports.renderers import RENDERERS, Reading
from reports.renderers.document import document_of
from suppression.paper import Paper, PaperSection
from tests.factories.read_back import everything_in_pdf, one_line, pdf_text, unzipped, word_text

KINDS = ("word", "pdf")
READING = Reading("Rosalind Reader", datetime(2021, 3, 1, 9, 30, tzinfo=UTC))


def file_of(kind: str, paper: Paper) -> bytes:
    return RENDERERS[kind].render(paper, READING if paper.part == 2 else None)


def text_of(kind: str, file: bytes) -> str:
    return one_line(word_text(file)) if kind == "word" else pdf_text(file)


def everything_in(kind: str, file: bytes) -> str:
    if kind == "pdf":
        return everything_in_pdf(file)
    return "\n".join(f"{name} {part.decode('utf-8', 'replace')}" for name, part in unzipped(file).items())


def changed(paper: Any, number: str, **said: Any) -> Any:
    """The paper with something else said of one indicator."""
    sections = tuple(
        PaperSection(
            section.name,
            tuple(
                msgspec.structs.replace(each, **said) if each.number == number else each for each in section.indicators
            ),
        )
        for section in paper.sections
    )
    return msgspec.structs.replace(paper, sections=sections)


def expected_outline(paper: Paper) -> list[tuple[int, str]]:
    return [(heading.level, heading.words) for heading in document_of(paper).headings]
