"""Public pages that a process remembers: the same to everybody, until something public changes."""

from collections.abc import Callable
from datetime import date

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from reports.models import Publication
from reports.published import ComingReport, PublishedPaper, WithdrawnReport
from reports.site import remembered
from reports.site.remembered import PagesAreRemembered, state_of_the_public
from tests.factories.corrections import corrected

Answer = Callable[[HttpRequest], HttpResponse]
ask = RequestFactory().get


class Site:
    """Counts how often it is asked, and says so."""

    def __init__(self, **headers: str) -> None:
        self.asked = 0
        self.headers = {"Cache-Control": "public, max-age=60", "ETag": '"one"'} | headers
        self.status = 200
        self.size = 10

    def __call__(self, request: HttpRequest) -> HttpResponse:
        self.asked += 1
        return HttpResponse(f"{self.asked}".rjust(self.size), headers=self.headers, status=self.status)


@pytest.fixture
def state(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is public, as one text that a test can change; it is asked for each time."""
    said = ["first"]
    monkeypatch.setattr(remembered, "SECONDS", 0.0)
    monkeypatch.setattr(remembered, "state_of_the_public", lambda: said[-1])
    return said


def test_a_page_is_made_once_and_again_when_something_changed(state: list[str]) -> None:
    site = Site()
    pages = PagesAreRemembered(site)
    assert [pages(ask("/")).content.split() for _ in range(3)] == [[b"1"]] * 3
    state.append("second")
    assert pages(ask("/")).content.split() == [b"2"]
    assert pages.bytes == 10


def test_each_address_and_encoding_has_its_own(state: list[str]) -> None:
    site = Site()
    pages = PagesAreRemembered(site)
    for request in (
        ask("/"),
        ask("/?rating=red"),
        ask("/", headers={"Accept-Encoding": "gzip"}),
        ask("/", HTTP_HOST="localhost"),
    ):
        pages(request)
    assert site.asked == 4


def test_what_is_remembered_is_answered_as_it_was(state: list[str]) -> None:
    pages = PagesAreRemembered(Site(Vary="Accept-Encoding"))
    first, second = pages(ask("/")), pages(ask("/"))
    assert (first.content, dict(first.headers)) == (second.content, dict(second.headers))
    unchanged = pages(ask("/", headers={"If-None-Match": '"one"'}))
    assert (unchanged.status_code, unchanged.content) == (304, b"")


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Cache-Control": "private, no-store"}, 200),
        ({}, 404),
        ({}, 410),
        ({}, 302),
        ({}, 304),
    ],
)
def test_nothing_else_is_remembered(state: list[str], headers: dict[str, str], status: int) -> None:
    site = Site(**headers)
    site.status = status
    pages = PagesAreRemembered(site)
    pages(ask("/"))
    pages(ask("/"))
    assert site.asked == 2


def test_a_page_with_a_cookie_is_not_remembered(state: list[str]) -> None:
    def site(request: HttpRequest) -> HttpResponse:
        response = HttpResponse("for one", headers={"Cache-Control": "public", "ETag": '"one"'})
        response.set_cookie("who", "somebody")
        return response

    pages = PagesAreRemembered(site)
    pages(ask("/"))
    assert not pages.kept


def test_a_head_is_answered_from_what_is_kept_and_not_kept_itself(state: list[str]) -> None:
    site = Site()
    pages = PagesAreRemembered(site)
    pages(RequestFactory().head("/"))
    assert pages(ask("/")).content.split() == [b"2"]
    pages(RequestFactory().head("/"))
    assert site.asked == 2


def test_memory_has_an_end(state: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembered, "MOST_BYTES", 100)
    monkeypatch.setattr(remembered, "LARGEST", 60)
    site = Site()
    pages = PagesAreRemembered(site)
    for number in range(50):
        pages(ask(f"/?q={number}"))
    assert pages.bytes == sum(len(kept.content) for kept in pages.kept.values()) == 100
    pages(ask("/?q=49"))
    assert site.asked == 50
    site.size = 61
    pages(ask("/large/"))
    assert len(pages.kept) == 10


def test_whether_something_changed_is_asked_once_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    times, asked = iter([0.0, 0.0, 0.5, 0.9, 1.1, 1.1]), []
    monkeypatch.setattr("time.monotonic", lambda: next(times))
    monkeypatch.setattr(remembered, "state_of_the_public", lambda: asked.append(1) or str(len(asked)))
    pages = PagesAreRemembered(Site())
    for _ in range(4):
        pages(ask("/"))
    assert len(asked) == 2


def test_every_change_of_what_is_public_is_another_state(
    publication: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper, states = PublishedPaper.objects.get(), [state_of_the_public()]
    corrected(paper)
    states.append(state_of_the_public())
    coming = ComingReport.objects.create(
        dataset_slug="a", dataset_name="A", as_at=date(2021, 3, 1), expected_on=date(2021, 6, 1)
    )
    states.append(state_of_the_public())
    ComingReport.objects.filter(pk=coming.pk).update(expected_on=date(2021, 7, 1))
    states.append(state_of_the_public())
    WithdrawnReport.objects.create(
        dataset_slug=paper.dataset_slug,
        dataset_name=paper.dataset_name,
        title=paper.title,
        as_at=paper.as_at,
        sequence=2,
        notice="Taken back.",
        withdrawn_at=timezone.now(),
    )
    states.append(state_of_the_public())
    monkeypatch.setattr(timezone, "localdate", lambda: date(2031, 1, 1))
    states.append(state_of_the_public())
    assert len(set(states)) == len(states) == 6
