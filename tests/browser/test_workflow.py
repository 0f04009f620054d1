"""A month on its way, with JavaScript and without: entered, queried, explained, submitted, returned and approved."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import violations
from tests.browser.conftest import NARROW, WIDE, SignIn
from tests.browser.test_grid import STORED, cell, expect_saving, place, press, status

MONTH = "January 2021"
BLOCK = {"9": "305", "10": "86%", "11": "31", "12": "238"}
"""One below the other, as a spreadsheet has them."""

EXPLANATION = "One adoption was counted twice"
COMMENT = "Please check with the team whether agency staff are counted"


class Officer:
    """What the data officer does with the form of a month: what was changed is saved at once, by its button."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def opens_the_month(self) -> None:
        self.page.get_by_role("button", name=f"Enter {MONTH}").click()

    def enters(self, number: str, text: str) -> None:
        cell(self.page, number, MONTH).fill(text)

    def pastes(self, first: str, figures: dict[str, str]) -> None:
        for number, text in figures.items():
            self.enters(number, text)

    def is_queried_and_explains(self, number: str, question: str, explanation: str) -> None:
        self.page.get_by_role("button", name="Save what was changed").click()
        expect(self.page.get_by_role("alert").get_by_role("link", name=re.compile(f"^{number} "))).to_be_visible()
        expect(self.page.get_by_role("region", name="To be looked at")).to_contain_text(question)
        self.page.get_by_role("textbox", name=re.compile(rf"^Why is it so\?\s+{number} ")).fill(explanation)
        self.page.get_by_role("button", name="Save what was changed").click()
        expect(self.page.get_by_role("alert")).to_contain_text("1 figure saved.")


class OfficerWithKeys(Officer):
    """The same in the grid as a spreadsheet: nothing but keys and the clipboard."""

    def opens_the_month(self) -> None:
        self._tab_to(f"document.activeElement.textContent.trim() === 'Enter {MONTH}'")
        press(self.page, "Enter")
        self.page.locator("[data-grid=ready]").wait_for()

    def enters(self, number: str, text: str) -> None:
        self._go_to(number)
        self.page.keyboard.type(text)
        press(self.page, "Enter")
        expect_saving(self.page, number, MONTH, STORED)

    def pastes(self, first: str, figures: dict[str, str]) -> None:
        self.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        self.page.evaluate("block => navigator.clipboard.writeText(block)", "\r\n".join(figures.values()) + "\r\n")
        self._go_to(first)
        press(self.page, "Control+v")
        dialog = self.page.get_by_role("dialog")
        expect(dialog).to_contain_text(f"Apply {len(figures)} figures")
        self._tab_to(f"document.activeElement.textContent.trim() === 'Apply {len(figures)} figures'")
        press(self.page, "Enter")
        expect(dialog).to_have_count(0)
        expect(status(self.page)).to_contain_text("Saved")

    def is_queried_and_explains(self, number: str, question: str, explanation: str) -> None:
        expect(place(self.page, number, MONTH)).to_have_attribute("data-queried", "")
        self._go_to(number)
        press(self.page, "Enter")
        expect(self.page.get_by_role("group", name=re.compile(f"^{number} "))).to_contain_text(question)
        expect(self.page.get_by_label("Why is it so?", exact=True)).to_be_focused()
        self.page.keyboard.type(explanation)
        press(self.page, "Enter")
        expect_saving(self.page, number, MONTH, "saved")
        expect(cell(self.page, number, MONTH)).to_be_focused()
        expect(self.page.get_by_label("Why is it so?", exact=True)).to_have_count(0)

    def _tab_to(self, is_there: str) -> None:
        for _ in range(60):
            if self.page.evaluate(is_there):
                return
            press(self.page, "Tab")
        pytest.fail(f"The key Tab never came to where {is_there}")

    def _go_to(self, number: str) -> None:
        """With the arrows, from wherever the cursor is in the grid; with Tab, from above it."""
        if not self.page.evaluate("document.activeElement.matches('.app-grid__input')"):
            self._tab_to("document.activeElement.matches('.app-grid__input')")
        of_month = f".app-grid__input[aria-label$=', {MONTH}']:not([id*=ytd])"
        rows = self.page.locator(of_month).evaluate_all("inputs => inputs.map(each => each.ariaLabel.split(' ')[0])")
        here = self.page.evaluate("document.activeElement.ariaLabel.split(' ')[0]")
        steps = rows.index(number) - rows.index(here)
        press(self.page, *["ArrowDown" if steps > 0 else "ArrowUp"] * abs(steps))
        expect(cell(self.page, number, MONTH)).to_be_focused()


