"""Stories of the public: Part 1, without an account."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import NARROW, WIDE

INDEX = "/reports/childrens-scrutiny/2020-12/"
CASELOADS = f"{INDEX}indicators/average-caseloads/"
FOSTER_CARERS = f"{INDEX}indicators/number-of-in-house-foster-carers-recruited-ytd/"
CONFERENCES = f"{INDEX}indicators/of-quorate-attendance-at-child-protection-conferences-icpc-and-reviews/"
SUMMARY = f"{INDEX}summary/"
CHANGES = f"{INDEX}changes/"
CARE_LEAVERS = f"{INDEX}indicators/of-care-leavers-who-are-eet-aged-19-20-21-dfe-definition/"
PAGES = [
    "/",
    INDEX,
    SUMMARY,
    CHANGES,
    CARE_LEAVERS,
    f"{INDEX}?rating=red",
    CASELOADS,
    FOSTER_CARERS,
    CONFERENCES,
    "/account/sign-in/",
    "/no-such-page/",
]

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
    page.get_by_role("link", name="Dataset: December 2020").click()
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


@WINDOWS
def test_a_member_learns_why_26_is_red_for_how_long_what_is_done_and_by_when(
    new_context: Callable[..., BrowserContext], options: dict[str, object]
) -> None:
    """Two clicks of the three that there may be: the commentary, and the actions on the same page."""
    page = new_context(**options).new_page()
    page.goto("/")
    item = page.get_by_role("region", name="Below expectation").get_by_role("listitem").nth(0)
    expect(item).to_contain_text("26")
    expect(item).to_contain_text("RED")
    expect(item).to_contain_text("2nd report in a row")
    item.get_by_role("link", name="Read").click()
    expect(page.get_by_role("region", name="Commentary")).to_contain_text("first jobs in shops and restaurants")
    page.get_by_role("link", name="2 actions").click()
    action = page.get_by_role("listitem").filter(has_text="Obtain funding for a further employment worker")
    expect(action).to_contain_text("Head of Leaving Care")
    expect(action).to_contain_text("due 31 March 2021")
    expect(action).to_be_in_viewport()


def test_what_changed_and_the_pictures_are_one_click_from_the_first_page(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="What changed since October 2020").click()
    expect(page.get_by_role("table", name="Ratings that moved")).to_contain_text("worse")
    page.goto("/")
    page.get_by_role("link", name="Every indicator in pictures").click()
    expect(page.get_by_role("img", name="304 in December 2020")).to_have_count(1)
    expect(page.get_by_role("list", name="Ratings in the last reports")).to_have_count(38)


def test_a_hidden_figure_is_a_quiet_mark_in_the_index_with_its_words_for_those_who_listen(page: Page) -> None:
    page.goto(INDEX)
    words = page.locator(".app-scroll--index td:not(.app-index__run) .app-hidden__words").first
    expect(words).to_have_text("Data suppressed, see part 2 report")
    box = words.bounding_box()
    assert box is not None and box["width"] <= 1
    mark = "getComputedStyle(document.querySelector('.app-scroll--index .app-hidden'), '::before').content"
    assert "[c]" in page.evaluate(mark)


def test_the_first_columns_and_the_head_stay_while_the_index_scrolls(page: Page) -> None:
    page.goto(INDEX)
    region = page.locator(".app-scroll--index").first
    number, head = region.locator("tbody td.app-index__number").nth(3), region.locator("thead th").first
    places = []
    for across, down in ((0, 200), (600, 500)):
        region.evaluate("(each, to) => each.scrollTo(...to)", [across, down])
        assert region.evaluate("each => each.scrollLeft") == across
        number_box, head_box = number.bounding_box(), head.bounding_box()
        assert number_box is not None and head_box is not None
        places.append((number_box["x"], head_box["y"]))
    assert places[0] == places[1]


@pytest.mark.parametrize("address", ["/", INDEX, SUMMARY, CHANGES, CARE_LEAVERS])
def test_a_printed_page_has_no_navigation_and_keeps_the_ratings_words(page: Page, address: str) -> None:
    page.goto(address)
    page.emulate_media(media="print")
    expect(page.get_by_role("navigation")).to_have_count(0)
    rating = page.locator(".app-rating").first
    expect(rating).to_be_visible()
    assert rating.evaluate("each => getComputedStyle(each).backgroundColor") == "rgba(0, 0, 0, 0)"
    assert page.locator(".govuk-link").first.evaluate("each => getComputedStyle(each).color") == "rgb(0, 0, 0)"


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
    exception = page.get_by_role("region", name="Below expectation").get_by_role("link").first
    while not exception.evaluate("each => each === document.activeElement"):
        page.keyboard.press("Tab")
        expect(page.get_by_role("main").locator(":focus")).to_have_count(1)
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
