"""What a number counts, as far as the words beside it tell."""

from enum import Enum, auto

from commentary.prose.numbers import Number
from commentary.prose.passages import WORD, Sentence, words_after, words_before
from commentary.prose.patterns import anything_of
from commentary.prose.people_words import NAMES_GO_NO_FURTHER, PEOPLE_BESIDE, PEOPLE_ENDING_A_NAME, THINGS

WORDS_AFTER, WORDS_BEFORE = 5, 4
"""How far from a number a word for people may stand to be near it."""

NO = "no"
"""“No fostering households”: none, of what is named."""

_ENDING_A_NAME = anything_of(PEOPLE_ENDING_A_NAME)
_PEOPLE = anything_of((*PEOPLE_ENDING_A_NAME, *PEOPLE_BESIDE))
_THINGS = anything_of(THINGS)
_GO_NO_FURTHER = frozenset(NAMES_GO_NO_FURTHER)
_WITHIN_A_NAME = 4


class Counted(Enum):
    """PEOPLE where a word for people is near, THINGS where the name after the number is that of something else."""

    PEOPLE = auto()
    THINGS = auto()
    UNKNOWN = auto()


def counted(number: Number, sentence: Sentence) -> tuple[Counted, str]:
    """What the number counts, and the word that says so.

    The name after the number decides: “5 family support sessions” are sessions. It ends at a comma, a preposition or a
    verb. Where it says nothing, a word for people within five words after or four before the number does; but “no” is
    no number of people without their name.
    """
    name = name_after(number, sentence)
    people = next((word for word in name if _ENDING_A_NAME.fullmatch(word)), "")
    things = [word for word in name if _THINGS.fullmatch(word)]
    if not people and things:
        return Counted.THINGS, things[-1]
    if number.quote.casefold() == NO:
        return (Counted.PEOPLE, people) if people else (Counted.UNKNOWN, "")
    beside = words_after(sentence, number.end, WORDS_AFTER)
    beside += reversed(words_before(sentence, number.start, WORDS_BEFORE))
    near = people or next((word for word in beside if _PEOPLE.fullmatch(word)), "")
    within = _PEOPLE.search(number.quote) if not near else None
    word = near or (within.group() if within else "")
    return (Counted.PEOPLE, word) if word else (Counted.UNKNOWN, "")


def name_after(number: Number, sentence: Sentence) -> list[str]:
    """The name of what is counted: the words from the number on, up to a comma, a preposition or a verb."""
    start = number.end - sentence.start
    after = sentence.text[start : start + 80]
    name: list[str] = []
    last = 0
    for match in WORD.finditer(after):
        ended = any(mark in after[last : match.start()] for mark in ",.;:()–—/") or len(name) == _WITHIN_A_NAME
        word = match.group()
        if ended or (word.casefold() in _GO_NO_FURTHER and (name or word.casefold() != "of")):
            break
        if word.casefold() != "of":
            name.append(word)
        last = match.end()
        if _ENDING_A_NAME.fullmatch(word):
            break
    return name
