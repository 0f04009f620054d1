"""What the tables of moves cannot say: whose words they are, who agrees them, which version, what is kept of it."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import AuditEntry, User
from commentary import action_services, question_services, services
from commentary.models import Action, AddedException, Commentary, KeptFinding, Kind, MembersQuestion
from commentary.moving import Clash, Refused
from commentary.workflow import ActionState, CommentaryState, QuestionState
from indicators.models import Dataset, Indicator
from tests.factories.commentary import (
    COMMENT,
    DUE,
    EXEMPT,
    WORDS,
    action,
    asked,
    commentary,
    finding,
    indicator_of,
    question,
    trace,
)
from tests.factories.people import person, person_with
from tests.factories.workflow import ADOPTION, FRONT_DOOR, JANUARY, responsible

REASON = "The committee asked for it"
NOT_THEIRS = "not responsible for this indicator's section"


@pytest.fixture
def indicator(small: Dataset) -> Indicator:
    return indicator_of(small)


def write(indicator: Indicator, by: User, part_1: str = WORDS, part_2: str = "", version: int = 0) -> Commentary:
    return services.write_commentary(
        indicator=indicator, as_at=JANUARY, part_1=part_1, part_2=part_2, by=by, version=version
    )


def begin(indicator: Indicator, by: User, **said: Any) -> Action:
    fields: dict[str, Any] = {"as_at": JANUARY, "what": "Read", "owner": "Head of Service", "due": DUE}
    return action_services.raise_action(indicator=indicator, by=by, **fields | said)


def change(of: Action, by: User, version: int | None = None, **said: Any) -> Action:
    fields: dict[str, Any] = {"what": "Another", "owner": "Head of Service", "due": DUE, "reason": REASON}
    return action_services.change_action(action=of, by=by, version=version, **fields | said)


# Directors speak for their own sections


@pytest.fixture
def of_adoption(small: Dataset) -> User:
    """A director of the other section."""
    director = person("director", username="director-of-adoption")
    responsible(director, small, ADOPTION)
    return director


@pytest.mark.parametrize(
    "act",
    [
        lambda it, by: write(it, by),
        lambda it, by: begin(it, by),
        lambda it, by: services.add_exception(indicator=it, as_at=JANUARY, kind=Kind.CONCERN, reason=REASON, by=by),
        lambda it, by: services.keep_finding(
            dataset=it.dataset, indicator=it, as_at=JANUARY, part=1, finding=finding(), reason=REASON, by=by
        ),
    ],
    ids=["write", "raise", "add", "keep"],
)
def test_a_director_begins_nothing_about_the_sections_of_others(
    indicator: Indicator, of_adoption: User, act: Callable[[Indicator, User], object]
) -> None:
    entries = AuditEntry.objects.count()
    with pytest.raises(Refused, match=NOT_THEIRS):
        act(indicator, of_adoption)
    assert not any(model.objects.exists() for model in (Commentary, Action, AddedException, KeptFinding))
    assert AuditEntry.objects.count() == entries
    act(indicator_of(indicator.dataset, "23"), of_adoption)


@pytest.mark.parametrize(
    ("make", "act"),
    [
        (lambda it: commentary(it), lambda it, by: write(it.indicator, by, "Another", version=1)),
        (
            lambda it: commentary(it),
            lambda it, by: services.submit_commentary(commentary=it, by=by, findings=[]),
        ),
        (
            lambda it: commentary(it, CommentaryState.SUBMITTED),
            lambda it, by: services.withdraw_commentary(commentary=it, by=by),
        ),
        (
            lambda it: commentary(it, CommentaryState.AGREED),
            lambda it, by: services.reopen_commentary(commentary=it, reason=REASON, by=by),
        ),
        (lambda it: action(it), lambda it, by: change(it, by)),
        (lambda it: action(it), lambda it, by: action_services.note_progress(action=it, text="Half", by=by)),
        (lambda it: action(it), lambda it, by: action_services.finish_action(action=it, by=by)),
        (
            lambda it: action(it, ActionState.DONE),
            lambda it, by: action_services.reopen_action(action=it, reason=REASON, by=by),
        ),
        (
            lambda it: question(it.dataset, indicator=it),
            lambda it, by: question_services.answer_question(question=it, answer="So", as_at=JANUARY, by=by),
        ),
        (
            lambda it: question(it.dataset, QuestionState.ANSWERED, indicator=it),
            lambda it, by: question_services.reopen_question(question=it, reason=REASON, by=by),
        ),
    ],
    ids=["write", "submit", "withdraw", "reopen", "change", "note", "finish", "reopen action", "answer", "reopen it"],
)
def test_a_director_moves_nothing_of_the_sections_of_others(
    indicator: Indicator, of_adoption: User, make: Callable[[Indicator], Any], act: Callable[[Any, User], object]
) -> None:
    record = make(indicator)
    before = trace(record)
    with pytest.raises(Refused, match=NOT_THEIRS):
        act(record, of_adoption)
    assert trace(record) == before
    act(make(indicator_of(indicator.dataset, "23")), of_adoption)


def test_a_publisher_answers_a_question_about_any_section(indicator: Indicator, publisher: User) -> None:
    of_the_front_door = question(indicator.dataset, indicator=indicator)
    question_services.answer_question(question=of_the_front_door, answer="So", as_at=JANUARY, by=publisher)


def test_any_director_answers_a_question_about_the_whole_report(small: Dataset, of_adoption: User) -> None:
    question_services.answer_question(question=question(small), answer="So", as_at=JANUARY, by=of_adoption)


# Nobody agrees what they wrote themselves


def test_nobody_agrees_their_own_commentary_whatever_their_roles(indicator: Indicator) -> None:
    both = person("director", "publisher", username="director-and-publisher")
    own = commentary(indicator, CommentaryState.SUBMITTED, written_by=both)
    before = trace(own)
    with pytest.raises(Refused, match="You wrote it yourself"):
        services.agree_commentary(commentary=own, by=both)
    assert trace(own) == before


def test_nobody_agrees_what_they_wrote_since_the_page_was_loaded(indicator: Indicator) -> None:
    both = person("director", "publisher", username="director-and-publisher")
    seen = commentary(indicator, CommentaryState.SUBMITTED)
    Commentary.objects.filter(pk=seen.pk).update(written_by=both)
    with pytest.raises(Refused, match="You wrote it yourself"):
        services.agree_commentary(commentary=seen, by=both)


@pytest.mark.parametrize("state", [CommentaryState.AGREED, CommentaryState.PUBLISHED])
def test_the_database_itself_asks_for_two_people(indicator: Indicator, director: User, state: CommentaryState) -> None:
    own = commentary(indicator, CommentaryState.SUBMITTED)
    with pytest.raises(IntegrityError, match="nobody_agrees"), transaction.atomic():
        Commentary.objects.filter(pk=own.pk).update(state=state, agreed_by=director)
    with pytest.raises(IntegrityError, match="agreed_by_somebody"), transaction.atomic():
        Commentary.objects.filter(pk=own.pk).update(state=state)


@pytest.mark.parametrize(
    ("make", "fields", "constraint"),
    [
        (commentary, {"state": "returned"}, "returned_with_a_comment"),
        (commentary, {"agreed_by_id": 1}, "agreed_by_somebody"),
        (action, {"state": "done"}, "done_on_a_day"),
        (action, {"done_on": DUE}, "done_on_a_day"),
        (action, {"owner": ""}, "somebodys"),
        (lambda it: question(it.dataset), {"state": "answered"}, "answered_in_a_report"),
        (lambda it: question(it.dataset), {"answer": "So"}, "answered_in_a_report"),
        (lambda it: question(it.dataset), {"meeting": ""}, "asked_somewhere"),
    ],
)
def test_the_database_refuses_what_cannot_be(
    indicator: Indicator, make: Callable[[Indicator], Any], fields: dict[str, Any], constraint: str
) -> None:
    record = make(indicator)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        type(record).objects.filter(pk=record.pk).update(**fields)


# Versions


def test_both_texts_are_kept_and_a_new_text_is_one_version_on(indicator: Indicator, director: User) -> None:
    first = write(indicator, director, f"  {WORDS}  \r\nMore. \r", EXEMPT)
    assert (first.part_1, first.part_2, first.version) == (f"{WORDS}\nMore.", EXEMPT, 1)
    second = write(indicator, director, "Another", EXEMPT, version=1)
    assert (second.pk, second.part_1, second.version) == (first.pk, "Another", 2)
    assert [each.part_1 for each in second.history.order_by("history_id")] == [f"{WORDS}\nMore.", "Another"]


def test_saving_twice_has_one_effect(indicator: Indicator, director: User) -> None:
    first = write(indicator, director)
    before = trace(first)
    assert write(indicator, director).pk == first.pk
    assert trace(first) == before


def test_who_saves_over_the_text_of_another_is_shown_both(
    small: Dataset, indicator: Indicator, director: User
) -> None:
    second = person("director", username="second-director")
    responsible(second, small, FRONT_DOOR)
    write(indicator, director)
    theirs = write(indicator, second, "Theirs", version=1)
    before = trace(theirs)
    with pytest.raises(Clash) as clash:
        write(indicator, director, "Mine", version=1)
    assert isinstance(clash.value.stored, Commentary)
    assert clash.value.stored.part_1 == "Theirs"
    assert trace(theirs) == before
    assert write(indicator, director, "Mine", version=2).part_1 == "Mine"


def test_of_two_first_texts_the_second_is_told(small: Dataset, indicator: Indicator, director: User) -> None:
    write(indicator, director)
    second = person("director", username="second-director")
    responsible(second, small, FRONT_DOOR)
    with pytest.raises(Clash):
        write(indicator, second, "Mine", version=0)


@pytest.mark.parametrize(
    ("make", "act"),
    [
        (commentary, lambda it: services.submit_commentary(commentary=it, by=it.written_by, findings=[], version=1)),
        (action, lambda it: change(it, it.raised_by, version=1)),
        (action, lambda it: action_services.note_progress(action=it, text="Half", by=it.raised_by, version=1)),
        (action, lambda it: action_services.finish_action(action=it, by=it.raised_by, version=1)),
        (
            lambda it: question(it.dataset),
            lambda it: question_services.change_question(
                question=it, asked=asked(), reason=REASON, by=it.recorded_by, version=1
            ),
        ),
        (
            lambda it: question(it.dataset),
            lambda it: question_services.answer_question(
                question=it, answer="So", as_at=JANUARY, by=it.recorded_by, version=1
            ),
        ),
    ],
    ids=["submit", "change action", "note", "finish", "change question", "answer"],
)
def test_what_somebody_else_has_changed_is_not_moved_unseen(
    indicator: Indicator, make: Callable[[Indicator], Any], act: Callable[[Any], object]
) -> None:
    record = make(indicator)
    type(record).objects.filter(pk=record.pk).update(version=2)
    before = trace(record)
    with pytest.raises(Clash) as clash:
        act(record)
    assert clash.value.stored == record
    assert trace(record) == before


# On the way into a report


def test_commentary_with_an_open_finding_is_not_submitted(indicator: Indicator, director: User) -> None:
    written = commentary(indicator)
    before = trace(written)
    with pytest.raises(Refused, match="1 finding is open"):
        services.submit_commentary(commentary=written, by=director, findings=[finding(), finding(kept=True)])
    with pytest.raises(Refused, match="2 findings are open"):
        services.submit_commentary(commentary=written, by=director, findings=[finding(), finding()])
    assert trace(written) == before
    services.submit_commentary(commentary=written, by=director, findings=[finding(kept=True)])


def test_nothing_is_not_submitted(indicator: Indicator, director: User) -> None:
    with pytest.raises(Refused, match="nothing to submit yet"):
        services.submit_commentary(commentary=commentary(indicator, part_1="", part_2=""), by=director, findings=[])


def test_a_text_that_was_emptied_since_is_not_submitted(indicator: Indicator, director: User) -> None:
    seen = commentary(indicator)
    Commentary.objects.filter(pk=seen.pk).update(part_1="", part_2="")
    with pytest.raises(Refused, match="nothing to submit yet"):
        services.submit_commentary(commentary=seen, by=director, findings=[])


def test_findings_of_another_text_let_nothing_through(indicator: Indicator, director: User) -> None:
    checked = commentary(indicator)
    Commentary.objects.filter(pk=checked.pk).update(part_1="Two of the seven left")
    with pytest.raises(Clash):
        services.submit_commentary(commentary=checked, by=director, findings=[])


@pytest.mark.parametrize("blank", ["", "  "])
def test_what_needs_a_reason_is_not_done_without(
    indicator: Indicator, director: User, publisher: User, blank: str
) -> None:
    submitted, done = commentary(indicator, CommentaryState.SUBMITTED), action(indicator, ActionState.DONE)
    answered = question(indicator.dataset, QuestionState.ANSWERED)
    before = [trace(each) for each in (submitted, done, answered)]
    with pytest.raises(Refused, match="Say why before you return this commentary"):
        services.return_commentary(commentary=submitted, comment=blank, by=publisher)
    with pytest.raises(Refused, match="Say why before you reopen this action"):
        action_services.reopen_action(action=done, reason=blank, by=director)
    with pytest.raises(Refused, match="Say why before you reopen this question"):
        question_services.reopen_question(question=answered, reason=blank, by=publisher)
    assert [trace(each) for each in (submitted, done, answered)] == before


def test_a_comment_is_shown_until_the_commentary_is_submitted_again(
    indicator: Indicator, director: User, publisher: User
) -> None:
    written = commentary(indicator, CommentaryState.SUBMITTED)
    returned = services.return_commentary(commentary=written, comment=f" {COMMENT} ", by=publisher)
    assert (returned.returned_because, returned.history.latest().history_change_reason) == (
        COMMENT,
        f"Returned: {COMMENT}",
    )
    again = write(indicator, director, "Another", version=2)
    assert (again.state, again.returned_because) == (CommentaryState.DRAFT, COMMENT)
    assert services.submit_commentary(commentary=again, by=director, findings=[]).returned_because == ""


def test_published_commentary_that_is_corrected_has_to_be_agreed_again(indicator: Indicator, publisher: User) -> None:
    published = commentary(indicator, CommentaryState.PUBLISHED)
    corrected = services.correct_commentary(commentary=published, reason=REASON, by=publisher)
    assert (corrected.state, corrected.agreed_by) == (CommentaryState.DRAFT, None)


def test_what_changed_since_it_was_read_is_not_said_to_be_published(indicator: Indicator, publisher: User) -> None:
    read = commentary(indicator, CommentaryState.AGREED)
    Commentary.objects.filter(pk=read.pk).update(part_1="Another text, agreed since", version=4)
    with pytest.raises(Clash):
        services.publish_commentary(commentaries=[read], by=publisher)


# Exceptions that a director adds


def add(indicator: Indicator, by: User, reason: str = REASON) -> AddedException:
    return services.add_exception(indicator=indicator, as_at=JANUARY, kind=Kind.CONCERN, reason=reason, by=by)


def test_an_exception_is_added_once_with_a_reason_and_taken_away_once(indicator: Indicator, director: User) -> None:
    with pytest.raises(Refused, match="Say why the committee should hear"):
        add(indicator, director, " ")
    added = add(indicator, director)
    with pytest.raises(Refused, match="added to the report already"):
        add(indicator, director)
    services.remove_exception(added=added, by=director)
    assert not AddedException.objects.exists()
    assert [each.history_change_reason for each in AddedException.history.order_by("history_id")] == [
        "Added",
        "Taken away",
    ]
    entries = AuditEntry.objects.count()
    with pytest.raises(Refused, match="taken away already"):
        services.remove_exception(added=added, by=director)
    assert AuditEntry.objects.count() == entries


# Findings that are kept


def keep(by: User, of: Indicator | None, dataset: Dataset, reason: str = REASON, **said: Any) -> KeptFinding:
    return services.keep_finding(
        dataset=dataset, indicator=of, as_at=JANUARY, part=1, finding=finding(**said), reason=reason, by=by
    )


def test_a_kept_finding_is_known_by_its_rule_and_words(small: Dataset, indicator: Indicator, director: User) -> None:
    kept = keep(director, indicator, small)
    assert (kept.kept_by, kept.reason) == (director, REASON)
    assert services.kept_findings(small, JANUARY, 1) == {indicator.pk: frozenset({("another_value", "Every")})}
    assert services.kept_findings(small, JANUARY, 2) == services.kept_findings(small, date(2020, 12, 1), 1) == {}


def test_keeping_the_same_words_twice_has_one_effect(small: Dataset, indicator: Indicator, director: User) -> None:
    first = keep(director, indicator, small)
    entries = AuditEntry.objects.count()
    assert keep(director, indicator, small, "Once more") == first
    assert KeptFinding.objects.count() == 1
    assert AuditEntry.objects.count() == entries


def test_a_passage_that_would_be_cut_is_not_kept(small: Dataset, indicator: Indicator, director: User) -> None:
    keep(director, indicator, small, quote="x" * 500)
    with pytest.raises(Refused, match="too long to keep"):
        keep(director, indicator, small, quote="x" * 501)
    assert KeptFinding.objects.count() == 1


@pytest.mark.parametrize(("reason", "may_be_kept", "why"), [(" ", True, "Say why"), (REASON, False, "give away")])
def test_what_gives_something_away_is_not_kept_nor_anything_without_a_reason(
    small: Dataset, indicator: Indicator, director: User, reason: str, may_be_kept: bool, why: str
) -> None:
    entries = AuditEntry.objects.count()
    with pytest.raises(Refused, match=why):
        keep(director, indicator, small, reason, may_be_kept=may_be_kept)
    assert not KeptFinding.objects.exists()
    assert AuditEntry.objects.count() == entries


@pytest.mark.parametrize("role", ["data_officer", "member", "restricted_reader", "administrator"])
@pytest.mark.parametrize("whole", [False, True])
def test_nobody_else_keeps_a_finding(small: Dataset, indicator: Indicator, role: str, whole: bool) -> None:
    responsible(person_with(role), small)
    with pytest.raises(Refused, match="may not"):
        keep(person_with(role), None if whole else indicator, small)
    assert not KeptFinding.objects.exists()


def test_a_publisher_keeps_what_is_found_in_the_whole_report_and_a_director_does_not(
    small: Dataset, director: User, publisher: User
) -> None:
    with pytest.raises(Refused, match="may not"):
        keep(director, None, small)
    keep(publisher, None, small)
    assert set(services.kept_findings(small, JANUARY, 1)) == {None}


# Actions


@pytest.mark.parametrize(("said", "why"), [({"what": " "}, "what is to be done"), ({"owner": " "}, "whose it is")])
def test_an_action_is_something_and_somebodys(
    indicator: Indicator, director: User, said: dict[str, Any], why: str
) -> None:
    with pytest.raises(Refused, match=why):
        begin(indicator, director, **said)
    raised = action(indicator)
    before = trace(raised)
    with pytest.raises(Refused, match=why):
        change(raised, director, **said)
    assert trace(raised) == before


def test_raising_the_same_action_twice_has_one_effect(indicator: Indicator, director: User) -> None:
    begin(indicator, director)
    entries = AuditEntry.objects.count()
    with pytest.raises(Refused, match="is open already"):
        begin(indicator, director)
    assert Action.objects.count() == 1
    assert AuditEntry.objects.count() == entries


def test_an_action_is_done_today_or_on_an_earlier_day(indicator: Indicator, director: User) -> None:
    first, second = action(indicator), action(indicator, what="Another")
    with pytest.raises(Refused, match="on a day to come"):
        action_services.finish_action(action=first, by=director, on=date(2999, 1, 1))
    assert action_services.finish_action(action=first, by=director).done_on == timezone.localdate()
    assert action_services.finish_action(action=second, by=director, on=DUE).done_on == DUE
    assert action_services.reopen_action(action=second, reason=REASON, by=director).done_on is None


def test_a_note_is_kept_with_who_and_when(indicator: Indicator, director: User) -> None:
    of = action(indicator)
    with pytest.raises(Refused, match="what was done since"):
        action_services.note_progress(action=of, text=" ", by=director)
    note = action_services.note_progress(action=of, text=" Half of it ", by=director)
    assert (note.text, note.made_by, note.made_on) == ("Half of it", director, timezone.localdate())


# Questions


@pytest.mark.parametrize("missing", ["text", "meeting", "for_whom"])
def test_a_question_says_what_where_and_for_whom(small: Dataset, publisher: User, missing: str) -> None:
    with pytest.raises(Refused, match="Say what was asked"):
        question_services.record_question(dataset=small, asked=asked(**{missing: " "}), by=publisher)
    assert not MembersQuestion.objects.exists()


def test_recording_the_same_question_twice_has_one_effect(small: Dataset, publisher: User) -> None:
    question_services.record_question(dataset=small, asked=asked(), by=publisher)
    entries = AuditEntry.objects.count()
    with pytest.raises(Refused, match="recorded already"):
        question_services.record_question(dataset=small, asked=asked(text=f" {asked().text} "), by=publisher)
    assert MembersQuestion.objects.count() == 1
    assert AuditEntry.objects.count() == entries


def test_a_question_belongs_to_its_dataset(small: Dataset, dataset: Dataset, publisher: User) -> None:
    elsewhere = asked(indicator=dataset.indicators.first())
    recorded = question(small)
    with pytest.raises(Refused, match="another dataset"):
        question_services.record_question(dataset=small, asked=elsewhere, by=publisher)
    with pytest.raises(Refused, match="another dataset"):
        question_services.change_question(question=recorded, asked=elsewhere, reason=REASON, by=publisher)


def test_a_question_is_answered_with_words_and_the_answer_stays_in_its_history(small: Dataset, director: User) -> None:
    recorded = question(small)
    with pytest.raises(Refused, match="Write the answer"):
        question_services.answer_question(question=recorded, answer=" ", as_at=JANUARY, by=director)
    answered = question_services.answer_question(question=recorded, answer=" So ", as_at=JANUARY, by=director)
    assert (answered.answer, answered.answered_as_at, answered.answered_by) == ("So", JANUARY, director)
    reopened = question_services.reopen_question(question=answered, reason=REASON, by=director)
    assert (reopened.answer, reopened.answered_as_at, reopened.answered_by) == ("", None, None)
    assert "So" in [each.answer for each in reopened.history.all()]


# What the audit trail holds


def test_the_audit_trail_holds_nobodys_words(
    small: Dataset, indicator: Indicator, director: User, publisher: User
) -> None:
    said = "Sevenfold"
    already = set(AuditEntry.objects.values_list("pk", flat=True))
    written = write(indicator, director, f"{said} text", f"{said} exempt text")
    written = services.submit_commentary(commentary=written, by=director, findings=[])
    written = services.return_commentary(commentary=written, comment=f"{said} comment", by=publisher)
    services.add_exception(indicator=indicator, as_at=JANUARY, kind=Kind.CONCERN, reason=f"{said} reason", by=director)
    keep(director, indicator, small, f"{said} why", quote=f"{said} quote")
    raised = begin(indicator, director, what=f"{said} action", owner=f"{said} owner")
    raised = change(raised, director, what=f"{said} other action", reason=f"{said} reason")
    action_services.note_progress(action=raised, text=f"{said} note", by=director)
    raised = action_services.finish_action(action=raised, by=director)
    action_services.reopen_action(action=raised, reason=f"{said} reason", by=director)
    recorded = question_services.record_question(dataset=small, asked=asked(text=f"{said} question"), by=publisher)
    recorded = question_services.answer_question(
        question=recorded, answer=f"{said} answer", as_at=JANUARY, by=director
    )
    question_services.reopen_question(question=recorded, reason=f"{said} reason", by=publisher)
    entries = list(AuditEntry.objects.exclude(pk__in=already))
    assert len(entries) == 12
    assert [entry for entry in entries if said in f"{entry.action} {entry.subject} {entry.detail}"] == []
