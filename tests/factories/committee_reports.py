"""The committee's report around the index: the standing sections of a quarterly report, in words of our own."""

from datetime import date
from typing import Any

import msgspec

from suppression.paper import Paper
from suppression.paper_words import PaperCorrection, PaperReport, ReportSection

COMMITTEE = "Children's Scrutiny Committee"
TITLE = "Performance Reporting – Children’s Scrutiny Dataset"
BODY_HEADINGS = (
    "Reason for report",
    "RECOMMENDATION(S)",
    "COMMENTARY",
    "IMPACT ON VULNERABLE ADULTS AND CHILDREN",
    "POLICY IMPLICATIONS",
    "FINANCIAL IMPLICATIONS",
    "LEGAL IMPLICATIONS",
    "PERSONNEL IMPLICATIONS",
    "PROCUREMENT IMPLICATIONS",
)
IMPACT_HEADINGS = ("Corporate Policy", "Financial", "Staff", "Legal", "Customer Impact", "Ward Councillor Views")
FRAMEWORK = "https://reports.example/performance-framework"
NO_IMPLICATIONS = "There are no specific implications that arise from this report."
OUTLINE = (
    *(f"{number}. {heading}" for number, heading in enumerate(BODY_HEADINGS[:2], 1)),
    *IMPACT_HEADINGS,
    "3. COMMENTARY",
    "3.6 MANAGEMENT COMMENTARY ON EXCEPTION – Index indicators performing below expectation.",
    *(f"{number}. {heading}" for number, heading in enumerate(BODY_HEADINGS[3:], 4)),
)
"""Headings in order, without those of indicators, of matters outstanding and of the appendix."""


def committee_report(**said: Any) -> PaperReport:
    """A report with the front sheet and the sections of the council's own form."""
    return PaperReport(
        **(
            {
                "committee": COMMITTEE,
                "meeting_date": date(2021, 3, 10),
                "number": "CEF21004",
                "decision_type": "Non-Urgent Non-Executive Non-Key",
                "title": TITLE,
                "contact_officer": "Head of Performance",
                "chief_officer": "Director of Children's Services",
                "ward": "All",
                "sections": _sections(),
            }
            | said
        )
    )


def correction(**said: Any) -> PaperCorrection:
    """A correction of the first publication."""
    return PaperCorrection(
        **(
            {
                "sequence": 1,
                "published_on": date(2021, 2, 10),
                "kind": "late_data",
                "reason": "Two schools sent their December figures after the report was made.",
            }
            | said
        )
    )


def with_report(paper: Paper, **said: Any) -> Any:
    """The same paper with a report around it."""
    return msgspec.structs.replace(paper, report=committee_report(), **said)


def _sections() -> tuple[ReportSection, ...]:
    reason, recommendation, *rest = BODY_HEADINGS
    return (
        ReportSection(reason, "body", ("This report tells members how services for children performed.",)),
        ReportSection(recommendation, "body", ("Members note and comment on the figures of December 2020.",)),
        *_impacts(),
        ReportSection(rest[0], "body", _commentary(), has_exceptions=True),
        ReportSection(rest[1], "body", ("Scrutiny by members helps to improve services for children.",)),
        *(ReportSection(heading, "body", (NO_IMPLICATIONS,)) for heading in rest[2:]),
        ReportSection("Non-Applicable Sections:", "closing", ("None",)),
        ReportSection(
            "Background Documents: (Access via Contact Officer)",
            "closing",
            (f"[Children's Performance Management Framework]({FRAMEWORK}) (January 2018)",),
        ),
    )


def _impacts() -> tuple[ReportSection, ...]:
    lines = (
        ("Policy Status: Not Applicable", "Priority: Children and Young People"),
        ("Cost of proposal: No Cost", "Ongoing costs: Not Applicable", "Budget head: N/A", "Source of funding:"),
        ("Number of staff (current and additional): N/A", "If from existing staff, number of hours: N/A"),
        ("Legal Requirement: Non-Statutory - Government Guidance", "Call-in: Not Applicable"),
        ("Estimated number of users or beneficiaries (current and projected):",),
        ("Have Ward Councillors been asked for comments? No", "Summary of Ward Councillors' comments:"),
    )
    return tuple(ReportSection(heading, "impact", said) for heading, said in zip(IMPACT_HEADINGS, lines, strict=True))


def _commentary() -> tuple[str, ...]:
    return (
        "The committee agreed a framework for the performance of children's services. It says what members and "
        "officers do: *they read reports, ask questions and make recommendations*.",
        "A set of indicators is reported every quarter, beside detailed reports on single services.",
        "Directors set a target or a range for each indicator, and comment on those below expectation.",
        "Numbers stand beside percentages so that members can see how large a service is.",
        "Figures that could let somebody recognise a child are in Part 2 of this report.",
    )
