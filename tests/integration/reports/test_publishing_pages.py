"""The pages of a report on its way: what they say and offer, what a button does, and when it does nothing."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import AuditEntry, User
from accounts.roles import ROLES
from commentary import checking
from commentary.models import Commentary, KeptFinding
from commentary.prose import Facts, Finding
from indicators.models import Dataset, Outturn
from indicators.workflow.moves import State
from reports.drafting import begin_report, change_report, make_ready, return_report, schedule_report, take_back
from reports.models import Publication, RenderedFile, Report
from tests.factories.commentary import finding
from tests.factories.reports import second_publisher
from tests.integration.reports.publishing import (
    DECEMBER_REPORT,
    OCTOBER_REPORT,
    REPORTS,
    browser_of,
    now,
    offered,
    pressed,
    second_browser,
    words,
)

OCTOBER, DECEMBER = date(2020, 10, 1), date(2020, 12, 1)
OVERTAKEN = "Somebody else has changed this report"
SPOKEN = "Sevenfold"
MOST_QUERIES_OF_LIST, MOST_QUERIES_OF_DRAFT = 11, 60


# The list, and beginning


def test_the_list_says_how_each_report_stands_and_leads_to_it(draft: Report) -> None:
    page = words(browser_of("director"), REPORTS)
    assert f'href="{OCTOBER_REPORT}"' in page
    assert f'href="{DECEMBER_REPORT}"' in page
    assert page.index("December 2020") < page.index("October 2020")
    assert "Draft" in page
    assert "Begin a report" not in page


def test_the_list_asks_the_database_no_more_than_this(draft: Report) -> None:
    browser = browser_of("publisher")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        browser.get(REPORTS)
    assert len(queries) <= MOST_QUERIES_OF_LIST


def test_a_publisher_begins_a_report_and_a_second_press_opens_the_same(dataset: Dataset) -> None:
    browser = browser_of("publisher")
    for _ in range(2):
        page = words(browser, REPORTS, {"dataset": dataset.pk, "as_at": "2020-11"})
        assert "Report for November 2020" in page
    assert Report.objects.filter(as_at=date(2020, 11, 1)).count() == 1


def test_beginning_needs_a_month_that_has_figures(dataset: Dataset) -> None:
    page = words(browser_of("publisher"), REPORTS, {"dataset": dataset.pk, "as_at": "1999-01"})
    assert "Select a valid choice" in page
    assert not Report.objects.filter(as_at__year=1999).exists()


def test_a_director_begins_no_report(dataset: Dataset) -> None:
    response = browser_of("director").post(REPORTS, {"dataset": dataset.pk, "as_at": "2020-11"})
    assert response.status_code == 403
    assert not Report.objects.filter(as_at=date(2020, 11, 1)).exists()


def test_a_report_of_a_dataset_without_figures_says_what_is_missing(empty_dataset: Dataset, publisher: User) -> None:
    begin_report(dataset=empty_dataset, as_at=OCTOBER, by=publisher)
    page = words(browser_of("publisher"), f"{REPORTS}nothing-yet/2020-10/")
    assert "has no indicators for 2020/21. Import its workbook first." in page
    assert offered(page) == []
    assert "/part-1/" not in page
    refused = pressed(browser_of("publisher"), "make_ready", 1, f"{REPORTS}nothing-yet/2020-10/")
    assert "Import its workbook first" in refused


# The checklist


def test_a_report_that_lacks_nothing_says_so_and_can_be_made_ready(draft: Report) -> None:
    page = words(browser_of("publisher"), OCTOBER_REPORT)
    for said in (
        "figures of this report are approved.",
        "Every exception has agreed commentary.",
        "No text gives away what Part 1 hides",
        "Safe to publish.",
    ):
        assert said in page
    assert "To do" not in page
    assert offered(page) == ["make_ready"]


def unapprove(dataset: Dataset) -> None:
    figures = Outturn.objects.filter(measure__indicator__definitions__number="9", period__last_month=OCTOBER)
    figures.update(state=State.SUBMITTED, approved_by=None)


def silence(dataset: Dataset) -> None:
    Commentary.objects.filter(as_at=OCTOBER, indicator__definitions__number="26").delete()


def leave_open(dataset: Dataset) -> None:
    text = Commentary.objects.filter(as_at=OCTOBER, indicator__definitions__number="26")
    text.update(state="submitted", agreed_by=None)


def write_to_somebody(dataset: Dataset) -> None:
    text = Commentary.objects.filter(as_at=OCTOBER, indicator__definitions__number="26")
    text.update(part_1="Write to jo@council.example about it.")


COMMENTARY_OF_OCTOBER = "/office/commentary/childrens-scrutiny/2020-10/"


@pytest.mark.parametrize(
    ("spoil", "said", "link"),
    [
        (unapprove, "not approved", "/office/"),
        (silence, "No commentary is agreed on indicator 26.", COMMENTARY_OF_OCTOBER),
        (leave_open, "The commentary on 26 is written and not agreed.", COMMENTARY_OF_OCTOBER),
        (write_to_somebody, "1 finding is open: indicator 26, commentary.", COMMENTARY_OF_OCTOBER),
    ],
)
def test_an_error_is_named_leads_to_where_it_is_mended_and_keeps_the_button_away(
    draft: Report, dataset: Dataset, spoil: Any, said: str, link: str
) -> None:
    spoil(dataset)
    page = words(browser_of("publisher"), OCTOBER_REPORT)
    assert said in page
    assert page.count("govuk-tag--red") == 1
    assert f'href="{link}"' in page
    assert offered(page) == []
    assert now(draft).state == "draft"


def test_warnings_are_said_and_stop_nothing(draft: Report, dataset: Dataset) -> None:
    late = Outturn.objects.filter(measure__indicator__definitions__number="9", period__last_month=OCTOBER)
    late.update(value=None, absence="awaited")
    page = words(browser_of("publisher"), OCTOBER_REPORT)
    assert "There is no figure for October 2020 of" in page
    assert "It has no date of the meeting and no report number." in page
    assert f'href="{OCTOBER_REPORT}details/"' in page
    assert offered(page) == ["make_ready"]


def test_the_page_of_a_draft_asks_the_database_no_more_than_this(draft: Report) -> None:
    browser = browser_of("publisher")
    browser.get(OCTOBER_REPORT)
    with CaptureQueriesContext(connection) as queries:
        browser.get(OCTOBER_REPORT)
    assert len(queries) <= MOST_QUERIES_OF_DRAFT


# Findings in the report's own words


@pytest.fixture
def spoken(draft: Report, publisher: User, monkeypatch: pytest.MonkeyPatch) -> Report:
    """The report's own words hold one, twice, that the check finds unless a person keeps it."""

    def check(text: str, facts: Facts) -> list[Finding]:
        return [
            finding(quote=quote, end=len(quote), sentence=f"Found {quote}.", advice="Write it otherwise.")
            for quote in (f"{SPOKEN} one", f"{SPOKEN} two")
            if quote in text and (finding().rule, quote) not in facts.kept
        ]

    monkeypatch.setattr(checking, "check_prose", check)
    text = f"# Commentary (commentary)\n\n{SPOKEN} one and {SPOKEN} two."
    return change_report(report=draft, version=None, by=publisher, text=text)


