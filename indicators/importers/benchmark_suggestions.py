"""Suggests which of the tool's indicators one of ours may be, by the words of the titles and the units."""

import math
import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from indicators.importers.benchmark_parsed import ToolIndicator
from indicators.importers.benchmark_units import our_unit, suggested_conversion
from indicators.vocabulary import BenchmarkConversion, Unit

MOST_SUGGESTIONS = 4
LEAST_LIKENESS = 0.22
SAME_UNIT, OTHER_UNIT = 1.25, 0.6

_SAME_WORDS = (
    (r"children looked after|looked after child(?:ren)?|\blac\b|\bcla\b", " lookedafter "),
    (r"child(?:ren)?(?: \w+){0,3} child protection plans?|child protection plans?|\bcpp\b", " protectionplan "),
    (r"children in need|\bcin\b", " inneed "),
    (r"education,? health (?:and|&) care|\behcp?s?\b|statements?/ehcp?", " healthcareplan "),
    (r"not in education,? employment (?:or|and) training", " neet "),
    (r"(?:in )?education,? employment (?:or|and|&) training", " eet "),
    (r"children'?s social (?:care|services)", " socialcare "),
    (r"\bkey stage\b", " ks "),
)
_LEFT_OUT = re.compile(
    "a|an|and|are|as|at|by|for|from|had|has|have|in|into|is|its|of|on|or|per|that|the|their|them|they|this|to|was|"
    "were|which|who|with|within|years?|yr|percentage|percent|rate|numbers?|num|no|total|000|10|100"
)


class Suggestions:
    """Suggestions from one file: words that few of its indicators have count for more."""

    def __init__(self, indicators: Sequence[ToolIndicator]) -> None:
        self.words = {each: words_of(each.title) for each in indicators}
        titles = Counter(word for words in self.words.values() for word in words)
        self.weights = {word: math.log(1 + len(self.words) / (1 + count)) for word, count in titles.items()}
        self.weight_of_a_new_word = math.log(1 + len(self.words))

    def of(self, title: str, unit: Unit | str) -> list[ToolIndicator]:
        """At most four of the tool's indicators, the likeliest first; none that has too little in common."""
        ours = words_of(title)
        likeness = {each: self._likeness(ours, words) * _by_unit(each, unit) for each, words in self.words.items()}
        likely = [each for each, share in likeness.items() if share >= LEAST_LIKENESS]
        return sorted(likely, key=lambda each: (-likeness[each], each.code))[:MOST_SUGGESTIONS]

    def _likeness(self, ours: frozenset[str], theirs: frozenset[str]) -> float:
        """How much of their words two titles share, from 0 to 1: the cosine, rare words weighing more."""
        common = ours & theirs
        if not common:
            return 0.0
        return self._weight(common) / math.sqrt(self._weight(ours) * self._weight(theirs))

    def _weight(self, words: frozenset[str]) -> float:
        return sum(self.weights.get(word, self.weight_of_a_new_word) for word in words)


@lru_cache(maxsize=2048)
def words_of(title: str) -> frozenset[str]:
    """The words that tell a title from others: lower case, singular, without units and small words."""
    text = title.casefold().replace("’", "'")
    for pattern, word in _SAME_WORDS:
        text = re.sub(pattern, word, text)
    words = (word.removesuffix("'s") for word in re.findall(r"[a-z0-9']+", text))
    return frozenset(
        word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
        for word in words
        if not _LEFT_OUT.fullmatch(word)
    )


def _by_unit(each: ToolIndicator, unit: Unit | str) -> float:
    if not each.unit:
        return 1.0
    if each.unit == our_unit(unit):
        return SAME_UNIT
    return 1.0 if suggested_conversion(each.unit, unit) is not BenchmarkConversion.NONE else OTHER_UNIT
