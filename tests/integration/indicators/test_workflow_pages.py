"""The pages of the workflow, and what each person's start page says."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.roles import ROLES
from indicators.models import Dataset, Outturn
from indicators.workflow.home import figures_home
from indicators.workflow.moves import State
from tests.factories.people import person, person_with
from tests.factories.workflow import ADOPTION, FRONT_DOOR, JANUARY, figure, figures_of, responsible, small_dataset

DECEMBER = date(2020, 12, 1)
HOME = "/office/"
SUBMIT = "/office/figures/small/2020/2021-01/submit/"
SUBMIT_YEAR = "/office/figures/small/2020/submit/"
APPROVE = "/office/figures/small/2020/approve/"
CORRECT = "/office/figures/small/2020/correct/"
QUESTION = [{"rule": "jump", "sentence": "Twice last year's."}]


@pytest.fixture
def small(db: None, monkeypatch: pytest.MonkeyPatch) -> Dataset:
    """As on 8 February 2021: December is published, January is due in a week."""
    monkeypatch.setattr(timezone, "now", lambda: datetime(2021, 2, 8, 12, tzinfo=UTC))
    dataset = small_dataset()
    for number in ("9", "10", "23"):
        figure(dataset, number, DECEMBER, State.LOCKED)
    responsible(person_with("director"), dataset)
    return dataset


def browser_of(role: str) -> Client:
    browser = Client()
    browser.force_login(person_with(role))
    return browser


def words(browser: Client, address: str, **posted: Any) -> str:
    """What the page says, its white space in single spaces; after a form was sent where there is something to send."""
    response = browser.post(address, posted, follow=True) if posted else browser.get(address)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def seen(*figures: Outturn) -> str:
    return " ".join(f"{each.pk}.{each.version}" for each in figures)


# Start pages


def test_an_officer_is_shown_what_is_due_by_when_and_how_far_it_has_come(small: Dataset) -> None:
    figure(small, "9")
    page = words(browser_of("data_officer"), HOME)
    assert "Small dataset: figures to enter" in page
    assert 'href="/office/figures/small/2020/?month=2021-01">Enter January 2021</a>' in page
    assert "due by 15 February 2021" in page
    assert f'aria-label="{FRONT_DOOR}" min="0" max="1" value="1">1 of 1 entered</meter>' in page
    assert f'aria-label="{ADOPTION}" min="0" max="1" value="0">0 of 1 entered</meter>' in page
    assert "December 2020 <span" not in page, "what was published is not due"


def test_once_all_is_entered_the_button_submits(small: Dataset) -> None:
    for number in ("9", "23"):
        figure(small, number)
    page = words(browser_of("data_officer"), HOME)
    assert f'href="{SUBMIT}">Submit January 2021</a>' in page
    assert "/office/figures/small/2020/?month=2021-01" not in page


def test_once_all_is_submitted_nothing_is_due(small: Dataset) -> None:
    for number in ("9", "23"):
        figure(small, number, state=State.SUBMITTED)
    (progress,) = [
        each for each in figures_home(person_with("data_officer"), date(2021, 2, 8)).officer if each.dataset == small
    ]
    assert (progress.main, progress.months) == (None, ())


def test_a_month_is_late_after_its_day(small: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: datetime(2021, 2, 16, 12, tzinfo=UTC))
    assert "late: it was due by 15 February 2021" in words(browser_of("data_officer"), HOME)


def test_an_officers_own_sections_come_first(small: Dataset) -> None:
    responsible(person_with("data_officer"), small, ADOPTION)
    page = words(browser_of("data_officer"), HOME)
    assert page.index(f">{ADOPTION}</span>") < page.index("Sections of others") < page.index(f">{FRONT_DOOR}</span>")


def test_an_officer_is_shown_what_was_returned_and_why_and_what_is_queried(small: Dataset) -> None:
    figure(small, "23", state=State.RETURNED, returned_because="This is December's figure", value=77123)
    figure(small, "9", questions=QUESTION, value=77124)
    page = words(browser_of("data_officer"), HOME)
    returned = page[page.index("Returned to you") : page.index("Queried, without an explanation")]
    assert "23 Children adopted, January 2021" in returned
    assert "This is December&#x27;s figure" in returned
    assert "9 Referrals, January 2021" in page[page.index("Queried, without an explanation") :]
    assert "77,12" not in page


def test_drafts_of_months_that_are_not_due_are_not_forgotten(small: Dataset) -> None:
    figure(small, "9", date(2020, 6, 1))
    page = words(browser_of("data_officer"), HOME)
    assert f'href="{SUBMIT_YEAR}">1 figure of 2020/21</a>' in page


def test_a_director_is_shown_what_waits_in_their_sections(small: Dataset) -> None:
    figure(small, "9", state=State.SUBMITTED)
    figure(small, "23", state=State.SUBMITTED)
    director = person_with("director")
    director.responsibilities.filter(section__name=ADOPTION).delete()
    page = words(browser_of("director"), HOME)
    assert f'href="{APPROVE}">Approve figures of 2020/21</a>' in page
    assert f"{FRONT_DOOR}: 1 figure waits" in page
    assert ADOPTION not in page
    assert "Enter January 2021" not in page
    director.responsibilities.all().delete()
    assert "No section is yours yet" in words(browser_of("director"), HOME)


def test_a_publisher_is_shown_how_far_the_next_report_is(small: Dataset) -> None:
    figure(small, "9", state=State.APPROVED)
    page = words(browser_of("publisher"), HOME)
    assert "Of the figures since December 2020, the last month that is published, 1 of 2 approved." in page
    assert f'aria-label="{ADOPTION}" min="0" max="1" value="0">0 of 1 approved</meter>' in page
    assert f'href="{CORRECT}"' in page


@pytest.mark.parametrize("role", ["member", "restricted_reader", "administrator"])
def test_others_are_shown_nothing_of_it(small: Dataset, role: str) -> None:
    figure(small, "9", state=State.SUBMITTED)
    page = words(browser_of(role), HOME)
    assert "/office/figures/" not in page
    assert "Small dataset:" not in page


@pytest.mark.parametrize("role", ROLES)
def test_a_start_page_takes_as_many_queries_whatever_the_number_of_figures(small: Dataset, role: str) -> None:
    browser = browser_of(role)
    costs = []
    figure(small, "10", questions=QUESTION)
    for number in ("9", "23"):
        with CaptureQueriesContext(connection) as queries:
            browser.get(HOME)
        costs.append(len(queries))
        figure(small, number, questions=QUESTION)
    assert costs[0] == costs[1]
    for_words = 2 if role in ("director", "publisher") else 0
    assert costs[0] <= 7 + for_words + 5 * Dataset.objects.count()


# Submitting


def test_an_officer_reads_what_is_entered_queried_and_missing_and_submits_what_is_ready(small: Dataset) -> None:
    ready = figure(small, "9")
    browser = browser_of("data_officer")
    page = words(browser, SUBMIT)
    assert "Before you submit January 2021" in page
    assert page.count(">Missing<") == 1
    assert "Submit 1 figure " in page
    assert "1 figure submitted." in words(browser, SUBMIT, figures=seen(ready))
    ready.refresh_from_db()
    assert ready.state == State.SUBMITTED


def test_a_queried_figure_is_shown_with_its_question_and_is_not_among_those_to_submit(small: Dataset) -> None:
    queried = figure(small, "9", questions=QUESTION)
    browser = browser_of("data_officer")
    page = words(browser, SUBMIT)
    assert ">Queried<" in page
    assert "Twice last year&#x27;s." in page
    assert '<button class="govuk-button" type="submit"' not in page
    said = words(browser, SUBMIT, figures=seen(queried))
    assert "1 figure was left as before. 9 Referrals, January 2021: its question has no explanation yet." in said


def test_all_drafts_of_a_year_are_submitted_at_once(small: Dataset) -> None:
    drafts = [figure(small, "9", date(2020, month, 1)) for month in (4, 5, 6)]
    page = words(browser_of("data_officer"), SUBMIT_YEAR)
    assert "Submit 3 figures" in page
    assert ">Missing<" not in page
    assert "3 figures submitted." in words(browser_of("data_officer"), SUBMIT_YEAR, figures=seen(*drafts))


@pytest.mark.parametrize("figures", ["x", "1", "1.", "1.x", "9" * 30 + ".1", "-1.1"])
def test_a_form_that_names_no_figure_is_refused_in_words(small: Dataset, figures: str) -> None:
    page = words(browser_of("data_officer"), SUBMIT, figures=figures)
    assert "This page is out of date. Load it again" in page
    assert "Error:" in page


# Approving


def test_a_director_reads_figure_target_last_three_values_questions_and_explanations(small: Dataset) -> None:
    for month, value in ((9, 51), (10, 52), (11, 53)):
        figure(small, "9", date(2020, month, 1), State.LOCKED, value=value)
    figure(small, "9", state=State.SUBMITTED, value=77, questions=QUESTION, explanation="A new team")
    page = words(browser_of("director"), APPROVE)
    for said in ("<strong>77</strong>", "not a target measure", "Oct 2020: 52", "Nov 2020: 53", "Dec 2020: 41"):
        assert said in page
    assert "Sep 2020: 51" not in page
    assert "Twice last year&#x27;s." in page
    assert "Explained: A new team" in page
    assert "Entered by data_officer" in page


def test_a_director_approves_some_and_returns_others_with_a_comment(small: Dataset) -> None:
    first, second = (figure(small, number, state=State.SUBMITTED) for number in ("9", "23"))
    browser = browser_of("director")
    returned = words(browser, APPROVE, figures=seen(first), comment="Please check", **{"return": "yes"})
    assert "1 figure returned." in returned
    assert "1 figure approved." in words(browser, APPROVE, figures=seen(second), approve="yes")
    for each in (first, second):
        each.refresh_from_db()
    assert (first.state, first.returned_because) == (State.RETURNED, "Please check")
    assert (second.state, second.approved_by) == (State.APPROVED, person_with("director"))
    assert "No figure of your sections waits for you." in words(browser, APPROVE)


def test_a_whole_section_is_approved_by_one_button(small: Dataset) -> None:
    of_section = [figure(small, "9", date(2020, month, 1), State.SUBMITTED) for month in (10, 11)]
    figure(small, "23", state=State.SUBMITTED)
    section = small.sections.get(name=FRONT_DOOR)
    browser = browser_of("director")
    page = words(browser, APPROVE)
    assert f"Approve all 2 of {FRONT_DOOR}" in page
    posted = {"approve_section": section.pk, f"section_{section.pk}": seen(*of_section)}
    assert "2 figures approved." in words(browser, APPROVE, **posted)
    assert figures_of(small, State.SUBMITTED).count() == 1


def test_months_are_chosen_by_links(small: Dataset) -> None:
    figure(small, "9", date(2020, 11, 1), State.SUBMITTED)
    figure(small, "9", JANUARY, State.SUBMITTED)
    browser = browser_of("director")
    assert f'href="{APPROVE}?month=2020-11" >November 2020 (1)</a>' in words(browser, APPROVE)
    page = words(browser, f"{APPROVE}?month=2020-11")
    assert 'aria-current="page">November 2020 (1)</a>' in page
    assert page.count('type="checkbox"') == 1
    assert words(browser, f"{APPROVE}?month=nonsense").count('type="checkbox"') == 2


@pytest.mark.parametrize(
    ("posted", "said"),
    [
        ({"approve": "yes"}, "Choose at least one figure by its box"),
        ({"return": "yes", "comment": "Please check"}, "Choose at least one figure by its box"),
        ({"return": "yes", "comment": " ", "figures": "1.1"}, "Say what is wrong before you return figures"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_lost(small: Dataset, posted: dict[str, str], said: str) -> None:
    figure(small, "9", state=State.SUBMITTED)
    page = words(browser_of("director"), APPROVE, **posted)
    assert said in page
    assert "There is a problem" in page
    assert figures_of(small, State.SUBMITTED).count() == 1
    if "comment" in posted and posted["comment"].strip():
        assert "Please check</textarea>" in page


def test_a_stale_page_approves_nothing_unseen(small: Dataset) -> None:
    outturn = figure(small, "9", state=State.SUBMITTED)
    page_said = seen(outturn)
    Outturn.objects.filter(pk=outturn.pk).update(value=99, version=2)
    page = words(browser_of("director"), APPROVE, figures=page_said, approve="yes")
    assert "1 figure was left as before. 9 Referrals, January 2021: it has changed since you opened the page" in page
    outturn.refresh_from_db()
    assert outturn.state == State.SUBMITTED


def test_a_directors_own_figure_is_marked_and_left_out_of_the_sections_button(small: Dataset) -> None:
    both = person("data_officer", "director", username="officer-and-director")
    responsible(both, small)
    figure(small, "9", state=State.SUBMITTED, entered_by=both)
    browser = Client()
    browser.force_login(both)
    page = words(browser, APPROVE)
    assert "You entered it yourself" in page
    assert "Approve all" not in page


def test_a_director_without_sections_is_told_why_nothing_waits(small: Dataset) -> None:
    figure(small, "9", state=State.SUBMITTED)
    person_with("director").responsibilities.all().delete()
    page = words(browser_of("director"), APPROVE)
    assert "1 wait in sections that are not yours" in page


# Corrections


def test_a_publisher_opens_published_figures_with_a_reason(small: Dataset) -> None:
    locked = figures_of(small, State.LOCKED).get(measure__indicator__key="small-9")
    browser = browser_of("publisher")
    assert f'href="{CORRECT}?indicator=small-9">Referrals</a>' in words(browser, CORRECT)
    address = f"{CORRECT}?indicator=small-9"
    assert "December 2020: <strong>41</strong>" in words(browser, address)
    without = words(browser, address, figures=seen(locked), reason="")
    assert "Say why the figures are opened" in without
    assert "checked" in without
    assert "1 figure opened for correction." in words(browser, address, figures=seen(locked), reason="A late return")
    locked.refresh_from_db()
    assert (locked.state, locked.approved_by) == (State.DRAFT, None)
    assert "No figure of this indicator is locked." in words(browser, address)


@pytest.mark.parametrize("address", [SUBMIT, APPROVE, CORRECT])
@pytest.mark.parametrize("year", ["1999", "0", "99999", "9" * 25])
def test_a_year_without_indicators_is_not_there(small: Dataset, address: str, year: str) -> None:
    role = {SUBMIT: "data_officer", APPROVE: "director", CORRECT: "publisher"}[address]
    assert browser_of(role).get(address.replace("2020", year)).status_code == 404


def test_an_indicator_that_there_is_not_has_no_figures_to_open(small: Dataset) -> None:
    assert browser_of("publisher").get(f"{CORRECT}?indicator=nothing").status_code == 404


# Administration


def test_an_administrator_says_whose_section_it_is(small: Dataset) -> None:
    section = small.sections.get(name=ADOPTION)
    browser = browser_of("administrator")
    address = reverse("admin:indicators_section_change", args=[section.pk])
    page = browser.get(address).content.decode()
    assert ">director</option>" in page
    assert ">member</option>" not in page
    existing = section.responsibilities.get()
    formset = {
        "responsibilities-TOTAL_FORMS": 2,
        "responsibilities-INITIAL_FORMS": 1,
        "responsibilities-0-id": existing.pk,
        "responsibilities-0-section": section.pk,
        "responsibilities-0-user": existing.user_id,
        "responsibilities-1-section": section.pk,
        "responsibilities-1-user": person_with("data_officer").pk,
    }
    assert browser.post(address, formset).status_code == 302
    assert set(section.responsibilities.values_list("user__username", flat=True)) == {"director", "data_officer"}
    assert "data_officer" in browser.get(reverse("admin:indicators_section_changelist")).content.decode()
