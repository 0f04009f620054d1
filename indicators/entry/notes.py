"""A figure's note and its link to evidence. They are no part of the figure: it keeps its version and its state."""

import hashlib

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import User
from accounts.services import record
from indicators.models import Outturn
from indicators.permissions import may_of
from indicators.revisions import update_with_revisions
from indicators.workflow.figures import with_definitions
from indicators.workflow.moves import TRANSITIONS, Move


class NoteChanged(Exception):
    """Somebody else has changed the note since it was read; the message says so."""


def seen_of(outturn: Outturn) -> str:
    """Tells one note and link from others."""
    return hashlib.sha256(f"{outturn.note}\0{outturn.evidence}".encode()).hexdigest()


@transaction.atomic
def keep_note(*, outturn: Outturn, note: str, evidence: str, seen: str, by: User) -> None:
    """Keep a note and a link with a figure. `seen` is `seen_of` those that the person read.

    Raises NoteChanged where they are others by now, and PermissionDenied.
    """
    found = Outturn.objects.select_for_update(of=("self",)).select_related("measure__indicator", "period")
    outturn = found.get(pk=outturn.pk)
    (figure,) = with_definitions([outturn])
    if not may_of(by, TRANSITIONS[Move.ENTER].permission, figure.section):
        raise PermissionDenied
    if (outturn.note, outturn.evidence) == (note, evidence):
        return
    if seen_of(outturn) != seen:
        raise NoteChanged(
            f"Somebody else has changed this note meanwhile. It is now “{outturn.note or 'empty'}”"
            f"{f', with the link {outturn.evidence}' if outturn.evidence else ''}. Save again to put yours in its "
            "place."
        )
    outturn.note, outturn.evidence = note, evidence
    update_with_revisions(Outturn, [outturn], ["note", "evidence"], by=by, reason="Note")
    record(action="kept a note", subject=str(outturn), by=by)
