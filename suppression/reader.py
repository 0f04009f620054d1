"""Reads finished Part 1 papers as an outsider does: for the disclosure check, from the papers and nothing else.

It shares no code with `table.py`, which says the same of the index: where one of them errs, the two do not agree.
"""

from collections.abc import Collection, Iterable

from suppression.engine import ReaderView
from suppression.known import KnownElsewhere
from suppression.paper import Part1Paper
from suppression.reading_earlier import remember
from suppression.reading_elsewhere import look_elsewhere
from suppression.reading_notes import Notes
from suppression.reading_other_years import remember_other_years
from suppression.reading_paper import read_paper
from suppression.reading_relations import add_relations
from suppression.reading_series import add_series
from suppression.reading_words import Unreadable, source_of

__all__ = ["Unreadable", "reader_view_of"]


def reader_view_of(
    paper: Part1Paper,
    not_people: frozenset[str] = frozenset(),
    earlier: Iterable[Part1Paper] = (),
    known: Iterable[KnownElsewhere] = (),
    revised: Collection[str] = (),
) -> ReaderView:
    """What a reader has of a paper: its figures, what is marked hidden, and what its definitions let them assume.

    They also have every other paper that was published (`earlier`, in the order of publication, the paper itself left
    out), and what others publish (`known`). `not_people` names indicators (by key) that count no people; a reader who
    does not know that only assumes more. They take a figure that was shown, and is hidden now, for the same as before,
    unless it is `revised` (keys of figures as they were shown before, of `suppression.places`).
    Raises Unreadable for whatever the check does not know, naming the indicator and the period.
    """
    notes = read_paper(paper)
    notes.revised = frozenset(revised)
    others = [_read_earlier(other) for other in earlier]
    add_series(notes)
    add_relations(notes)
    remember(notes, others)
    remember_other_years(notes, others)
    look_elsewhere(notes, known)
    return notes.view(not_people)


def _read_earlier(paper: Part1Paper) -> Notes:
    try:
        return read_paper(paper)
    except Unreadable as reason:
        raise Unreadable(f"In {source_of(paper.as_at)}: {reason}") from reason
