"""Who reads Part 2, publishes or administers has to show a second factor; nothing of the office is open before."""

import os
import subprocess
import sys
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEntry, User
from accounts.roles import ROLES
from reports.models import Publication
from tests.factories.people import PASSWORD, person, person_with
from tests.factories.second_factors import SECRET, code_of, signed_in, with_app, wrong_code

OFFICE = "/office/"
SETTING_UP = "/account/signing-in/"
NEEDED = ("director", "publisher", "restricted_reader", "administrator")


@pytest.fixture(autouse=True)
def required(db: None, settings: Any) -> None:
    settings.REQUIRE_MFA = True


def leads_to(response: HttpResponse) -> str:
    return response["Location"] if response.status_code == 302 else str(response.status_code)


@pytest.mark.parametrize("role", NEEDED)
def test_a_password_alone_opens_nothing_but_the_setting_up(publication: Publication, role: str) -> None:
    browser = signed_in(person_with(role))
    part_2 = reverse("reports:part_2_index", kwargs={"dataset_slug": "childrens-scrutiny", "as_at": "2020-12"})
    for address in (
        OFFICE,
        part_2,
        "/office/people/",
        "/office/reports/",
        "/administration/",
        "/account/signing-in/sessions/",
    ):
        assert leads_to(browser.get(address)) == SETTING_UP, address
        assert leads_to(browser.post(address)) in (SETTING_UP, "401"), address  # 401: asks to sign in with a code
    page = browser.get(SETTING_UP)
    assert page.status_code == 200
    assert "need a second factor" in page.content.decode()
    assert not AuditEntry.objects.filter(action="read Part 2").exists()


@pytest.mark.parametrize("role", NEEDED)
def test_a_form_that_keeps_what_was_typed_is_no_way_around(publication: Publication, role: str) -> None:
    browser = signed_in(person_with(role))
    response = browser.post("/office/reports/", {"anything": "typed"})
    assert response.status_code in (302, 401)


@pytest.mark.parametrize("role", sorted(set(ROLES) - set(NEEDED)))
def test_who_needs_none_is_asked_for_none(role: str) -> None:
    assert signed_in(person_with(role)).get(OFFICE).status_code == 200


def test_in_a_demonstration_none_is_asked_for(settings: Any) -> None:
    settings.REQUIRE_MFA = False
    assert signed_in(person_with("publisher")).get(OFFICE).status_code == 200


def test_setting_up_an_app_opens_the_office_and_shows_recovery_codes_once(committing: None) -> None:
    browser = signed_in(person_with("publisher"))
    page = browser.get("/account/signing-in/app/")
    assert "<svg role=" in page.content.decode()
    secret = page.context["form"].secret
    done = browser.post("/account/signing-in/app/", {"code": code_of(secret)}, follow=True)
    codes = done.context["unused_codes"]
    assert len(codes) == 10
    assert codes[0] in done.content.decode()
    assert codes[0] not in browser.get("/account/signing-in/recovery-codes/").content.decode()
    assert browser.get(OFFICE).status_code == 200
    stored = User.objects.get(username="publisher").authenticator_set.get(type="totp").data["secret"]
    assert secret not in stored, "the key is stored as it is"
    kinds = AuditEntry.objects.filter(action="added a second factor").values_list("detail__kind", flat=True)
    assert sorted(kinds) == ["recovery_codes", "totp"]


def test_after_the_password_a_code_is_asked_for_and_only_then_is_anybody_signed_in() -> None:
    publisher = person_with("publisher")
    with_app(publisher)
    browser = Client()
    response = browser.post("/account/sign-in/", {"username": "publisher", "password": PASSWORD})
    assert leads_to(response) == "/account/code/"
    assert leads_to(browser.get(OFFICE)).startswith("/account/sign-in/")
    refused = browser.post("/account/code/", {"code": wrong_code()})
    assert "not right" in refused.content.decode()
    assert leads_to(browser.get(OFFICE)).startswith("/account/sign-in/")
    browser.post("/account/code/", {"code": code_of(SECRET)})
    assert browser.get(OFFICE).status_code == 200
    assert AuditEntry.objects.filter(action="gave a wrong code", subject="publisher").count() == 1
    assert AuditEntry.objects.get(action="signed in").detail["shown"] == ["password", "totp"]


def test_a_code_is_good_once() -> None:
    publisher = person_with("publisher")
    with_app(publisher)
    code = code_of(SECRET)
    assert signed_in(publisher, code).get(OFFICE).status_code == 200
    assert leads_to(signed_in(publisher, code).get(OFFICE)).startswith("/account/sign-in/")


@pytest.mark.parametrize("steps", [-3, 3])
def test_a_code_of_another_time_is_refused(steps: int) -> None:
    publisher = person_with("publisher")
    with_app(publisher)
    assert leads_to(signed_in(publisher, code_of(SECRET, steps)).get(OFFICE)).startswith("/account/sign-in/")


def test_a_recovery_code_signs_in_once() -> None:
    publisher = person_with("publisher")
    code = with_app(publisher)[3]
    assert signed_in(publisher, code).get(OFFICE).status_code == 200
    assert leads_to(signed_in(publisher, code).get(OFFICE)).startswith("/account/sign-in/")


def test_the_code_of_one_person_signs_in_no_other() -> None:
    publisher, director = person_with("publisher"), person_with("director")
    with_app(publisher)
    TOTP.activate(director, "KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU")
    assert leads_to(signed_in(director, code_of(SECRET)).get(OFFICE)).startswith("/account/sign-in/")


def test_the_last_second_factor_cannot_be_removed_by_whom_it_is_required_of() -> None:
    publisher = person_with("publisher")
    with_app(publisher)
    browser = signed_in(publisher, code_of(SECRET))
    response = browser.post("/account/signing-in/app/remove/")
    assert response.status_code == 200
    assert publisher.authenticator_set.filter(type="totp").exists()


def test_how_one_signs_in_is_changed_only_shortly_after_signing_in() -> None:
    browser = signed_in(person_with("member"))
    assert browser.get("/account/signing-in/app/").status_code == 200
    session = browser.session
    for each in session["account_authentication_methods"]:
        each["at"] -= 6 * 60
    session.save()
    assert leads_to(browser.get("/account/signing-in/app/")).startswith("/account/password/again/")
    assert "not your password" in browser.post("/account/password/again/", {"password": "wrong"}).content.decode()
    browser.post("/account/password/again/", {"password": PASSWORD})
    assert browser.get("/account/signing-in/app/").status_code == 200


def test_a_role_that_needs_a_second_factor_is_not_had_before_it_is_shown() -> None:
    somebody = person("member", username="rising")
    browser = signed_in(somebody)
    somebody.role_assignments.create(role="publisher")
    assert leads_to(browser.get(OFFICE)).startswith("/account/sign-in/"), "the session of before goes on"
    assert leads_to(signed_in(somebody).get(OFFICE)) == SETTING_UP


def test_production_cannot_turn_it_off() -> None:
    wanted = {
        "OUTTURN_ENVIRONMENT": "production",
        "OUTTURN_REQUIRE_MFA": "0",
        "SECRET_KEY": "x" * 60,
        "ALLOWED_HOSTS": "outturn.example",
        "DATABASE_URL": "sqlite://:memory:",
    }
    code = "from config.settings import *; print(REQUIRE_MFA, SESSION_COOKIE_NAME, CSRF_COOKIE_NAME)"
    said = subprocess.run(
        [sys.executable, "-c", code], env=os.environ | wanted, capture_output=True, text=True, check=True
    )
    assert said.stdout.split() == ["True", "__Host-sessionid", "__Host-csrftoken"]
