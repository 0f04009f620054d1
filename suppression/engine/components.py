"""Cutting a table into components: parts that tell a reader nothing about each other."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from suppression.engine.figures import Cell, Relation
from suppression.engine.table import Table
from suppression.engine.together import Together


@dataclass(frozen=True)
class Component:
    """Figures that are connected, to be solved alone.

    weights: what hiding costs, by the key of each item (a cell that can be shown, or a ratio), in table order. What is
    public already is no such item.
    cells, relations: with the latent ones. pairs: items that are hidden together.
    """

    weights: Mapping[str, int]
    cells: tuple[Cell, ...]
    relations: tuple[Relation, ...]
    pairs: tuple[Together, ...]


def connected_components(table: Table, complete: Table, pairs: Iterable[Together]) -> list[Component]:
    """Every component of the table; complete is the same table with its latent cells written out."""
    pairs = tuple(pairs)
    links = [tuple(key for key, _ in relation.coefficients) for relation in complete.relations]
    links += [(pair.cause, pair.effect) for pair in pairs]
    root = _roots([*complete.by_key, *(ratio.key for ratio in table.ratios)], links)
    weights: dict[str, dict[str, int]] = {name: {} for name in root.values()}
    cells: dict[str, list[Cell]] = {name: [] for name in weights}
    relations: dict[str, list[Relation]] = {name: [] for name in weights}
    together: dict[str, list[Together]] = {name: [] for name in weights}
    for cell in complete.cells:
        cells[root[cell.key]].append(cell)
        if not cell.latent and not cell.public_since:
            weights[root[cell.key]][cell.key] = cell.weight
    for ratio in table.ratios:
        weights[root[ratio.key]][ratio.key] = ratio.weight
    for relation in complete.relations:
        relations[root[relation.coefficients[0][0]]].append(relation)
    for pair in pairs:
        together[root[pair.cause]].append(pair)
    return [
        Component(weights[name], tuple(cells[name]), tuple(relations[name]), tuple(together[name])) for name in weights
    ]


def _roots(keys: Iterable[str], links: Iterable[tuple[str, ...]]) -> dict[str, str]:
    """The name of each key's component: one of its keys."""
    parent = {key: key for key in keys}

    def root(key: str) -> str:
        while parent[key] != key:
            parent[key] = parent[parent[key]]
            key = parent[key]
        return key

    for first, *others in links:
        for other in others:
            parent[root(other)] = root(first)
    return {key: root(key) for key in parent}
