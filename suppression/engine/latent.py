"""Figures that are never shown and yet can be worked out, written out as cells."""

from suppression.engine.figures import (
    Cell,
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


def with_latent_cells(table: Table) -> Table:
    """The same table in cells and relations alone: every step and complement is a cell, every series relations."""
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
    return Table(tuple(cells), tuple(relations))


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
    unknown = numerator.value is None or denominator.value is None
    value = None if unknown else (denominator.value or 0) - (numerator.value or 0)
    key = complement_key(ratio.key)
    label = f"{ratio.label}, those not counted"
    complement = Cell(key, value, label, counts_people=numerator.counts_people, latent=True)
    return complement, Relation(
        ((ratio.numerator, 1), (key, 1), (ratio.denominator, -1)), kind=RelationKind.COMPLEMENT
    )
