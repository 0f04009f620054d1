"""Rules on figures that Part 1 hides. They read a Part 1 text as a reader who subtracts."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from commentary.prose.counting import NO, Counted, counted, name_after
from commentary.prose.facts import NUMBERS, YEAR_TO_DATE, Facts, SpokenFigure
from commentary.prose.figures_said import place_words
from commentary.prose.findings import Finding, Kind
from commentary.prose.numbers import Number
from commentary.prose.passages import Sentence, words_after, words_before
from commentary.prose.people_words import GROUPS
from commentary.prose.periods import Period, Subject, periods
from commentary.prose.reading import Read
from commentary.prose.titles import Titles, stems
from indicators.vocabulary import Unit

_WORDS_AROUND = 8


@dataclass(frozen=True)
class HiddenNumber:
    """A number of a figure that Part 1 does not show; `name` is value, numerator or denominator."""

    figure: SpokenFigure
    name: str
    value: Decimal

    @property
    def is_percentage(self) -> bool:
        return self.name == "value" and self.figure.unit == Unit.PERCENTAGE

    def is_said_by(self, number: Number) -> bool:
        return number.is_percentage == self.is_percentage and number.value == self.value


class HiddenNumbers:
    """What a report hides, and of what a text speaks."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.titles = Titles(facts)
        self._named: dict[tuple[int, str], tuple[Subject, list[Period]]] = {}
        self.of_the_text = {facts.subject, *facts.related.get(facts.subject, ())} - {""}
        self.all = [
            HiddenNumber(figure, name, getattr(figure, name))
            for figure in facts.figures
            for name in NUMBERS
            if name in figure.hidden and getattr(figure, name) is not None
        ]

    @cached_property
    def indicators(self) -> dict[str, list[HiddenNumber]]:
        found: dict[str, list[HiddenNumber]] = {}
        for each in self.all:
            found.setdefault(each.figure.indicator, []).append(each)
        return found

    def spoken_of(self, number: Number, sentence: Sentence) -> list[HiddenNumber]:
        """What is hidden of the indicators that a number is said of.

        They are the subject and those related to it, and every indicator of whose title the words around the number
        speak. Not if the number counts a thing that the title does not name, or people of another group: three
        children are not three households.
        """
        kind, thing = counted(number, sentence)
        words = _stems_around(number, sentence)
        name = name_after(number, sentence)
        named = stems(" ".join(name))
        found = []
        for indicator, hidden in self.indicators.items():
            title = self.titles.stems[indicator]
            if kind is Counted.THINGS and not stems(thing) & title:
                continue
            if number.quote.casefold() == NO and not named & title:
                continue
            by_words = self.titles.speaks_of(indicator, words) and not _are_others(name, hidden[0].figure.title)
            if by_words or indicator in self.of_the_text:
                found += hidden
        return found

    def is_shown_for_the_period(self, number: Number, sentence: Sentence, hidden: HiddenNumber) -> bool:
        """Whether the sentence names one period of which Part 1 shows this number for the same measure."""
        figure = hidden.figure
        subject, named = self._periods(sentence, figure.indicator)
        if len(named) != 1 or figure.place in named[0].places:
            return False
        shown = subject.at(named[0].places)
        return any(each.value == number.value and each.measure == figure.measure for each in shown)

    def _periods(self, sentence: Sentence, indicator: str) -> tuple[Subject, list[Period]]:
        """The public figures of an indicator and the periods that a sentence names, worked out once."""
        if (sentence.start, indicator) not in self._named:
            subject = Subject(replace(self.facts, subject=indicator, part=1))
            self._named[sentence.start, indicator] = subject, periods(sentence.text, sentence.start, subject)
        return self._named[sentence.start, indicator]


def hidden_figures(passages: tuple[Read, ...], facts: Facts) -> Iterator[Finding]:
    """No number of a Part 1 text is one that Part 1 hides: of its subject, a related indicator, or one it speaks of.

    In digits or in words, “none” and “half of the four” too, whichever period is hidden. It cannot be kept. Not found
    is a number of the one period that the sentence names where Part 1 shows that number.
    """
    hidden = HiddenNumbers(facts)
    for passage in passages:
        for number in passage.numbers:
            said = [each for each in hidden.spoken_of(number, passage.sentence) if each.is_said_by(number)]
            said = [each for each in said if not hidden.is_shown_for_the_period(number, passage.sentence, each)]
            if said:
                yield Finding(
                    Kind.HIDDEN_FIGURE,
                    "hidden_figure",
                    number.start,
                    number.end,
                    number.quote,
                    f"“{number.quote}” is a figure that Part 1 hides: {_name(_likeliest(said, facts))}.",
                    "Leave the number out here and say it in the Part 2 text.",
                    may_be_kept=False,
                )


def coincidences(passages: tuple[Read, ...], facts: Facts) -> Iterator[Finding]:
    """A count of people that equals the hidden figure of another measure, at the report's month or year to date.

    It may be about other people, and can be kept with a reason. Counts below the threshold are small counts anyway.
    """
    hidden = HiddenNumbers(facts)
    places = (f"{facts.as_at:%Y-%m}", YEAR_TO_DATE)
    standing = [each for each in hidden.all if each.figure.place in places and each.figure.counts_people]
    for passage in passages:
        for number in passage.numbers:
            large = number.value >= facts.smallest_publishable_count
            said = [each for each in standing if large and not number.is_percentage and each.is_said_by(number)]
            if said and counted(number, passage.sentence)[0] is Counted.PEOPLE:
                yield Finding(
                    Kind.HIDDEN_FIGURE,
                    "hidden_coincidence",
                    number.start,
                    number.end,
                    number.quote,
                    f"“{number.quote}” people are as many as a figure that Part 1 hides: {_name(said[0])}.",
                    "Leave the number out, or say why these are other people.",
                    may_be_kept=True,
                )


def _are_others(name: list[str], title: str) -> bool:
    """Whether the people named are of another group than those of a title."""
    title_words = title.casefold().replace("(", " ").replace(")", " ").split()
    named, meant = _groups([word.casefold() for word in name]), _groups(title_words)
    return bool(named and meant) and named.isdisjoint(meant)


def _groups(words: list[str]) -> set[int]:
    return {position for position, group in enumerate(GROUPS) if any(word in group for word in words)}


def _likeliest(said: list[HiddenNumber], facts: Facts) -> HiddenNumber:
    """The one that a reader would think of: of the text's subject, at the report's month or the year to date."""
    places = (f"{facts.as_at:%Y-%m}", YEAR_TO_DATE)
    return min(said, key=lambda each: (each.figure.indicator != facts.subject, each.figure.place not in places))


def _name(hidden: HiddenNumber) -> str:
    figure = hidden.figure
    measure = f" ({figure.measure})" if figure.measure else ""
    which = "" if hidden.name == "value" else f"{hidden.name} of "
    return f"{which}indicator {figure.number}{measure}, {place_words(figure.place)}"


def _stems_around(number: Number, sentence: Sentence) -> frozenset[str]:
    before = words_before(sentence, number.start, _WORDS_AROUND)
    return stems(" ".join([*before, *words_after(sentence, number.end, _WORDS_AROUND)]))
