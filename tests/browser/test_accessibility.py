"""axe finds nothing, on any page, in any state, wide and narrow."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.axe import violations
from tests.browser.conftest import NARROW, ROOT, WIDE, SignIn
from tests.browser.test_office import answer_the_questions, send, send_benchmarks
from tests.browser.test_public import INDEX, PAGES, SUMMARY
from tests.factories.benchmarks import DICTIONARY, tool_csv
from tests.factories.layouts import THRESHOLDS, report

VIEWPORTS = pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
OFFICE_PAGES = [
    ("restricted-reader", "/office/part-2/childrens-scrutiny/2020-12/"),
    ("restricted-reader", "/office/part-2/childrens-scrutiny/2020-12/summary/"),
    ("restricted-reader", "/office/part-2/childrens-scrutiny/2020-12/changes/"),
    ("restricted-reader", "/office/part-2/childrens-scrutiny/2020-12/indicators/average-caseloads/"),
    (
        "restricted-reader",
        "/office/part-2/childrens-scrutiny/2020-12/indicators/number-of-in-house-foster-carers-recruited-ytd/",
    ),
    ("director", "/office/"),
    ("publisher", "/office/"),
    ("publisher", "/office/disclosure-check/childrens-scrutiny/2020-12/"),
    ("publisher", "/office/check/"),
    ("publisher", "/office/check/?dataset=1&as_at=2020-10"),
    ("publisher", "/office/check/?dataset=77&as_at=1999-10"),
    ("director", "/office/reports/"),
    ("publisher", "/office/reports/"),
    ("publisher", "/office/reports/childrens-scrutiny/2020-12/"),
    ("publisher", "/office/reports/childrens-scrutiny/2020-12/as-now/"),
    ("publisher", "/office/reports/childrens-scrutiny/2020-12/publications/1/part-1/"),
    ("publisher", "/office/reports/childrens-scrutiny/2020-12/publications/1/part-2/"),
    ("publisher", "/office/reports/childrens-scrutiny/2020-12/correct/"),
    ("publisher", "/office/reports/childrens-scrutiny/2020-12/withdraw/"),
    ("publisher", "/office/reports/childrens-scrutiny/2021-03/announce/"),
    ("publisher", "/office/reports/standing-text/childrens-scrutiny/"),
    ("publisher", "/office/external-figures/"),
    ("publisher", "/office/external-figures/new/"),
    ("publisher", "/office/check/childrens-scrutiny/2020-12/hide-more/"),
    ("publisher", "/office/check/childrens-scrutiny/2020-11/hide-more/?indicator=average-caseloads"),
    ("publisher", "/office/indicators/"),
    ("publisher", "/office/indicators/childrens-scrutiny/2020/"),
    ("publisher", "/office/indicators/childrens-scrutiny/2021/"),
    ("publisher", "/office/indicators/childrens-scrutiny/2020/new/"),
    ("publisher", "/office/indicators/childrens-scrutiny/2020/indicators/average-caseloads/"),
    ("publisher", "/office/indicators/childrens-scrutiny/2020/indicators/average-caseloads/edit/"),
    ("publisher", "/office/indicators/childrens-scrutiny/2020/indicators/average-caseloads/retire/"),
    ("publisher", "/office/indicators/childrens-scrutiny/2020/indicators/average-caseloads/reinstate/"),
    ("publisher", "/office/indicators/childrens-scrutiny/2020/indicators/average-caseloads/limits/"),
    ("publisher", "/office/indicators/childrens-scrutiny/2021/indicators/average-caseloads/add/"),
    ("publisher", "/office/indicators/childrens-scrutiny/2021/copy/"),
    ("publisher", "/office/indicators/childrens-scrutiny/2020/relations/"),
    ("publisher", "/office/indicators/childrens-scrutiny/2020/relations/new/"),
    ("publisher", "/office/indicators/childrens-scrutiny/sections/"),
    ("publisher", "/office/indicators/childrens-scrutiny/sections/1/"),
    ("administrator", "/office/policy/"),
    ("administrator", "/office/policy/new/"),
    ("publisher", "/office/audit/"),
    ("publisher", "/office/audit/?indicator=9&kind=figure"),
    ("publisher", "/office/audit/?since=yesterday&until=1"),
    ("publisher", "/office/audit/?after=x"),
    ("administrator", "/office/audit/"),
    ("administrator", "/office/audit/?kind=figure&file=index"),
    ("administrator", "/office/audit/?person=nobody+of+that+name"),
    ("member", "/office/"),
    ("data-officer", "/office/"),
    ("data-officer", "/office/figures/"),
    ("data-officer", "/office/figures/childrens-scrutiny/2020/"),
    ("data-officer", "/office/figures/childrens-scrutiny/2020/?month=2020-12"),
    ("data-officer", "/office/figures/childrens-scrutiny/2020/?section=2&month=2020-12"),
    ("data-officer", "/office/figures/childrens-scrutiny/2020/?show=returned&month=2020-04"),
    ("data-officer", "/office/figures/childrens-scrutiny/2020/cell/10/2020-12/"),
    ("data-officer", "/office/figures/childrens-scrutiny/2020/cell/1/ytd-2020-12/"),
    ("director", "/office/figures/childrens-scrutiny/2020/"),
    ("director", "/office/figures/childrens-scrutiny/2020/?section=2&month=2020-12"),
    ("director", "/office/figures/childrens-scrutiny/2020/?show=queried"),
    ("director", "/office/figures/childrens-scrutiny/2020/cell/1/2020-12/"),
    ("data-officer", "/office/imports/"),
    ("data-officer", "/office/imports/benchmarks/"),
    ("data-officer", "/office/imports/1/"),
    ("data-officer", "/office/imports/1/undo/"),
    ("data-officer", "/office/imports/template/"),
    ("data-officer", "/office/imports/template/?dataset=1&month=1999-01"),
    ("member", "/office/imports/"),
    ("data-officer", "/office/figures/childrens-scrutiny/2020/submit/"),
    ("data-officer", "/office/figures/childrens-scrutiny/2020/2021-01/submit/"),
    ("director", "/office/figures/childrens-scrutiny/2020/approve/"),
    ("publisher", "/office/figures/childrens-scrutiny/2020/correct/"),
    ("publisher", "/office/figures/childrens-scrutiny/2020/correct/?indicator=average-caseloads"),
    ("director", "/office/questions/"),
    ("publisher", "/office/questions/childrens-scrutiny/"),
    ("publisher", "/office/questions/childrens-scrutiny/new/"),
    ("publisher", "/office/questions/childrens-scrutiny/1/"),
    ("publisher", "/office/questions/childrens-scrutiny/1/change/"),
    ("director", "/office/questions/childrens-scrutiny/1/answer/"),
    ("director", "/office/questions/childrens-scrutiny/2/"),
    ("director", "/office/questions/childrens-scrutiny/2/reopen/"),
    ("publisher", "/office/actions/"),
    ("director", "/office/actions/childrens-scrutiny/"),
    ("director", "/office/actions/childrens-scrutiny/new/"),
    ("director", "/office/actions/childrens-scrutiny/1/"),
    ("director", "/office/actions/childrens-scrutiny/1/reopen/"),
    ("director", "/office/actions/childrens-scrutiny/2/"),
    ("director", "/office/actions/childrens-scrutiny/2/change/"),
    ("director", "/office/actions/childrens-scrutiny/2/note/"),
    ("director", "/office/actions/childrens-scrutiny/2/finish/"),
    ("director", "/office/links/"),
    ("director", "/office/links/childrens-scrutiny/new/"),
    ("director", "/office/links/childrens-scrutiny/1/remove/"),
]
ADMINISTRATION = [
    "",
    "accounts/user/",
    "accounts/user/1/change/",
    "accounts/auditentry/",
    "indicators/dataset/1/change/",
    "indicators/section/",
    "indicators/section/1/change/",
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
]


@VIEWPORTS
@pytest.mark.parametrize("address", PAGES)
def test_public_pages(page: Page, viewport: dict[str, int], address: str) -> None:
    page.set_viewport_size(viewport)
    page.goto(address)
    assert violations(page) == []


@pytest.mark.parametrize("address", [INDEX, SUMMARY])
def test_a_page_with_everything_unfolded(page: Page, address: str) -> None:
    page.goto(address)
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


def test_every_state_of_an_import(sign_in: SignIn, workbook: Path, tmp_path: Path) -> None:
    page = sign_in("data-officer")
    page.goto("/office/imports/")
    page.evaluate("document.querySelectorAll('form').forEach(each => each.noValidate = true)")
    page.get_by_role("button", name="Read the workbook").click()
    found = violations(page)  # nothing chosen
    send(page, ROOT / "examples" / "performance-index-2020-21.xlsx")
    found += violations(page)  # already imported
    send(page, workbook)
    found += violations(page)  # questions
    page.get_by_role("button", name="Save the answers").click()
    found += violations(page)  # answers missing
    answer_the_questions(page)
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    found += violations(page)  # ready
    page.set_viewport_size(NARROW)
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    page.locator("input[name=row]").first.uncheck()
    page.get_by_role("button", name="Save the choice of rows").click()
    found += violations(page)  # a row left out
    page.get_by_role("button", name="Cancel").click()
    found += violations(page)  # cancelled
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04 and nothing else")
    send(page, broken)
    found += violations(page)  # refused
    assert found == []


def test_every_state_of_saying_what_the_columns_are(sign_in: SignIn, tmp_path: Path) -> None:
    path = tmp_path / "report.xlsx"
    path.write_bytes(report(THRESHOLDS.replace("DOT (Month on Month)", "Wibble")))
    page = sign_in("data-officer")
    send(page, path)
    page.get_by_role("heading", name="What each column is").wait_for()
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    found = violations(page)  # as proposed, with one column unclear
    page.get_by_role("button", name="Confirm the columns").click()
    found += violations(page)  # the unclear column is not said
    page.set_viewport_size(NARROW)
    found += violations(page)
    page.get_by_label("Wibble").select_option("Leave it out")
    page.get_by_role("button", name="Confirm the columns").click()
    page.get_by_role("heading", name="would change").wait_for()
    page.get_by_role("link", name="What each column is").click()
    found += violations(page)  # confirmed, to be changed
    page.get_by_role("button", name="Cancel").click()
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


def test_every_state_of_a_report_on_its_way(sign_in: SignIn) -> None:
    page = sign_in("publisher")
    found: list[str] = []

    def look() -> None:
        for viewport in (WIDE, NARROW):
            page.set_viewport_size(viewport)
            found.extend(violations(page))
            width = page.evaluate("document.documentElement.scrollWidth")
            found.extend([f"{page.url} is {width} wide"] if width > viewport["width"] else [])

    page.goto("/office/reports/")
    page.locator("details").first.evaluate("each => each.open = true")
    look()  # the calendar unfolded
    page.get_by_label("As at").select_option("2020-11")
    page.get_by_role("button", name="Begin this report").click()
    page.get_by_role("heading", name="Before it is published").wait_for()
    look()  # a draft with something to do and something to read
    report = page.url
    for part in (1, 2):
        page.goto(f"{report}part-{part}/")
        look()
    page.goto(f"{report}details/")
    look()
    page.get_by_label("Standing sections").fill("For the {comittee}.")
    page.get_by_label("Reason of an override").fill("x")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("alert").wait_for()
    look()  # a text that cannot be read
    page.goto(f"{report}schedule/")
    page.evaluate("document.querySelectorAll('form').forEach(each => each.noValidate = true)")
    look()
    page.get_by_role("button", name="Schedule").click()
    page.get_by_role("alert").wait_for()
    look()  # no hour
    assert found == []


def test_a_report_is_begun_by_keyboard(sign_in: SignIn) -> None:
    page = sign_in("publisher")
    page.goto("/office/reports/")
    page.get_by_label("As at").focus()
    page.keyboard.type("November 2020")
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.get_by_role("link", name="Front sheet and text").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.get_by_label("Report number").fill("CEF21002")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.get_by_text("Saved.").wait_for()


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


def test_every_state_of_a_rebasing(sign_in: SignIn) -> None:
    page = sign_in("publisher")
    page.goto("/office/indicators/childrens-scrutiny/2020/indicators/average-caseloads/limits/")
    page.evaluate("document.querySelectorAll('form').forEach(each => each.noValidate = true)")
    page.get_by_role("button", name="Start the limits anew").click()
    found = violations(page)  # nothing said
    page.get_by_label("First month of the new limits").select_option(label="August 2020")
    page.get_by_label("Why do they start anew?").fill("Teams were merged")
    page.get_by_role("button", name="Start the limits anew").click()
    page.get_by_text("The limits start anew from August 2020.").wait_for()
    found += violations(page)  # rebased
    page.set_viewport_size(NARROW)
    found += violations(page)
    page.get_by_role("link", name="Withdraw").click()
    found += violations(page)  # about to be withdrawn
    page.get_by_label("Why is it withdrawn?").fill("In error")
    page.get_by_role("button", name="Withdraw this rebasing").click()
    page.get_by_text("no longer start anew").wait_for()
    assert found == []


def test_a_failed_sign_in(page: Page) -> None:
    page.goto("/account/sign-in/")
    page.get_by_label("User name").fill("nobody")
    page.get_by_label("Password").fill("nothing")
    page.get_by_role("button", name="Sign in").click()
    assert violations(page) == []
