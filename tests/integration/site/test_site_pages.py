"""The lists, the downloads, the words around the reports, the feed, and what search engines are told."""

import re
from datetime import date, datetime
from html import unescape
from typing import Any
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.test import Client, override_settings

from reports.published import PublishedPaper
from reports.renderers import RENDERERS
from reports.report_models import CorrectionKind
from reports.site.wording import CORRECTION, CORRECTION_MEANS
from tests.factories.corrections import CONTENT, as_at, corrected, file_of, withdrawn

INDEX = "/reports/childrens-scrutiny/2020-12/"
OCTOBER = date(2020, 10, 1)
ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
PAGES = (
    "/",
    "/reports/",
    "/corrections/",
    "/how-to-read/",
    "/accessibility/",
    "/privacy/",
    "/search/",
    INDEX,
    f"{INDEX}downloads/",
    f"{INDEX}indicators/average-caseloads/",
)


def page(address: str) -> str:
    response = Client().get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def text_of(html: str) -> str:
    main = html.partition('<main class="govuk-main-wrapper"')[2].partition("</main>")[0]
    return " ".join(re.sub(r"<[^>]*>", " ", main).split())


# The head of every page


@pytest.mark.parametrize("address", PAGES)
def test_every_page_says_what_it_is_about_where_it_is_and_nothing_in_figures(
    published: PublishedPaper, address: str
) -> None:
    html = page(address)
    said = dict(re.findall(r'<meta (?:name|property)="(description|og:[a-z_]+)"\s+content="([^"]*)">', html))
    assert said["og:url"] == f"http://localhost:8000{address}"
    assert said["og:site_name"] == settings.COUNCIL_NAME
    assert said["og:description"] == said["description"]
    assert 40 < len(said["description"]) < 200
    assert re.findall(r"\d+", unescape(said["description"])) in ([], ["2020"]), "a month and no other number"
    title = " ".join(re.findall(r"<title>(.*?)</title>", html, flags=re.S)[0].split())
    assert title == f"{said['og:title']} – {settings.COUNCIL_NAME}"
    assert re.search(r'<link rel="alternate"\s+href="/feed.atom"\s+type="application/atom\+xml"', html)


def test_descriptions_differ_from_page_to_page(published: PublishedPaper) -> None:
    said = [re.findall(r'name="description"\s+content="([^"]*)"', page(address))[0] for address in PAGES]
    assert len(set(said)) == len(said)


def test_addresses_are_never_those_that_somebody_asked_for(published: PublishedPaper) -> None:
    with override_settings(ALLOWED_HOSTS=["*"]):
        for address in (*PAGES, "/feed.atom", "/sitemap.xml", "/robots.txt"):
            assert b"evil.example" not in Client().get(address, headers={"host": "evil.example"}).content


def test_an_error_page_says_nothing_of_its_address(published: PublishedPaper) -> None:
    html = Client().get("/no-such-page/").content.decode()
    assert "canonical" not in html
    assert "og:" not in html
    assert "no-such-page" not in html


@pytest.mark.parametrize("address", PAGES)
def test_every_page_leads_to_reports_words_search_corrections_statements_and_feed(
    published: PublishedPaper, address: str
) -> None:
    html = page(address)
    for target in ("/reports/", "/how-to-read/", "/corrections/", "/accessibility/", "/privacy/", "/feed.atom"):
        assert f'href="{target}"' in html
    assert 'action="/search/"' in html


# All reports, corrections


def test_all_reports_are_listed_the_latest_first_with_what_became_of_them(published: PublishedPaper) -> None:
    october, september = (as_at(published, date(2020, month, 1)) for month in (10, 9))
    corrected(october)
    withdrawn(september)
    said = text_of(page("/reports/"))
    places = [said.index(month) for month in ("December 2020", "October 2020", "September 2020")]
    assert places == sorted(places)
    assert said.count("Corrected") == said.count("Withdrawn") == 1
    assert 'href="/reports/childrens-scrutiny/2020-10/publications/1/"' in page("/reports/")


def test_corrections_say_which_report_when_of_what_class_and_why(published: PublishedPaper) -> None:
    october = as_at(published, OCTOBER)
    assert "No report was corrected." in text_of(page("/corrections/"))
    late = corrected(october, kind="late_data", reason="March came in <late>.")
    withdrawn(published, notice="The table was wrong.\n\nIt will be published again.")
    html = page("/corrections/")
    said = text_of(html)
    assert f"October 2020 corrected {late.published_at:%-d %B %Y} · Late data March came in &lt;late&gt;." in said
    assert 'href="/reports/childrens-scrutiny/2020-10/"' in html
    assert 'href="/reports/childrens-scrutiny/2020-10/publications/1/"' in html
    assert "The table was wrong. It will be published again." in said


