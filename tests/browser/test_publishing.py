"""A report from the imported workbook to the public, corrected and taken back: what everybody does, in a browser."""

import re
import sqlite3
from contextlib import closing
from io import BytesIO
from pathlib import Path

import docx
from playwright.sync_api import Locator, Page, expect

from suppression.paper import Hidden, decode_part_1
from tests.browser.axe import violations
from tests.browser.conftest import NARROW, ROOT, WIDE, SignIn
from tests.browser.test_commentary import TEXTS
from tests.browser.test_grid import cell
from tests.browser.test_office import answer_the_questions
from tests.factories.papers import figures
from tests.factories.read_back import one_line, word_outline, word_text

DATASET, SLUG = "Papers for the committee", "papers-for-the-committee"
DECEMBER = "/office/reports/childrens-scrutiny/2020-12/"
PUBLIC = "/reports/childrens-scrutiny/2020-12/"
WORKBOOK = ROOT / "examples" / "performance-index-2020-21.xlsx"
PLAIN = {"java_script_enabled": False}
STANDING = (
    "1. Reason for report",
    "2. Recommendation(s)",
    "3. Commentary",
    "4. Impact on vulnerable adults and children",
    "5. Policy implications",
    "6. Financial implications",
    "7. Legal implications",
    "8. Personnel implications",
    "9. Procurement implications",
)
"""The numbered sections of the council's report of March 2021, in its order."""


class Look:
    """Everything that axe finds, wide and narrow, on the pages that were looked at; and whether one was too wide."""

    def __init__(self, is_on: bool) -> None:
        self.is_on = is_on
        self.found: list[str] = []

    def __call__(self, page: Page) -> None:
        if not self.is_on:
            return
        self.found += violations(page)
        page.set_viewport_size(NARROW)
        self.found += violations(page)
        width = page.evaluate("document.documentElement.scrollWidth")
        self.found += [f"{page.url} is {width} wide"] if width > NARROW["width"] else []
        page.set_viewport_size(WIDE)


def main(page: Page) -> Locator:
    return page.get_by_role("main")


def press(page: Page, button: str, said: str) -> None:
    page.get_by_role("button", name=button, exact=True).click()
    expect(main(page)).to_contain_text(said)


def everybodys_sections(database: Path, dataset: str) -> None:
    """What an administrator says: the officer and the director are responsible for every section."""
    with closing(sqlite3.connect(database, timeout=20)) as connection, connection:
        connection.execute(
            "INSERT INTO indicators_responsibility (section_id, user_id) "
            "SELECT section.id, person.id FROM indicators_section section "
            "JOIN indicators_dataset dataset ON dataset.id = section.dataset_id AND dataset.slug = ? "
            "CROSS JOIN accounts_user person WHERE person.username IN ('director', 'data-officer')",
            [dataset],
        )


def import_the_workbook(sign_in: SignIn, database: Path) -> None:
    """A new dataset; the officer imports its index and submits it, the director approves it."""
    administrator = sign_in("administrator")
    administrator.goto("/administration/indicators/dataset/add/")
    administrator.get_by_label("Name:").first.press_sequentially(DATASET)  # its slug follows
    administrator.get_by_role("button", name="Save", exact=True).click()
    administrator.wait_for_url("**/indicators/dataset/")

    officer = sign_in("data-officer")
    officer.get_by_role("link", name="Import a workbook").click()
    officer.get_by_label("Dataset").select_option(DATASET)
    officer.get_by_label("Performance index").set_input_files(WORKBOOK)
    officer.get_by_role("button", name="Read the workbook").click()
    expect(officer.get_by_role("heading", level=1)).to_contain_text("would change")
    answer_the_questions(officer)
    officer.get_by_role("button", name=re.compile("^Apply")).click()
    everybodys_sections(database, SLUG)
    officer.goto(f"/office/figures/{SLUG}/2020/submit/")
    press_matching(officer, r"^Submit \d+ figures$", "figures submitted.")

    approve_every_section(sign_in("director"), SLUG)


