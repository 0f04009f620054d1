"""The demonstration as a newcomer starts it, on a database of its own, and Debian's Chromium in front of it."""

import os
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = "/usr/bin/chromium"
PASSWORD = "only-for-demonstration"
WIDE = {"width": 1280, "height": 900}
NARROW = {"width": 320, "height": 640}

SignIn = Callable[..., Page]
SetState = Callable[[str, str, str], None]


@pytest.fixture(scope="session")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the demonstration keeps its figures."""
    return tmp_path_factory.mktemp("demonstration") / "demo.sqlite3"


@pytest.fixture(scope="session")
def site(database: Path) -> Iterator[str]:
    """The address of a running demonstration."""
    with demonstration(database) as address:
        yield address


@contextmanager
def demonstration(database: Path, **settings: str) -> Iterator[str]:
    """The address of a demonstration on this database while it runs; what it writes is in `log` beside it."""
    folder = database.parent
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "SECRET_KEY"}}
    environment |= {"OUTTURN_ENVIRONMENT": "demo", "DATABASE_URL": f"sqlite:///{database}", "PYTHONUNBUFFERED": "1"}
    environment |= {"OUTTURN_ADDRESS": f"http://localhost:{port}"} | settings
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "manage.py", "demo", "--port", str(port)],
            cwd=ROOT,
            env=environment,
            stdout=log,
            stderr=log,
        )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(address, server, folder / "log")
        yield address
    finally:
        server.terminate()
        server.wait(timeout=20)


@pytest.fixture(scope="session")
def as_published(site: str, database: Path) -> Path:
    """A copy of the demonstration's database, as `make demo` makes it."""
    copy = database.with_name("as-published.sqlite3")
    with closing(sqlite3.connect(database, timeout=20)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
    return copy


@pytest.fixture(autouse=True)
def restored(as_published: Path, database: Path) -> None:
    """Each test finds the demonstration as `make demo` makes it, whatever ran before."""
    with closing(sqlite3.connect(as_published)) as source, closing(sqlite3.connect(database, timeout=20)) as target:
        source.backup(target)


def _wait_for(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(900):
        assert server.poll() is None, log.read_text()
        try:
            urllib.request.urlopen(address, timeout=5).close()
            return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"The demonstration did not start: {log.read_text()}")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"],
        )
        yield browser
        browser.close()


def _is_ours(message: ConsoleMessage) -> bool:
    """An error that a page of ours causes.

    Not an expected 404 or 410, a line that a test cuts, nor a style that the policy keeps Django's admin from.
    """
    if message.type != "error" or "status of 4" in message.text or "net::ERR_FAILED" in message.text:
        return False
    return message.page is None or "/administration/" not in message.page.url


@pytest.fixture
def new_context(chromium: Browser, site: str) -> Iterator[Callable[..., BrowserContext]]:
    """Makes browser windows; a test fails where one of their pages reports an error, such as a policy violation."""
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def make(**options: object) -> BrowserContext:
        context = chromium.new_context(**{"base_url": site, "viewport": WIDE} | options)
        context.on("weberror", lambda error: errors.append(str(error.error)))
        context.on("console", lambda message: errors.append(message.text) if _is_ours(message) else None)
        contexts.append(context)
        return context

    yield make
    for context in contexts:
        context.close()
    assert errors == []


@pytest.fixture
def set_state(site: str, database: Path) -> SetState:
    """Puts the figure of an indicator's number and a month, such as "2020-05", into a state behind the page's back."""

    def put(number: str, month: str, state: str) -> None:
        approver = "(SELECT id FROM accounts_user WHERE username = 'director')"
        with closing(sqlite3.connect(database, timeout=20)) as connection, connection:
            changed = connection.execute(
                f"UPDATE indicators_outturn SET state = ?, approved_by_id = {approver} "
                "WHERE period_id = (SELECT id FROM indicators_period WHERE kind = 'month' AND last_month = ?) "
                "AND measure_id = (SELECT measure.id FROM indicators_measure measure "
                "JOIN indicators_indicatordefinition definition USING (indicator_id) "
                "WHERE definition.number = ? AND definition.reporting_year = 2020)",
                [state, f"{month}-01", number],
            )
            assert changed.rowcount == 1

    return put


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """The example with another figure for January's referrals, so that there is something to import."""
    book = openpyxl.load_workbook(ROOT / "examples" / "performance-index-2020-21.xlsx")
    book["Performance Index"]["U15"] = 301
    path = tmp_path / "index.xlsx"
    book.save(path)
    return path


@pytest.fixture
def page(new_context: Callable[..., BrowserContext]) -> Page:
    """A window of somebody who has not signed in."""
    return new_context().new_page()


@pytest.fixture
def sign_in(new_context: Callable[..., BrowserContext]) -> SignIn:
    """Opens a window and signs in as a role; the window is at the office's start page."""

    def open_as(user_name: str, **options: object) -> Page:
        page = new_context(**options).new_page()
        page.goto("/account/sign-in/")
        page.get_by_label("User name").fill(user_name)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url("**/office/")
        return page

    return open_as
