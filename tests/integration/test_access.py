"""Who may reach what: every address of the project for every role and for nobody, from one table."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib import admin
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.models import AuditEntry, User
from accounts.roles import ROLES
from indicators.benchmark_models import BenchmarkImport
from indicators.models import Benchmark, Dataset, Figure, IndicatorDefinition, Outturn, RatingOverride, WorkbookImport
from reports.models import Publication, PublishedPaper
from suppression.models import ExternalFigure
from tests.factories import benchmarks
from tests.factories.people import PASSWORD, person_with
from tests.factories.reports import known_elsewhere, received
from tests.factories.workbooks import example

NOBODY = "nobody"
EVERYONE = (NOBODY, *ROLES)
SIGN_IN = "has to sign in first"
ELSEWHERE = 302
REPORT = {"dataset_slug": "childrens-scrutiny", "as_at": "2020-12"}
INDICATOR = REPORT | {"key": "number-of-children-looked-after-who-were-adopted"}


@dataclass(frozen=True)
class Access:
    """What each role gets at one address, for one method. `others` is for those signed in who are not named."""

    nobody: int | str
    others: int
    entitled: tuple[str, ...] = ()
    entitled_get: int = 200
    arguments: Any = None

    def of(self, role: str) -> int | str:
        if role == NOBODY:
            return self.nobody
        return self.entitled_get if role in self.entitled else self.others


def public(arguments: Any = None) -> Access:
    return Access(200, 200, arguments=arguments)


def part_2(arguments: Any) -> Access:
    """Those who are not entitled learn nothing, not even that it is there."""
    return Access(SIGN_IN, 404, ("director", "publisher", "restricted_reader"), arguments=arguments)


def importing(status: int, arguments: Any = None) -> Access:
    return Access(SIGN_IN, 403, ("data_officer",), status, arguments)


def publishing(arguments: Any = None) -> Access:
    return Access(SIGN_IN, 403, ("publisher",), arguments=arguments)


IMPORT = object()
"""Stands for the key of an import that was read and waits for a decision."""
BENCHMARKS = object()
"""Stands for the key of an import of benchmarks that waits for a decision."""
EXTERNAL_FIGURE = object()
"""Stands for the key of a figure that somebody else publishes."""

EXPECTED = {
    ("reports:home", "GET"): public(),
    ("reports:index", "GET"): public(REPORT),
    ("reports:indicator", "GET"): public(INDICATOR),
    ("reports:office_home", "GET"): Access(SIGN_IN, 200),
    ("reports:part_2_index", "GET"): part_2(REPORT),
    ("reports:part_2_indicator", "GET"): part_2(INDICATOR),
    ("reports:check_report", "GET"): Access(SIGN_IN, 403, ("publisher",)),
    ("reports:hide_more", "GET"): Access(SIGN_IN, 403, ("publisher",), arguments=REPORT),
    ("reports:hide_more", "POST"): Access(SIGN_IN, 403, ("publisher",), arguments=REPORT),
    ("reports:policy", "GET"): Access(SIGN_IN, 403, ("administrator",)),
    ("reports:new_policy", "GET"): Access(SIGN_IN, 403, ("administrator",)),
    ("reports:new_policy", "POST"): Access(SIGN_IN, 403, ("administrator",)),
    ("reports:disclosure_check", "GET"): Access(SIGN_IN, 403, ("publisher",), arguments=REPORT),
    ("suppression:external_figures", "GET"): publishing(),
    ("suppression:external_figure_new", "GET"): publishing(),
    ("suppression:external_figure_new", "POST"): publishing(),
    ("suppression:external_figure_withdraw", "GET"): publishing(EXTERNAL_FIGURE),
    ("suppression:external_figure_withdraw", "POST"): publishing(EXTERNAL_FIGURE),
    ("indicators:imports", "GET"): importing(200),
    ("indicators:imports", "POST"): importing(200),
    ("indicators:import_reading", "GET"): importing(ELSEWHERE, IMPORT),
    ("indicators:import_plan", "GET"): importing(200, IMPORT),
    ("indicators:import_plan", "POST"): importing(200, IMPORT),
    ("indicators:import_cancel", "GET"): Access(SIGN_IN, 405, arguments=IMPORT),
    ("indicators:import_cancel", "POST"): importing(ELSEWHERE, IMPORT),
    ("indicators:benchmarks", "GET"): importing(200),
    ("indicators:benchmarks", "POST"): importing(200),
    ("indicators:benchmark_matching", "GET"): importing(200, BENCHMARKS),
    ("indicators:benchmark_matching", "POST"): importing(200, BENCHMARKS),
    ("indicators:benchmark_plan", "GET"): importing(200, BENCHMARKS),
    ("indicators:benchmark_plan", "POST"): importing(ELSEWHERE, BENCHMARKS),
    ("indicators:benchmark_cancel", "GET"): Access(SIGN_IN, 405, arguments=BENCHMARKS),
    ("indicators:benchmark_cancel", "POST"): importing(ELSEWHERE, BENCHMARKS),
    ("accounts:sign_in", "GET"): Access(200, ELSEWHERE),
    ("accounts:sign_in", "POST"): Access(200, ELSEWHERE),
    ("accounts:sign_out", "GET"): Access(405, 405),
    ("accounts:sign_out", "POST"): Access(ELSEWHERE, ELSEWHERE),
}
"""One line for each address and method. An address that is not in it fails; those of the admin have a rule below."""


def patterns(resolver: URLResolver, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every address of the project with its full name."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from patterns(pattern, pattern.namespace or namespace)
        else:
            yield f"{namespace}:{pattern.name}", pattern


ADDRESSES = list(patterns(get_resolver()))


def browser_of(role: str) -> Client:
    browser = Client()
    if role != NOBODY:
        browser.force_login(person_with(role))
    return browser


def is_sent_to_sign_in(response: HttpResponse) -> bool:
    return response.status_code == 302 and response["Location"].startswith(reverse("accounts:sign_in"))


def is_kept_by_no_cache(response: HttpResponse) -> bool:
    return {"private", "no-store"} <= {part.strip() for part in response["Cache-Control"].split(",")}


@pytest.mark.usefixtures("db")
def test_every_address_of_the_project_is_in_the_table() -> None:
    names = {name for name, _ in ADDRESSES if not name.startswith("admin:")}
    assert names == {name for name, _ in EXPECTED}


@pytest.mark.parametrize("role", EVERYONE)
@pytest.mark.parametrize(("name", "method"), EXPECTED, ids=lambda each: each)
def test_each_role_gets_what_the_table_says(publication: Publication, name: str, method: str, role: str) -> None:
    expected = EXPECTED[name, method]
    arguments = expected.arguments
    if arguments is IMPORT:
        arguments = {"pk": received(publication.dataset, example()).pk}
    elif arguments is BENCHMARKS:
        arguments = {"pk": benchmarks.received(publication.dataset).pk}
    elif arguments is EXTERNAL_FIGURE:
        arguments = {"pk": known_elsewhere(publication.dataset, "19").pk}
    response = browser_of(role).generic(method, reverse(name, kwargs=arguments))
    if expected.of(role) == SIGN_IN:
        assert is_sent_to_sign_in(response)
    else:
        assert response.status_code == expected.of(role)
        assert not is_sent_to_sign_in(response) or name == "accounts:sign_in"
    is_public = expected.nobody == 200 and not name.startswith("accounts:")
    assert is_kept_by_no_cache(response) != is_public


# Part 2


@pytest.mark.parametrize("role", ["data_officer", "member", "administrator"])
@pytest.mark.parametrize("name", ["reports:part_2_index", "reports:part_2_indicator"])
def test_part_2_looks_absent_to_those_who_are_not_entitled(publication: Publication, name: str, role: str) -> None:
    arguments = INDICATOR if name.endswith("indicator") else REPORT
    there = browser_of(role).get(reverse(name, kwargs=arguments))
    absent = browser_of(role).get(reverse(name, kwargs=arguments | {"as_at": "2019-12"}))
    assert there.status_code == absent.status_code == 404
    assert there.content == absent.content
    assert there.headers == absent.headers
    assert not AuditEntry.objects.filter(action="read Part 2").exists()


@pytest.mark.parametrize("role", ["restricted_reader", "publisher", "director"])
def test_reading_part_2_is_logged_with_who_and_what(publication: Publication, role: str) -> None:
    browser = browser_of(role)
    browser.get(reverse("reports:part_2_index", kwargs=REPORT))
    browser.get(reverse("reports:part_2_indicator", kwargs=INDICATOR))
    read = AuditEntry.objects.filter(action="read Part 2").order_by("pk")
    assert [entry.by.username for entry in read] == [role, role]
    assert [entry.subject for entry in read] == [
        "Children's Scrutiny Dataset, December 2020",
        "Children's Scrutiny Dataset, December 2020, number-of-children-looked-after-who-were-adopted",
    ]
    assert {entry.detail["sha256"] for entry in read} == {publication.part_2_sha256}


@pytest.mark.parametrize("name", ["reports:part_2_index", "reports:part_2_indicator"])
def test_every_page_of_part_2_says_that_it_is_exempt_and_who_reads_it(publication: Publication, name: str) -> None:
    arguments = INDICATOR if name.endswith("indicator") else REPORT
    page = browser_of("restricted_reader").get(reverse(name, kwargs=arguments)).content.decode()
    assert "Schedule 12A" in page
    assert "paragraphs 1 and 2" in page
    assert "restricted_reader" in page
    assert "not in Part 1" in page


@pytest.mark.parametrize("role", ["member", "data_officer", "administrator"])
def test_those_who_are_not_entitled_are_shown_no_way_to_part_2(publication: Publication, role: str) -> None:
    page = browser_of(role).get(reverse("reports:office_home")).content.decode()
    assert "/part-2/" not in page


def test_an_administrator_who_is_a_superuser_does_not_read_part_2_either(publication: Publication) -> None:
    User.objects.filter(username="administrator").update(is_superuser=True)
    assert browser_of("administrator").get(reverse("reports:part_2_index", kwargs=REPORT)).status_code == 404


# The admin


def addresses_in_admin() -> Iterator[tuple[str, str]]:
    """An address for each of the admin's patterns, with a key wherever it wants one."""
    for name, pattern in ADDRESSES:
        if name.startswith("admin:") and pattern.name:
            key = "accounts" if pattern.name == "app_list" else person_with("member").pk
            yield name, reverse(name, args=[key] * pattern.pattern.regex.groups)
    for tail in ("nothing-here/", "accounts/user/1/"):
        yield tail, reverse("admin:index") + tail


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("role", [role for role in EVERYONE if role != "administrator"])
def test_the_admin_is_closed_to_everybody_but_administrators(publication: Publication, role: str, method: str) -> None:
    browser = browser_of(role)
    for name, address in addresses_in_admin():
        response = browser.generic(method, address)
        assert response.status_code in (302, 403, 404, 405), name
        assert is_kept_by_no_cache(response), name


