"""Members' questions, actions and links as publishers and directors meet them, with and without JavaScript."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import violations
from tests.browser.conftest import NARROW, WIDE, SignIn

WITHOUT_JAVASCRIPT = pytest.mark.parametrize(
    "options", [{}, {"java_script_enabled": False}], ids=["with JavaScript", "without JavaScript"]
)
ASKED = "Why are there fewer referrals than a year ago?"
ANSWER = "Schools were closed from March to June."


class Looks:
    """What axe finds on each page and state that a story comes by, wide and narrow; it needs JavaScript."""

    def __init__(self, options: dict[str, object]) -> None:
        self.has_axe = not options
        self.found: list[str] = []

    def at(self, page: Page) -> None:
        for size in (NARROW, WIDE) if self.has_axe else ():
            page.set_viewport_size(size)  # type: ignore[arg-type]
            page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
            self.found += violations(page)


def send_without_checks(page: Page, button: str) -> None:
    """Send a form as a browser does that leaves the checking to the server."""
    page.locator("main form").evaluate_all("forms => forms.forEach(each => each.noValidate = true)")
    page.get_by_role("button", name=button).click()


def fill_day(page: Page, day: str, month: str, year: str) -> None:
    for box, number in (("Day", day), ("Month", month), ("Year", year)):
        page.get_by_label(box, exact=True).fill(number)


@WITHOUT_JAVASCRIPT
def test_a_question_is_recorded_answered_and_made_outstanding_again(
    sign_in: SignIn, options: dict[str, object]
) -> None:
    looks = Looks(options)

    # The publisher records it; what is missing is said.
    publisher = sign_in("publisher", **options)
    looks.at(publisher)
    publisher.get_by_role("link", name="Questions and action points").click()
    publisher.get_by_role("button", name="Record one").click()
    if not options:
        send_without_checks(publisher, "Record it")
        expect(publisher.get_by_role("alert")).to_contain_text("Enter what was asked")
        looks.at(publisher)
    publisher.get_by_label("Member's question").check()
    publisher.get_by_label("Meeting", exact=True).fill("Scrutiny committee")
    fill_day(publisher, "24", "11", "2020")
    publisher.get_by_label("What was asked?").fill(ASKED)
    publisher.get_by_label("For whom is it?").fill("Head of Service")
    publisher.get_by_label("About", exact=True).select_option("9 Number of 'Referrals' to Children's Social Care")
    publisher.get_by_role("button", name="Record it").click()
    expect(publisher.get_by_role("main")).to_contain_text("Recorded. It stands in every report until it is answered.")
    looks.at(publisher)

    # The director finds it and answers it in the next report.
    director = sign_in("director", **options)
    director.get_by_role("link", name=re.compile("questions outstanding")).click()
    director.get_by_role("link", name=ASKED).click()
    looks.at(director)
    director.get_by_role("button", name="Answer it").click()
    director.get_by_label("Answer", exact=True).fill(ANSWER)
    director.get_by_label("In which report?").select_option("January 2021")
    director.get_by_role("button", name="Answer it").click()
    expect(director.get_by_role("main")).to_contain_text("Answered. The report gives the answer once it is published.")
    looks.at(director)

    # The publisher, whose page is out of date, is shown both.
    publisher.get_by_role("link", name=ASKED).click()
    publisher.get_by_role("link", name="Make it outstanding again").click()
    director.get_by_role("link", name="Make it outstanding again").click()
    director.get_by_label("Why?").fill("The figure was wrong")
    director.get_by_role("button", name="Make it outstanding again").click()
    director.get_by_role("button", name="Answer it").click()
    director.get_by_label("Answer", exact=True).fill("Another answer")
    director.get_by_role("button", name="Answer it").click()
    publisher.get_by_label("Why?").fill("The committee asked once more")
    publisher.get_by_role("button", name="Make it outstanding again").click()
    expect(publisher.get_by_role("alert")).to_contain_text("Somebody else has changed it since you opened this page")
    looks.at(publisher)
    publisher.get_by_role("button", name="Make it outstanding again").click()
    history = publisher.get_by_role("table", name="History")
    expect(history).to_contain_text("Reopened: The committee asked once more")
    expect(history).to_contain_text(ANSWER)
    assert looks.found == []


@WITHOUT_JAVASCRIPT
def test_an_action_is_raised_carried_on_and_done(sign_in: SignIn, options: dict[str, object]) -> None:
    looks = Looks(options)
    page = sign_in("director", **options)
    page.get_by_role("link", name=re.compile("actions overdue")).click()
    expect(page.get_by_role("main")).to_contain_text("days overdue")
    looks.at(page)
    page.get_by_role("button", name="Raise an action").click()
    if not options:
        send_without_checks(page, "Raise the action")
        expect(page.get_by_role("alert")).to_contain_text("Enter what is done")
        looks.at(page)
    page.get_by_label("Indicator", exact=True).select_option("29 Average Caseloads")
    page.get_by_label("What is done?").fill("Advertise the vacant posts again")
    page.get_by_label("Whose is it?").fill("Head of Service")
    fill_day(page, "31", "3", "2021")
    page.get_by_role("button", name="Raise the action").click()
    expect(page.get_by_role("main")).to_contain_text("Raised. It stands in the report until it is done.")
    page.get_by_role("link", name="Advertise the vacant posts again").click()
    looks.at(page)
    page.get_by_role("button", name="Note progress").click()
    page.get_by_label("What was done since?").fill("The advertisement is out")
    page.get_by_role("button", name="Add the note").click()
    expect(page.get_by_role("listitem").filter(has_text="The advertisement is out")).to_be_visible()
    page.get_by_role("link", name="Change this action").click()
    page.get_by_label("Whose is it?").fill("Assistant Director")
    page.get_by_label("Why is it changed?").fill("A new structure")
    page.get_by_role("button", name="Save the change").click()
    expect(page.get_by_role("table", name="History")).to_contain_text("Changed: A new structure")
    looks.at(page)
    page.get_by_role("button", name="Say that it is done").click()
    page.get_by_role("button", name="It is done").click()
    expect(page.get_by_role("main")).to_contain_text("It is done.")
    looks.at(page)
    page.get_by_role("link", name="Actions", exact=True).click()
    page.locator("summary").click()
    expect(page.get_by_role("link", name="Advertise the vacant posts again")).to_be_visible()
    looks.at(page)
    assert looks.found == []


@WITHOUT_JAVASCRIPT
def test_who_changes_what_somebody_else_has_changed_chooses(sign_in: SignIn, options: dict[str, object]) -> None:
    looks = Looks(options)
    address = "/office/actions/childrens-scrutiny/3/change/"
    first, second = sign_in("director", **options), sign_in("director", **options)
    for page, owner in ((first, "Head of Assessment"), (second, "Head of Safeguarding")):
        page.goto(address)
        page.get_by_label("Whose is it?").fill(owner)
        page.get_by_label("Why is it changed?").fill("A new structure")
    first.get_by_role("button", name="Save the change").click()
    second.get_by_role("button", name="Save the change").click()
    clash = second.get_by_role("alert")
    expect(clash).to_contain_text("Head of Assessment")
    expect(clash).to_contain_text("Head of Safeguarding")
    looks.at(second)
    second.get_by_role("button", name="Save the change").click()
    expect(second.get_by_role("table", name="History")).to_contain_text("Head of Safeguarding")
    assert looks.found == []


@WITHOUT_JAVASCRIPT
def test_a_link_is_added_and_removed(sign_in: SignIn, options: dict[str, object]) -> None:
    looks = Looks(options)
    page = sign_in("publisher", **options)
    page.get_by_role("link", name="Earlier reports and other papers").click()
    page.get_by_role("button", name="Add a link").click()
    page.get_by_label("Indicator", exact=True).select_option("29 Average Caseloads")
    page.get_by_label("Title", exact=True).fill("Report on caseloads")
    page.get_by_label("Address", exact=True).fill("council.example/caseloads")
    page.get_by_role("button", name="Add the link").click()
    expect(page.get_by_role("alert")).to_contain_text("Enter a whole address that begins with https:// or http://")
    looks.at(page)
    page.get_by_label("Address", exact=True).fill("https://council.example/caseloads")
    page.get_by_role("button", name="Add the link").click()
    expect(page.get_by_role("link", name="Report on caseloads", exact=True)).to_be_visible()
    looks.at(page)
    page.get_by_role("link", name="Remove Report on caseloads").click()
    page.get_by_role("button", name="Remove this link").click()
    expect(page.get_by_role("link", name="Report on caseloads", exact=True)).to_have_count(0)
    looks.at(page)
    assert looks.found == []
