"""The check of prose for every text of a report's two papers, as it stands before they are published."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from commentary.prose import check_prose
from commentary.prose.facts import Facts, facts_of
from commentary.prose.findings import Finding
from suppression.paper import Part1Paper, Part2Paper
from suppression.paper_words import PaperReport

Kept = Mapping[str, frozenset[tuple[str, str]]]
"""Rule and quote of what a person keeps, by the indicator's key; empty for the report as a whole."""


@dataclass(frozen=True)
class PlacedFinding:
    """A finding, and in which text: `where` in words, `indicator` a key or empty, `part` 1 or 2."""

    where: str
    indicator: str
    part: int
    finding: Finding


@dataclass(frozen=True)
class ReportChecker:
    """Checks texts of one report. `kept` is what people keep in each part."""

    part_1: Part1Paper
    part_2: Part2Paper
    counts_people: Mapping[str, bool]
    kept: Mapping[int, Kept]

    def facts(self, indicator: str, part: int) -> Facts:
        """What a text about an indicator, or about the report (empty), is checked against."""
        kept = self.kept.get(part, {}).get(indicator, frozenset())
        return facts_of(self.part_1, self.part_2, indicator, part, self.counts_people, kept)

    def check(self, text: str, indicator: str, part: int) -> list[Finding]:
        return check_prose(text, self.facts(indicator, part)) if text.strip() else []

    def whole_report(self) -> list[PlacedFinding]:
        """What is found in both papers and nobody keeps; each text of Part 1, and the texts that only Part 2 has."""
        found: list[PlacedFinding] = []
        for where, key, text in _public_texts(self.part_1):
            found += self._open(where, key, 1, text)
        for exempt in self.part_2.exempt_texts:
            indicator = self.part_2.indicator(exempt.indicator)
            number = indicator.number if indicator else exempt.indicator
            found += self._open(f"indicator {number}, commentary in Part 2", exempt.indicator, 2, exempt.text)
        for where, key, text in _only_in_part_2(self.part_1, self.part_2):
            found += self._open(where, key, 2, text)
        return found

    def _open(self, where: str, key: str, part: int, text: str) -> list[PlacedFinding]:
        return [PlacedFinding(where, key, part, each) for each in self.check(text, key, part) if not each.kept]


def _public_texts(paper: Part1Paper | Part2Paper) -> Iterator[tuple[str, str, str]]:
    """Every text that people wrote for a paper: where it stands, of which indicator, and the text."""
    if paper.report:
        yield from _of_report(paper.report)
    if paper.corrects:
        yield "reason of the correction", "", paper.corrects.reason
    for indicator in paper.indicators:
        place, key = f"indicator {indicator.number}", indicator.key
        if indicator.commentary:
            yield f"{place}, commentary", key, indicator.commentary.text
            yield f"{place}, reason of the exception", key, indicator.commentary.reason
        for measure in indicator.measures:
            for rebased in measure.rebased:
                yield f"{place}, limits anew from {rebased.from_month:%B %Y}", key, rebased.reason
        for action in indicator.actions:
            yield f"{place}, action", key, action.what
            yield f"{place}, owner of an action", key, action.owner
            for note in action.notes:
                yield f"{place}, progress of an action", key, note.text
        for link in indicator.links:
            yield f"{place}, link", key, link.title
    for question in paper.questions:
        place = f"question of {question.met_on:%-d %B %Y}"
        yield place, question.indicator, question.text
        yield f"{place}, meeting", question.indicator, question.meeting
        yield f"{place}, for whom", question.indicator, question.for_whom
        yield f"{place}, answer", question.indicator, question.answer


def _of_report(report: PaperReport) -> Iterator[tuple[str, str, str]]:
    named = (report.committee, report.number, report.decision_type, report.title)
    yield "front sheet", "", "\n\n".join(named)
    yield "front sheet, posts", "", "\n\n".join((report.contact_officer, report.chief_officer, report.ward))
    for section in report.sections:
        yield f"section “{section.heading}”", "", "\n\n".join((section.heading, *section.paragraphs))


def _only_in_part_2(part_1: Part1Paper, part_2: Part2Paper) -> Iterator[tuple[str, str, str]]:
    """Texts that stand in Part 2 and not in Part 1, such as those about an indicator whose rating is hidden."""
    public = set(_public_texts(part_1))
    return (each for each in _public_texts(part_2) if each not in public)
