"""Rules on movements that a text states: up, down, the same, better, worse."""

import re
from collections.abc import Iterator
from decimal import Decimal
from enum import StrEnum

from commentary.prose.facts import YEAR_TO_DATE, Facts, SpokenFigure
from commentary.prose.figures_said import figure_words, is_printed, place_words, speaks_of_the_measure
from commentary.prose.findings import Finding, Kind
from commentary.prose.movement_words import BETTER, COMPARED, DOWN, NOT_SAID, SAME, UP, WORSE
from commentary.prose.patterns import IGNORE, anything_of, one_of
from commentary.prose.periods import QUARTER, YEAR, Period, Subject, periods
from commentary.prose.reading import Read
from commentary.prose.titles import Titles, stems
from indicators.periods import add_months
from indicators.vocabulary import Polarity, Unit


class Way(StrEnum):
    """Which way a figure is said to have gone."""

    UP = "up"
    DOWN = "down"
    SAME = "the same"
    BETTER = "better"
    WORSE = "worse"


_WAYS = [
    (Way.SAME, anything_of(SAME)),
    (Way.UP, anything_of(UP)),
    (Way.DOWN, anything_of(DOWN)),
    (Way.BETTER, anything_of(BETTER)),
    (Way.WORSE, anything_of(WORSE)),
]
_COMPARED_WORD = one_of(COMPARED)
_COMPARED = re.compile(
    rf"(?:[\s,(]+(?:{_COMPARED_WORD}|[\w.,]+%?)){{0,8}}?(?:[\s,(]+{_COMPARED_WORD})*[\s,(]*", IGNORE
)
_ARRIVES = re.compile(r"\s+(?:\w+ly\s+)?to\s+[\w.,]+%?\s+(?:in|at|by|during|for|as)\b", IGNORE)
_NOT_SAID = re.compile(rf"{one_of(NOT_SAID)}\s+(?:\w+\s+)?$", IGNORE)
_OF_WHAT = re.compile(
    r"^\s+(?:number|volume|level|amount|rate|numbers|volumes|levels|demand)?\s*(?:in|of)\s+(?P<what>(?:[\w'’-]+\s*){1,4})",
    IGNORE,
)
_WORDS_BEFORE = 70

ALMOST_POINTS, ALMOST_PART = Decimal(1), Decimal("0.05")
"""“In line with”: within one percentage point, or within 5 % of a figure in another unit."""


def movements(passages: tuple[Read, ...], facts: Facts) -> Iterator[Finding]:
    """A movement said of the subject's measure is that of its figures, from the period named to the report's own.

    “In line with the previous quarter” (three months earlier), “an improvement on 2019”, “fell since November”.
    Better and worse go by polarity. Where no period is named, the movement must contradict the month before, the
    quarter before and the year before, as far as there are figures. Counts are not held against years. Silent unless
    the words before the movement, or what is said to move, are clearly the measure, and where a figure is not there.
    """
    subject, titles = Subject(facts), Titles(facts)
    title = stems(subject.figures[0].title) if subject.figures else frozenset()
    for passage in passages:
        if titles.speaks_rather_of_another(facts.subject, stems(passage.sentence.text)):
            continue
        named = periods(passage.sentence.text, passage.sentence.start, subject)
        for way, match in _said(passage.sentence.text):
            start, end = passage.sentence.start + match.start(), passage.sentence.start + match.end()
            if not _is_of_the_measure(passage, start, end, subject, title):
                continue
            base = _base(passage, end, named)
            places = _now(passage, named, start, end, subject)
            if not base and not set(places) <= set(subject.now()):
                continue  # from what it moved to an earlier month is not said
            finding = _finding(passage, way, start, end, base, subject.at(places), subject)
            if finding:
                yield finding


def _said(text: str) -> Iterator[tuple[Way, re.Match[str]]]:
    for way, pattern in _WAYS:
        for match in pattern.finditer(text):
            if not _NOT_SAID.search(text[max(0, match.start() - 24) : match.start()]):
                yield way, match


