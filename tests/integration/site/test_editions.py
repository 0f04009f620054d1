"""Corrections and withdrawals: what was published stays where it can be read, and says what became of it."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from reports.published import PublishedPaper
from tests.factories.corrections import CONTENT, as_at, corrected, file_of, withdrawn
from tests.factories.pages import every_byte, every_public_page

INDEX = "/reports/childrens-scrutiny/2020-12/"
FIRST = f"{INDEX}publications/1/"
KEY = "indicators/average-caseloads/"
OF_A_REPORT = ("", KEY, f"{KEY}chart-0.svg", f"{KEY}chart-0-narrow.svg", "downloads/")


def page(address: str) -> str:
    response = Client().get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def main_of(html: str) -> str:
    """The text of the page's main part, without the banners above its content."""
    main = html.partition('<main class="govuk-main-wrapper"')[2].partition("</main>")[0]
    return " ".join(
        re.sub(r"<[^>]*>", " ", re.sub(r"<section class=\"app-edition.*?</section>", "", main, flags=re.S)).split()
    )


def test_a_superseded_publication_stays_as_it_was_with_a_banner_that_leads_to_its_correction(
    published: PublishedPaper,
) -> None:
    before = {tail: page(f"{INDEX}{tail}") for tail in ("", KEY)}
    corrected(published)
    for tail, as_it_was in before.items():
        now = page(f"{FIRST}{tail}")
        assert main_of(now) == main_of(as_it_was)
        assert "This report was corrected on" in now
        assert f'href="{INDEX}">Read the corrected report' in now


def test_a_correction_says_what_it_corrects_why_and_where_that_is(published: PublishedPaper) -> None:
    corrected(published, reason="Two columns were <exchanged>.")
    for tail in ("", KEY, "downloads/"):
        now = page(f"{INDEX}{tail}")
        assert f"This corrects the report published on {published.published_at:%-d %B %Y}, because something" in now
        assert "Two columns were &lt;exchanged&gt;." in now
        assert f'href="{FIRST}"' in now
    assert ">777<" in page(INDEX)
    assert ">777<" not in page(FIRST)


def test_a_report_that_was_never_corrected_has_no_banner(published: PublishedPaper) -> None:
    assert "app-edition" not in page(INDEX)
    assert "app-edition" not in page(FIRST)


def test_a_report_corrected_twice_says_both_days(published: PublishedPaper) -> None:
    second = corrected(published)
    third = corrected(second, kind="late_data")
    days = f"{second.published_at:%-d %B %Y} and {third.published_at:%-d %B %Y}"
    assert f"This report was corrected on {days}." in page(FIRST)
    between = page(f"{INDEX}publications/2/")
    assert f"This report was corrected on {third.published_at:%-d %B %Y}." in between
    assert f"This corrects the report published on {published.published_at:%-d %B %Y}" in between
    assert "because figures came in after the report was published." in page(INDEX)


def test_a_correction_of_a_publication_that_the_public_never_had_leads_to_the_one_before(
    published: PublishedPaper,
) -> None:
    """Where only Part 2 changed there is no public paper of that turn."""
    corrected(published, turn=3)
    assert Client().get(f"{INDEX}publications/2/").status_code == 404
    assert f'href="{FIRST}">Read the report as it was published then' in page(INDEX)


def test_the_pages_of_a_superseded_publication_lead_to_one_another(published: PublishedPaper) -> None:
    corrected(published)
    index = page(FIRST)
    assert f'href="{FIRST}{KEY}"' in index
    assert f'href="{INDEX}{KEY}"' not in index
    indicator = page(f"{FIRST}{KEY}")
    assert f'src="{FIRST}{KEY}chart-0.svg"' in indicator
    assert f'srcset="{FIRST}{KEY}chart-0-narrow.svg"' in indicator
    assert f'href="{FIRST}"' in indicator
    assert f'href="{FIRST}?rating=red#whole-index"' in index


def test_the_links_between_all_publications_lead_somewhere(published: PublishedPaper) -> None:
    october = as_at(published, date(2020, 10, 1))
    corrected(published)
    file_of(published)
    withdrawn(october)
    addresses = every_public_page()
    wrong = {address: response.status_code for address, response in addresses.items() if response.status_code != 200}
    assert wrong == {"/reports/childrens-scrutiny/2020-10/": 410}
    assert f"{FIRST}{KEY}" in addresses


def canonical(html: str) -> str:
    """Where the page says that it is to be found, without the site's own address."""
    found = re.findall(r'<link rel="canonical"\s+href="http://localhost:8000([^"]*)">', html)
    assert len(found) == 1
    return found[0]


