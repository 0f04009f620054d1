"""Stories of the public: Part 1, without an account."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import NARROW, WIDE

INDEX = "/reports/childrens-scrutiny/2020-12/"
CASELOADS = f"{INDEX}indicators/average-caseloads/"
FOSTER_CARERS = f"{INDEX}indicators/number-of-in-house-foster-carers-recruited-ytd/"
PAGES = ["/", INDEX, f"{INDEX}?rating=red", CASELOADS, FOSTER_CARERS, "/account/sign-in/", "/no-such-page/"]

WINDOWS = pytest.mark.parametrize(
    "options",
    [
        {"viewport": WIDE},
        {"viewport": WIDE, "java_script_enabled": False},
        {"viewport": NARROW},
        {"viewport": NARROW, "java_script_enabled": False},
    ],
    ids=["wide", "wide without JavaScript", "narrow", "narrow without JavaScript"],
)


@WINDOWS
def test_a_reader_finds_what_is_below_expectation_and_why(
    new_context: Callable[..., BrowserContext], options: dict[str, object]
) -> None:
    context = new_context(**options)
    page = context.new_page()
    page.goto("/")
    page.get_by_role("link", name="December 2020").first.click()
    exceptions = page.get_by_role("region", name="Below expectation")
    expect(exceptions.get_by_role("listitem")).to_have_count(3)
    expect(exceptions.get_by_role("listitem").nth(0)).to_contain_text("RED")
    expect(exceptions).to_contain_text("5, 22.1, 22.2, 23, 24 and 32")
    exceptions.get_by_role("link", name="Average Caseloads").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Average Caseloads")
    expect(page.get_by_role("main")).to_contain_text("Target 12 - 15")
    expect(page.get_by_role("row", name="December 2020")).to_contain_text("18")
    assert context.cookies() == []


def test_hidden_months_read_as_the_council_words_them(page: Page) -> None:
    page.goto(INDEX)
    row = page.get_by_role("row").filter(
        has=page.get_by_role("link", name="Number of in-house foster carers recruited (YTD)")
    )
    expect(row).to_contain_text("Data suppressed, see part 2 report")
    expect(row).to_contain_text("27")


def test_why_an_indicator_is_important_opens_in_place(page: Page) -> None:
    page.goto(INDEX)
    row = page.get_by_role("row").filter(has=page.get_by_role("link", name="Average Caseloads"))
    row.get_by_text("Why is this important?").click()
    expect(row.get_by_text("Following the 2016 Ofsted inspection")).to_be_visible()


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("viewport", [NARROW, {"width": 320, "height": 256}], ids=["320 pixels", "400 percent"])
def test_no_page_scrolls_sideways_on_a_phone_or_enlarged(
    new_context: Callable[..., BrowserContext], address: str, viewport: dict[str, int]
) -> None:
    page = new_context(viewport=viewport).new_page()
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]


def test_a_phone_shows_one_card_an_indicator_in_place_of_the_wide_table(
    new_context: Callable[..., BrowserContext],
) -> None:
    page = new_context(viewport=NARROW).new_page()
    page.goto(INDEX)
    expect(page.get_by_role("table")).to_have_count(0)
    expect(page.get_by_role("link", name="Average Caseloads").last).to_be_visible()


def test_the_keyboard_alone_reaches_an_indicator(page: Page) -> None:
    page.goto(INDEX)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("main").get_by_role("link").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Care leavers")


def test_the_wide_table_can_be_scrolled_with_the_keyboard(page: Page) -> None:
    page.goto(INDEX)
    region = page.locator("[role=region][tabindex='0']").first
    region.focus()
    page.keyboard.press("End")
    page.keyboard.press("ArrowRight")
    for _ in range(100):
        if page.evaluate("document.activeElement.scrollLeft") > 0:
            return
        page.wait_for_timeout(50)
    pytest.fail("The table did not move.")
