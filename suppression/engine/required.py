"""What a reader must still have to consider possible for a figure that nobody shows."""

from collections.abc import Mapping
from dataclasses import dataclass

from suppression.engine.facts import Difference
from suppression.engine.policy import Policy
from suppression.engine.reader import ReaderView
from suppression.engine.report import Interval


@dataclass(frozen=True)
class Target:
    """A figure that nobody shows: hidden, or latent; value None if its true number is not known."""

    key: str
    label: str
    counts_people: bool
    latent: bool
    implied: bool
    value: int | None


@dataclass(frozen=True)
class Demand:
    """Possible numbers at or below `low`, and at or above `high`; None is no such demand.

    knowing: the number at or above which it must be possible to a reader who knows that hidden is not zero.
    falling, rising: which way its size may grow: mirrored below zero, or above it.
    excused_from: nothing is demanded of a figure that is surely this large. may_be_nobody: nor of one that surely
    is 0. may_be_endless: nor of one without limit.
    never_exactly: it must not be a single number, whichever.
    """

    low: int | None = None
    high: int | None = None
    knowing: int | None = None
    rising: bool = True
    falling: bool = False
    excused_from: int | None = None
    may_be_nobody: bool = False
    may_be_endless: bool = False
    never_exactly: bool = False

    def is_met(self, interval: Interval) -> bool:
        """Whether an interval, of a reader for whom hidden may be zero, reaches far enough."""
        if self.never_exactly and interval.is_single:
            return False
        if self.is_excused(interval):
            return True
        upward, downward = (interval.low, interval.high), _mirrored(interval)
        return (self.rising and self._reaches(*upward)) or (self.falling and self._reaches(*downward))

    def is_excused(self, interval: Interval) -> bool:
        """Whether the figure is, whatever its number, no small count."""
        if self.may_be_nobody and interval.low == interval.high == 0:
            return True
        if self.may_be_endless and interval.high is None:
            return True
        if self.excused_from is None:
            return False
        return any(low is not None and low >= self.excused_from for low in (interval.low, _mirrored(interval)[0]))

    def _reaches(self, low: int | None, high: int | None) -> bool:
        goes_down = self.low is None or low is None or low <= self.low
        return goes_down and (self.high is None or high is None or high >= self.high)


def targets(view: ReaderView, found: Mapping[str, Difference], known: Mapping[str, int]) -> list[Target]:
    """Everything hidden or latent, and every difference, with the true numbers that are known."""
    items = {*(ratio.key for ratio in view.ratios), *(statement.key for statement in view.statements)}
    listed = []
    for key in sorted(view.hidden - items - found.keys()):
        people = key not in view.not_people
        listed.append(Target(key, view.label(key), people, key in view.latent, key in view.implied, known.get(key)))
    for one in found.values():
        listed.append(Target(one.key, one.label, one.counts_people, True, one.implied, known.get(one.key)))
    return listed


def demand_of(
    target: Target, view: ReaderView, policy: Policy, truth_is_known: bool, is_large: bool = False
) -> Demand | None:
    """What a figure demands; None if nothing.

    Its own levels come first. A small count must look as if it might be 1 or less and might be publishable, and reach
    its own number and the protection width. A count that came suppressed is taken for the largest small one. Where no
    truth is known every count is taken for small, unless it surely is not. What an earlier paper hid, or what came
    suppressed, and is no small count must not follow exactly.
    """
    if target.key in view.own_levels:
        low, high = view.own_levels[target.key]
        return Demand(low, high)
    smallest, width = policy.smallest_publishable_count, policy.protection_width
    for_its_own_sake = not target.latent and (
        target.key in view.hidden_before or (truth_is_known and target.value is None)
    )
    if target.counts_people and target.value is None and not is_large:
        knowing = (policy.largest_hidden_count if truth_is_known else 1) + width
        return Demand(
            1,
            max(smallest, knowing) if truth_is_known else smallest,
            knowing,
            falling=True,
            excused_from=smallest,
            may_be_nobody=True,
            may_be_endless=target.implied,
            never_exactly=for_its_own_sake,
        )
    if target.counts_people and target.value is not None and policy.is_small(abs(target.value)):
        knowing = abs(target.value) + width
        return Demand(1, max(smallest, knowing), knowing, rising=target.value > 0, falling=target.value < 0)
    return Demand(never_exactly=True) if for_its_own_sake else None


def _mirrored(interval: Interval) -> tuple[int | None, int | None]:
    low, high = interval.low, interval.high
    return None if high is None else -high, None if low is None else -low
