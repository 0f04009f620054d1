"""Turns an index into a protected one: a Part 1 paper, a Part 2 paper, and the disclosure check of the first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from indicators.index import Index
from suppression.engine import Check, Pattern, ProtectionImpossible, attack
from suppression.engine import protect as hide
from suppression.known import KnownElsewhere
from suppression.models import SuppressionPolicy
from suppression.paper import Part1Paper, Part2Paper
from suppression.reader import Unreadable, reader_view_of
from suppression.table import CannotProtect, table_of
from suppression.writer import Writer


@dataclass(frozen=True)
class HiddenItem:
    """One hidden figure as a publisher sees it: why, and the whole numbers that a reader is left with."""

    label: str
    kind: str
    sentence: str
    possible: str


@dataclass(frozen=True)
class DisclosureCheck:
    """What the check found. Only a safe one lets a report be published. For publishers: it names small figures."""

    safe: bool
    message: str
    loss: int
    proven_least: bool
    policy_version: str
    hidden: tuple[HiddenItem, ...]
    exposed: tuple[str, ...]


@dataclass(frozen=True)
class ProtectedIndex:
    part_1: Part1Paper
    part_2: Part2Paper
    check: DisclosureCheck


def protect(
    index: Index,
    policy: SuppressionPolicy,
    exemption: str,
    already_published: Sequence[Part1Paper] = (),
    known: Sequence[KnownElsewhere] = (),
) -> ProtectedIndex:
    """Hide what is too small to publish and what would give it away, and check the result as a reader would.

    A reader has the papers `already_published`: what they showed is known, what they hid stays hidden for the year.
    They also have what others publish, `known`.

    Raises CannotProtect, naming the indicator and period, where no safe pattern is known or the figures contradict
    each other. An unsafe check is returned, not raised: a publisher reads it.
    """
    rules = policy.for_engine()
    try:
        table = table_of(index, rules, already_published, known)
        pattern = hide(table, rules)
    except (ProtectionImpossible, ValueError) as reason:
        raise CannotProtect(str(reason)) from reason
    smallest, wording = policy.smallest_publishable_count, policy.hidden_wording
    part_1: Part1Paper = Writer(index, rules.version, smallest, pattern.hidden, wording, part=1).paper()
    part_2: Part2Paper = Writer(index, rules.version, smallest, pattern.hidden, wording, 2, exemption).paper()
    not_people = frozenset(indicator.key for indicator in index.indicators if not indicator.counts_people)
    truth = {cell.key: cell.value for cell in table.cells if cell.value is not None}
    try:
        found = attack(reader_view_of(part_1, not_people, already_published, known), rules, truth)
    except Unreadable as reason:
        raise CannotProtect(str(reason)) from reason
    return ProtectedIndex(part_1, part_2, _check(found, pattern, table.labels))


def _check(found: Check, pattern: Pattern, labels: Mapping[str, str]) -> DisclosureCheck:
    return DisclosureCheck(
        safe=found.safe,
        message=found.message,
        loss=pattern.loss,
        proven_least=pattern.proven_least,
        policy_version=pattern.policy_version,
        hidden=tuple(
            HiddenItem(
                label=labels[key],
                kind=reason.kind.value,
                sentence=reason.sentence,
                possible=str(found.intervals[key]) if key in found.intervals else "",
            )
            for key, reason in pattern.hidden.items()
        ),
        exposed=tuple(exposure.sentence for exposure in found.exposed),
    )
