"""Turns an index into a protected one: a Part 1 paper, a Part 2 paper, and the disclosure check of the first."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from indicators.index import Index
from suppression.check import DisclosureCheck, disclosure_check
from suppression.choices import for_the_engine, with_items_outside_the_table
from suppression.choosable import labels_of_benchmarks
from suppression.draft import Draft
from suppression.engine import Pattern, ProtectionImpossible, attack
from suppression.engine import protect as hide
from suppression.known import KnownElsewhere
from suppression.models import SuppressionPolicy
from suppression.paper import Part1Paper, Part2Paper
from suppression.reader import Unreadable, reader_view_of
from suppression.table import CannotProtect, draft_of
from suppression.writer import Writer


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
    extra_hidden: Collection[str] = (),
) -> ProtectedIndex:
    """Hide what is too small to publish and what would give it away, and check the result as a reader would.

    A reader has the papers `already_published`: what they showed is known, what they hid stays hidden for the year.
    They also have what others publish, `known`. `extra_hidden` are keys of items that publishers chose to hide
    besides; one that the report no longer has is no matter.

    Raises CannotProtect, naming the indicator and period, where no safe pattern is known or the figures contradict
    each other. An unsafe check is returned, not raised: a publisher reads it.
    """
    rules = policy.for_engine()
    try:
        draft = draft_of(index, rules, already_published, known)
        table = draft.table()
        pattern = hide(table, rules, also_hide=for_the_engine(table, extra_hidden))
    except (ProtectionImpossible, ValueError) as reason:
        raise CannotProtect(str(reason)) from reason
    judged_before = pattern.unprotected.keys() & draft.of_other_reports
    pattern = replace(
        pattern,
        unprotected={key: why for key, why in pattern.unprotected.items() if key not in judged_before},
        large=pattern.large | judged_before,
    )
    _nothing_hidden_is_contradicted(draft, pattern)
    labels = {**labels_of_benchmarks(index), **table.labels}
    pattern = with_items_outside_the_table(pattern, table, extra_hidden, labels)
    smallest, wording = policy.smallest_publishable_count, policy.hidden_wording
    part_1 = Writer(index, rules.version, smallest, pattern.hidden, wording, part=1).part_1()
    part_2 = Writer(index, rules.version, smallest, pattern.hidden, wording, 2, exemption).part_2()
    not_people = frozenset(indicator.key for indicator in index.indicators if not indicator.counts_people)
    truth = {cell.key: cell.value for cell in table.cells if cell.value is not None}
    try:
        view = reader_view_of(part_1, not_people, already_published, known, draft.revised)
        found = attack(view, rules, truth, pattern.large)
    except Unreadable as reason:
        raise CannotProtect(str(reason)) from reason
    return ProtectedIndex(part_1, part_2, disclosure_check(found, pattern, labels, view))


def _nothing_hidden_is_contradicted(draft: Draft, pattern: Pattern) -> None:
    """Raise CannotProtect where figures contradict each other and one of them has to be hidden.

    A reader does not see the contradiction then, and works out a number that is wrong, yet near the true one.
    """
    for keys in draft.contradicted:
        if not keys.isdisjoint(pattern.hidden):
            named = ", ".join(draft.cells[key].label for key in sorted(keys))
            raise CannotProtect(
                f"The figures contradict each other, and some have to be hidden: {named}. Correct them, or take away "
                "what is said to hold between them."
            )
