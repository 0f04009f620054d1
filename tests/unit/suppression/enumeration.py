"""What the engine must answer for small tables, by trying every world and every pattern. Shares nothing with it.

A set of worlds is a whole number with one bit for each world.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import reduce
from itertools import chain, combinations
from operator import and_

from suppression.engine import (
    Cell,
    Policy,
    Ratio,
    RatioKind,
    SeriesKind,
    StatementKind,
    Table,
    complement_key,
    step_key,
)

World = Mapping[str, int]
Test = Callable[[World], bool]


class Enumeration:
    """A table of which every world is known: all numbers of its cells, steps and complements."""

    def __init__(self, table: Table, worlds: Sequence[World], policy: Policy) -> None:
        self.table, self.worlds, self.policy = table, worlds, policy
        self.all = (1 << len(worlds)) - 1
        self.cells = {cell.key: cell for cell in table.cells}
        self.looks_the_same = self._looks_the_same()
        self.weights = {item.key: item.weight for item in (*table.cells, *table.ratios, *table.statements)}
        self.hideable = self._hideable()
        self.not_zero = {
            cell.key: self.where(lambda world, key=cell.key: world[key] >= 1)
            for cell in table.cells
            if not cell.latent and cell.counts_people and cell.value
        }
        self.forced = self.with_ratings(self._forced())
        self.companies = list(self._companies())
        wanted = [*self._demands(), *self._prints()]
        unmet = [demand for demand in wanted if not self._is_met(demand, self.hideable)]
        self.unprotected = {key for key, _, _ in unmet}
        self.demands = [demand for demand in wanted if demand not in unmet]
        again = [self._not_exactly(self.true(key), key) for key in self.unprotected if key in self.worlds[0]]
        self.demands += [demand for demand in again if self._is_met(demand, self.hideable)]

    def where(self, test: Test) -> int:
        """The worlds that pass a test."""
        return sum(1 << place for place, world in enumerate(self.worlds) if test(world))

    def left(self, hidden: Iterable[str], knowing: bool = False) -> int:
        """The worlds that a reader must consider when these items are hidden."""
        hidden = set(hidden)
        seen = [same for key, same in self.looks_the_same.items() if key not in hidden]
        if knowing:
            seen += [self.not_zero[key] for key in hidden & self.not_zero.keys()]
        return reduce(and_, seen, self.all)

    def is_safe(self, hidden: Iterable[str]) -> bool:
        hidden = frozenset(hidden)
        return all(hidden & others for others in self.companies) and all(
            self._is_met(demand, hidden) for demand in self.demands
        )

    def with_ratings(self, hidden: Iterable[str]) -> frozenset[str]:
        """The same items with the ratings that hide because of them."""
        hidden = set(hidden)
        if not self.policy.rating_of_hidden_may_show:
            for one in self.table.statements:
                if one.kind is StatementKind.RATING and hidden.intersection(one.judges) and not one.public_since:
                    hidden.add(one.key)
        return frozenset(hidden)

    def least_loss(self) -> int:
        """What the cheapest safe pattern costs."""
        free = sorted(self.hideable - self.forced)
        subsets = chain.from_iterable(combinations(free, number) for number in range(len(free) + 1))
        patterns = {self.with_ratings({*self.forced, *chosen}) for chosen in subsets}
        return min(self.loss(hidden) for hidden in patterns if self.is_safe(hidden))

    def loss(self, hidden: Iterable[str]) -> int:
        return sum(self.weights[key] for key in hidden)

    def could_be_shown_again(self, hidden: frozenset[str]) -> list[str]:
        """Secondary items that, one at a time and with what they take along, could be shown and all would be safe."""
        found = []
        for key in hidden - self.forced:
            shown = {key}
            for one in self.table.statements:
                if one.key == key and one.kind is StatementKind.RATING and not self.policy.rating_of_hidden_may_show:
                    shown |= hidden & {*one.judges}
            if not shown & self.forced and self.is_safe(hidden - shown):
                found.append(key)
        return found

    def true(self, key: str) -> int | None:
        """The true number of a cell, step or complement; None if nobody gave it to us."""
        if key in self.cells:
            return self.cells[key].value
        for ratio in self.table.ratios:
            if key == complement_key(ratio.key):
                whole, part = self.true(ratio.denominator), self.true(ratio.numerator)
                return None if whole is None or part is None else whole - part
        for series in self.table.series:
            for before, after in zip(series.cells, series.cells[1:], strict=False):
                if key == step_key(after):
                    first, second = self.true(before), self.true(after)
                    return None if first is None or second is None else second - first
        raise KeyError(key)

    def _looks_the_same(self) -> dict[str, int]:
        same = {}
        for cell in self.table.cells:
            if not cell.latent and cell.value is not None:
                same[cell.key] = self.where(lambda world, cell=cell: world[cell.key] == cell.value)
        for ratio in self.table.ratios:
            same[ratio.key] = self.where(lambda world, ratio=ratio: printed(world, ratio) == ratio.printed)
        for one in self.table.statements:
            same[one.key] = self.where(lambda world, one=one: all(holds(world, each) for each in one.conditions))
        return same

    def _hideable(self) -> frozenset[str]:
        cells = [
            cell.key
            for cell in self.table.cells
            if not cell.latent and (cell.value != 0 or self.policy.zeros_may_be_hidden or cell.hidden_since)
        ]
        others = [item.key for item in (*self.table.ratios, *self.table.statements)]
        items = (*self.table.cells, *self.table.ratios, *self.table.statements)
        return frozenset({*cells, *others} - {item.key for item in items if item.public_since})

    def _is_small(self, cell: Cell) -> bool:
        return cell.counts_people and cell.value is not None and self.policy.is_small(cell.value)

    def _forced(self) -> set[str]:
        cells = {
            cell.key for cell in self.table.cells if self._is_small(cell) or cell.value is None or cell.hidden_since
        }
        ratios = {ratio.key for ratio in self.table.ratios if ratio.hidden_since or self._breaks_a_rule(ratio)}
        statements = {one.key for one in self.table.statements if one.hidden_since}
        return (cells | ratios | statements) & self.hideable

    def _breaks_a_rule(self, ratio: Ratio) -> bool:
        came_suppressed = any(
            self.cells[key].value is None and not self.cells[key].latent
            for key in (ratio.numerator, ratio.denominator)
        )
        return came_suppressed or self.breaks_a_rule_by_its_numbers(ratio)

    def breaks_a_rule_by_its_numbers(self, ratio: Ratio) -> bool:
        people, policy = self.cells[ratio.numerator].counts_people, self.policy
        part, whole = self.what_follows().get(ratio.numerator), self.what_follows().get(ratio.denominator)
        if ratio.kind is RatioKind.AVERAGE:
            return whole is not None and whole < policy.smallest_average_base
        if ratio.kind is RatioKind.RATE:
            return part is not None and people and policy.is_small(part)
        if whole is None:
            return False
        groups = (whole,) if part is None else (part, whole, whole - part)
        extreme = ratio.printed in (0, ratio.scale) if part is None else part in (0, whole)
        least = policy.smallest_all_or_nothing_denominator if extreme else policy.smallest_percentage_denominator
        return (people and any(map(policy.is_small, groups))) or whole < least

    def what_follows(self) -> dict[str, int]:
        """The numbers of cells: their own, or what a relation leaves one of them if all others in it are known."""
        known = {key: cell.value for key, cell in self.cells.items() if cell.value is not None}
        for _ in self.table.relations:
            for relation in self.table.relations:
                missing = [(key, number) for key, number in relation.coefficients if key not in known]
                if len(missing) == 1:
                    rest = sum(number * known[key] for key, number in relation.coefficients if key in known)
                    known[missing[0][0]] = (relation.constant - rest) // missing[0][1]
        return known

    def _companies(self) -> Iterable[frozenset[str]]:
        mentioned = {key for relation in self.table.relations for key, _ in relation.coefficients}
        mentioned |= {key for ratio in self.table.ratios for key in (ratio.numerator, ratio.denominator)}
        for series in self.table.series:
            if series.kind is SeriesKind.RUNNING_TOTAL or series.year_to_date:
                continue
            large = {key for key in series.cells if self.true(key) is not None and not self._is_small(self.cells[key])}
            for key in series.cells:
                if self._is_small(self.cells[key]) and key in self.hideable - mentioned and large & self.hideable:
                    yield frozenset(large & self.hideable)

    def _demands(self) -> Iterable[tuple[str, int, bool]]:
        unknown = {cell.key for cell in self.table.cells if cell.value is None and not cell.latent}
        known = self.left(unknown)
        for key in self.worlds[0]:
            cell = self.cells.get(key)
            latent = cell is None or cell.latent
            people = self.cells[self._source(key)].counts_people if cell is None else cell.counts_people
            if not latent and key not in self.forced:
                continue
            value = self.true(key)
            size = self._size(key, value, known) if people else None
            if size is not None:
                yield from self._small(key, value, size)
            elif not latent:
                yield self._not_exactly(value, key)

    def _source(self, key: str) -> str:
        for ratio in self.table.ratios:
            if key == complement_key(ratio.key):
                return ratio.numerator
        return key.removesuffix(" (step)")

    def _size(self, key: str, value: int | None, known: int) -> int | None:
        if value is not None:
            return abs(value) if self.policy.is_small(value) else None
        small = self.where(lambda world: world[key] != 0 and self.policy.is_small(world[key]))
        return self.policy.largest_hidden_count if small & known else None

    def _small(self, key: str, value: int | None, size: int) -> Iterable[tuple[str, int, bool]]:
        sign = -1 if value is not None and value < 0 else 1
        far = size + self.policy.protection_width
        high = max(self.policy.smallest_publishable_count, far)
        yield key, self.where(lambda world: sign * world[key] <= 1), False
        yield key, self.where(lambda world: sign * world[key] >= high), False
        yield key, self.where(lambda world: sign * world[key] >= far), True

    def _not_exactly(self, value: int | None, key: str) -> tuple[str, int, bool]:
        if value is None:
            unknown = {cell.key for cell in self.table.cells if cell.value is None and not cell.latent}
            value = next(world[key] for place, world in enumerate(self.worlds) if self.left(unknown) >> place & 1)
        return key, self.where(lambda world: world[key] != value), False

    def _prints(self) -> Iterable[tuple[str, int, bool]]:
        for ratio in self.table.ratios:
            if ratio.key in self.forced and ratio.printed is not None:
                others = self.where(lambda world, ratio=ratio: printed(world, ratio) not in (None, ratio.printed))
                yield ratio.key, others, False

    def _is_met(self, demand: tuple[str, int, bool], hidden: Iterable[str]) -> bool:
        _, wanted, knowing = demand
        return self.left(hidden, knowing) & wanted != 0


def printed(world: World, ratio: Ratio) -> int | None:
    """What would be printed, rounding half up; None without a denominator."""
    part, whole = world[ratio.numerator], world[ratio.denominator]
    if whole < 1:
        return None
    units = {RatioKind.PERCENTAGE: 100, RatioKind.RATE: 10_000, RatioKind.AVERAGE: 1}
    return (2 * part * units[ratio.kind] * 10**ratio.decimals // whole + 1) // 2


def holds(world: World, condition) -> bool:
    total = sum(number * world[key] for key, number in condition.coefficients)
    return (condition.least is None or total >= condition.least) and (
        condition.most is None or total <= condition.most
    )
