"""Whether the papers can be read at all: every kind is known, every figure is either shown or hidden."""

from collections.abc import Iterable

from suppression.engine.figures import Ratio, RatioKind, RelationKind, Series, SeriesKind, StatementKind
from suppression.engine.reader import ReaderView
from suppression.engine.solver import within


class Misread(Exception):
    """The papers cannot be right as read: the message says where."""


def check_reading(view: ReaderView) -> None:
    """Raise Misread, naming the item, where the papers say something that is not understood.

    Unknown kinds are refused, and figures that are neither shown nor hidden, or are both.
    """
    _kinds_are_known(view)
    for key, number in view.shown.items():
        if key in view.hidden:
            raise Misread(f"{view.label(key)} is both shown and hidden.")
        if type(number) is not int:
            raise Misread(f"{view.label(key)} is not a whole number.")
        if not within(number, view.bound(key)):
            raise Misread(f"{view.label(key)} lies outside what is possible.")
    for key in _cells_spoken_of(view):
        if key not in view.shown and key not in view.hidden:
            raise Misread(f"{view.label(key)} is neither shown nor hidden.")
    for ratio in view.ratios:
        _ratio_can_be_read(view, ratio)
    for statement in view.statements:
        if statement.key in view.hidden and statement.conditions:
            raise Misread(f"{statement.label} is both shown and hidden.")
    _numbers_are_whole(view)


def names_of(view: ReaderView, keys: Iterable[str]) -> str:
    """The figures by name, in a row."""
    return ", ".join(view.label(key) for key in keys)


def cells_of(series: Series) -> tuple[str, ...]:
    """The months of a series and its year to date."""
    return series.cells if series.year_to_date is None else (*series.cells, series.year_to_date)


def _kinds_are_known(view: ReaderView) -> None:
    for relation in view.relations:
        if not isinstance(relation.kind, RelationKind):
            named = names_of(view, (key for key, _ in relation.coefficients))
            raise Misread(f"Unknown kind of relation between {named}: {relation.kind!r}.")
    for series in view.series:
        if not isinstance(series.kind, SeriesKind):
            raise Misread(f"Unknown kind of series of {names_of(view, series.cells)}: {series.kind!r}.")
    for ratio in view.ratios:
        if not isinstance(ratio.kind, RatioKind):
            raise Misread(f"{ratio.label} is a ratio of an unknown kind: {ratio.kind!r}.")
    for statement in view.statements:
        if not isinstance(statement.kind, StatementKind):
            raise Misread(f"{statement.label} is a statement of an unknown kind: {statement.kind!r}.")


def _ratio_can_be_read(view: ReaderView, ratio: Ratio) -> None:
    if ratio.printed is None:
        return
    if ratio.key in view.hidden:
        raise Misread(f"{ratio.label} is both shown and hidden.")
    if type(ratio.printed) is not int or type(ratio.decimals) is not int or ratio.printed < 0 or ratio.decimals < 0:
        raise Misread(f"{ratio.label} is printed as no number that can be read.")


def _numbers_are_whole(view: ReaderView) -> None:
    for relation in view.relations:
        if any(type(number) is not int for number in (relation.constant, *dict(relation.coefficients).values())):
            raise Misread(f"The relation of {names_of(view, dict(relation.coefficients))} is not in whole numbers.")
    for statement in view.statements:
        for condition in statement.conditions:
            ends = [end for end in (condition.least, condition.most) if end is not None]
            if any(type(number) is not int for number in (*ends, *dict(condition.coefficients).values())):
                raise Misread(f"{statement.label} is not in whole numbers.")
    for key, bound in view.bounds.items():
        if any(end is not None and type(end) is not int for end in bound):
            raise Misread(f"{view.label(key)} has bounds that are not whole numbers.")
        if bound[0] is not None and bound[1] is not None and bound[0] > bound[1]:
            raise Misread(f"{view.label(key)} has bounds that leave no number.")


def _cells_spoken_of(view: ReaderView) -> Iterable[str]:
    for relation in view.relations:
        yield from (key for key, _ in relation.coefficients)
    for series in view.series:
        yield from cells_of(series)
    for ratio in view.ratios:
        yield from (ratio.numerator, ratio.denominator)
    for statement in view.statements:
        for condition in statement.conditions:
            yield from (key for key, _ in condition.coefficients)
