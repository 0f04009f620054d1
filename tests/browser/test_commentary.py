"""Commentary on December 2020: a director writes it, the publisher returns or agrees it, the public reads it."""

import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.axe import violations
from tests.browser.conftest import NARROW, PASSWORD, ROOT, WIDE, SignIn

LIST = "/office/commentary/childrens-scrutiny/2020-12/"
INDEX = "/reports/childrens-scrutiny/2020-12/"
TEXTS = {
    "22.2": ("", "13 foster carers were recruited by the end of December 2020 against a target of 20."),
    "23": ("", "5 children were adopted by the end of December 2020. Court hearings were postponed."),
    "26": (
        "At the end of December 2020, 38% of the cohort were in education or work.\n\n- The panel meets",
        "",
    ),
    "29": ("The average caseload stood at 18 at the end of December 2020, down from 20 in November.", ""),
    "35.1": ("In the calendar year 2020, 62% of new plans were issued within the statutory time.", ""),
}
COMMENT = "Please say what is done about it"
BOTH = pytest.mark.parametrize(
    "options", [{}, {"java_script_enabled": False}], ids=["with JavaScript", "without JavaScript"]
)


@pytest.fixture
def nothing_is_said(restored: None, database: Path) -> None:
    """December was published without commentary."""
    with closing(sqlite3.connect(database, timeout=20)) as connection, connection:
        connection.execute("DELETE FROM commentary_commentary WHERE as_at = '2020-12-01'")


def row(page: Page, number: str) -> Locator:
    return page.get_by_role("row", name=re.compile(rf"^{re.escape(number)} "))


def open_editor(page: Page, number: str) -> None:
    page.goto(LIST)
    row(page, number).get_by_role("link").click()


def looks(page: Page) -> list[str]:
    """What axe finds, wide and on a narrow screen."""
    found = violations(page)
    page.set_viewport_size(NARROW)
    found += violations(page)
    page.set_viewport_size(WIDE)
    return found


def publish_december(database: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "SECRET_KEY"}}
    environment |= {"OUTTURN_ENVIRONMENT": "demo", "DATABASE_URL": f"sqlite:///{database}"}
    command = [
        "publish_report",
        "--dataset",
        "childrens-scrutiny",
        "--as-at",
        "2020-12",
        "--by",
        "publisher",
        "--agreed-by",
        "second-publisher",
        "--correction-kind",
        "late_data",
        "--correction-reason",
        "The commentary came after the report.",
    ]
    subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=environment, check=True)


@BOTH
def test_a_director_writes_the_publisher_agrees_and_the_public_reads(
    nothing_is_said: None, sign_in: SignIn, page: Page, database: Path, options: dict[str, object]
) -> None:
    has_axe = not options
    found: list[str] = []

    def look(at: Page) -> None:
        if has_axe:
            found.extend(looks(at))

    # The director finds the exceptions, and writes about each.
    director = sign_in("director", **options)
    director.get_by_role("link", name="Commentary", exact=True).click()
    look(director)
    director.get_by_label("As at").select_option("2020-12")
    director.get_by_role("button", name="Show its exceptions").click()
    numbers = [each.split()[0] for each in director.locator("tbody tr").all_inner_texts()]
    assert numbers == ["22.2", "23", "26", "29", "35.1"]
    look(director)
    for number, (part_1, part_2) in TEXTS.items():
        open_editor(director, number)
        director.get_by_label("Part 1 text").fill(part_1)
        director.get_by_label("Part 2 text").fill(part_2)
        director.get_by_role("button", name="Submit").click()
        expect(director.get_by_role("main")).to_contain_text("Submitted. The publisher agrees or returns it.")
    look(director)

    # The publisher returns one and agrees the rest.
    publisher = sign_in("publisher", **options)
    publisher.get_by_role("link", name=re.compile("December 2020: 5 commentaries submitted")).click()
    open_editor(publisher, "29")
    publisher.get_by_role("button", name="Return").click()
    expect(publisher.get_by_role("alert")).to_contain_text("Say what is wrong before you return it")
    look(publisher)
    publisher.get_by_label("Comment").fill(COMMENT)
    publisher.get_by_role("button", name="Return").click()
    expect(publisher.get_by_role("main")).to_contain_text("Returned to the director, with your comment.")
    for number in TEXTS:
        if number != "29":
            open_editor(publisher, number)
            publisher.get_by_role("button", name="Agree").click()
            expect(publisher.get_by_role("main")).to_contain_text("Agreed. It stands in the report.")
    look(publisher)

    # The director mends it, the publisher agrees.
    director.goto("/office/")
    director.get_by_role("link", name=re.compile("1 commentary returned to you")).click()
    expect(row(director, "29")).to_contain_text(COMMENT)
    open_editor(director, "29")
    expect(director.get_by_role("main")).to_contain_text(COMMENT)
    look(director)
    director.get_by_label("Part 1 text").fill(f"{TEXTS['29'][0]} Vacant posts are filled in spring.")
    director.get_by_role("button", name="Submit").click()
    open_editor(publisher, "29")
    publisher.get_by_role("button", name="Agree").click()
    expect(publisher.get_by_role("main")).to_contain_text("Agreed. It stands in the report.")

    # Everybody reads what Part 1 may say.
    publish_december(database)
    page.goto(INDEX)
    exceptions = page.get_by_role("region", name="Below expectation")
    expect(exceptions).to_contain_text("stood at 18 at the end of December 2020")
    for number in ("26", "29", "35.1"):
        expect(
            exceptions.get_by_role("listitem").filter(has_text=re.compile(rf"^\s*{re.escape(number)}\s"))
        ).to_have_count(1)
    expect(exceptions).to_contain_text(
        "Please refer to the Part 2 report for management commentary on indicators 22.2 and 23."
    )
    expect(exceptions).not_to_contain_text("foster carers were recruited")
    look(page)
    exceptions.get_by_role("link", name="Read the commentary on 29").click()
    expect(page.get_by_role("region", name="Commentary")).to_contain_text("Vacant posts are filled in spring.")
    look(page)
    page.goto(f"{INDEX}indicators/number-of-children-looked-after-who-were-adopted/")
    expect(page.get_by_role("main")).not_to_contain_text("adopted by the end")
    assert found == []


