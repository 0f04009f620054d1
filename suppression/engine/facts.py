"""What a reader can write down from the papers: sums of figures, each at least and at most a number."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from suppression.engine.figures import Ratio, RatioKind, Series, SeriesKind, complement_key, step_key
from suppression.engine.reader import ReaderView
from suppression.engine.reading import names_of
from suppression.engine.solver import Bound


@dataclass(frozen=True)
class Fact:
    """The sum of coefficient times figure is at least `least` and at most `most`; None is without limit.

    said_by names the item that says so, or the figures between which it holds.
    """

    coefficients: Mapping[str, int]
    least: int | None
    most: int | None
    said_by: str

    @property
    def bound(self) -> Bound:
        """What the sum may be."""
        return self.least, self.most


@dataclass(frozen=True)
class Difference:
    """A number that nobody prints and everybody can compute: the larger figure less the smaller, never below 0.

    implied: whether it is a difference of numbers that nobody gave us.
    """

    key: str
    label: str
    larger: str
    smaller: str
    counts_people: bool
    implied: bool = False


def differences(view: ReaderView) -> list[Difference]:
    """Steps of running totals and complements of percentages."""
    found: list[Difference] = []
    for series in view.series:
        if series.kind is SeriesKind.RUNNING_TOTAL:
            for before, after in pairwise(series.cells):
                label = f"the step to {view.label(after)} from the total before it"
                found.append(Difference(step_key(after), label, after, before, after not in view.not_people))
    for ratio in view.ratios:
        if ratio.kind is RatioKind.PERCENTAGE:
            label = f"{view.label(ratio.key)}, those not counted"
            people = ratio.numerator not in view.not_people
            implied = not view.implied.isdisjoint((ratio.numerator, ratio.denominator))
            key = complement_key(ratio.key)
            found.append(Difference(key, label, ratio.denominator, ratio.numerator, people, implied))
    return found


def facts(view: ReaderView, found: Iterable[Difference]) -> list[Fact]:
    """Everything that the papers say and that holds by definition, shown and hidden figures alike."""
    written: list[Fact] = []
    for relation in view.relations:
        coefficients = _summed(relation.coefficients)
        written.append(Fact(coefficients, relation.constant, relation.constant, names_of(view, coefficients)))
    for series in view.series:
        written.extend(year_to_date(series, view))
    for one in found:
        said_by = names_of(view, (one.larger, one.smaller))
        written.append(Fact({one.larger: 1, one.smaller: -1, one.key: -1}, 0, 0, said_by))
    for ratio in view.ratios:
        written.extend(rounding(ratio))
    for statement in view.statements:
        for condition in statement.conditions:
            coefficients = _summed(condition.coefficients)
            written.append(Fact(coefficients, condition.least, condition.most, statement.label))
    return written


def year_to_date(series: Series, view: ReaderView) -> Iterator[Fact]:
    """The year to date of a flow is the sum of its months, that of a running total its latest total."""
    if series.year_to_date is None or series.kind is SeriesKind.STOCK:
        return
    months = series.cells if series.kind is SeriesKind.FLOW else series.cells[-1:]
    coefficients = {**dict.fromkeys(months, 1), series.year_to_date: -1}
    yield Fact(coefficients, 0, 0, names_of(view, coefficients))


def rounding(ratio: Ratio) -> Iterator[Fact]:
    """What a printed P says of n and D: (2P − 1)·D ≤ 2·S·n ≤ (2P + 1)·D − 1 and D ≥ 1, rounding half up.

    The last follows from the others, yet not from one of them alone, and narrowing looks at one at a time.
    """
    if ratio.printed is None:
        return
    twice, double = 2 * ratio.printed, 2 * ratio.scale
    yield Fact({ratio.denominator: 1}, 1, None, ratio.label)
    yield Fact({ratio.numerator: double, ratio.denominator: 1 - twice}, 0, None, ratio.label)
    yield Fact({ratio.numerator: double, ratio.denominator: -1 - twice}, None, -1, ratio.label)


def _summed(terms: Iterable[tuple[str, int]]) -> dict[str, int]:
    coefficients: dict[str, int] = {}
    for key, number in terms:
        coefficients[key] = coefficients.get(key, 0) + number
    return {key: number for key, number in coefficients.items() if number}
