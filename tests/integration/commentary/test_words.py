"""Which words stand in which part of a report."""

from dataclasses import replace
from datetime import date, timedelta

import msgspec
import pytest

from commentary.action_services import note_progress
from commentary.models import AddedException, Kind, PaperLink
from commentary.words import add_words, words_of
from commentary.workflow import ActionState, CommentaryState, QuestionState
from indicators.models import Dataset
from suppression.paper import Paper, Part2Paper, decode_part_1, decode_part_2, encode
from suppression.paper_words import ExemptText, PaperCommentary, PaperQuestion
from tests.factories.commentary import EXEMPT, WORDS, action, commentary, indicator_of, question
from tests.factories.people import person_with
from tests.integration.commentary.papers import DECEMBER, JULY, OCTOBER, TODAY, both, exempt, public, row
from tests.unit.reports.papers import AMBER, GREEN, HIDDEN, RED

AGREED, PUBLISHED = CommentaryState.AGREED, CommentaryState.PUBLISHED
NUMBERS = ("9", "10", "23")


def worded(
    dataset: Dataset,
    papers: tuple[Paper, Part2Paper] | None = None,
    before: list[tuple[Paper, Part2Paper]] | None = None,
    today: date = TODAY,
) -> tuple[Paper, Part2Paper]:
    """Both papers with what is stored for December, as a reader of each would decode them."""
    part_1, part_2 = papers or both()
    words = words_of(dataset, DECEMBER)
    earlier_1, earlier_2 = [each[0] for each in before or ()], [each[1] for each in before or ()]
    part_1, part_2 = add_words(part_1, part_2, words, earlier_1=earlier_1, earlier_2=earlier_2, today=today)
    return decode_part_1(encode(part_1)), decode_part_2(encode(part_2))


def said(paper: Paper, number: str) -> PaperCommentary | None:
    return paper.indicator(f"small-{number}").commentary


def done(paper: Paper, number: str = "9") -> list[str]:
    return [each.what for each in paper.indicator(f"small-{number}").actions]


def added(dataset: Dataset, number: str, kind: Kind = Kind.CONCERN) -> AddedException:
    return AddedException.objects.create(
        indicator=indicator_of(dataset, number),
        as_at=DECEMBER,
        kind=kind,
        reason="A new team",
        added_by=person_with("director"),
    )


# Commentary


@pytest.mark.parametrize("state", CommentaryState)
def test_only_agreed_commentary_stands_in_a_report(small: Dataset, state: CommentaryState) -> None:
    written = commentary(indicator_of(small), state, DECEMBER)
    part_1, part_2 = worded(small)
    if state in (AGREED, PUBLISHED):
        assert said(part_1, "9").text == said(part_2, "9").text == WORDS
        assert part_2.exempt_texts == (ExemptText("small-9", EXEMPT),)
        assert words_of(small, DECEMBER).waiting == []
    else:
        assert said(part_1, "9").text == said(part_2, "9").text == ""
        assert part_2.exempt_texts == ()
        assert words_of(small, DECEMBER).waiting == [written]
    assert EXEMPT.encode() not in encode(part_1)


def test_an_empty_draft_waits_for_nobody(small: Dataset) -> None:
    commentary(indicator_of(small), as_at=DECEMBER, part_1=" ", part_2="")
    assert words_of(small, DECEMBER).waiting == []


def test_each_exception_has_its_place_although_nobody_wrote(small: Dataset) -> None:
    part_1, part_2 = worded(small)
    nothing = PaperCommentary(because=("below_expectation",), text="", reports=1)
    assert (said(part_1, "9"), said(part_1, "10"), said(part_1, "23")) == (nothing, None, None)
    assert (said(part_2, "9"), said(part_2, "10"), said(part_2, "23")) == (nothing, None, nothing)


def test_an_exception_that_a_director_adds_stands_with_its_reason(small: Dataset) -> None:
    added(small, "9")
    added(small, "10", Kind.GOOD_PERFORMANCE)
    for paper in worded(small):
        assert (said(paper, "9").because, said(paper, "9").reason) == (("below_expectation", "concern"), "A new team")
        assert (said(paper, "10").because, said(paper, "10").reports) == (("good_performance",), 0)


def test_words_of_another_report_are_not_in_this_one(small: Dataset) -> None:
    commentary(indicator_of(small), AGREED, OCTOBER)
    assert said(worded(small)[0], "9").text == ""


# Where Part 1 hides the rating


