"""What stands on every page of a file."""

from django.utils.timezone import is_aware, localtime

from reports.renderers import Reading
from reports.renderers.document_parts import Document
from reports.wording import day_name


def warning(document: Document, reading: Reading | None) -> str:
    """That a Part 2 file is exempt, who reads it and when; empty for a Part 1 file, which has no reader."""
    if reading is None:
        return ""
    at = localtime(reading.at) if is_aware(reading.at) else reading.at
    read = f"read by {reading.reader}, {day_name(at)}, {at:%H:%M}"
    return f"EXEMPT – {document.exemption} – not for publication – {read}"
