"""Every move of commentary, actions and questions, from every state and for every role, as the tables say."""

from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import AuditEntry, User
from accounts.roles import ROLES
from accounts.transitions import Transition
from commentary import action_services, question_services, services
from commentary.models import Action, Commentary, MembersQuestion
from commentary.moving import Refused, locked
from commentary.workflow import (
    ACTIONS,
    COMMENTARY,
    QUESTIONS,
    ActionMove,
    ActionState,
    CommentaryMove,
    CommentaryState,
    QuestionMove,
    QuestionState,
)
from indicators.models import Dataset, Indicator
from tests.factories.commentary import COMMENT, DUE, action, asked, commentary, indicator_of, question, trace
from tests.factories.people import person, person_with
from tests.factories.workflow import JANUARY, responsible

REASON = "The committee asked for it"


def write(written: Commentary | None, indicator: Indicator, by: User) -> Commentary:
    version = written.version if written else 0
    return services.write_commentary(
        indicator=indicator, as_at=JANUARY, part_1="Another text", part_2="", by=by, version=version
    )


def publish(written: Commentary, by: User) -> None:
    """Publishing leaves what is published as it is, so the move itself is made here."""
    services._move(CommentaryMove.PUBLISH, locked(written, None), by=by)


OF_COMMENTARY: dict[CommentaryMove, Callable[[Any, User], object]] = {
    CommentaryMove.WRITE: lambda it, by: write(it, it.indicator, by),
    CommentaryMove.SUBMIT: lambda it, by: services.submit_commentary(commentary=it, by=by, findings=[]),
    CommentaryMove.WITHDRAW: lambda it, by: services.withdraw_commentary(commentary=it, by=by),
    CommentaryMove.RETURN: lambda it, by: services.return_commentary(commentary=it, comment=COMMENT, by=by),
    CommentaryMove.AGREE: lambda it, by: services.agree_commentary(commentary=it, by=by),
    CommentaryMove.REOPEN: lambda it, by: services.reopen_commentary(commentary=it, reason=REASON, by=by),
    CommentaryMove.PUBLISH: publish,
    CommentaryMove.CORRECT: lambda it, by: services.correct_commentary(commentary=it, reason=REASON, by=by),
}
OF_ACTIONS: dict[ActionMove, Callable[[Any, User], object]] = {
    ActionMove.CHANGE: lambda it, by: action_services.change_action(
        action=it, what="Another", owner="Head of Service", due=DUE, reason=REASON, by=by
    ),
    ActionMove.NOTE: lambda it, by: action_services.note_progress(action=it, text="Half of it", by=by),
    ActionMove.FINISH: lambda it, by: action_services.finish_action(action=it, by=by),
    ActionMove.REOPEN: lambda it, by: action_services.reopen_action(action=it, reason=REASON, by=by),
}
OF_QUESTIONS: dict[QuestionMove, Callable[[Any, User], object]] = {
    QuestionMove.CHANGE: lambda it, by: question_services.change_question(
        question=it, asked=asked(), reason=REASON, by=by
    ),
    QuestionMove.ANSWER: lambda it, by: question_services.answer_question(
        question=it, answer="Schools were closed", as_at=JANUARY, by=by
    ),
    QuestionMove.REOPEN: lambda it, by: question_services.reopen_question(question=it, reason=REASON, by=by),
}


def check(record: Any, transition: Transition[Any], move: Callable[[Any, User], object], role: str, verb: str) -> None:
    """The move is made as its line of the table says, or refused and nothing is changed."""
    by = person_with(role)
    before = trace(record)
    if transition.permission not in ROLES[role].permissions:
        with pytest.raises(Refused, match=f"may not {verb} "):
            move(record, by)
        assert trace(record) == before
        return
    if record.state not in transition.sources:
        with pytest.raises(Refused, match=f"cannot {verb}: this"):
            move(record, by)
        assert trace(record) == before
        return
    move(record, by)
    record.refresh_from_db()
    assert (record.state, record.version) == (transition.target, 2)
    latest = record.history.latest()
    assert (latest.history_user, latest.state, latest.version) == (by, transition.target, 2)
    assert latest.history_change_reason.startswith(transition.past)
    assert not transition.needs_reason or latest.history_change_reason != transition.past
    if verb != CommentaryMove.WRITE.label:
        assert AuditEntry.objects.count() == before[-1] + 1
        entry = AuditEntry.objects.latest("pk")
        assert (entry.action.split(" ")[0], entry.by) == (transition.past.lower().split(" ")[0], by)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("state", CommentaryState)
