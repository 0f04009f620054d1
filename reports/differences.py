"""What changed between two papers of one part: a pure function of both, for the report before and for a correction.

Everything here could be seen by whoever lays the two papers side by side. What the later paper hides is named by its
place alone, without the figure that the earlier one showed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from itertools import pairwise

from commentary.prose.markup import plain_text
from indicators.vocabulary import Comparator
from reports.wording import AnyIndicator, AnyMeasure, AnyPaper, Line, facts, label, month_name
from suppression.paper import ExemptFigure, Hidden, PartlyHidden, Rated, Shown

TARGET = "Target or range of acceptable performance"
"""What `reports.wording.facts` calls the target."""

BETTER_FIRST = ("green", "amber", "red")


class Move(StrEnum):
    """How a rating moved, in the order in which a reader wants to know."""

    WORSE = "worse"
    BETTER = "better"
    RATED = "rated now, not before"
    NOT_RATED = "not rated any more"
    SHOWN = "shown now, in Part 2 only before"
    HIDDEN = "in Part 2 only now"


@dataclass(frozen=True)
class Subject:
    """The indicator of which something changed."""

    key: str
    number: str
    title: str


@dataclass(frozen=True)
class RatingMove:
    """A rating in the earlier paper and in the later one; they are not the same."""

    subject: Subject
    before: Rated | Hidden
    after: Rated | Hidden
    move: Move


@dataclass(frozen=True)
class FigureChange:
    """One figure: `place` is `December 2020`, `year to date` or `England 2019`. `before` is empty of a new one."""

    subject: Subject
    measure: str
    place: str
    before: Line
    after: Line


@dataclass(frozen=True)
class DefinitionChange:
    """What a report changed of the definition: `label` names it; before and after in words."""

    as_at: date
    label: str
    before: str
    after: str
    subject: Subject


@dataclass(frozen=True)
class Changes:
    """What a paper says otherwise than an earlier one. `hidden` and `shown` have figures that were not hidden before,
    or are not any more; `words` the indicators whose commentary or actions differ, in a correction alone.
    """

    ratings: tuple[RatingMove, ...]
    new: tuple[FigureChange, ...]
    changed: tuple[FigureChange, ...]
    hidden: tuple[FigureChange, ...]
    shown: tuple[FigureChange, ...]
    added: tuple[Subject, ...]
    dropped: tuple[Subject, ...]
    targets: tuple[DefinitionChange, ...]
    definitions: tuple[DefinitionChange, ...]
    words: tuple[Subject, ...]

    @property
    def is_empty(self) -> bool:
        return not any(getattr(self, each.name) for each in fields(self))

    def moved(self, *moves: Move) -> list[RatingMove]:
        return [each for each in self.ratings if each.move in moves]


def changes_between(paper: AnyPaper, earlier: AnyPaper) -> Changes:
    """What `paper` says otherwise than `earlier`: an earlier report's, or the same report's before a correction.

    Figures are compared place by place where both papers have the place. A month that only the later paper has is new
    where it comes after the earlier report. Raises ValueError for papers of different parts or datasets.
    """
    if (paper.part, paper.dataset_slug) != (earlier.part, earlier.dataset_slug):
        raise ValueError("Only papers of the same part and dataset can be compared.")
    figures = list(_figures(paper, earlier))
    definitions = [change for pair in _pairs(paper, earlier) for change in _definition_changes(paper.as_at, *pair)]
    return Changes(
        ratings=tuple(sorted(_rating_moves(paper, earlier), key=lambda each: list(Move).index(each.move))),
        new=tuple(each for kind, each in figures if kind == "new"),
        changed=tuple(each for kind, each in figures if kind == "changed"),
        hidden=tuple(each for kind, each in figures if kind == "hidden"),
        shown=tuple(each for kind, each in figures if kind == "shown"),
        added=tuple(_missing_from(earlier, paper)),
        dropped=tuple(_missing_from(paper, earlier)),
        targets=tuple(each for each in definitions if each.label == TARGET),
        definitions=tuple(each for each in definitions if each.label != TARGET),
        words=tuple(_words(paper, earlier)) if paper.as_at == earlier.as_at else (),
    )


def definition_changes(papers: Sequence[AnyPaper], key: str) -> Iterator[DefinitionChange]:
    """What later reports changed of an indicator's definition, the latest first. `papers` come the latest first."""
    said = [(paper.as_at, indicator) for paper in papers if (indicator := paper.indicator(key)) is not None]
    for (as_at, after), (_, before) in pairwise(said):
        yield from _definition_changes(as_at, after, before)


def subject_of(indicator: AnyIndicator) -> Subject:
    return Subject(indicator.key, indicator.number, indicator.title)


def _pairs(paper: AnyPaper, earlier: AnyPaper) -> Iterator[tuple[AnyIndicator, AnyIndicator]]:
    """The indicators of the paper that the earlier one has too, each with what it was."""
    for indicator in paper.indicators:
        before = earlier.indicator(indicator.key)
        if before is not None:
            yield indicator, before


