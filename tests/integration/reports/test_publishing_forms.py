"""The forms of a report on its way: its text, its return, its hour, and the public calendar."""

import re
from datetime import UTC, date, datetime

import pytest
from django.test import Client

from accounts.models import User
from indicators.models import Dataset
from reports.drafting import approve_report, change_report, make_ready, schedule_report, take_back
from reports.models import ComingReport, Report, ReportTemplate
from tests.factories.people import PASSWORD
from tests.factories.reports import second_publisher
from tests.integration.reports.publishing import (
    OCTOBER_REPORT,
    REPORTS,
    browser_of,
    now,
    second_browser,
    words,
)

MARCH_REPORT = f"{REPORTS}childrens-scrutiny/2021-03/"
TEXT = "# Reason for report\n\nFor the {committee}.\n\n# Commentary (commentary)\n\nAs at {as_at}."
OVERTAKEN = "Somebody else has changed it since you opened this page"


def on(day: date) -> dict[str, str]:
    return {"0": str(day.day), "1": str(day.month), "2": str(day.year)}


def said(version: int, meeting: date = date(2021, 1, 26), text: str = TEXT, **more: str) -> dict[str, str]:
    """A front sheet as it is sent."""
    return {
        "version": str(version),
        "committee": "Scrutiny Committee",
        "number": "CEF21001",
        "title": "Performance reporting",
        "text": text,
        **{f"meeting_date_{place}": part for place, part in on(meeting).items()},
    } | more


# The front sheet and the standing sections


def test_a_publisher_fills_in_the_front_sheet(draft: Report) -> None:
    page = words(browser_of("publisher"), f"{OCTOBER_REPORT}details/", said(draft.version))
    assert "Saved." in page
    assert "Front sheet and standing sections are written." in page
    assert (now(draft).number, now(draft).meeting_date) == ("CEF21001", date(2021, 1, 26))
    preview = words(browser_of("publisher"), f"{OCTOBER_REPORT}part-1/")
    for fact in ("CEF21001", "26 January 2021", "For the Scrutiny Committee.", "As at October 2020."):
        assert fact in preview


def test_a_text_of_several_lines_stands_in_a_box_of_several_lines(draft: Report, publisher: User) -> None:
    """A browser takes the ends of lines out of a box of one line, and with them every section."""
    Report.objects.filter(pk=draft.pk).update(correction_kind="error", correction_reason="Two\nlines")
    page = browser_of("publisher").get(f"{OCTOBER_REPORT}details/").content.decode()
    assert re.search(r'<textarea[^>]*name="text"[^>]*rows="24"', page)
    assert re.search(r'<textarea[^>]*name="correction_reason"', page)
    standing = browser_of("publisher").get(f"{REPORTS}standing-text/childrens-scrutiny/").content.decode()
    assert re.search(r'<textarea[^>]*name="text"', standing)


def test_every_error_of_the_text_is_named_with_its_line_and_nothing_typed_is_lost(draft: Report) -> None:
    text = "# Reason for report\n\nFor the {comittee}.\n\n# \n\nWords."
    page = words(browser_of("publisher"), f"{OCTOBER_REPORT}details/", said(draft.version, text=text))
    assert "Line 3: {comittee} is no placeholder." in page
    assert "Line 5: a heading has no words." in page
    assert "No section is marked “(commentary)”." in page
    assert "For the {comittee}." in page
    assert now(draft).number == ""


def test_a_placeholder_without_a_value_is_an_error_of_the_checklist(draft: Report, publisher: User) -> None:
    change_report(report=draft, version=None, by=publisher, text=f"{TEXT} No. {{report_number}}")
    page = words(browser_of("publisher"), OCTOBER_REPORT)
    assert "Line 7: the text names the number of the report, which nobody has given." in page
    assert 'value="make_ready"' not in page


def test_a_day_that_there_is_not_is_refused(draft: Report) -> None:
    sent = said(draft.version) | {"meeting_date_0": "31", "meeting_date_1": "2"}
    assert "Error: Front sheet and text" in words(browser_of("publisher"), f"{OCTOBER_REPORT}details/", sent)
    assert now(draft).meeting_date is None


def test_two_publishers_see_what_the_other_wrote_before_they_write_over_it(draft: Report) -> None:
    first, second = browser_of("publisher"), second_browser()
    words(first, f"{OCTOBER_REPORT}details/", said(draft.version))
    page = words(second, f"{OCTOBER_REPORT}details/", said(draft.version, number="CEF9"))
    assert OVERTAKEN in page
    assert "Report number, stored" in page and "Report number, yours" in page
    assert now(draft).number == "CEF21001"
    assert "Saved." in words(second, f"{OCTOBER_REPORT}details/", said(now(draft).version, number="CEF9"))


