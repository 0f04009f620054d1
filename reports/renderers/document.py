"""The committee's report as an outline, from a paper and nothing else: front sheet, numbered sections, appendix one.

The form is the one in which the council's reports of January 2019 and March 2021 were published. A paper without a
report around it, as the first version was, has its title, its exceptions and its appendix.
"""

from collections.abc import Iterator

from commentary.prose.markup import Block, Paragraph, Run, blocks
from reports.renderers.document_appendix import appendix
from reports.renderers.document_exceptions import Counter, reported
from reports.renderers.document_parts import Document, Fact, Facts, Heading, Item, Numbered
from reports.wording import AnyPaper, day_name, exemption_wording, month_name
from suppression.paper_words import PaperCorrection, PaperReport, ReportSection

PART = {1: "PART ONE – PUBLIC", 2: "PART TWO – EXEMPT, not for publication"}
CORRECTION = {"error": "Error", "late_data": "Late data", "revised_by_source": "Revised by its source"}
HEADING_MARK = "# "


def document_of(paper: AnyPaper) -> Document:
    """The report. Raises KeyError for a part, or a class of correction, that has no words."""
    report = paper.report
    sections = report.sections if report else ()
    return Document(
        part=PART[paper.part],
        exemption=exemption_wording(paper) if paper.part == 2 else "",
        council=paper.council,
        title=(report.title if report else "") or paper.title,
        dated=paper.made_on or paper.as_at,
        front=_front(paper),
        body=tuple(_body(paper, sections)),
        appendix=tuple(appendix(paper)),
    )


def _front(paper: AnyPaper) -> Facts:
    """The front sheet without what nobody typed; a paper without a report has its title and month."""
    said = _front_of(paper.report) if paper.report else {}
    if not any(said.values()):
        said = {"Title": paper.title, "As at": f"End of {month_name(paper.as_at)}"}
    rows = tuple(Fact(name, _plain(text)) for name, text in said.items() if text)
    return Facts("Front sheet", rows)


def _front_of(report: PaperReport) -> dict[str, str]:
    return {
        "Decision Maker": report.committee,
        "Date": day_name(report.meeting_date) if report.meeting_date else "",
        "Decision Type": report.decision_type,
        "Report number": report.number,
        "Title": report.title,
        "Contact Officer": report.contact_officer,
        "Chief Officer": report.chief_officer,
        "Ward": report.ward,
    }


def _body(paper: AnyPaper, sections: tuple[ReportSection, ...]) -> Iterator[Item]:
    if paper.corrects:
        yield _correction(paper.corrects)
    numbers = Counter()
    has_exceptions = False
    for section in sections:
        if section.place == "impact":
            yield from _impact(section)
        elif section.place == "body":
            yield from _section(paper, section, numbers.next())
            has_exceptions |= section.has_exceptions
    if not has_exceptions:
        yield from reported(paper, numbers, level=1)
    closing = tuple(Fact(each.heading, _all_blocks(each)) for each in sections if each.place == "closing")
    if closing:
        yield Facts("Closing table", closing)


def _section(paper: AnyPaper, section: ReportSection, number: str) -> Iterator[Item]:
    yield Heading(1, f"{number}.", section.heading)
    numbers = Counter(number)
    for paragraph in section.paragraphs:
        if paragraph.startswith(HEADING_MARK):
            yield Heading(2, "", paragraph.removeprefix(HEADING_MARK).strip())
        elif paragraph.strip():
            yield Numbered(numbers.next(), blocks(paragraph))
    if section.has_exceptions:
        yield from reported(paper, numbers, level=2)


def _impact(section: ReportSection) -> Iterator[Item]:
    yield Heading(1, "", section.heading, is_impact=True)
    numbers = Counter()
    for paragraph in section.paragraphs:
        if paragraph.strip():
            yield Numbered(f"{numbers.next()}.", blocks(paragraph))


def _all_blocks(section: ReportSection) -> tuple[Block, ...]:
    return tuple(block for paragraph in section.paragraphs for block in blocks(paragraph))


def _correction(corrects: PaperCorrection) -> Facts:
    """Which publication this one corrects, and why."""
    corrected = f"The report published on {day_name(corrects.published_on)} (publication {corrects.sequence})"
    return Facts(
        "What this report corrects",
        (
            Fact("This report corrects", _plain(corrected)),
            Fact("Class of correction", _plain(CORRECTION[corrects.kind])),
            Fact("Reason", _plain(corrects.reason)),
        ),
    )


def _plain(text: str) -> tuple[Block, ...]:
    """Text that has no markup, as a paragraph."""
    return (Paragraph((Run(text),)),)
