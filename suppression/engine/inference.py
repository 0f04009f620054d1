"""What one reader can infer about a group of unknowns. Every end of an interval is proved by a witness."""

from collections.abc import Mapping

from suppression.engine.facts import Fact
from suppression.engine.groups import Group
from suppression.engine.report import Interval
from suppression.engine.solver import Bound, World, within
from suppression.engine.system import Bounds, System, is_inside


class Inference:
    """The worlds of one reader: complete sets of whole numbers that agree with everything shown.

    A world once found is kept, for what it proves about the other unknowns.
    """

    def __init__(
        self, group: Group, bounds: Mapping[str, Bound], seconds: float, system: System | None = None
    ) -> None:
        """Take the group, the bounds of its unknowns, the seconds that one search may take, and its system if any."""
        self.group = group
        self.bounds: list[Bound] = [bounds[key] for key in group.unknowns]
        self.seconds = seconds
        self.found: list[World] = []
        self.system = System(group, (), seconds) if system is None else system
        self.column = self.system.column

    def who_knows(self, bounds: Mapping[str, Bound]) -> "Inference":
        """Another reader of the same papers, for whom some unknowns (by key) have narrower bounds."""
        other = Inference(self.group, {**self._bounds_by_key(), **bounds}, self.seconds, self.system)
        other.found = [world for world in self.found if is_inside(world, other.bounds)]
        return other

    def exist(self) -> bool:
        """Whether there is any world."""
        return bool(self.found) or self._is_found(self.bounds)

    def can_be(self, key: str, least: int | None, most: int | None) -> bool:
        """Whether a world has the unknown between the two numbers; None is without limit."""
        column = self.column[key]
        if any(within(world[column], (least, most)) for world in self.found):
            return True
        low, high = self.bounds[column]
        lows = [end for end in (low, least) if end is not None]
        highs = [end for end in (high, most) if end is not None]
        between = max(lows, default=None), min(highs, default=None)
        return self._is_found([*self.bounds[:column], between, *self.bounds[column + 1 :]])

    def interval(self, key: str) -> Interval:
        """The least and the most that the unknown can be; there must be a world."""
        column = self.column[key]
        low, high = self.bounds[column]
        if not self.system.rows:
            return Interval(low, high)
        seen = {world[column] for world in self.found}
        if low is None or low not in seen:
            low = self._kept(self.system.least(self.bounds, column), column)
        if high is None or high not in seen:
            high = self._kept(self.system.most(self.bounds, column), column)
        return Interval(low, high)

    def possible(self, key: str, low: int, high: int) -> int:
        """How many of the numbers from low to high the unknown can be, both of which it can."""
        numbers = range(low, high + 1)
        if not self.group.may_have_holes:
            return len(numbers)
        return sum(self.can_be(key, number, number) for number in numbers)

    def agrees_with(self, known: Mapping[str, int]) -> bool:
        """Whether a world has the unknowns (by key) at these numbers."""
        if not all(within(number, self.bounds[self.column[key]]) for key, number in known.items()):
            return False
        if len(known) < len(self.bounds):
            fixed = self.who_knows({key: (number, number) for key, number in known.items()})
            agrees = fixed.exist()
            self.found += fixed.found
            return agrees
        world = tuple(known[key] for key in self.column)
        self.found.append(world)
        return self.system.holds_in(world)

    def with_fact(self, fact: Fact) -> "Inference":
        """The same reader, who is told one more fact."""
        system = System(self.group, [fact], self.seconds)
        other = Inference(self.group, self._bounds_by_key(), self.seconds, system)
        other.found = [world for world in self.found if other.system.holds_in(world)]
        return other

    def _bounds_by_key(self) -> dict[str, Bound]:
        return dict(zip(self.column, self.bounds, strict=True))

    def _is_found(self, bounds: Bounds) -> bool:
        if any(low is not None and high is not None and low > high for low, high in bounds):
            return False
        if not self.system.rows:
            return True
        world = self.system.any(bounds)
        if world is not None:
            self.found.append(world)
        return world is not None

    def _kept(self, world: World | None, column: int) -> int | None:
        """What an unknown is in a world, which is kept; None if there is no end to it."""
        if world is None:
            return None
        self.found.append(world)
        return world[column]