def test_a_correction_that_was_corrected_is_listed_at_its_own_address(published: PublishedPaper) -> None:
    corrected(corrected(published), kind="revised_by_source", reason="England was revised.")
    html = page("/corrections/")
    assert re.findall(r'href="(/reports/[^"]+)"', html) == [
        f"{INDEX}changes/",
        INDEX,
        f"{INDEX}publications/2/",
        f"{INDEX}publications/2/changes/",
        f"{INDEX}publications/2/",
        f"{INDEX}publications/1/",
    ]


def test_there_are_words_for_every_class_of_correction() -> None:
    assert dict(CORRECTION) == dict(CorrectionKind.choices)
    assert set(CORRECTION_MEANS) == set(CorrectionKind.values)


# Downloads


def test_downloads_are_listed_with_what_each_is_for_its_size_and_its_hash(published: PublishedPaper) -> None:
    files = [file_of(published, kind) for kind in reversed(RENDERERS)]
    html = page(f"{INDEX}downloads/")
    labels = re.findall(r"download>([^<]*)</a>", html)
    assert labels == [renderer.label for renderer in RENDERERS.values()]
    for each in files:
        assert each.sha256 in html
        assert f'href="{INDEX}files/{each.name}"' in html
    assert html.count("14\xa0bytes") == len(files)


def test_a_report_without_files_says_so(published: PublishedPaper) -> None:
    assert "No files were made of this report." in page(f"{INDEX}downloads/")


@pytest.mark.parametrize("kind", RENDERERS)
def test_a_file_is_sent_as_it_was_made(published: PublishedPaper, kind: str) -> None:
    file = file_of(published, kind)
    response = Client().get(f"{INDEX}files/{file.name}")
    assert response.status_code == 200
    assert response.content == CONTENT
    assert response["Content-Type"] == RENDERERS[kind].media_type
    assert response["Content-Disposition"] == f'attachment; filename="{file.name}"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["ETag"] == f'"{file.sha256}"'
    assert response["Content-Length"] == str(len(CONTENT))
    assert not response.has_header("Set-Cookie")


def test_a_file_that_somebody_has_already_is_not_read_again(
    published: PublishedPaper, django_assert_num_queries: Any
) -> None:
    file = file_of(published)
    with django_assert_num_queries(2) as asked:
        response = Client().get(f"{INDEX}files/{file.name}", headers={"if-none-match": f'"{file.sha256}"'})
    assert (response.status_code, response.content) == (304, b"")
    assert not [query for query in asked.captured_queries if '"content"' in query["sql"]]


@pytest.mark.parametrize(
    "name", ["nothing.csv", "..", "x%0d%0aSet-Cookie:%20a=b", "%22;filename=evil.exe", "x%00", "ü.csv", "a" * 300]
)
def test_a_file_that_there_is_not_is_not_found_and_its_name_is_in_no_header(
    published: PublishedPaper, name: str
) -> None:
    file_of(published)
    response = Client().get(f"{INDEX}files/{name}")
    assert response.status_code in (404, 301)
    assert not response.has_header("Content-Disposition")
    assert not response.has_header("Set-Cookie")


def test_a_file_is_found_under_its_own_report_only(published: PublishedPaper) -> None:
    name = file_of(as_at(published, OCTOBER)).name
    assert Client().get(f"{INDEX}files/{name}").status_code == 404


# Words


def test_how_to_read_has_the_words_of_the_policy_that_the_papers_have(published: PublishedPaper) -> None:
    as_at(published, date(2021, 3, 1), hidden_wording="Withheld, see Part 2", smallest_publishable_count=10)
    said = text_of(page("/how-to-read/"))
    assert "In the report of March 2021, numbers of people below 10 are not published." in said
    assert "“Withheld, see Part 2”" in said
    assert "Data suppressed" not in said
    for words in ("Polarity", "[c]", "[x]", "[z]", "Year to date", "England and London", "2.66 times", "AMBER"):
        assert words in said


def test_statements_can_be_read_before_anything_is_published(db: None) -> None:
    for address in ("/accessibility/", "/privacy/"):
        assert page(address)


@override_settings(PUBLIC_CONTACT="performance@council.example")
def test_readers_are_told_whom_to_ask(published: PublishedPaper) -> None:
    for address in ("/accessibility/", "/privacy/"):
        assert "performance@council.example" in page(address)


# Feed


def feed() -> ElementTree.Element:
    return ElementTree.fromstring(Client().get("/feed.atom").content)


