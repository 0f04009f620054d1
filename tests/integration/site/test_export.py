"""The site as plain files: served by Python's own server, every link leads somewhere and every page says the same."""

import threading
import urllib.request
from collections.abc import Iterator
from datetime import date
from functools import partial
from html.parser import HTMLParser
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urldefrag, urljoin, urlsplit
from xml.etree import ElementTree

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client

from reports.models import Publication
from reports.published import PublishedPaper
from reports.site import export
from tests.factories.corrections import CONTENT, as_at, corrected, file_of, paper_of, withdrawn
from tests.factories.people import person_with
from tests.factories.reports import DECEMBER

pytestmark = [pytest.mark.django_db, pytest.mark.whole_site]
INDEX = "reports/childrens-scrutiny/2020-12/"


class Page(HTMLParser):
    """What a page leads to, and the words of its main part."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: set[str] = set()
        self.forms = 0
        self.words: list[str] = []
        self.is_main = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        self.is_main = self.is_main or tag == "main"
        self.forms += tag == "form"
        self.ids.add(said.get("id") or "")
        self.links += [said[name] or "" for name in ("href", "src", "srcset") if said.get(name)]
        if self.is_main and said.get("alt"):
            self.words += (said["alt"] or "").split()

    def handle_endtag(self, tag: str) -> None:
        self.is_main = self.is_main and tag != "main"

    def handle_data(self, data: str) -> None:
        if self.is_main:
            self.words += data.split()


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: Any) -> Iterator[Any]:
    """Two reports, one of them corrected, with files, and one that was withdrawn: the folder and what is live."""
    with django_db_blocker.unblock(), transaction.atomic():
        published = PublishedPaper.objects.get(dataset_slug="childrens-scrutiny", as_at=DECEMBER)
        file_of(published)
        file_of(corrected(published, reason="A reason & “more”."), "word", CONTENT)
        as_at(published, date(2020, 10, 1), sections=paper_of(published).sections[:2])
        withdrawn(as_at(published, date(2020, 9, 1)), notice="Taken back.")
        folder = tmp_path_factory.mktemp("export") / "site"
        call_command("export_public_site", str(folder), verbosity=0)
        yield folder
        transaction.set_rollback(True)


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Nothing is to be said of each request."""