def buttons_to_keep(page: str) -> list[str]:
    return [each.partition('"')[0] for each in page.split('value="')[1:] if each.startswith("keep:")]


def test_words_of_the_report_are_kept_with_a_reason(spoken: Report) -> None:
    browser = browser_of("publisher")
    page = words(browser, OCTOBER_REPORT)
    assert "Section “Commentary”: “Sevenfold one”. Found Sevenfold one. Write it otherwise." in page
    first, second = buttons_to_keep(page)
    assert "Say why these words may stay" in pressed(browser, first, spoken.version)
    for button in (first, second):
        reason = {f"reason-{button.partition(':')[2]}": "It is in the framework"}
        page = pressed(browser, button, spoken.version, **reason)
        assert "Kept, with your reason." in page
    assert offered(page) == ["make_ready"]
    assert {(each.quote, each.reason) for each in KeptFinding.objects.all()} == {
        ("Sevenfold one", "It is in the framework"),
        ("Sevenfold two", "It is in the framework"),
    }


def test_a_reason_is_never_kept_with_other_words_than_its_own(spoken: Report) -> None:
    """Two publishers have the page open; one keeps the first words, then the other presses the same button."""
    browser, other = browser_of("publisher"), second_browser()
    first, _ = buttons_to_keep(words(browser, OCTOBER_REPORT))
    reason = {f"reason-{first.partition(':')[2]}": "Of the first words"}
    pressed(other, first, spoken.version, **reason)
    assert "These words have changed" in pressed(browser, first, spoken.version, **reason)
    assert [each.quote for each in KeptFinding.objects.all()] == ["Sevenfold one"]


