"""Bounds that follow from one fact at a time, in Python's own integers: exact however large the numbers are."""

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from math import gcd

from suppression.engine.facts import Fact
from suppression.engine.reading import Misread
from suppression.engine.solver import Bound, within

VISITS = 60


def narrowed(facts: Sequence[Fact], bounds: Mapping[str, Bound]) -> dict[str, Bound]:
    """The least and the most of every figure, given what each fact says and the bounds of the others in it.

    Every number that is possible stays within; some that are not may stay too, since a fact is visited only so often.
    Raises Misread, naming what says so, where a figure is left without a number.
    """
    within_reach = dict(bounds)
    speaking_of: dict[str, list[int]] = {}
    for number, fact in enumerate(facts):
        for key in fact.coefficients:
            speaking_of.setdefault(key, []).append(number)
    visits = [0] * len(facts)
    waiting = deque(range(len(facts)))
    queued = set(waiting)
    while waiting:
        number = waiting.popleft()
        queued.discard(number)
        visits[number] += 1
        for key in _narrow(facts[number], within_reach):
            for other in speaking_of[key]:
                if other not in queued and visits[other] < VISITS:
                    queued.add(other)
                    waiting.append(other)
    return within_reach


def in_unknowns(facts: Iterable[Fact], bounds: Mapping[str, Bound]) -> list[Fact]:
    """The facts that still tie figures together: what is known put in, divided by the greatest common divisor.

    A fact that speaks of a single unknown is left out, for the bounds hold it already. Raises Misread, naming what
    says so, for a fact that no whole numbers satisfy.
    """
    tied: list[Fact] = []
    for fact in facts:
        unknown: dict[str, int] = {}
        known = 0
        for key, coefficient in fact.coefficients.items():
            low, high = bounds[key]
            if low is not None and low == high:
                known += coefficient * low
            else:
                unknown[key] = coefficient
        least, most = (None if end is None else end - known for end in fact.bound)
        if not unknown:
            if not within(0, (least, most)):
                raise contradiction(fact)
            continue
        common = gcd(*unknown.values())
        least = None if least is None else _divided_up(least, common)
        most = None if most is None else most // common
        if least is not None and most is not None and least > most:
            raise contradiction(fact)
        if len(unknown) > 1:
            tied.append(Fact({key: number // common for key, number in unknown.items()}, least, most, fact.said_by))
    return tied


def contradiction(fact: Fact) -> Misread:
    """What to raise where no whole numbers agree with a fact."""
    return Misread(f"The figures shown contradict each other: {fact.said_by}.")


def _narrow(fact: Fact, bounds: dict[str, Bound]) -> list[str]:
    """Narrow the bounds of the figures of one fact; which of them have changed."""
    ranges = {
        key: _times(coefficient, bounds[key]) for key, coefficient in fact.coefficients.items() if coefficient != 0
    }
    lowest = _Sum(low for low, _ in ranges.values())
    highest = _Sum(high for _, high in ranges.values())
    changed: list[str] = []
    for key, (low, high) in ranges.items():
        others_low, others_high = lowest.without(low), highest.without(high)
        most = None if fact.most is None or others_low is None else fact.most - others_low
        least = None if fact.least is None or others_high is None else fact.least - others_high
        found = _over(fact.coefficients[key], (least, most))
        tighter = _both(bounds[key], found)
        if tighter != bounds[key]:
            if tighter[0] is not None and tighter[1] is not None and tighter[0] > tighter[1]:
                raise contradiction(fact)
            bounds[key] = tighter
            changed.append(key)
    return changed


class _Sum:
    """A sum of ends, of which some may be without limit."""

    def __init__(self, ends: Iterable[int | None]) -> None:
        self.total = 0
        self.unlimited = 0
        for end in ends:
            if end is None:
                self.unlimited += 1
            else:
                self.total += end

    def without(self, end: int | None) -> int | None:
        """The sum of the others; None if it is without limit."""
        if self.unlimited > (end is None):
            return None
        return self.total if end is None else self.total - end


def _times(coefficient: int, bound: Bound) -> Bound:
    low, high = (None if end is None else coefficient * end for end in bound)
    return (low, high) if coefficient > 0 else (high, low)


def _over(coefficient: int, bound: Bound) -> Bound:
    """What a figure may be if the coefficient times it lies within the bound."""
    low, high = bound if coefficient > 0 else (_negative(bound[1]), _negative(bound[0]))
    size = abs(coefficient)
    return None if low is None else _divided_up(low, size), None if high is None else high // size


def _both(one: Bound, other: Bound) -> Bound:
    lows = [end for end in (one[0], other[0]) if end is not None]
    highs = [end for end in (one[1], other[1]) if end is not None]
    return max(lows, default=None), min(highs, default=None)


def _negative(end: int | None) -> int | None:
    return None if end is None else -end


def _divided_up(number: int, divisor: int) -> int:
    return -(-number // divisor)
