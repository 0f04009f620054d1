"""The entry grid as a spreadsheet: keys, saving, questions, paste, undo, two people at once, a lost line."""

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Dialog, Locator, Page, expect

from tests.browser.axe import violations
from tests.browser.conftest import NARROW, WIDE, SetState, SignIn

GRID = "/office/figures/childrens-scrutiny/2020/"
STORED = re.compile("saved|queried")
ODD = "50% (96/100)"
"""A percentage that its own numerator and denominator contradict."""


def cell(page: Page, number: str, month: str) -> Locator:
    """The input of an indicator and month, such as "9" and "January 2021"."""
    month_of = f"[aria-label^='{number} '][aria-label$=', {month}']"
    return page.locator(f".app-grid__input{month_of}:not([id*=ytd])")


def place(page: Page, number: str, month: str) -> Locator:
    return page.locator("td").filter(has=cell(page, number, month))


def expect_saving(page: Page, number: str, month: str, state: str | re.Pattern[str]) -> None:
    expect(place(page, number, month)).to_have_attribute("data-saving", state)


def status(page: Page) -> Locator:
    return page.locator("[data-grid-status]")


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def enter(page: Page, number: str, month: str, text: str, *, result: str | re.Pattern[str] = STORED) -> None:
    cell(page, number, month).fill(text)
    cell(page, number, month).press("Enter")
    expect_saving(page, number, month, result)


def paste(page: Page, number: str, month: str, text: str, html: str = "") -> None:
    cell(page, number, month).focus()
    cell(page, number, month).evaluate(
        """(input, [text, html]) => {
          const clipboardData = new DataTransfer()
          clipboardData.setData('text/plain', text)
          if (html) clipboardData.setData('text/html', html)
          input.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
        }""",
        [text, html],
    )


def open_grid(page: Page) -> Page:
    page.goto(GRID)
    page.locator("[data-grid=ready]").wait_for()
    return page


def reload(page: Page) -> None:
    page.reload()
    page.locator("[data-grid=ready]").wait_for()


@pytest.fixture(autouse=True)
def nothing_is_published(restored: None, database: Path) -> None:
    """The months of the demonstration are locked; here they are drafts again."""
    with closing(sqlite3.connect(database, timeout=20)) as connection, connection:
        connection.execute("UPDATE indicators_outturn SET state = 'draft', approved_by_id = NULL")


@pytest.fixture
def grid(sign_in: SignIn) -> Page:
    """The grid as the data officer sees it."""
    return open_grid(sign_in("data-officer"))


def test_keys_move_as_in_a_spreadsheet(grid: Page) -> None:
    cell(grid, "19", "May 2020").focus()
    press(grid, "ArrowRight")
    expect(cell(grid, "19", "June 2020")).to_be_focused()
    press(grid, "ArrowDown")
    expect(cell(grid, "20", "June 2020")).to_be_focused()
    press(grid, "Tab")
    expect(cell(grid, "20", "July 2020")).to_be_focused()
    press(grid, "Shift+Tab", "Enter")
    expect(cell(grid, "21", "June 2020")).to_be_focused()
    press(grid, "Shift+Enter", "ArrowUp", "ArrowLeft")
    expect(cell(grid, "19", "May 2020")).to_be_focused()


def test_left_and_right_move_the_caret_while_one_edits(grid: Page) -> None:
    was = cell(grid, "19", "May 2020").input_value()
    cell(grid, "19", "May 2020").focus()
    grid.keyboard.type("12")
    press(grid, "ArrowLeft")
    grid.keyboard.type("5")
    expect(cell(grid, "19", "May 2020")).to_have_value("152")
    expect(cell(grid, "19", "May 2020")).to_be_focused()
    press(grid, "Escape")
    expect(cell(grid, "19", "May 2020")).to_have_value(was)
    press(grid, "ArrowRight")
    expect(cell(grid, "19", "June 2020")).to_be_focused()


def test_a_click_takes_the_cell_and_a_second_one_sets_the_caret(grid: Page) -> None:
    may = cell(grid, "19", "May 2020")
    selected = "input => input.selectionEnd - input.selectionStart"
    may.click()
    assert may.evaluate(selected) == len(may.input_value()) > 0
    may.click()
    assert may.evaluate(selected) == 0


def test_up_and_down_choose_among_absences_that_fit_what_is_typed(grid: Page) -> None:
    cell(grid, "19", "May 2020").focus()
    grid.keyboard.type("Not")
    press(grid, "ArrowDown")
    expect(cell(grid, "19", "May 2020")).to_be_focused()
    press(grid, "Escape", "Escape")


