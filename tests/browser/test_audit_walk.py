"""An auditor's walk in a browser: who read Part 2 of December 2020, who approved indicator 29, what changed since."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import SignIn

PART_2 = "/office/part-2/childrens-scrutiny/2020-12/"
OCTOBER = "/office/part-2/childrens-scrutiny/2020-10/"


@pytest.mark.parametrize("options", [{}, {"java_script_enabled": False}], ids=["with JavaScript", "without"])
def test_an_auditor_finds_who_read_who_approved_and_what_changed_since(
    sign_in: SignIn, options: dict[str, object]
) -> None:
    reader = sign_in("restricted-reader")
    reader.goto(PART_2)
    reader.goto(OCTOBER)
    publisher = sign_in("publisher")
    publisher.get_by_role("link", name="2020/21").click()
    publisher.get_by_role("link", name="Average Caseloads").click()
    publisher.get_by_role("checkbox").first.check()
    publisher.get_by_label("Reason").fill("The team sent a late return")
    publisher.get_by_role("button", name="Open for correction").click()
    expect(publisher.get_by_role("main")).to_contain_text("1 figure opened for correction.")

    page = sign_in("auditor", **options)
    page.goto(PART_2)
    expect(page.get_by_role("heading", level=1)).to_contain_text("no page at this address")
    page.goto("/office/")
    page.get_by_role("link", name="Who did what").click()

    page.get_by_label("What was done").fill("read Part 2")
    page.get_by_label("Indicator or report").fill("December 2020")
    page.get_by_role("button", name="Search").click()
    table = page.get_by_role("table")
    expect(table.get_by_role("row")).to_have_count(2)
    expect(table).to_contain_text("restricted-reader")
    expect(table).to_contain_text("December 2020")

    page.get_by_label("What was done").fill("approved")
    page.get_by_label("Indicator or report").fill("29")
    page.get_by_label("About", exact=True).select_option("Figures")
    page.get_by_role("button", name="Search").click()
    expect(table).to_contain_text("director")
    for row in table.get_by_role("row").all()[1:]:
        expect(row).to_contain_text(re.compile("director"))

    page.get_by_label("What was done").fill("")
    page.get_by_role("button", name="Search").click()
    expect(table.get_by_role("row").nth(1)).to_contain_text("publisher")
    expect(table).not_to_contain_text("The team sent a late return")
    page.get_by_label("What was done").fill("was refused")
    page.get_by_label("Indicator or report").fill("")
    page.get_by_label("About", exact=True).select_option("Everything")
    page.get_by_role("button", name="Search").click()
    expect(table).to_contain_text("auditor")
    expect(table).to_contain_text(PART_2)
