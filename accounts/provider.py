"""The provider of single sign-on. allauth looks for one in a module of this name, in each installed application."""

import secrets
from typing import Any

from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from django.http import HttpRequest, HttpResponse

from accounts.single_sign_on.views import VerifiedAdapter

PROCESSES = ("login", "connect")


class CouncilProvider(OpenIDConnectProvider):
    """allauth's, with a nonce in each sign-in, and with nothing of the request in what the provider is asked."""

    oauth2_adapter_class = VerifiedAdapter

    def get_redirect_from_request_kwargs(self, request: HttpRequest) -> dict[str, Any]:
        kwargs: dict[str, Any] = super().get_redirect_from_request_kwargs(request)
        process = kwargs["process"] if kwargs["process"] in PROCESSES else PROCESSES[0]
        return kwargs | {"process": process, "scope": self.get_scope(), "auth_params": self.get_auth_params()}

    def get_default_scope(self) -> list[str]:
        return ["openid"]

    def redirect(
        self, request: HttpRequest, process: str, next_url: str | None = None, data: Any = None, **kwargs: Any
    ) -> HttpResponse:
        nonce = secrets.token_urlsafe(32)
        kwargs["auth_params"] = kwargs["auth_params"] | {"nonce": nonce}
        try:
            response: HttpResponse = super().redirect(request, process, next_url, data, nonce=nonce, **kwargs)
        except OAuth2Error as error:
            response = render_authentication_error(request, self, exception=error)
        return response


provider_classes = [CouncilProvider]
