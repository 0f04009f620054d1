"""Single sign-on with a real provider: who is let in, and each forged token that lets nobody in."""

import hmac
from collections.abc import Iterator
from hashlib import sha256
from typing import Any
from urllib.parse import unquote

import pytest
from allauth.socialaccount.models import SocialAccount
from django.http import HttpResponse
from django.test import Client

from accounts import invitations
from accounts.models import AuditEntry, User
from accounts.people import services
from tests.factories import identity_provider
from tests.factories.identity_provider import CLIENT_ID, CURVE_KEY, OTHER_KEY, PUBLIC_PEM, Provider, by_hand, signed
from tests.factories.people import person, person_with
from tests.factories.second_factors import SECRET, code_of, signed_in, with_app

BEGIN, CALLBACK = "/account/single-sign-on/", "/account/single-sign-on/callback/"
OFFICE = "/office/"


@pytest.fixture(scope="module")
def running() -> Iterator[Provider]:
    with identity_provider.running() as provider:
        yield provider


@pytest.fixture
def provider(running: Provider, settings: Any, db: None) -> Provider:
    running.forge, running.more, running.subject = identity_provider.honest, {}, "subject-1"
    settings.OIDC_ISSUER, settings.OIDC_CLIENT_ID = running.issuer, CLIENT_ID
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "APPS": [
                {
                    "provider_id": "council",
                    "name": "your council account",
                    "client_id": CLIENT_ID,
                    "secret": identity_provider.CLIENT_SECRET,
                    "settings": {"server_url": running.issuer, "oauth_pkce_enabled": True, "uid_field": "subject"},
                }
            ]
        }
    }
    return running


@pytest.fixture
def somebody(db: None) -> User:
    """A person whose account is linked to the provider's first subject."""
    somebody = person("member", username="somebody")
    SocialAccount.objects.create(user=somebody, provider="council", uid="subject-1")
    return somebody


def at_the_provider(browser: Client, provider: Provider, process: str = "login", **more: str) -> str:
    """Goes to the provider, signs in there, and returns the address to which it sends the browser back."""
    to_provider = browser.post(f"{BEGIN}?process={process}", more)
    assert to_provider.status_code == 302, to_provider.content.decode()
    asked = dict(part.split("=", 1) for part in to_provider["Location"].split("?")[1].split("&"))
    return provider.authorize({key: unquote(value) for key, value in asked.items()})


def back(browser: Client, provider: Provider, **more: str) -> HttpResponse:
    return browser.get(at_the_provider(browser, provider, **more))


def is_in(browser: Client) -> bool:
    return browser.get(OFFICE).status_code == 200


def test_a_linked_person_is_signed_in(provider: Provider, somebody: User) -> None:
    browser = Client()
    response = back(browser, provider, next="/account/signing-in/")
    assert response["Location"] == "/account/signing-in/"
    assert is_in(browser)
    assert provider.asked["code_challenge_method"] == "S256"
    assert provider.asked["response_type"] == "code"
    assert provider.asked["scope"] == "openid"
    assert len(provider.asked["nonce"]) > 20
    assert AuditEntry.objects.get(action="signed in").detail["shown"] == ["socialaccount"]


def test_a_token_with_a_key_on_a_curve_holds_too(provider: Provider, somebody: User) -> None:
    provider.forge = lambda _, claims: signed(claims, CURVE_KEY, "ES256", "curve")
    browser = Client()
    back(browser, provider)
    assert is_in(browser)


def with_claims(**changed: Any) -> Any:
    return lambda _, claims: signed(claims | changed)


def without(claim: str) -> Any:
    return lambda _, claims: signed({key: value for key, value in claims.items() if key != claim})


