"""What people read and press on the pages of a report on its way."""

from html import unescape
from typing import Any

from django.test import Client

from accounts.models import User
from reports.models import Report
from tests.factories.people import person_with
from tests.factories.reports import second_publisher

REPORTS = "/office/reports/"
OCTOBER_REPORT = f"{REPORTS}childrens-scrutiny/2020-10/"
DECEMBER_REPORT = f"{REPORTS}childrens-scrutiny/2020-12/"


def browser_of(whom: str | User) -> Client:
    """The browser of somebody, or of the person with a role, who has signed in."""
    browser = Client()
    browser.force_login(whom if isinstance(whom, User) else person_with(whom))
    return browser


def second_browser() -> Client:
    return browser_of(second_publisher())


def words(browser: Client, address: str, sent: dict[str, Any] | None = None) -> str:
    """The page at an address, or the one to which it leads what was sent, as people read it."""
    response = browser.get(address) if sent is None else browser.post(address, sent, follow=True)
    assert response.status_code == 200, response.status_code
    return " ".join(unescape(response.content.decode()).split())


def pressed(browser: Client, do: str, version: int | str, address: str = OCTOBER_REPORT, **more: str) -> str:
    return words(browser, address, {"do": do, "version": str(version)} | more)


def offered(page: str) -> list[str]:
    """The moves that a page has buttons for."""
    moves = ("make_ready", "approve", "publish", "unschedule", "take_back")
    return [move for move in moves if f'value="{move}"' in page]


def now(report: Report) -> Report:
    """The report as it is stored."""
    return Report.objects.get(pk=report.pk)