def test_the_admin_is_open_to_administrators(publication: Publication) -> None:
    browser = browser_of("administrator")
    opened = [name for name, address in addresses_in_admin() if browser.get(address).status_code == 200]
    assert {"admin:index", "admin:app_list", "admin:accounts_user_change"} <= set(opened)
    assert all(
        f"admin:{model._meta.label_lower.replace('.', '_')}_changelist" in opened for model in admin.site._registry
    )


def test_what_administrators_read_is_kept_by_no_cache(publication: Publication) -> None:
    browser = browser_of("administrator")
    assert [name for name, address in addresses_in_admin() if not is_kept_by_no_cache(browser.get(address))] == []


def test_the_admin_registers_no_model_that_holds_figures() -> None:
    registered = set(admin.site._registry)
    edited_within = {inline.model for each in admin.site._registry.values() for inline in each.inlines}
    histories = {model.history.model for model in (Outturn, Benchmark, RatingOverride, IndicatorDefinition)}
    holding_figures = {
        Outturn,
        Benchmark,
        RatingOverride,
        Publication,
        PublishedPaper,
        WorkbookImport,
        BenchmarkImport,
        ExternalFigure,
    } | histories
    assert (registered | edited_within) & holding_figures == set()
    assert not [model for model in registered | edited_within if issubclass(model, Figure)]