def test_the_same_words_sent_twice_are_saved_once(draft: Report) -> None:
    for _ in range(2):
        assert "Saved." in words(browser_of("publisher"), f"{OCTOBER_REPORT}details/", said(draft.version))
    assert now(draft).version == draft.version + 1


def test_a_report_that_is_ready_is_not_changed(ready: Report) -> None:
    page = words(browser_of("publisher"), f"{OCTOBER_REPORT}details/", said(ready.version))
    assert "You cannot change: this report is ready to approve." in page


def test_what_was_typed_goes_on_after_signing_in_again(draft: Report) -> None:
    browser, sent = Client(), said(draft.version)
    asked = browser.post(f"{OCTOBER_REPORT}details/", sent)
    assert asked.status_code == 401
    assert "For the {committee}." in asked.content.decode()
    browser.post(f"{OCTOBER_REPORT}details/", sent | {"username": "publisher", "password": PASSWORD})
    assert now(draft).number == "CEF21001"


# Returned


def test_an_approver_returns_it_with_a_reason_that_the_author_reads(ready: Report) -> None:
    address = f"{OCTOBER_REPORT}return/"
    director = browser_of("director")
    assert "Say what is to be changed" in words(director, address, {"version": str(ready.version), "reason": " "})
    sent = {"version": str(ready.version), "reason": "The date is wrong"}
    for _ in range(2):
        assert "Returned, with your reason." in words(director, address, sent)
    assert "Returned: The date is wrong" in words(browser_of("publisher"), OCTOBER_REPORT)
    assert now(ready).version == ready.version + 1


def test_a_reason_is_not_said_to_be_given_when_somebody_took_the_report_back_before(
    ready: Report, publisher: User
) -> None:
    take_back(report=ready, by=publisher)
    sent = {"version": str(ready.version), "reason": "The date is wrong"}
    page = words(browser_of("director"), f"{OCTOBER_REPORT}return/", sent)
    assert "Returned, with your reason." not in page
    assert OVERTAKEN in page
    assert "The date is wrong" in page


# The hour


def at(version: int, day: date, hour: str) -> dict[str, str]:
    return {"version": str(version), "hour": hour} | {f"day_{place}": part for place, part in on(day).items()}


@pytest.mark.parametrize(
    ("day", "hour"),
    [
        (date(2090, 7, 20), datetime(2090, 7, 20, 8, 30, tzinfo=UTC)),
        (date(2090, 1, 20), datetime(2090, 1, 20, 9, 30, tzinfo=UTC)),
    ],
    ids=["British Summer Time", "Greenwich Mean Time"],
)
def test_the_hour_is_the_councils_own(approved: Report, day: date, hour: datetime) -> None:
    page = words(browser_of("publisher"), f"{OCTOBER_REPORT}schedule/", at(approved.version, day, "09:30"))
    assert f"It is published on {day:%-d %B %Y} at 09:30, as scheduled by publisher." in page
    assert now(approved).scheduled_for == hour
    form = words(browser_of("publisher"), f"{OCTOBER_REPORT}schedule/")
    assert 'value="09:30"' in form and f'value="{day.year}"' in form


def test_an_hour_that_has_passed_or_is_none_is_refused(approved: Report) -> None:
    browser, address = browser_of("publisher"), f"{OCTOBER_REPORT}schedule/"
    past = words(browser, address, at(approved.version, date(2020, 1, 1), "9:30"))
    assert "This hour has passed. Choose a later one" in past
    assert "Enter a time such as 09:30" in words(browser, address, at(approved.version, date(2090, 1, 1), "25:99"))
    assert now(approved).state == "approved"


@pytest.mark.parametrize("hour", ["01:30"])
def test_an_hour_that_the_clocks_leave_out_or_repeat_is_one_hour(approved: Report, hour: str) -> None:
    """On 26 March 2090 there is no half past one; on 29 October there are two."""
    browser, address = browser_of("publisher"), f"{OCTOBER_REPORT}schedule/"
    for day in (date(2090, 3, 26), date(2090, 10, 29)):
        assert "Scheduled." in words(browser, address, at(now(approved).version, day, hour))


def test_nobody_is_told_that_their_hour_is_set_when_another_set_his(approved: Report, publisher: User) -> None:
    schedule_report(report=approved, at=datetime(2090, 1, 20, 9, 30, tzinfo=UTC), by=publisher)
    sent = at(approved.version, date(2090, 2, 21), "10:00")
    page = words(second_browser(), f"{OCTOBER_REPORT}schedule/", sent)
    assert OVERTAKEN in page
    assert "20 January 2090, 09:30" in page and "21 February 2090, 10:00" in page
    assert now(approved).scheduled_for == datetime(2090, 1, 20, 9, 30, tzinfo=UTC)


