"""What stands in the outline of a report."""

from dataclasses import fields, is_dataclass
from typing import Any

from reports.renderers.document_parts import Document, Sentence


def headings(whole: Document) -> list[str]:
    return [heading.words for heading in whole.headings]


def words(value: Any) -> str:
    """Every text of an outline or a piece of it, in order."""
    if is_dataclass(value):
        return " ".join(words(getattr(value, field.name)) for field in fields(value))
    if isinstance(value, tuple):
        return " ".join(words(each) for each in value)
    return value if isinstance(value, str) else ""


def those_of(whole: Document, kind: type) -> list[Any]:
    return [item for item in (*whole.body, *whole.appendix) if isinstance(item, kind)]


def sentences(whole: Document) -> list[str]:
    return [f"{each.label} {each.text}".strip() for each in those_of(whole, Sentence)]