@pytest.mark.parametrize("address", ["add/", "{pk}/change/", "{pk}/delete/"])
def test_an_administrator_cannot_change_the_audit_trail(publication: Publication, address: str) -> None:
    entry = AuditEntry.objects.latest("pk")
    place = reverse("admin:accounts_auditentry_changelist") + address.format(pk=entry.pk)
    assert browser_of("administrator").post(place, {"action": "nothing", "post": "yes"}).status_code == 403
    assert AuditEntry.objects.get(pk=entry.pk).action == entry.action


# Signing in and out


def test_a_person_signs_in_and_out(db: None) -> None:
    browser = Client()
    wanted = reverse("reports:office_home")
    first = browser.get(wanted)
    assert first["Location"] == f"{reverse('accounts:sign_in')}?next={wanted}"
    signed_in = browser.post(first["Location"], {"username": "member", "password": PASSWORD})
    assert signed_in["Location"] == wanted
    assert browser.get(wanted).status_code == 200
    browser.post(reverse("accounts:sign_out"))
    assert is_sent_to_sign_in(browser.get(wanted))


def test_a_wrong_password_is_refused_in_words(db: None) -> None:
    page = Client().post(reverse("accounts:sign_in"), {"username": "member", "password": "wrong"})
    assert "do not match" in page.content.decode()


