"""The public pages: for everybody, for any cache, and without a trace of what Part 1 hides."""

import gzip
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from indicators.models import Dataset
from reports.decoding import PART_1
from reports.models import ComingReport, Publication, PublishedPaper, WithdrawnReport
from suppression.paper import Hidden, decode_part_1
from tests.factories.corrections import corrected
from tests.factories.pages import every_byte, every_public_page, grid_of, tables_of
from tests.factories.papers import figures
from tests.factories.people import person_with
from tests.factories.reports import dataset as new_dataset
from tests.factories.reports import imported, published, revised
from tests.factories.workbooks import (
    ANOTHER_WORLD_AFTER_OCTOBER,
    CANARIES,
    CANARY_DIGITS,
    SUPPRESSED,
    example,
    example_with,
)

HOME = "/"
INDEX = "/reports/childrens-scrutiny/2020-12/"
INDICATOR = f"{INDEX}indicators/number-of-children-looked-after-who-were-adopted/"
SUMMARY = f"{INDEX}summary/"
CHANGES = f"{INDEX}changes/"
PAGES = [HOME, INDEX, f"{INDEX}?rating=amber", SUMMARY, CHANGES, INDICATOR]
SITE = [
    "/reports/",
    "/corrections/",
    "/how-to-read/",
    "/accessibility/",
    "/privacy/",
    "/search/",
    "/search/?q=adopted",
    "/feed.atom",
    "/robots.txt",
    "/sitemap.xml",
    f"{INDEX}downloads/",
    f"{INDEX}publications/1/",
]
"""The public site around the reports."""
OCTOBER = date(2020, 10, 1)

pytestmark = pytest.mark.usefixtures("publication")


@pytest.fixture
def one_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """It stays noon of one day."""
    monkeypatch.setattr(timezone, "now", lambda: datetime(2021, 1, 20, 12, tzinfo=UTC))


# For everybody, and for any cache


@pytest.mark.parametrize("page", [*PAGES, *SITE])
def test_a_public_page_needs_no_sign_in_and_leaves_no_cookie(page: str) -> None:
    browser = Client()
    response = browser.get(page)
    assert response.status_code == 200
    assert not response.has_header("Set-Cookie")
    assert not browser.cookies


@pytest.mark.parametrize("page", [*PAGES, *SITE])
def test_any_cache_may_keep_a_public_page_and_give_it_to_everybody(page: str) -> None:
    response = Client().get(page)
    assert "public" in response["Cache-Control"]
    assert "private" not in response["Cache-Control"]
    assert response["ETag"].startswith('"')
    assert [name.strip() for name in response["Vary"].split(",")] == ["Accept-Encoding"]


@pytest.mark.parametrize("role", ["restricted_reader", "administrator"])
@pytest.mark.parametrize("page", [HOME, INDEX, INDICATOR, *SITE])
def test_a_public_page_is_the_same_for_those_who_signed_in(page: str, role: str) -> None:
    signed_in = Client()
    signed_in.force_login(person_with(role))
    assert every_byte(signed_in.get(page)) == every_byte(Client().get(page))


@pytest.mark.parametrize(("page", "queries"), [(HOME, 2), (INDEX, 1), (SUMMARY, 1), (CHANGES, 1), (INDICATOR, 1)])
def test_a_page_that_has_not_changed_is_not_made_again(
    page: str, queries: int, django_assert_num_queries: Any
) -> None:
    etag = Client().get(page)["ETag"]
    with django_assert_num_queries(queries) as asked:
        response = Client().get(page, headers={"if-none-match": etag})
    assert (response.status_code, response.content) == (304, b"")
    assert response["ETag"] == etag
    assert not response.has_header("Set-Cookie")
    assert not [query for query in asked.captured_queries if '"document"' in query["sql"]]


def test_a_correction_has_another_etag(publication: Publication) -> None:
    etags = [Client().get(page)["ETag"] for page in PAGES]
    revised(publication.dataset, example_with({"T15": 311, "X15": 2844}))
    published(publication.dataset)
    for page, etag in zip(PAGES, etags, strict=True):
        response = Client().get(page, headers={"if-none-match": etag})
        assert response.status_code == 200
        assert response["ETag"] != etag
    assert b">311<" in Client().get(INDEX).content


