"""A text as the rules read it: its sentences with the numbers in them."""

from dataclasses import dataclass

from commentary.prose.numbers import Number, numbers
from commentary.prose.passages import Sentence, sentences


@dataclass(frozen=True)
class Read:
    """One sentence with its numbers in order."""

    sentence: Sentence
    numbers: tuple[Number, ...]

    @property
    def percentages(self) -> tuple[Number, ...]:
        return tuple(number for number in self.numbers if number.is_percentage)

    @property
    def plain(self) -> tuple[Number, ...]:
        """What the text itself says, without signs of percent."""
        return tuple(number for number in self.numbers if not number.is_percentage and not number.worked_out)

    def between(self, start: int, end: int) -> str:
        """The source between two offsets, within the sentence."""
        first = self.sentence.start
        return self.sentence.text[max(0, start - first) : max(0, end - first)]

    def before(self, place: int, characters: int) -> str:
        return self.between(place - characters, place)

    def after(self, place: int, characters: int) -> str:
        return self.between(place, place + characters)


def read(text: str) -> tuple[Read, ...]:
    """The sentences of a text with their numbers; a number across two sentences is in neither."""
    found = numbers(text)
    return tuple(
        Read(each, tuple(number for number in found if each.start <= number.start and number.end <= each.end))
        for each in sentences(text)
    )