FORGED = {
    "for another audience": with_claims(aud="another-application"),
    "for another audience as well": with_claims(aud=[CLIENT_ID, "another-application"]),
    "for another authorised party": with_claims(azp="another-application"),
    "without an audience": without("aud"),
    "of another issuer": with_claims(iss="https://login.attacker.example"),
    "of an issuer that is nearly ours": lambda provider, claims: signed(claims | {"iss": provider.issuer + "/"}),
    "without an issuer": without("iss"),
    "with another nonce": with_claims(nonce="of-another-sign-in"),
    "with an empty nonce": with_claims(nonce=""),
    "without a nonce": without("nonce"),
    "that has expired": lambda _, claims: signed(claims | {"exp": claims["iat"] - 120, "iat": claims["iat"] - 400}),
    "that never expires": without("exp"),
    "from the future": lambda _, claims: signed(claims | {"iat": claims["iat"] + 600}),
    "without a time": without("iat"),
    "without a subject": without("sub"),
    "signed with another key": lambda _, claims: signed(claims, OTHER_KEY),
    "that names a key that is not there": lambda _, claims: signed(claims, OTHER_KEY, kid="two"),
    "with no algorithm": lambda _, claims: by_hand(claims, {"alg": "none", "kid": "one"}, lambda signing: b""),
    "with the algorithm nOnE": lambda _, claims: by_hand(claims, {"alg": "nOnE", "kid": "one"}, lambda signing: b""),
    "signed with the public key as a secret": lambda _, claims: by_hand(
        claims, {"alg": "HS256", "kid": "one"}, lambda signing: hmac.new(PUBLIC_PEM, signing, sha256).digest()
    ),
    "with RS512": lambda _, claims: signed(claims, algorithm="RS512"),
    "whose signature was cut off": lambda _, claims: signed(claims).rpartition(".")[0] + ".",
    "whose content was changed": lambda _, claims: _changed(signed(claims | {"sub": "subject-2"}), claims),
    "that is no token": lambda _, claims: "no.token.at-all",
    "that is missing": lambda _, claims: None,
    "that is a list": lambda _, claims: [signed(claims)],
}


def _changed(token: str, claims: dict[str, Any]) -> str:
    header, _, signature = token.split(".")
    return ".".join([header, signed(claims).split(".")[1], signature])


@pytest.mark.parametrize("forgery", FORGED)
def test_a_token_is_refused(provider: Provider, somebody: User, forgery: str) -> None:
    provider.forge = FORGED[forgery]
    browser = Client()
    response = back(browser, provider)
    assert response.status_code == 401
    assert "You could not be signed in" in response.content.decode()
    assert not is_in(browser)
    assert AuditEntry.objects.filter(action="was refused a sign-in", subject="single sign-on").count() == 1
    assert not AuditEntry.objects.filter(action="signed in").exists()


@pytest.mark.parametrize("state", ["", "state=", "state=forged"])
def test_an_answer_without_our_state_is_refused(provider: Provider, somebody: User, state: str) -> None:
    browser = Client()
    way_back = at_the_provider(browser, provider)
    code = way_back.split("code=")[1].split("&")[0]
    assert browser.get(f"{CALLBACK}?code={code}&{state}").status_code == 401
    assert not is_in(browser)


def test_an_answer_to_another_browser_is_refused(provider: Provider, somebody: User) -> None:
    """An attacker who sends their own way back to somebody signs nobody in as them."""
    way_back = at_the_provider(Client(), provider)
    victim = Client()
    assert victim.get(way_back).status_code == 401
    assert not is_in(victim)


def test_an_answer_is_good_once(provider: Provider, somebody: User) -> None:
    browser = Client()
    way_back = at_the_provider(browser, provider)
    browser.get(way_back)
    browser.post("/account/sign-out/")
    assert browser.get(way_back).status_code == 401
    assert not is_in(browser)


def test_what_is_asked_cannot_be_changed_by_a_link(provider: Provider, somebody: User) -> None:
    browser = Client()
    browser.post(f"{BEGIN}?process=login&scope=files.read&auth_params=nonce%3Dchosen%26prompt%3Dnone")
    response = browser.post(f"{BEGIN}?process=login&scope=files.read&auth_params=nonce%3Dchosen")
    assert "nonce=chosen" not in response["Location"]
    assert "files.read" not in response["Location"]


def test_signing_in_is_begun_by_no_link(provider: Provider) -> None:
    assert Client().get(BEGIN).status_code == 405


def test_a_configuration_that_names_another_issuer_is_refused(provider: Provider, settings: Any) -> None:
    settings.OIDC_ISSUER = f"{provider.issuer}/tenant"
    assert Client().post(BEGIN).status_code == 401


def test_a_provider_that_does_not_answer_is_said_to(provider: Provider, settings: Any) -> None:
    app = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]
    app["settings"]["server_url"] = "http://127.0.0.1:9"
    assert Client().post(BEGIN).status_code == 401