@pytest.mark.parametrize(("page", "most"), [(HOME, 3), (INDEX, 2), (SUMMARY, 2), (CHANGES, 2), (INDICATOR, 2)])
def test_a_public_page_takes_at_most_three_queries(page: str, most: int, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(most) as asked:
        assert Client().get(page).status_code == 200
    tables = [model._meta.db_table for model in (PublishedPaper, ComingReport)]
    assert all(any(f'"{name}"' in query["sql"] for name in tables) for query in asked.captured_queries), (
        "only papers and what is announced are read"
    )
    assert not [query for query in asked.captured_queries if "indicators_" in query["sql"]]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("page", [HOME, INDEX, SUMMARY, CHANGES, INDICATOR, *SITE])
def test_a_public_page_can_only_be_read(page: str, method: str) -> None:
    assert getattr(Client(), method)(page).status_code == 405


def test_the_head_of_a_public_page_is_that_of_the_page() -> None:
    head, page = Client().head(INDEX), Client().get(INDEX)
    assert (head.status_code, head.content, head["ETag"]) == (200, b"", page["ETag"])


@pytest.mark.parametrize(
    "page",
    [
        "/reports/childrens-scrutiny/2020-11/",
        "/reports/childrens-scrutiny/2020-11/changes/",
        "/reports/childrens-scrutiny/2020-11/summary/",
        "/reports/childrens-scrutiny/2020-13/",
        "/reports/childrens-scrutiny/0000-01/",
        "/reports/childrens-scrutiny/",
        "/reports/another-dataset/2020-12/",
        f"{INDEX}indicators/no-such-indicator/",
        "/reports/childrens-scrutiny/2020-11/indicators/average-caseloads/",
    ],
)
def test_an_unknown_month_dataset_or_indicator_is_not_found(page: str) -> None:
    response = Client().get(page)
    assert response.status_code == 404
    assert response["Cache-Control"] == "private, no-store"
    assert not response.has_header("Set-Cookie")


# The calendar, and what was taken back


def announced(as_at: date, expected_on: date) -> None:
    ComingReport.objects.create(
        dataset_slug="childrens-scrutiny",
        dataset_name="Children",
        as_at=as_at,
        expected_on=expected_on,
        meeting="Scrutiny committee",
    )


@pytest.mark.usefixtures("one_day")
def test_the_first_page_announces_reports_that_lie_ahead_and_are_not_there() -> None:
    announced(date(2021, 1, 1), date(2021, 1, 19))
    announced(date(2021, 2, 1), date(2021, 1, 20))
    announced(date(2021, 3, 1), date(2021, 6, 15))
    announced(date(2020, 12, 1), date(2021, 3, 2))
    page = Client().get(HOME).content.decode()
    assert "expected 20 January 2021, Scrutiny committee" in page
    assert "expected 15 June 2021" in page
    assert "19 January 2021" not in page, "its day has gone by"
    assert "2 March 2021" not in page, "it is published"


def test_a_new_announcement_changes_the_first_pages_etag() -> None:
    etag = Client().get(HOME)["ETag"]
    announced(date(2099, 3, 1), date(2099, 6, 15))
    response = Client().get(HOME, headers={"if-none-match": etag})
    assert response.status_code == 200
    assert b"expected 15 June 2099" in response.content


@pytest.mark.parametrize("page", [INDEX, SUMMARY, CHANGES, INDICATOR])
def test_a_report_that_was_taken_back_is_not_read_as_if_it_stood(page: str) -> None:
    paper = PublishedPaper.objects.get()
    WithdrawnReport.objects.create(
        dataset_slug=paper.dataset_slug,
        dataset_name=paper.dataset_name,
        title=paper.title,
        as_at=paper.as_at,
        sequence=paper.sequence,
        notice="It was wrong.",
        withdrawn_at=timezone.now(),
    )
    assert Client().get(page).status_code != 200
    assert b"No report is published yet." in Client().get(HOME).content


def test_an_earlier_report_is_what_a_later_one_is_compared_with(publication: Publication) -> None:
    assert "This is the first report." in Client().get(INDEX).content.decode()
    published(publication.dataset, OCTOBER)
    page = Client().get(INDEX).content.decode()
    assert "what changed since October 2020" in page
    assert "What changed from October 2020 to December 2020" in Client().get(CHANGES).content.decode()
    assert "Oct 20" in Client().get(SUMMARY).content.decode()


def test_a_correction_says_what_it_corrects_and_so_does_its_address() -> None:
    corrected(PublishedPaper.objects.get())
    page = Client().get(CHANGES).content.decode()
    assert f'This publication corrects <a class="govuk-link" href="{INDEX}publications/1/">one before it</a>' in page
    assert 'id="corrected-changed-caption"' in page
    superseded = Client().get(f"{INDEX}publications/1/summary/").content.decode()
    assert f'href="{INDEX}publications/1/"' in superseded
    assert f'href="{INDEX}"' in superseded, "the banner leads to the one in force"


def test_a_filter_that_there_is_not_shows_everything() -> None:
    def numbers(query: str) -> list[str]:
        return [row[0] for row in grid_of(Client().get(INDEX + query).content.decode())]

    assert numbers("?section=nonsense&rating=purple") == numbers("")
    assert numbers("?rating=red")[2:] == ["Children Looked After and Care Leavers", "26"]


# Nothing of what Part 1 hides


HEADINGS = {f"{date(2020, month, 1):%b %y}": f"2020-{month:02}" for month in range(1, 13)} | {
    "Year to date": "year to date",
    **{f"20{year}/{year + 1}": f"own 20{year}/{year + 1}" for year in (17, 18, 19)},
}
"""Which place stands under a heading of the index."""


def places_of(table: list[list[str]], number: str) -> Iterator[tuple[str, str, str]]:
    """Indicator, place and text of each cell of one table; `number` is the indicator whose page it is on, if any."""
    if table[0][0] == "No.":
        headings = table[1]
        for row in table[2:]:
            yield from (
                (row[0], HEADINGS[name], text) for name, text in zip(headings, row, strict=True) if name in HEADINGS
            )
    elif table[0][0] == "Month":
        for heading, text in table[1:]:
            is_total = heading == "Year to date"
            place = "year to date" if is_total else f"{datetime.strptime(heading, '%B %Y'):%Y-%m}"
            yield number, place, text
    elif table[0][0] == "Compared with":
        yield from ((number, heading.replace("This council", "own"), text) for heading, text in table[1:])


def test_every_cell_of_a_hidden_place_says_that_it_is_suppressed_on_every_page(publication: Publication) -> None:
    paper = decode_part_1(bytes(publication.part_1))
    part_1 = figures(paper)
    pages_of = {indicator.key: indicator.number for indicator in paper.indicators}
    hidden = {(number, place) for (number, _, place), figure in part_1.items() if isinstance(figure, Hidden)}
    assert len(hidden) > 45
    seen: dict[tuple[str, str], int] = dict.fromkeys(hidden, 0)
    for address, response in every_public_page().items():
        number = pages_of.get(address.rstrip("/").rpartition("/")[2], "")
        if number == "14":
            continue  # its tables have a column for each of its two measures, and nothing of it is hidden
        for table in tables_of(response.content.decode()):
            for indicator, place, text in places_of(table, number):
                if (indicator, place) in hidden:
                    assert text == SUPPRESSED, (address, indicator, place)
                    seen[indicator, place] += 1
    assert min(seen.values()) >= 3, "each stands on the whole index, on its section's and on its own page"


ANOTHER_INDEX = "/reports/another-committee/2020-12/"


@contextmanager
def published_in_a_world(workbook: bytes) -> Iterator[None]:
    """Where this workbook was imported, and published as at October and December; leaves nothing behind."""
    with transaction.atomic():
        dataset = new_dataset("Another committee", "another-committee")
        imported(dataset, workbook)
        published(dataset, OCTOBER)
        published(dataset)
        yield
        transaction.set_rollback(True)


@pytest.mark.usefixtures("one_day")
def test_every_byte_of_every_public_page_is_the_same_whatever_the_hidden_figures_are() -> None:
    """Nothing can be read from bytes that do not depend on it. Headers, ETags and filters are among them."""
    worlds = []
    for workbook in (example(), example_with(ANOTHER_WORLD_AFTER_OCTOBER)):
        with published_in_a_world(workbook):
            pages = every_public_page(below=ANOTHER_INDEX)
            worlds.append({address: every_byte(page) for address, page in pages.items()})
    one, other = worlds
    assert len(one) > 70
    assert one.keys() == other.keys()
    assert [address for address in one if one[address] != other[address]] == []


@pytest.mark.usefixtures("one_day")
def test_the_bytes_of_a_page_do_depend_on_a_figure_that_is_shown() -> None:
    """The test above could not fail if this one did not hold."""
    pages = []
    for workbook in (example(), example_with({"T15": 305, "X15": 2838})):
        with published_in_a_world(workbook):
            pages.append(every_byte(Client().get(ANOTHER_INDEX)))
    assert pages[0] != pages[1]


@pytest.fixture
def canaries() -> Dataset:
    """A published dataset with figures that nobody could mistake where Part 1 hides them."""
    dataset = new_dataset("Canaries", "canaries")
    imported(dataset, example_with(CANARIES))
    published(dataset)
    return dataset


def canaries_in(response: HttpResponse) -> list[str]:
    """Those whose digits occur, with or without something between thousands; a hash is no figure."""
    body = every_byte(response).decode()
    between = r"(?:,|'|\s|&nbsp;|&#x27;)?"
    return [
        digits
        for digits in CANARY_DIGITS
        if re.search(rf"(?<![0-9a-f]){digits[:3]}{between}{digits[3:]}(?![0-9a-f])", body)
    ]


def test_part_2_has_every_canary(canaries: Dataset) -> None:
    reader = Client()
    reader.force_login(person_with("restricted_reader"))
    assert canaries_in(reader.get("/office/part-2/canaries/2020-12/")) == list(CANARY_DIGITS)


def test_no_public_page_has_a_canary(canaries: Dataset) -> None:
    pages = every_public_page(below="/reports/canaries/")
    assert len(pages) > 70
    assert {address: found for address, page in pages.items() if (found := canaries_in(page))} == {}


def test_no_other_way_of_asking_finds_a_canary(canaries: Dataset) -> None:
    headers = {"accept-encoding": "gzip", "accept": "application/json", "range": "bytes=0-"}
    for address in ("/", "/reports/canaries/2020-12/", "/reports/canaries/2020-12/?format=json&part=2"):
        for method in ("get", "head", "options", "post"):
            assert canaries_in(getattr(Client(), method)(address, headers=headers)) == []


def test_the_search_reads_what_is_compressed(canaries: Dataset) -> None:
    response = Client().get("/reports/canaries/2020-12/", headers={"accept-encoding": "gzip"})
    assert response["Content-Encoding"] == "gzip"
    assert gzip.decompress(response.content) in every_byte(response)


def test_the_public_paper_itself_has_no_canary(canaries: Dataset) -> None:
    paper = PublishedPaper.objects.get(dataset_slug="canaries")
    assert [digits for digits in CANARY_DIGITS if digits.encode() in bytes(paper.document)] == []


def test_the_first_page_asks_no_more_for_many_datasets(
    publication: Publication, client: Client, django_assert_num_queries: Any
) -> None:
    paper = PublishedPaper.objects.get()
    fields = {"dataset_name": "Another", "title": paper.title, "as_at": paper.as_at, "document": paper.document}
    for number in range(5):
        PublishedPaper.objects.create(
            dataset_slug=f"another-{number}", published_at=paper.published_at, sha256=paper.sha256, **fields
        )
    PART_1.kept.clear()
    with django_assert_num_queries(3):
        page = client.get("/")
    assert page.content.decode().count("below expectation") == 6
