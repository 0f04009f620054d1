"""Which indicator a passage speaks of, by the words of titles."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache

from commentary.prose.facts import Facts
from commentary.prose.measure_words import ABBREVIATIONS, EMPTY, GENERAL, SYNONYMS
from commentary.prose.passages import WORD

_STEM = 5
"""Words are the same if their first five letters are: fostering and foster, recruited and recruitment, adopters."""

_SHORTEST = 4
_FEW = 2


def _stem(word: str) -> str:
    singular = word[:-1] if word.endswith("s") and not word.endswith("ss") else word
    return singular[:_STEM]


_MEANINGS = ABBREVIATIONS | SYNONYMS
_EMPTY = frozenset(_stem(word) for word in EMPTY)
_GENERAL = frozenset(_stem(word) for word in GENERAL)


@lru_cache(maxsize=4096)
def stems(text: str) -> frozenset[str]:
    """The beginnings of the words by which an indicator may be known; abbreviations spelt out, synonyms beside."""
    words = [part for match in WORD.finditer(text.casefold()) for part in match.group().replace("’", "'").split("-")]
    spelt_out = [whole for word in words for whole in _MEANINGS.get(word, word).split()]
    found = {_stem(word.removesuffix("'s")) for word in spelt_out if len(word) >= _SHORTEST and not word.isdigit()}
    return frozenset(found - _EMPTY)


class Titles:
    """The titles of a report's indicators, by key."""

    def __init__(self, facts: Facts) -> None:
        self.stems: dict[str, frozenset[str]] = {}
        rows = defaultdict(set)
        for figure in facts.figures:
            self.stems.setdefault(figure.indicator, stems(figure.title))
            for stem in self.stems[figure.indicator]:
                rows[stem].add(figure.number.partition(".")[0])
        self._rows: Mapping[str, set[str]] = rows

    def speaks_of(self, indicator: str, words: Iterable[str]) -> bool:
        """Whether words speak of the indicator by its title.

        They have two words of the title, or all that it has, and one of them is a word that at most two indicators of
        the report have; 22.1 and 22.2 are one here.
        """
        title = self.stems.get(indicator, frozenset())
        own = {stem for stem in title - _GENERAL if len(self._rows[stem]) <= _FEW}
        found = title & frozenset(words)
        return bool(own & found) and (len(found) > 1 or own <= found)

    def speaks_rather_of_another(self, indicator: str, words: frozenset[str]) -> bool:
        """Whether words have more of another indicator's title than of this one's."""
        shared = {key: len(title & words) for key, title in self.stems.items()}
        return max(shared.values(), default=0) > shared.get(indicator, 0)
