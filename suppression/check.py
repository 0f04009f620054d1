"""The disclosure check as a publisher reads it: what is hidden and why, what is exposed, and what can be done."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from indicators.formatting import joined, opening
from suppression.engine import Check, Exposure, Interval, Pattern, ReaderView, ReasonKind

IN_WORDS = {
    ReasonKind.PRIMARY: ("{} small", "{} small"),
    ReasonKind.SECONDARY: ("{} to protect it", "{} to protect them"),
    ReasonKind.CARRIED: ("{} because it was hidden before", "{} because they were hidden before"),
    ReasonKind.SUPPRESSED_AT_SOURCE: ("{} because it came to us suppressed", "{} because they came to us suppressed"),
    ReasonKind.CHOSEN: ("{} because a publisher chose to", "{} because a publisher chose to"),
}
"""What is said of the number of items hidden for each kind of reason: where one item is hidden, and where several."""


@dataclass(frozen=True)
class HiddenItem:
    """One hidden item as a publisher sees it: why, and the whole numbers that a reader is left with."""

    key: str
    label: str
    kind: str
    sentence: str
    possible: str


@dataclass(frozen=True)
class ExposedItem:
    """One figure that the papers give away. `exact`: nobody knows that a reader is left with more than one number.

    `judged`: the check came to an answer. `already_public`: hiding anything now cannot take it back.
    """

    key: str
    label: str
    sentence: str
    exact: bool
    judged: bool
    already_public: bool


@dataclass(frozen=True)
class DisclosureCheck:
    """What the check found. Only a safe one lets a report be published. For publishers: it names small figures.

    `feasible`: the check could reproduce everything that the papers show. `unprotected`: a sentence for each figure
    that nothing hidden now can protect, because something is public already.
    """

    safe: bool
    message: str
    loss: int
    proven_least: bool
    policy_version: str
    hidden: tuple[HiddenItem, ...]
    exposed: tuple[ExposedItem, ...]
    unprotected: tuple[str, ...] = ()
    feasible: bool = True

    @property
    def why_no_override(self) -> str:
        """Why two people may not publish in spite of the check, in a sentence; empty where they may.

        An override is impossible where the check has no answer, and where a figure follows exactly from items that
        are still in our hands.
        """
        if self.safe:
            return "The disclosure check is safe: there is nothing to override."
        if not self.feasible:
            return "The check could not reproduce what the papers say, so nobody knows what they give away."
        unjudged = [item.label for item in self.exposed if not item.judged]
        if unjudged:
            return f"The check has no answer for {_listed(unjudged)}, so nobody knows what is given away."
        exact = [item.label for item in self.exposed if item.exact and not item.already_public]
        if exact:
            return (
                f"{opening(_listed(exact))} can be had exactly from items that are still in our hands. "
                "Hide more, or correct the figures."
            )
        if not self.exposed and not self.unprotected:
            return "The check does not say what is exposed."
        return ""


def disclosure_check(found: Check, pattern: Pattern, labels: Mapping[str, str], view: ReaderView) -> DisclosureCheck:
    """Put together what the engine hid and what the check of the finished paper found.

    A figure that is public already and small makes the check unsafe even where the paper adds nothing to it.
    """
    safe = found.safe and not pattern.unprotected
    if safe:
        message = safe_sentence(found, pattern)
    elif found.safe:
        message = f"Not safe. {' '.join(pattern.unprotected.values())}"
    else:
        message = found.message
    items_shown = _items_shown(view)
    return DisclosureCheck(
        safe=safe,
        message=message,
        loss=pattern.loss,
        proven_least=pattern.proven_least,
        policy_version=pattern.policy_version,
        hidden=tuple(
            HiddenItem(
                key=key,
                label=labels[key],
                kind=reason.kind.value,
                sentence=reason.sentence,
                possible=what_is_left(key, found, view),
            )
            for key, reason in pattern.hidden.items()
        ),
        exposed=tuple(_exposed(exposure, pattern, items_shown) for exposure in found.exposed),
        unprotected=tuple(pattern.unprotected.values()),
        feasible=found.feasible,
    )


def safe_sentence(found: Check, pattern: Pattern) -> str:
    """What is hidden and why, how far a reader gets, and whether less could be hidden, for a check that is safe."""
    if not pattern.hidden:
        return "Safe to publish. Nothing is hidden."
    kinds = Counter(reason.kind for reason in pattern.hidden.values())
    whole = len(pattern.hidden)
    parts = [IN_WORDS[kind][whole > 1].format(kinds[kind]) for kind in IN_WORDS if kinds[kind]]
    sentences = [f"{whole} {'items are' if whole > 1 else 'item is'} hidden: {', '.join(parts)}."]
    sentences += _how_far_a_reader_gets(found, pattern)
    besides = " besides what was chosen" if kinds[ReasonKind.CHOSEN] else ""
    proof = "Proven" if pattern.proven_least else "Not proven"
    return " ".join(["Safe to publish.", *sentences, f"{proof} to hide the least possible{besides}."])


def what_is_left(key: str, found: Check, view: ReaderView) -> str:
    """What a reader must still consider of a hidden item: of a percentage what it counts, of a rating any.

    Of a percentage that nothing else says anything of, they know nothing.
    """
    if key in {statement.key for statement in view.statements}:
        return "any rating"
    numerator = next((ratio.numerator for ratio in view.ratios if ratio.key == key), None)
    if numerator is None:
        return possible_numbers(found.intervals.get(key), found.possible.get(key))
    if numerator in view.shown:
        return f"numerator {view.shown[numerator]}"
    counted = possible_numbers(found.intervals.get(numerator), found.possible.get(numerator))
    return f"numerator {counted}" if counted else "any"


def possible_numbers(interval: Interval | None, possible: int | None) -> str:
    """`0 to 12, 13 numbers`; without the number where there is none; empty where nothing is known of the figure."""
    if interval is None:
        return ""
    if interval.is_single:
        return f"exactly {interval.low}"
    return str(interval) if possible is None else f"{interval}, {possible} numbers"


def _how_far_a_reader_gets(found: Check, pattern: Pattern) -> list[str]:
    """Of all hidden items where each has several numbers; else of small ones: large ones may follow from the rest."""
    left = {key: _how_many(found, key) for key in pattern.hidden if key in found.intervals}
    small = [left[key] for key, reason in pattern.hidden.items() if reason.kind is ReasonKind.PRIMARY and key in left]
    everything = len(left) == len(pattern.hidden) and all(number is None or number > 1 for number in left.values())
    numbers = list(left.values()) if everything else small
    subject = "any of them" if everything else "any of the small ones"
    limited = [number for number in numbers if number is not None]
    if limited:
        return [f"No reader can narrow {subject} to fewer than {min(limited)} possible numbers."]
    return [f"No reader can set a limit to {subject}."] if numbers else []


def _how_many(found: Check, key: str) -> int | None:
    interval = found.intervals[key]
    if key in found.possible:
        return found.possible[key]
    return None if interval.low is None or interval.high is None else interval.high - interval.low + 1


def _exposed(exposure: Exposure, pattern: Pattern, items_shown: frozenset[str]) -> ExposedItem:
    """An exposure without an interval is an item that is plainly shown, or one that could not be judged."""
    return ExposedItem(
        key=exposure.key,
        label=exposure.label,
        sentence=exposure.sentence,
        exact=exposure.interval is None or exposure.interval.is_single,
        judged=exposure.interval is not None or exposure.key in items_shown,
        already_public=exposure.key in pattern.unprotected,
    )


def _items_shown(view: ReaderView) -> frozenset[str]:
    ratios, statements = (ratio.key for ratio in view.ratios), (statement.key for statement in view.statements)
    return frozenset((*view.shown, *ratios, *statements)) - view.hidden


def _listed(labels: list[str]) -> str:
    return joined(list(dict.fromkeys(labels)))
