"""Writes of members' questions and action points: recorded, answered in a report, outstanding until then."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db import transaction

from accounts.models import User
from accounts.services import record
from commentary.models import MembersQuestion
from commentary.moving import NOT_THEIRS, Refused, create, locked, said_of, store, transition_of
from commentary.permissions import may_answer
from commentary.workflow import QUESTIONS, QuestionMove, QuestionState
from indicators.models import Dataset, Indicator

NOUN = "question"


@dataclass(frozen=True)
class Asked:
    """What a meeting asked. `kind` is one of MembersQuestion.Kind, `indicator` None for the report as a whole."""

    kind: str
    meeting: str
    met_on: date
    text: str
    for_whom: str
    indicator: Indicator | None = None


@transaction.atomic
def record_question(*, dataset: Dataset, asked: Asked, by: User) -> MembersQuestion:
    """Record a question or an action point of a meeting, once. Raises Refused."""
    transition = transition_of(QUESTIONS, QuestionMove.ASK, state=None, by=by, noun=NOUN)
    Dataset.objects.select_for_update().get(pk=dataset.pk)
    said = _fields(dataset, asked)
    if MembersQuestion.objects.filter(dataset=dataset, **said).exists():
        raise Refused("This question is recorded already. Nothing was changed.")
    question = MembersQuestion(dataset=dataset, recorded_by=by, **said)
    create(question, by=by, said=transition.past)
    _record(transition.past, question, by)
    return question


@transaction.atomic
def change_question(
    *, question: MembersQuestion, asked: Asked, reason: str, by: User, version: int | None = None
) -> MembersQuestion:
    """Correct what was recorded, with the reason. Raises Refused, and Clash."""
    stored, said = _begin(QuestionMove.CHANGE, question, by=by, version=version, reason=reason)
    fields = _fields(stored.dataset, asked)
    for name, value in fields.items():
        setattr(stored, name, value)
    store(stored, list(fields), by=by, said=said)
    _record("Changed", stored, by)
    return stored


@transaction.atomic
def answer_question(
    *, question: MembersQuestion, answer: str, as_at: date, by: User, version: int | None = None
) -> MembersQuestion:
    """Answer it in the report as at a month. Raises Refused, and Clash."""
    stored, said = _begin(QuestionMove.ANSWER, question, by=by, version=version)
    if not answer.strip():
        raise Refused("Write the answer first.")
    stored.answer, stored.answered_as_at, stored.answered_by = answer.strip(), as_at, by
    stored.state = QuestionState.ANSWERED
    store(stored, ["answer", "answered_as_at", "answered_by", "state"], by=by, said=said)
    _record("Answered", stored, by)
    return stored


@transaction.atomic
def reopen_question(
    *, question: MembersQuestion, reason: str, by: User, version: int | None = None
) -> MembersQuestion:
    """Make it outstanding again; the answer stays in the history. Raises Refused, and Clash."""
    stored, said = _begin(QuestionMove.REOPEN, question, by=by, version=version, reason=reason)
    stored.answer, stored.answered_as_at, stored.answered_by = "", None, None
    stored.state = QuestionState.OPEN
    store(stored, ["answer", "answered_as_at", "answered_by", "state"], by=by, said=said)
    _record("Reopened", stored, by)
    return stored


def _begin(
    move: QuestionMove, question: MembersQuestion, *, by: User, version: int | None, reason: str = ""
) -> tuple[MembersQuestion, str]:
    """The question, kept from others, and what its history will say."""
    stored = locked(question, version)
    state = QuestionState(stored.state)
    transition = transition_of(QUESTIONS, move, state=state, by=by, reason=reason, noun=NOUN)
    if not may_answer(stored, by):
        raise Refused(NOT_THEIRS)
    return stored, said_of(transition, reason)


def _fields(dataset: Dataset, asked: Asked) -> dict[str, Any]:
    """What was asked as it is stored. Raises Refused where something is missing."""
    tidy = replace(asked, meeting=asked.meeting.strip(), text=asked.text.strip(), for_whom=asked.for_whom.strip())
    if not (tidy.text and tidy.meeting and tidy.for_whom):
        raise Refused("Say what was asked, at which meeting, and whom it is for.")
    if tidy.indicator is not None and tidy.indicator.dataset_id != dataset.pk:
        raise Refused("This indicator belongs to another dataset.")
    return vars(tidy)


def _record(past: str, question: MembersQuestion, by: User) -> None:
    dataset = question.dataset
    about = question.indicator or "the report as a whole"
    subject = f"{dataset}, {about}, {question.met_on:%-d %B %Y}"
    record(action=f"{past.lower()} a question", subject=subject, by=by, dataset=dataset.slug)
