"""Small tables for the tests of the engine, and an enumeration of worlds that shares nothing with it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import product

from suppression.engine import (
    Cell,
    Check,
    Pattern,
    Policy,
    Ratio,
    RatioKind,
    Relation,
    Series,
    SeriesKind,
    Table,
    attack,
    printed_ratio,
    protect,
    reader_view,
)

POLICY = Policy()

Part = tuple[list[Cell], list[Series]]


def months(name: str, values: Sequence[int | None], kind: SeriesKind, year_to_date: bool = True) -> Part:
    """A series of months m1, m2, … and, if all are known, its year to date."""
    cells = [Cell(f"{name} m{number}", value, f"{name}, month {number}") for number, value in enumerate(values, 1)]
    keys = tuple(cell.key for cell in cells)
    known = [value for value in values if value is not None]
    key = None
    if year_to_date and len(known) == len(values):
        key = f"{name} ytd"
        total = sum(known) if kind is SeriesKind.FLOW else known[-1]
        cells.append(Cell(key, total, f"{name}, year to date", weight=6))
    return cells, [Series(kind, keys, key)]


def flow(name: str, *values: int | None, year_to_date: bool = True) -> Part:
    return months(name, values, SeriesKind.FLOW, year_to_date)


def running_total(name: str, *values: int | None, year_to_date: bool = True) -> Part:
    return months(name, values, SeriesKind.RUNNING_TOTAL, year_to_date)


def table_of(*parts: Part, relations: Iterable[Relation] = ()) -> Table:
    cells = [cell for part in parts for cell in part[0]]
    series = [one for part in parts for one in part[1]]
    return Table(tuple(cells), tuple(relations), tuple(series))


def sum_of(whole: str, *parts: str) -> Relation:
    return Relation((*((part, 1) for part in parts), (whole, -1)))


def counts(values: Mapping[str, int | None]) -> tuple[Cell, ...]:
    return tuple(Cell(key, value, key) for key, value in values.items())


def ratio_of(numerator: int, denominator: int, kind: RatioKind = RatioKind.PERCENTAGE, decimals: int = 0) -> Table:
    """A percentage, rate or average with its numerator and denominator: three items."""
    ratio = Ratio("r", "n", "d", f"the {kind}", kind=kind, decimals=decimals)
    ratio = replace(ratio, printed=printed_ratio(numerator, denominator, ratio.scale))
    return Table(counts({"n": numerator, "d": denominator}), ratios=(ratio,))


def hidden_in(table: Table) -> set[str]:
    return set(protect(table, POLICY).hidden)


def shown_in(table: Table) -> set[str]:
    return {cell.key for cell in table.cells} - hidden_in(table)


def check_of(table: Table, hidden: Iterable[str] = ()) -> Check:
    return attack(reader_view(table, set(hidden)), POLICY)


def protect_and_check(table: Table) -> tuple[Pattern, Check]:
    pattern = protect(table, POLICY)
    return pattern, check_of(table, pattern.hidden)


def worlds(
    inner: int, most: int, derive: Callable[[tuple[int, ...]], dict[str, int]], shown: Mapping[str, int]
) -> list[dict[str, int]]:
    """Every world by trying them all: inner numbers of 0 to most, from which all figures are derived."""
    tried = (derive(numbers) for numbers in product(range(most + 1), repeat=inner))
    return [world for world in tried if all(world[key] == number for key, number in shown.items())]