@pytest.mark.parametrize("move", OF_COMMENTARY)
def test_commentary_moves_as_its_table_says(
    small: Dataset, move: CommentaryMove, state: CommentaryState, role: str
) -> None:
    responsible(person_with(role), small)
    writer, agreer = person("director", username="writer"), person("publisher", username="agreer")
    agreed_by = {"agreed_by": agreer} if state in (CommentaryState.AGREED, CommentaryState.PUBLISHED) else {}
    written = commentary(indicator_of(small), state, written_by=writer, **agreed_by)
    check(written, COMMENTARY[move], OF_COMMENTARY[move], role, move.label)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("state", ActionState)
@pytest.mark.parametrize("move", OF_ACTIONS)
def test_actions_move_as_their_table_says(small: Dataset, move: ActionMove, state: ActionState, role: str) -> None:
    responsible(person_with(role), small)
    check(action(indicator_of(small), state), ACTIONS[move], OF_ACTIONS[move], role, move.label)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("state", QuestionState)
@pytest.mark.parametrize("move", OF_QUESTIONS)
def test_questions_move_as_their_table_says(
    small: Dataset, move: QuestionMove, state: QuestionState, role: str
) -> None:
    check(question(small, state), QUESTIONS[move], OF_QUESTIONS[move], role, move.label)


BEGINNINGS: dict[Any, tuple[Transition[Any], type[Any], Callable[[Dataset, User], Any]]] = {
    CommentaryMove.WRITE: (
        COMMENTARY[CommentaryMove.WRITE],
        Commentary,
        lambda dataset, by: write(None, indicator_of(dataset), by),
    ),
    ActionMove.RAISE: (
        ACTIONS[ActionMove.RAISE],
        Action,
        lambda dataset, by: action_services.raise_action(
            indicator=indicator_of(dataset), as_at=JANUARY, what="Read", owner="Head of Service", due=DUE, by=by
        ),
    ),
    QuestionMove.ASK: (
        QUESTIONS[QuestionMove.ASK],
        MembersQuestion,
        lambda dataset, by: question_services.record_question(dataset=dataset, asked=asked(), by=by),
    ),
}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("move", BEGINNINGS)
def test_what_is_not_there_yet_is_begun_as_the_tables_say(small: Dataset, move: Any, role: str) -> None:
    transition, model, begin = BEGINNINGS[move]
    by = person_with(role)
    responsible(by, small)
    entries = AuditEntry.objects.count()
    if transition.permission not in ROLES[role].permissions:
        with pytest.raises(Refused, match=f"may not {move.label} "):
            begin(small, by)
        assert not model.objects.exists()
        assert AuditEntry.objects.count() == entries
        return
    record = begin(small, by)
    assert (record.state, record.version) == (transition.target, 1)
    (revision,) = record.history.all()
    assert (revision.history_user, revision.history_change_reason) == (by, transition.past)


def test_the_tables_have_no_move_that_is_not_tested() -> None:
    assert set(OF_COMMENTARY) == set(CommentaryMove) == set(COMMENTARY)
    assert {*OF_ACTIONS, ActionMove.RAISE} == set(ActionMove) == set(ACTIONS)
    assert {*OF_QUESTIONS, QuestionMove.ASK} == set(QuestionMove) == set(QUESTIONS)
    tables = (COMMENTARY, ACTIONS, QUESTIONS)
    begun = {move for table in tables for move, transition in table.items() if None in transition.sources}
    assert begun == set(BEGINNINGS)