def everything_about(dataset: Dataset, number: str) -> None:
    """Whatever can be written about an indicator."""
    of = indicator_of(dataset, number)
    commentary(of, AGREED, DECEMBER)
    open_one = action(of, as_at=DECEMBER, due=date(2020, 12, 31))
    note_progress(action=open_one, text="Half of it", by=person_with("director"))
    action(of, ActionState.DONE, as_at=OCTOBER, what="Another")
    added(dataset, number)


@pytest.mark.parametrize("rating", [RED, AMBER, GREEN])
def test_part_1_is_the_same_whatever_was_written_about_a_hidden_rating(small: Dataset, rating: object) -> None:
    part_1, part_2 = both(rating)
    before = [both(rating, OCTOBER)]
    silent = worded(small, (part_1, part_2), before)
    everything_about(small, "23")
    spoken = worded(small, (part_1, part_2), before)
    assert encode(spoken[0]) == encode(silent[0]) == encode(worded(small, both(GREEN), [both(GREEN, OCTOBER)])[0])
    assert encode(spoken[1]) != encode(silent[1])
    assert (said(spoken[1], "23").text, said(spoken[1], "23").reason) == (WORDS, "A new team")
    assert done(spoken[1], "23") == ["Read every referral on the same day", "Another"]
    assert spoken[1].exempt_texts == (ExemptText("small-23", EXEMPT),)


def test_a_part_1_paper_that_speaks_of_a_hidden_rating_cannot_be_made(small: Dataset) -> None:
    with pytest.raises(ValueError, match="rating is hidden"):
        public(row("23", HIDDEN, commentary=PaperCommentary((), "")))


# Reports in a row, and text that is the last report's


def test_reports_in_a_row_are_counted_in_each_part_by_what_it_shows(small: Dataset) -> None:
    part_1, part_2 = public(row("9", AMBER)), exempt(row("9", AMBER))
    shown = public(row("9", RED), as_at=OCTOBER), exempt(row("9", RED), as_at=OCTOBER)
    hidden = public(row("9", HIDDEN), as_at=JULY), exempt(row("9", RED), as_at=JULY)
    first = public(row("9", RED), as_at=date(2020, 4, 1)), exempt(row("9", RED), as_at=date(2020, 4, 1))
    one, two = worded(small, (part_1, part_2), [shown, hidden, first])
    assert (said(one, "9").reports, said(two, "9").reports) == (2, 4)


@pytest.mark.parametrize("between", [row("9", GREEN), row("10", RED)], ids=["green", "not in that report"])
def test_a_report_in_which_it_was_not_below_ends_the_row(small: Dataset, between: object) -> None:
    before = [(public(row("9", RED)), exempt(row("9", RED))), (public(between), exempt(between))]
    one, two = worded(small, (public(row("9", RED)), exempt(row("9", RED))), [*before, *before])
    assert said(one, "9").reports == said(two, "9").reports == 2


@pytest.mark.parametrize(("last", "is_unchanged"), [(WORDS, True), ("Another text", False), ("", False)])
def test_a_text_that_is_the_last_reports_is_marked(small: Dataset, last: str, is_unchanged: bool) -> None:
    commentary(indicator_of(small), AGREED, DECEMBER)
    spoken = row("9", RED, commentary=PaperCommentary(("below_expectation",), last))
    before = [(public(spoken, as_at=OCTOBER), exempt(spoken, as_at=OCTOBER))]
    for paper in worded(small, before=before):
        assert said(paper, "9").is_unchanged is is_unchanged


def test_nothing_written_twice_is_not_marked_as_unchanged(small: Dataset) -> None:
    silent = row("9", RED, commentary=PaperCommentary(("below_expectation",), ""))
    before = [(public(silent, as_at=OCTOBER), exempt(silent, as_at=OCTOBER))]
    assert not said(worded(small, before=before)[0], "9").is_unchanged


# Actions


def test_actions_that_are_open_or_done_since_the_last_report_stand_in_it(small: Dataset) -> None:
    of = indicator_of(small)
    action(of, what="open", as_at=OCTOBER)
    action(of, ActionState.DONE, what="done since", as_at=OCTOBER, done_on=date(2020, 12, 10))
    action(of, ActionState.DONE, what="done before", as_at=JULY, done_on=date(2020, 9, 30))
    action(of, what="raised later", as_at=date(2021, 1, 1))
    action(indicator_of(small, "10"), what="of another", as_at=DECEMBER)
    for paper in worded(small, before=[both(as_at=OCTOBER)]):
        assert done(paper) == ["open", "done since"]
        assert done(paper, "10") == ["of another"]
    assert done(worded(small)[0]) == ["open", "done since", "done before"]