def test_f2_opens_the_cells_panel_and_escape_leads_back(grid: Page) -> None:
    cell(grid, "19", "May 2020").focus()
    press(grid, "F2")
    expect(grid.get_by_role("dialog")).to_contain_text("Number of Children Looked After")
    assert violations(grid) == []
    press(grid, "Escape")
    expect(grid.get_by_role("dialog")).to_have_count(0)
    expect(cell(grid, "19", "May 2020")).to_be_focused()


def test_undo_puts_back_what_was_saved_before_and_then_what_was_before_that(grid: Page) -> None:
    march = cell(grid, "28", "March 2021")
    enter(grid, "28", "March 2021", "51")
    enter(grid, "28", "March 2021", "52")
    expect(march).to_have_attribute("name", re.compile("-2$"))
    press(grid, "Control+z")
    expect(status(grid)).to_contain_text("Undone")
    expect(march).to_have_value("51")
    press(grid, "Control+z")
    expect(march).to_have_value("")
    expect(status(grid)).to_contain_text("no figure")
    press(grid, "Control+z")
    expect(status(grid)).to_contain_text("nothing to undo")
    reload(grid)
    expect(march).to_have_value("")


def test_undo_while_one_types_is_the_browsers_own(grid: Page) -> None:
    enter(grid, "28", "February 2021", "51")
    cell(grid, "28", "February 2021").focus()
    grid.keyboard.type("9")
    press(grid, "Control+z")
    expect(cell(grid, "28", "February 2021")).to_have_value("51")
    expect(status(grid)).not_to_contain_text("Undone")


def test_what_is_no_figure_is_refused_and_put_back(grid: Page) -> None:
    enter(grid, "29", "January 2021", "a lot", result="refused")
    refused = cell(grid, "29", "January 2021")
    expect(refused).to_have_attribute("aria-invalid", "true")
    expect(refused).to_have_accessible_description(re.compile("“a lot” is neither a figure"))
    expect(status(grid)).to_contain_text("“a lot” is neither a figure")
    assert violations(grid) == []
    grid.get_by_role("group", name="29 Average Caseloads, January 2021").get_by_role("button").click()
    expect(refused).to_have_value("")
    expect(refused).to_be_focused()
    expect(refused).not_to_have_attribute("aria-invalid", "true")
    expect(grid.get_by_role("group", name="29 Average Caseloads, January 2021")).to_have_count(0)


def test_a_queried_figure_says_what_is_asked_and_wants_an_answer(grid: Page) -> None:
    enter(grid, "10", "February 2021", ODD, result="queried")
    expect(place(grid, "10", "February 2021")).to_have_attribute("data-queried", "")
    question = grid.get_by_role("group", name=re.compile("^10 .*February 2021$"))
    question.get_by_role("button", name="Keep").click()
    expect(question).to_contain_text("Say why the figure is right")
    expect(question.get_by_label("Why is it so?")).to_be_focused()
    assert violations(grid) == []
    question.get_by_role("button", name="Correct").click()
    expect(cell(grid, "10", "February 2021")).to_be_focused()
    grid.keyboard.type("96% (96/100)")
    press(grid, "Enter")
    expect_saving(grid, "10", "February 2021", "saved")
    expect(place(grid, "10", "February 2021")).not_to_have_attribute("data-queried", "")


def test_a_question_goes_when_another_figure_settles_it(grid: Page) -> None:
    total = grid.locator(".app-grid__input[aria-label^='23 '][id*=ytd]")
    total.fill("6")
    total.press("Enter")
    queried = grid.locator("td[data-queried]").filter(has=total)
    expect(queried).to_have_count(1)
    enter(grid, "23", "December 2020", "6")
    expect(queried).to_have_count(0)
    expect(grid.get_by_role("group", name=re.compile("^23 .*year to date"))).to_have_count(0)
    reload(grid)
    expect(total).to_have_value("6")
    expect(queried).to_have_count(0)


def test_a_figure_queried_earlier_is_explained_with_enter(grid: Page) -> None:
    enter(grid, "20", "February 2021", ODD, result="queried")
    reload(grid)
    cell(grid, "20", "February 2021").focus()
    press(grid, "Enter")
    expect(grid.get_by_label("Why is it so?")).to_be_focused()
    press(grid, "Escape")
    expect(cell(grid, "20", "February 2021")).to_be_focused()