def _is_of_the_measure(passage: Read, start: int, end: int, subject: Subject, title: frozenset[str]) -> bool:
    of_what = _OF_WHAT.match(passage.after(end, 60))
    if of_what and not passage.after(end, 60)[of_what.start("what") :][:1].isdigit():
        return speaks_of_the_measure(of_what["what"], title) or bool(
            stems(of_what["what"]) and stems(of_what["what"]) <= title
        )
    before = passage.before(start, _WORDS_BEFORE)
    latest = subject.at(subject.now())
    states_it = any(
        number.end <= start and number.end > start - _WORDS_BEFORE and any(is_printed(number, each) for each in latest)
        for number in (passage.percentages if latest and latest[0].unit == Unit.PERCENTAGE else passage.plain)
    )
    return states_it or speaks_of_the_measure(before, title)


def _base(passage: Read, end: int, named: list[Period]) -> Period | None:
    """The period that the movement is measured from."""
    after = [(each, passage.between(end, each.start)) for each in named if each.start >= end]
    return next((each for each, words in after if _COMPARED.fullmatch(words) and not _ARRIVES.match(words)), None)


def _now(passage: Read, named: list[Period], start: int, end: int, subject: Subject) -> tuple[str, ...]:
    """Where the movement arrives: “rose to 19 in October”, else the period named before it, else the report's own."""
    arrives = [each for each in named if each.start >= end and _ARRIVES.match(passage.between(end, each.start))]
    before = [each for each in named if each.end <= start]
    meant = arrives[:1] or before[-1:]
    return meant[0].places if meant and subject.at(meant[0].places) else subject.now()


def _finding(
    passage: Read, way: Way, start: int, end: int, base: Period | None, now: list[SpokenFigure], subject: Subject
) -> Finding | None:
    earlier = subject.at(base.places) if base else _usual_bases(subject)
    pairs = [(one, other) for one in now for other in earlier if _are_comparable(one, other)]
    judged = [_holds(way, one, other) for one, other in pairs]
    if not judged or None in judged or any(judged):
        return None
    last = base.end if base else end
    one, other = pairs[0]
    quote = passage.between(start, last)
    return Finding(
        Kind.CONTRADICTION,
        "movement",
        start,
        last,
        quote,
        f"“{' '.join(quote.split())}”: the report has {figure_words(one)} for {place_words(one.place)} and "
        f"{figure_words(other)} for {place_words(other.place)}.",
        "Correct the sentence, or say what else moved.",
        may_be_kept=True,
    )


def _are_comparable(now: SpokenFigure, earlier: SpokenFigure) -> bool:
    """Months with months, and years with what is no count: a count so far cannot be held against a whole year's."""
    if now.measure != earlier.measure or now.place == earlier.place:
        return False
    if earlier.place.startswith("own "):
        return now.unit != Unit.COUNT
    return now.place != YEAR_TO_DATE


def _usual_bases(subject: Subject) -> list[SpokenFigure]:
    own = tuple(figure.place for figure in subject.figures if figure.place.startswith("own "))
    months = tuple(f"{add_months(subject.latest, -months):%Y-%m}" for months in (1, QUARTER, YEAR))
    return subject.at((*months, *own[:1]))


def _holds(way: Way, now: SpokenFigure, earlier: SpokenFigure) -> bool | None:
    """Whether the figures moved so; None where better and worse have no meaning."""
    one, other = now.value or Decimal(0), earlier.value or Decimal(0)
    if way is Way.SAME:
        almost = ALMOST_POINTS if now.unit == Unit.PERCENTAGE else abs(other) * ALMOST_PART
        return abs(one - other) <= almost
    if way in (Way.BETTER, Way.WORSE):
        if now.polarity not in (Polarity.HIGH, Polarity.LOW):
            return None
        return (one > other) is ((way is Way.BETTER) is (now.polarity == Polarity.HIGH)) and one != other
    return one > other if way is Way.UP else one < other