@pytest.fixture(scope="module")
def served(exported: Path) -> Iterator[str]:
    """The folder as `python -m http.server` serves it."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(exported)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def crawled(served: str) -> tuple[dict[str, bytes], dict[str, list[str]]]:
    """Every address that can be reached from the first page with its content, and what is wrong, by page."""
    found: dict[str, bytes] = {}
    wrong: dict[str, list[str]] = {}
    parsed: dict[str, Page] = {}
    waiting = [(served, served, "")]
    fragments: list[tuple[str, str, str]] = []
    while waiting:
        came_from, address, fragment = waiting.pop()
        if fragment:
            fragments.append((came_from, address, fragment))
        if address in found:
            continue
        try:
            with urllib.request.urlopen(address, timeout=10) as response:
                found[address] = response.read()
                kind = response.headers["Content-Type"]
                if response.url != address:
                    wrong.setdefault(came_from, []).append(f"{address} was sent on to {response.url}")
        except HTTPError as error:
            error.close()
            found[address] = b""
            wrong.setdefault(came_from, []).append(f"{address}: {error.code}")
            continue
        if kind.startswith("text/html"):
            parsed[address] = Page(found[address].decode())
            for link in parsed[address].links:
                target, part = urldefrag(urljoin(address, link))
                if target.startswith(served):
                    waiting.append((address, target, part))
                elif not link.startswith(("https://", "http://", "mailto:")):
                    wrong.setdefault(address, []).append(link)
    for came_from, address, fragment in fragments:
        if address in parsed and fragment not in parsed[address].ids:
            wrong.setdefault(came_from, []).append(f"{address}#{fragment}")
    return found, wrong


def test_no_link_is_broken(crawled: tuple[dict[str, bytes], dict[str, list[str]]]) -> None:
    found, wrong = crawled
    assert wrong == {}
    assert len(found) > 300


def test_everything_that_was_written_can_be_reached(
    crawled: tuple[dict[str, bytes], dict[str, list[str]]], exported: Path, served: str
) -> None:
    reached = {urlsplit(address).path.lstrip("/") for address in crawled[0]}
    reached = {f"{path}index.html" if path.endswith("/") or not path else path for path in reached}
    written = {str(path.relative_to(exported)) for path in exported.rglob("*") if path.is_file()}
    imported = {"static/outturn/govuk-frontend.min.js"}
    known_to_machines = {"404.html", "robots.txt", "sitemap.xml", ".outturn-export"}
    assert written - reached == imported | known_to_machines


def test_each_page_says_what_the_live_page_says(
    crawled: tuple[dict[str, bytes], dict[str, list[str]]], served: str
) -> None:
    compared = 0
    for address, content in crawled[0].items():
        path = "/" + address.removeprefix(served)
        if not content.lstrip().startswith(b"<!DOCTYPE html") or path == "/search/":
            continue
        live = Client().get(_live(path))
        assert live.status_code == (410 if "2020-09" in path else 200), path
        assert Page(content.decode()).words == Page(live.content.decode()).words, path
        compared += 1
    assert compared > 150


def _live(path: str) -> str:
    """The live address of a filtered page: `…/filter/rating-red/` is `…/?rating=red`."""
    start, _, filters = path.partition("filter/")
    return f"{start}?{'&'.join(each.replace('-', '=', 1) for each in filters.split('/') if each)}" if filters else path


def test_charts_files_and_the_feed_are_the_live_ones(
    crawled: tuple[dict[str, bytes], dict[str, list[str]]], served: str, exported: Path
) -> None:
    compared = set()
    for address, content in crawled[0].items():
        path = "/" + address.removeprefix(served)
        if path.endswith((".svg", ".csv", ".docx", ".atom")) and "/static/" not in path:
            assert Client().get(path).content == content, path
            compared.add(path.rpartition(".")[2])
    assert compared == {"svg", "csv", "docx", "atom"}
    for name in ("sitemap.xml", "robots.txt"):
        assert Client().get(f"/{name}").content == (exported / name).read_bytes()


def test_in_place_of_the_search_there_is_every_indicator_and_no_dead_form(
    crawled: tuple[dict[str, bytes], dict[str, list[str]]], exported: Path
) -> None:
    html = (exported / "search" / "index.html").read_text()
    assert "plain files, which cannot search" in html
    assert html.count("/indicators/") == 38
    pages = [Page(content.decode()) for content in crawled[0].values() if content.lstrip().startswith(b"<!DOCTYPE")]
    assert sum(page.forms for page in pages) == 0
    assert not [link for page in pages for link in page.links if "account/" in link or "office" in link]


def test_a_withdrawn_report_has_its_notice_and_nothing_else(exported: Path) -> None:
    folder = exported / "reports" / "childrens-scrutiny" / "2020-09"
    assert [str(path.relative_to(folder)) for path in folder.rglob("*")] == ["index.html"]
    assert "Taken back." in (folder / "index.html").read_text()


def test_what_is_not_there_says_so_with_links_that_hold_from_anywhere(exported: Path) -> None:
    html = (exported / "404.html").read_text()
    links = [link for link in Page(html).links if not link.startswith("#")]
    assert links
    assert all(link.startswith("http://localhost:8000/") for link in links)
    assert "Example Borough Council" in html


def test_the_sitemap_names_what_is_there(exported: Path) -> None:
    root = ElementTree.fromstring((exported / "sitemap.xml").read_bytes())
    addresses = [each.text or "" for each in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert len(addresses) > 60
    for address in addresses:
        assert (exported / address.removeprefix("http://localhost:8000/") / "index.html").is_file(), address


def test_the_same_publications_give_the_same_bytes(exported: Path, tmp_path: Path) -> None:
    again = tmp_path / "again"
    call_command("export_public_site", str(again), verbosity=0)
    assert bytes_of(again) == bytes_of(exported)


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


# One at a time


def few_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export, "BEGIN", ("privacy",))
    monkeypatch.setattr(export, "with_links", lambda html, link: (html, []))


def test_it_refuses_a_folder_that_it_did_not_write(
    publication: Publication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    few_pages(monkeypatch)
    (tmp_path / "mine.txt").write_text("x")
    with pytest.raises(CommandError, match="no export wrote"):
        call_command("export_public_site", str(tmp_path), verbosity=0)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_it_fails_where_a_page_leads_nowhere_and_leaves_the_earlier_one(
    publication: Publication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    few_pages(monkeypatch)
    folder = tmp_path / "site"
    call_command("export_public_site", str(folder), verbosity=0)
    before = bytes_of(folder)
    monkeypatch.setattr(export, "with_links", lambda html, link: (html, ["/reports/nothing/2020-12/"]))
    with pytest.raises(CommandError, match="/privacy/ leads to /reports/nothing/2020-12/"):
        call_command("export_public_site", str(folder), verbosity=0)
    assert bytes_of(folder) == before


@pytest.mark.parametrize("address", ["/office/part-2/childrens-scrutiny/2020-12/", "/account/sign-in/", "/office/"])
def test_nothing_that_needs_a_sign_in_is_ever_exported(publication: Publication, address: str) -> None:
    assert person_with("restricted_reader")
    with pytest.raises(export.ExportFailed, match="is not public"):
        export.response_to(address)


def test_it_fails_where_something_is_published_meanwhile(
    publication: Publication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    few_pages(monkeypatch)
    files = export.exported_files()
    next(files)
    corrected(PublishedPaper.objects.latest("sequence"))
    with pytest.raises(export.ExportFailed, match="Export again"):
        list(files)