def approve_every_section(director: Page, slug: str) -> None:
    director.goto(f"/office/figures/{slug}/2020/approve/")
    whole_sections = director.get_by_role("button", name=re.compile("^Approve all "))
    while whole_sections.count():
        whole_sections.first.click()
        expect(main(director)).to_contain_text("approved.")
    expect(main(director)).to_contain_text("No figure of your sections waits for you.")


def press_matching(page: Page, button: str, said: str) -> None:
    page.get_by_role("button", name=re.compile(button)).click()
    expect(main(page)).to_contain_text(said)


def comment_on_every_exception(sign_in: SignIn, slug: str, month: str, options: dict[str, object]) -> list[str]:
    """The director writes and submits, the publisher agrees. The exceptions' numbers."""
    address = f"/office/commentary/{slug}/{month}/"
    director, publisher = sign_in("director", **options), sign_in("publisher", **options)
    director.goto(address)
    links = director.locator("tbody th a, tbody td a").evaluate_all("links => links.map(each => each.href)")
    numbers = [each.split()[0] for each in director.locator("tbody tr").all_inner_texts()]
    for number, link in zip(numbers, dict.fromkeys(links), strict=True):
        director.goto(link)
        part_1, part_2 = TEXTS.get(number, ("The service keeps this under review.", ""))
        director.get_by_label("Part 1 text").fill(part_1)
        director.get_by_label("Part 2 text").fill(part_2)
        press(director, "Submit", "Submitted. The publisher agrees or returns it.")
        publisher.goto(link)
        press(publisher, "Agree", "Agreed. It stands in the report.")
    return numbers


def begin(publisher: Page, dataset: str, month: str) -> None:
    publisher.goto("/office/")
    publisher.get_by_role("link", name="Reports", exact=True).last.click()
    publisher.get_by_label("Dataset").select_option(dataset)
    publisher.get_by_label("As at").select_option(month)
    publisher.get_by_role("button", name="Begin this report").click()
    expect(publisher.get_by_role("heading", level=2, name="Before it is published")).to_be_visible()


def fill_in_the_front_sheet(publisher: Page) -> None:
    publisher.get_by_role("link", name="Front sheet and text").click()
    publisher.get_by_label("Decision maker").fill("Children’s Scrutiny Committee")
    for box, part in (("Day", "10"), ("Month", "3"), ("Year", "2021")):
        publisher.get_by_label(box, exact=True).fill(part)
    publisher.get_by_label("Report number").fill("CEF21007")
    press(publisher, "Save", "Saved.")
    expect(main(publisher)).to_contain_text("Front sheet and standing sections are written.")


def make_the_files(publisher: Page, has_progress: bool) -> None:
    made = publisher.locator("[data-standing]")
    expect(made.first).to_have_text("not made yet")
    publisher.get_by_role("button", name="Make the files now").click()
    if has_progress:
        expect(publisher.get_by_role("status")).to_contain_text(re.compile(r"Making the files: \d of 7 are made\."))
    expect(publisher.get_by_role("button", name="Make the files now")).to_have_count(0, timeout=60_000)
    assert set(made.all_inner_texts()) == {"made"}


def downloaded(page: Page, link: Locator) -> bytes:
    with page.expect_download() as download:
        link.click()
    return Path(download.value.path()).read_bytes()


