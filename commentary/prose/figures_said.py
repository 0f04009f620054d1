"""Rules on figures of the subject that a text states."""

import re
from collections.abc import Iterator
from decimal import Decimal

from commentary.prose.facts import Facts, SpokenFigure
from commentary.prose.findings import Finding, Kind
from commentary.prose.measure_words import OF_ANOTHER, OF_THE_MEASURE, OF_THE_PEOPLE
from commentary.prose.numbers import Number
from commentary.prose.passages import WORD
from commentary.prose.patterns import IGNORE, anything_of
from commentary.prose.periods import Period, Subject, periods
from commentary.prose.reading import Read
from commentary.prose.titles import Titles, stems
from indicators.formatting import joined, number_text, printed
from indicators.vocabulary import Unit
from suppression.places import words_of

_OF_THE_MEASURE = re.compile("|".join(OF_THE_MEASURE), IGNORE)
_OF_THE_PEOPLE = anything_of(OF_THE_PEOPLE)
_OF_ANOTHER = anything_of(OF_ANOTHER)
_STATES = re.compile(r"\b(?:stood at|stands at|stand at|was|were|is|are|at|to|totalled|reached)\s*$", IGNORE)
_ANOTHER_PART = re.compile(r"^\s*\(?(?:of the (?:remaining|others?)|higher|lower|more|fewer|less|points?)\b", IGNORE)
_BESIDE, _CLOSE = 40, 8
_MEASURED_FROM = re.compile(
    r"\b(?:in ?line with|compared (?:with|to)|than|since|from|as|on)\b(?:\s+(?!at\b)[\w'’]+){0,4}\s*$", IGNORE
)
_SAID_OF_IT = re.compile(r"^\s*\(?\s*(?:(?:was|were|when|it|at)\s+){0,3}$", IGNORE)
_COMPARATORS = (
    ("england", re.compile(r"\b(?:england|national(?:ly)?)\b", IGNORE)),
    ("london", re.compile(r"\blondon\b", IGNORE)),
)
_DIRECTLY = re.compile(r"^[\s,:;–—-]*(?:(?:average|figure|rate|is|was|were|at|of|and)[\s,:]+){0,3}$", IGNORE)


def speaks_of_the_measure(text: str, title: frozenset[str]) -> bool:
    """Whether words speak clearly of a measure: they say so, or have two words of its title (or its only one)."""
    shared = len(stems(text) & title)
    enough = shared + bool(_OF_THE_PEOPLE.search(text)) >= min(2, len(title))
    return bool(_OF_THE_MEASURE.search(text)) or (bool(shared) and enough)


def figures_of_the_measure(passages: tuple[Read, ...], facts: Facts) -> Iterator[Finding]:
    """A figure said of the subject's measure and of a period is that of the report, at the decimals written.

    Only where the sentence speaks clearly of the measure, and of no other more, names the period, and has one figure
    in the measure's unit beside it. “As at the end of” the report's month may mean that month or the year to date.
    """
    subject, titles = Subject(facts), Titles(facts)
    rather = [titles.speaks_rather_of_another(facts.subject, stems(each.sentence.text)) for each in passages]
    of_it = tuple(each for each, is_of_another in zip(passages, rather, strict=True) if not is_of_another)
    for period, number in _said(of_it, subject):
        right = subject.at(period.places)
        if right and not any(is_printed(number, figure) for figure in right):
            yield Finding(
                Kind.CONTRADICTION,
                "figure_of_the_measure",
                number.start,
                number.end,
                number.quote,
                f"“{number.quote}” is said of {' '.join(period.quote.split())}; the report has {_texts(right)}.",
                "Correct the figure, or say what else it is.",
                may_be_kept=True,
            )


def figures_of_comparators(passages: tuple[Read, ...], facts: Facts) -> Iterator[Finding]:
    """A figure said directly of England or of London is the benchmark that the report has for the subject.

    Where the sentence names a year, only a benchmark of that year is compared; where it names none, the only one.
    """
    subject = Subject(facts)
    title = _title(subject)
    for position, passage in enumerate(passages):
        around = passage.sentence.text + (passages[position - 1].sentence.text if position else "")
        years = [each for each in periods(passage.sentence.text, passage.sentence.start, subject) if each.places]
        if not (years or speaks_of_the_measure(around, title)):
            continue
        for number in _in_the_unit(passage, subject):
            comparator = _comparator_of(passage, number)
            right = [figure for figure in subject.figures if figure.place.split(" ")[0] == comparator]
            named = {place.removeprefix("own ") for each in years for place in each.places if place.startswith("own ")}
            right = [each for each in right if not named or each.place.partition(" ")[2] in named]
            right = [each for each in right if each.value is not None and "value" not in each.hidden]
            if right and not any(is_printed(number, each) for each in right):
                yield Finding(
                    Kind.CONTRADICTION,
                    "figure_of_a_comparator",
                    number.start,
                    number.end,
                    number.quote,
                    f"“{number.quote}” is said of {comparator.title()}; the report has {_texts(right)}.",
                    "Correct the figure, or say what else it is.",
                    may_be_kept=True,
                )


