"""Who is reading, and who has to sign in."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware, LoginRequiredMiddleware, get_user
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from accounts import second_factor
from accounts.limits import TooManyTries
from accounts.models import User

SETTING_UP = frozenset(
    {
        "account_change_password",
        "account_logout",
        "account_reauthenticate",
        "accounts:sign_out",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_generate_recovery_codes",
        "mfa_index",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "mfa_view_recovery_codes",
    }
)
"""The pages of somebody who still has to set up a second factor; every other page that needs a sign-in is closed."""


class Authentication(AuthenticationMiddleware):
    """Django's own, and who lacks the second factor that they need has no permission at all until they show one."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: _reader(request))  # type: ignore[assignment]


def _reader(request: HttpRequest) -> User | AnonymousUser:
    person = get_user(request)
    if isinstance(person, User) and second_factor.is_lacking(request, person):
        person.lacks_second_factor = True
        person.__dict__.pop("reach", None)
    return person


class SignInRequired(LoginRequiredMiddleware):
    """Every page needs a signed-in person unless its view says otherwise; on the office's surface Part 1 does too.

    Django's own asks who the reader is before it looks whether that matters, which would read the session cookie on
    public pages and make caches keep a copy for each reader.
    """

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., Any], view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        if settings.SURFACE == "office" and getattr(view_func, "is_part_1", False):
            return None if request.user.is_authenticated else self.handle_no_permission(request, view_func)
        if not getattr(view_func, "login_required", True):
            return None
        answer = super().process_view(request, view_func, view_args, view_kwargs)
        if answer or not getattr(request.user, "lacks_second_factor", False):
            return answer
        match = request.resolver_match
        return None if match and match.view_name in SETTING_UP else redirect("mfa_index")


class TooManyTriesAreTold:
    """Who has guessed too often reads when they may try again."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, TooManyTries):
            return None
        response = render(request, "429.html", {"until": exception.until}, status=429)
        response["Retry-After"] = str(max(1, int((exception.until - timezone.now()).total_seconds())))
        return response