def test_a_report_from_the_imported_workbook_to_the_public(sign_in: SignIn, page: Page, database: Path) -> None:
    look = Look(is_on=True)
    import_the_workbook(sign_in, database)
    exceptions = comment_on_every_exception(sign_in, SLUG, "2020-12", {})
    assert exceptions == ["22.2", "23", "26", "29", "35.1"]

    # The publisher begins the report, fills in its front sheet, and makes it ready, and its files.
    publisher = sign_in("publisher")
    begin(publisher, DATASET, "2020-12")
    look(publisher)
    fill_in_the_front_sheet(publisher)
    press(publisher, "Make it ready to approve", "Both papers are made.")
    expect(main(publisher)).to_contain_text("Nobody publishes alone: you prepared this report")
    expect(publisher.get_by_role("button", name="Approve")).to_have_count(0)
    make_the_files(publisher, has_progress=True)
    look(publisher)

    # Another publisher reads it, returns it, reads it again, and approves it.
    second = sign_in("second-publisher")
    second.goto(publisher.url)
    second.get_by_role("link", name="Return with a reason").click()
    press(second, "Return the report", "Say what is to be changed")
    look(second)
    second.get_by_label("What is to be changed?").fill("The ward is not said")
    press(second, "Return the report", "Returned, with your reason.")
    publisher.reload()
    expect(main(publisher)).to_contain_text("Returned: The ward is not said")
    look(publisher)
    press(publisher, "Make it ready to approve", "Both papers are made.")
    second.reload()
    second.get_by_role("link", name="Part 2", exact=True).click()
    expect(main(second)).to_contain_text("exactly as it would be published")
    expect(main(second)).to_contain_text("5 children were adopted by the end of December 2020")
    second.go_back()
    second.get_by_role("link", name="Part 1", exact=True).click()
    expect(main(second)).not_to_contain_text("5 children were adopted")
    second.go_back()
    press(second, "Approve", "Approved. It can be scheduled or published.")
    look(second)

    # Nobody finds it before it is published; then everybody does, and whoever comes too late is told so.
    address = f"/reports/{SLUG}/2020-12/"
    answer = page.goto(address)
    assert answer is not None and answer.status == 404
    publisher.reload()
    press(publisher, "Publish now", "Published.")
    press(second, "Publish now", "Somebody else has changed this report")
    look(publisher)

    # A reader without an account downloads the Word report of Part 1.
    page.goto(address)
    main(page).get_by_role("link", name="downloads", exact=True).click()
    word = downloaded(page, page.get_by_role("link", name=re.compile("^Word")).first)
    paper = decode_part_1(downloaded(page, page.get_by_role("link", name=re.compile("^JSON")).first))
    outline = [words for _, words in word_outline(word)]
    assert [each for each in outline if each in STANDING] == list(STANDING)
    titles = {each.number: each.title for each in paper.indicators}
    in_part_1 = [number for number in exceptions if TEXTS[number][0]]
    headed = [each for each in outline if re.match(r"3\.\d\.\d", each)]
    for number in in_part_1:
        assert any(f"Indicator {number}: {titles[number]}" in each for each in headed)
    text = one_line(word_text(word))
    assert "Please refer to the Part 2 report for management commentary on" in text
    assert "Children’s Scrutiny Committee" in text and "CEF21007" in text and "10 March 2021" in text
    assert "5 children were adopted" not in text
    cells = one_line(" ".join(each.text for table in docx.Document(BytesIO(word)).tables for each in _cells(table)))
    shown = [each.text for each in figures(paper).values() if not isinstance(each, Hidden)]
    assert len(shown) > 300
    assert [each for each in shown if one_line(each) not in cells] == []
    assert look.found == []


def _cells(table: docx.table.Table) -> list[docx.table._Cell]:
    return table._cells