def is_printed(number: Number, figure: SpokenFigure) -> bool:
    """Whether a number is the figure, at the fewer decimals of the two."""
    places = min(number.decimal_places, figure.decimal_places)
    return figure.value is not None and printed(figure.value, places) == printed(number.value, places)


def figure_words(figure: SpokenFigure) -> str:
    """`38%` or `328`, as the report prints it."""
    sign = "%" if figure.unit == Unit.PERCENTAGE else ""
    return number_text(figure.value or Decimal(0), figure.decimal_places) + sign


def place_words(place: str) -> str:
    """A place as people say it; a benchmark without a period is its comparator."""
    first, _, last = place.partition(" ")
    if place[:1].isdigit():
        return words_of(place)
    return (last if first == "own" else place.title() if first in ("england", "london") else place) or first


def _said(passages: tuple[Read, ...], subject: Subject) -> Iterator[tuple[Period, Number]]:
    title = _title(subject)
    for passage in passages:
        named = periods(passage.sentence.text, passage.sentence.start, subject)
        if not subject.figures or not named:
            continue
        nearest: dict[Period, list[Number]] = {period: [] for period in named}
        for number in _in_the_unit(passage, subject):
            if _is_of_ours(passage, number, title):
                meant = [period for period in named if _may_be_meant(passage, period, number)]
                if meant:
                    nearest[min(meant, key=lambda period, n=number: _distance(period, n))].append(number)  # type: ignore[misc]
        for period, numbers in nearest.items():
            closest = sorted(numbers, key=lambda number, p=period: _distance(p, number))  # type: ignore[misc]
            if len(closest) == 1 or (closest and _stands_beside(period, closest[0], closest[1])):
                yield period, closest[0]


def _in_the_unit(passage: Read, subject: Subject) -> tuple[Number, ...]:
    units = {figure.unit for figure in subject.figures}
    return passage.percentages if units == {Unit.PERCENTAGE.value} else passage.plain


def _is_of_ours(passage: Read, number: Number, title: frozenset[str]) -> bool:
    """Whether a figure is said of the measure: not of a target or another place, nor a share of numbers beside it."""
    clause = _clause(passage, number)
    if _OF_ANOTHER.search(passage.before(number.start, _BESIDE)) or _ANOTHER_PART.match(passage.after(number.end, 20)):
        return False
    if any(re.fullmatch(r"\s*\(\s*", passage.between(each.end, number.start)) for each in passage.plain):
        return False
    if not speaks_of_the_measure(clause, title):
        return False
    if number.is_percentage:
        return True
    following = [match.group() for match in WORD.finditer(passage.after(number.end, _BESIDE))][:4]
    return bool(_STATES.search(passage.before(number.start, 20)) or stems(" ".join(following)) & title)


def _clause(passage: Read, number: Number) -> str:
    """The sentence without what another figure of it is said of: up to the next number, if there is one."""
    following = [each.start for each in passage.percentages if each.start >= number.end]
    return passage.between(passage.sentence.start, following[0] if following else passage.sentence.end)


def _comparator_of(passage: Read, number: Number) -> str:
    before = passage.before(number.start, _BESIDE)
    for comparator, pattern in _COMPARATORS:
        found = list(pattern.finditer(before))
        if found and _DIRECTLY.match(before[found[-1].end() :]):
            return comparator
    return ""


def _title(subject: Subject) -> frozenset[str]:
    return stems(subject.figures[0].title) if subject.figures else frozenset()


def _may_be_meant(passage: Read, period: Period, number: Number) -> bool:
    """Whether a figure may be that of a period: not where the period is only what the figure is measured from."""
    if not _MEASURED_FROM.search(passage.before(period.start, _BESIDE)):
        return True
    return number.start >= period.end and bool(_SAID_OF_IT.match(passage.between(period.end, number.start)))


def _stands_beside(period: Period, nearest: Number, other: Number) -> bool:
    """Whether one of two figures is so much nearer to a period that it alone is meant."""
    return _distance(period, nearest)[0] <= _CLOSE and _distance(period, other)[0] > _CLOSE + _BESIDE / 2


def _distance(period: Period, number: Number) -> tuple[int, int]:
    """The nearest first; of two as near, the one that follows."""
    return max(period.start - number.end, number.start - period.end), -period.start


def _texts(figures: list[SpokenFigure]) -> str:
    each = [f"{figure_words(figure)} for {place_words(figure.place)}" for figure in figures]
    return joined(list(dict.fromkeys(each)))
