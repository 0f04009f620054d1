"""The page about one indicator and its charts, as they are served."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client

from accounts.models import AuditEntry
from indicators.models import Dataset
from reports.decoding import PART_1, PART_2
from reports.models import Publication
from tests.factories.people import person_with
from tests.factories.reports import dataset as new_dataset
from tests.factories.reports import imported, published, rebased
from tests.factories.workbooks import example

PAGE = "/reports/childrens-scrutiny/2020-12/indicators/average-caseloads/"
EXEMPT_PAGE = "/office/part-2/childrens-scrutiny/2020-12/indicators/average-caseloads/"
HIDDEN_PAGE = PAGE.replace("average-caseloads", "number-of-children-looked-after-who-were-adopted")
EXEMPT_HIDDEN_PAGE = EXEMPT_PAGE.replace("average-caseloads", "number-of-children-looked-after-who-were-adopted")

pytestmark = pytest.mark.usefixtures("publication")


@pytest.fixture(autouse=True)
def nothing_remembered() -> Iterator[None]:
    PART_1.kept.clear()
    PART_2.kept.clear()
    yield


@pytest.fixture
def reader() -> Client:
    browser = Client()
    browser.force_login(person_with("restricted_reader"))
    return browser


def charts_in(page: str) -> list[str]:
    return re.findall(r'(?:src|srcset)="([^"]*\.svg)"', page)


# The chart


@pytest.mark.parametrize("page", [PAGE, EXEMPT_PAGE])
def test_the_page_shows_a_chart_for_either_width_with_words_for_those_who_do_not_see_it(
    reader: Client, page: str
) -> None:
    text = reader.get(page).content.decode()
    assert charts_in(text) == [f"{page}chart-0-narrow.svg", f"{page}chart-0.svg"]
    assert 'alt="Chart: Months from April 2020 to March 2021.' in text
    for address in charts_in(text):
        response = reader.get(address)
        assert response["Content-Type"] == "image/svg+xml"
        assert ElementTree.fromstring(response.content).tag == "{http://www.w3.org/2000/svg}svg"


def test_a_chart_has_a_strict_policy_of_its_own(reader: Client) -> None:
    for page in (PAGE, EXEMPT_PAGE):
        response = reader.get(f"{page}chart-0.svg")
        assert response["Content-Security-Policy"].startswith("default-src 'none'; ")
        assert response["X-Content-Type-Options"] == "nosniff"


def test_any_cache_may_keep_a_public_chart_and_ask_again_by_its_etag(django_assert_num_queries: Any) -> None:
    response = Client().get(f"{PAGE}chart-0.svg")
    assert "public" in response["Cache-Control"] and not response.has_header("Set-Cookie")
    with django_assert_num_queries(1):
        again = Client().get(f"{PAGE}chart-0.svg", headers={"if-none-match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("place", ["chart-1.svg", "chart-1-narrow.svg", "chart-99999999999999999999.svg"])
def test_a_measure_that_there_is_not_is_not_found(reader: Client, place: str) -> None:
    assert reader.get(f"{PAGE}{place}").status_code == reader.get(f"{EXEMPT_PAGE}{place}").status_code == 404
    assert Client().get(PAGE.replace("average-caseloads", "nothing") + "chart-0.svg").status_code == 404


def test_a_chart_of_part_2_is_for_those_entitled_and_each_reading_is_logged(reader: Client) -> None:
    response = reader.get(f"{EXEMPT_PAGE}chart-0.svg")
    assert {"private", "no-store"} <= {each.strip() for each in response["Cache-Control"].split(",")}
    entry = AuditEntry.objects.latest("pk")
    assert (entry.action, entry.by) == ("read Part 2", person_with("restricted_reader"))
    assert entry.subject == "Children's Scrutiny Dataset, December 2020, average-caseloads, chart"
    member = Client()
    member.force_login(person_with("member"))
    assert member.get(f"{EXEMPT_PAGE}chart-0.svg").status_code == 404


def test_part_2_draws_what_part_1_hides(reader: Client) -> None:
    public, exempt = Client().get(f"{HIDDEN_PAGE}chart-0.svg"), reader.get(f"{EXEMPT_HIDDEN_PAGE}chart-0.svg")
    assert b"[c]" in public.content and b"[c]" not in exempt.content
    assert b"Hidden to protect confidentiality: May 2020, " in public.content


# The page


def test_the_page_says_for_how_long_it_has_been_so(two_reports: Dataset) -> None:
    text = Client().get(PAGE.replace("childrens-scrutiny", "two-reports")).content.decode()
    assert "2nd report in a row" in text


@pytest.mark.parametrize("page", ["", "summary/", "changes/"])
def test_each_reading_of_a_part_2_page_of_two_reports_is_logged(
    two_reports: Dataset, reader: Client, page: str, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(10):
        response = reader.get(f"/office/part-2/two-reports/2020-12/{page}")
    assert "October 2020" in response.content.decode()
    assert response["Cache-Control"] == "private, no-store"
    assert AuditEntry.objects.filter(action="read Part 2").count() == 1
    assert "EXEMPT – " in response.content.decode()


def test_the_page_says_every_rating_given_in_order(publication: Publication) -> None:
    text = Client().get(PAGE).content.decode()
    squares = re.findall(r'app-given__square--(\w[\w-]*)">([^<]*)<', text)
    assert squares == [("amber", "AMBER")]
    hidden = Client().get(HIDDEN_PAGE).content.decode()
    assert re.findall(r'app-given__square--(\w[\w-]*)">([^<]*)<', hidden) == [("part-2", "Part 2 only")]


@pytest.fixture
def two_reports(db: None) -> Dataset:
    dataset = new_dataset("Two reports", "two-reports")
    imported(dataset, example())
    published(dataset, date(2020, 10, 1))
    published(dataset)
    return dataset


def test_a_page_of_the_second_report_takes_two_queries_and_then_one(
    two_reports: Dataset, django_assert_num_queries: Any
) -> None:
    page = PAGE.replace("childrens-scrutiny", "two-reports")
    with django_assert_num_queries(2):
        text = Client().get(page).content.decode()
    assert text.count("app-given__report") == 2 and "Oct 2020" in text
    with django_assert_num_queries(1):
        Client().get(page)
    with django_assert_num_queries(1):
        Client().get(f"{page}chart-0.svg")


def test_a_page_of_part_2_takes_at_most_ten_queries(
    two_reports: Dataset, reader: Client, django_assert_max_num_queries: Any
) -> None:
    page = EXEMPT_PAGE.replace("childrens-scrutiny", "two-reports")
    with django_assert_max_num_queries(10):
        text = reader.get(page).content.decode()
    assert text.count("app-given__report") == 2


def test_a_rebasing_stands_beside_the_chart_with_its_reason(two_reports: Dataset) -> None:
    rebased(two_reports, "29", reason="Teams were merged")
    published(two_reports, date(2020, 11, 1))
    page = PAGE.replace("childrens-scrutiny", "two-reports").replace("2020-12", "2020-11")
    assert "Limits start anew from August 2020: Teams were merged" in Client().get(page).content.decode()
    assert b"new limits" in Client().get(f"{page}chart-0.svg").content