@BOTH
def test_what_gives_a_figure_away_is_found_and_changed(sign_in: SignIn, options: dict[str, object]) -> None:
    director = sign_in("director", **options)
    director.goto("/office/commentary/childrens-scrutiny/2021-01/average-caseloads/")
    director.get_by_label("Part 1 text").fill("Out of 6 attending, 5 now have a job. Write to jo@council.example.")
    director.get_by_role("button", name="Submit").click()
    expect(director.get_by_role("alert")).to_contain_text("findings are open")
    if not options:
        assert looks(director) == []
    checked = director.get_by_role("region", name=re.compile("^Part 1:"))
    expect(checked).to_contain_text("jo@council.example")
    checked.get_by_label("Why may these words stay?").first.fill("They said so themselves in public")
    checked.get_by_role("button", name=re.compile("^Keep")).first.click()
    expect(director.get_by_role("main")).to_contain_text("Kept, with your reason.")
    expect(director.get_by_label("Part 1 text")).to_have_value(re.compile("^Out of 6"))


def test_a_draft_is_kept_as_it_is_typed_and_survives_a_lost_session(sign_in: SignIn) -> None:
    director = sign_in("director")
    director.goto("/office/commentary/childrens-scrutiny/2021-01/average-caseloads/")
    director.locator("form[data-ready]").wait_for()
    director.get_by_label("Part 1 text").press_sequentially("Caseloads fell, and out of 6 attending, 5 have a job.")
    expect(director.get_by_role("status")).to_contain_text("Draft saved at")
    expect(director.get_by_role("region", name=re.compile("^Part 1:"))).to_contain_text("5")
    director.context.clear_cookies(name="sessionid")
    director.get_by_label("Part 2 text").press_sequentially("Not yet kept.")
    expect(director.get_by_role("status")).to_contain_text("You are signed out")
    director.get_by_role("button", name="Save draft").click()
    expect(director.get_by_role("heading", level=1)).to_have_text("Sign in again")
    assert looks(director) == []
    director.get_by_label("User name").fill("director")
    director.get_by_label("Password").fill(PASSWORD)
    director.get_by_role("button", name="Sign in").click()
    expect(director.get_by_label("Part 2 text")).to_have_value("Not yet kept.")
    expect(director.get_by_label("Part 1 text")).to_have_value(re.compile("^Caseloads fell"))


def test_two_people_see_both_texts(sign_in: SignIn) -> None:
    address = "/office/commentary/childrens-scrutiny/2021-01/average-caseloads/"
    first, second = sign_in("director"), sign_in("director", java_script_enabled=False)
    second.goto(address)
    first.goto(address)
    first.get_by_label("Part 1 text").fill("The first text.")
    first.get_by_role("button", name="Save draft").click()
    expect(first.get_by_role("main")).to_contain_text("Saved at")
    second.get_by_label("Part 1 text").fill("The second text.")
    second.get_by_role("button", name="Save draft").click()
    expect(second.get_by_role("alert")).to_contain_text("Somebody else has saved another text")
    expect(second.get_by_role("region", name="What is saved now")).to_contain_text("The first text.")
    expect(second.get_by_label("Part 1 text")).to_have_value("The second text.")
    second.get_by_role("button", name="Save draft").click()
    expect(second.get_by_role("main")).to_contain_text("Saved at")
    expect(second.get_by_label("Part 1 text")).to_have_value("The second text.")
