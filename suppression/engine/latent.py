"""A table in cells, relations and what items say: every step, complement and sum written out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from suppression.engine.figures import (
    Cell,
    Condition,
    Ratio,
    RatioKind,
    Relation,
    RelationKind,
    Series,
    SeriesKind,
    complement_key,
    step_key,
)
from suppression.engine.table import Table


@dataclass(frozen=True)
class Said:
    """What an item that is no cell says while it is shown: a ratio or a statement, by its key.

    denominator: that of a ratio (key); hidden for its own sake, the number printed must not follow from the rest.
    """

    key: str
    label: str
    weight: int
    conditions: tuple[Condition, ...]
    public_since: str = ""
    denominator: str = ""


@dataclass(frozen=True)
class Written:
    """The same table with nothing left implicit: latent cells among the cells, series and ratios as relations."""

    cells: tuple[Cell, ...]
    relations: tuple[Relation, ...]
    said: tuple[Said, ...]

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """The words for every cell and item, by key."""
        return {cell.key: cell.label for cell in self.cells} | {said.key: said.label for said in self.said}

    @cached_property
    def latent(self) -> frozenset[str]:
        """The keys of the cells that are never shown."""
        return frozenset(cell.key for cell in self.cells if cell.latent)


def written_out(table: Table) -> Written:
    """Every step and complement as a cell, every series and complement as relations, every ratio as conditions."""
    cells = list(table.cells)
    relations = list(table.relations)
    for series in table.series:
        if series.kind is SeriesKind.RUNNING_TOTAL:
            for before, after in zip(series.cells, series.cells[1:], strict=False):
                step, relation = step_between(table.by_key[before], table.by_key[after])
                cells.append(step)
                relations.append(relation)
        if series.year_to_date is not None:
            relations.append(year_to_date_relation(series, series.year_to_date))
    for ratio in table.ratios:
        if ratio.kind is RatioKind.PERCENTAGE:
            complement, relation = complement_of(ratio, table)
            cells.append(complement)
            relations.append(relation)
    said = [
        Said(one.key, one.label, one.weight, tuple(conditions_of(one)), one.public_since, one.denominator)
        for one in table.ratios
    ]
    said += [Said(one.key, one.label, one.weight, one.conditions, one.public_since) for one in table.statements]
    return Written(tuple(cells), tuple(relations), tuple(said))


def step_between(before: Cell, after: Cell) -> tuple[Cell, Relation]:
    """A running total grows by a step of zero or more people."""
    value = None if before.value is None or after.value is None else after.value - before.value
    key = step_key(after.key)
    label = f"the step to {after.label} from the total before it"
    step = Cell(key, value, label, counts_people=after.counts_people, latent=True)
    return step, Relation(((before.key, 1), (key, 1), (after.key, -1)), kind=RelationKind.STEP)


def year_to_date_relation(series: Series, year_to_date: str) -> Relation:
    """The year to date of a flow is the sum of its months; that of a running total is its latest total."""
    months = series.cells if series.kind is SeriesKind.FLOW else series.cells[-1:]
    return Relation((*((key, 1) for key in months), (year_to_date, -1)), kind=RelationKind.YEAR_TO_DATE)


def complement_of(ratio: Ratio, table: Table) -> tuple[Cell, Relation]:
    """Those of the denominator that are not in the numerator are people too."""
    numerator, denominator = table.by_key[ratio.numerator], table.by_key[ratio.denominator]
    value = None
    if numerator.value is not None and denominator.value is not None:
        value = denominator.value - numerator.value
    key = complement_key(ratio.key)
    label = f"{ratio.label}, those not counted"
    complement = Cell(key, value, label, counts_people=numerator.counts_people, latent=True)
    return complement, Relation(
        ((ratio.numerator, 1), (key, 1), (ratio.denominator, -1)), kind=RelationKind.COMPLEMENT
    )


def conditions_of(ratio: Ratio) -> Iterator[Condition]:
    """What a printed P says of n and D, rounding half up: (2P − 1)·D ≤ 2·S·n ≤ (2P + 1)·D − 1. D = 0 fits neither."""
    if ratio.printed is None:
        return
    twice = (ratio.numerator, 2 * ratio.scale)
    if ratio.printed == 0:
        yield Condition((twice, (ratio.denominator, -1)), most=-1)
    else:
        yield Condition((twice, (ratio.denominator, 1 - 2 * ratio.printed)), least=0)
        yield Condition((twice, (ratio.denominator, -1 - 2 * ratio.printed)), most=-1)
