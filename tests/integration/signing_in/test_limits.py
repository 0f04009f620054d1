"""Five tries, and then a wait: for each thing that can be guessed, for each account and from each address."""

import threading
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client

from accounts.limits import TooManyTries, take
from accounts.models import AuditEntry, Try, User
from commentary.models import Action
from indicators.models import Dataset
from tests.factories.commentary import indicator_of
from tests.factories.people import PASSWORD, person, person_with
from tests.factories.second_factors import SECRET, code_of, with_app, wrong_code
from tests.integration.signing_in.conftest import SetClock

SIGN_IN = "/account/sign-in/"


@pytest.fixture
def somebody(db: None) -> User:
    return person("member", username="somebody")


def tries(name: str, password: str, address: str = "192.0.2.1") -> int:
    return Client(REMOTE_ADDR=address).post(SIGN_IN, {"username": name, "password": password}).status_code


def test_the_sixth_password_is_not_looked_at_even_if_it_is_right(somebody: User) -> None:
    answers = [tries("somebody", "wrong", f"192.0.2.{turn}") for turn in range(5)]
    assert answers == [200] * 5
    assert tries("somebody", PASSWORD, "192.0.2.9") == 429
    assert tries("SomeBody", PASSWORD, "192.0.2.10") == 429
    assert not AuditEntry.objects.filter(action="signed in").exists()


def test_one_address_tries_five_accounts_and_no_more(somebody: User) -> None:
    assert [tries(f"guess-{turn}", "wrong") for turn in range(6)] == [200] * 5 + [429]
    assert tries("somebody", PASSWORD) == 429
    assert tries("somebody", PASSWORD, "192.0.2.2") == 302


def test_the_page_says_when_to_try_again_and_so_it_is(somebody: User, clock: SetClock) -> None:
    for turn in range(6):
        clock(seconds=10 * turn)
        tries("somebody", "wrong")
    page = Client(REMOTE_ADDR="192.0.2.1").post(SIGN_IN, {"username": "somebody", "password": PASSWORD})
    assert page.status_code == 429
    assert "at 09:15:00 on 2 March 2026" in page.content.decode()
    assert 0 < int(page["Retry-After"]) <= 15 * 60
    assert page["Cache-Control"] == "private, no-store"
    clock(minutes=14, seconds=59)
    assert tries("somebody", PASSWORD) == 429
    clock(minutes=15, seconds=1)
    assert tries("somebody", PASSWORD) == 302


def test_signing_in_rightly_uses_up_no_try_and_gives_none_back(somebody: User) -> None:
    for _ in range(4):
        tries("somebody", "wrong")
    assert [tries("somebody", PASSWORD) for _ in range(6)] == [302] * 6
    assert tries("somebody", "wrong") == 200
    assert tries("somebody", PASSWORD) == 429


def test_the_first_refusal_is_recorded_and_the_next_thousand_are_not(somebody: User) -> None:
    for _ in range(12):
        tries("somebody", "wrong")
    entry = AuditEntry.objects.get(action="made too many tries")
    assert entry.subject == "somebody"
    assert entry.detail["at"] == "password"
    assert Try.objects.count() <= 12, "refused tries pile up"


def test_what_is_counted_names_nobody(somebody: User) -> None:
    tries("somebody", "wrong")
    stored = str(list(Try.objects.values()))
    assert "somebody" not in stored
    assert "192.0.2" not in stored


@pytest.mark.parametrize("kind", ["app", "recovery"])
def test_the_sixth_code_is_not_looked_at(db: None, kind: str) -> None:
    publisher = person_with("publisher")
    recovery = with_app(publisher)
    right = code_of(SECRET) if kind == "app" else recovery[0]
    answers = []
    for turn, code in enumerate([wrong_code()] * 5 + [right]):
        browser = Client(REMOTE_ADDR=f"192.0.2.{turn}")
        browser.post(SIGN_IN, {"username": "publisher", "password": PASSWORD})
        answers.append(browser.post("/account/code/", {"code": code}).status_code)
    assert answers == [200] * 5 + [429]
    assert AuditEntry.objects.filter(action="made too many tries", subject="publisher").exists()


@pytest.fixture
def codes(db: None) -> None:
    with_app(person_with("publisher"))


def test_a_code_counts_apart_from_a_password(codes: None) -> None:
    for _ in range(5):
        browser = Client()
        browser.post(SIGN_IN, {"username": "publisher", "password": PASSWORD})
        browser.post("/account/code/", {"code": wrong_code()})
    assert Client().post(SIGN_IN, {"username": "publisher", "password": PASSWORD}).status_code == 302


def test_a_forgotten_password_is_asked_for_five_times(somebody: User) -> None:
    User.objects.filter(pk=somebody.pk).update(email="somebody@council.example")
    form = {"email": "somebody@council.example"}
    answers = [
        Client(REMOTE_ADDR=f"192.0.2.{turn}").post("/account/password/forgotten/", form).status_code
        for turn in range(6)
    ]
    assert answers == [302] * 5 + [429]
    assert len(mail.outbox) == 5


@pytest.mark.parametrize("address", ["/account/invitation/forged-{}/", "/account/password/forgotten/1-forged{}/"])
def test_links_are_guessed_five_times(db: None, address: str) -> None:
    answers = [Client().get(address.format(turn)).status_code for turn in range(6)]
    assert 429 not in answers[:5]
    assert answers[5] == 429


def test_what_was_typed_is_kept_even_when_there_were_too_many_tries(small: Dataset) -> None:
    form = {"what": "Typed by somebody", "indicator": "small-9", "username": "director", "password": "wrong"}
    for _ in range(6):
        page = Client().post("/office/actions/small/new/", form)
    assert page.status_code == 429
    assert "Typed by somebody" in page.content.decode()
    assert "You can try again at" in page.content.decode()
    assert not Action.objects.filter(indicator=indicator_of(small), what="Typed by somebody").exists()


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite in memory is a single connection")
def test_of_twenty_tries_at_the_same_moment_five_are_looked_at(django_db_setup: None, django_db_blocker: Any) -> None:
    start, let_through = threading.Barrier(20), []

    def guess() -> None:
        start.wait()
        try:
            let_through.append(take("password", "account raced", allowed=5))
        except TooManyTries:
            pass
        finally:
            connection.close()

    with django_db_blocker.unblock():
        threads = [threading.Thread(target=guess) for _ in range(20)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        Try.objects.all().delete()
    assert len(let_through) <= 5
