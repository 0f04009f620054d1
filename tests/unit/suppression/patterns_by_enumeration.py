"""What the policy demands and the least that hides enough, by trying every world and every pattern.

It shares nothing with the engine but the vocabulary. The worlds of a small bounded table are arrays: one array for
each cell, a number for each world. For a world, `differs` says as bits which items that could be shown it contradicts;
a reader of the papers must consider it possible if those are all hidden. So for a demand ("some world has June at 9 or
more") the patterns that meet it are the sets of items that include the bits of one of the worlds wanted, and all
patterns are judged at once.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from suppression.engine import Cell, Policy, Ratio, RatioKind, SeriesKind, StatementKind, Table

Numbers = np.ndarray


@dataclass(frozen=True)
class Demand:
    """Some world for which `wanted` holds must be possible. knowing: to the reader who knows who is not zero."""

    key: str
    wanted: Numbers
    knowing: bool = False


@dataclass(frozen=True)
class Case:
    """A table, the policy, and every world that its bounds and relations allow: an array of numbers for each cell.

    derived: the steps and complements that the table does not name, as latent cells.
    """

    table: Table
    policy: Policy
    numbers: Mapping[str, Numbers]
    derived: tuple[Cell, ...] = ()

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        return (*self.table.cells, *self.derived)

    @cached_property
    def weights(self) -> dict[str, int]:
        """What can be hidden at all, and what that costs."""
        cells = [cell for cell in self.table.cells if not cell.latent and not cell.public_since]
        if not self.policy.zeros_may_be_hidden:
            cells = [cell for cell in cells if cell.value != 0 or cell.must_reach is not None or cell.hidden_since]
        others = [item for item in (*self.table.ratios, *self.table.statements) if not item.public_since]
        return {item.key: item.weight for item in (*cells, *others)}

    @cached_property
    def forced(self) -> frozenset[str]:
        """The items that are hidden whatever else is, with the ratings of such."""
        found = {cell.key for cell in self.table.cells if not cell.latent and self._cell_is_unsafe(cell)}
        found |= {ratio.key for ratio in self.table.ratios if ratio.hidden_since or self._ratio_is_unsafe(ratio)}
        found |= {statement.key for statement in self.table.statements if statement.hidden_since}
        found &= self.weights.keys()
        found |= {rating for judged, rating in self._pairs if judged in found}
        return frozenset(found)

    @cached_property
    def free(self) -> list[str]:
        return [key for key in self.weights if key not in self.forced]

    @cached_property
    def differs(self) -> Numbers:
        """For each world the free items that it contradicts, as bits; −1 where it contradicts what must show."""
        bits = np.zeros(len(next(iter(self.numbers.values()))), dtype=np.int64)
        outside = np.zeros(len(bits), dtype=bool)
        for key, contradicts in self._contradictions():
            if key in self.forced:
                continue
            if key in self.weights:
                bits |= contradicts.astype(np.int64) << self.free.index(key)
            else:
                outside |= contradicts
        return np.where(outside, -1, bits)

    @cached_property
    def demands(self) -> list[Demand]:
        """Every demand that hiding everything meets; what cannot be protected must at least not follow exactly."""
        at_least = [self._not_exactly(cell) for cell in self.cells if cell.key in self.unprotected]
        return [demand for demand in (*self._demands, *at_least) if self._can_be_met(demand)]

    @cached_property
    def unprotected(self) -> frozenset[str]:
        """Figures that even hiding everything does not protect, small counts that are public, and unsafe ratios."""
        public = {
            cell.key
            for cell in self.table.cells
            if cell.public_since and cell.value is not None and cell.counts_people and self.policy.is_small(cell.value)
        }
        public |= {ratio.key for ratio in self.table.ratios if ratio.public_since and self._breaks_a_rule(ratio)}
        return frozenset(public) | {demand.key for demand in self._demands if not self._can_be_met(demand)}

    @cached_property
    def safe(self) -> Numbers:
        """For every set of free items, as bits: whether hiding it, and what is forced, is safe and allowed."""
        size = len(self.free)
        met = np.zeros((len(self.demands), 1 << size), dtype=bool)
        for row, demand in enumerate(self.demands):
            met[row, np.unique(self.differs[self._wanted(demand)])] = True
        for place in range(size) if self.demands else ():
            halves = met.reshape(len(self.demands), -1, 2, 1 << place)
            halves[:, :, 1, :] |= halves[:, :, 0, :]
        patterns = np.arange(1 << size)
        safe = met.all(axis=0)
        for judged, rating in self._pairs:
            if judged in self.free and rating in self.free:
                safe &= (patterns >> self.free.index(judged) & 1) <= (patterns >> self.free.index(rating) & 1)
        for others in self._companies():
            if not others & self.forced:
                safe &= (patterns & self.bits(others)) != 0
        return safe

    @cached_property
    def least_loss(self) -> int:
        """The least that any safe pattern hides."""
        patterns = np.arange(1 << len(self.free))
        losses = sum(
            (patterns >> place & 1) * self.weights[key] for place, key in enumerate(self.free)
        ) + np.zeros_like(patterns)
        return int(losses[self.safe].min()) + sum(self.weights[key] for key in self.forced)

    def bits(self, keys: frozenset[str]) -> int:
        return sum(1 << place for place, key in enumerate(self.free) if key in keys)

    def _contradictions(self) -> Iterator[tuple[str, Numbers]]:
        for cell in self.table.cells:
            if not cell.latent and cell.value is not None:
                yield cell.key, self.numbers[cell.key] != cell.value
        for ratio in self.table.ratios:
            if ratio.printed is not None:
                yield ratio.key, ~self._is_printed(ratio)
        for statement in self.table.statements:
            holds = np.ones(len(next(iter(self.numbers.values()))), dtype=bool)
            for condition in statement.conditions:
                total = sum(number * self.numbers[key] for key, number in condition.coefficients)
                holds &= True if condition.least is None else total >= condition.least
                holds &= True if condition.most is None else total <= condition.most
            yield statement.key, ~holds

    def _is_printed(self, ratio: Ratio) -> Numbers:
        """Whether the ratio of a world is printed as this one is: 13 % is all from 12.5 % to under 13.5 %."""
        above, below = self.numbers[ratio.numerator], self.numbers[ratio.denominator]
        rounded = (2 * ratio.scale * above + below) // np.maximum(2 * below, 1)
        return (below >= 1) & (rounded == ratio.printed)

    @cached_property
    def _demands(self) -> list[Demand]:
        return [*self._of_cells(), *self._of_ratios()]

    def _of_cells(self) -> Iterator[Demand]:
        for cell in self.cells:
            if not cell.latent and cell.key not in self.forced:
                continue
            number = self.numbers[cell.key]
            size = self._size(cell)
            if cell.must_reach is not None:
                yield Demand(cell.key, number <= cell.must_reach[0])
                yield Demand(cell.key, number >= cell.must_reach[1])
            elif size is not None:
                number = -number if cell.value is not None and cell.value < 0 else number
                far = size + self.policy.protection_width
                yield Demand(cell.key, number <= 1)
                yield Demand(cell.key, number >= max(self.policy.smallest_publishable_count, far))
                yield Demand(cell.key, number >= far, knowing=True)
            elif not cell.latent:
                yield self._not_exactly(cell)

    def _not_exactly(self, cell: Cell) -> Demand:
        """Another number than the true one; of a figure that nobody gave us than one that it may be."""
        number = self.numbers[cell.key]
        one = number[self._agrees_with_all_we_know][0] if cell.value is None else cell.value
        return Demand(cell.key, number != one)

    def _of_ratios(self) -> Iterator[Demand]:
        for ratio in self.table.ratios:
            if ratio.key in self.forced and ratio.printed is not None:
                printable = self.numbers[ratio.denominator] >= 1
                yield Demand(ratio.key, printable & ~self._is_printed(ratio))

    def _size(self, cell: Cell) -> int | None:
        """The size of a small count of people; what nobody gave us may be the largest, unless it is surely none."""
        if not cell.counts_people:
            return None
        if cell.value is not None:
            return abs(cell.value) if self.policy.is_small(cell.value) else None
        possible = self.numbers[cell.key][self._agrees_with_all_we_know]
        if possible.max() < 1 or possible.min() > self.policy.largest_hidden_count:
            return None
        return self.policy.largest_hidden_count

    @cached_property
    def _agrees_with_all_we_know(self) -> Numbers:
        """Worlds that contradict no figure or item of which the table holds the number, hidden or not."""
        return ~np.logical_or.reduce([contradicts for _, contradicts in self._contradictions()])

    def _can_be_met(self, demand: Demand) -> bool:
        return bool(self._wanted(demand).any())

    def _wanted(self, demand: Demand) -> Numbers:
        wanted = demand.wanted & (self.differs >= 0)
        return wanted & self._known_by_the_knowing if demand.knowing else wanted

    @cached_property
    def _known_by_the_knowing(self) -> Numbers:
        """Worlds of the reader who knows of every count of people that is hidden and not zero that it is not."""
        left = np.ones(len(self.differs), dtype=bool)
        for cell in self.table.cells:
            if not cell.latent and cell.counts_people and cell.value is not None and cell.value >= 1:
                left &= self.numbers[cell.key] >= 1
        return left

    @cached_property
    def _pairs(self) -> list[tuple[str, str]]:
        if self.policy.rating_of_hidden_may_show:
            return []
        return [
            (judged, each.key)
            for each in self.table.statements
            if each.kind is StatementKind.RATING and not each.public_since
            for judged in each.judges
        ]

    def _companies(self) -> Iterator[frozenset[str]]:
        """For every small count that nothing mentions: what else of its series could be hidden with it."""
        mentioned = {key for relation in self.table.relations for key, _ in relation.coefficients}
        mentioned |= {key for ratio in self.table.ratios for key in (ratio.numerator, ratio.denominator)}
        for series in self.table.series:
            if series.year_to_date is not None or series.kind is SeriesKind.RUNNING_TOTAL:
                continue
            cells = [self.table.by_key[key] for key in series.cells]
            others = frozenset(
                cell.key
                for cell in cells
                if cell.key in self.weights
                and cell.value is not None
                and not (cell.counts_people and self.policy.is_small(cell.value))
            )
            for cell in cells:
                small = cell.counts_people and self.policy.is_small(cell.value or 0)
                if small and others and cell.key in self.forced and cell.key not in mentioned:
                    yield others

    def _cell_is_unsafe(self, cell: Cell) -> bool:
        own = cell.value is None or cell.must_reach is not None or bool(cell.hidden_since)
        return own or (cell.counts_people and self.policy.is_small(cell.value or 0))

    def _ratio_is_unsafe(self, ratio: Ratio) -> bool:
        above, below = self.table.by_key[ratio.numerator], self.table.by_key[ratio.denominator]
        came_suppressed = any(cell.value is None and not cell.latent for cell in (above, below))
        return came_suppressed or self._breaks_a_rule(ratio)

    def _breaks_a_rule(self, ratio: Ratio) -> bool:
        """Whether what stands behind a ratio, as far as it is known or follows, makes it unsafe."""
        people = self.table.by_key[ratio.numerator].counts_people
        above, below = (self._follows.get(key) for key in (ratio.numerator, ratio.denominator))
        if ratio.kind is RatioKind.AVERAGE:
            return below is not None and below < self.policy.smallest_average_base
        if ratio.kind is RatioKind.RATE:
            return above is not None and people and self.policy.is_small(above)
        if below is None:
            return False
        groups = (below,) if above is None else (above, below, below - above)
        all_or_nothing = ratio.printed in (0, ratio.scale) if above is None else 0 in (above, below - above)
        least = self.policy.smallest_percentage_denominator
        if all_or_nothing:
            least = self.policy.smallest_all_or_nothing_denominator
        return (people and any(map(self.policy.is_small, groups))) or below < least

    @cached_property
    def _follows(self) -> dict[str, int]:
        """The number of each cell, its own or what a relation of known figures leaves it."""
        known = {cell.key: cell.value for cell in self.table.cells if cell.value is not None}
        for _ in self.table.relations:
            for relation in self.table.relations:
                unknown = {key: number for key, number in relation.coefficients if key not in known}
                if len(unknown) == 1:
                    ((key, number),) = unknown.items()
                    rest = sum(each * known[other] for other, each in relation.coefficients if other in known)
                    known[key] = (relation.constant - rest) // number
        return known
