"""A publisher keeps the indicators of a dataset of her own, so that no other story finds them."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import violations
from tests.browser.conftest import NARROW, SignIn
from tests.browser.test_office import WITHOUT_JAVASCRIPT

SECTIONS = ("Early help", "Courts", "Prevention")
MEANWHILE = "/office/indicators/childrens-scrutiny/2020/indicators/average-caseloads/edit/"


def a_dataset(sign_in: SignIn, name: str) -> None:
    """One more dataset, behind all others by name and with an early year, so that forms elsewhere start as before."""
    page = sign_in("administrator")
    page.goto("/administration/indicators/dataset/add/")
    page.get_by_label("Name:").first.press_sequentially(name)  # its slug follows
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url("**/indicators/dataset/")


def press(page: Page, key: str) -> None:
    """A key, and the page that it leads to."""
    with page.expect_navigation():
        page.keyboard.press(key)


def create(page: Page, slug: str, number: str, title: str, target: str) -> None:
    page.goto(f"/office/indicators/{slug}/2010/new/")
    page.get_by_label("Number").fill(number)
    page.get_by_label("Title").fill(title)
    page.get_by_label("Section").select_option("Courts")
    page.get_by_label("Unit").select_option("%")
    page.get_by_label("Target, as the council writes it").fill(target)
    page.get_by_label("High: higher is better").check()
    page.get_by_label("How months become the year to date").select_option(index=5)
    page.get_by_role("button", name="Create the indicator").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"{number} {title}")


@WITHOUT_JAVASCRIPT
def test_a_publisher_orders_sections_by_keyboard_and_starts_a_new_year(
    sign_in: SignIn, options: dict[str, object]
) -> None:
    name = "Youth justice plain" if options else "Youth justice"
    slug = name.lower().replace(" ", "-")
    a_dataset(sign_in, name)
    page = sign_in("publisher", **options)
    page.get_by_role("link", name="Indicators", exact=True).click()
    page.goto(f"/office/indicators/{slug}/sections/")
    for section in SECTIONS:
        page.get_by_label("Name of the section").fill(section)
        page.get_by_role("button", name="Add this section").click()
    # By keyboard alone: Prevention to the top, where “Move up” ends and the focus goes on to “Move down”.
    page.get_by_role("button", name="Move up Prevention, now 3 of 3").focus()
    press(page, "Enter")
    expect(page.get_by_role("button", name="Move up Prevention, now 2 of 3")).to_be_focused()
    press(page, "Space")
    expect(page.get_by_role("button", name="Move down Prevention, now 1 of 3")).to_be_focused()
    names = page.locator(".app-sections__name a").evaluate_all("links => links.map(link => link.firstChild.data)")
    assert names == ["Prevention", "Early help", "Courts"]
    create(page, slug, "1", "Cases heard in time", "95-90%")
    expect(page.get_by_role("main")).to_contain_text("“95-90%” was read as a range from 90% to 95%")
    create(page, slug, "2", "Orders completed", "80%")
    # The next year
    page.goto(f"/office/indicators/{slug}/2010/")
    page.get_by_role("link", name="Start 2011/12 from 2010/11").click()
    first = page.get_by_role("group", name="1 Cases heard in time")
    first.get_by_label("Target").fill("96-92%")
    page.get_by_label("Goes on in 2011/12: Orders completed").uncheck()
    page.get_by_label("Reason").fill("Agreed by the committee")
    page.get_by_role("button", name="See what changes").click()
    shown = page.get_by_role("region", name="What 2011/12 would be")
    expect(shown).to_contain_text("1 indicator goes on, 1 with a change. 1 ends.")
    expect(shown).to_contain_text("Target changed from 95-90% to 96-92%")
    expect(shown).to_contain_text("2 Orders completed")
    page.get_by_role("button", name="Make 2011/12").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Indicators 2011/12")
    expect(page.get_by_role("row", name="Cases heard in time")).to_contain_text("96-92%")
    expect(page.get_by_role("link", name=re.compile("^Add to 2011.12.*Orders completed"))).to_be_visible()


def test_every_state_of_keeping_indicators(sign_in: SignIn) -> None:
    page = sign_in("publisher")
    other = sign_in("publisher")
    found = []
    for address, button in (
        ("new/", "Create the indicator"),
        ("indicators/average-caseloads/retire/", "Retire this indicator"),
        ("relations/new/", "State this relation"),
    ):
        page.goto(f"/office/indicators/childrens-scrutiny/2020/{address}")
        page.evaluate("document.querySelectorAll('form').forEach(each => each.noValidate = true)")
        page.get_by_role("button", name=button).click()
        expect(page.get_by_role("alert")).to_contain_text("There is a problem")
        found += violations(page)  # nothing filled in
    page.goto(MEANWHILE)
    other.goto(MEANWHILE)
    for window, title in ((other, "Average caseload"), (page, "Caseloads")):
        window.get_by_label("Title").fill(title)
        window.get_by_label("Reason").fill("A better title")
        window.get_by_role("button", name="Save the changes").click()
    expect(page.get_by_role("row", name="Title")).to_contain_text("Average caseload")
    found += violations(page)  # somebody else was faster
    page.get_by_label("Title").fill("Average Caseloads")
    page.get_by_role("button", name="Save the changes").click()
    found += violations(page)  # saved, with its history
    page.goto("/office/indicators/childrens-scrutiny/2021/copy/")
    page.get_by_label("Title").first.fill("Families supported")
    page.get_by_label("Goes on in 2021/22").last.uncheck()
    page.get_by_role("button", name="See what changes").click()
    found += violations(page)  # no reason
    page.get_by_label("Reason").fill("A new year")
    page.get_by_role("button", name="See what changes").click()
    expect(page.get_by_role("button", name="Make 2021/22")).to_be_visible()
    found += violations(page)  # ready to be made
    page.set_viewport_size(NARROW)
    found += violations(page)
    assert found == []


@pytest.mark.parametrize("address", ["", "sections/", "2020/", "2020/relations/", "2021/copy/", "2020/new/"])
def test_no_page_is_wider_than_a_phone(sign_in: SignIn, address: str) -> None:
    page = sign_in("publisher", viewport=NARROW)
    page.goto("/office/indicators/" + (f"childrens-scrutiny/{address}" if address else ""))
    assert page.evaluate("document.documentElement.scrollWidth") == NARROW["width"]
