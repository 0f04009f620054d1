"""The engine against enumeration: every world of small tables is tried, by code that shares nothing with it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from suppression.engine import (
    Cell,
    Interval,
    ProtectionImpossible,
    Relation,
    Series,
    SeriesKind,
    Table,
    step_key,
)

from .tables import POLICY, check_of, hidden_in, protect_and_check, sum_of, worlds

MOST = 7


def two_by_two(inner: tuple[int, ...]) -> dict[str, int]:
    a, b, c, d = inner
    sums = {"ab": a + b, "cd": c + d, "ac": a + c, "bd": b + d, "abcd": a + b + c + d}
    return {"a": a, "b": b, "c": c, "d": d} | sums


TWO_BY_TWO = (
    *(sum_of("".join(parts), *parts) for parts in ("ab", "cd", "ac", "bd")),
    sum_of("abcd", "ab", "cd"),
)


def running(inner: tuple[int, ...]) -> dict[str, int]:
    totals = [sum(inner[:number]) for number in range(1, 5)]
    figures = {f"t{number}": total for number, total in enumerate(totals, 1)} | {"ytd": totals[-1]}
    return figures | {step_key(f"t{number}"): inner[number - 1] for number in (2, 3, 4)}


RUNNING = (Series(SeriesKind.RUNNING_TOTAL, ("t1", "t2", "t3", "t4"), "ytd"),)


def twice_and_thrice(inner: tuple[int, ...]) -> dict[str, int]:
    a, b, c = inner
    return {"a": a, "b": b, "c": c, "mixed": 2 * a + 3 * b + c, "double": 2 * a + 2 * c}


TWICE_AND_THRICE = (
    Relation((("a", 2), ("b", 3), ("c", 1), ("mixed", -1))),
    Relation((("a", 2), ("c", 2), ("double", -1))),
)

SHAPES = {
    "two by two": (4, two_by_two, TWO_BY_TWO, (), ("a", "b", "c", "d")),
    "running total": (4, running, (), RUNNING, ("t1",)),
    "coefficients": (3, twice_and_thrice, TWICE_AND_THRICE, (), ("a", "b", "c")),
}
INNER = st.lists(st.integers(0, MOST), min_size=4, max_size=4)


def table_and_worlds(shape, inner):
    """A table of which the inner figures are known to be 0 to MOST; steps are bounded by their sum alone."""
    number, derive, relations, series, bounded = SHAPES[shape]
    figures = derive(tuple(inner[:number]))
    cells = tuple(
        Cell(key, value, key, upper=MOST if key in bounded else None)
        for key, value in figures.items()
        if key not in {step_key(f"t{number}") for number in (2, 3, 4)}
    )
    return Table(cells, relations, series), derive, number


def left_by_enumeration(table, derive, number, hidden, most):
    shown = {cell.key: cell.value for cell in table.cells if cell.key not in hidden}
    return worlds(number, most, derive, shown)


@settings(max_examples=120, deadline=None)
@given(shape=st.sampled_from(["two by two", "coefficients"]), inner=INNER, chosen=st.sets(st.integers(0, 8)))
def test_intervals_are_those_of_enumeration(shape, inner, chosen):
    table, derive, number = table_and_worlds(shape, inner)
    hidden = {cell.key for place, cell in enumerate(table.cells) if place in chosen}
    possible = left_by_enumeration(table, derive, number, hidden, MOST)
    check = check_of(table, hidden)
    assert check.feasible
    assert check.intervals == {
        key: Interval(min(world[key] for world in possible), max(world[key] for world in possible)) for key in hidden
    }


@settings(max_examples=80, deadline=None)
@given(inner=INNER, chosen=st.sets(st.sampled_from(["t1", "t2", "t3"])))
def test_intervals_of_a_running_total_and_its_steps_are_those_of_enumeration(inner, chosen):
    table, _, _ = table_and_worlds("running total", inner)
    most = sum(inner)
    shown = {cell.key: cell.value for cell in table.cells if cell.key not in chosen}
    possible = [running(steps) for steps in _four_numbers_summing_to(most)]
    possible = [world for world in possible if world["t1"] <= MOST and all(world[key] == shown[key] for key in shown)]
    check = check_of(table, chosen)
    assert check.feasible
    assert chosen <= set(check.intervals)
    for key, interval in check.intervals.items():
        numbers = {world[key] for world in possible}
        assert interval == Interval(min(numbers), max(numbers)), key


def _four_numbers_summing_to(total):
    for a in range(total + 1):
        for b in range(total - a + 1):
            for c in range(total - a - b + 1):
                yield a, b, c, total - a - b - c


@settings(max_examples=120, deadline=None)
@given(inner=INNER, chosen=st.sets(st.integers(0, 8)))
def test_the_attack_is_never_more_trusting_than_enumeration(inner, chosen):
    table, derive, number = table_and_worlds("two by two", inner)
    hidden = {cell.key for place, cell in enumerate(table.cells) if place in chosen}
    possible = left_by_enumeration(table, derive, number, hidden, MOST)
    plain = any(1 <= cell.value <= 5 for cell in table.cells if cell.key not in hidden)
    bare = plain
    for key in hidden:
        numbers = {world[key] for world in possible}
        bare = bare or len(numbers) == 1 or (min(numbers) < 6 and not (min(numbers) <= 1 and max(numbers) >= 6))
    knowing = [world for world in possible if all(world[key] >= 1 for key in hidden)]
    if knowing and any(cell.value == 0 for cell in table.cells if cell.key not in hidden):
        for key in hidden:
            numbers = {world[key] for world in knowing}
            bare = bare or len(numbers) == 1 or (min(numbers) < 6 and max(numbers) < 5)
    assert check_of(table, hidden).safe is not bare


@settings(max_examples=100, deadline=None)
@given(inner=INNER)
def test_protected_small_counts_keep_both_witnesses_by_enumeration(inner):
    table, derive, number = table_and_worlds("two by two", inner)
    table = Table(tuple(Cell(cell.key, cell.value, cell.label) for cell in table.cells), table.relations)
    pattern, check = protect_and_check(table)
    assert check.safe, check.message
    possible = left_by_enumeration(table, derive, number, pattern.hidden, 12)
    for cell in table.cells:
        if 1 <= cell.value <= 5:
            numbers = {world[cell.key] for world in possible}
            assert min(numbers) <= 1
            assert max(numbers) >= max(6, cell.value + 4)


@settings(max_examples=100, deadline=None)
@given(months=st.lists(st.integers(0, 12), min_size=2, max_size=5))
def test_no_month_of_a_flow_is_hidden_in_vain(months):
    cells = [Cell(f"m{place}", value, f"m{place}") for place, value in enumerate(months)]
    keys = tuple(cell.key for cell in cells)
    table = Table((*cells, Cell("ytd", sum(months), "ytd", weight=6)), series=(Series(SeriesKind.FLOW, keys, "ytd"),))
    hidden = hidden_in(table)
    small = {cell.key for cell in table.cells if POLICY.is_small(cell.value)}
    assert small <= hidden
    assert hidden == set() or small
    for key in hidden - small - {"ytd"}:
        others = [cell.value for cell in cells if cell.key in hidden - {key}]
        zero = table.by_key[key].value == 0
        assert zero or "ytd" not in hidden
        if not zero:
            small_others = [value for value in others if POLICY.is_small(value)]
            knowing = sum(others) - len(others) + 1 if 0 not in others else sum(others)
            levels = [max(6, value + 4) for value in small_others]
            reached = any(sum(others) < level for level in levels) or any(knowing < v + 4 for v in small_others)
            assert reached, f"{key} could be shown"


FIGURES = st.one_of(st.just(0), st.integers(0, 8), st.integers(0, 60))


@settings(max_examples=150, deadline=None)
@given(
    kind=st.sampled_from(SeriesKind),
    pairs=st.lists(st.tuples(FIGURES, FIGURES), min_size=1, max_size=5),
    suppressed=st.sets(st.integers(0, 20), max_size=2),
)
def test_whatever_is_protected_withstands_the_attack(kind, pairs, suppressed):
    cells: list[Cell] = []
    series: list[Series] = []
    relations: list[Relation] = []
    for name in ("initial", "review", "all"):
        figures = [{"initial": a, "review": b, "all": a + b}[name] for a, b in pairs]
        reached = [sum(figures[: place + 1]) for place in range(len(figures))]
        shown = figures if kind is SeriesKind.FLOW else reached
        keys = tuple(f"{name} {place}" for place in range(len(pairs)))
        cells += [Cell(key, value, key) for key, value in zip(keys, shown, strict=True)]
        cells.append(Cell(f"{name} ytd", sum(figures), f"{name} ytd", weight=6))
        series.append(Series(kind, keys, f"{name} ytd"))
    for place in (*range(len(pairs)), "ytd"):
        relations.append(sum_of(f"all {place}", f"initial {place}", f"review {place}"))
    cells = [
        Cell(cell.key, None if place in suppressed else cell.value, cell.label, weight=cell.weight)
        for place, cell in enumerate(cells)
    ]
    pattern, check = protect_and_check(Table(tuple(cells), tuple(relations), tuple(series)))
    assert check.safe, check.message
    assert {cell.key for cell in cells if cell.value is None or 1 <= cell.value <= 5} <= set(pattern.hidden)


def test_bounds_that_forbid_protection_are_refused_rather_than_ignored():
    table, _, _ = table_and_worlds("two by two", [5, 0, 0, 0])
    with pytest.raises(ProtectionImpossible):
        protect_and_check(table)
