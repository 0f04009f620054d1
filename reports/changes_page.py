"""The page about what changed since the report before: from two papers to the context of a template."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from reports.addresses import changes_url, index_url, indicator_url
from reports.differences import Changes, FigureChange, Subject, changes_between
from reports.wording import AnyPaper, exemption_wording, month_name, unit_name


@dataclass(frozen=True)
class Linked:
    """An indicator with its page. `unit` says what its figures are in; empty of one that the paper has not."""

    number: str
    title: str
    url: str
    unit: str = ""


@dataclass(frozen=True)
class Contents:
    """What there is to read under one heading: `2 ratings`."""

    place: str
    words: str


@dataclass(frozen=True)
class FiguresOf:
    """The figures of one measure that changed in the same way."""

    indicator: Linked
    measure: str
    figures: tuple[FigureChange, ...]


def changes_context(
    paper: AnyPaper,
    earlier: AnyPaper | None,
    published_at: datetime | None = None,
    corrected: AnyPaper | None = None,
) -> dict[str, Any]:
    """Everything `reports/changes.html` shows.

    `earlier` is the report before, None of the first one; `corrected` what this publication of the report corrects.
    """
    return {
        "paper": paper,
        "published_at": published_at,
        "as_at": month_name(paper.as_at),
        "hidden_wording": paper.hidden_wording,
        "exemption": exemption_wording(paper) if paper.part == 2 else "",
        "index_url": index_url(paper),
        "changes_url": changes_url(paper),
        "earlier_as_at": month_name(earlier.as_at) if earlier else "",
        "earlier_url": index_url(earlier) if earlier else "",
        "since_last_report": said_of(paper, changes_between(paper, earlier)) if earlier else {},
        "by_correction": said_of(paper, changes_between(paper, corrected)) if corrected else {},
        "corrected_url": index_url(corrected) if corrected else "",
    }


def said_of(paper: AnyPaper, changes: Changes) -> dict[str, Any]:
    """The changes as `components/changes_said.html` shows them; of a correction too."""

    def linked(subject: Subject) -> Linked:
        now = paper.indicator(subject.key)
        if now is None:
            return Linked(subject.number, subject.title, "")
        return Linked(subject.number, subject.title, indicator_url(paper, subject.key), unit_name(now.unit))

    def grouped(figures: Sequence[FigureChange]) -> list[FiguresOf]:
        by_measure: dict[tuple[Subject, str], list[FigureChange]] = {}
        for each in figures:
            by_measure.setdefault((each.subject, each.measure), []).append(each)
        return [FiguresOf(linked(subject), name, tuple(each)) for (subject, name), each in by_measure.items()]

    return {
        "contents": list(_contents(changes)),
        "nothing_changed": changes.is_empty,
        "rating_moves": [(linked(each.subject), each) for each in changes.ratings],
        "new_figures": grouped(changes.new),
        "changed_figures": grouped(changes.changed),
        "hidden_figures": grouped(changes.hidden),
        "shown_figures": grouped(changes.shown),
        "added": [linked(each) for each in changes.added],
        "dropped": [linked(each) for each in changes.dropped],
        "targets": [(linked(each.subject), each) for each in changes.targets],
        "definitions": [(linked(each.subject), each) for each in changes.definitions],
        "words_changed": [linked(each) for each in changes.words],
    }


def _contents(changes: Changes) -> Iterator[Contents]:
    said = (
        ("ratings", changes.ratings, "rating", "moved"),
        ("hidden", changes.hidden, "figure", "hidden now"),
        ("shown", changes.shown, "figure", "shown now, and hidden before"),
        ("changed", changes.changed, "figure", "changed"),
        ("indicators", (*changes.added, *changes.dropped), "indicator", "new or no longer reported"),
        ("targets", changes.targets, "target", "changed"),
        ("definitions", changes.definitions, "definition", "changed"),
        ("words", changes.words, "commentary", "changed"),
        ("new", changes.new, "figure", "new"),
    )
    for place, what, noun, words in said:
        if what:
            nouns = noun if len(what) == 1 else "commentaries" if noun == "commentary" else f"{noun}s"
            yield Contents(place, f"{len(what)} {nouns} {words}")