def test_only_what_is_in_force_is_for_search_engines(published: PublishedPaper) -> None:
    for address in (INDEX, FIRST, f"{INDEX}?rating=red&utm_source=x"):
        assert canonical(page(address)) == INDEX
        assert "noindex" not in page(address)
    corrected(published)
    assert canonical(page(INDEX)) == INDEX
    assert "noindex" not in page(INDEX)
    for tail in ("", KEY, "downloads/"):
        superseded = page(f"{FIRST}{tail}")
        assert canonical(superseded) == f"{FIRST}{tail}"
        assert '<meta name="robots" content="noindex">' in superseded


@pytest.mark.parametrize("tail", OF_A_REPORT)
def test_a_withdrawn_report_answers_with_its_notice_and_nothing_else(published: PublishedPaper, tail: str) -> None:
    corrected_one = corrected(published)
    name = file_of(corrected_one).name
    withdrawn(corrected_one, notice="A table was <laid out> wrongly.")
    for start in (INDEX, FIRST, f"{INDEX}publications/2/"):
        for address in (f"{start}{tail}", f"{start}files/{name}"):
            response = Client().get(address)
            assert response.status_code == 410
            said = response.content.decode()
            assert "A table was &lt;laid out&gt; wrongly." in said
            assert response["Content-Type"].startswith("text/html")
            assert not response.has_header("Content-Disposition")
            assert not response.has_header("Set-Cookie")
            assert "Average Caseloads" not in said
            assert "app-rating" not in said


def test_every_address_of_a_withdrawn_report_answers_alike_whether_its_page_was_there(
    published: PublishedPaper,
) -> None:
    withdrawn(published)
    there, never = (Client().get(f"{INDEX}indicators/{key}/") for key in ("average-caseloads", "nothing"))
    assert (there.status_code, there.content) == (never.status_code, never.content)


def test_a_report_published_again_after_its_withdrawal_is_in_force(published: PublishedPaper) -> None:
    withdrawn(published)
    corrected(published)
    assert ">777<" in page(INDEX)
    assert Client().get(FIRST).status_code == 410
    assert 'href="/reports/childrens-scrutiny/2020-12/publications/1/"' not in page(INDEX)


def test_a_withdrawn_report_is_in_no_page_feed_or_search(published: PublishedPaper) -> None:
    withdrawn(published)
    for address in ("/", "/search/?q=caseloads", "/sitemap.xml", "/how-to-read/"):
        said = page(address)
        assert "indicators/" not in said
        assert "2020-12" not in said
    assert "Withdrawn" in page("/reports/")
    assert "A table was laid out wrongly." in page("/corrections/")


def test_a_turn_that_was_never_published_looks_like_any_address_that_there_is_not(published: PublishedPaper) -> None:
    """A scheduled correction has no record of the public's: its address is that of nothing."""
    nowhere = Client().get("/no-such-page/")
    for tail in (
        "publications/2/",
        "publications/0/",
        f"publications/{10**30}/",
        "publications/2/downloads/",
        "files/x",
    ):
        response = Client().get(f"{INDEX}{tail}")
        assert response.status_code == 404
        assert every_byte(response) == every_byte(nowhere)
    october = Client().get("/reports/childrens-scrutiny/2020-10/")
    assert (october.status_code, october.content) == (404, nowhere.content)


@pytest.mark.parametrize(
    ("tail", "made", "unchanged"), [("", 2, 1), (KEY, 3, 2), (f"{KEY}chart-0.svg", 3, 2), ("downloads/", 3, 2)]
)
@pytest.mark.parametrize("start", [INDEX, FIRST])
def test_pages_of_a_corrected_report_take_few_queries(
    published: PublishedPaper, start: str, tail: str, made: int, unchanged: int, django_assert_max_num_queries: Any
) -> None:
    corrected(published)
    with django_assert_max_num_queries(made):
        etag = Client().get(f"{start}{tail}")["ETag"]
    with django_assert_max_num_queries(unchanged):
        assert Client().get(f"{start}{tail}", headers={"if-none-match": etag}).status_code == 304


def test_a_correction_changes_the_etag_of_what_it_supersedes(published: PublishedPaper) -> None:
    before = Client().get(FIRST)["ETag"]
    corrected(published)
    assert Client().get(FIRST, headers={"if-none-match": before}).status_code == 200


def test_a_withdrawal_is_seen_by_those_who_have_a_copy(published: PublishedPaper) -> None:
    etag = Client().get(INDEX)["ETag"]
    withdrawn(published)
    assert Client().get(INDEX, headers={"if-none-match": etag}).status_code == 410


def test_superseded_files_stay_where_their_publication_is(published: PublishedPaper) -> None:
    name = file_of(published).name
    correction = corrected(published)
    assert Client().get(f"{INDEX}files/{name}")["Location"] == f"{FIRST}files/{name}"
    assert Client().get(f"{FIRST}files/{name}").content == CONTENT
    assert f'href="{FIRST}files/{name}"' in page(f"{FIRST}downloads/")
    other = file_of(correction, content=b"other")
    assert Client().get(f"{INDEX}files/{other.name}").content == b"other"
