"""Proposes relations between the indicators of a year, from their units, titles and figures, for a person to confirm.

A reason names indicators and never a figure: administrators read it.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from indicators.vocabulary import Accumulation, DefinitionRelationKind, Unit

Kind = DefinitionRelationKind

MONTHS_OF_A_RATE = 6
"""In how many months a rate must fit its numerator."""
MONTHS_OF_A_SUM = 3
"""In how many months parts must add up to their whole, or percentages to 100."""
POPULATION_GROWTH = Fraction(102, 100)
"""By how much the population behind a rate may change within a year."""

_IN_BRACKETS = re.compile(r"\([^()]*\)")
_INTRODUCTION = re.compile(r"^(?:numbers?|percentage|proportion|rate|%)(?: of\b)?", re.IGNORECASE)
_WORD = re.compile(r"[a-z]+")
_SMALL_WORDS = frozenset(
    _WORD.findall(
        "a an and are as at been by for from has have in is of on or per rate that the their to was were who with"
    )
)


@dataclass(frozen=True)
class Printed:
    """A figure as it was printed, and the numerator and denominator where they were printed too."""

    value: Decimal
    decimal_places: int = 0
    numerator: Decimal | None = None
    denominator: Decimal | None = None

    @property
    def half_a_unit(self) -> Fraction:
        """By how much at most the true figure differs from the one printed."""
        return Fraction(1, 2 * 10**self.decimal_places)


@dataclass(frozen=True)
class Candidate:
    """One definition with the figures of its months; `months` is empty where it has several measures."""

    definition: int
    number: str
    title: str
    unit: Unit
    accumulation: Accumulation
    months: Mapping[date, Printed] = field(default_factory=dict)

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words of what is counted, in order: plurals as singulars, without brackets and `Number of`."""
        title = _INTRODUCTION.sub("", _IN_BRACKETS.sub(" ", self.title).strip()).casefold()
        return tuple(_singular(word) for word in _WORD.findall(title))

    @cached_property
    def telling_words(self) -> frozenset[str]:
        return frozenset(self.words) - _SMALL_WORDS


@dataclass(frozen=True)
class Proposal:
    """A relation that may hold, by the definitions' primary keys, and why it was proposed."""

    definition: int
    kind: DefinitionRelationKind
    other: int
    because: str


def propose(candidates: Sequence[Candidate]) -> list[Proposal]:
    """What may hold between indicators of one dataset and year."""
    rules = (numerators_of_rates, denominators_of_percentages, parts_of_wholes, complements)
    return [proposal for rule in rules for proposal in rule(candidates)]


def numerators_of_rates(candidates: Sequence[Candidate]) -> Iterator[Proposal]:
    """A count is the numerator of a rate if its population is the same in all months and the titles are alike."""
    counts = _of_unit(candidates, Unit.COUNT)
    for rate in _of_unit(candidates, Unit.RATE_PER_10000):
        for count in counts:
            if _are_alike(rate, count) and _one_population_fits(_together(rate, count)):
                because = (
                    f"{rate.number} is a rate and {count.number} a count with a similar title. "
                    "One and the same population fits all months that have both."
                )
                yield Proposal(rate.definition, Kind.NUMERATOR_IS, count.definition, because)


def denominators_of_percentages(candidates: Sequence[Candidate]) -> Iterator[Proposal]:
    """A count on one day is the denominator of a percentage whose title names what it counts.

    Of several counts, that with the longest name. Figures may refute it: a denominator printed beside the percentage
    is another, or no whole number of it gives the percentage.
    """
    stocks = [
        each
        for each in _of_unit(candidates, Unit.COUNT)
        if each.accumulation is Accumulation.STOCK and len(each.telling_words) > 1
    ]
    for percentage in _of_unit(candidates, Unit.PERCENTAGE):
        named = [stock for stock in stocks if _contains(percentage.words, stock.words)]
        longest = max((len(stock.words) for stock in named), default=0)
        for stock in named:
            together = _together(percentage, stock)
            if len(stock.words) == longest and together and all(_may_be_of(*pair) for pair in together):
                because = (
                    f"The title of {percentage.number} names those whom {stock.number} counts, "
                    "and no month contradicts it."
                )
                yield Proposal(percentage.definition, Kind.DENOMINATOR_IS, stock.definition, because)


