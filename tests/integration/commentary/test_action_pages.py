"""The office pages of actions: what they show, what they do, and to whom they are closed."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.roles import ROLES
from commentary.models import Action
from commentary.overdue import Due, when_due
from commentary.workflow import ActionState
from indicators.models import Dataset
from tests.factories.commentary import action, indicator_of
from tests.integration.commentary.browsers import browser_of, of_adoption, words

LIST = "/office/actions/small/"
NEW = {
    "indicator": "small-9",
    "what": "Read  every referral",
    "owner": "Head of Service",
    "due_0": "31",
    "due_1": "3",
    "due_2": "2021",
    "as_at": "2021-01",
}
CHANGE = NEW | {"reason": "It takes longer", "version": "1"}
NOTE = {"text": "Half of it", "version": "1"}
FINISH = {"done_on_0": "26", "done_on_1": "2", "done_on_2": "2021", "version": "1"}
REASON = {"reason": "It came back", "version": "1"}
MOVES = ["change/", "note/", "finish/", "reopen/"]
OPEN, DONE = ActionState.OPEN, ActionState.DONE


def page_of(record: Action, move: str = "") -> str:
    return f"{LIST}{record.pk}/{move}"


def in_days(days: int) -> date:
    return timezone.localdate() + timedelta(days)


# When it is due


@pytest.mark.parametrize(
    ("today", "due"),
    [
        (date(2021, 3, 30), Due("", False)),
        (date(2021, 3, 31), Due("due today", False)),
        (date(2021, 4, 1), Due("1 day overdue", True)),
        (date(2021, 4, 12), Due("12 days overdue", True)),
    ],
)
def test_how_late_an_action_is(today: date, due: Due) -> None:
    assert when_due(Action(due=date(2021, 3, 31)), today) == due
    assert when_due(Action(due=date(2021, 3, 31), done_on=today), today) == Due("", False)


# The list


def test_overdue_ones_come_first_and_done_ones_are_folded_away(small: Dataset) -> None:
    of = indicator_of(small)
    action(of, what="in time", due=in_days(3))
    action(of, what="late", due=in_days(-12))
    action(of, DONE, what="done", due=in_days(-30))
    page = words(browser_of("publisher"), LIST)
    late, in_time, folded, done = (page.index(each) for each in (">late<", ">in time<", "<details", ">done<"))
    assert late < in_time < folded < done
    assert "12 days overdue" in page[late:in_time]
    assert "overdue" not in page[in_time:]
    assert "Done (1)" in page[folded:]
    assert "9 Referrals · Head of Service" in page[late:in_time]
    assert "done on 26 February 2021" in page[done:]


def test_the_list_takes_no_more_queries_with_more_actions(small: Dataset, django_assert_num_queries: Any) -> None:
    browser = browser_of("director")
    for number in ("9", "23"):
        action(indicator_of(small, number))
        action(indicator_of(small, number), DONE, what="Done")
        with django_assert_num_queries(6):
            browser.get(LIST)


def test_a_page_of_one_takes_no_more_queries_with_more_notes(small: Dataset, django_assert_num_queries: Any) -> None:
    raised = action(indicator_of(small))
    browser = browser_of("director")
    for version in (1, 2, 3):
        with django_assert_num_queries(8):
            browser.get(page_of(raised))
        browser.post(page_of(raised, "note/"), NOTE | {"version": version, "text": f"Part {version}"})


def test_an_action_of_another_dataset_has_no_page_here(small: Dataset, dataset: Dataset) -> None:
    elsewhere = action(dataset.indicators.first())
    assert browser_of("director").get(page_of(elsewhere)).status_code == 404


# Raising


def test_a_director_raises_one(small: Dataset) -> None:
    page = words(browser_of("director"), f"{LIST}new/", **NEW)
    assert "Raised. It stands in the report until it is done." in page
    raised = Action.objects.get()
    assert (raised.indicator, raised.what, raised.owner) == (indicator_of(small), "Read every referral", NEW["owner"])
    assert (raised.due, raised.as_at, raised.state) == (date(2021, 3, 31), date(2021, 1, 1), OPEN)


def test_a_link_chooses_the_indicator(small: Dataset) -> None:
    assert '<option value="small-23" selected' in words(browser_of("director"), f"{LIST}new/?indicator=small-23")
    assert "selected" not in words(browser_of("director"), f"{LIST}new/?indicator=nothing-here")


def test_sending_it_twice_raises_one(small: Dataset) -> None:
    browser = browser_of("director")
    browser.post(f"{LIST}new/", NEW)
    assert "This action is open already. Nothing was changed." in words(browser, f"{LIST}new/", **NEW)
    assert Action.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ({"indicator": ""}, "Choose the indicator"),
        ({"indicator": "average-caseloads"}, "Choose one of these indicators"),
        ({"what": " "}, "Enter what is done"),
        ({"what": "x" * 501}, "What is done?: shorten it to 500 characters"),
        ({"owner": ""}, "Enter whose it is: a role"),
        ({"due_1": "13"}, "Enter a real date"),
        ({"as_at": "2019-01"}, "Choose one of these reports"),
    ],
)
def test_what_is_missing_or_wrong_is_said(small: Dataset, typed: dict[str, str], error: str) -> None:
    assert error in words(browser_of("director"), f"{LIST}new/", **NEW | typed)
    assert not Action.objects.exists()


def test_a_director_raises_only_for_their_sections(small: Dataset) -> None:
    browser = of_adoption(small)
    page = words(browser, f"{LIST}new/")
    assert "small-23" in page
    assert "small-9" not in page
    assert "Choose one of these indicators" in words(browser, f"{LIST}new/", **NEW)
    assert not Action.objects.exists()


# What is done with one


def test_a_change_needs_a_reason_and_stands_in_the_history(small: Dataset) -> None:
    raised = action(indicator_of(small))
    browser = browser_of("director")
    assert "Say why it is changed" in words(browser, page_of(raised, "change/"), **CHANGE | {"reason": " "})
    page = words(browser, page_of(raised, "change/"), **CHANGE | {"due_2": "2022"})
    history = page[page.index(">History<") :]
    assert "Changed: It takes longer" in history
    assert re.search(r"Due</strong> changed from\s*<del>31 March 2021</del>\s*to\s*<ins>31 March 2022</ins>", history)
    assert "Whose it is</strong>" not in history


def test_progress_is_noted(small: Dataset) -> None:
    raised = action(indicator_of(small))
    browser = browser_of("director")
    assert "Enter what was done since" in words(browser, page_of(raised, "note/"), **NOTE | {"text": ""})
    page = words(browser, page_of(raised, "note/"), **NOTE)
    assert re.search(r"director:\s*Half of it", page[page.index(">Progress<") : page.index(">History<")])
    assert "Noted progress" in page[page.index(">History<") :]


def test_one_is_done_and_reopened(small: Dataset) -> None:
    raised = action(indicator_of(small))
    browser = browser_of("director")
    assert "Enter a day that is not in the future" in words(
        browser, page_of(raised, "finish/"), **FINISH | {"done_on_2": "2999"}
    )
    page = words(browser, page_of(raised, "finish/"), **FINISH)
    assert re.search(r"Done</dt>\s*<dd[^>]*>\s*26 February 2021", page)
    assert "/note/" not in page
    page = words(browser, page_of(raised, "reopen/"), **REASON | {"version": "2"})
    assert "Reopened: It came back" in page
    raised.refresh_from_db()
    assert (raised.state, raised.done_on) == (OPEN, None)


def test_what_is_done_takes_no_note(small: Dataset) -> None:
    finished = action(indicator_of(small), DONE)
    page = words(browser_of("director"), page_of(finished, "note/"), **NOTE)
    assert "You cannot note progress: this action is done." in page


# Two at once


def test_who_changes_what_somebody_else_has_changed_is_shown_both(small: Dataset) -> None:
    raised = action(indicator_of(small))
    browser = browser_of("director")
    browser.post(page_of(raised, "change/"), CHANGE | {"owner": "Theirs"})
    page = words(browser, page_of(raised, "change/"), **CHANGE | {"owner": "Mine"})
    assert re.search(r"Whose it is, stored</dt>\s*<dd>\s*Theirs\s*</dd>", page)
    assert re.search(r"Whose it is, yours</dt>\s*<dd>\s*Mine\s*</dd>", page)
    assert 'name="version" value="2"' in page
    words(browser, page_of(raised, "change/"), **CHANGE | {"owner": "Mine", "version": "2"})
    raised.refresh_from_db()
    assert (raised.owner, raised.version) == ("Mine", 3)


def test_a_note_over_a_change_is_kept_on_the_page_and_sent_again(small: Dataset) -> None:
    raised = action(indicator_of(small))
    browser = browser_of("director")
    browser.post(page_of(raised, "change/"), CHANGE)
    page = words(browser, page_of(raised, "note/"), **NOTE)
    assert "Somebody else has changed it" in page
    assert "Half of it</textarea>" in page
    assert not raised.notes.exists()
    words(browser, page_of(raised, "note/"), **NOTE | {"version": "2"})
    assert [each.text for each in raised.notes.all()] == ["Half of it"]


@pytest.mark.parametrize(
    ("state", "move", "sent"),
    [(OPEN, "change/", CHANGE), (OPEN, "note/", NOTE), (OPEN, "finish/", FINISH), (DONE, "reopen/", REASON)],
)
def test_sending_a_form_twice_has_one_effect(
    small: Dataset, state: ActionState, move: str, sent: dict[str, str]
) -> None:
    raised = action(indicator_of(small), state)
    browser = browser_of("director")
    for _ in range(2):
        page = words(browser, page_of(raised, move), **sent | {"what": "Read every referral"})
        assert "There is a problem" not in page
        assert "Somebody else" not in page
    raised.refresh_from_db()
    assert (raised.version, raised.history.count(), raised.notes.count()) == (2, 2, int(move == "note/"))


# Who may


@pytest.mark.parametrize("move", ["", *MOVES])
@pytest.mark.parametrize("role", ROLES)
def test_pages_are_closed_to_other_roles(small: Dataset, role: str, move: str) -> None:
    raised = action(indicator_of(small))
    allowed = {"director"} if move else {"publisher", "director"}
    assert browser_of(role).get(page_of(raised, move)).status_code == (200 if role in allowed else 403)


@pytest.mark.parametrize(("number", "status"), [("9", 403), ("23", 200)])
@pytest.mark.parametrize("move", MOVES)
def test_a_director_acts_in_their_sections_only(small: Dataset, number: str, status: int, move: str) -> None:
    browser = of_adoption(small)
    raised = action(indicator_of(small, number))
    assert browser.get(page_of(raised, move)).status_code == status
    if status == 403:
        assert browser.post(page_of(raised, move), CHANGE | NOTE | FINISH | REASON).status_code == 403
        raised.refresh_from_db()
        assert raised.version == 1
    assert ("/note/" in words(browser, page_of(raised))) == (status == 200)


def test_a_publisher_reads_and_is_offered_nothing_to_do(small: Dataset) -> None:
    raised = action(indicator_of(small))
    page = words(browser_of("publisher"), page_of(raised))
    assert not [move for move in MOVES if f"/{move}" in page]
    assert "/new/" not in words(browser_of("publisher"), LIST)


# The start page


def test_overdue_actions_are_counted_on_the_start_page(small: Dataset) -> None:
    for number, days in (("9", -1), ("9", 0), ("23", -20)):
        action(indicator_of(small, number), due=in_days(days), what=f"{number} {days}")
    action(indicator_of(small), DONE, due=in_days(-30))
    for role in ("publisher", "director"):
        page = words(browser_of(role), "/office/")
        assert f'href="{LIST}">Small dataset: 2 actions overdue</a>' in page
    assert "Small dataset: 1 action overdue" in words(of_adoption(small), "/office/")
    assert "overdue" not in words(browser_of("data_officer"), "/office/")


@pytest.mark.parametrize("role", ["director", "publisher"])
def test_the_start_page_takes_two_queries_for_questions_and_actions(
    small: Dataset, role: str, django_assert_max_num_queries: Any
) -> None:
    browser: Client = browser_of(role)
    for number in ("9", "23"):
        action(indicator_of(small, number), due=in_days(-1))
        with django_assert_max_num_queries(7 + 2 + 5 * Dataset.objects.count()):
            browser.get("/office/")
