"""Additive tables with figures to protect at levels of their own: two ways, three ways, and rows within groups."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from random import Random

from suppression.engine import Cell, Relation, Table

# The classic example of Fischetti and Salazar, and the loss that is known to be least.
CLASSIC = {"c1": (20, 50, 10), "c2": (8, 19, 22), "c3": (17, 32, 12)}
CLASSIC_LEVELS = {"c2|c3": (4, 6)}
CLASSIC_LOSS = 59
SHAPES = (
    *("3x3", "3x3", "3x4", "3x5", "3x6", "4x4", "4x4", "4x4", "4x5", "4x5", "4x6", "5x5", "5x5", "5x5", "5x6", "5x6"),
    *("6x6", "6x6", "6x6", "2x2x2", "2x2x3", "2x3x3", "3x3x3", "3x3x3"),
    *("2+2 by 3", "2+3 by 3", "2+2 by 4", "3+3 by 4", "2+3 by 5", "3+3 by 5"),
)
TOTAL = "T"


@dataclass(frozen=True)
class AdditiveTable:
    """A table as both programmes get it. levels: how far below and above its value each figure must be able to go."""

    name: str
    table: Table
    levels: Mapping[str, tuple[int, int]]


def classic() -> AdditiveTable:
    """The published table: four by four with its sums, one figure to protect, the values as weights."""
    relations, inner = relations_of("3x3")
    numbers = [number for row in CLASSIC.values() for number in row]
    values = _with_sums(relations, dict(zip(inner, numbers, strict=True)))
    return _table("Fischetti and Salazar, 4x4", values, relations, CLASSIC_LEVELS, by_value=True)


def generated(seed: int = 0) -> Iterator[AdditiveTable]:
    """One table of each of SHAPES; every other one has weights of 1, the rest the values as weights."""
    for number, shape in enumerate(SHAPES, 1):
        random = Random(f"{seed}/{number}")
        relations, inner = relations_of(shape)
        values = _with_sums(relations, {key: random.choice((0, *random.choices(range(1, 51), k=9))) for key in inner})
        protected = random.sample([key for key in inner if values[key] > 0], random.randint(1, 4))
        levels = {key: (random.randint(1, values[key]), random.randint(1, 10)) for key in protected}
        by_value = number % 2 == 1
        words = f"{number:2} {shape}, weights {'by value' if by_value else 'of one'}"
        yield _table(words, values, relations, levels, by_value)


def relations_of(shape: str) -> tuple[list[Relation], list[str]]:
    """The sums of a table of this shape, and the keys of its inner figures."""
    if "by" in shape:
        rows, columns = shape.split(" by ")
        ways = [_grouped([int(number) for number in rows.split("+")]), _plain(int(columns))]
    else:
        ways = [_plain(int(number)) for number in shape.split("x")]
    codes = [[code for code in way if code not in sums] for way, sums in ways]
    relations = []
    for place, (_, sums) in enumerate(ways):
        others = [way for other, (way, _) in enumerate(ways) if other != place]
        for whole, parts in sums.items():
            for rest in product(*others):
                keys = ["|".join((*rest[:place], code, *rest[place:])) for code in (*parts, whole)]
                relations.append(Relation((*((key, 1) for key in keys[:-1]), (keys[-1], -1))))
    return relations, ["|".join(combination) for combination in product(*codes)]


def _plain(number: int) -> tuple[list[str], dict[str, list[str]]]:
    """The codes of one way of a table, and which of them are sums of which."""
    codes = [f"c{place}" for place in range(1, number + 1)]
    return [*codes, TOTAL], {TOTAL: codes}


def _grouped(sizes: list[int]) -> tuple[list[str], dict[str, list[str]]]:
    groups = {
        f"g{group}": [f"g{group}c{place}" for place in range(1, size + 1)] for group, size in enumerate(sizes, 1)
    }
    codes = [code for parts in groups.values() for code in parts]
    return [*codes, *groups, TOTAL], {**groups, TOTAL: list(groups)}


def _with_sums(relations: list[Relation], values: dict[str, int]) -> dict[str, int]:
    """All figures, each sum reckoned as soon as its parts are there."""
    found = dict(values)
    left = list(relations)
    while left:
        for relation in list(left):
            *parts, (whole, _) = relation.coefficients
            if all(key in found for key, _ in parts):
                found[whole] = sum(found[key] for key, _ in parts)
                left.remove(relation)
    return found


def _table(
    name: str,
    values: Mapping[str, int],
    relations: list[Relation],
    levels: Mapping[str, tuple[int, int]],
    by_value: bool,
) -> AdditiveTable:
    cells = []
    for key, value in values.items():
        below, above = levels.get(key, (0, 0))
        reach = (value - below, value + above) if key in levels else None
        weight = max(1, value) if by_value else 1
        cells.append(Cell(key, value, key, counts_people=False, weight=weight, must_reach=reach))
    return AdditiveTable(name, Table(tuple(cells), tuple(relations)), levels)
