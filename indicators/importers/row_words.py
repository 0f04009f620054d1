"""Understands the words of a row beside its figures: polarity, unit, frequency."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from indicators.importers import cell_words
from indicators.importers.headings import Role
from indicators.importers.numerals import tidy
from indicators.importers.parsed import Finding, Severity
from indicators.vocabulary import Polarity, Unit

if TYPE_CHECKING:
    from indicators.importers.rows import Row

_POLARITIES = {word: polarity for polarity, words in cell_words.POLARITIES.items() for word in words}
_UNITS = {word: unit for unit, words in cell_words.UNITS.items() for word in words}
_FREQUENCIES = {word: frequency for frequency, words in cell_words.FREQUENCIES.items() for word in words}
_LEADS = "|".join(map(re.escape, cell_words.POLARITY_LEADS))
_ENDS = "|".join(sorted(map(re.escape, _POLARITIES), key=len, reverse=True))
_SENTENCES = "|".join(
    sorted((re.escape(word) for word in _POLARITIES if word.endswith(("is better", "is good"))), key=len, reverse=True)
)
_MAY_SAY_POLARITY = re.compile("good|better|polarity", re.IGNORECASE)
_TAIL = re.compile(
    rf"[\s.,;–—-]*[(\[]?\s*(?:(?:{_LEADS})\s*[:=–-]?\s*(?P<end>{_ENDS})|(?P<sentence>{_SENTENCES}))\s*[)\]]?\.?",
    re.IGNORECASE,
)


@lru_cache(maxsize=1024)
def polarity_in(wording: str) -> Polarity | None:
    """`High`, `Lower is better`, `Goldilocks`, `for information` as a polarity; None for words that are none."""
    words = _words(wording)
    lead = re.match(rf"(?:{_LEADS})\s*[:=–-]?\s*", words)
    return _POLARITIES.get(words) or (_POLARITIES.get(words[lead.end() :]) if lead else None)


def polarity_in_title(title: str) -> tuple[str, Polarity | None]:
    """The title without the polarity at its end (`… paid on time. Good performance HIGH`), and that polarity."""
    if not _MAY_SAY_POLARITY.search(title):
        return title, None
    for match in _TAIL.finditer(title):
        if match.end() == len(title) and match.start() > 0:
            return title[: match.start()].strip(), _POLARITIES[(match["end"] or match["sentence"]).casefold()]
    return title, None


def said_unit(read: Row, wording: str) -> None:
    """The unit that the row's own column gives goes before the one proposed from title and figures."""
    words = _words(wording)
    if not words:
        return
    unit = _UNITS.get(words)
    if unit is None:
        location = read.place(Role.UNIT)
        message = (
            f"{read.about}: the unit “{tidy(wording)}” in {location.cell} is none that Outturn has. "
            f"From its title and figures it was taken to be “{read.unit.label}”; check that before you apply."
        )
        read.findings.append(Finding(Severity.WARNING, "unit_not_known", message, location))
    elif not (unit is Unit.COUNT and read.unit in (Unit.AVERAGE, Unit.RATE_PER_10000)):
        read.unit, read.unit_is_said = unit, True


def said_frequency(read: Row, wording: str) -> None:
    """How often the row is reported, where a column says so in a word that is known."""
    words = _words(wording)
    read.frequency = _FREQUENCIES.get(words)
    if words and read.frequency is None:
        location = read.place(Role.FREQUENCY)
        message = f"{read.about}: “{tidy(wording)}” in {location.cell} is no frequency that is known. It was not read."
        read.findings.append(Finding(Severity.NOTE, "frequency_not_known", message, location))


def _words(wording: str) -> str:
    return tidy(wording).casefold().strip(".:;()[] ")
