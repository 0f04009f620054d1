"""What somebody typed outlives the end of their session, with a second factor and by another way in as well."""

import re
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from commentary.models import Action
from indicators.models import Dataset
from tests.factories.people import PASSWORD, person_with
from tests.factories.second_factors import SECRET, code_of, signed_in, with_app, wrong_code

ADDRESS = "/office/actions/small/new/"
TYPED = {
    "indicator": "small-9",
    "what": "Typed <by> somebody",
    "owner": "Head of Service",
    "due_0": "31",
    "due_1": "3",
    "due_2": "2027",
    "as_at": "2021-01",
}


@pytest.fixture(autouse=True)
def required(small: Dataset, settings: Any) -> None:
    settings.REQUIRE_MFA = True


def send(browser: Client, **more: str) -> HttpResponse:
    return browser.post(ADDRESS, TYPED | {"username": "director", "password": PASSWORD} | more)


def is_stored() -> bool:
    return Action.objects.filter(what=TYPED["what"]).exists()


def test_the_code_is_asked_for_on_the_same_page() -> None:
    with_app(person_with("director"))
    browser = Client()
    for more in ({}, {"code": wrong_code()}, {"password": "wrong", "code": code_of(SECRET)}):
        page = send(browser, **more)
        assert page.status_code == 401
        assert "Typed &lt;by&gt; somebody" in page.content.decode()
        assert not is_stored()
        assert browser.get("/office/").status_code == 302, "somebody is signed in"
    assert send(browser, code=code_of(SECRET)).status_code == 302
    assert is_stored()
    assert browser.get("/office/").status_code == 200


def test_who_has_no_second_factor_yet_is_not_let_in_by_it() -> None:
    page = send(Client())
    assert page.status_code == 401
    assert "has to set up a second factor first" in page.content.decode()
    assert not is_stored()


def test_who_goes_another_way_finds_what_they_typed_after_it() -> None:
    director = person_with("director")
    with_app(director)
    browser = Client()
    away = browser.post(ADDRESS, TYPED | {"another_way": "yes"})
    assert away["Location"] == "/account/sign-in/?next=/account/go-on/"
    browser.post(away["Location"], {"username": "director", "password": PASSWORD})
    back = browser.post("/account/code/", {"code": code_of(SECRET)})
    page = browser.get(back["Location"]).content.decode()
    assert "Typed &lt;by&gt; somebody" in page
    names = re.findall(r'textarea name="(\w+)"', page)
    assert names == list(TYPED)
    assert "password" not in page
    assert f'action="{ADDRESS}"' in page
    assert not is_stored()
    assert browser.get("/account/go-on/").status_code == 302, "it waits once"


def test_more_than_can_wait_is_not_put_into_the_session() -> None:
    page = Client().post(ADDRESS, TYPED | {"what": "x" * 300_000, "another_way": "yes"})
    assert page.status_code == 401
    assert "So much text cannot wait" in page.content.decode()


def test_who_is_signed_in_without_the_second_factor_is_asked_for_it() -> None:
    browser = signed_in(person_with("director"))
    assert browser.post(ADDRESS, TYPED).status_code == 401
    assert not is_stored()
