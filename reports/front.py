"""The committee's report around the index: its standing text, as a council edits it, read into sections.

The text is plain. A line that begins with `# ` is a section's heading; what stands in brackets at its end says where
the section goes: `(impact)` on the front sheet, where every line is numbered; `(commentary)` where commentary of the
management on exceptions follows; `(closing)` at the end; without one the section is numbered on in the body.
Paragraphs are parted by an empty line and numbered in place. Words in braces are filled in.
"""

import re
from collections.abc import Mapping
from pathlib import Path

from django.conf import settings

from reports.report_models import Report
from reports.wording import month_name
from suppression.paper_words import PaperReport, ReportPlace, ReportSection

STANDING_TEXT = Path(__file__).with_name("standing_text.txt")
PLACEHOLDERS = {
    "as_at": "the month of the report, such as December 2020",
    "committee": "the committee",
    "meeting_date": "the date of the meeting",
    "report_number": "the number of the report",
    "dataset": "the name of the dataset",
    "council": "the council",
    "contact_officer": "the contact officer's post",
    "chief_officer": "the chief officer's post",
}
"""What may stand in braces, and what is put there."""

_MARKS: dict[str, tuple[ReportPlace, bool]] = {
    "impact": ("impact", False),
    "commentary": ("body", True),
    "closing": ("closing", False),
}
_HEADING = re.compile(r"#\s+(?P<heading>.*?)\s*(?:\((?P<mark>impact|commentary|closing)\))?\s*$")
_BRACED = re.compile(r"\{([^{}\n]*)\}")


class TextRefused(ValueError):
    """The standing text cannot be read; each of `errors` says in which line and what to do."""

    def __init__(self, errors: list[str]) -> None:
        super().__init__(" ".join(errors))
        self.errors = errors


def standing_text() -> str:
    """The text with which a council begins, in the form of a report to a scrutiny committee."""
    return STANDING_TEXT.read_text(encoding="utf-8")


def sections_of(text: str, values: Mapping[str, str] | None = None) -> tuple[ReportSection, ...]:
    """The sections of a standing text, filled with `values`; their placeholders left as they are where None is given.

    Raises TextRefused with every error: text before the first heading, a heading without words or twice, a placeholder
    that does not exist or whose value nobody gave, no section or two for management commentary.
    """
    errors: list[str] = []
    found: list[tuple[str, ReportPlace, bool, list[str]]] = []
    paragraph: list[str] = []

    def end_paragraph() -> None:
        if paragraph:
            place = found[-1][1]
            found[-1][3].extend(paragraph if place == "impact" else ["\n".join(paragraph)])
            paragraph.clear()

    for number, line in enumerate(text.splitlines(), start=1):
        heading = _HEADING.match(line)
        if heading:
            end_paragraph()
            place, has_exceptions = _MARKS.get(heading["mark"] or "", ("body", False))
            if not heading["heading"]:
                errors.append(f"Line {number}: a heading has no words. Write them after the “#”.")
            if heading["heading"] in [each[0] for each in found]:
                errors.append(f"Line {number}: “{heading['heading']}” is the heading of another section too.")
            found.append((_filled(heading["heading"], number, values, errors), place, has_exceptions, []))
        elif not line.strip():
            end_paragraph()
        elif not found:
            errors.append(f"Line {number}: there is no heading above this text. Begin with a line such as “# Reason”.")
            break
        else:
            paragraph.append(_filled(line.strip(), number, values, errors))
    end_paragraph()
    exceptions = [each for each in found if each[2]]
    if len(exceptions) != 1:
        how_many = "No section is" if not exceptions else f"{len(exceptions)} sections are"
        errors.append(f"{how_many} marked “(commentary)”. Mark the one that management commentary follows.")
    if errors:
        raise TextRefused(errors)
    return tuple(ReportSection(heading, place, tuple(said), has) for heading, place, has, said in found)


def front_of(report: Report) -> PaperReport:
    """The report around the index, as its papers hold it. Raises TextRefused."""
    values = {
        "as_at": month_name(report.as_at),
        "committee": report.committee,
        "meeting_date": f"{report.meeting_date:%-d %B %Y}" if report.meeting_date else "",
        "report_number": report.number,
        "dataset": report.dataset.name,
        "council": settings.COUNCIL_NAME,
        "contact_officer": report.contact_officer,
        "chief_officer": report.chief_officer,
    }
    return PaperReport(
        committee=report.committee,
        meeting_date=report.meeting_date,
        number=report.number,
        decision_type=report.decision_type,
        title=report.title,
        contact_officer=report.contact_officer,
        chief_officer=report.chief_officer,
        ward=report.ward,
        sections=sections_of(report.text, values) if report.text.strip() else (),
    )


def _filled(line: str, number: int, values: Mapping[str, str] | None, errors: list[str]) -> str:
    for name in _BRACED.findall(line):
        if name not in PLACEHOLDERS:
            errors.append(f"Line {number}: {{{name}}} is no placeholder. There are {', '.join(PLACEHOLDERS)}.")
        elif values is not None and not values[name]:
            errors.append(f"Line {number}: the text names {PLACEHOLDERS[name]}, which nobody has given.")
    if values is None:
        return line
    return _BRACED.sub(lambda found: values.get(found[1], found[0]), line)
