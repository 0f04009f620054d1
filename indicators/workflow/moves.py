"""Where a figure stands, and who may move it on: the whole workflow as one table.

`docs/workflow.md` is written from it (`manage.py workflow_diagrams`), and each move is tested for each role and state.
What the table cannot say is in `indicators.workflow.services`: a figure with an open question is not submitted, a
director moves only figures of their sections, and nobody approves what they entered themselves.
"""

from django.db.models import TextChoices

from accounts.roles import Permission
from accounts.transitions import Transition


class State(TextChoices):
    """Where a figure stands on its way to the committee. A figure that nobody entered has none."""

    DRAFT = "draft", "Draft"
    SUBMITTED = "submitted", "Submitted"
    RETURNED = "returned", "Returned"
    APPROVED = "approved", "Approved"
    LOCKED = "locked", "Locked"


class Move(TextChoices):
    """What can be done with a figure, as a verb."""

    ENTER = "enter", "enter"
    SUBMIT = "submit", "submit"
    RETURN = "return", "return"
    APPROVE = "approve", "approve"
    REOPEN = "reopen", "reopen"
    LOCK = "lock", "lock"
    CORRECT = "correct", "open for correction"


TRANSITIONS: dict[Move, Transition[State]] = {
    Move.ENTER: Transition(
        frozenset({None, State.DRAFT, State.SUBMITTED, State.RETURNED}),
        State.DRAFT,
        Permission.ENTER_FIGURES,
        "Entered",
    ),
    Move.SUBMIT: Transition(
        frozenset({State.DRAFT, State.RETURNED}), State.SUBMITTED, Permission.ENTER_FIGURES, "Submitted"
    ),
    Move.RETURN: Transition(
        frozenset({State.SUBMITTED}), State.RETURNED, Permission.APPROVE_FIGURES, "Returned", needs_reason=True
    ),
    Move.APPROVE: Transition(frozenset({State.SUBMITTED}), State.APPROVED, Permission.APPROVE_FIGURES, "Approved"),
    Move.REOPEN: Transition(
        frozenset({State.APPROVED}), State.DRAFT, Permission.ENTER_FIGURES, "Reopened", needs_reason=True
    ),
    Move.LOCK: Transition(frozenset({State.APPROVED}), State.LOCKED, Permission.PUBLISH, "Locked"),
    Move.CORRECT: Transition(
        frozenset({State.LOCKED}), State.DRAFT, Permission.PUBLISH, "Opened for correction", needs_reason=True
    ),
}
"""Every move that there is. Entering over an approved figure is reopening it; over a locked one, a correction first.

Nothing is approved or locked in passing: a corrected figure is submitted and approved again like any other."""
