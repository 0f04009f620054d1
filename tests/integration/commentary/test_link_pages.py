"""Links to earlier reports and external papers: the service, and its pages."""

import re
from datetime import date
from typing import Any

import pytest

from accounts.models import AuditEntry, User
from accounts.roles import ROLES
from commentary.link_services import add_link, remove_link
from commentary.models import PaperLink
from commentary.moving import Refused
from indicators.models import Dataset
from tests.factories.commentary import indicator_of, link
from tests.factories.people import person, person_with
from tests.factories.workflow import responsible
from tests.integration.commentary.browsers import browser_of, of_adoption, words

LIST = "/office/links/small/"
ADDRESS = "https://reports.example/caseloads?page=2#table"
NEW = {"indicator": "small-9", "title": "Report on  caseloads", "address": f" {ADDRESS} "}
DATED = {"dated_0": "15", "dated_1": "9", "dated_2": "2020"}


def add(dataset: Dataset, by: User, number: str = "9", **said: Any) -> PaperLink:
    fields: dict[str, Any] = {"title": "Report on caseloads", "address": ADDRESS, "dated": None}
    return add_link(indicator=indicator_of(dataset, number), by=by, **fields | said)


# The service


@pytest.mark.parametrize("role", ROLES)
def test_links_are_kept_by_publishers_and_directors(small: Dataset, role: str) -> None:
    by = person_with(role)
    responsible(by, small)
    entries = AuditEntry.objects.count()
    if role in ("director", "publisher"):
        added = add(small, by)
        remove_link(link=added, by=by)
        assert [each.history_change_reason for each in PaperLink.history.order_by("history_id")] == [
            "Added",
            "Removed",
        ]
        assert AuditEntry.objects.count() == entries + 2
        return
    with pytest.raises(Refused, match="Links are kept by"):
        add(small, by)
    kept = link(indicator_of(small))
    with pytest.raises(Refused, match="Links are kept by"):
        remove_link(link=kept, by=by)
    assert PaperLink.objects.get() == kept
    assert AuditEntry.objects.count() == entries


def test_a_director_keeps_those_of_their_sections_and_a_publisher_all(small: Dataset, publisher: User) -> None:
    nobodys = person("director", username="director-without-sections")
    with pytest.raises(Refused, match="Links are kept by"):
        add(small, nobodys)
    for number in ("9", "23"):
        add(small, publisher, number)


def test_an_address_is_added_once_for_an_indicator(small: Dataset, director: User) -> None:
    add(small, director)
    with pytest.raises(Refused, match="among the indicator's links already"):
        add(small, director, title="Another title", address=f" {ADDRESS}")
    add(small, director, "23")
    assert PaperLink.objects.count() == 2


@pytest.mark.parametrize(
    "address",
    [
        "",
        "reports.example/1",
        "javascript:alert(1)",
        "JavaScript://reports.example/%0aalert(1)",
        "data:text/html,x",
        "ftp://reports.example/1",
        "file:///etc/passwd",
        "//reports.example/1",
        "https://",
        "https://reports.example/a b",
    ],
)
def test_only_addresses_of_the_web_are_added(small: Dataset, director: User, address: str) -> None:
    with pytest.raises(Refused, match="begins with https:// or http://"):
        add(small, director, address=address)
    assert not PaperLink.objects.exists()


def test_a_link_has_a_title(small: Dataset, director: User) -> None:
    with pytest.raises(Refused, match="what the link leads to"):
        add(small, director, title=" ")


def test_what_is_removed_is_removed_once(small: Dataset, director: User) -> None:
    added = add(small, director)
    remove_link(link=added, by=director)
    entries = AuditEntry.objects.count()
    with pytest.raises(Refused, match="removed already"):
        remove_link(link=added, by=director)
    assert AuditEntry.objects.count() == entries


def test_the_audit_trail_holds_no_title(small: Dataset, director: User) -> None:
    remove_link(link=add(small, director, title="Sevenfold"), by=director)
    for entry in AuditEntry.objects.order_by("-pk")[:2]:
        assert "Sevenfold" not in f"{entry.subject} {entry.detail}"


# The pages


def test_links_are_listed_under_their_indicators_in_the_order_of_the_index(small: Dataset) -> None:
    link(indicator_of(small, "23"), title="Adoption scorecard", dated=None)
    link(indicator_of(small, "9"))
    page = words(browser_of("publisher"), LIST)
    assert page.index("9 Referrals") < page.index("Report on referrals") < page.index("23 Children adopted")
    assert page.index("23 Children adopted") < page.index("Adoption scorecard")
    assert "15 September 2020" in page
    assert "10 Assessments" not in page
    assert page.count("/remove/") == 2


def test_the_list_takes_no_more_queries_with_more_links(small: Dataset, django_assert_num_queries: Any) -> None:
    browser = browser_of("director")
    for number in ("9", "23"):
        link(indicator_of(small, number))
        with django_assert_num_queries(7):
            browser.get(LIST)


def test_one_is_added_and_removed(small: Dataset) -> None:
    browser = browser_of("director")
    page = words(browser, f"{LIST}new/", **NEW | DATED)
    assert "Added. The next report has it." in page
    added = PaperLink.objects.get()
    assert (added.title, added.address, added.dated) == ("Report on caseloads", ADDRESS, date(2020, 9, 15))
    assert f'href="{ADDRESS}"' in page
    address = f"{LIST}{added.pk}/remove/"
    assert "Report on caseloads, of 9 Referrals" in re.sub(r"\s+", " ", words(browser, address))
    assert "The link is removed." in words(browser, address, sent="once")
    assert "This link is not there any more. Nothing was changed." in words(browser, address, sent="twice")
    assert browser.get(address).status_code == 404
    assert not PaperLink.objects.exists()


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ({"indicator": ""}, "Choose the indicator"),
        ({"title": ""}, "Enter the title of the paper"),
        ({"address": "javascript:alert(1)"}, "Enter a whole address that begins with https:// or http://"),
        ({"address": ""}, "Enter the address"),
        ({"dated_0": "31", "dated_1": "2", "dated_2": "2020"}, "Enter a real date"),
    ],
)
def test_what_is_missing_or_wrong_is_said(small: Dataset, typed: dict[str, str], error: str) -> None:
    assert error in words(browser_of("director"), f"{LIST}new/", **NEW | typed)
    assert not PaperLink.objects.exists()


def test_sending_it_twice_adds_one(small: Dataset) -> None:
    browser = browser_of("publisher")
    browser.post(f"{LIST}new/", NEW)
    assert "among the indicator&#x27;s links already" in words(browser, f"{LIST}new/", **NEW)
    assert PaperLink.objects.count() == 1


def test_a_director_is_offered_their_sections_and_refused_others(small: Dataset) -> None:
    browser = of_adoption(small)
    others, theirs = link(indicator_of(small, "9")), link(indicator_of(small, "23"))
    page = words(browser, LIST)
    assert f"/{theirs.pk}/remove/" in page
    assert f"/{others.pk}/remove/" not in page
    assert "small-9" not in words(browser, f"{LIST}new/")
    for method in ("get", "post"):
        assert getattr(browser, method)(f"{LIST}{others.pk}/remove/").status_code == 403
    assert PaperLink.objects.count() == 2
