"""Figures on their way: every move for every role and state, four eyes, sections, versions, and what is kept of it."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEntry, User
from accounts.roles import ROLES
from indicators.entry.cells import Place
from indicators.entry.outcomes import Entry, Outcome
from indicators.entry.services import enter_figures
from indicators.models import Dataset, Indicator, Measure, Outturn, Period
from indicators.revisions import create_with_revisions
from indicators.workflow.moves import TRANSITIONS, Move, State
from indicators.workflow.services import (
    Moved,
    MoveRefused,
    approve_figures,
    lock_figures,
    open_for_correction,
    return_figures,
    submit_figures,
)
from tests.factories.people import person, person_with
from tests.factories.workflow import ADOPTION, FRONT_DOOR, JANUARY, figure, responsible, small_dataset

COMMENT = "This is December's figure again"

MOVES: dict[Move, Callable[[Outturn, User], Moved]] = {
    Move.SUBMIT: lambda outturn, by: submit_figures(outturns=[outturn], by=by),
    Move.APPROVE: lambda outturn, by: approve_figures(outturns=[outturn], by=by),
    Move.RETURN: lambda outturn, by: return_figures(outturns=[outturn], comment=COMMENT, by=by),
    Move.LOCK: lambda outturn, by: lock_figures(outturns=[outturn], by=by, reason="Published as at January 2021"),
    Move.CORRECT: lambda outturn, by: open_for_correction(outturns=[outturn], reason=COMMENT, by=by),
}


@pytest.fixture
def small(db: None) -> Dataset:
    dataset = small_dataset()
    responsible(person_with("director"), dataset)
    return dataset


@pytest.fixture
def director(db: None) -> User:
    return person_with("director")


def stored(outturn: Outturn) -> tuple[Any, ...]:
    """The figure as the database has it, how many revisions it has, and how many entries the audit trail has."""
    row = Outturn.objects.filter(pk=outturn.pk).values_list().get()
    return (*row, outturn.history.count(), AuditEntry.objects.count())


# The table


ENTERING = (Move.ENTER, Move.REOPEN)


def enter_another(outturn: Outturn | None, dataset: Dataset, by: User, reason: str) -> Outcome:
    """Another figure typed over one, or into the empty cell; reopening is entering with a reason."""
    measure = Measure.objects.get(indicator__dataset=dataset, indicator__definitions__number="9")
    entry = Entry(Place(measure.pk, JANUARY), outturn.version if outturn else 0, "53", reason=reason)
    (outcome,) = enter_figures(dataset=dataset, reporting_year=2020, entries=[entry], by=by)
    return outcome


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("state", [None, *State])
@pytest.mark.parametrize("move", ENTERING)
def test_figures_are_entered_and_reopened_as_the_table_says(
    small: Dataset, move: Move, state: State | None, role: str
) -> None:
    by = person_with(role)
    outturn = (
        figure(small, state=state, entered_by=person("data_officer", username="another-officer")) if state else None
    )
    before = stored(outturn) if outturn else None
    reason = COMMENT if move is Move.REOPEN else ""
    transition = TRANSITIONS[Move.REOPEN if state in TRANSITIONS[Move.REOPEN].sources and reason else Move.ENTER]
    if transition.permission not in ROLES[role].permissions:
        with pytest.raises(PermissionDenied):
            enter_another(outturn, small, by, reason)
    elif state in transition.sources:
        assert enter_another(outturn, small, by, reason).is_stored
        after = Outturn.objects.get(measure__indicator__dataset=small)
        assert (after.state, after.value, after.version) == (transition.target, 53, 2 if state else 1)
        assert (after.entered_by, after.approved_by) == (by, None)
        return
    else:
        assert not enter_another(outturn, small, by, reason).is_stored
    if outturn:
        assert stored(outturn) == before
    else:
        assert not Outturn.objects.filter(measure__indicator__dataset=small).exists()


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("move", MOVES)
def test_each_move_is_made_from_the_states_and_by_the_roles_of_the_table_and_no_others(
    small: Dataset, move: Move, state: State, role: str
) -> None:
    by = person_with(role)
    responsible(by, small)
    outturn = figure(small, state=state, entered_by=person("data_officer", username="another-officer"))
    before = stored(outturn)
    transition = TRANSITIONS[move]
    if transition.permission not in ROLES[role].permissions:
        with pytest.raises(MoveRefused, match=f"may not {move.label} figures"):
            MOVES[move](outturn, by)
        assert stored(outturn) == before
        return
    if state not in transition.sources:
        if move is Move.LOCK:
            with pytest.raises(MoveRefused, match="cannot be locked"):
                MOVES[move](outturn, by)
        else:
            moved = MOVES[move](outturn, by)
            assert (moved.count, [each.name for each in moved.left]) == (0, ["9 Referrals, January 2021"])
        assert stored(outturn) == before
        return
    assert MOVES[move](outturn, by) == Moved(1)
    outturn.refresh_from_db()
    assert (outturn.state, outturn.version) == (transition.target, 2)
    latest = outturn.history.latest()
    assert (latest.history_user, latest.state, latest.version) == (by, transition.target, 2)
    assert latest.history_change_reason.startswith(transition.past) or move is Move.LOCK
    assert AuditEntry.objects.latest("pk").action == f"{transition.past.lower()} figures"


def test_the_table_has_no_move_that_is_not_tested() -> None:
    assert {*MOVES, *ENTERING} == set(Move) == set(TRANSITIONS)


# Submitting


def test_a_queried_figure_is_not_submitted_and_is_named(small: Dataset, officer: User) -> None:
    queried = figure(small, questions=[{"rule": "jump", "sentence": "Twice last year's."}])
    other = figure(small, "23")
    moved = submit_figures(outturns=[queried, other], by=officer)
    assert moved.count == 1
    assert str(moved.left[0]) == "9 Referrals, January 2021: its question has no explanation yet"
    queried.refresh_from_db()
    assert (queried.state, queried.version) == (State.DRAFT, 1)


def test_a_queried_figure_with_an_explanation_is_submitted(small: Dataset, officer: User) -> None:
    explained = figure(small, questions=[{"rule": "jump", "sentence": "Twice last year's."}], explanation="A new team")
    assert submit_figures(outturns=[explained], by=officer) == Moved(1)


def test_an_officer_submits_any_section(small: Dataset, officer: User) -> None:
    responsible(officer, small, ADOPTION)
    assert submit_figures(outturns=[figure(small, "9"), figure(small, "23")], by=officer).count == 2


def test_submitting_twice_has_one_effect(small: Dataset, officer: User) -> None:
    outturn = figure(small)
    seen = {outturn.pk: outturn.version}
    assert submit_figures(outturns=[], versions=seen, by=officer).count == 1
    after = stored(outturn)
    again = submit_figures(outturns=[], versions=seen, by=officer)
    assert (again.count, len(again.left)) == (0, 1)
    assert stored(outturn) == after


def test_a_returned_figure_is_submitted_again_without_its_comment(small: Dataset, officer: User) -> None:
    outturn = figure(small, state=State.RETURNED)
    submit_figures(outturns=[outturn], by=officer)
    outturn.refresh_from_db()
    assert outturn.returned_because == ""
    assert outturn.history.earliest().returned_because == "Please check"


# What a director does


def test_nobody_approves_what_they_entered_themselves(small: Dataset) -> None:
    both = person("data_officer", "director", username="officer-and-director")
    responsible(both, small)
    own = figure(small, "9", state=State.SUBMITTED, entered_by=both)
    of_another = figure(small, "23", state=State.SUBMITTED)
    moved = approve_figures(outturns=[own, of_another], by=both)
    assert moved.count == 1
    assert "you entered it yourself" in moved.left[0].why
    own.refresh_from_db()
    assert (own.state, own.approved_by) == (State.SUBMITTED, None)


def test_whoever_submitted_may_approve_what_somebody_else_entered(small: Dataset) -> None:
    both = person("data_officer", "director", username="officer-and-director")
    responsible(both, small)
    outturn = figure(small)
    submit_figures(outturns=[outturn], by=both)
    assert approve_figures(outturns=[outturn], by=both).count == 1


def test_the_database_itself_asks_for_two_people(small: Dataset, officer: User) -> None:
    outturn = figure(small)
    with pytest.raises(IntegrityError, match="nobody_approves"), transaction.atomic():
        Outturn.objects.filter(pk=outturn.pk).update(state=State.APPROVED, approved_by=officer)


@pytest.mark.parametrize("move", [Move.APPROVE, Move.RETURN])
def test_a_director_moves_only_figures_of_their_sections(small: Dataset, move: Move) -> None:
    of_adoption = person("director", username="director-of-adoption")
    responsible(of_adoption, small, ADOPTION)
    theirs, others = (figure(small, number, state=State.SUBMITTED) for number in ("23", "9"))
    assert MOVES[move](theirs, of_adoption).count == 1
    before = stored(others)
    moved = MOVES[move](others, of_adoption)
    assert str(moved.left[0]) == f"9 Referrals, January 2021: you are not responsible for {FRONT_DOOR}"
    assert stored(others) == before


def test_a_figure_that_no_indicator_of_its_year_has_is_nobodys(small: Dataset, director: User) -> None:
    stray = figure(small, month=date(2018, 1, 1), state=State.SUBMITTED)
    moved = approve_figures(outturns=[stray], by=director)
    assert (moved.count, moved.left[0].why) == (0, "no indicator of its year has it")


def test_a_figure_that_changed_since_the_page_was_loaded_is_left_and_said(small: Dataset, director: User) -> None:
    changed, other = figure(small, "9", state=State.SUBMITTED), figure(small, "23", state=State.SUBMITTED)
    seen = {changed.pk: 1, other.pk: 1}
    Outturn.objects.filter(pk=changed.pk).update(value=99, version=3)
    moved = approve_figures(outturns=[], versions=seen, by=director)
    assert moved.count == 1
    assert "has changed since you opened the page" in str(moved.left[0])
    changed.refresh_from_db()
    assert changed.state == State.SUBMITTED


def test_a_figure_that_was_not_on_the_page_is_left(small: Dataset, director: User) -> None:
    outturn = figure(small, state=State.SUBMITTED)
    assert approve_figures(outturns=[outturn], versions={}, by=director).count == 0


def test_a_figure_that_was_removed_since_the_page_was_loaded_is_said(small: Dataset, director: User) -> None:
    moved = approve_figures(outturns=[], versions={10**9: 1}, by=director)
    assert [str(each) for each in moved.left] == ["A figure: it has been removed since you opened the page"]


def test_of_two_directors_at_once_the_first_counts_and_the_second_is_told(small: Dataset, director: User) -> None:
    second = person("director", username="second-director")
    responsible(second, small)
    outturn = figure(small, state=State.SUBMITTED)
    seen = {outturn.pk: outturn.version}
    assert approve_figures(outturns=[], versions=seen, by=director).count == 1
    moved = return_figures(outturns=[], versions=seen, comment=COMMENT, by=second)
    assert (moved.count, len(moved.left)) == (0, 1)
    outturn.refresh_from_db()
    assert (outturn.state, outturn.approved_by, outturn.returned_because) == (State.APPROVED, director, "")


@pytest.mark.parametrize("comment", ["", "   "])
def test_a_figure_is_returned_and_opened_with_a_reason_only(small: Dataset, comment: str) -> None:
    waiting = figure(small, "9", state=State.SUBMITTED)
    locked = figure(small, "23", state=State.LOCKED)
    with pytest.raises(MoveRefused, match="Say why"):
        return_figures(outturns=[waiting], comment=comment, by=person_with("director"))
    with pytest.raises(MoveRefused, match="Say why"):
        open_for_correction(outturns=[locked], reason=comment, by=person_with("publisher"))


def test_a_comment_is_kept_with_the_figure_and_in_its_history(small: Dataset, director: User) -> None:
    outturn = figure(small, state=State.SUBMITTED)
    return_figures(outturns=[outturn], comment=f"  {COMMENT} ", by=director)
    outturn.refresh_from_db()
    assert outturn.returned_because == COMMENT
    assert outturn.history.latest().history_change_reason == f"Returned: {COMMENT}"


def test_a_figure_opened_for_correction_has_to_be_approved_again(small: Dataset) -> None:
    outturn = figure(small, state=State.LOCKED)
    open_for_correction(outturns=[outturn], reason=COMMENT, by=person_with("publisher"))
    outturn.refresh_from_db()
    assert (outturn.state, outturn.approved_by) == (State.DRAFT, None)
    assert outturn.history.latest().history_change_reason == f"Opened for correction: {COMMENT}"


def test_figures_are_locked_all_or_none(small: Dataset) -> None:
    approved, draft = figure(small, "9", state=State.APPROVED), figure(small, "23")
    before = stored(approved)
    with pytest.raises(MoveRefused, match="23 Children adopted, January 2021: it is a draft"):
        lock_figures(outturns=[approved, draft], by=person_with("publisher"), reason="Published")
    assert stored(approved) == before


def test_somebody_who_was_deactivated_moves_nothing(small: Dataset, officer: User) -> None:
    officer.is_active = False
    with pytest.raises(MoveRefused):
        submit_figures(outturns=[figure(small)], by=officer)


# What is kept of it, and what it costs


def test_the_audit_trail_has_counts_and_no_figure(small: Dataset, officer: User) -> None:
    queried = figure(small, "9", value=77123, questions=[{"rule": "jump", "sentence": "77,123 is odd."}])
    submit_figures(outturns=[queried, figure(small, "23"), figure(small, "23", date(2020, 11, 1))], by=officer)
    entry = AuditEntry.objects.latest("pk")
    assert (entry.action, entry.by) == ("submitted figures", officer)
    assert entry.subject == "Small dataset, November 2020 to January 2021"
    assert entry.detail == {"dataset": "small", "figures": 2, "left": 1, "sections": {ADOPTION: 2}}


def test_where_nothing_is_moved_nothing_is_recorded(small: Dataset, officer: User) -> None:
    before = AuditEntry.objects.count()
    assert submit_figures(outturns=[], by=officer) == Moved(0)
    submit_figures(outturns=[figure(small, state=State.APPROVED)], by=officer)
    assert AuditEntry.objects.count() == before


def many(dataset: Dataset, count: int, state: State) -> list[Outturn]:
    """So many figures of one month, each of another measure of the same indicator."""
    indicator = Indicator.objects.get(dataset=dataset, definitions__number="9")
    start = indicator.measures.count()
    measures = [Measure(indicator=indicator, name=f"part {start + each}") for each in range(count)]
    measures = Measure.objects.bulk_create(measures)
    period, _ = Period.objects.get_or_create(kind="month", first_month=JANUARY, last_month=JANUARY)
    officer = person_with("data_officer")
    figures = [
        Outturn(measure=measure, period=period, value=1, state=state, entered_by=officer) for measure in measures
    ]
    create_with_revisions(Outturn, figures, by=officer, reason="Entered")
    return figures


@pytest.mark.parametrize(("move", "most"), [(Move.SUBMIT, 8), (Move.APPROVE, 9), (Move.RETURN, 9)])
def test_a_move_of_many_figures_takes_as_many_queries_as_of_one(small: Dataset, move: Move, most: int) -> None:
    by = person_with("data_officer" if move is Move.SUBMIT else "director")
    source = State.DRAFT if move is Move.SUBMIT else State.SUBMITTED
    costs = []
    for count in (1, 400):
        figures = many(small, count, source)
        services = {
            Move.SUBMIT: lambda of: submit_figures(outturns=of, by=by),
            Move.APPROVE: lambda of: approve_figures(outturns=of, by=by),
            Move.RETURN: lambda of: return_figures(outturns=of, comment=COMMENT, by=by),
        }
        assert by.may(TRANSITIONS[move].permission), "known already, as it is once a page was opened"
        with CaptureQueriesContext(connection) as queries:
            assert services[move](figures).count == count
        costs.append(len(queries))
    assert costs[0] == costs[1] <= most