# Whom it lets in


def test_somebody_with_the_same_address_is_not_let_in(provider: Provider) -> None:
    """Entra's `email` can be set by whoever runs a tenant; it decides nothing here, verified or not."""
    somebody = person("member", username="somebody")
    User.objects.filter(pk=somebody.pk).update(email="somebody@council.example")
    provider.more = {"email": "somebody@council.example", "email_verified": True, "preferred_username": "somebody"}
    browser = Client()
    response = back(browser, provider)
    assert response.status_code == 403
    assert "No account here belongs to this sign-in" in response.content.decode()
    assert not is_in(browser)
    assert not SocialAccount.objects.exists()


def test_nobody_gets_an_account_by_it(provider: Provider) -> None:
    before = User.objects.count()
    back(Client(), provider)
    assert User.objects.count() == before


def test_an_invited_person_comes_in_by_it_and_has_no_password(provider: Provider) -> None:
    newcomer = services.invite(
        username="newcomer", name="A Newcomer", email="newcomer@council.example", roles=["member"], by=None
    )
    link = f"/account/invitation/{invitations.token(newcomer)}/"
    browser = Client()
    assert "Go on with your council account" in browser.get(link).content.decode()
    back(browser, provider)
    assert is_in(browser)
    assert Client().get(link).status_code == 410
    assert not User.objects.get(username="newcomer").has_usable_password()
    assert AuditEntry.objects.get(action="accepted an invitation").detail == {"by_way_of": "single sign-on"}
    again = Client()
    back(again, provider)
    assert is_in(again)


def test_a_person_who_has_signed_in_links_it_themself(provider: Provider) -> None:
    somebody = person("member", username="somebody")
    browser = signed_in(somebody)
    back(browser, provider, process="connect")
    assert SocialAccount.objects.get().user == somebody
    other = Client()
    back(other, provider)
    assert is_in(other)


def test_nobody_links_what_signs_in_somebody_else(provider: Provider, somebody: User) -> None:
    browser = signed_in(person_with("member"))
    back(browser, provider, process="connect")
    assert SocialAccount.objects.get().user == somebody


def test_who_still_lacks_a_second_factor_links_nothing(provider: Provider, settings: Any) -> None:
    settings.REQUIRE_MFA = True
    browser = signed_in(person_with("publisher"))
    assert back(browser, provider, process="connect").status_code == 401
    assert not SocialAccount.objects.exists()


def test_a_closed_account_is_not_opened_by_it(provider: Provider, somebody: User) -> None:
    User.objects.filter(pk=somebody.pk).update(is_active=False)
    browser = Client()
    back(browser, provider)
    assert not is_in(browser)


# The second factor


@pytest.fixture
def publisher(somebody: User, settings: Any) -> User:
    settings.REQUIRE_MFA = True
    settings.OIDC_SECOND_FACTOR = ["amr=mfa", "acrs=c1"]
    somebody.role_assignments.create(role="publisher")
    return somebody


@pytest.mark.parametrize("said", [{"amr": ["pwd", "mfa"]}, {"acrs": ["c1"]}, {"acrs": "c1"}], ids=str)
def test_it_is_the_providers_where_the_token_says_so(
    provider: Provider, publisher: User, said: dict[str, Any]
) -> None:
    provider.more = said
    browser = Client()
    back(browser, provider)
    assert is_in(browser)


@pytest.mark.parametrize("said", [{}, {"amr": ["pwd"]}, {"amr": "no mfa"}, {"acrs": ["c2"]}, {"mfa": True}], ids=str)
def test_it_is_ours_where_the_token_does_not(provider: Provider, publisher: User, said: dict[str, Any]) -> None:
    provider.more = said
    browser = Client()
    back(browser, provider)
    assert browser.get(OFFICE)["Location"] == "/account/signing-in/"


def test_who_has_an_app_is_asked_for_its_code(provider: Provider, publisher: User) -> None:
    with_app(publisher)
    browser = Client()
    assert back(browser, provider)["Location"] == "/account/code/"
    assert not is_in(browser)
    browser.post("/account/code/", {"code": code_of(SECRET)})
    assert is_in(browser)