def test_signing_in_leads_nowhere_else(db: None) -> None:
    address = f"{reverse('accounts:sign_in')}?next=https://elsewhere.example/"
    response = Client().post(address, {"username": "member", "password": PASSWORD})
    assert response["Location"] == reverse("reports:office_home")


@pytest.mark.parametrize("role", ROLES)
def test_a_person_who_was_deactivated_is_out_at_once(publication: Publication, role: str) -> None:
    browser = browser_of(role)
    assert browser.get(reverse("reports:office_home")).status_code == 200
    User.objects.filter(username=role).update(is_active=False)
    for name, arguments in (("reports:office_home", None), ("reports:part_2_index", REPORT), ("admin:index", None)):
        way = browser.get(reverse(name, kwargs=arguments), follow=True).redirect_chain
        assert way[-1][0].startswith(reverse("accounts:sign_in"))
    page = Client().post(reverse("accounts:sign_in"), {"username": role, "password": PASSWORD})
    assert page.status_code == 200


def test_a_role_that_was_taken_away_is_gone_at_once(publication: Publication) -> None:
    browser = browser_of("restricted_reader")
    assert browser.get(reverse("reports:part_2_index", kwargs=REPORT)).status_code == 200
    person_with("restricted_reader").role_assignments.all().delete()
    assert browser.get(reverse("reports:part_2_index", kwargs=REPORT)).status_code == 404


def test_an_address_that_there_is_not_is_kept_by_no_cache(db: None) -> None:
    for address in ("/nothing-here/", "/office/nothing-here/"):
        response = Client().get(address)
        assert response.status_code == 404
        assert is_kept_by_no_cache(response)


def test_a_form_from_elsewhere_is_refused(dataset: Dataset) -> None:
    waiting = received(dataset, example())
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(person_with("data_officer"))
    response = browser.post(reverse("indicators:import_cancel", kwargs={"pk": waiting.pk}))
    assert response.status_code == 403
    assert is_kept_by_no_cache(response)
    waiting.refresh_from_db()
    assert waiting.cancelled_at is None
