"""The office pages of members' questions: what they show, what they do, and to whom they are closed."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.roles import ROLES
from commentary import action_views, link_views, question_views
from commentary.models import MembersQuestion
from commentary.workflow import QuestionState
from indicators.models import Dataset
from tests.factories.commentary import indicator_of, question
from tests.factories.people import person, person_with
from tests.factories.workflow import ADOPTION, responsible
from tests.integration.commentary.browsers import browser_of, of_adoption, words

LIST = "/office/questions/small/"
ANSWER = {"answer": "Schools were closed", "answered_as_at": "2021-01", "version": "1"}
NEW = {
    "kind": "question",
    "meeting": "Scrutiny committee",
    "met_on_0": "17",
    "met_on_1": "11",
    "met_on_2": "2020",
    "text": "Why are there fewer referrals?",
    "for_whom": "Head of Service",
    "indicator": "small-9",
}
CHANGE = NEW | {"reason": "It was misheard", "version": "1"}
REASON = {"reason": "It is not answered", "version": "1"}


def page_of(record: MembersQuestion, move: str = "") -> str:
    return f"{LIST}{record.pk}/{move}"


# The list


def test_the_outstanding_ones_come_first_and_the_answered_with_where(small: Dataset) -> None:
    question(small, QuestionState.ANSWERED, text="An answered one", met_on=date(2020, 9, 1))
    question(small, text="An outstanding one", indicator=indicator_of(small, "23"))
    page = words(browser_of("director"), LIST)
    outstanding, answered = page.index(">An outstanding one<"), page.index(">An answered one<")
    assert page.index(">Outstanding<") < outstanding < page.index(">Answered<") < answered
    assert "23 Children adopted" in page[outstanding:answered]
    assert "The report as a whole" in page[answered:]
    assert "Answered in the report as at January 2021: Schools were closed" in page[answered:]


def test_an_empty_list_says_so(small: Dataset) -> None:
    assert "None is outstanding." in words(browser_of("director"), LIST)


def test_questions_of_another_dataset_are_on_its_own_page(small: Dataset, dataset: Dataset) -> None:
    question(dataset, text="Asked elsewhere")
    first = words(browser_of("publisher"), "/office/questions/")
    assert ">Asked elsewhere<" in first
    assert f'href="{LIST}"' in first
    assert "Asked elsewhere" not in words(browser_of("publisher"), LIST)
    elsewhere = MembersQuestion.objects.get(text="Asked elsewhere")
    assert browser_of("publisher").get(page_of(elsewhere)).status_code == 404


@pytest.mark.parametrize(
    ("views", "name"), [(question_views, "questions"), (action_views, "actions"), (link_views, "links")]
)
def test_where_there_is_no_dataset_a_list_is_empty(
    db: None, monkeypatch: pytest.MonkeyPatch, views: Any, name: str
) -> None:
    monkeypatch.setattr(views, "chosen_dataset", lambda slug: (None, []))
    page = words(browser_of("publisher"), reverse(f"commentary:{name}"))
    assert "None is " in page or "There are none yet" in page
    assert "/new/" not in page


@pytest.mark.parametrize("name", ["questions_of", "actions_of", "links_of"])
def test_a_dataset_that_there_is_not_has_no_page(small: Dataset, name: str) -> None:
    assert browser_of("publisher").get(reverse(f"commentary:{name}", args=["nothing-here"])).status_code == 404


def test_the_list_takes_no_more_queries_with_more_questions(small: Dataset, django_assert_num_queries: Any) -> None:
    browser = browser_of("director")
    for number in ("9", "23"):
        question(small, indicator=indicator_of(small, number))
        question(small, QuestionState.ANSWERED, indicator=indicator_of(small, number))
        with django_assert_num_queries(6):
            browser.get(LIST)


def test_a_page_of_one_takes_no_more_queries_with_more_history(small: Dataset, django_assert_num_queries: Any) -> None:
    recorded = question(small, indicator=indicator_of(small))
    browser = browser_of("publisher")
    for version in (1, 2):
        with django_assert_num_queries(6):
            browser.get(page_of(recorded))
        browser.post(page_of(recorded, "change/"), CHANGE | {"version": version, "text": f"Another {version}"})


# Recording and changing


def test_a_publisher_records_one(small: Dataset) -> None:
    page = words(browser_of("publisher"), f"{LIST}new/", **NEW)
    assert "Recorded. It stands in every report until it is answered." in page
    recorded = MembersQuestion.objects.get(dataset=small)
    assert (recorded.indicator, recorded.met_on) == (indicator_of(small), date(2020, 11, 17))
    assert (recorded.kind, recorded.meeting, recorded.for_whom) == (
        "question",
        "Scrutiny committee",
        "Head of Service",
    )


def test_one_of_the_whole_report_is_recorded_without_an_indicator(small: Dataset) -> None:
    words(browser_of("publisher"), f"{LIST}new/", **NEW | {"indicator": ""})
    assert MembersQuestion.objects.get(dataset=small).indicator is None


def test_sending_it_twice_records_one(small: Dataset) -> None:
    browser = browser_of("publisher")
    browser.post(f"{LIST}new/", NEW)
    assert "This question is recorded already. Nothing was changed." in words(browser, f"{LIST}new/", **NEW)
    assert MembersQuestion.objects.filter(dataset=small).count() == 1


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ({"kind": ""}, "Say whether it is a question or an action point"),
        ({"meeting": " "}, "Enter the meeting, such as Scrutiny committee"),
        ({"text": ""}, "Enter what was asked"),
        ({"text": "x" * 2001}, "What was asked?: shorten it to 2000 characters"),
        ({"for_whom": ""}, "Enter for whom it is: a role"),
        ({"met_on_0": "31"}, "Enter a real date"),
        ({"met_on_2": "2999"}, "Enter a day that is not in the future"),
        ({"met_on_0": "", "met_on_1": "", "met_on_2": ""}, "Enter the day, month and year"),
        ({"indicator": "average-caseloads"}, "Choose one of these indicators"),
    ],
)
def test_what_is_missing_or_wrong_is_said(small: Dataset, typed: dict[str, str], error: str) -> None:
    page = words(browser_of("publisher"), f"{LIST}new/", **NEW | typed)
    assert error in page
    assert "There is a problem" in page
    assert "Error: Record" in page
    assert not MembersQuestion.objects.filter(dataset=small).exists()


def test_a_change_needs_a_reason_and_stands_in_the_history(small: Dataset) -> None:
    recorded = question(small)
    browser = browser_of("publisher")
    assert "Say why it is changed" in words(browser, page_of(recorded, "change/"), **CHANGE | {"reason": ""})
    page = words(browser, page_of(recorded, "change/"), **CHANGE)
    history = page[page.index(">History<") :]
    assert "Changed: It was misheard" in history
    assert re.search(
        r"About</strong> changed from\s*<del>The report as a whole</del>\s*to\s*<ins>9 Referrals<", history
    )
    assert re.search(r"Meeting</strong> changed from\s*<del>Children&#x27;s Scrutiny Committee</del>", history)


def test_what_is_recorded_is_filled_in(small: Dataset) -> None:
    recorded = question(small, indicator=indicator_of(small, "23"))
    page = words(browser_of("publisher"), page_of(recorded, "change/"))
    assert '<option value="small-23" selected' in page
    assert 'name="version" value="1"' in page
    assert 'value="2020"' in page
    assert "Why are there fewer referrals than a year ago?" in page


# Answering and reopening


@pytest.mark.parametrize("role", ["director", "publisher"])
def test_one_is_answered_in_a_report(small: Dataset, role: str) -> None:
    recorded = question(small)
    page = words(browser_of(role), page_of(recorded, "answer/"), **ANSWER)
    assert "Answered. The report gives the answer once it is published." in page
    recorded.refresh_from_db()
    assert (recorded.answer, recorded.answered_as_at) == ("Schools were closed", date(2021, 1, 1))
    assert recorded.answered_by == person_with(role)
    assert re.search(r"Answered in the report as at</dt>\s*<dd[^>]*>\s*January 2021", page)


def test_an_answer_is_given_only_in_a_report_that_is_not_published(small: Dataset, dataset: Dataset) -> None:
    recorded = question(dataset)
    address = f"/office/questions/{dataset.slug}/{recorded.pk}/answer/"
    page = words(browser_of("publisher"), address)
    assert 'value="2021-01"' in page
    assert 'value="2020-12"' not in page
    assert "Choose one of these reports" in words(
        browser_of("publisher"), address, **ANSWER | {"answered_as_at": "2020-12"}
    )


def test_an_answer_says_something(small: Dataset) -> None:
    recorded = question(small)
    assert "Write the answer" in words(browser_of("director"), page_of(recorded, "answer/"), **ANSWER | {"answer": ""})


def test_reopening_keeps_the_answer_in_the_history(small: Dataset) -> None:
    answered = question(small, QuestionState.ANSWERED)
    page = words(browser_of("director"), page_of(answered, "reopen/"), **REASON)
    assert "It is outstanding again." in page
    assert "<del>Schools were closed</del>" in page
    answered.refresh_from_db()
    assert (answered.state, answered.answer) == (QuestionState.OPEN, "")


def test_what_is_answered_is_not_answered_again(small: Dataset) -> None:
    answered = question(small, QuestionState.ANSWERED)
    page = words(browser_of("director"), page_of(answered, "answer/"), **ANSWER | {"answer": "Another answer"})
    assert "You cannot answer: this question is answered." in page
    assert "/answer/" not in words(browser_of("director"), page_of(answered))


# Two at once


def test_who_answers_what_somebody_else_has_answered_is_shown_both(small: Dataset) -> None:
    recorded = question(small)
    browser_of("publisher").post(page_of(recorded, "answer/"), ANSWER)
    page = words(browser_of("director"), page_of(recorded, "answer/"), **ANSWER | {"answer": "Mine & yours"})
    assert "Somebody else has changed it since you opened this page" in page
    assert re.search(r"Answer, stored</dt>\s*<dd>\s*Schools were closed\s*</dd>", page)
    assert re.search(r"Answer, yours</dt>\s*<dd>\s*Mine &amp; yours\s*</dd>", page)
    assert 'name="version" value="2"' in page
    recorded.refresh_from_db()
    assert (recorded.answer, recorded.version) == ("Schools were closed", 2)


def test_who_changes_what_somebody_else_has_changed_chooses(small: Dataset) -> None:
    recorded = question(small)
    browser = browser_of("publisher")
    browser.post(page_of(recorded, "change/"), CHANGE | {"meeting": "Theirs"})
    page = words(browser, page_of(recorded, "change/"), **CHANGE | {"meeting": "Mine"})
    assert re.search(r"Meeting, stored</dt>\s*<dd>\s*Theirs\s*</dd>", page)
    assert "For whom, stored" not in page
    words(browser, page_of(recorded, "change/"), **CHANGE | {"meeting": "Mine", "version": "2"})
    recorded.refresh_from_db()
    assert (recorded.meeting, recorded.version) == ("Mine", 3)


@pytest.mark.parametrize(
    ("state", "move", "sent"),
    [
        (QuestionState.OPEN, "change/", CHANGE),
        (QuestionState.OPEN, "answer/", ANSWER),
        (QuestionState.ANSWERED, "reopen/", REASON),
    ],
)
def test_sending_a_form_twice_has_one_effect(
    small: Dataset, state: QuestionState, move: str, sent: dict[str, str]
) -> None:
    recorded = question(small, state)
    browser = browser_of("publisher")
    for _ in range(2):
        page = words(browser, page_of(recorded, move), **sent)
        assert "There is a problem" not in page
        assert "Somebody else" not in page
    recorded.refresh_from_db()
    assert (recorded.version, recorded.history.count()) == (2, 2)


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 30])
def test_a_form_of_no_version_is_refused_in_words(small: Dataset, version: str) -> None:
    recorded = question(small)
    page = words(browser_of("director"), page_of(recorded, "answer/"), **ANSWER | {"version": version})
    assert "This page is out of date. Open it again" in page
    recorded.refresh_from_db()
    assert recorded.version == 1


# Who may


@pytest.mark.parametrize("move", ["", "answer/", "reopen/", "change/"])
@pytest.mark.parametrize("role", ROLES)
def test_pages_are_closed_to_other_roles(small: Dataset, role: str, move: str) -> None:
    recorded = question(small)
    allowed = {"publisher"} if move == "change/" else {"publisher", "director"}
    assert browser_of(role).get(page_of(recorded, move)).status_code == (200 if role in allowed else 403)


@pytest.mark.parametrize(("number", "status"), [("9", 403), ("23", 200)])
@pytest.mark.parametrize("move", ["answer/", "reopen/"])
def test_a_director_answers_and_reopens_in_their_sections_only(
    small: Dataset, number: str, status: int, move: str
) -> None:
    browser = of_adoption(small)
    recorded = question(small, indicator=indicator_of(small, number))
    assert browser.get(page_of(recorded, move)).status_code == status
    if status == 403:
        assert browser.post(page_of(recorded, move), ANSWER | REASON).status_code == 403
        recorded.refresh_from_db()
        assert recorded.version == 1
    page = words(browser, page_of(recorded))
    assert ("/answer/" in page) == (status == 200)


def test_what_a_person_may_not_do_is_not_offered(small: Dataset) -> None:
    recorded = question(small)
    assert "/new/" not in words(browser_of("director"), LIST)
    assert "/change/" not in words(browser_of("director"), page_of(recorded))
    assert "/new/" in words(browser_of("publisher"), LIST)
    assert "/change/" in words(browser_of("publisher"), page_of(recorded))


def test_every_page_says_that_words_may_quote_small_figures(small: Dataset) -> None:
    recorded = question(small)
    for address in (LIST, f"{LIST}new/", page_of(recorded), page_of(recorded, "answer/")):
        assert "may quote figures that are small" in words(browser_of("publisher"), address)


# The start page


def lines(browser: Client) -> list[str]:
    page = words(browser, "/office/")
    if "waiting-words" not in page:
        return []
    section = page[page.index("waiting-words") :]
    return re.findall(r">(Small dataset: [^<]+)<", section[: section.index("</section>")])


@pytest.fixture
def waiting(small: Dataset) -> User:
    """Two outstanding questions, one about a section that is not this director's."""
    question(small)
    question(small, indicator=indicator_of(small), text="Another")
    question(small, QuestionState.ANSWERED, text="Answered")
    director = person("director", username="director-of-adoption")
    responsible(director, small, ADOPTION)
    return director


def test_outstanding_questions_are_counted_on_the_start_page(small: Dataset, waiting: User) -> None:
    assert (
        lines(browser_of("publisher")) == lines(browser_of("director")) == ["Small dataset: 2 questions outstanding"]
    )
    browser = Client()
    browser.force_login(waiting)
    assert lines(browser) == ["Small dataset: 1 question outstanding"]


@pytest.mark.parametrize("role", ["data_officer", "member", "restricted_reader", "administrator"])
def test_others_are_shown_nothing_of_it(waiting: User, role: str) -> None:
    page = words(browser_of(role), "/office/")
    assert "outstanding" not in page
    assert "/office/questions/" not in page
