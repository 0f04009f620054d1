"""What must be true of a table before anything is hidden in it."""

from collections.abc import Iterable, Mapping, Sequence

from suppression.engine.figures import (
    Cell,
    Ratio,
    RatioKind,
    Relation,
    RelationKind,
    Series,
    SeriesKind,
    TableError,
    complement_key,
    step_key,
)

Cells = Mapping[str, Cell]


def check_table(
    cells: Sequence[Cell], relations: Sequence[Relation], series: Sequence[Series], ratios: Sequence[Ratio]
) -> None:
    """Raise TableError, naming the cell, where the figures are not fit to be protected together."""
    _keys_are_unique(cells, series, ratios)
    for cell in cells:
        _cell_holds_a_possible_whole_number(cell)
    by_key = {cell.key: cell for cell in cells}
    for relation in relations:
        _relation_holds(by_key, relation)
    for one in series:
        _series_holds(by_key, one)
    for ratio in ratios:
        _ratio_holds(by_key, ratio)


def _keys_are_unique(cells: Sequence[Cell], series: Sequence[Series], ratios: Sequence[Ratio]) -> None:
    keys = [cell.key for cell in cells]
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
    numbers = [cell.lower, cell.weight]
    numbers += [number for number in (cell.value, cell.upper) if number is not None]
    if any(type(number) is not int for number in numbers):
        raise TableError(f"{cell.label} ({cell.key}) needs whole numbers.")
    if cell.weight < 0:
        raise TableError(f"{cell.label} ({cell.key}) has a weight below 0.")
    if cell.upper is not None and cell.upper < cell.lower:
        raise TableError(f"{cell.label} ({cell.key}) has bounds that leave no number.")
    if cell.value is not None and not _within_bounds(cell, cell.value):
        raise TableError(f"{cell.label} ({cell.key}) lies outside its bounds.")


def _within_bounds(cell: Cell, value: int) -> bool:
    return cell.lower <= value and (cell.upper is None or value <= cell.upper)


def _known_and_different(cells: Cells, keys: Iterable[str], what: str) -> None:
    seen: set[str] = set()
    for key in keys:
        if key not in cells:
            raise TableError(f"A {what} speaks of {key}, which the table does not hold.")
        if key in seen:
            raise TableError(f"A {what} names {cells[key].label} ({key}) twice.")
        seen.add(key)
    if not seen:
        raise TableError(f"A {what} names no cell.")


def _relation_holds(cells: Cells, relation: Relation) -> None:
    if not isinstance(relation.kind, RelationKind):
        raise TableError(f"Unknown kind of relation: {relation.kind!r}.")
    _known_and_different(cells, (key for key, _ in relation.coefficients), "relation")
    if any(type(number) is not int for number in (relation.constant, *(n for _, n in relation.coefficients))):
        raise TableError("A relation needs whole coefficients and a whole constant.")
    if any(coefficient == 0 for _, coefficient in relation.coefficients):
        raise TableError("A relation has a coefficient of 0.")
    missing = relation.constant
    unknown: list[tuple[Cell, int]] = []
    for key, coefficient in relation.coefficients:
        cell = cells[key]
        if cell.value is None:
            unknown.append((cell, coefficient))
        else:
            missing -= coefficient * cell.value
    if not unknown and missing != 0:
        named = ", ".join(cells[key].label for key, _ in relation.coefficients)
        raise TableError(f"The figures contradict each other ({relation.kind}): {named}.")
    if len(unknown) == 1:
        cell, coefficient = unknown[0]
        if missing % coefficient != 0 or not _within_bounds(cell, missing // coefficient):
            raise TableError(f"The other figures leave no possible number for {cell.label} ({cell.key}).")


def _series_holds(cells: Cells, series: Series) -> None:
    named = series.cells if series.year_to_date is None else (*series.cells, series.year_to_date)
    _known_and_different(cells, named, "series")
    for key in named:
        if cells[key].latent:
            raise TableError(f"A series shows {cells[key].label} ({key}), which is never shown.")
    if not series.cells:
        raise TableError(f"A series has the year to date {series.year_to_date} and no months.")
    if series.kind is SeriesKind.FLOW:
        if series.year_to_date is not None:
            months = tuple((key, 1) for key in series.cells)
            _relation_holds(cells, Relation((*months, (series.year_to_date, -1)), kind=RelationKind.YEAR_TO_DATE))
    elif series.kind is SeriesKind.RUNNING_TOTAL:
        _running_total_never_falls(cells, series)
        if series.year_to_date is not None:
            pair = ((series.cells[-1], 1), (series.year_to_date, -1))
            _relation_holds(cells, Relation(pair, kind=RelationKind.YEAR_TO_DATE))
    else:
        raise TableError(f"Unknown kind of series: {series.kind!r}.")


def _running_total_never_falls(cells: Cells, series: Series) -> None:
    reached = 0
    for key in series.cells:
        cell = cells[key]
        if cell.value is None:
            continue
        if cell.value < reached:
            raise TableError(f"{cell.label} ({cell.key}) is below an earlier total of its running total.")
        reached = cell.value


def _ratio_holds(cells: Cells, ratio: Ratio) -> None:
    if not isinstance(ratio.kind, RatioKind):
        raise TableError(f"{ratio.label} ({ratio.key}) is of an unknown kind: {ratio.kind!r}.")
    _known_and_different(cells, (ratio.numerator, ratio.denominator), "ratio")
    for key in (ratio.numerator, ratio.denominator):
        if cells[key].latent:
            raise TableError(f"{ratio.label} ({ratio.key}) is shown with {cells[key].label}, which is never shown.")
    numerator, denominator = cells[ratio.numerator].value, cells[ratio.denominator].value
    if numerator is None or denominator is None:
        return
    if ratio.kind is RatioKind.PERCENTAGE and numerator > denominator:
        raise TableError(f"{ratio.label} ({ratio.key}) has a numerator above its denominator.")
