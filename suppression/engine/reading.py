"""What a reader can write down from the papers: unknown numbers, and the equations that they satisfy."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from suppression.engine.figures import RatioKind, Series, SeriesKind, complement_key, step_key
from suppression.engine.reader import ReaderView

Bound = tuple[int, int | None]


class Misread(Exception):
    """The papers cannot be right as read: the message says where."""


@dataclass(frozen=True)
class Equation:
    """The sum of coefficient times unknown equals the constant."""

    coefficients: Mapping[str, int]
    constant: int


@dataclass(frozen=True)
class Difference:
    """A number that nobody prints and everybody can compute: the larger figure less the smaller, never below 0."""

    key: str
    label: str
    larger: str
    smaller: str
    counts_people: bool


@dataclass(frozen=True)
class Group:
    """Unknowns that depend on each other, with the equations between them."""

    unknowns: tuple[str, ...]
    equations: tuple[Equation, ...]


def differences(view: ReaderView) -> list[Difference]:
    """Steps of running totals and complements of percentages."""
    found: list[Difference] = []
    for series in view.series:
        if series.kind is SeriesKind.RUNNING_TOTAL:
            for number in range(1, len(series.cells)):
                before, after = series.cells[number - 1], series.cells[number]
                label = f"the step to {view.label(after)} from the total before it"
                found.append(Difference(step_key(after), label, after, before, after not in view.not_people))
    for ratio in view.ratios:
        if ratio.kind is RatioKind.PERCENTAGE:
            label = f"{view.label(ratio.key)}, those not counted"
            people = ratio.numerator not in view.not_people
            key = complement_key(ratio.key)
            found.append(Difference(key, label, ratio.denominator, ratio.numerator, people))
    return found


def check_reading(view: ReaderView) -> None:
    """Raise Misread where the papers speak of a figure that is neither shown nor hidden, or is both."""
    for key in view.shown:
        if key in view.hidden:
            raise Misread(f"{view.label(key)} is both shown and hidden.")
        if type(view.shown[key]) is not int:
            raise Misread(f"{view.label(key)} is not a whole number.")
        if not _within(view.shown[key], view.bound(key)):
            raise Misread(f"{view.label(key)} lies outside what is possible.")
    for key in _cells_spoken_of(view):
        if key not in view.shown and key not in view.hidden:
            raise Misread(f"{view.label(key)} is neither shown nor hidden.")
    for ratio in view.ratios:
        if ratio.key not in view.hidden and not {ratio.numerator, ratio.denominator} <= view.shown.keys():
            raise Misread(f"{view.label(ratio.key)} is shown without its numerator and denominator.")


def equations(view: ReaderView, found: Iterable[Difference]) -> list[Equation]:
    """Every equation with at least one unknown; raises Misread where the shown figures contradict each other."""
    written = [(dict(relation.coefficients), relation.constant) for relation in view.relations]
    for series in view.series:
        if series.year_to_date is not None:
            written.append((_year_to_date(series, series.year_to_date), 0))
    for difference in found:
        written.append(({difference.larger: 1, difference.smaller: -1, difference.key: -1}, 0))
    left: list[Equation] = []
    for coefficients, constant in written:
        unknown = {key: number for key, number in coefficients.items() if key not in view.shown}
        known = sum(number * view.shown[key] for key, number in coefficients.items() if key in view.shown)
        if unknown:
            left.append(Equation(unknown, constant - known))
        elif known != constant:
            named = ", ".join(view.label(key) for key in coefficients)
            raise Misread(f"The figures shown contradict each other: {named}.")
    return left


def groups(unknowns: Iterable[str], written: Iterable[Equation]) -> list[Group]:
    """Cut the unknowns into groups that have no equation in common."""
    members: dict[str, list[str]] = {key: [key] for key in unknowns}
    between: dict[int, list[Equation]] = {id(group): [] for group in members.values()}
    for equation in written:
        keys = list(equation.coefficients)
        joined = members[keys[0]]
        for key in keys[1:]:
            other = members[key]
            if other is not joined:
                joined.extend(other)
                between[id(joined)].extend(between[id(other)])
                for moved in other:
                    members[moved] = joined
        between[id(joined)].append(equation)
    distinct = {id(group): group for group in members.values()}
    return [Group(tuple(group), tuple(between[number])) for number, group in distinct.items()]


def near_a_shown_zero(view: ReaderView) -> frozenset[str]:
    """Every cell connected, by whatever path, to a count of people that is shown as zero."""
    neighbours: dict[str, set[str]] = {}
    together = [tuple(key for key, _ in relation.coefficients) for relation in view.relations]
    together += [(*series.cells, *filter(None, (series.year_to_date,))) for series in view.series]
    together += [(ratio.numerator, ratio.denominator) for ratio in view.ratios]
    for keys in together:
        for key in keys:
            neighbours.setdefault(key, set()).update(keys)
    queue = [key for key, number in view.shown.items() if number == 0 and key not in view.not_people]
    reached = set(queue)
    for key in queue:
        new = neighbours.get(key, set()) - reached
        reached |= new
        queue.extend(new)
    return frozenset(reached)


def _year_to_date(series: Series, year_to_date: str) -> dict[str, int]:
    if series.kind is SeriesKind.RUNNING_TOTAL:
        return {series.cells[-1]: 1, year_to_date: -1}
    if series.kind is SeriesKind.FLOW:
        return {**dict.fromkeys(series.cells, 1), year_to_date: -1}
    raise Misread(f"Unknown kind of series: {series.kind!r}.")


def _cells_spoken_of(view: ReaderView) -> Iterable[str]:
    for relation in view.relations:
        yield from (key for key, _ in relation.coefficients)
    for series in view.series:
        yield from series.cells
        if series.year_to_date is not None:
            yield series.year_to_date
    for ratio in view.ratios:
        yield from (ratio.numerator, ratio.denominator)


def _within(number: int, bound: Bound) -> bool:
    low, high = bound
    return low <= number and (high is None or number <= high)
