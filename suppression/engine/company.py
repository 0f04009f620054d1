"""A hidden mark that stands alone says what it hides: nothing but a small count is hidden for its own sake."""

from collections.abc import Iterator, Mapping

from suppression.engine.facts import Fact
from suppression.engine.figures import Series
from suppression.engine.policy import Policy
from suppression.engine.reader import ReaderView
from suppression.engine.report import Exposure


def without_company(
    view: ReaderView, policy: Policy, written: list[Fact], truth: Mapping[str, int] | None
) -> Iterator[Exposure]:
    """A hidden small count that nothing else speaks of has another hidden figure of its series beside it.

    That one is not small and did not come suppressed. It is not asked for where the series has none that could be
    hidden. Where no truth is known any other hidden figure will do.
    """
    spoken_of = {key for fact in written for key in fact.coefficients}
    spoken_of.update(key for ratio in view.ratios for key in (ratio.numerator, ratio.denominator))
    for series in view.series:
        for key in series.cells:
            if key in spoken_of or key not in view.hidden or key in view.not_people:
                continue
            small = truth is None or (key in truth and policy.is_small(truth[key]))
            if (
                small
                and _could_have_company(key, series, view, policy)
                and not _has_company(key, series, view, policy, truth)
            ):
                sentence = f"{view.label(key)} is the only figure hidden in its row, which says that it is small."
                yield Exposure(key, view.label(key), sentence)


def _has_company(key: str, series: Series, view: ReaderView, policy: Policy, truth: Mapping[str, int] | None) -> bool:
    others = [other for other in series.cells if other != key and other in view.hidden]
    if truth is None:
        return bool(others)
    return any(other in truth and not _is_small(other, truth[other], view, policy) for other in others)


def _could_have_company(key: str, series: Series, view: ReaderView, policy: Policy) -> bool:
    """Whether a figure that is shown could have been hidden: it was never public, and is no zero that must show."""
    return any(
        other in view.shown
        and other not in view.public_before
        and not _is_small(other, view.shown[other], view, policy)
        and (view.shown[other] != 0 or policy.zeros_may_be_hidden)
        for other in series.cells
        if other != key
    )


def _is_small(key: str, number: int, view: ReaderView, policy: Policy) -> bool:
    return key not in view.not_people and policy.is_small(number)