def test_an_action_that_was_open_in_the_last_report_stands_as_done_in_this_one(small: Dataset) -> None:
    late = action(indicator_of(small), as_at=JULY)
    before = worded(small, both(as_at=OCTOBER))
    assert done(before[0]) == [late.what]
    type(late).objects.update(state=ActionState.DONE, done_on=date(2020, 9, 1))
    for paper in worded(small, before=[before]):
        assert [each.done_on for each in paper.indicator("small-9").actions] == [date(2020, 9, 1)]


def test_an_action_is_overdue_from_the_day_after_it_was_due_until_it_is_done(small: Dataset) -> None:
    action(indicator_of(small), what="open", as_at=DECEMBER, due=TODAY)
    action(indicator_of(small), ActionState.DONE, what="done", as_at=DECEMBER, due=date(2020, 12, 1))
    for today, overdue in ((TODAY, False), (TODAY + timedelta(1), True)):
        found = {each.what: each.is_overdue for each in worded(small, today=today)[0].indicator("small-9").actions}
        assert found == {"open": overdue, "done": False}


def test_an_action_stands_with_its_owner_its_days_and_its_notes(small: Dataset) -> None:
    stored = action(indicator_of(small), as_at=DECEMBER)
    for text in ("Half of it", "All of it but one"):
        note_progress(action=stored, text=text, by=person_with("director"))
    (shown,) = worded(small)[0].indicator("small-9").actions
    assert (shown.what, shown.owner, shown.due, shown.raised) == (stored.what, stored.owner, stored.due, DECEMBER)
    assert [note.text for note in shown.notes] == ["Half of it", "All of it but one"]


# Links


def test_links_stand_in_both_parts(small: Dataset) -> None:
    PaperLink.objects.create(
        indicator=indicator_of(small, "23"),
        title="Ofsted's report",
        address="https://reports.example/1",
        added_by=person_with("director"),
    )
    for paper in worded(small):
        (link,) = paper.indicator("small-23").links
        assert (link.title, link.address, link.dated) == ("Ofsted's report", "https://reports.example/1", None)


# Members' questions


def answers(paper: Paper) -> list[str]:
    return [each.answer for each in paper.questions]


def test_a_question_is_outstanding_until_it_is_answered_and_then_in_the_report_that_answers_it(small: Dataset) -> None:
    question(small)
    assert answers(worded(small)[0]) == answers(worded(small)[1]) == [""]


@pytest.mark.parametrize(
    ("answered_as_at", "shown"),
    [(DECEMBER, ["Schools were closed"]), (date(2021, 1, 1), [""]), (OCTOBER, [])],
    ids=["here", "later", "before"],
)
def test_an_answered_question_stands_in_the_report_that_answers_it(
    small: Dataset, answered_as_at: date, shown: list[str]
) -> None:
    question(small, QuestionState.ANSWERED, answered_as_at=answered_as_at)
    for paper in worded(small):
        assert answers(paper) == shown


def test_a_question_that_is_not_asked_yet_is_in_no_report(small: Dataset) -> None:
    question(small, met_on=TODAY + timedelta(1))
    assert answers(worded(small)[0]) == []


def test_a_question_says_what_where_when_and_for_whom(small: Dataset) -> None:
    asked = question(small, indicator=indicator_of(small, "23"), kind="action_point")
    (shown,) = worded(small)[0].questions
    assert shown == PaperQuestion(
        "action_point", asked.meeting, asked.met_on, asked.text, asked.for_whom, "small-23", ""
    )


# What it costs, and whose words they are


def test_the_words_of_another_dataset_are_not_read(small: Dataset, dataset: Dataset) -> None:
    everything_about(small, "9")
    question(small)
    assert words_of(dataset, DECEMBER) == replace(
        words_of(dataset, DECEMBER), commentaries={}, added={}, actions={}, links={}, questions=[]
    )


def test_words_are_read_in_six_queries_however_many_they_are(
    small: Dataset, django_assert_num_queries: object
) -> None:
    for number in NUMBERS:
        everything_about(small, number)
        question(small, indicator=indicator_of(small, number))
        with django_assert_num_queries(6):  # type: ignore[operator]
            words = words_of(small, DECEMBER)
            add_words(*both(), words, earlier_1=[], earlier_2=[], today=TODAY)


def test_a_paper_without_words_is_what_it_was(small: Dataset) -> None:
    part_1, part_2 = public(row("10")), exempt(row("10"))
    assert [encode(each) for each in worded(small, (part_1, part_2))] == [encode(part_1), encode(part_2)]
    assert msgspec.structs.replace(part_2, exempt_texts=()) == part_2
