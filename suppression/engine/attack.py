"""The disclosure check: read the finished papers as an outsider would, and try to work out what they hide.

Nothing here is shared with the code that chose what to hide but the vocabulary and the door to the solver. The true
figures, where they are handed over, say whether the papers were read aright and what each figure demands; they never
narrow what a reader can infer.
"""

from collections.abc import Collection, Iterator, Mapping

from suppression.engine.company import without_company
from suppression.engine.facts import differences, facts
from suppression.engine.groups import Group, connected
from suppression.engine.hidden_ratios import follow_exactly
from suppression.engine.inference import Inference
from suppression.engine.judging import Judgement
from suppression.engine.narrowing import in_unknowns, narrowed
from suppression.engine.plain import plainly_exposed, ratios_shown
from suppression.engine.policy import Policy
from suppression.engine.reader import ReaderView
from suppression.engine.reading import Misread, check_reading
from suppression.engine.report import Check, Exposure
from suppression.engine.required import targets
from suppression.engine.solver import Bound, SolverUncertain
from suppression.engine.truth import check_truth, true_figures


def attack(
    view: ReaderView, policy: Policy, truth: Mapping[str, int] | None = None, large: Collection[str] = ()
) -> Check:
    """Work out what a reader can infer, and whether any small count of people is given away.

    truth: the true numbers of cells by key, hidden and latent ones too, as far as they are known; without it every
    hidden count of people is taken for small. large: keys of figures without a known number that are known to be no
    small count. Never raises for what it reads: papers that contradict themselves or
    the truth, or that the solver cannot judge in time, are refused with a message that names the figure.
    """
    try:
        search = _Search(view, policy, truth, frozenset(large))
        exposed = tuple(search.exposed())
    except Misread as misread:
        return Check(feasible=False, safe=False, intervals={}, exposed=(), message=f"Refused. {misread}")
    judged = search.judgement
    intervals = {key: judged.intervals[key] for key in sorted(judged.intervals.keys() - search.plain)}
    possible = {key: judged.possible[key] for key in intervals if key in judged.possible}
    return Check(True, not exposed, intervals, exposed, _message(exposed, len(intervals)), possible)


class _Search:
    """One search through what the papers say."""

    def __init__(
        self, view: ReaderView, policy: Policy, truth: Mapping[str, int] | None, large: frozenset[str]
    ) -> None:
        """Read the papers; raises Misread."""
        check_reading(view)
        found = differences(view)
        self.view = view
        self.policy = policy
        self.plain = {one.key for one in found if {one.larger, one.smaller} <= view.shown.keys()}
        self.written = facts(view, found)
        self.known = None if truth is None else true_figures(view, found, truth)
        self.targets = {one.key: one for one in targets(view, {one.key: one for one in found}, self.known or {})}
        bounds: dict[str, Bound] = {key: view.bound(key) for key in self.targets}
        bounds.update({key: (number, number) for key, number in view.shown.items()})
        if self.known is not None:
            check_truth(self.known, self.written, bounds, view)
        self.bounds = narrowed(self.written, bounds)
        self.groups = connected(self.targets, in_unknowns(self.written, self.bounds))
        self.judgement = Judgement(view, policy, self.known, large)

    def exposed(self) -> Iterator[Exposure]:
        """Everything that is given away; raises Misread where no numbers agree with the papers."""
        yield from plainly_exposed(self.view, self.policy)
        inferences: dict[str, Inference] = {}
        for group in self.groups:
            inference = Inference(group, self.bounds, self.policy.solver_seconds)
            inferences.update(dict.fromkeys(group.unknowns, inference))
            try:
                yield from list(self.judgement.judge(inference, [self.targets[key] for key in group.unknowns]))
            except SolverUncertain as trouble:
                yield self._not_judged(group, trouble)
        yield from without_company(self.view, self.policy, self.written, self.known)
        left = {**self.bounds, **{key: (one.low, one.high) for key, one in self.judgement.intervals.items()}}
        exact = {key: low for key, (low, high) in left.items() if low is not None and low == high}
        yield from ratios_shown(self.view, self.policy, {**exact, **(self.known or {})})
        yield from follow_exactly(self.view, self.policy, self.known, left, inferences)

    def _not_judged(self, group: Group, trouble: SolverUncertain) -> Exposure:
        """A group about which nothing is known to be safe."""
        key = next((key for key in group.unknowns if not self.targets[key].latent), group.unknowns[0])
        label = self.targets[key].label
        return Exposure(key, label, f"{label} could not be judged: {trouble}")


def _message(exposed: tuple[Exposure, ...], checked: int) -> str:
    if not exposed:
        return f"Safe: {checked} figures checked, none can be worked out."
    return "Not safe. " + " ".join(exposure.sentence for exposure in exposed)
