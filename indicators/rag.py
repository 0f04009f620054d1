"""The rating: RED, AMBER or GREEN from target, polarity and tolerance."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from indicators.vocabulary import Frequency, Polarity, Rating, TargetForm

SEVERITY = (Rating.NONE, Rating.GREEN, Rating.AMBER, Rating.RED)
NOT_A_TARGET_MEASURE = "This is not a target measure"
ANNUAL_MEASURE = "Annual measure"
TARGET_TO_BE_CONFIRMED = "Target to be confirmed"
NO_FIGURE = "No figure"


@dataclass(frozen=True)
class Judged:
    """What the rule says, and the words for it where it says nothing."""

    rating: Rating
    text: str


@dataclass(frozen=True)
class Target:
    """Bounds in the indicator's unit, low <= high, equal for a single value. `tolerance` is percent of the bound."""

    form: TargetForm
    low: Decimal | None
    high: Decimal | None
    tolerance: Decimal


def rate(target: Target, polarity: Polarity, value: Decimal) -> Rating:
    """Rate one figure.

    Higher is better: GREEN at or above the low end of the target. Lower is better: GREEN at or below its high end.
    Without polarity: GREEN inside the range, and no rating against a single value. A figure that misses the bound by
    no more than the tolerance (10 % of the bound by default) is AMBER, by more RED. Without a target there is none.
    Raises ValueError for a target that has lost its bounds.
    """
    if target.form in (TargetForm.NONE, TargetForm.TO_BE_CONFIRMED):
        return Rating.NONE
    if target.low is None or target.high is None:
        raise ValueError(f"A target of the form “{TargetForm(target.form).label}” has no bounds.")
    if polarity == Polarity.NEITHER and target.form == TargetForm.SINGLE:
        return Rating.NONE
    below = target.low - value if polarity in (Polarity.HIGH, Polarity.NEITHER) else Decimal(0)
    above = value - target.high if polarity in (Polarity.LOW, Polarity.NEITHER) else Decimal(0)
    if below <= 0 and above <= 0:
        return Rating.GREEN
    miss, bound = (below, target.low) if below > 0 else (above, target.high)
    return Rating.AMBER if miss * 100 <= abs(bound) * target.tolerance else Rating.RED


def bounds_of(target: Target, polarity: Polarity, rating: Rating) -> tuple[Decimal | None, Decimal | None]:
    """What a rating by the rule says of the figure: the least and the most that it can be, None without limit.

    AMBER without polarity lies on either side of the range: its bounds are those of both.
    """
    if target.low is None or target.high is None or rating is Rating.NONE:
        return None, None
    nearly = target.low - abs(target.low) * target.tolerance / 100
    just_over = target.high + abs(target.high) * target.tolerance / 100
    bounds: dict[Rating, dict[Polarity, tuple[Decimal | None, Decimal | None]]] = {
        Rating.GREEN: {
            Polarity.HIGH: (target.low, None),
            Polarity.LOW: (None, target.high),
            Polarity.NEITHER: (target.low, target.high),
        },
        Rating.AMBER: {
            Polarity.HIGH: (nearly, target.low),
            Polarity.LOW: (target.high, just_over),
            Polarity.NEITHER: (nearly, just_over),
        },
        Rating.RED: {
            Polarity.HIGH: (None, nearly),
            Polarity.LOW: (just_over, None),
            Polarity.NEITHER: (None, None),
        },
    }
    return bounds[rating][polarity]


def judge(target: Target, polarity: Polarity, frequency: Frequency, values: Iterable[Decimal | None]) -> Judged:
    """Rate an indicator from the figure of each of its measures, the worst of them standing for it.

    A measure's figure is its year to date where it has one, otherwise its latest outturn; None where it has neither.
    """
    if target.form == TargetForm.NONE:
        return Judged(Rating.NONE, NOT_A_TARGET_MEASURE)
    rated = [rate(target, polarity, value) for value in values if value is not None]
    if not rated and frequency == Frequency.ANNUAL:
        return Judged(Rating.NONE, ANNUAL_MEASURE)
    if target.form == TargetForm.TO_BE_CONFIRMED:
        return Judged(Rating.NONE, TARGET_TO_BE_CONFIRMED)
    if not rated:
        return Judged(Rating.NONE, NO_FIGURE)
    worst = max(rated, key=SEVERITY.index)
    return Judged(worst, worst.label)
