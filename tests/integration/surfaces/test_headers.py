"""What every response says of itself, at every address of every surface."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from config.headers import FEATURES_OFF, permissions_policy
from reports.models import Publication
from tests.factories.people import person_with
from tests.integration.test_public_pages import INDICATOR, PAGES, SITE

pytestmark = pytest.mark.usefixtures("publication")
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": permissions_policy("all"),
}
VALUES = {
    "slug": "childrens-scrutiny",
    "month": "2020-12",
    "int": "1",
    "str": "anything",
    "path": "anything",
    "uuid": "1",
}


def addresses(resolver: URLResolver, before: str = "/") -> Iterator[str]:
    """Every address of the project, with a value for each of its parts; whether there is something does not matter."""
    for each in resolver.url_patterns:
        route = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from addresses(each, route)
        elif isinstance(each, URLPattern):
            route = re.sub(r"<(?:(\w+):)?\w+>", lambda part: VALUES.get(part[1] or "str", "1"), route)
            route = re.sub(r"\(\?P<\w+>[^)]*\)", "1", route)
            yield route.replace("^", "").replace("$", "").replace("\\Z", "")


EVERY_ADDRESS = sorted(set(addresses(get_resolver())))


def assert_protected(response: HttpResponse) -> None:
    assert {name: response.headers.get(name) for name in ALWAYS} == ALWAYS
    policy = response.headers["Content-Security-Policy"]
    assert sorted(policy.split("; ")) == sorted(POLICY.split("; "))


@pytest.fixture
def publishers_browser(publication: Publication) -> Client:
    browser = Client(raise_request_exception=False)
    browser.force_login(person_with("publisher"))
    return browser


def test_every_address_says_so_whoever_asks_and_however(publishers_browser: Client) -> None:
    assert len(EVERY_ADDRESS) > 150
    nobody = Client(raise_request_exception=False)
    for address in EVERY_ADDRESS:
        answers = [nobody.get(address), nobody.post(address)]
        if "/sign-out/" not in address:
            answers.append(publishers_browser.get(address))
        for response in answers:
            assert_protected(response)
            if "public" not in response.headers["Cache-Control"]:
                assert response.headers["Cache-Control"] == "private, no-store", address
            else:
                assert not address.startswith(("/office/", "/account/", "/administration/")), address
                assert not response.has_header("Set-Cookie"), address


def test_nothing_of_the_office_surface_is_stored(publishers_browser: Client, settings: Any) -> None:
    settings.SURFACE = "office"
    nobody = Client(raise_request_exception=False)
    for address in [*EVERY_ADDRESS, *PAGES, *SITE]:
        for response in [nobody.get(address)] + (
            [publishers_browser.get(address)] if "sign-out" not in address else []
        ):
            assert response.headers["Cache-Control"] == "private, no-store", address


@pytest.mark.parametrize("page", [*PAGES, *SITE, f"{INDICATOR}chart-0.svg"])
def test_the_office_surface_shows_part_1_to_those_who_have_signed_in(
    publishers_browser: Client, page: str, settings: Any
) -> None:
    settings.SURFACE = "office"
    asked = Client().get(page)
    assert asked.status_code == 302
    assert asked["Location"].startswith("/account/sign-in/?next=")
    assert publishers_browser.get(page).status_code == 200


def raises(request: Any) -> HttpResponse:
    raise RuntimeError("something that nobody thought of")


def test_errors_say_so_too(publishers_browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    nobody = Client(raise_request_exception=False, enforce_csrf_checks=True)
    monkeypatch.setattr("reports.site.views.render", raises)
    answers = {
        400: nobody.get("/", HTTP_HOST="elsewhere.example"),
        403: nobody.post("/account/sign-in/", {"username": "a", "password": "b"}),
        404: nobody.get("/nothing/"),
        405: Client().post("/"),
        500: nobody.get("/privacy/"),
    }
    for status, response in answers.items():
        assert response.status_code == status
        assert_protected(response)
        assert response.headers["Cache-Control"] == "private, no-store"
        assert not response.has_header("ETag")


def test_encryption_is_asked_for_and_kept(settings: Any) -> None:
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_HSTS_SECONDS, settings.SECURE_HSTS_INCLUDE_SUBDOMAINS, settings.SECURE_HSTS_PRELOAD = (
        31536000,
        True,
        True,
    )
    redirected = Client().get("/")
    assert (redirected.status_code, redirected["Location"]) == (301, "https://testserver/")
    assert redirected["Cache-Control"] == "private, no-store"
    refused = Client().get("/", HTTP_HOST="elsewhere.example")
    assert refused.status_code == 400
    assert_protected(refused)
    for page in ("/", "/office/", "/nothing/"):
        said = Client().get(page, secure=True)["Strict-Transport-Security"]
        assert said == "max-age=31536000; includeSubDomains; preload"


def test_no_style_or_script_is_allowed_in_a_page() -> None:
    assert "unsafe" not in POLICY
    assert "unsafe" not in str(django_settings.CONTENT_SECURITY_POLICY)


def test_static_files_are_stored_and_protected() -> None:
    answer = Client().get("/static/outturn/application.css")
    answer.close()
    assert answer.status_code == 200
    assert "public" in answer["Cache-Control"]
    assert_protected(answer)
    assert not answer.has_header("Access-Control-Allow-Origin")


def test_the_public_asks_for_no_feature_and_the_office_for_passkeys_alone() -> None:
    public, office = permissions_policy("public"), permissions_policy("office")
    assert all(f"{feature}=()" in public and f"{feature}=()" in office for feature in FEATURES_OFF)
    assert re.findall(r"([\w-]+)=\(\w", public) == []
    assert re.findall(r"([\w-]+)=\(self\)", office) == ["publickey-credentials-create", "publickey-credentials-get"]
