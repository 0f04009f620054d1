"""Whom single sign-on lets in: invited people who linked it themselves, never whoever has their e-mail address."""

from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, _build_apps_from_settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import render
from django.urls import reverse

from accounts.invitations import invited_by
from accounts.revocation import end_sessions
from accounts.services import record

INVITATION = "invitation"
"""Where the session keeps the token of an invitation that is being answered by single sign-on."""
SUBJECT = "single sign-on"


class SingleSignOnAdapter(DefaultSocialAccountAdapter):
    def list_apps(self, request: HttpRequest, provider: Any = None, client_id: Any = None) -> list[Any]:
        """Only the provider of the settings; a row in the database adds none."""
        found = _build_apps_from_settings(provider=provider, client_id=client_id)
        return [app for apps in found.values() for app in apps]

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Somebody has shown who they are at the provider. Do they have an account here, or an invitation in hand?"""
        if sociallogin.state.get("process") == "connect":
            if getattr(request.user, "lacks_second_factor", True):
                raise PermissionDenied
            return
        if sociallogin.is_existing:
            return
        person = invited_by(request.session.pop(INVITATION, ""))
        if person is None:
            record(action="was refused a sign-in", subject=SUBJECT, by=None, why="not linked to anybody")
            raise ImmediateHttpResponse(render(request, "socialaccount/not_linked.html", status=403))
        sociallogin.connect(request, person)
        end_sessions(person)  # and with them the link, which holds the generation
        record(action="accepted an invitation", subject=person.username, by=person, by_way_of=SUBJECT)

    def on_authentication_error(
        self, request: HttpRequest, provider: Any, error: Any = None, exception: Any = None, extra_context: Any = None
    ) -> None:
        why = type(exception).__name__ if exception else str(error)
        record(action="was refused a sign-in", subject=SUBJECT, by=None, why=why)

    def validate_disconnect(self, account: Any, accounts: Any) -> None:
        """Nobody takes away their only way in."""
        if not account.user.has_usable_password():
            raise self.validation_error("no_password")

    def get_connect_redirect_url(self, request: HttpRequest, socialaccount: Any) -> str:
        return reverse("mfa_index")
