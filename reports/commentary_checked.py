"""The texts of one exception with what the check of prose finds in them, and keeping what it finds."""

from collections.abc import Sequence
from dataclasses import dataclass

from accounts.models import User
from commentary.models import Commentary
from commentary.moving import Refused
from commentary.prose.findings import Finding
from commentary.services import keep_finding
from reports.commentary_pages import EditorPage
from reports.words import checker_of


@dataclass(frozen=True)
class Checked:
    """One text as it was checked: its findings, and the text in pieces, of which some are found."""

    part: int
    findings: Sequence[Finding]
    pieces: Sequence[tuple[str, int]]

    @property
    def named(self) -> list[tuple[str, Finding]]:
        """The findings, each with the name that the page gives it."""
        return [(f"{self.part}-{each.start}-{each.rule}", each) for each in self.findings]

    @property
    def open(self) -> int:
        return sum(not each.kept for each in self.findings)


def checked_texts(page: EditorPage, part_1: str, part_2: str) -> list[Checked]:
    """Both texts, checked. Where Part 1 says nothing of the indicator, its text is checked as one of Part 2."""
    checker = checker_of(page.dataset, page.as_at, page.draft.part_1, page.draft.part_2)
    checked = []
    for part, text in ((1, part_1), (2, part_2)):
        text = text.replace("\r\n", "\n")
        findings = checker.check(text, page.indicator.key, 2 if page.only_in_part_2 else part)
        checked.append(Checked(part, findings, _pieces(text, findings)))
    return checked


def _pieces(text: str, findings: Sequence[Finding]) -> list[tuple[str, int]]:
    """The text in pieces, each with the number of its finding from 1 on, or 0; what overlaps belongs to the first."""
    pieces, end = [], 0
    for number, finding in enumerate(findings, start=1):
        start = max(finding.start, end)
        if start < finding.end:
            pieces += [(text[end:start], 0), (text[start : finding.end], number)]
            end = finding.end
    return [(piece, number) for piece, number in [*pieces, (text[end:], 0)] if piece]


def keep(which: str, commentary: Commentary, page: EditorPage, reason: str, by: User) -> None:
    """Keep one finding, by the name that the page gives it, with a reason. Raises Refused."""
    for text in checked_texts(page, commentary.part_1, commentary.part_2):
        for name, finding in text.named:
            if which == name:
                keep_finding(
                    dataset=page.dataset,
                    indicator=page.indicator,
                    as_at=page.as_at,
                    part=2 if page.only_in_part_2 else text.part,
                    finding=finding,
                    reason=reason,
                    by=by,
                )
                return
    raise Refused("These words are not in the text any more.")
