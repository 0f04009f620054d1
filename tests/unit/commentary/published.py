"""The management commentary that a council published for December 2020 and January 2019, and what is wrong in it."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from commentary.prose import Facts, check_prose

TEXTS = Path(__file__).parent / "texts"
REPORTS = {"december-2020": date(2020, 12, 1), "january-2019": date(2019, 1, 1)}
WORDS_FOR_ONE_FALSE_FINDING = 500

_SECTION = re.compile(r"(?m)^(?=3\.[\d.]+ Indicator \d+:)")
_NUMBER = re.compile(r"3\.[\d.]+ Indicator (\d+):")


@dataclass(frozen=True)
class Judged:
    """A finding as a person judged it: is something wrong there, or could somebody be known by it?"""

    report: str
    indicator: str
    rule: str
    quote: str
    is_true: bool
    why: str


JUDGED = (
    Judged("december-2020", "26", "small_count", "5", True, "five young people of one group, and the sixth as well"),
    Judged("december-2020", "35.1", "figure_of_a_comparator", "58%", True, "the index of that report has 65%"),
    Judged("january-2019", "21", "share_of_its_numbers", "7% of late reviews equate to 32 of 327", True, "it is 10%"),
    Judged("january-2019", "25", "share_of_its_numbers", "54% of our children (42 of 82)", True, "it is 51%"),
    Judged("january-2019", "26", "small_count", "One", True, "one care leaver, with the place and how it came about"),
    Judged("january-2019", "26", "small_count", "5", True, "five care leavers are apprentices"),
)
"""Every finding that the check makes on both reports."""


def sections(report: str) -> Iterator[tuple[str, str]]:
    """The number of the indicator that each part of a commentary is about, and its text; the opening has none."""
    for text in _SECTION.split((TEXTS / f"{report}.txt").read_text()):
        number = _NUMBER.match(text)
        said = number.group(1) if number else ""
        yield ("35.1" if said == "35" else said), text


def words(report: str) -> int:
    return sum(len(text.split()) for _, text in sections(report))


def findings(report: str, facts_about: Callable[[str], Facts]) -> list[tuple[str, str, str, str]]:
    """What the check finds in a report: report, indicator, rule and quote on one line."""
    return [
        (report, number, finding.rule, " ".join(finding.quote.split()))
        for number, text in sections(report)
        for finding in check_prose(text, as_at(facts_about(number), REPORTS[report]))
    ]


def as_at(facts: Facts, month: date) -> Facts:
    """The facts of a report of that month: of an earlier one there are no months and no year to date."""
    if month == facts.as_at:
        return facts
    kept = tuple(figure for figure in facts.figures if figure.place.startswith(("own ", "england", "london")))
    return replace(facts, as_at=month, figures=kept)