def test_without_javascript_a_report_is_led_to_the_public_and_scheduled(sign_in: SignIn, page: Page) -> None:
    comment_on_every_exception(sign_in, "childrens-scrutiny", "2020-11", PLAIN)
    publisher = sign_in("publisher", **PLAIN)
    begin(publisher, "Children's Scrutiny Dataset", "2020-11")
    fill_in_the_front_sheet(publisher)
    press(publisher, "Make it ready to approve", "Both papers are made.")
    make_the_files(publisher, has_progress=False)
    director = sign_in("director", **PLAIN)
    director.goto(publisher.url)
    expect(main(director)).to_contain_text("You wrote all of its commentary")
    second = sign_in("second-publisher", **PLAIN)
    second.goto(publisher.url)
    press(second, "Approve", "Approved. It can be scheduled or published.")
    publisher.reload()
    publisher.get_by_role("link", name="Schedule", exact=True).click()
    for box, part in (("Day", "20"), ("Month", "7"), ("Year", "2090")):
        publisher.get_by_label(box, exact=True).fill(part)
    publisher.get_by_label("Time").fill("09:30")
    press(publisher, "Schedule", "It is published on 20 July 2090 at 09:30")
    answer = page.goto("/reports/childrens-scrutiny/2020-11/")
    assert answer is not None and answer.status == 404
    press(publisher, "Cancel the schedule", "The schedule is cancelled.")
    press(publisher, "Publish now", "Published.")
    page.goto("/reports/childrens-scrutiny/2020-11/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("November 2020")


def files_of(page: Page, address: str) -> dict[str, bytes]:
    """Every file of a publication as a reader gets it, by its name."""
    links = re.findall(r'href="([^"]*/files/[^"]*)"', page.request.get(f"{address}downloads/").text())
    return {link.rpartition("/")[2]: page.request.get(link).body() for link in links}


def correct_december(sign_in: SignIn) -> None:
    """The publisher opens two figures, the officer enters them anew, the director approves them."""
    publisher = sign_in("publisher")
    publisher.get_by_role("link", name="2020/21").first.click()
    publisher.get_by_role("link", name=re.compile("Referrals")).click()
    for box in publisher.get_by_role("checkbox", name=re.compile("December 2020")).all():
        box.check()
    publisher.get_by_label("Reason").fill("Two teams sent late returns")
    press(publisher, "Open for correction", "opened for correction.")
    officer = sign_in("data-officer", **PLAIN)
    officer.goto("/office/figures/childrens-scrutiny/2020/?month=2020-12")
    cell(officer, "9", "December 2020").fill("311")
    officer.get_by_label(re.compile(r"^9 .*year to date.*December 2020", re.IGNORECASE)).fill("2844")
    press(officer, "Save what was changed", "saved.")
    officer.goto("/office/figures/childrens-scrutiny/2020/submit/")
    press_matching(officer, r"^Submit \d+ figures?$", "submitted.")
    approve_every_section(sign_in("director"), "childrens-scrutiny")


def test_a_month_is_corrected_and_the_old_report_stays_as_it_was_then_both_are_withdrawn(
    sign_in: SignIn, page: Page
) -> None:
    look = Look(is_on=True)
    before = files_of(page, f"{PUBLIC}publications/1/")
    assert len(before) == 7
    correct_december(sign_in)

    publisher = sign_in("publisher")
    publisher.goto(DECEMBER)
    publisher.get_by_role("link", name="What the figures and texts of this report say today").click()
    expect(main(publisher)).to_contain_text("311")
    look(publisher)
    publisher.goto(DECEMBER)
    publisher.get_by_role("link", name="Correct this report").click()
    press(publisher, "Begin the correction", "Say why it is corrected")
    look(publisher)
    publisher.get_by_label("Late data").check()
    publisher.get_by_label("Why is it corrected?").fill("Two teams sent their returns late.")
    press(publisher, "Begin the correction", "The correction is begun, as a draft.")
    look(publisher)
    press(publisher, "Make it ready to approve", "Both papers are made.")
    second = sign_in("second-publisher")
    second.goto(DECEMBER)
    press(second, "Approve", "Approved.")
    press(second, "Publish now", "Published.")
    look(second)

    # The old one is what it was, to the byte, and each leads to the other.
    page.goto(PUBLIC)
    expect(main(page)).to_contain_text("Two teams sent their returns late.")
    page.goto(f"{PUBLIC}publications/1/")
    expect(main(page)).to_contain_text(re.compile("corrected", re.IGNORECASE))
    assert files_of(page, f"{PUBLIC}publications/1/") == before
    after = files_of(page, PUBLIC)
    assert all(after[name] != content for name, content in before.items() if name in after)
    page.goto("/corrections/")
    expect(main(page)).to_contain_text("Two teams sent their returns late.")

    # Both are taken back at once.
    second.get_by_role("link", name="Withdraw this report").click()
    press(second, "Withdraw it now", "Write what the public reads instead")
    look(second)
    second.get_by_label("What does the public read instead?").fill("A table was wrong. A new report follows.")
    press(second, "Withdraw it now", "What was published of this report is withdrawn.")
    look(second)
    for address in (PUBLIC, f"{PUBLIC}publications/1/", f"{PUBLIC}summary/"):
        gone = page.request.get(address)  # a window that has the page keeps it for a minute
        assert gone.status == 410
        assert "A table was wrong. A new report follows." in gone.text()
    assert look.found == []
