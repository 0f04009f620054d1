"""What makes a Part 2 file recognisable wherever it ends up: that it is exempt, who read it, and when."""

from reports.renderers import Reading
from reports.wording import AnyPaper, exemption_wording

NOT_FOR_PUBLICATION = "not for publication"


def marking(paper: AnyPaper, reading: Reading | None) -> str:
    """`EXEMPT – Schedule 12A, paragraph 1 – not for publication – read by …, 2 March 2021, 14:05`; empty in Part 1."""
    if reading is None:
        return ""
    at = f"{reading.at.day} {reading.at:%B %Y, %H:%M}"
    return f"{exemption(paper)} – read by {reading.reader}, {at}"


def exemption(paper: AnyPaper) -> str:
    """`EXEMPT – Schedule 12A, paragraph 1 – not for publication`."""
    return f"EXEMPT – {exemption_wording(paper)} – {NOT_FOR_PUBLICATION}"
