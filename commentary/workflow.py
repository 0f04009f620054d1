"""Where commentary, actions and questions stand, and who may move them on: each workflow as one table.

`docs/commentary.md` is written from them (`manage.py workflow_diagrams`), and each move is tested for each role and
state. What the tables cannot say is in the services: directors write for their own sections, nobody agrees what they
wrote themselves, and a text with an open finding is not submitted.
"""

from django.db.models import TextChoices

from accounts.roles import Permission
from accounts.transitions import Transition


class CommentaryState(TextChoices):
    """Where the commentary on one indicator stands on its way into one report."""

    DRAFT = "draft", "Draft"
    SUBMITTED = "submitted", "Submitted"
    RETURNED = "returned", "Returned"
    AGREED = "agreed", "Agreed"
    PUBLISHED = "published", "Published"


class CommentaryMove(TextChoices):
    """What can be done with commentary, as a verb."""

    WRITE = "write", "write"
    SUBMIT = "submit", "submit"
    WITHDRAW = "withdraw", "withdraw"
    RETURN = "return", "return"
    AGREE = "agree", "agree"
    REOPEN = "reopen", "reopen"
    PUBLISH = "publish", "publish"
    CORRECT = "correct", "open for correction"


_State, _Move = CommentaryState, CommentaryMove

COMMENTARY: dict[CommentaryMove, Transition[CommentaryState]] = {
    _Move.WRITE: Transition(
        frozenset({None, _State.DRAFT, _State.RETURNED}), _State.DRAFT, Permission.WRITE_COMMENTARY, "Wrote"
    ),
    _Move.SUBMIT: Transition(
        frozenset({_State.DRAFT, _State.RETURNED}), _State.SUBMITTED, Permission.WRITE_COMMENTARY, "Submitted"
    ),
    _Move.WITHDRAW: Transition(frozenset({_State.SUBMITTED}), _State.DRAFT, Permission.WRITE_COMMENTARY, "Withdrew"),
    _Move.RETURN: Transition(
        frozenset({_State.SUBMITTED}), _State.RETURNED, Permission.AGREE_COMMENTARY, "Returned", needs_reason=True
    ),
    _Move.AGREE: Transition(frozenset({_State.SUBMITTED}), _State.AGREED, Permission.AGREE_COMMENTARY, "Agreed"),
    _Move.REOPEN: Transition(
        frozenset({_State.AGREED}), _State.DRAFT, Permission.WRITE_COMMENTARY, "Reopened", needs_reason=True
    ),
    _Move.PUBLISH: Transition(frozenset({_State.AGREED}), _State.PUBLISHED, Permission.PUBLISH, "Published"),
    _Move.CORRECT: Transition(
        frozenset({_State.PUBLISHED}),
        _State.DRAFT,
        Permission.AGREE_COMMENTARY,
        "Opened for correction",
        needs_reason=True,
    ),
}


class ActionState(TextChoices):
    """Whether an action is still to be done."""

    OPEN = "open", "Open"
    DONE = "done", "Done"


class ActionMove(TextChoices):
    RAISE = "raise", "raise"
    CHANGE = "change", "change"
    NOTE = "note", "note progress"
    FINISH = "finish", "finish"
    REOPEN = "reopen", "reopen"


_OPEN, _DONE = ActionState.OPEN, ActionState.DONE

ACTIONS: dict[ActionMove, Transition[ActionState]] = {
    ActionMove.RAISE: Transition(frozenset({None}), _OPEN, Permission.WRITE_COMMENTARY, "Raised"),
    ActionMove.CHANGE: Transition(
        frozenset({_OPEN}), _OPEN, Permission.WRITE_COMMENTARY, "Changed", needs_reason=True
    ),
    ActionMove.NOTE: Transition(frozenset({_OPEN}), _OPEN, Permission.WRITE_COMMENTARY, "Noted progress"),
    ActionMove.FINISH: Transition(frozenset({_OPEN}), _DONE, Permission.WRITE_COMMENTARY, "Finished"),
    ActionMove.REOPEN: Transition(
        frozenset({_DONE}), _OPEN, Permission.WRITE_COMMENTARY, "Reopened", needs_reason=True
    ),
}


class QuestionState(TextChoices):
    """Whether a member's question or a committee's action point is still outstanding."""

    OPEN = "open", "Outstanding"
    ANSWERED = "answered", "Answered"


class QuestionMove(TextChoices):
    ASK = "ask", "record"
    CHANGE = "change", "change"
    ANSWER = "answer", "answer"
    REOPEN = "reopen", "reopen"


_OUTSTANDING, _ANSWERED = QuestionState.OPEN, QuestionState.ANSWERED

QUESTIONS: dict[QuestionMove, Transition[QuestionState]] = {
    QuestionMove.ASK: Transition(frozenset({None}), _OUTSTANDING, Permission.RECORD_QUESTIONS, "Recorded"),
    QuestionMove.CHANGE: Transition(
        frozenset({_OUTSTANDING}), _OUTSTANDING, Permission.RECORD_QUESTIONS, "Changed", needs_reason=True
    ),
    QuestionMove.ANSWER: Transition(frozenset({_OUTSTANDING}), _ANSWERED, Permission.ANSWER_QUESTIONS, "Answered"),
    QuestionMove.REOPEN: Transition(
        frozenset({_ANSWERED}), _OUTSTANDING, Permission.ANSWER_QUESTIONS, "Reopened", needs_reason=True
    ),
}
