"""What must be true of a table before anything is hidden in it."""

from collections.abc import Sequence

from suppression.engine.consistency import (
    ratings_judge_items,
    ratio_holds,
    relation_holds,
    series_holds,
    statement_holds,
    within_bounds,
)
from suppression.engine.figures import (
    Cell,
    Ratio,
    Relation,
    Series,
    SeriesKind,
    Statement,
    TableError,
    complement_key,
    step_key,
)


def check_table(
    cells: Sequence[Cell],
    relations: Sequence[Relation],
    series: Sequence[Series],
    ratios: Sequence[Ratio],
    statements: Sequence[Statement],
) -> None:
    """Raise TableError, naming the cell, where the figures are not fit to be protected together."""
    _keys_are_unique(cells, series, ratios, statements)
    for cell in cells:
        _cell_holds_a_possible_whole_number(cell)
    by_key = {cell.key: cell for cell in cells}
    for relation in relations:
        relation_holds(by_key, relation)
    for one in series:
        series_holds(by_key, one)
    for ratio in ratios:
        ratio_holds(by_key, ratio)
    for statement in statements:
        statement_holds(by_key, statement)
    ratings_judge_items(by_key, ratios, statements)


def _keys_are_unique(
    cells: Sequence[Cell], series: Sequence[Series], ratios: Sequence[Ratio], statements: Sequence[Statement]
) -> None:
    keys = [cell.key for cell in cells] + [statement.key for statement in statements]
    for ratio in ratios:
        keys += [ratio.key, complement_key(ratio.key)]
    for one in series:
        if one.kind is SeriesKind.RUNNING_TOTAL:
            keys += [step_key(key) for key in one.cells]
    seen: set[str] = set()
    for key in keys:
        if key in seen:
            raise TableError(f"{key} is in the table twice.")
        seen.add(key)


def _cell_holds_a_possible_whole_number(cell: Cell) -> None:
    numbers = [cell.weight, *(cell.must_reach or ())]
    numbers += [number for number in (cell.value, cell.lower, cell.upper) if number is not None]
    if any(type(number) is not int for number in numbers):
        raise TableError(f"{cell.label} ({cell.key}) needs whole numbers.")
    if cell.weight < 0:
        raise TableError(f"{cell.label} ({cell.key}) has a weight below 0.")
    if cell.lower is not None and cell.upper is not None and cell.upper < cell.lower:
        raise TableError(f"{cell.label} ({cell.key}) has bounds that leave no number.")
    if cell.value is None and cell.public_since:
        raise TableError(f"{cell.label} ({cell.key}) was public in {cell.public_since}, but nobody gave its number.")
    if cell.value is not None and not within_bounds(cell, cell.value):
        raise TableError(f"{cell.label} ({cell.key}) lies outside its bounds.")
