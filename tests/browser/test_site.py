"""Stories of the site around the reports: finding something, what was corrected or withdrawn, downloads."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from reports.renderers import RENDERERS
from suppression.paper import decode_part_1, encode, sha256
from tests.browser.axe import violations
from tests.browser.conftest import NARROW, WIDE
from tests.browser.test_public import INDEX, WINDOWS
from tests.factories.corrections import CONTENT, correction_of

OCTOBER = "/reports/childrens-scrutiny/2020-10/"
FIRST = f"{INDEX}publications/1/"
PAGES = [
    "/reports/",
    "/corrections/",
    "/how-to-read/",
    "/accessibility/",
    "/privacy/",
    "/search/",
    "/search/?q=children+plan",
    "/search/?q=aeroplane",
    "/search/?q=a",
    f"{INDEX}downloads/",
]
PAGES_OF_CORRECTIONS = [
    "/reports/",
    "/corrections/",
    INDEX,
    FIRST,
    f"{FIRST}indicators/average-caseloads/",
    f"{FIRST}downloads/",
    f"{INDEX}downloads/",
    OCTOBER,
]


@pytest.fixture
def corrected(site: str, database: Path, restored: None) -> None:
    """December's report is corrected and has files; October's is withdrawn."""
    with closing(sqlite3.connect(database, timeout=20)) as connection, connection:
        row = connection.execute(
            "SELECT dataset_slug, dataset_name, title, as_at, document FROM reports_publishedpaper "
            "WHERE as_at = '2020-12-01'"
        ).fetchone()
        paper = correction_of(decode_part_1(row[4]), date(2021, 3, 2), "error", "Two columns were exchanged.", 2)
        document = encode(paper)
        correction = connection.execute(
            "INSERT INTO reports_publishedpaper "
            "(dataset_slug, dataset_name, title, as_at, sequence, published_at, document, sha256) "
            "VALUES (?, ?, ?, ?, 2, '2026-12-31 09:30:00', ?, ?)",
            [*row[:4], document, sha256(document)],
        ).lastrowid
        for kind, renderer in RENDERERS.items():
            connection.execute(
                "INSERT INTO reports_publishedfile (paper_id, kind, name, content, size, sha256) "
                "VALUES (?, ?, ?, ?, ?, ?)",
                [correction, kind, renderer.name(paper), CONTENT, len(CONTENT), sha256(CONTENT)],
            )
        connection.execute(
            "INSERT INTO reports_withdrawnreport "
            "(dataset_slug, dataset_name, title, as_at, sequence, notice, withdrawn_at) "
            "VALUES (?, ?, ?, '2020-10-01', 1, 'A table was laid out wrongly.', '2026-12-31 10:00:00')",
            row[:3],
        )


VIEWPORTS = pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
SCRIPTS = pytest.mark.parametrize("has_scripts", [True, False], ids=["with scripts", "without scripts"])


def found_on(
    addresses: list[str], new_context: Callable[..., BrowserContext], viewport: dict[str, int], has_scripts: bool
) -> list[str]:
    """What axe finds on these pages, and which of them scroll sideways. Without scripts the site's own are kept away:
    axe is one itself, and does not end where the browser runs none.
    """
    context = new_context(viewport=viewport)
    if not has_scripts:
        context.route("**/*.mjs", lambda route: route.abort())
    page = context.new_page()
    found = []
    for address in addresses:
        page.goto(address)
        assert (page.locator("body.js-enabled").count() == 1) == has_scripts
        found += violations(page)
        if page.evaluate("document.documentElement.scrollWidth") > viewport["width"]:
            found.append(f"{address} scrolls sideways")
    return found


@VIEWPORTS
@SCRIPTS
def test_axe_finds_nothing_on_the_pages_around_the_reports(
    new_context: Callable[..., BrowserContext], viewport: dict[str, int], has_scripts: bool
) -> None:
    assert found_on(PAGES, new_context, viewport, has_scripts) == []


@pytest.mark.usefixtures("corrected")
@VIEWPORTS
@SCRIPTS
def test_axe_finds_nothing_where_something_was_corrected_or_withdrawn(
    new_context: Callable[..., BrowserContext], viewport: dict[str, int], has_scripts: bool
) -> None:
    assert found_on(PAGES_OF_CORRECTIONS, new_context, viewport, has_scripts) == []


@WINDOWS
def test_a_reader_finds_an_indicator_from_any_page(
    new_context: Callable[..., BrowserContext], options: dict[str, object]
) -> None:
    context = new_context(**options)
    page = context.new_page()
    page.goto("/privacy/")
    page.get_by_role("search").get_by_label("Search").fill("caseloads")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=caseloads")
    expect(page.get_by_role("main").get_by_role("listitem").first).to_contain_text("29 Average Caseloads")
    expect(page.get_by_label("A word, or an indicator’s number")).to_have_value("caseloads")
    page.get_by_role("link", name="29 Average Caseloads").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Average Caseloads")
    assert context.cookies() == []


def test_an_empty_search_says_what_to_enter(page: Page) -> None:
    page.goto("/")
    page.get_by_role("search").get_by_role("button", name="Go").click()
    expect(page.get_by_text("Enter a word, or an indicator’s number.")).to_be_visible()
    expect(page.get_by_label("A word, or an indicator’s number")).to_be_visible()


@pytest.mark.usefixtures("corrected")
def test_a_reader_goes_from_a_correction_to_what_it_corrects_and_back(page: Page) -> None:
    page.goto(INDEX)
    about = page.get_by_role("region", name="About this correction")
    expect(about).to_contain_text("because something in the report was wrong. Two columns were exchanged.")
    about.get_by_role("link", name="Read the report as it was published then").click()
    assert page.url.endswith(FIRST)
    page.get_by_role("link", name="Average Caseloads").first.click()
    assert page.url.endswith(f"{FIRST}indicators/average-caseloads/")
    page.get_by_role("link", name="Read the corrected report").click()
    assert page.url.endswith(INDEX)


@pytest.mark.usefixtures("corrected")
def test_a_reader_downloads_a_file_under_its_own_name(page: Page) -> None:
    page.goto(f"{INDEX}downloads/")
    with page.expect_download() as download:
        page.get_by_role("link", name="Word", exact=True).click()
    assert download.value.suggested_filename == "childrens-scrutiny-2020-12-part-1-publication-2.docx"
    assert Path(download.value.path()).read_bytes() == CONTENT


@pytest.mark.usefixtures("corrected")
def test_a_reader_of_a_withdrawn_report_is_told_why(page: Page) -> None:
    page.goto("/reports/")
    page.get_by_role("link", name="October 2020").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("This report was withdrawn")
    expect(page.get_by_role("main")).to_contain_text("A table was laid out wrongly.")


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
def test_the_search_of_the_head_can_be_reached_with_the_keyboard(
    new_context: Callable[..., BrowserContext], viewport: dict[str, int]
) -> None:
    page = new_context(viewport=viewport).new_page()
    page.goto("/")
    for _ in range(8):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "search":
            return
    pytest.fail("The search was not reached.")
