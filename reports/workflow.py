"""Where a report stands on its way to the public, and who may move it on: one table.

`docs/publication.md` is written from it (`manage.py workflow_diagrams`). What the table cannot say is in the services:
nobody approves a report that they prepared or whose commentary they wrote alone, and what was approved is what is
published, to the byte.
"""

from django.db.models import TextChoices

from accounts.roles import Permission
from accounts.transitions import Transition


class ReportState(TextChoices):
    """Where a report stands."""

    DRAFT = "draft", "Draft"
    READY = "ready", "Ready to approve"
    APPROVED = "approved", "Approved"
    SCHEDULED = "scheduled", "Scheduled"
    PUBLISHED = "published", "Published"
    SUPERSEDED = "superseded", "Superseded"
    WITHDRAWN = "withdrawn", "Withdrawn"
    GIVEN_UP = "given_up", "Given up"


class ReportMove(TextChoices):
    """What can be done with a report, as a verb."""

    BEGIN = "begin", "begin"
    CHANGE = "change", "change"
    GIVE_UP = "give_up", "give up"
    MAKE_READY = "make_ready", "make ready"
    TAKE_BACK = "take_back", "take back"
    RETURN = "return", "return"
    APPROVE = "approve", "approve"
    SCHEDULE = "schedule", "schedule"
    UNSCHEDULE = "unschedule", "cancel the schedule of"
    PUBLISH = "publish", "publish"
    SUPERSEDE = "supersede", "supersede"
    WITHDRAW = "withdraw", "withdraw"


_State, _Move = ReportState, ReportMove
ENDED = (_State.PUBLISHED, _State.SUPERSEDED, _State.WITHDRAWN, _State.GIVEN_UP)
"""The report is on its way no longer."""
FROZEN = (_State.READY, _State.APPROVED, _State.SCHEDULED)
"""The papers stand as they would be published."""

REPORTS: dict[ReportMove, Transition[ReportState]] = {
    _Move.BEGIN: Transition(frozenset({None}), _State.DRAFT, Permission.PUBLISH, "Began"),
    _Move.CHANGE: Transition(frozenset({_State.DRAFT}), _State.DRAFT, Permission.PUBLISH, "Changed"),
    _Move.GIVE_UP: Transition(frozenset({_State.DRAFT}), _State.GIVEN_UP, Permission.PUBLISH, "Gave up"),
    _Move.MAKE_READY: Transition(frozenset({_State.DRAFT}), _State.READY, Permission.PUBLISH, "Made ready"),
    _Move.TAKE_BACK: Transition(frozenset(FROZEN), _State.DRAFT, Permission.PUBLISH, "Took back"),
    _Move.RETURN: Transition(
        frozenset({_State.READY}), _State.DRAFT, Permission.AGREE_PUBLICATION, "Returned", needs_reason=True
    ),
    _Move.APPROVE: Transition(frozenset({_State.READY}), _State.APPROVED, Permission.AGREE_PUBLICATION, "Approved"),
    _Move.SCHEDULE: Transition(
        frozenset({_State.APPROVED, _State.SCHEDULED}), _State.SCHEDULED, Permission.PUBLISH, "Scheduled"
    ),
    _Move.UNSCHEDULE: Transition(
        frozenset({_State.SCHEDULED}), _State.APPROVED, Permission.PUBLISH, "Cancelled the schedule of"
    ),
    _Move.PUBLISH: Transition(
        frozenset({_State.APPROVED, _State.SCHEDULED}), _State.PUBLISHED, Permission.PUBLISH, "Published"
    ),
    _Move.SUPERSEDE: Transition(frozenset({_State.PUBLISHED}), _State.SUPERSEDED, Permission.PUBLISH, "Superseded"),
    _Move.WITHDRAW: Transition(
        frozenset({_State.PUBLISHED}), _State.WITHDRAWN, Permission.PUBLISH, "Withdrew", needs_reason=True
    ),
}
