"""Finds the numbers of a text that say how many or what share, in digits or words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from commentary.prose.number_words import FRACTIONS, NO_COUNT_BEFORE_ONE, NOT_COUNTS, PHRASES, TENS, UNITS
from commentary.prose.patterns import IGNORE, IN_DIGITS, IN_WORDS, NUMBER, PEOPLE, one_of, with_numbers

_NOT_COUNTS = [re.compile(with_numbers(pattern), IGNORE) for pattern in NOT_COUNTS]
_PHRASES = [(re.compile(rf"\b(?:{with_numbers(pattern)})(?![\w-])", IGNORE), value) for pattern, value in PHRASES]
_PERCENT = r"[ \n]?(?:%|per[ \n]?cent\b|percentage[ \n]points?\b)"
_NUMBER = re.compile(rf"(?P<number>{IN_DIGITS}|{IN_WORDS})(?P<percent>{_PERCENT})?(?!\w)", IGNORE)
_PARTS = one_of(words.replace(" ", "[- ]") for words in FRACTIONS)
_PART = re.compile(_PARTS, IGNORE)
_FRACTION = re.compile(
    rf"(?P<part>{_PARTS})(?: as many as)?(?: of)?(?: (?:the|our|these|those|all|a|total of))* "
    rf"(?P<whole>{NUMBER})(?![\w%])",
    IGNORE,
)
_ALL_BUT = re.compile(
    rf"\ball but (?P<fewer>{NUMBER}) of (?:(?:the|our|these|those) )?(?P<whole>{NUMBER})(?![\w%])", IGNORE
)
_ONE_OF_PEOPLE = re.compile(
    rf"one (?:of (?:(?:the|our|these|those|their|its) )?(?:[\w'’-]+ ){{0,3}}{PEOPLE}"
    rf"|(?:(?!\w+ing\b)[\w'’-]+ ){{0,2}}{PEOPLE}"
    r"|(?:was|were|has|had|is|now|more|further|other|fewer|\w+ed|left|withdrew|became|went|died|came)\b)",
    IGNORE,
)
_BEFORE_ONE = re.compile(rf"{one_of(('only', 'just', 'but', 'of', 'by', 'to', 'from', 'least'))}\s$", IGNORE)
_REFERRING = re.compile(rf"{one_of(NO_COUNT_BEFORE_ONE)}\s$", IGNORE)


@dataclass(frozen=True)
class Number:
    """A number of a text. `worked_out` is one that the words leave to the reader: “half of the four” is 2."""

    start: int
    end: int
    quote: str
    value: Decimal
    is_percentage: bool = False
    worked_out: bool = False

    @property
    def decimal_places(self) -> int:
        exponent = self.value.as_tuple().exponent
        return max(0, -exponent) if isinstance(exponent, int) else 0


def numbers(text: str) -> tuple[Number, ...]:
    """Counts and percentages in the order of their places; years, dates, ages, sections and targets are none."""
    nothing = [found.span() for pattern in _NOT_COUNTS for found in pattern.finditer(text)]
    said = [number for number in _sayings(text) if not _within(number, nothing)]
    taken = nothing + [(number.start, number.end) for number in said] + [each.span() for each in _PART.finditer(text)]
    plain = [number for number in _plain(text) if not _within(number, taken)]
    left = [number for number in _left_to_the_reader(text) if not _within(number, nothing)]
    return tuple(sorted([*said, *plain, *left], key=lambda number: (number.start, number.end)))


def in_words(words: str) -> Decimal:
    """The number that words say: “twenty-three”, “a hundred and five”."""
    total = 0
    for word in re.split(r"[\s-]+", words.casefold()):
        if word == "hundred":
            total = (total or 1) * 100
        else:
            total += UNITS.get(word, TENS.get(word, 1 if word == "a" else 0))
    return Decimal(total)


def value_of(words: str) -> Decimal:
    """The number that digits or words say. Raises decimal.InvalidOperation for the number of a paragraph."""
    return Decimal(words.replace(",", "")) if words[0].isdigit() else in_words(words)


def _sayings(text: str) -> Iterator[Number]:
    last = -1
    found = sorted(
        ((each, value) for pattern, value in _PHRASES for each in pattern.finditer(text)), key=_longest_first
    )
    for each, value in found:
        if each.start() >= last:
            last = each.end()
            yield Number(each.start(), each.end(), each.group(), Decimal(value))


def _longest_first(found: tuple[re.Match[str], int]) -> tuple[int, int]:
    return found[0].start(), -found[0].end()


def _plain(text: str) -> Iterator[Number]:
    for found in _NUMBER.finditer(text):
        words = found["number"]
        if words.count(".") > 1 or (
            words.casefold() == "one" and not found["percent"] and not _counts_one(text, found)
        ):
            continue
        yield Number(found.start(), found.end(), found.group(), value_of(words), is_percentage=bool(found["percent"]))


def _counts_one(text: str, found: re.Match[str]) -> bool:
    """Whether “one” counts: one of our children, only one, one was; not “one of the reasons”, “this one”."""
    before = text[max(0, found.start() - 12) : found.start()]
    if _REFERRING.search(before):
        return False
    return bool(_ONE_OF_PEOPLE.match(text, found.start()) or _BEFORE_ONE.search(before))


def _left_to_the_reader(text: str) -> Iterator[Number]:
    """“half of the four” is two, “all but three of the ten” is seven."""
    for found in _FRACTION.finditer(text):
        value = FRACTIONS[found["part"].casefold().replace("-", " ")] * Fraction(value_of(found["whole"]))
        if value.denominator == 1:
            yield _worked_out(found, value.numerator)
    for found in _ALL_BUT.finditer(text):
        left = value_of(found["whole"]) - value_of(found["fewer"])
        if left >= 0:
            yield _worked_out(found, int(left))


def _worked_out(found: re.Match[str], value: int) -> Number:
    return Number(found.start(), found.end(), found.group(), Decimal(value), worked_out=True)


def _within(number: Number, spans: list[tuple[int, int]]) -> bool:
    return any(start < number.end and number.start < end for start, end in spans)
