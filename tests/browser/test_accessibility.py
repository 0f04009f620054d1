"""axe finds nothing, on any page, in any state, wide and narrow."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.axe import violations
from tests.browser.conftest import NARROW, ROOT, WIDE, SignIn
from tests.browser.test_office import answer_the_questions, send, send_benchmarks
from tests.browser.test_public import INDEX, PAGES
from tests.factories.benchmarks import DICTIONARY, tool_csv

VIEWPORTS = pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
OFFICE_PAGES = [
    ("restricted-reader", "/office/part-2/childrens-scrutiny/2020-12/"),
    ("restricted-reader", "/office/part-2/childrens-scrutiny/2020-12/indicators/average-caseloads/"),
    ("director", "/office/"),
    ("publisher", "/office/"),
    ("publisher", "/office/disclosure-check/childrens-scrutiny/2020-12/"),
    ("publisher", "/office/check/"),
    ("publisher", "/office/check/?dataset=1&as_at=2020-10"),
    ("publisher", "/office/check/?dataset=77&as_at=1999-10"),
    ("publisher", "/office/external-figures/"),
    ("publisher", "/office/external-figures/new/"),
    ("publisher", "/office/check/childrens-scrutiny/2020-12/hide-more/"),
    ("publisher", "/office/check/childrens-scrutiny/2020-11/hide-more/?indicator=average-caseloads"),
    ("administrator", "/office/policy/"),
    ("administrator", "/office/policy/new/"),
    ("member", "/office/"),
    ("data-officer", "/office/"),
    ("data-officer", "/office/imports/"),
    ("data-officer", "/office/imports/benchmarks/"),
    ("member", "/office/imports/"),
]
ADMINISTRATION = [
    "",
    "accounts/user/",
    "accounts/user/1/change/",
    "accounts/user/add/",
    "accounts/auditentry/",
    "indicators/dataset/1/change/",
    "indicators/indicator/",
    "indicators/indicatordefinition/",
    "indicators/indicatordefinition/1/change/",
    "indicators/indicatordefinition/1/history/",
    "indicators/indicatordefinition/26/change/",
    "indicators/definitionrelation/",
    "indicators/definitionrelation/?status__exact=declined",
    "indicators/definitionrelation/1/change/",
    "indicators/definitionrelation/1/history/",
    "suppression/suppressionpolicy/",
    "password_change/",
]


@VIEWPORTS
@pytest.mark.parametrize("address", PAGES)
def test_public_pages(page: Page, viewport: dict[str, int], address: str) -> None:
    page.set_viewport_size(viewport)
    page.goto(address)
    assert violations(page) == []


def test_the_index_with_everything_unfolded(page: Page) -> None:
    page.goto(INDEX)
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    assert violations(page) == []


@VIEWPORTS
@pytest.mark.parametrize(("user_name", "address"), OFFICE_PAGES)
def test_office_pages(sign_in: SignIn, viewport: dict[str, int], user_name: str, address: str) -> None:
    page = sign_in(user_name, viewport=viewport)
    page.goto(address)
    assert violations(page) == []


@pytest.mark.parametrize("address", ADMINISTRATION)
def test_administration(sign_in: SignIn, address: str) -> None:
    page = sign_in("administrator")
    page.goto(f"/administration/{address}")
    assert violations(page) == []


def test_every_state_of_an_import(sign_in: SignIn, tmp_path: Path) -> None:
    page = sign_in("data-officer")
    page.goto("/office/imports/")
    page.evaluate("document.querySelectorAll('form').forEach(each => each.noValidate = true)")
    page.get_by_role("button", name="Read the workbook").click()
    found = violations(page)  # nothing chosen
    send(page, ROOT / "examples" / "performance-index-2020-21.xlsx")
    found += violations(page)  # questions
    page.get_by_role("button", name="Save the answers").click()
    found += violations(page)  # answers missing
    answer_the_questions(page)
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    found += violations(page)  # ready
    page.get_by_role("button", name="Cancel").click()
    found += violations(page)  # cancelled
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04 and nothing else")
    send(page, broken)
    found += violations(page)  # refused
    assert found == []


def test_every_state_of_an_import_of_benchmarks(sign_in: SignIn, tmp_path: Path) -> None:
    figures, dictionary, broken = (tmp_path / name for name in ("tool.csv", "dictionary.csv", "broken.csv"))
    figures.write_bytes(tool_csv())
    dictionary.write_bytes(DICTIONARY)
    broken.write_bytes(tool_csv("A,Title,2020,England,many,970,NA"))
    page = sign_in("data-officer")
    send_benchmarks(page, broken)
    found = violations(page)  # refused
    send_benchmarks(page, figures, dictionary)
    found += violations(page)  # matching
    page.locator("fieldset").nth(0).get_by_label("or another, by its short name").fill("There is none like this")
    page.get_by_role("button", name="Save the matching").click()
    found += violations(page)  # a name that there is not
    page.locator("fieldset").nth(0).get_by_label("or another, by its short name").fill("")
    referrals = page.get_by_role("group", name="9 Number of 'Referrals'")
    referrals.get_by_label("The tool's indicator").select_option("Referrals")
    looked_after = page.get_by_role("group", name="18 Children Looked After rate")
    looked_after.get_by_label("or another, by its short name").fill("Looked")
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    found += violations(page)  # with everything unfolded
    page.get_by_role("button", name="Save the matching").click()
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    found += violations(page)  # the plan, with a conflict
    page.set_viewport_size(NARROW)
    found += violations(page)
    page.get_by_role("button", name="Cancel").click()
    found += violations(page)  # cancelled
    page.get_by_role("link", name="tool.csv").first.click()
    found += violations(page)  # put aside
    assert found == []


def test_every_state_of_an_external_figure(sign_in: SignIn) -> None:
    page = sign_in("publisher")
    page.goto("/office/external-figures/new/")
    page.evaluate("document.querySelectorAll('form').forEach(each => each.noValidate = true)")
    page.get_by_role("button", name="Record this figure").click()
    found = violations(page)  # nothing filled in
    page.get_by_label("Indicator").select_option(label="19 Number of Children Looked After")
    page.get_by_label("Period").select_option(label="December 2020")
    page.get_by_label("Number", exact=True).fill("328")
    page.get_by_label("Who publishes it, and where?").fill("Department for Education, table A1")
    for box, number in (("Day", "14"), ("Month", "1"), ("Year", "2021")):
        page.get_by_label(box, exact=True).fill(number)
    page.get_by_role("button", name="Record this figure").click()
    found += violations(page)  # recorded
    page.get_by_role("link", name="Withdraw").click()
    found += violations(page)  # about to be withdrawn
    page.get_by_label("Why is it withdrawn?").fill("It is November's")
    page.get_by_role("button", name="Withdraw this figure").click()
    found += violations(page)  # withdrawn
    assert found == []


def test_every_state_of_a_new_policy(sign_in: SignIn) -> None:
    page = sign_in("administrator")
    page.goto("/office/policy/new/")
    page.get_by_role("button", name="See what would change").click()
    found = violations(page)  # no reason, and nothing changed
    page.get_by_label("Smallest count of people that is published").fill("8")
    page.get_by_label("Reason").fill("To see what would change")
    page.get_by_role("button", name="See what would change").click()
    page.get_by_role("button", name="Make this the policy").wait_for()
    found += violations(page)
    page.set_viewport_size(NARROW)
    found += violations(page)
    assert found == []


def test_a_choice_without_a_reason(sign_in: SignIn) -> None:
    page = sign_in("publisher")
    page.goto("/office/check/childrens-scrutiny/2020-11/hide-more/?indicator=average-caseloads")
    page.evaluate("document.querySelectorAll('form').forEach(each => each.noValidate = true)")
    page.locator("button[name=hide], button[name=show]").first.click()
    assert violations(page) == []


def test_a_failed_sign_in(page: Page) -> None:
    page.goto("/account/sign-in/")
    page.get_by_label("User name").fill("nobody")
    page.get_by_label("Password").fill("nothing")
    page.get_by_role("button", name="Sign in").click()
    assert violations(page) == []