@pytest.mark.parametrize(
    ("officers", "options"),
    [(OfficerWithKeys, {}), (Officer, {"java_script_enabled": False})],
    ids=["with JavaScript", "without JavaScript"],
)
def test_a_month_is_entered_queried_explained_submitted_returned_in_part_and_approved(
    sign_in: SignIn, officers: type[Officer], options: dict[str, object]
) -> None:
    has_axe = not options
    found: list[str] = []

    def look(page: Page) -> None:
        if has_axe:
            found.extend(violations(page))
            page.set_viewport_size(NARROW)
            found.extend(violations(page))
            page.set_viewport_size(WIDE)

    # The officer enters figures one by one, pastes a block, is queried, and explains.
    page = sign_in("data-officer", **options)
    look(page)
    officer = officers(page)
    officer.opens_the_month()
    officer.enters("29", "17")
    officer.enters("23", "4")
    officer.pastes("9", BLOCK)
    look(page)
    officer.is_queried_and_explains("23", "The running total falls", EXPLANATION)
    page.reload()
    for number, text in ({"29": "17", "23": "4"} | BLOCK).items():
        expect(cell(page, number, MONTH)).to_have_value(text)
    look(page)

    # The officer submits what is ready.
    page.get_by_role("link", name=f"Submit {MONTH}").click()
    expect(page.get_by_role("row", name=re.compile("^23 "))).to_contain_text(EXPLANATION)
    expect(page.get_by_role("row", name=re.compile("^34 "))).to_contain_text("Missing")
    look(page)
    page.get_by_role("button", name=re.compile(r"^Submit \d+ figures$")).click()
    expect(page.get_by_role("main")).to_contain_text("figures submitted.")
    look(page)

    # The director returns one with a comment, and approves the rest, section by section.
    director = sign_in("director", **options)
    look(director)
    director.get_by_role("button", name="Approve figures of 2020/21").click()
    director.get_by_role("button", name="Return chosen").click()
    expect(director.get_by_role("alert")).to_contain_text("Choose at least one figure by its box")
    look(director)
    director.get_by_label(f"29 Average Caseloads, {MONTH}").check()
    director.get_by_role("button", name="Return chosen").click()
    expect(director.get_by_role("alert")).to_contain_text("Say what is wrong before you return figures")
    expect(director.get_by_label(f"29 Average Caseloads, {MONTH}")).to_be_checked()
    director.get_by_label("Comment").fill(COMMENT)
    director.get_by_role("button", name="Return chosen").click()
    expect(director.get_by_role("main")).to_contain_text("1 figure returned.")
    look(director)
    director.get_by_label(f"12 Number of children subject of a Child Protection Plan, {MONTH}").check()
    director.get_by_role("button", name="Approve chosen").click()
    expect(director.get_by_role("main")).to_contain_text("1 figure approved.")
    whole_sections = director.get_by_role("button", name=re.compile("^Approve all "))
    while whole_sections.count():
        whole_sections.first.click()
        expect(director.get_by_role("main")).to_contain_text("approved.")
    expect(director.get_by_role("main")).to_contain_text("No figure of your sections waits for you.")
    look(director)

    # The officer sees what came back, and why.
    page.goto("/office/")
    expect(page.get_by_role("heading", name="Returned to you")).to_be_visible()
    returned = page.get_by_role("listitem").filter(has_text=f"29 Average Caseloads, {MONTH}")
    expect(returned).to_contain_text(COMMENT)
    look(page)
    returned.get_by_role("link").click()
    expect(page.get_by_role("main")).to_contain_text(COMMENT)
    assert found == []


@pytest.mark.parametrize(
    "options", [{}, {"java_script_enabled": False}], ids=["with JavaScript", "without JavaScript"]
)
def test_a_publisher_opens_a_published_figure_for_correction(sign_in: SignIn, options: dict[str, object]) -> None:
    page = sign_in("publisher", **options)
    page.get_by_role("link", name="2020/21").click()
    page.get_by_role("link", name="Average Caseloads").click()
    page.get_by_role("button", name="Open for correction").click()
    expect(page.get_by_role("alert")).to_contain_text("Choose at least one figure by its box")
    page.get_by_role("checkbox").first.check()
    page.get_by_label("Reason").fill("The team sent a late return")
    page.get_by_role("button", name="Open for correction").click()
    expect(page.get_by_role("main")).to_contain_text("1 figure opened for correction.")
    if not options:
        assert violations(page) == []
