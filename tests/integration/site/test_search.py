"""The search page, as a reader meets it."""

import logging
import re

import msgspec
import pytest
from django.test import Client

from reports.published import PublishedPaper
from suppression.paper_words import PaperCommentary
from tests.factories.corrections import corrected, paper_of, publish


def results(query: str) -> list[str]:
    """The numbers of what is found, in order."""
    html = searched(query)
    return re.findall(r'<h3 class="govuk-heading-s">\s*<a[^>]*>\s*([\d.]+)', html)


def searched(query: str) -> str:
    response = Client().get("/search/", {"q": query})
    assert response.status_code == 200
    return response.content.decode()


def test_an_indicator_is_found_by_its_number_and_by_its_title(published: PublishedPaper) -> None:
    assert results("26")[0] == "26"
    assert results("average caseloads") == ["29"]
    assert {"22.1", "22.2"} <= set(results("22"))
    assert "1 found" in searched("average caseloads")


def test_what_was_found_is_marked(published: PublishedPaper) -> None:
    assert "<mark>Average</mark> <mark>Caseloads</mark>" in searched("caseload average")


def test_without_a_query_there_is_the_form_and_every_indicator(published: PublishedPaper) -> None:
    html = Client().get("/search/").content.decode()
    assert html.count("/reports/childrens-scrutiny/2020-12/indicators/") == 38
    assert html.count("<form") == 1
    assert "Error:" not in html


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("", "Enter a word, or an indicator’s number."),
        ("a", "Enter at least two letters of a word"),
        ("x" * 101, "Shorten your search to 100 characters or fewer."),
        ("\0", "Enter a word"),
        ("\U0001f600", "Enter a word"),
    ],
)
def test_a_query_that_cannot_be_searched_for_says_what_to_do(
    published: PublishedPaper, query: str, message: str
) -> None:
    html = searched(query)
    assert message in html
    assert re.search(r"<title>\s*Error:", html)
    assert 'aria-describedby="q-error"' in html
    assert "x" * 101 not in html


def test_nothing_found_says_so_and_where_to_look(published: PublishedPaper) -> None:
    html = searched("aeroplane")
    assert "Nothing found for “aeroplane”" in html
    assert "Every word has to be there." in html


@pytest.mark.parametrize("query", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>'])
def test_a_query_is_shown_as_it_was_typed_and_never_run(published: PublishedPaper, query: str) -> None:
    html = searched(query)
    assert query not in html
    assert "<script>alert" not in html
    assert "<img" not in html


def test_what_people_wrote_is_shown_as_text(published: PublishedPaper) -> None:
    paper = paper_of(published)
    section = paper.sections[-1]
    shown = next(each for each in section.indicators if each.rating != paper.sections[0].indicators[0].rating)
    written = msgspec.structs.replace(
        shown, commentary=PaperCommentary(("concern",), "Zebra <script>alert(1)</script> & **bold**")
    )
    indicators = tuple(written if each is shown else each for each in section.indicators)
    sections = (*paper.sections[:-1], msgspec.structs.replace(section, indicators=indicators))
    publish(msgspec.structs.replace(paper, sections=sections, sequence=2), after=published)
    html = searched("zebra")
    assert "<mark>Zebra</mark> &lt;script&gt;alert(1)&lt;/script&gt; &amp; bold" in html


def test_only_what_is_in_force_is_found(published: PublishedPaper) -> None:
    assert "29" in results("caseloads")
    corrected(published, sections=paper_of(published).sections[:1])
    assert results("caseloads") == []


def test_a_search_is_for_no_search_engine_and_soon_asked_again(published: PublishedPaper) -> None:
    response = Client().get("/search/", {"q": "adopted"})
    assert '<meta name="robots" content="noindex">' in response.content.decode()
    assert "max-age=60" in response["Cache-Control"]
    assert 'rel="canonical"' in response.content.decode()
    assert "q=adopted" not in response.content.decode()


def test_what_somebody_searches_for_is_not_written_down(
    published: PublishedPaper, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for address in ("/search/", "/search/nothing-here/", "/no-such-page/", "/"):
        Client().get(address, {"q": "unmistakable"})
    Client().post("/search/", {"q": "unmistakable"})
    assert "Not Found" in caplog.text
    assert "unmistakable" not in caplog.text
