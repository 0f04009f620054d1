"""A session is one person's, for a while, and over when it is over."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings as project
from django.test import Client

from accounts.models import AuditEntry, User
from accounts.people import services
from tests.factories.people import PASSWORD, person, person_with
from tests.factories.second_factors import signed_in
from tests.integration.signing_in.conftest import SetClock

OFFICE = "/office/"
NEW_PASSWORD = "entirely-another-password"


def is_in(browser: Client) -> bool:
    return browser.get(OFFICE).status_code == 200


@pytest.fixture
def somebody(db: None) -> User:
    return person("member", username="somebody")


@pytest.fixture
def administrator(db: None) -> User:
    return person_with("administrator")


# Fixation and replay


def test_the_session_key_of_before_is_worth_nothing_after_signing_in(somebody: User) -> None:
    browser = Client()
    browser.get("/account/sign-in/?next=/office/")
    session = browser.session
    session["planted"] = True
    session.save()
    browser.cookies[project.SESSION_COOKIE_NAME] = before = session.session_key
    browser.post("/account/sign-in/", {"username": "somebody", "password": PASSWORD})
    assert is_in(browser)
    assert browser.cookies[project.SESSION_COOKIE_NAME].value != before
    other = Client()
    other.cookies[project.SESSION_COOKIE_NAME] = before
    assert not is_in(other)


def test_a_session_key_of_the_attackers_choice_is_not_taken(somebody: User) -> None:
    browser = Client()
    browser.cookies[project.SESSION_COOKIE_NAME] = "chosen0by0the0attacker0chosen000"
    browser.post("/account/sign-in/", {"username": "somebody", "password": PASSWORD})
    assert browser.cookies[project.SESSION_COOKIE_NAME].value != "chosen0by0the0attacker0chosen000"


def test_after_signing_out_the_old_cookie_is_refused(somebody: User) -> None:
    browser = signed_in(somebody)
    stolen = browser.cookies[project.SESSION_COOKIE_NAME].value
    thief = Client()
    thief.cookies[project.SESSION_COOKIE_NAME] = stolen
    assert is_in(thief), "the test would prove nothing"
    browser.post("/account/sign-out/")
    assert not is_in(thief)
    assert AuditEntry.objects.filter(action="signed out", subject="somebody").exists()


# Time


@pytest.mark.parametrize(("minutes", "goes_on"), [(29, True), (31, False)])
def test_a_session_ends_after_half_an_hour_of_nothing(
    somebody: User, clock: SetClock, minutes: int, goes_on: bool
) -> None:
    browser = signed_in(somebody)
    assert is_in(browser)
    clock(minutes=minutes)
    assert is_in(browser) == goes_on


def test_a_session_ends_after_eight_hours_however_busy(somebody: User, clock: SetClock) -> None:
    browser = signed_in(somebody)
    for quarters in range(1, 33):
        clock(minutes=15 * quarters)
        assert is_in(browser), quarters
    clock(hours=8, minutes=1)
    assert not is_in(browser)


# Revocation, within one request


def closed(somebody: User, administrator: User) -> None:
    services.deactivate(person=somebody, by=administrator)


def closed_and_opened(somebody: User, administrator: User) -> None:
    services.deactivate(person=somebody, by=administrator)
    services.reactivate(person=somebody, by=administrator)


def given_a_role(somebody: User, administrator: User) -> None:
    services.change_roles(person=somebody, roles=["member", "data_officer"], by=administrator)


def robbed_of_a_role_behind_the_services(somebody: User, administrator: User) -> None:
    somebody.role_assignments.all().delete()


def set_anew(somebody: User, administrator: User) -> None:
    somebody.email = "somebody@council.example"
    somebody.save()
    services.set_sign_in_anew(person=somebody, by=administrator)


def given_another_password(somebody: User, administrator: User) -> None:
    somebody.set_password(NEW_PASSWORD)
    somebody.save()


@pytest.mark.parametrize(
    "happens",
    [
        closed,
        closed_and_opened,
        given_a_role,
        robbed_of_a_role_behind_the_services,
        set_anew,
        given_another_password,
    ],
    ids=lambda each: each.__name__,
)
def test_every_session_of_a_person_is_over_at_the_next_request(
    somebody: User, administrator: User, happens: Callable[[User, User], None]
) -> None:
    browsers = [signed_in(somebody), signed_in(somebody)]
    other = signed_in(person("member", username="somebody-else"))
    assert all(is_in(each) for each in browsers)
    happens(somebody, administrator)
    assert not any(is_in(each) for each in browsers)
    assert is_in(other), "the session of somebody else ended too"


def test_who_changes_their_own_password_stays_in_here_and_is_out_elsewhere(somebody: User) -> None:
    here, elsewhere = signed_in(somebody), signed_in(somebody)
    key = here.cookies[project.SESSION_COOKIE_NAME].value
    changed = {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    assert here.post("/account/password/", changed).status_code == 302
    assert is_in(here)
    assert here.cookies[project.SESSION_COOKIE_NAME].value != key
    assert not is_in(elsewhere)
    assert AuditEntry.objects.get(action="changed their password").by == somebody


def test_a_person_sees_where_they_are_signed_in_and_ends_the_others(somebody: User) -> None:
    here, elsewhere = signed_in(somebody), Client(HTTP_USER_AGENT="A browser somewhere else")
    elsewhere.post("/account/sign-in/", {"username": "somebody", "password": PASSWORD})
    assert "A browser somewhere else" in here.get("/account/signing-in/sessions/").content.decode()
    here.post("/account/signing-in/sessions/")
    assert is_in(here)
    assert not is_in(elsewhere)


def test_nobody_sees_the_sessions_of_another(somebody: User) -> None:
    Client(HTTP_USER_AGENT="Of another").post("/account/sign-in/", {"username": "member", "password": PASSWORD})
    assert "Of another" not in signed_in(somebody).get("/account/signing-in/sessions/").content.decode()


def test_the_cookie_is_kept_from_scripts_and_other_sites(somebody: User) -> None:
    cookie = signed_in(somebody).cookies[project.SESSION_COOKIE_NAME]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["path"] == "/"
    assert not cookie["domain"]


# What the audit trail says


def test_who_signs_in_and_out_stands_in_the_audit_trail(somebody: User) -> None:
    browser = signed_in(somebody)
    browser.post("/account/sign-out/")
    entries = AuditEntry.objects.filter(subject="somebody", by=somebody).order_by("pk")
    assert [entry.action for entry in entries] == ["signed in", "signed out"]


@pytest.mark.parametrize(
    ("typed", "said"), [("somebody", "somebody"), ("hunter2-typed-here", "a user name that nobody has")]
)
def test_a_refused_sign_in_is_recorded_without_what_was_typed(somebody: User, typed: str, said: str) -> None:
    Client().post("/account/sign-in/", {"username": typed, "password": "a-secret-that-is-wrong"})
    entry = AuditEntry.objects.get(action="was refused a sign-in")
    assert (entry.subject, entry.by) == (said, None)
    everything: Any = list(AuditEntry.objects.values_list("subject", "detail"))
    assert "a-secret-that-is-wrong" not in str(everything)
    assert "hunter2" not in str(everything)