def test_an_approved_figure_is_changed_with_a_reason(grid: Page, set_state: SetState) -> None:
    set_state("32", "2020-05", "approved")
    enter(grid, "32", "May 2020", "3", result="needs-reason")
    assert violations(grid) == []
    grid.get_by_role("button", name="Change the figure").click()
    expect(grid.get_by_text("Give a reason for the change, or put the figure back")).to_be_visible()
    grid.get_by_label("Reason for the change").fill("A late return")
    press(grid, "Enter")
    expect_saving(grid, "32", "May 2020", STORED)
    expect(place(grid, "32", "May 2020")).to_have_attribute("data-state", "draft")


def test_a_figure_that_was_locked_meanwhile_says_so(grid: Page, set_state: SetState) -> None:
    was = cell(grid, "32", "June 2020").input_value()
    set_state("32", "2020-06", "locked")
    enter(grid, "32", "June 2020", "3", result="locked")
    expect(status(grid)).to_contain_text("locked")
    expect(cell(grid, "32", "June 2020")).to_have_attribute("readonly", "")
    assert violations(grid) == []
    grid.get_by_role("button", name=f"Put back {was}").click()
    expect(cell(grid, "32", "June 2020")).to_have_value(was)


@pytest.mark.parametrize(
    ("choice", "month", "stays"), [("Keep mine", "July 2020", "17"), ("Take theirs", "August 2020", "15")]
)
def test_two_people_see_both_figures_and_one_chooses(
    grid: Page, sign_in: SignIn, choice: str, month: str, stays: str
) -> None:
    other = open_grid(sign_in("data-officer"))
    enter(other, "32", month, "15")
    enter(grid, "32", month, "17", result="clash")
    clash = grid.get_by_role("group", name=re.compile(f"^32 .*{month}$"))
    expect(clash).to_contain_text(re.compile(r"Yours\s*17\s*Theirs\s*15\s*Data officer.*\d\d:\d\d"))
    assert violations(grid) == []
    clash.get_by_role("button", name=choice).click()
    expect(cell(grid, "32", month)).to_have_value(stays)
    expect(grid.get_by_text("Theirs", exact=True)).to_have_count(0)
    enter(grid, "34", month, "6")
    reload(grid)
    expect(cell(grid, "32", month)).to_have_value(stays)


BLOCK = '11\t12\r\n"21\n"\t22\r\n'
WORD = "<table><tr><td><p>31</p></td><td><p>32</p></td></tr><tr><td><p>41</p></td><td><p>42</p></td></tr></table>"


@pytest.mark.parametrize(("html", "first"), [("", "11"), (WORD, "31")], ids=["from Excel", "from Word"])
def test_a_block_is_shown_before_it_counts_and_undone_as_one(grid: Page, html: str, first: str) -> None:
    numbers = ("1.1", "1.2")
    months = (month, _) = ("February 2021", "March 2021")
    paste(grid, "1.1", month, BLOCK, html)
    dialog = grid.get_by_role("dialog")
    expect(dialog.get_by_role("row")).to_have_count(5)
    expect(dialog.get_by_role("row").nth(1)).to_contain_text(re.compile(rf"1\.1 .*{month}\s*blank\s*{first}"))
    assert violations(grid) == []
    assert [cell(grid, number, each).input_value() for number in numbers for each in months] == [""] * 4
    dialog.get_by_role("button", name="Apply 4 figures").click()
    expect(dialog).to_have_count(0)
    expect(cell(grid, "1.1", month)).to_be_focused()
    expect(cell(grid, "1.1", month)).to_have_value(first)
    expect(status(grid)).to_contain_text("Saved")
    press(grid, "Control+z")
    for number in numbers:
        for each in months:
            expect(cell(grid, number, each)).to_have_value("")
    reload(grid)
    expect(cell(grid, "1.1", month)).to_have_value("")


def test_a_block_with_one_wrong_cell_changes_nothing(grid: Page) -> None:
    paste(grid, "33", "January 2021", "31%\t32%\r\n31\tmany")
    dialog = grid.get_by_role("dialog")
    expect(dialog.get_by_role("row").nth(1)).to_contain_text("Refused: “many” is neither a figure")
    expect(dialog.get_by_role("button", name=re.compile("Apply"))).to_have_count(0)
    assert violations(grid) == []
    dialog.get_by_role("button", name="Close").click()
    expect(cell(grid, "33", "January 2021")).to_have_value("")
    expect(cell(grid, "33", "January 2021")).to_be_focused()


