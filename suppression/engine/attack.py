"""The disclosure check: read the finished papers as an outsider would, and try to work out what they hide.

Nothing here knows a true value of a hidden figure, and nothing here is shared with the code that chose what to hide
but the vocabulary of relations and the door to the solver.
"""

from collections.abc import Iterable, Mapping

from suppression.engine.inference import Inference
from suppression.engine.policy import Policy
from suppression.engine.reader import ReaderView
from suppression.engine.reading import (
    Bound,
    Difference,
    Group,
    Misread,
    check_reading,
    differences,
    equations,
    groups,
    near_a_shown_zero,
)
from suppression.engine.report import Check, Exposure, Interval
from suppression.engine.solver import SolverUncertain


def attack(view: ReaderView, policy: Policy) -> Check:
    """Work out what a reader can infer, and whether any small count of people is given away.

    Never raises for what it reads: papers that contradict themselves or that the solver cannot judge in time are
    refused, with a message that names the figure.
    """
    try:
        check_reading(view)
        found = differences(view)
        written = equations(view, found)
        exposed = [*_plain_small_counts(view, policy), *_plain_differences(view, found, policy)]
    except Misread as misread:
        return Check(feasible=False, safe=False, intervals={}, exposed=(), message=f"Refused. {misread}")
    reader = _Reader(view, found, policy)
    feasible = True
    for group in groups(reader.unknowns(), written):
        try:
            exposed += reader.infer(group)
        except (Misread, SolverUncertain) as trouble:
            feasible = feasible and not isinstance(trouble, Misread)
            exposed.append(reader.not_judged(group, str(trouble)))
    safe = feasible and not exposed
    in_order = {key: reader.intervals[key] for key in sorted(reader.intervals)}
    return Check(feasible, safe, in_order, tuple(exposed), _message(exposed, len(in_order)))


def _plain_small_counts(view: ReaderView, policy: Policy) -> Iterable[Exposure]:
    """A small count that is simply shown."""
    for key, number in view.shown.items():
        if key not in view.not_people and policy.is_small(number):
            yield Exposure(key, view.label(key), f"{view.label(key)} is a small count and is shown.")


def _plain_differences(view: ReaderView, found: Iterable[Difference], policy: Policy) -> Iterable[Exposure]:
    """A small count that is the difference of two figures shown; raises Misread where it is below 0."""
    for difference in found:
        if difference.larger in view.shown and difference.smaller in view.shown:
            number = view.shown[difference.larger] - view.shown[difference.smaller]
            if number < 0:
                raise Misread(f"{view.label(difference.larger)} is below {view.label(difference.smaller)}.")
            if difference.counts_people and policy.is_small(number):
                sentence = f"{difference.label} is a small count and follows from two figures shown."
                yield Exposure(difference.key, difference.label, sentence, Interval(number, number))


class _Reader:
    def __init__(self, view: ReaderView, found: Iterable[Difference], policy: Policy) -> None:
        self.view = view
        self.policy = policy
        self.differences = {one.key: one for one in found if not {one.larger, one.smaller} <= view.shown.keys()}
        self.near_zero = near_a_shown_zero(view)
        self.intervals: dict[str, Interval] = {}

    def unknowns(self) -> list[str]:
        ratios = {ratio.key for ratio in self.view.ratios}
        plain = [one.key for one in differences(self.view) if one.key not in self.differences]
        return [*sorted(self.view.hidden - ratios), *self.differences, *plain]

    def infer(self, group: Group) -> list[Exposure]:
        """Both readers' inferences about the group: hidden may be zero; hidden is known not to be zero."""
        targets = [key for key in group.unknowns if key in self.differences or key in self.view.hidden]
        if not targets:
            return []
        exposed: list[Exposure] = []
        inference = Inference(group, self._bounds(group), self.policy)
        for key in targets:
            self.intervals[key] = inference.interval(key)
            level = self.policy.smallest_publishable_count
            exposed += self._exposure(inference, key, self.intervals[key], level, "")
        if exposed or self.near_zero.isdisjoint(group.unknowns):
            return exposed
        try:
            inference = Inference(group, self._bounds(group, nothing_hidden_is_zero=True), self.policy)
        except Misread:
            return exposed
        for key in targets:
            words = " by a reader who, from the zeros shown, knows that hidden is not zero"
            level = 1 + self.policy.protection_width
            exposed += self._exposure(inference, key, inference.interval(key), level, words)
        return exposed

    def not_judged(self, group: Group, trouble: str) -> Exposure:
        """A group about which nothing is known to be safe."""
        key = next((key for key in group.unknowns if key in self.view.hidden), group.unknowns[0])
        return Exposure(key, self._label(key), f"{self._label(key)} could not be judged: {trouble}")

    def _exposure(
        self, inference: Inference, key: str, interval: Interval, level: int, by_whom: str
    ) -> Iterable[Exposure]:
        """A hidden figure may be 1 or less and may reach the level, or is surely large; and is never a single number.

        A difference or a latent figure may be a single number if that is zero or large: it is not claimed hidden.
        For the reader who knows that hidden is not zero only the level counts.
        """
        if not self._counts_people(key):
            return
        label = self._label(key)
        claimed_hidden = key in self.view.hidden - self.view.latent
        surely_large = interval.low >= self.policy.smallest_publishable_count
        if interval.is_single and (claimed_hidden or self.policy.is_small(interval.low)):
            yield Exposure(key, label, f"{label} can be worked out exactly{by_whom}.", interval)
        elif surely_large or (interval.high == 0 and not claimed_hidden):
            return
        elif (interval.low > 1 and not by_whom) or not inference.has_witness_at(key, level):
            yield Exposure(key, label, f"{label} can be narrowed down too far{by_whom}.", interval)

    def _bounds(self, group: Group, nothing_hidden_is_zero: bool = False) -> Mapping[str, Bound]:
        bounds: dict[str, Bound] = {}
        for key in group.unknowns:
            low, high = self.view.bound(key)
            claimed_hidden = key in self.view.hidden - self.view.latent
            if nothing_hidden_is_zero and claimed_hidden and self._counts_people(key):
                low = max(low, 1)
            bounds[key] = (low, high)
        return bounds

    def _counts_people(self, key: str) -> bool:
        difference = self.differences.get(key)
        return key not in self.view.not_people if difference is None else difference.counts_people

    def _label(self, key: str) -> str:
        difference = self.differences.get(key)
        return self.view.label(key) if difference is None else difference.label


def _message(exposed: list[Exposure], checked: int) -> str:
    if not exposed:
        return f"Safe: {checked} figures checked, none can be worked out."
    return "Not safe. " + " ".join(exposure.sentence for exposure in exposed)