def _missing_from(paper: AnyPaper, other: AnyPaper) -> Iterator[Subject]:
    keys = {indicator.key for indicator in paper.indicators}
    return (subject_of(indicator) for indicator in other.indicators if indicator.key not in keys)


def _rating_moves(paper: AnyPaper, earlier: AnyPaper) -> Iterator[RatingMove]:
    for indicator, before in _pairs(paper, earlier):
        move = _move(before.rating, indicator.rating)
        if move is not None:
            yield RatingMove(subject_of(indicator), before.rating, indicator.rating, move)


def _move(before: Rated | Hidden, after: Rated | Hidden) -> Move | None:
    """How a rating moved; None where it did not. A hidden rating was neither better nor worse."""
    if isinstance(before, Hidden) or isinstance(after, Hidden):
        if isinstance(before, Hidden) and isinstance(after, Hidden):
            return None
        return Move.HIDDEN if isinstance(after, Hidden) else Move.SHOWN
    if before.rating == after.rating:
        return None
    if before.rating not in BETTER_FIRST:
        return Move.RATED
    if after.rating not in BETTER_FIRST:
        return Move.NOT_RATED
    was_better = BETTER_FIRST.index(before.rating) < BETTER_FIRST.index(after.rating)
    return Move.WORSE if was_better else Move.BETTER


def _figures(paper: AnyPaper, earlier: AnyPaper) -> Iterator[tuple[str, FigureChange]]:
    is_correction = paper.as_at == earlier.as_at
    for indicator, before in _pairs(paper, earlier):
        if indicator.unit != before.unit:
            continue  # that is a change of the definition; the figures do not compare
        measures: Sequence[AnyMeasure] = indicator.measures
        measures_before: Sequence[AnyMeasure] = before.measures
        were = {measure.name: measure for measure in measures_before}
        for measure in measures:
            was = dict(_places(were[measure.name], is_correction)) if measure.name in were else {}
            for place, figure in _places(measure, is_correction):
                if isinstance(place, date) and place not in was and was and place <= earlier.as_at:
                    continue  # a column that the earlier paper had no room for
                kind = _kind(was.get(place), figure)
                if kind:
                    lines = (Line(was.get(place)), Line(figure))
                    yield kind, FigureChange(subject_of(indicator), measure.name, _place_name(place), *lines)


Place = date | str


def _places(measure: AnyMeasure, with_total: bool) -> Iterator[tuple[Place, ExemptFigure | None]]:
    """A measure's figures, each with its place. From one report to the next a year to date is always another."""
    for entry in measure.months:
        yield entry.month, entry.figure
    if with_total:
        yield "year to date", measure.year_to_date
    for each in measure.benchmarks:
        yield f"{label(Comparator, each.comparator)} {each.period}".strip(), each.figure


def _place_name(place: Place) -> str:
    return month_name(place) if isinstance(place, date) else place


def _kind(before: ExemptFigure | None, after: ExemptFigure | None) -> str:
    """`new`, `changed`, `hidden` or `shown`; empty where nothing changed that a reader of both papers sees."""
    was, now = Line(before), Line(after)
    if now.is_number and not was.has_number:
        return "new"
    if _hidden_of(after) - _hidden_of(before):
        return "hidden"
    if _hidden_of(before) - _hidden_of(after):
        return "shown" if now.has_number else "changed"
    if (was.text, was.is_number) == (now.text, now.is_number) or not was.kind:
        return ""
    return "changed"


def _hidden_of(figure: ExemptFigure | None) -> set[str]:
    """What of a figure is hidden: its value, the numbers behind it."""
    if isinstance(figure, Hidden):
        return {"value", "numerator", "denominator"}
    if isinstance(figure, PartlyHidden):
        numbers = {"numerator": figure.numerator, "denominator": figure.denominator}
        return {"value"} | {name for name, number in numbers.items() if number is None}
    return set(figure.numbers_hidden) if isinstance(figure, Shown) else set()


def _definition_changes(as_at: date, after: AnyIndicator, before: AnyIndicator) -> Iterator[DefinitionChange]:
    old, new = _definition(before), _definition(after)
    for name in new:
        if old[name] != new[name]:
            yield DefinitionChange(as_at, name, old[name], new[name], subject_of(after))


def _definition(indicator: AnyIndicator) -> dict[str, str]:
    return {
        "Number": indicator.number,
        "Title": indicator.title,
        "Why it is important": indicator.why_it_is_important,
        **dict(facts(indicator)),
    }


def _words(paper: AnyPaper, earlier: AnyPaper) -> Iterator[Subject]:
    for indicator, before in _pairs(paper, earlier):
        if _said(indicator) != _said(before):
            yield subject_of(indicator)


def _said(indicator: AnyIndicator) -> tuple[object, ...]:
    said = indicator.commentary
    return (plain_text(said.text) if said else "", said.reason if said else "", indicator.actions, indicator.links)