def test_a_block_beyond_the_grids_edge_is_said_and_not_cut(grid: Page) -> None:
    paste(grid, "34", "March 2021", "1\t2\t3\t4\r\n5\t6\t7\t8")
    expect(grid.get_by_role("dialog")).to_contain_text("the block is 2 rows by 4 columns")
    assert violations(grid) == []
    press(grid, "Escape")
    expect(cell(grid, "34", "March 2021")).to_have_value("")


def test_merged_cells_are_not_guessed_at(grid: Page) -> None:
    paste(grid, "34", "January 2021", "", "<table><tr><td colspan=2>1</td></tr><tr><td>2</td><td>3</td></tr></table>")
    expect(grid.get_by_role("dialog")).to_contain_text("merged cells")


def test_one_figure_is_pasted_in_the_browsers_own_way(grid: Page, new_context: object) -> None:
    grid.context.grant_permissions(["clipboard-read", "clipboard-write"])
    grid.evaluate("navigator.clipboard.writeText('47')")
    cell(grid, "34", "January 2021").focus()
    press(grid, "Control+v", "Enter")
    expect_saving(grid, "34", "January 2021", "saved")
    expect(cell(grid, "34", "January 2021")).to_have_value("47")


def test_two_lines_in_one_cell_do_not_become_one_number(grid: Page) -> None:
    paste(grid, "34", "February 2021", "12\n15", "<table><tr><td><p>12</p><p>15</p></td></tr></table>")
    expect(cell(grid, "34", "February 2021")).to_have_value("12 15")
    press(grid, "Enter")
    expect_saving(grid, "34", "February 2021", "refused")


def test_a_lost_line_keeps_what_is_typed_and_tries_again(grid: Page) -> None:
    grid.route("**/save/**", lambda route: route.abort())
    enter(grid, "29", "February 2021", "14", result="failed")
    enter(grid, "29", "March 2021", "15", result="failed")
    expect(status(grid)).to_contain_text("2 figures are not saved")
    expect(cell(grid, "29", "February 2021")).to_have_value("14")
    assert violations(grid) == []
    grid.unroute("**/save/**")
    grid.get_by_role("button", name="Try again").click()
    expect_saving(grid, "29", "February 2021", "saved")
    expect_saving(grid, "29", "March 2021", "saved")
    expect(grid.get_by_role("button", name="Try again")).to_have_count(0)
    reload(grid)
    expect(cell(grid, "29", "March 2021")).to_have_value("15")


def test_who_is_signed_out_signs_in_elsewhere_and_goes_on(grid: Page) -> None:
    other = grid.context.new_page()
    other.goto("/office/")
    other.get_by_role("button", name="Sign out").click()
    enter(grid, "2", "February 2021", "14", result="failed")
    expect(status(grid)).to_contain_text("you are signed out")
    other.goto("/account/sign-in/")
    other.get_by_label("User name").fill("data-officer")
    other.get_by_label("Password").fill("only-for-demonstration")
    other.get_by_role("button", name="Sign in").click()
    other.wait_for_url("**/office/")
    grid.get_by_role("button", name="Try again").click()
    expect_saving(grid, "2", "February 2021", "saved")


def test_leaving_with_unsaved_text_asks_first(grid: Page) -> None:
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    grid.on("dialog", stay)
    cell(grid, "2", "March 2021").focus()
    grid.keyboard.type("x")
    grid.evaluate("location.assign('/office/')")
    grid.wait_for_timeout(300)
    assert asked == ["beforeunload"]
    press(grid, "Escape")
    grid.evaluate("location.assign('/office/')")
    grid.wait_for_url("**/office/")
    assert asked == ["beforeunload"]


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
def test_axe_finds_nothing_while_figures_are_queried_refused_and_not_saved(
    new_context: Callable[..., BrowserContext], sign_in: SignIn, viewport: dict[str, int]
) -> None:
    page = open_grid(sign_in("data-officer", viewport=viewport))
    found = violations(page)
    enter(page, "20", "January 2021", ODD, result="queried")
    enter(page, "21", "January 2021", "many", result="refused")
    page.route("**/save/**", lambda route: route.abort())
    enter(page, "24", "January 2021", "9%", result="failed")
    found += violations(page)
    page.unroute("**/save/**")
    cell(page, "24", "March 2021").press("Escape")
    assert found == []
