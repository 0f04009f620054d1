"""Judging one group of unknowns: what each figure demands, against what two readers can infer of it."""

from collections.abc import Iterator, Mapping, Sequence

from suppression.engine.inference import Inference
from suppression.engine.policy import Policy
from suppression.engine.reader import ReaderView
from suppression.engine.reading import Misread
from suppression.engine.report import Exposure, Interval
from suppression.engine.required import Demand, Target, demand_of
from suppression.engine.solver import Bound

SHORT = 30
WHO_KNOWS = " by a reader who knows that hidden is not zero"


class Judgement:
    """What is found out about the unknowns: what is left of each, and which are exposed.

    truth is what is known of the true figures, None if the papers stand alone. It decides what a figure demands and
    serves as a witness; it never narrows anything.
    """

    def __init__(
        self, view: ReaderView, policy: Policy, truth: Mapping[str, int] | None, large: frozenset[str] = frozenset()
    ) -> None:
        """Take what the reader has, the policy, the true figures if they are known, and which figures are large."""
        self.large = large
        self.view = view
        self.policy = policy
        self.truth = truth
        self.intervals: dict[str, Interval] = {}
        self.possible: dict[str, int] = {}

    def judge(self, inference: Inference, judged: Sequence[Target]) -> Iterator[Exposure]:
        """Every figure of a group that is exposed to either reader; raises Misread if no world agrees with it."""
        self._find_a_world(inference, judged)
        for target in judged:
            self._measure(inference, target.key)
        knowing = self._knowing_hidden_is_not_zero(inference, judged)
        for target in judged:
            is_large = target.value is None and target.key in self.large
            demand = demand_of(target, self.view, self.policy, self.truth is not None, is_large)
            if demand is not None:
                yield from self._exposures(target, demand, knowing)

    def _find_a_world(self, inference: Inference, judged: Sequence[Target]) -> None:
        """The truth is a world; where some of it is not known there is one that agrees with the rest."""
        known = {target.key: target.value for target in judged if target.value is not None}
        if not inference.agrees_with(known):
            start = "No whole numbers agree" if self.truth is None else "The true figures do not agree"
            named = ", ".join(target.label for target in judged[:3])
            raise Misread(f"{start} with everything shown: {named}.")

    def _measure(self, inference: Inference, key: str) -> None:
        interval = inference.interval(key)
        self.intervals[key] = interval
        if interval.low is not None and interval.high is not None and interval.high - interval.low < SHORT:
            self.possible[key] = inference.possible(key, interval.low, interval.high)

    def _exposures(self, target: Target, demand: Demand, knowing: Inference | None) -> Iterator[Exposure]:
        """A figure that may be narrowed down too far, or is a single number, to one reader or the other."""
        interval = self.intervals[target.key]
        met = demand.is_met(interval)
        if not met:
            yield _exposure(target, interval, "")
        level = demand.knowing
        if knowing is None or level is None or demand.is_excused(interval) or (not met and interval.is_single):
            return
        rises = demand.rising and knowing.can_be(target.key, level, None)
        if rises or (demand.falling and knowing.can_be(target.key, None, -level)):
            return
        narrower = knowing.interval(target.key)
        if not demand.is_excused(narrower) and (met or narrower.is_single):
            yield _exposure(target, narrower, WHO_KNOWS)

    def _knowing_hidden_is_not_zero(self, inference: Inference, judged: Sequence[Target]) -> Inference | None:
        """A reader for whom every hidden count of people whose true number is not zero is at least 1.

        Where no truth is known, every hidden count of people is. None if there is no such world.
        """
        bounds: dict[str, Bound] = {}
        for target in judged:
            not_zero = self.truth is None or (target.value is not None and target.value >= 1)
            if target.counts_people and not target.latent and not_zero:
                low, high = inference.bounds[inference.column[target.key]]
                bounds[target.key] = (1 if low is None else max(low, 1), high)
        knowing = inference.who_knows(bounds)
        return knowing if knowing.exist() else None


def _exposure(target: Target, interval: Interval, by_whom: str) -> Exposure:
    """The sentence for a figure that is exposed."""
    how = "worked out exactly" if interval.is_single else "narrowed down too far"
    return Exposure(target.key, target.label, f"{target.label} can be {how}{by_whom}.", interval)
