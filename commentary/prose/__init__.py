"""Checks what people write against the figures, and for what must not be said. Pure Python."""

from dataclasses import replace

from commentary.prose.facts import Facts
from commentary.prose.figures_said import figures_of_comparators, figures_of_the_measure
from commentary.prose.findings import Finding, Kind
from commentary.prose.hidden import coincidences, hidden_figures
from commentary.prose.movements import movements
from commentary.prose.passages import readable
from commentary.prose.personal import addresses, dates_of_birth, initials, names, numbers_of_people
from commentary.prose.reading import Read, read
from commentary.prose.small_counts import small_counts
from commentary.prose.sums import complements, shares_of_their_numbers
from commentary.prose.worked_out import worked_out

__all__ = ["Facts", "Finding", "Kind", "check_prose"]

SUMS = (shares_of_their_numbers, complements)
AGAINST_THE_REPORT = (figures_of_the_measure, figures_of_comparators, movements)
FOR_PART_1 = (hidden_figures, worked_out, coincidences, small_counts)
"""In their order: where several speak of one number, the first one is told."""

OF_PEOPLE = (names, initials, dates_of_birth, addresses, numbers_of_people)


def check_prose(text: str, facts: Facts) -> list[Finding]:
    """What there is to look at in a text of commentary, in the order of the places.

    `text` is the source as it was written. Offsets are code points into it; JavaScript, which counts UTF-16 code
    units, has to convert them where the text has characters beyond U+FFFF. Part 2 may say what Part 1 hides.
    """
    plain = readable(text)
    passages = read(plain)
    found = [finding for sums in SUMS for finding in sums(passages)]
    found += [finding for rule in AGAINST_THE_REPORT for finding in rule(passages, facts)]
    if facts.part == 1:
        found += _first_of_each_place(passages, facts)
    found += _longest([finding for rule in OF_PEOPLE for finding in rule(plain)])
    placed = [_as_written(finding, text, facts) for finding in found]
    return sorted(placed, key=lambda finding: (finding.start, finding.end, finding.rule))


def _as_written(finding: Finding, text: str, facts: Facts) -> Finding:
    """The finding with the source as its quote, and whether a person has kept that."""
    quote = text[finding.start : finding.end]
    kept = finding.may_be_kept and (finding.rule, quote) in facts.kept
    return replace(finding, quote=quote, kept=kept)


def _first_of_each_place(passages: tuple[Read, ...], facts: Facts) -> list[Finding]:
    """What Part 1 must not say, once for each number."""
    told: dict[tuple[int, int], Finding] = {}
    for rule in FOR_PART_1:
        for finding in rule(passages, facts):
            told.setdefault((finding.start, finding.end), finding)
    return list(told.values())


def _longest(findings: list[Finding]) -> list[Finding]:
    """Of findings that overlap, the longest: “Mrs Jane Example” and not “Jane Example” too."""
    kept: list[Finding] = []
    for finding in sorted(findings, key=lambda each: each.start - each.end):
        if all(finding.end <= other.start or other.end <= finding.start for other in kept):
            kept.append(finding)
    return kept
