"""To the provider and back. allauth keeps state and PKCE; what comes back is verified in `tokens`."""

from typing import Any

import requests
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET, require_POST

from accounts.single_sign_on.tokens import Forged, says_second_factor, verified_claims


class VerifiedAdapter(OpenIDConnectOAuth2Adapter):
    """As allauth's, but it believes no token that `tokens` has not verified, and asks nothing else about a person."""

    state: dict[str, Any] | None = None

    @property
    def openid_config(self) -> dict[str, Any]:
        """What the provider says of itself. Raises OAuth2Error where it does not answer or calls itself otherwise."""
        try:
            configuration: dict[str, Any] = super().openid_config
        except (requests.RequestException, ValueError) as error:
            raise OAuth2Error(f"{settings.OIDC_ISSUER} does not answer.") from error
        if configuration.get("issuer") != settings.OIDC_ISSUER:
            raise Forged("The provider's configuration names another issuer.")
        return configuration

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> Any:
        with get_adapter().get_requests_session() as session:
            answer = session.get(self.openid_config["jwks_uri"])
            answer.raise_for_status()
        claims = verified_claims(
            kwargs["response"].get("id_token"),
            keys=answer.json(),
            issuer=settings.OIDC_ISSUER,
            client_id=app.client_id,
            nonce=(self.state or {}).get("nonce", ""),
        )
        subject = claims.get(settings.OIDC_SUBJECT_CLAIM)
        if not isinstance(subject, str) or not subject:
            raise Forged(f"The ID token has no {settings.OIDC_SUBJECT_CLAIM}.")
        shown = says_second_factor(claims, settings.OIDC_SECOND_FACTOR)
        return self.get_provider().sociallogin_from_response(
            request, {"id_token": {"subject": subject, "second_factor": shown}}
        )


class VerifiedCallback(OAuth2CallbackView):
    def _get_state(self, request: HttpRequest, provider: Any) -> Any:
        """As allauth's; the adapter has to know with which nonce this sign-in began."""
        state, response = super()._get_state(request, provider)
        self.adapter.state = state
        return state, response


@login_not_required
@require_POST
def begin(request: HttpRequest, provider_id: str) -> HttpResponse:
    return _answer(OAuth2LoginView, request, provider_id)


@login_not_required
@require_GET
def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    return _answer(VerifiedCallback, request, provider_id)


def _answer(view: Any, request: HttpRequest, provider_id: str) -> HttpResponse:
    if not settings.OIDC_ISSUER:
        raise Http404
    response: HttpResponse = view.adapter_view(VerifiedAdapter(request, provider_id))(request)
    return response
