"""Stories of the people who sign in."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import SignIn
from tests.factories.benchmarks import tool_csv
from tests.factories.layouts import MONTHLY, report

PART_2 = "/office/part-2/childrens-scrutiny/2020-12/"
WITHOUT_JAVASCRIPT = pytest.mark.parametrize(
    "options", [{}, {"java_script_enabled": False}], ids=["with JavaScript", "without JavaScript"]
)


def answer_the_questions(page: Page) -> None:
    for group in page.get_by_role("group").filter(has=page.get_by_role("radio")).all():
        group.get_by_role("radio").first.check()
    page.get_by_role("button", name="Save the answers").click()


def send_benchmarks(page: Page, figures: Path, dictionary: Path | None = None) -> None:
    page.goto("/office/imports/benchmarks/")
    page.get_by_label("Figures (CSV)").set_input_files(figures)
    if dictionary:
        page.get_by_label("Data dictionary").set_input_files(dictionary)
    page.get_by_role("button", name="Read the file").click()


@WITHOUT_JAVASCRIPT
def test_a_restricted_reader_reads_part_2_marked_as_exempt(sign_in: SignIn, options: dict[str, object]) -> None:
    page = sign_in("restricted-reader", **options)
    page.get_by_role("link", name="December 2020").click()
    band = page.get_by_role("region", name="Exempt information")
    expect(band).to_contain_text("EXEMPT")
    expect(band).to_contain_text("Schedule 12A")
    expect(band).to_contain_text("Restricted reader")
    expect(page.get_by_role("region", name="Below expectation").get_by_role("listitem")).to_have_count(5)
    page.get_by_role("link", name="Number of Children Looked After who were adopted").first.click()
    expect(page.get_by_role("row", name="December 2020")).to_contain_text("not in Part 1")
    page.get_by_role("button", name="Sign out").click()
    page.goto(PART_2)
    expect(page).to_have_url(re.compile("/account/sign-in/"))


@WITHOUT_JAVASCRIPT
def test_a_data_officer_imports_a_workbook(sign_in: SignIn, workbook: Path, options: dict[str, object]) -> None:
    page = sign_in("data-officer", **options)
    page.get_by_role("link", name="Import a workbook").click()
    page.get_by_label("Performance index").set_input_files(workbook)
    page.get_by_role("button", name="Read the workbook").click()
    if options:
        page.get_by_role("link", name="See what came of it").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("would change")
    expect(page.get_by_role("button", name="Apply")).to_have_count(0)
    answer_the_questions(page)
    expect(page.get_by_text("Performance Index!K23").first).to_be_visible()
    page.get_by_role("button", name="Apply").click()
    expect(page.get_by_role("main")).to_contain_text("changed")
    page.get_by_role("link", name="Imports").first.click()
    expect(page.get_by_role("main")).to_contain_text("Applied")


@WITHOUT_JAVASCRIPT
def test_a_data_officer_says_once_what_the_columns_are(
    sign_in: SignIn, tmp_path: Path, options: dict[str, object]
) -> None:
    path = tmp_path / "report.xlsx"
    path.write_bytes(report(MONTHLY.replace("Responsible Officer", f"Wibble {len(options)}")))
    page = sign_in("data-officer", **options)
    send(page, path)
    expect(page.get_by_role("heading", level=1)).to_have_text("What each column is")
    expect(page.get_by_text("Unclear: “Wibble")).to_be_visible()
    page.get_by_label("Wibble").select_option("Leave it out")
    page.get_by_role("button", name="Confirm the columns").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("would change")
    page.get_by_role("button", name="Cancel").click()
    send(page, path)
    expect(page.get_by_role("heading", level=1)).to_contain_text("would change")
    page.get_by_role("button", name="Cancel").click()


@WITHOUT_JAVASCRIPT
def test_a_data_officer_imports_benchmarks(sign_in: SignIn, tmp_path: Path, options: dict[str, object]) -> None:
    figures = tmp_path / "tool.csv"
    referrals = 600_000 + len(options)
    figures.write_bytes(tool_csv(f"Referrals,Referrals to children's social care,2020,England,{referrals},970,NA"))
    page = sign_in("data-officer", **options)
    send_benchmarks(page, figures)
    row = page.get_by_role("group", name="9 Number of 'Referrals'")
    row.get_by_label("The tool's indicator").select_option("Referrals")
    page.get_by_role("button", name="Save the matching").click()
    expect(page.get_by_role("row", name="Number of 'Referrals'")).to_contain_text(f"{referrals:,} (2020)")
    page.get_by_role("button", name="Apply 1 benchmark").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("tool.csv is applied")
    send_benchmarks(page, figures)
    expect(page.get_by_role("main")).to_contain_text("is already imported")


def test_answers_that_are_missing_are_named_with_their_cell(sign_in: SignIn, workbook: Path) -> None:
    page = sign_in("data-officer", java_script_enabled=False)
    send(page, workbook)
    page.get_by_role("button", name="Save the answers").click()
    expect(page.get_by_role("alert")).to_contain_text("L48")


def test_a_broken_workbook_is_refused_with_what_to_do(sign_in: SignIn, tmp_path: Path) -> None:
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"No., Indicator, Apr-20\n1, Referrals, 224\n")
    page = sign_in("data-officer", java_script_enabled=False)
    send(page, broken)
    expect(page.get_by_role("main")).to_contain_text("Excel workbook (.xlsx)")


def test_a_publisher_reads_why_each_figure_is_hidden(sign_in: SignIn) -> None:
    page = sign_in("publisher")
    page.get_by_role("link", name="disclosure check").first.click()
    row = page.get_by_role("row", name="Indicator 23, December 2020")
    expect(row).to_contain_text("counts between 1 and 5 people")
    expect(row).to_contain_text("0 or more")


@WITHOUT_JAVASCRIPT
def test_a_publisher_checks_a_report_before_it_is_published(sign_in: SignIn, options: dict[str, object]) -> None:
    page = sign_in("publisher", **options)
    page.get_by_role("link", name="Check a report").click()
    page.get_by_label("As at").select_option("October 2020")
    page.get_by_role("button", name="Check this report").click()
    expect(page.get_by_role("main")).to_contain_text("Safe to publish.")
    expect(page.get_by_role("row", name="Indicator 5, October 2020")).to_be_visible()
    expect(page.get_by_role("row", name="Indicator 5, December 2020")).to_have_count(0)


def test_an_administrator_keeps_people_and_finds_no_figures(sign_in: SignIn) -> None:
    page = sign_in("administrator")
    page.get_by_role("link", name="Administration").first.click()
    expect(page.get_by_role("link", name="Users")).to_be_visible()
    expect(page.get_by_role("link", name="Outturns")).to_have_count(0)
    page.goto(PART_2)
    expect(page.get_by_role("heading", level=1)).to_contain_text("no page at this address")


@WITHOUT_JAVASCRIPT
def test_an_administrator_sees_what_a_policy_would_change_before_it_counts(
    sign_in: SignIn, options: dict[str, object]
) -> None:
    page = sign_in("administrator", **options)
    page.get_by_role("link", name="Disclosure policy").click()
    expect(page.get_by_role("main")).to_contain_text("Counts of 1 to 5 are hidden")
    page.get_by_role("button", name="Change the policy").click()
    page.get_by_label("Smallest count of people that is published").fill("12")
    page.get_by_label("Reason").fill("A trial")
    page.get_by_role("button", name="See what would change").click()
    expect(page.get_by_role("table", name="What differs")).to_contain_text("12")
    expect(page.get_by_role("table", name="Items that would change")).to_be_visible()
    page.get_by_role("button", name="Change the numbers").click()
    expect(page.get_by_label("Smallest count of people that is published")).to_have_value("12")
    page.get_by_role("link", name="Disclosure policy").first.click()
    expect(page.get_by_role("main")).to_contain_text("Counts of 1 to 5 are hidden")


@WITHOUT_JAVASCRIPT
def test_a_publisher_hides_more_with_a_reason(sign_in: SignIn, options: dict[str, object]) -> None:
    page = sign_in("publisher", **options)
    page.goto("/office/check/childrens-scrutiny/2020-11/hide-more/")
    page.get_by_role("link", name="Number of 'Referrals' to Children's Social Care").click()
    page.get_by_label("Reason").fill("Asked for by the head of service")
    page.get_by_role("button", name=re.compile("^Hide.*year to date")).click()
    expect(page.get_by_role("row", name="Year to date")).to_contain_text("Asked for by the head of service")
    page.get_by_label("Reason").fill("No longer needed")
    page.get_by_role("button", name=re.compile("^Show again.*year to date")).click()
    expect(page.get_by_role("button", name=re.compile("^Hide.*year to date"))).to_be_visible()


def test_a_wrong_password_says_what_to_check(new_context: Callable[..., BrowserContext]) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto("/account/sign-in/")
    page.get_by_label("User name").fill("publisher")
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_contain_text("do not match")


def send(page: Page, workbook: Path) -> None:
    """Send a workbook and go on to what was made of it, as the page does by itself or the reader by its link."""
    page.goto("/office/imports/")
    page.get_by_label("Performance index").set_input_files(workbook)
    page.get_by_role("button", name="Read the workbook").click()
    page.wait_for_load_state()
    page.goto(page.url.replace("reading/", ""))
