"""A council's index of any size, made up but true to its own sums: the same for the same seed, on every machine."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import cycle
from random import Random
from typing import Any

from suppression.engine import Series, SeriesKind, Statement, Table
from tests.bench.index_builder import Family, FamilyBuilder
from tests.bench.index_kinds import MIX, WITH_RATIOS

SHARE_WITH_SMALL_COUNTS = 0.35


def generate_index(indicators: int, months: int = 12, seed: int = 0) -> Table:
    """The table of an index: its families side by side, each a component or a few of its own."""
    return joined(generate_families(indicators, months, seed))


def families(indicators: int, months: int = 12, seed: int = 0) -> list[Table]:
    """The same index, a table for each family."""
    return [family.table for family in generate_families(indicators, months, seed)]


def truth(indicators: int, months: int = 12, seed: int = 0) -> dict[str, int]:
    """The number of every cell of the same index, by key, whether or not the table holds it."""
    return {
        key: value for family in generate_families(indicators, months, seed) for key, value in family.truth.items()
    }


def generate_families(indicators: int, months: int = 12, seed: int = 0) -> list[Family]:
    """Families in the order of their numbers, about a third of the indicators in such as have small counts."""
    made: list[Family] = []
    first = 1
    marks = _marks(seed)
    for kind, size in cycle(MIX):
        if first > indicators:
            return made
        small = next(marks)
        if first + size - 1 <= indicators:
            build = FamilyBuilder(first, months, small, Random(f"{seed}/{first}"))
            kind(build)
            made.append(build.family(kind.__name__, size))
            first += size
    raise AssertionError("The mix never ends.")


def components(table: Table) -> list[Table]:
    """The table in parts that have no relation, series, ratio or statement in common."""
    links: list[Sequence[str]] = [[key for key, _ in relation.coefficients] for relation in table.relations]
    links += [(*series.cells, *filter(None, (series.year_to_date,))) for series in table.series if _says(series)]
    links += [(ratio.numerator, ratio.denominator) for ratio in table.ratios]
    links += [_cells_of(statement) for statement in table.statements]
    name = _names([cell.key for cell in table.cells], links)
    parts: dict[str, list[list[Any]]] = {found: [[] for _ in range(5)] for found in name.values()}
    for cell in table.cells:
        parts[name[cell.key]][0].append(cell)
    for relation in table.relations:
        parts[name[relation.coefficients[0][0]]][1].append(relation)
    for series in table.series:
        if _says(series):
            parts[name[series.cells[0]]][2].append(series)
    for ratio in table.ratios:
        parts[name[ratio.numerator]][3].append(ratio)
    for statement in table.statements:
        parts[name[_cells_of(statement)[0]]][4].append(statement)
    return [Table(*(tuple(items) for items in part)) for part in parts.values()]


def joined(several: list[Family]) -> Table:
    """One table of several families."""
    tables = [family.table for family in several]
    return Table(
        cells=tuple(cell for table in tables for cell in table.cells),
        relations=tuple(relation for table in tables for relation in table.relations),
        series=tuple(series for table in tables for series in table.series),
        ratios=tuple(ratio for table in tables for ratio in table.ratios),
        statements=tuple(statement for table in tables for statement in table.statements),
    )


def _marks(seed: int) -> Iterator[bool]:
    """For each family in turn whether it has small counts: other ones in each round of the mix.

    The share is the same among the families with ratios and among those without.
    """
    random = Random(f"{seed}/small")
    with_ratios = [place for place, (kind, _) in enumerate(MIX) if kind in WITH_RATIOS]
    without = [place for place in range(len(MIX)) if place not in with_ratios]
    while True:
        chosen: set[int] = set()
        for places in (with_ratios, without):
            left = SHARE_WITH_SMALL_COUNTS * sum(MIX[place][1] for place in places)
            for place in random.sample(places, len(places)):
                if MIX[place][1] <= left + 1:
                    chosen.add(place)
                    left -= MIX[place][1]
        yield from (place in chosen for place in range(len(MIX)))


def _says(series: Series) -> bool:
    """Whether anything holds between the figures of the series."""
    return series.kind is SeriesKind.RUNNING_TOTAL or series.year_to_date is not None


def _cells_of(statement: Statement) -> list[str]:
    return [key for condition in statement.conditions for key, _ in condition.coefficients]


def _names(keys: Iterable[str], links: Iterable[Sequence[str]]) -> dict[str, str]:
    """For each key the name of its component: one of its keys."""
    above = {key: key for key in keys}

    def top(key: str) -> str:
        while above[key] != key:
            above[key] = above[above[key]]
            key = above[key]
        return key

    for first, *others in links:
        for other in others:
            above[top(other)] = top(first)
    return {key: top(key) for key in above}
