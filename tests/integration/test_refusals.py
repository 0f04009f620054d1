"""Denied by default, and every refusal of somebody who has signed in stands in the audit trail."""

from datetime import timedelta
from statistics import median
from time import perf_counter
from typing import Any

import pytest
from django.contrib.auth.decorators import login_not_required
from django.core.checks import run_checks
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import include, path, reverse
from django.utils import timezone

from accounts.models import AuditEntry, Service, User
from accounts.permissions import for_everybody_signed_in, requires
from accounts.roles import ROLES, Permission
from reports.models import Publication
from tests.factories.people import person, person_with
from tests.integration.test_access import INDICATOR, REPORT, browser_of

ACTION = "was refused"


def refusals() -> list[tuple[str, str]]:
    entries = AuditEntry.objects.filter(action=ACTION).order_by("pk")
    return [(entry.by.username, entry.subject) for entry in entries if entry.by]


# Denied by default


def says_nothing(request: HttpRequest) -> HttpResponse:
    return HttpResponse("reached")


urlpatterns = [
    path("office/says-nothing/", says_nothing),
    path("office/open/", login_not_required(lambda request: HttpResponse("reached"))),
    path("office/everybody/", for_everybody_signed_in(lambda request: HttpResponse("reached"))),
    path("office/publishers/", requires(Permission.PUBLISH)(lambda request: HttpResponse("reached"))),
    path("outside/", login_not_required(lambda request: HttpResponse("reached"))),
    path("", include("config.urls")),
]


@pytest.mark.parametrize("role", ROLES)
def test_a_view_that_does_not_say_who_may_come_is_closed_to_everybody(db: None, role: str) -> None:
    with override_settings(ROOT_URLCONF=__name__):
        browser = browser_of(role)
        assert browser.get("/office/says-nothing/").status_code == 403
        assert browser.get("/office/open/").status_code == 403
        assert browser.get("/office/everybody/").status_code == 200
        assert browser.get("/office/publishers/").status_code == (200 if role == "publisher" else 403)
        assert Client().get("/office/open/").status_code == 403
        assert Client().get("/office/says-nothing/").status_code == 302
        assert Client().get("/outside/").status_code == 200


def test_the_system_check_names_every_such_view() -> None:
    assert [each for each in run_checks() if each.id == "outturn.E001"] == []
    with override_settings(ROOT_URLCONF=__name__):
        found = [each.msg for each in run_checks() if each.id == "outturn.E001"]
    assert len(found) == 2
    assert "office/says-nothing/" in found[0]
    assert "office/open/" in found[1]


def test_somebody_who_was_deactivated_may_nothing(db: None) -> None:
    user = person("publisher", username="left")
    assert user.may(Permission.READ_PART_2)
    user.is_active = False
    assert not any(user.may(permission) or user.may(permission, None) for permission in Permission)
    assert {user.services(permission) for permission in Permission} == {frozenset()}


@pytest.mark.parametrize("role", ROLES)
def test_djangos_own_permissions_follow_the_administrators_role(db: None, role: str) -> None:
    user = person_with(role)
    is_administrator = role == "administrator"
    assert user.has_perm("accounts.change_user") == is_administrator
    assert user.has_module_perms("accounts") == is_administrator


@pytest.mark.parametrize("limited_first", [True, False])
def test_of_two_roles_the_wider_one_counts_in_whatever_order(db: None, limited_first: bool) -> None:
    service = Service.objects.create(slug="education", name="Education")
    roles = ("director", "data_officer") if limited_first else ("data_officer", "director")
    user = person(*roles, username="limited-in-one")
    user.role_assignments.get(role="director").services.add(service)
    user = User.objects.get(pk=user.pk)
    assert user.services(Permission.READ_FIGURES) is None
    assert user.services(Permission.APPROVE_FIGURES) == {service.pk}


KEPT_WHEN_LIMITED = {
    "data_officer": {"READ_FIGURES", "ENTER_FIGURES"},
    "director": {"READ_FIGURES", "APPROVE_FIGURES", "READ_COMMENTARY", "WRITE_COMMENTARY", "ANSWER_QUESTIONS"},
    "publisher": {"READ_FIGURES", "READ_COMMENTARY", "ANSWER_QUESTIONS"},
}
"""All other roles keep nothing: what they give concerns whole papers, people or the trail of all."""


@pytest.mark.parametrize("role", ROLES)
def test_what_a_role_keeps_that_is_limited_to_a_service(db: None, role: str) -> None:
    user = person(role, username="limited")
    user.role_assignments.get().services.add(Service.objects.create(slug="education", name="Education"))
    kept = {permission.name for permission in User.objects.get(pk=user.pk).permissions}
    assert kept == KEPT_WHEN_LIMITED.get(role, set())


def test_what_is_of_no_service_is_for_roles_without_limit(db: None) -> None:
    service = Service.objects.create(slug="education", name="Education")
    user = person("director", username="limited")
    assert user.may(Permission.READ_FIGURES, None)
    assert user.may(Permission.READ_FIGURES, service.pk)
    user.role_assignments.get().services.set([service])
    user = User.objects.get(pk=user.pk)
    assert user.may(Permission.READ_FIGURES)
    assert user.may(Permission.READ_FIGURES, service.pk)
    assert not user.may(Permission.READ_FIGURES, None)
    assert not user.may(Permission.READ_FIGURES, service.pk + 1)
    assert not user.may(Permission.READ_PART_2)


# Refusals are recorded


