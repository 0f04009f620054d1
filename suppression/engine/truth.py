"""The true figures, against what the papers say: where they differ the papers were misread."""

from collections.abc import Iterable, Mapping

from suppression.engine.facts import Difference, Fact
from suppression.engine.reader import ReaderView
from suppression.engine.reading import Misread
from suppression.engine.solver import Bound, within


def true_figures(view: ReaderView, found: Iterable[Difference], truth: Mapping[str, int]) -> dict[str, int]:
    """The true number of every figure, by key: those given, those shown, and the differences between them.

    Figures that were hidden before they came to us have none. Raises Misread, naming the figure, where a true number
    is not the one that is shown.
    """
    known = dict(truth)
    for key, number in truth.items():
        if type(number) is not int:
            raise Misread(f"The true {view.label(key)} is not a whole number.")
    for key, number in view.shown.items():
        if known.setdefault(key, number) != number:
            raise Misread(f"{view.label(key)} is shown as {number}, which is not its true number.")
    for one in found:
        if one.larger in known and one.smaller in known:
            number = known[one.larger] - known[one.smaller]
            if number < 0:
                raise Misread(f"The true {view.label(one.larger)} is below {view.label(one.smaller)}.")
            if known.setdefault(one.key, number) != number:
                raise Misread(f"{one.label} is not the difference of the true figures.")
    return known


def check_truth(
    known: Mapping[str, int], facts: Iterable[Fact], bounds: Mapping[str, Bound], view: ReaderView
) -> None:
    """Raise Misread, naming the item, unless the true figures satisfy everything that is written down.

    Done in plain whole numbers. A fact of which a true figure is not known is left to the search for a world.
    """
    for fact in facts:
        if all(key in known for key in fact.coefficients):
            total = sum(coefficient * known[key] for key, coefficient in fact.coefficients.items())
            if not within(total, fact.bound):
                raise Misread(f"The true figures do not agree with what is shown: {fact.said_by}.")
    for key, bound in bounds.items():
        if key in known and not within(known[key], bound):
            raise Misread(f"The true {view.label(key)} lies outside what a reader takes for possible.")