def test_a_schedule_is_cancelled(approved: Report, publisher: User) -> None:
    scheduled = schedule_report(report=approved, at=datetime(2090, 1, 20, 9, 30, tzinfo=UTC), by=publisher)
    sent = {"do": "unschedule", "version": str(scheduled.version)}
    assert "The schedule is cancelled." in words(browser_of("publisher"), OCTOBER_REPORT, sent)
    assert (now(approved).state, now(approved).scheduled_for) == ("approved", None)


# The public calendar


def announced(day: date = date(2027, 6, 15), meeting: str = "Scrutiny Committee") -> dict[str, str]:
    return {"meeting": meeting} | {f"expected_on_{place}": part for place, part in on(day).items()}


def test_a_report_is_announced_before_it_is_begun_changed_and_taken_out_again(dataset: Dataset) -> None:
    browser = browser_of("publisher")
    assert f'href="{MARCH_REPORT}announce/"' in words(browser, REPORTS)
    page = words(browser, f"{MARCH_REPORT}announce/", announced())
    assert "It is in the public calendar." in page
    assert "March 2021</a>, expected on 15 June 2027, Scrutiny Committee" in page
    assert "15 June 2027" in words(Client(), "/")
    words(browser, f"{MARCH_REPORT}announce/", announced(date(2027, 6, 22)))
    assert ComingReport.objects.get().expected_on == date(2027, 6, 22)
    assert "Take it out of the calendar" in words(browser, f"{MARCH_REPORT}announce/")
    assert "no longer in the public calendar" in words(browser, f"{MARCH_REPORT}announce/", {"remove": "remove"})
    assert not ComingReport.objects.exists()
    assert "June 2027" not in words(Client(), "/")


def test_announcing_a_report_that_is_begun_leads_back_to_it(draft: Report) -> None:
    page = words(browser_of("publisher"), f"{OCTOBER_REPORT}announce/", announced())
    assert "Report for October 2020" in page


def test_a_director_sees_no_way_into_the_calendar(dataset: Dataset) -> None:
    assert "/announce/" not in words(browser_of("director"), REPORTS)


# The standing text


def test_new_reports_begin_with_the_standing_text_and_those_that_are_begun_keep_theirs(
    draft: Report, dataset: Dataset
) -> None:
    browser = browser_of("publisher")
    address = f"{REPORTS}standing-text/childrens-scrutiny/"
    assert "# Reason for report" in words(browser, address)
    assert "Saved. New reports begin with it." in words(browser, address, {"text": TEXT, "version": "0"})
    words(browser, REPORTS, {"dataset": dataset.pk, "as_at": "2020-11"})
    assert Report.objects.get(as_at=date(2020, 11, 1)).text == TEXT
    assert now(draft).text != TEXT


def test_a_standing_text_that_cannot_be_read_is_not_kept(dataset: Dataset) -> None:
    address = f"{REPORTS}standing-text/childrens-scrutiny/"
    page = words(browser_of("publisher"), address, {"text": "Words\n{x}", "version": "0"})
    assert "Line 1: there is no heading above this text." in page
    assert not ReportTemplate.objects.exists()


def test_of_two_who_change_the_standing_text_the_second_sees_the_first(dataset: Dataset) -> None:
    address = f"{REPORTS}standing-text/childrens-scrutiny/"
    words(browser_of("publisher"), address, {"text": TEXT, "version": "0"})
    page = words(second_browser(), address, {"text": f"{TEXT} Otherwise.", "version": "0"})
    assert OVERTAKEN in page
    assert ReportTemplate.objects.get().text == TEXT
    (version,) = {each.partition('"')[0] for each in page.split('name="version" value="')[1:]}
    assert "Saved." in words(second_browser(), address, {"text": f"{TEXT} Otherwise.", "version": version})
    assert ReportTemplate.objects.get().text == f"{TEXT} Otherwise."


def test_an_approver_who_is_told_of_a_schedule_reads_who_set_it(draft: Report, publisher: User) -> None:
    ready = make_ready(report=draft, by=publisher)
    approved = approve_report(report=ready, by=second_publisher())
    schedule_report(report=approved, at=datetime(2090, 1, 20, 9, 30, tzinfo=UTC), by=second_publisher())
    page = words(browser_of("director"), OCTOBER_REPORT)
    assert "It is published on 20 January 2090 at 09:30, as scheduled by second-publisher." in page