def test_the_feed_has_what_an_atom_feed_must_have(published: PublishedPaper) -> None:
    corrected(published)
    response = Client().get("/feed.atom")
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    root = feed()
    assert root.tag == f"{ATOM}feed"
    assert {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")} == {
        "self": "http://localhost:8000/feed.atom",
        "alternate": "http://localhost:8000/",
    }
    assert root.findtext(f"{ATOM}author/{ATOM}name") == settings.COUNCIL_NAME
    entries = root.findall(f"{ATOM}entry")
    assert len(entries) == 2
    for each in (root, *entries):
        moment = datetime.strptime(each.findtext(f"{ATOM}updated", ""), "%Y-%m-%dT%H:%M:%SZ")
        assert each.findtext(f"{ATOM}title")
        assert each.findtext(f"{ATOM}id", "").startswith(("http", "urn:uuid:"))
        assert moment.year > 2019
    assert root.findtext(f"{ATOM}updated") == entries[0].findtext(f"{ATOM}updated")
    for entry in entries:
        address = entry.find(f"{ATOM}link").get("href")  # type: ignore[union-attr]
        assert Client().get(address.removeprefix("http://localhost:8000")).status_code == 200


def test_the_feed_tells_of_publications_corrections_and_withdrawals_without_a_figure(
    published: PublishedPaper,
) -> None:
    october = as_at(published, OCTOBER)
    corrected(published, reason="It was 4711.")
    withdrawn(october, notice="It was 4711.")
    document = Client().get("/feed.atom").content.decode()
    assert "4711" not in document
    titles = [entry.findtext(f"{ATOM}title") for entry in feed().findall(f"{ATOM}entry")]
    assert titles == [
        "Children's Scrutiny Dataset: October 2020, withdrawn",
        "Children's Scrutiny Dataset: December 2020, corrected",
        "Children's Scrutiny Dataset: December 2020",
    ]


def ids() -> list[str | None]:
    return [entry.findtext(f"{ATOM}id") for entry in feed().findall(f"{ATOM}entry")]


def test_an_entry_keeps_its_id_for_good(published: PublishedPaper) -> None:
    first = ids()
    corrected(published)
    with override_settings(PUBLIC_ADDRESS="https://elsewhere.example"):
        then = ids()
    assert then[1:] == first
    assert len(set(then)) == 2


def test_a_feed_of_nothing_is_a_feed(published: PublishedPaper) -> None:
    from reports.site.feed import atom

    root = ElementTree.fromstring(atom([]))
    assert root.findtext(f"{ATOM}updated") == "2020-01-01T00:00:00Z"


# Search engines


def test_the_sitemap_has_every_page_in_force_and_nothing_else(published: PublishedPaper) -> None:
    corrected(published)
    root = ElementTree.fromstring(Client().get("/sitemap.xml").content)
    addresses = [url.text or "" for url in root.iter(f"{SITEMAP}loc")]
    paths = [address.removeprefix("http://localhost:8000") for address in addresses]
    assert all(path.startswith("/") for path in paths)
    assert len(paths) == len(set(paths)) == 6 + 3 + 38
    assert {Client().get(path).status_code for path in paths} == {200}
    assert not [path for path in paths if "publications" in path or "search" in path]
    changed = {each.text for each in root.iter(f"{SITEMAP}lastmod")}
    assert len(changed) == 1


def test_robots_are_told_where_the_sitemap_is() -> None:
    with override_settings(PUBLIC_ADDRESS="https://performance.example"):
        said = Client().get("/robots.txt").content.decode()
    assert "Sitemap: https://performance.example/sitemap.xml" in said
    assert "Disallow: /office/" in said
    assert "Disallow: /reports/" not in said


# Caches


@pytest.mark.parametrize(
    ("address", "made", "unchanged"),
    [
        ("/reports/", 2, 2),
        ("/corrections/", 3, 2),
        ("/how-to-read/", 2, 1),
        ("/accessibility/", 0, 0),
        ("/privacy/", 0, 0),
        ("/search/?q=adopted", 2, 1),
        ("/feed.atom", 2, 2),
        ("/sitemap.xml", 2, 1),
        ("/robots.txt", 0, 0),
        (f"{INDEX}downloads/", 3, 2),
    ],
)
def test_a_page_takes_few_queries_and_fewer_when_it_has_not_changed(
    published: PublishedPaper,
    address: str,
    made: int,
    unchanged: int,
    django_assert_max_num_queries: Any,
    django_assert_num_queries: Any,
) -> None:
    corrected(published)
    with django_assert_max_num_queries(made):
        etag = Client().get(address)["ETag"]
    with django_assert_num_queries(unchanged):
        response = Client().get(address, headers={"if-none-match": etag})
    assert (response.status_code, response.content) == (304, b"")


@pytest.mark.parametrize("address", ["/", "/reports/", "/corrections/", "/feed.atom"])
def test_a_correction_or_withdrawal_is_seen_by_those_who_have_a_copy(published: PublishedPaper, address: str) -> None:
    etags = [Client().get(address)["ETag"]]
    correction = corrected(published)
    etags.append(Client().get(address)["ETag"])
    withdrawn(correction)
    etags.append(Client().get(address)["ETag"])
    assert len(set(etags)) == 3