def test_a_director_keeps_no_words_of_the_whole_report(spoken: Report) -> None:
    first, _ = buttons_to_keep(words(browser_of("publisher"), OCTOBER_REPORT))
    reason = {f"reason-{first.partition(':')[2]}": "x"}
    page = pressed(browser_of("director"), first, spoken.version, **reason)
    assert "may not keep words about the whole report" in page
    assert not KeptFinding.objects.exists()


# Moves


def test_buttons_are_there_for_who_may_and_when_they_may(draft: Report, publisher: User) -> None:
    assert offered(words(browser_of("director"), OCTOBER_REPORT)) == []
    ready = make_ready(report=draft, by=publisher)
    first = words(browser_of("publisher"), OCTOBER_REPORT)
    assert offered(first) == ["take_back"]
    assert "Nobody publishes alone: you prepared this report" in first
    assert offered(words(second_browser(), OCTOBER_REPORT)) == ["approve", "take_back"]
    director = words(browser_of("director"), OCTOBER_REPORT)
    assert offered(director) == ["approve"]
    assert f'href="{OCTOBER_REPORT}return/"' in director
    assert f'href="{OCTOBER_REPORT}schedule/"' not in director
    page = pressed(browser_of("director"), "approve", ready.version)
    assert "Approved. It can be scheduled or published." in page
    assert offered(page) == []
    assert offered(words(browser_of("publisher"), OCTOBER_REPORT)) == ["publish", "take_back"]


def test_a_button_that_is_pressed_twice_makes_one_move(draft: Report) -> None:
    browser = browser_of("publisher")
    assert "Both papers are made." in pressed(browser, "make_ready", draft.version)
    after = now(draft)
    assert OVERTAKEN in pressed(browser, "make_ready", draft.version)
    assert (now(draft).version, now(draft).state) == (after.version, "ready")


def test_of_two_publishers_at_once_one_publishes(approved: Report) -> None:
    assert "Published." in pressed(browser_of("publisher"), "publish", approved.version)
    assert OVERTAKEN in pressed(second_browser(), "publish", approved.version)
    assert Publication.objects.filter(as_at=OCTOBER).count() == 1


def test_who_saw_an_older_report_does_not_approve_a_newer_one(ready: Report, publisher: User) -> None:
    again = make_ready(report=take_back(report=ready, by=publisher), by=publisher)
    assert OVERTAKEN in pressed(second_browser(), "approve", ready.version)
    assert now(again).state == "ready"


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"do": "make_ready"},
        {"do": "make_ready", "version": "one"},
        {"do": "make_ready", "version": "-1"},
        {"do": "withdraw", "version": "1"},
        {"do": "begin", "version": "1"},
        {"do": "nonsense", "version": "1"},
        {"do": "keep:", "version": "1"},
        {"do": "keep:0", "version": "1"},
        {"do": f"keep:{'9' * 5000}", "version": "1"},
        {"do": "make_ready", "version": "9" * 5000},
        {"do": "files"},
    ],
)
def test_what_no_button_sends_does_nothing(draft: Report, sent: dict[str, str]) -> None:
    before = Report.objects.filter(pk=draft.pk).values_list().get()
    words(browser_of("publisher"), OCTOBER_REPORT, sent)
    assert Report.objects.filter(pk=draft.pk).values_list().get() == before
    assert not RenderedFile.objects.exists()


