"""Coming in where a second factor is required: invitation, password, app, passkey; with and without a script."""

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.axe import violations
from tests.browser.conftest import NARROW, PASSWORD, WIDE, demonstration
from tests.factories.second_factors import code_of

NEW_PASSWORD = "three unrelated words"
NewContext = Callable[..., BrowserContext]


@pytest.fixture(scope="module")
def strict_database(as_published: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    database = tmp_path_factory.mktemp("strict") / "demo.sqlite3"
    database.write_bytes(as_published.read_bytes())
    return database


@pytest.fixture(scope="module")
def strict_site(strict_database: Path) -> Iterator[str]:
    """The demonstration with second factors, at a name for which browsers keep passkeys."""
    with demonstration(strict_database, OUTTURN_REQUIRE_MFA="1") as address:
        yield address.replace("127.0.0.1", "localhost")


@pytest.fixture(autouse=True)
def strict_restored(strict_site: str, strict_database: Path, as_published: Path) -> None:
    with (
        closing(sqlite3.connect(as_published)) as source,
        closing(sqlite3.connect(strict_database, timeout=20)) as target,
    ):
        source.backup(target)


@pytest.fixture(
    params=[{"viewport": WIDE}, {"viewport": NARROW, "java_script_enabled": False}],
    ids=["script", "narrow, no script"],
)
def window(request: pytest.FixtureRequest, new_context: NewContext, strict_site: str) -> Callable[[], Page]:
    return lambda: new_context(base_url=strict_site, **request.param).new_page()


def looked_at(page: Page, heading: str) -> None:
    """The page has come, is no wider than its window, and breaks no rule of accessibility; axe itself is a script."""
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), f"{heading} is too wide"
    if page.locator("body.js-enabled").count():
        assert violations(page) == []


def give_password(page: Page, user_name: str, password: str = PASSWORD) -> None:
    page.goto("/account/sign-in/")
    page.get_by_label("User name").fill(user_name)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


def set_up_app(page: Page) -> str:
    """Sets up an authenticator app on the page to which somebody without a second factor is led; returns its key."""
    looked_at(page, "How you sign in")
    expect(page.get_by_text("Your roles need a second factor")).to_be_visible()
    page.get_by_role("link", name="Set up an authenticator app").click()
    looked_at(page, "Set up an authenticator app")
    secret = page.locator(".app-key").inner_text()
    page.get_by_label("The code that the app shows now").fill("12")
    page.get_by_role("button", name="Set up the app").click()
    looked_at(page, "Set up an authenticator app")
    page.get_by_label("The code that the app shows now").fill(code_of(secret))
    page.get_by_role("button", name="Set up the app").click()
    looked_at(page, "Your recovery codes")
    assert page.locator(".app-codes li").count() == 10
    page.get_by_role("link", name="I have kept them; go on").click()
    page.wait_for_url("**/office/")
    return secret


def test_from_an_invitation_to_the_office(window: Callable[[], Page], strict_database: Path) -> None:
    administrator = window()
    give_password(administrator, "administrator")
    set_up_app(administrator)
    administrator.get_by_role("link", name="People").click()
    looked_at(administrator, "People")
    administrator.get_by_role("link", name="Invite a person").click()
    looked_at(administrator, "Invite a person")
    administrator.get_by_label("Name", exact=True).fill("A Newcomer")
    administrator.get_by_label("User name").fill("newcomer")
    administrator.get_by_label("E-mail address").fill("newcomer@council.example")
    administrator.get_by_label("Publisher", exact=True).check()
    administrator.get_by_role("button", name="Send the invitation").click()
    looked_at(administrator, "People")

    newcomer = window()
    newcomer.goto(re.findall(r"\S+/account/invitation/\S+", (strict_database.parent / "log").read_text())[-1])
    looked_at(newcomer, "Welcome, A Newcomer")
    for password in ("too short", NEW_PASSWORD):
        newcomer.get_by_label("New password", exact=True).fill(password)
        newcomer.get_by_label("The new password once more").fill(password)
        newcomer.get_by_role("button", name="Set the password and sign in").click()
        if password != NEW_PASSWORD:
            looked_at(newcomer, "Welcome, A Newcomer")
            expect(newcomer.get_by_text("There is a problem")).to_be_visible()
    secret = set_up_app(newcomer)
    newcomer.get_by_role("button", name="Sign out").click()

    give_password(newcomer, "newcomer", NEW_PASSWORD)
    looked_at(newcomer, "Enter your code")
    newcomer.get_by_label("Code").fill("000 000 000")
    newcomer.get_by_role("button", name="Go on").click()
    looked_at(newcomer, "Enter your code")
    newcomer.get_by_label("Code").fill(code_of(secret, 1))
    newcomer.get_by_role("button", name="Go on").click()
    newcomer.wait_for_url("**/office/")
    newcomer.get_by_role("link", name="A Newcomer").click()
    looked_at(newcomer, "How you sign in")
    newcomer.get_by_role("link", name="See where you are signed in").click()
    looked_at(newcomer, "Where you are signed in")

    administrator.get_by_role("link", name="newcomer").click()
    looked_at(administrator, "newcomer")
    administrator.get_by_role("button", name="Close the account").click()
    looked_at(administrator, "newcomer")
    newcomer.goto("/office/")
    looked_at(newcomer, "Sign in")


def test_a_passkey_is_set_up_and_signs_in_without_a_password(new_context: NewContext, strict_site: str) -> None:
    context = new_context(base_url=strict_site)
    page = context.new_page()
    device = context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    options |= {"isUserVerified": True, "automaticPresenceSimulation": True}
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options})

    give_password(page, "publisher")
    page.get_by_role("link", name="Set up a passkey").click()
    looked_at(page, "Set up a passkey")
    page.get_by_label("Name of the passkey").fill("Work laptop")
    page.get_by_role("button", name="Create the passkey").click()
    looked_at(page, "Your recovery codes")
    page.get_by_role("link", name="I have kept them; go on").click()
    page.wait_for_url("**/office/")
    page.get_by_role("button", name="Sign out").click()

    page.goto("/account/sign-in/?next=/account/signing-in/passkeys/")
    looked_at(page, "Sign in")
    page.get_by_role("button", name="Use a passkey").click()
    looked_at(page, "Your passkeys")
    expect(page.get_by_role("rowheader", name="Work laptop")).to_be_visible()
    page.get_by_role("link", name="Remove Work laptop").click()
    looked_at(page, "Remove a passkey")
    page.get_by_role("button", name="Remove the passkey").click()
    expect(page.get_by_text("Your account needs a second factor")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()

    give_password(page, "publisher")
    looked_at(page, "Enter your code")
    page.get_by_role("button", name="Use a passkey instead").click()
    page.wait_for_url("**/office/")


def test_every_other_page_of_signing_in(window: Callable[[], Page]) -> None:
    page = window()
    page.goto("/account/password/forgotten/")
    looked_at(page, "Forgotten password")
    page.get_by_label("E-mail address").fill("nobody@council.example")
    page.get_by_role("button", name="Send a link").click()
    looked_at(page, "A link is on its way")
    page.goto("/account/password/forgotten/1-forged/")
    looked_at(page, "This link is no longer good")
    page.goto("/account/invitation/forged/")
    looked_at(page, "This invitation is no longer good")
    give_password(page, "member")
    page.goto("/account/password/")
    looked_at(page, "Change your password")
    page.goto("/account/signing-in/app/")
    looked_at(page, "Set up an authenticator app")
    page.get_by_role("button", name="Sign out").click()
    for _ in range(6):
        give_password(page, "member", "wrong")
    looked_at(page, "Too many tries")
