"""From an index to the engine's table: everything that a report would say, and what holds between the figures."""

from collections.abc import Iterable

from indicators.index import Index
from suppression.draft import CannotProtect, Draft
from suppression.earlier import add_earlier_papers, add_revisions
from suppression.engine import Policy, Table
from suppression.history import History
from suppression.items import add_indicator, limit_by_what_others_publish
from suppression.known import KnownElsewhere
from suppression.paper import Part1Paper
from suppression.related import add_relations

__all__ = ["CannotProtect", "draft_of", "table_of"]


def table_of(
    index: Index, policy: Policy, earlier: Iterable[Part1Paper] = (), known: Iterable[KnownElsewhere] = ()
) -> Table:
    """The engine's table of an index; raises what `draft_of` raises, and TableError."""
    return draft_of(index, policy, earlier, known).table()


def draft_of(
    index: Index, policy: Policy, earlier: Iterable[Part1Paper] = (), known: Iterable[KnownElsewhere] = ()
) -> Draft:
    """All that an index says, with what earlier Part 1 papers and others have shown, and what those papers hid.

    Raises CannotProtect for a figure of people that is no whole number, a small count in figures that contradict each
    other, or a percentage whose denominator is missing.
    """
    known = tuple(known)
    history = History(index, earlier, known)
    draft = Draft(policy)
    for indicator in index.indicators:
        add_indicator(draft, indicator, history)
    add_relations(draft, index)
    add_revisions(draft, history)
    add_earlier_papers(draft, index, history)
    limit_by_what_others_publish(draft, known, index.as_at)
    return draft