def parts_of_wholes(candidates: Sequence[Candidate]) -> Iterator[Proposal]:
    """Counts numbered 22.1 and 22.2 are parts of a count 22 if they add up to it in every month that has all."""
    counts = {each.number: each for each in _of_unit(candidates, Unit.COUNT)}
    parts_by_whole: dict[str, list[Candidate]] = defaultdict(list)
    for each in candidates:
        stem, point, _ = each.number.rpartition(".")
        if point and stem in counts:
            parts_by_whole[stem].append(each)
    for number, parts in parts_by_whole.items():
        whole = counts[number]
        if len(parts) < 2 or any(part.unit is not Unit.COUNT for part in parts):
            continue
        months = set(whole.months).intersection(*(part.months for part in parts))
        sums = {month: sum(part.months[month].value for part in parts) for month in months}
        if len(months) < MONTHS_OF_A_SUM or not any(sums.values()):
            continue
        if any(whole.months[month].value != total for month, total in sums.items()):
            continue
        numbers = ", ".join(part.number for part in parts[:-1]) + f" and {parts[-1].number}"
        because = f"{numbers} are numbered under {number} and add up to it in every month that has all of them."
        for part in parts:
            yield Proposal(part.definition, Kind.PART_OF, whole.definition, because)


def complements(candidates: Sequence[Candidate]) -> Iterator[Proposal]:
    """Two percentages with similar titles that add up to 100 in every month, and not always in the same way."""
    percentages = _of_unit(candidates, Unit.PERCENTAGE)
    for position, one in enumerate(percentages):
        for other in percentages[position + 1 :]:
            together = _together(one, other) if _are_alike(one, other) else []
            values = {mine.value for mine, _ in together}
            if len(together) < MONTHS_OF_A_SUM or len(values) < 2:
                continue
            if all(mine.value + theirs.value == 100 for mine, theirs in together):
                because = (
                    f"{one.number} and {other.number} have similar titles and add up to 100 % in every month that has "
                    "both."
                )
                yield Proposal(one.definition, Kind.COMPLEMENT_OF, other.definition, because)


def _of_unit(candidates: Iterable[Candidate], unit: Unit) -> list[Candidate]:
    return [each for each in candidates if each.unit is unit]


def _together(one: Candidate, other: Candidate) -> list[tuple[Printed, Printed]]:
    """The figures of the months that have both."""
    return [(figure, other.months[month]) for month, figure in one.months.items() if month in other.months]


def _are_alike(one: Candidate, other: Candidate) -> bool:
    """Whether two titles share at least two telling words, and half of the first's."""
    shared = len(one.telling_words & other.telling_words)
    return shared >= 2 and shared * 2 >= len(one.telling_words)


def _contains(words: Sequence[str], phrase: Sequence[str]) -> bool:
    return any(words[start : start + len(phrase)] == phrase for start in range(len(words) - len(phrase) + 1))


def _one_population_fits(together: Sequence[tuple[Printed, Printed]]) -> bool:
    """Whether one population, give or take its growth, gives every rate (per 10,000) from its count."""
    least, most = [], []
    for rate, count in together:
        lowest, highest = Fraction(rate.value) - rate.half_a_unit, Fraction(rate.value) + rate.half_a_unit
        if count.value == 0 and lowest > 0:
            return False
        if count.value > 0 and lowest > 0:
            most.append(Fraction(count.value) * 10_000 / lowest)
        if count.value > 0:
            least.append(Fraction(count.value) * 10_000 / highest)
    return len(most) >= MONTHS_OF_A_RATE and max(least) <= min(most) * POPULATION_GROWTH


def _may_be_of(percentage: Printed, count: Printed) -> bool:
    """Whether the count can be the denominator of the percentage."""
    if percentage.denominator is not None:
        return percentage.denominator == count.value
    share = Fraction(count.value) / 100
    lowest = (Fraction(percentage.value) - percentage.half_a_unit) * share
    highest = (Fraction(percentage.value) + percentage.half_a_unit) * share
    return count.value > 0 and highest // 1 >= lowest


def _singular(word: str) -> str:
    if word == "children":
        return "child"
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
