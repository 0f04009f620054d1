"""The parts of which the check's regular expressions are made. All ignore case."""

import re
from collections.abc import Iterable

from commentary.prose.number_words import TENS, UNITS
from commentary.prose.people_words import PEOPLE_BESIDE, PEOPLE_ENDING_A_NAME

IGNORE = re.IGNORECASE | re.MULTILINE


_SPACE = re.compile(r" ([?*+]?)(?![^\[]*\])")


def spaced(pattern: str) -> str:
    """The pattern with one space or more wherever it has one outside square brackets."""
    return _SPACE.sub(lambda space: " *" if space[1] in {"?", "*"} else " +", pattern)


def one_of(words: Iterable[str]) -> str:
    """Any of these, the longest first, as whole words."""
    return spaced(rf"\b(?:{'|'.join(sorted(words, key=len, reverse=True))})\b")


def anything_of(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile(one_of(words), IGNORE)


SMALL = one_of(set(UNITS) - {"zero", "nil"})
BELOW_HUNDRED = rf"(?:{one_of(TENS)}(?:[- ]{SMALL})?|{one_of(UNITS)})"
IN_WORDS = rf"(?:(?:\ba|{SMALL}) hundred(?: and {BELOW_HUNDRED})?|{BELOW_HUNDRED})"
IN_DIGITS = r"(?<![\w£$€])(?<!\d[.,])\d+(?:,\d{3})*(?:\.\d+)*"
NUMBER = rf"(?:{IN_DIGITS}|{IN_WORDS})"
RANGE = rf"{NUMBER}(?: ?(?:-|–|to|or|and) ?\d*(?:{NUMBER})?)?"
LIST = rf"{NUMBER}(?:(?:, ?| ?(?:-|–) ?| (?:and|or|to|&) |, (?:and|or) )(?:{NUMBER}|\d+))*"
PEOPLE = rf"(?:{one_of((*PEOPLE_ENDING_A_NAME, *PEOPLE_BESIDE))})"


def with_numbers(pattern: str) -> str:
    """The pattern with `{number}`, `{range}`, `{list}` and `{people}` filled in."""
    return spaced(pattern).format(number=NUMBER, range=RANGE, list=LIST, people=PEOPLE)
