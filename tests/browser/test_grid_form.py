"""The grid as a form without its script, in every state that an answer to it can have: axe finds nothing."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import violations
from tests.browser.conftest import NARROW, WIDE, SetState, SignIn
from tests.browser.test_grid import GRID, ODD, cell, enter, open_grid
from tests.browser.test_grid import nothing_is_published as nothing_is_published

MONTH = "December 2020"


def open_form(page: Page, address: str) -> Page:
    """The page as it is where scripts are not fetched; axe itself needs a browser that runs some."""
    page.route("**/*.mjs", lambda route: route.abort())
    page.goto(address)
    return page


def look(page: Page) -> list[str]:
    """What axe finds wide and narrow, also while a field that wants an answer has the focus."""
    found = []
    for viewport in (NARROW, WIDE):
        page.set_viewport_size(viewport)
        found += violations(page)
    return found


def send(page: Page) -> None:
    page.get_by_role("button", name="Save what was changed").click()


@pytest.mark.parametrize("address", [GRID, f"{GRID}?month=2020-12"], ids=["a year", "a month"])
def test_every_answer_to_the_form(sign_in: SignIn, set_state: SetState, address: str) -> None:
    set_state("32", "2020-12", "approved")
    page = open_form(sign_in("data-officer"), address)
    found = look(page)
    for number, text in {"10": ODD, "29": "many", "32": "4", "33": "30%", "34": "20"}.items():
        cell(page, number, MONTH).fill(text)
    set_state("33", "2020-12", "locked")
    enter(open_grid(sign_in("data-officer")), "34", MONTH, "21")
    send(page)
    for said in (
        "Why is it so?",  # queried
        "“many” is neither a figure",  # refused
        "Why does it change to 4?",  # approved
        "You typed 30%.",  # locked meanwhile
        "20, which you typed",  # a clash
    ):
        expect(page.get_by_role("region", name="To be looked at")).to_contain_text(said)
    found += look(page)
    send(page)  # nothing answered
    found += look(page)
    if "month" in address:  # of a year only a link leads to what is queried
        page.get_by_role("textbox", name=re.compile(r"^Why is it so\?\s+10 ")).fill("The system counts twice")
    page.get_by_role("textbox", name="Why does it change to 4?").fill("A late return")
    page.get_by_role("radio", name="20, which you typed").check()
    cell(page, "29", MONTH).fill("18")
    send(page)
    found += look(page)  # stored, and said so
    assert found == []
