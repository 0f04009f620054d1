"""Groups of unknowns that tell a reader something about each other."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from suppression.engine.facts import Fact


@dataclass(frozen=True)
class Group:
    """Unknowns that are connected, with the facts between them."""

    unknowns: tuple[str, ...]
    facts: tuple[Fact, ...]

    @cached_property
    def may_have_holes(self) -> bool:
        """Whether a number between the least and the most that an unknown can be may be impossible.

        It may not where every coefficient is 1 or −1, no unknown stands in more than two facts, and the facts fall
        into two sides so that two facts with the unknown on the same sign stand on different sides, on opposite signs
        on the same: such a system has whole corners (Heller and Tompkins, 1956), whatever one unknown is fixed to.
        """
        places: dict[str, list[tuple[int, int]]] = {}
        for number, fact in enumerate(self.facts):
            for key, coefficient in fact.coefficients.items():
                if abs(coefficient) != 1:
                    return True
                places.setdefault(key, []).append((number, coefficient))
        if any(len(found) > 2 for found in places.values()):
            return True
        ties = [
            (one, other, sign == other_sign)
            for (one, sign), (other, other_sign) in (found for found in places.values() if len(found) == 2)
        ]
        return not _two_sides(len(self.facts), ties)


def connected(unknowns: Iterable[str], facts: Iterable[Fact]) -> list[Group]:
    """Cut the unknowns into groups that have no fact in common."""
    members: dict[str, list[str]] = {key: [key] for key in unknowns}
    between: dict[int, list[Fact]] = {id(group): [] for group in members.values()}
    for fact in facts:
        first, *others = fact.coefficients
        joined = members[first]
        for key in others:
            other = members[key]
            if other is not joined:
                joined.extend(other)
                between[id(joined)].extend(between[id(other)])
                for moved in other:
                    members[moved] = joined
        between[id(joined)].append(fact)
    distinct = {id(group): group for group in members.values()}
    return [Group(tuple(group), tuple(between[number])) for number, group in distinct.items()]


def _two_sides(count: int, ties: Iterable[tuple[int, int, bool]]) -> bool:
    """Whether each fact can be put on a side, every pair (one, other, apart) on different sides if it says so."""
    neighbours: list[list[tuple[int, bool]]] = [[] for _ in range(count)]
    for one, other, apart in ties:
        neighbours[one].append((other, apart))
        neighbours[other].append((one, apart))
    side: dict[int, bool] = {}
    for start in range(count):
        if start in side:
            continue
        side[start] = True
        queue = [start]
        for fact in queue:
            for other, apart in neighbours[fact]:
                expected = side[fact] != apart
                if other not in side:
                    side[other] = expected
                    queue.append(other)
                elif side[other] != expected:
                    return False
    return True
