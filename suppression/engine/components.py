"""Cutting a table into components: parts that tell a reader nothing about each other."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from suppression.engine.alone import Company
from suppression.engine.figures import Cell, Relation
from suppression.engine.items import can_be_hidden
from suppression.engine.latent import Said, Written
from suppression.engine.policy import Policy
from suppression.engine.together import Together


@dataclass(frozen=True)
class Component:
    """Figures that are connected, to be solved alone.

    weights: what hiding costs, by the key of each item, in table order: cells, ratios and statements that can be
    hidden. What is public already is no such item.
    cells, relations: with the latent ones. said: ratios and statements. pairs: items that are hidden together.
    companies: small counts that must not be hidden alone.
    """

    weights: Mapping[str, int]
    cells: tuple[Cell, ...]
    relations: tuple[Relation, ...]
    said: tuple[Said, ...]
    pairs: tuple[Together, ...]
    companies: tuple[Company, ...]

    @property
    def labels(self) -> Mapping[str, str]:
        """The words for every cell and item, by key."""
        return {cell.key: cell.label for cell in self.cells} | {said.key: said.label for said in self.said}


def connected_components(
    written: Written, pairs: Iterable[Together], companies: Iterable[Company], policy: Policy
) -> list[Component]:
    """Every component of the table."""
    pairs, companies = tuple(pairs), tuple(companies)
    links = [tuple(key for key, _ in relation.coefficients) for relation in written.relations]
    links += [
        (said.key, *(key for condition in said.conditions for key, _ in condition.coefficients))
        for said in written.said
    ]
    links += [(pair.cause, pair.effect) for pair in pairs]
    links += [(company.key, *company.others) for company in companies]
    root = _roots(written.labels, links)
    names = dict.fromkeys(root.values())
    weights: dict[str, dict[str, int]] = {name: {} for name in names}
    cells: dict[str, list[Cell]] = {name: [] for name in names}
    relations: dict[str, list[Relation]] = {name: [] for name in names}
    items: dict[str, list[Said]] = {name: [] for name in names}
    together: dict[str, list[Together]] = {name: [] for name in names}
    alone: dict[str, list[Company]] = {name: [] for name in names}
    for cell in written.cells:
        cells[root[cell.key]].append(cell)
        if can_be_hidden(cell, policy):
            weights[root[cell.key]][cell.key] = cell.weight
    for said in written.said:
        items[root[said.key]].append(said)
        if not said.public_since:
            weights[root[said.key]][said.key] = said.weight
    for relation in written.relations:
        relations[root[relation.coefficients[0][0]]].append(relation)
    for pair in pairs:
        together[root[pair.cause]].append(pair)
    for company in companies:
        alone[root[company.key]].append(company)
    return [
        Component(
            weights[name],
            tuple(cells[name]),
            tuple(relations[name]),
            tuple(items[name]),
            tuple(together[name]),
            tuple(alone[name]),
        )
        for name in names
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
