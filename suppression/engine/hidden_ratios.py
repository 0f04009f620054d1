"""Hidden percentages, rates and averages: whether what would be printed follows from what is shown."""

from collections.abc import Iterator, Mapping, Sequence

from suppression.engine.facts import Fact
from suppression.engine.figures import Ratio, printed_ratio
from suppression.engine.inference import Inference
from suppression.engine.plain import broken_rule
from suppression.engine.policy import Policy
from suppression.engine.reader import ReaderView
from suppression.engine.report import Exposure, Interval
from suppression.engine.solver import Bound


def follow_exactly(
    view: ReaderView,
    policy: Policy,
    known: Mapping[str, int] | None,
    bounds: Mapping[str, Bound],
    inferences: Mapping[str, Inference],
) -> Iterator[Exposure]:
    """A ratio that is hidden for its own sake may be printed as more than one number.

    bounds: what is left of every cell; known: every true number, None if the papers stand alone. It is hidden for its
    own sake if a rule says so, an earlier paper hid it, or a number behind it came suppressed.
    """
    exact = {key: low for key, (low, high) in bounds.items() if low is not None and low == high}
    for ratio in view.ratios:
        if ratio.key not in view.hidden:
            continue
        numbers = exact if known is None else known
        unknown = ratio.numerator not in numbers or ratio.denominator not in numbers
        for_its_own_sake = unknown or broken_rule(ratio, view, policy, numbers) is not None
        if not for_its_own_sake and ratio.key not in view.hidden_before:
            continue
        only = only_print(ratio, bounds, inferences)
        if only is not None:
            sentence = f"{ratio.label} is hidden and can be worked out exactly."
            yield Exposure(ratio.key, ratio.label, sentence, Interval(only, only))


def only_print(ratio: Ratio, bounds: Mapping[str, Bound], inferences: Mapping[str, Inference]) -> int | None:
    """The one number that can be printed, if there is only one; a denominator of 0 prints nothing."""
    prints = {
        printed_ratio(numerator, denominator, ratio.scale)
        for denominator in _ends(bounds[ratio.denominator], least=1)
        for numerator in _ends(bounds[ratio.numerator], least=0)
    }
    if len(prints) != 1 and inferences.get(ratio.numerator) is inferences.get(ratio.denominator) is not None:
        prints = _prints_together(ratio, inferences[ratio.numerator])
    return prints.pop() if len(prints) == 1 else None


def _ends(bound: Bound, least: int) -> Sequence[int]:
    """The numbers between which all others lie; for one without limit a number far beyond any rounding."""
    low = least if bound[0] is None else max(bound[0], least)
    return low, low + 10**12 if bound[1] is None else max(bound[1], low)


def _prints_together(ratio: Ratio, inference: Inference) -> set[int]:
    """What is printed in the worlds of the group in which both numbers stand, two of them at most if there are."""
    numerator, denominator = (inference.column[key] for key in (ratio.numerator, ratio.denominator))

    def prints() -> set[int]:
        return {
            printed_ratio(world[numerator], world[denominator], ratio.scale)
            for world in inference.found
            if world[denominator] >= 1
        }

    if not prints() and not inference.can_be(ratio.denominator, 1, None):
        return set()
    seen = prints()
    if len(seen) == 1:
        (only,) = seen
        double = 2 * ratio.scale
        below = Fact({ratio.numerator: double, ratio.denominator: 1 - 2 * only}, None, -1, ratio.label)
        above = Fact({ratio.numerator: double, ratio.denominator: -1 - 2 * only}, 0, None, ratio.label)
        if any(inference.with_fact(fact).can_be(ratio.denominator, 1, None) for fact in (below, above)):
            return set()
    return seen
