"""Whether what a table says of its cells is true of them; each raises TableError, naming the cell, where it is not."""

from collections.abc import Iterable, Mapping, Sequence

from suppression.engine.figures import (
    Cell,
    Condition,
    Ratio,
    RatioKind,
    Relation,
    RelationKind,
    Series,
    SeriesKind,
    Statement,
    StatementKind,
    TableError,
    printed_ratio,
)

Cells = Mapping[str, Cell]


def within_bounds(cell: Cell, value: int) -> bool:
    return (cell.lower is None or cell.lower <= value) and (cell.upper is None or value <= cell.upper)


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


def relation_holds(cells: Cells, relation: Relation) -> None:
    if not isinstance(relation.kind, RelationKind):
        raise TableError(f"Unknown kind of relation: {relation.kind!r}.")
    _sum_is_fit(cells, relation.coefficients, (relation.constant,), "relation")
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
        if missing % coefficient != 0 or not within_bounds(cell, missing // coefficient):
            raise TableError(f"The other figures leave no possible number for {cell.label} ({cell.key}).")


def _sum_is_fit(
    cells: Cells, coefficients: Sequence[tuple[str, int]], constants: Iterable[int | None], what: str
) -> None:
    _known_and_different(cells, (key for key, _ in coefficients), what)
    numbers = [*(number for _, number in coefficients), *(number for number in constants if number is not None)]
    if any(type(number) is not int for number in numbers):
        raise TableError(f"A {what} needs whole coefficients and whole constants.")
    if any(coefficient == 0 for _, coefficient in coefficients):
        raise TableError(f"A {what} has a coefficient of 0.")


def series_holds(cells: Cells, series: Series) -> None:
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
            relation_holds(cells, Relation((*months, (series.year_to_date, -1)), kind=RelationKind.YEAR_TO_DATE))
    elif series.kind is SeriesKind.RUNNING_TOTAL:
        _running_total_never_falls(cells, series)
        if series.year_to_date is not None:
            pair = ((series.cells[-1], 1), (series.year_to_date, -1))
            relation_holds(cells, Relation(pair, kind=RelationKind.YEAR_TO_DATE))
    elif series.kind is not SeriesKind.STOCK:
        raise TableError(f"Unknown kind of series: {series.kind!r}.")
    elif series.year_to_date is not None:
        raise TableError(f"A stock has no year to date: {series.year_to_date}.")


def _running_total_never_falls(cells: Cells, series: Series) -> None:
    reached = 0
    for key in series.cells:
        cell = cells[key]
        if cell.value is None:
            continue
        if cell.value < reached:
            raise TableError(f"{cell.label} ({cell.key}) is below an earlier total of its running total.")
        reached = cell.value


def ratio_holds(cells: Cells, ratio: Ratio) -> None:
    if not isinstance(ratio.kind, RatioKind):
        raise TableError(f"{ratio.label} ({ratio.key}) is of an unknown kind: {ratio.kind!r}.")
    _known_and_different(cells, (ratio.numerator, ratio.denominator), f"ratio ({ratio.label})")
    if any(type(number) is not int or number < 0 for number in (ratio.printed or 0, ratio.decimals, ratio.weight)):
        raise TableError(f"{ratio.label} ({ratio.key}) needs whole numbers, none below 0.")
    numerator, denominator = cells[ratio.numerator].value, cells[ratio.denominator].value
    if denominator == 0:
        raise TableError(f"{ratio.label} ({ratio.key}) has a denominator of 0.")
    if numerator is None or denominator is None:
        return
    if ratio.kind is RatioKind.PERCENTAGE and numerator > denominator:
        raise TableError(f"{ratio.label} ({ratio.key}) has a numerator above its denominator.")
    if ratio.printed is not None and ratio.printed != printed_ratio(numerator, denominator, ratio.scale):
        raise TableError(f"{ratio.label} ({ratio.key}) is not what its numerator and denominator give, rounded.")


def statement_holds(cells: Cells, statement: Statement) -> None:
    if not isinstance(statement.kind, StatementKind):
        raise TableError(f"{statement.label} ({statement.key}) is of an unknown kind: {statement.kind!r}.")
    if type(statement.weight) is not int or statement.weight < 0:
        raise TableError(f"{statement.label} ({statement.key}) has no weight of 0 or more.")
    for condition in statement.conditions:
        _sum_is_fit(cells, condition.coefficients, (condition.least, condition.most), f"statement ({statement.label})")
        if not _may_hold(cells, condition):
            raise TableError(f"{statement.label} ({statement.key}) says what is not true of the figures.")


def ratings_judge_items(cells: Cells, ratios: Sequence[Ratio], statements: Sequence[Statement]) -> None:
    items = {cell.key for cell in cells.values() if not cell.latent} | {ratio.key for ratio in ratios}
    for statement in statements:
        for judged in statement.judges:
            if judged not in items:
                raise TableError(f"{statement.label} ({statement.key}) judges {judged}, which is no item.")


def _may_hold(cells: Cells, condition: Condition) -> bool:
    """Whether the condition holds; one about an unknown number may."""
    total = 0
    for key, coefficient in condition.coefficients:
        value = cells[key].value
        if value is None:
            return True
        total += coefficient * value
    return (condition.least is None or condition.least <= total) and (
        condition.most is None or total <= condition.most
    )
