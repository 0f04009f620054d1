"""Writes of actions: what is done about an indicator, by which role, until when, and how it went."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.services import record
from commentary.models import Action, ProgressNote
from commentary.moving import Refused, create, locked, only_theirs, said_of, store, transition_of
from commentary.workflow import ACTIONS, ActionMove, ActionState
from indicators.models import Indicator

NOUN = "action"


@transaction.atomic
def raise_action(*, indicator: Indicator, as_at: date, what: str, owner: str, due: date, by: User) -> Action:
    """Begin an action, once. Raises Refused."""
    transition = transition_of(ACTIONS, ActionMove.RAISE, state=None, by=by, noun=NOUN)
    Indicator.objects.select_for_update().get(pk=indicator.pk)
    only_theirs(indicator, by)
    what, owner = _said(what, owner)
    same = Action.objects.filter(indicator=indicator, what=what, owner=owner, due=due, state=ActionState.OPEN)
    if same.exists():
        raise Refused("This action is open already. Nothing was changed.")
    action = Action(indicator=indicator, as_at=as_at, what=what, owner=owner, due=due, raised_by=by)
    create(action, by=by, said=transition.past)
    _record(transition.past, action, by)
    return action


@transaction.atomic
def change_action(
    *, action: Action, what: str, owner: str, due: date, reason: str, by: User, version: int | None = None
) -> Action:
    """Change what is to be done, by whom or until when, with the reason. Raises Refused, and Clash."""
    stored, said = _begin(ActionMove.CHANGE, action, by=by, version=version, reason=reason)
    stored.what, stored.owner = _said(what, owner)
    stored.due = due
    store(stored, ["what", "owner", "due"], by=by, said=said)
    _record("Changed", stored, by)
    return stored


@transaction.atomic
def note_progress(*, action: Action, text: str, by: User, version: int | None = None) -> ProgressNote:
    """Add what was done since. Raises Refused, and Clash."""
    stored, said = _begin(ActionMove.NOTE, action, by=by, version=version)
    if not text.strip():
        raise Refused("Say what was done since.")
    store(stored, [], by=by, said=said)
    note = ProgressNote.objects.create(action=stored, text=text.strip(), made_on=timezone.localdate(), made_by=by)
    _record("Noted progress of", stored, by)
    return note


@transaction.atomic
def finish_action(*, action: Action, by: User, on: date | None = None, version: int | None = None) -> Action:
    """Say that it is done, today or on an earlier day. Raises Refused, and Clash."""
    stored, said = _begin(ActionMove.FINISH, action, by=by, version=version)
    today = timezone.localdate()
    if on is not None and on > today:
        raise Refused("An action cannot be done on a day to come.")
    stored.state, stored.done_on = ActionState.DONE, on or today
    store(stored, ["state", "done_on"], by=by, said=said)
    _record("Finished", stored, by)
    return stored


@transaction.atomic
def reopen_action(*, action: Action, reason: str, by: User, version: int | None = None) -> Action:
    """Say that it is not done after all. Raises Refused, and Clash."""
    stored, said = _begin(ActionMove.REOPEN, action, by=by, version=version, reason=reason)
    stored.state, stored.done_on = ActionState.OPEN, None
    store(stored, ["state", "done_on"], by=by, said=said)
    _record("Reopened", stored, by)
    return stored


def _begin(move: ActionMove, action: Action, *, by: User, version: int | None, reason: str = "") -> tuple[Action, str]:
    """The action, kept from others, and what its history will say."""
    stored = locked(action, version)
    transition = transition_of(ACTIONS, move, state=ActionState(stored.state), by=by, reason=reason, noun=NOUN)
    only_theirs(stored.indicator, by)
    return stored, said_of(transition, reason)


def _said(what: str, owner: str) -> tuple[str, str]:
    what, owner = " ".join(what.split()), " ".join(owner.split())
    if not what:
        raise Refused("Say what is to be done.")
    if not owner:
        raise Refused("Say whose it is: a role, such as Head of Service.")
    return what, owner


def _record(past: str, action: Action, by: User) -> None:
    dataset = action.indicator.dataset
    subject = f"{dataset}, {action.indicator}, due {action.due:%-d %B %Y}"
    record(action=f"{past.lower()} an action", subject=subject, by=by, dataset=dataset.slug)