@pytest.mark.parametrize("do", ["make_ready", "publish", "unschedule", "take_back"])
def test_a_director_makes_no_move_of_a_publisher(approved: Report, do: str) -> None:
    assert "may not" in pressed(browser_of("director"), do, approved.version)
    assert now(approved).state == "approved"


# The hour


def test_before_its_hour_the_address_answers_404_to_everybody_and_the_timer_publishes_it(
    approved: Report, publisher: User, settings: Any
) -> None:
    settings.PUBLISHED_FILES = ["json"]
    hour = timezone.now() + timedelta(hours=1)
    schedule_report(report=approved, at=hour, by=publisher)
    coming = "/reports/childrens-scrutiny/2020-10/"
    addresses = [
        coming + each
        for each in (
            "",
            "summary/",
            "changes/",
            "downloads/",
            "publications/1/",
            "files/childrens-scrutiny-2020-10-part-1.json",
            "publications/1/files/childrens-scrutiny-2020-10-part-1.json",
            "indicators/average-caseloads/",
        )
    ]
    everybody = [Client(), *(browser_of(role) for role in ROLES)]
    for browser in everybody:
        assert {browser.get(address).status_code for address in addresses} == {404}
    assert "October 2020" not in words(Client(), "/")
    call_command("publish_due")
    assert Client().get(coming).status_code == 404
    Report.objects.filter(pk=approved.pk).update(scheduled_for=timezone.now() - timedelta(minutes=1))
    call_command("publish_due")
    for address in (coming, f"{coming}files/childrens-scrutiny-2020-10-part-1.json"):
        assert Client().get(address).status_code == 200
    assert "Published" in words(browser_of("director"), OCTOBER_REPORT)


def test_a_report_that_was_returned_tells_its_author_why(ready: Report) -> None:
    return_report(report=ready, reason="The date is wrong", by=second_publisher())
    assert "Returned: The date is wrong" in words(browser_of("publisher"), OCTOBER_REPORT)


# Files


def test_files_are_made_one_by_one_and_say_how_many_are_left(ready: Report, settings: Any) -> None:
    settings.PUBLISHED_FILES = ["csv", "json"]
    browser = browser_of("publisher")
    assert words(browser, OCTOBER_REPORT).count("not made yet") == 2
    said = [browser.post(f"{OCTOBER_REPORT}next-file/").json() for _ in range(3)]
    assert said == [{"made": "csv", "left": 1}, {"made": "json", "left": 0}, {"made": "", "left": 0}]
    page = words(browser, OCTOBER_REPORT)
    assert "not made yet" not in page
    assert "Make the files now" not in page


def test_one_button_makes_all_files_and_again_none(ready: Report, settings: Any) -> None:
    settings.PUBLISHED_FILES = ["csv", "json"]
    for _ in range(2):
        pressed(browser_of("publisher"), "files", ready.version)
        assert sorted(RenderedFile.objects.values_list("kind", flat=True)) == ["csv", "json"]


def test_no_file_is_made_of_a_draft(draft: Report) -> None:
    assert browser_of("publisher").post(f"{OCTOBER_REPORT}next-file/").json() == {"made": "", "left": 0}
    assert not RenderedFile.objects.exists()


def test_what_people_do_is_in_the_audit_trail_and_in_the_history(approved: Report) -> None:
    actions = AuditEntry.objects.filter(subject=str(approved)).values_list("action", flat=True).order_by("pk")
    assert list(actions) == ["began a report", "made a report ready", "approved a report"]
    page = words(browser_of("publisher"), OCTOBER_REPORT)
    for said in ("Began", "Made ready", "Approved", "second-publisher"):
        assert said in page