def test_a_refusal_is_recorded_with_who_and_what(publication: Publication) -> None:
    policy, part_2 = reverse("reports:policy"), reverse("reports:part_2_index", kwargs=REPORT)
    browser = browser_of("member")
    assert [browser.get(address).status_code for address in (policy, part_2)] == [403, 404]
    assert refusals() == [("member", policy), ("member", part_2)]
    entry = AuditEntry.objects.filter(action=ACTION).latest("pk")
    assert entry.detail == {"view": "reports:part_2_index", "method": "GET"}


def test_a_draft_that_is_refused_is_recorded(publication: Publication) -> None:
    as_now = reverse("publishing:as_now", kwargs=REPORT)
    assert browser_of("restricted_reader").get(as_now).status_code == 404
    assert refusals() == [("restricted_reader", as_now)]


@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("publishing:as_now", {}),
        ("publishing:preview", {"part": 1}),
        ("publishing:preview_file", {"part": 2, "kind": "csv"}),
        ("publishing:past", {"sequence": 1, "part": 2}),
        ("publishing:past_file", {"sequence": 1, "part": 2, "kind": "csv"}),
    ],
)
def test_a_draft_needs_the_right_to_part_2_too(
    publication: Publication, monkeypatch: pytest.MonkeyPatch, name: str, more: dict[str, Any]
) -> None:
    address = reverse(name, kwargs=REPORT | more)
    monkeypatch.setattr(ROLES["director"], "permissions", ROLES["director"].permissions - {Permission.READ_PART_2})
    assert browser_of("director").get(address).status_code == 404
    assert refusals() == [("director", address)]


def test_a_loop_of_refusals_fills_no_trail(publication: Publication, monkeypatch: pytest.MonkeyPatch) -> None:
    browser, policy = browser_of("member"), reverse("reports:policy")
    for _ in range(5):
        browser.get(policy)
    assert len(refusals()) == 1
    browser_of("director").get(policy)
    assert [who for who, _ in refusals()] == ["member", "director"]
    browser.get(reverse("reports:check_report"))
    assert len(refusals()) == 3
    later = timezone.now() + timedelta(seconds=61)
    monkeypatch.setattr(timezone, "now", lambda: later)
    browser.get(policy)
    assert len(refusals()) == 4


def test_what_is_no_refusal_is_not_recorded(publication: Publication) -> None:
    """Somebody who has not signed in, an address that there is not, a page that is open."""
    Client().get(reverse("reports:policy"))
    browser_of("publisher").get(reverse("reports:part_2_index", kwargs=REPORT | {"as_at": "2019-12"}))
    browser_of("member").get("/nothing-here/")
    browser_of("member").get(reverse("reports:office_home"))
    assert refusals() == []


def test_a_form_from_elsewhere_is_recorded(publication: Publication) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(person_with("administrator"))
    browser.post(reverse("reports:new_policy"))
    assert [who for who, _ in refusals()] == ["administrator"]


# Part 2 is absent for who may not read it


@pytest.mark.parametrize("role", ["member", "data_officer", "administrator"])
@pytest.mark.parametrize("name", ["reports:part_2_index", "reports:part_2_indicator", "reports:part_2_file"])
def test_forbidden_and_absent_do_the_same_work(publication: Publication, name: str, role: str) -> None:
    """The same statements run, so neither the body nor the time tells which papers there are."""
    more = {"kind": "csv"} if name.endswith("file") else {"key": INDICATOR["key"]} if name.endswith("or") else {}
    browser = browser_of(role)
    browser.get(reverse(name, kwargs=REPORT | more))  # the refusal of this minute is written
    ran: list[list[str]] = []
    for as_at in ("2020-12", "2019-12"):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            response = browser.get(reverse(name, kwargs=REPORT | more | {"as_at": as_at}))
        assert response.status_code == 404
        ran.append([query["sql"].partition(" WHERE ")[0] for query in queries])
    assert ran[0] == ran[1]
    assert not any("publication" in statement for statement in ran[0])


def test_forbidden_and_absent_take_like_time(publication: Publication) -> None:
    browser, seconds = browser_of("member"), {"2020-12": [], "2019-12": []}
    addresses = {as_at: reverse("reports:part_2_index", kwargs=REPORT | {"as_at": as_at}) for as_at in seconds}
    for turn in range(40):
        for as_at in sorted(seconds, reverse=bool(turn % 2)):
            started = perf_counter()
            browser.get(addresses[as_at])
            seconds[as_at].append(perf_counter() - started)
    there, absent = (median(each) for each in seconds.values())
    assert 1 / 1.5 < there / absent < 1.5


# Roles


def test_a_change_of_roles_is_recorded_from_and_to(db: None) -> None:
    service = Service.objects.create(slug="education", name="Education")
    someone, browser = person("director", username="someone"), browser_of("administrator")
    page = reverse("people:person", args=[someone.pk])
    form = {"roles": ["director", "restricted_reader"], "services": [service.pk]}
    for _ in range(2):
        assert browser.post(page, form).status_code == 302
    entry = AuditEntry.objects.get(action="changed roles")
    assert (entry.subject, entry.by) == ("someone", person_with("administrator"))
    assert entry.detail == {"from": ["director"], "to": ["director of education", "restricted_reader"]}
    someone = User.objects.get(pk=someone.pk)
    assert someone.services(Permission.READ_FIGURES) == {service.pk}
    assert someone.services(Permission.READ_PART_2) is None
    assert "Director (Education)" in browser.get(reverse("people:people")).content.decode()
    assert browser.post(page, {"roles": ["director"]}).status_code == 302
    assert User.objects.get(pk=someone.pk).services(Permission.READ_FIGURES) is None


def test_nobody_can_delete_a_service(db: None) -> None:
    service = Service.objects.create(slug="education", name="Education")
    place = reverse("admin:accounts_service_delete", args=[service.pk])
    assert browser_of("administrator").post(place, {"post": "yes"}).status_code == 403
