"""Nothing typed is lost when a session has ended: the form waits while its writer signs in again."""

from functools import wraps
from typing import cast

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.usersessions.models import UserSession
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.http import require_GET

from accounts.limits import TooManyTries
from accounts.permissions import Arguments, View
from accounts.sign_in_again import SignInAgainForm

NO_RIGHT = "This account may not do that. Sign in with the one that you wrote with."
SIGN_IN_FIELDS = ("username", "password", "code", "another_way", "csrfmiddlewaretoken")
KEPT = "kept"
LONGEST_KEPT = 256 * 1024


def kept_over_sign_in(view: View[Arguments]) -> View[Arguments]:
    """Who sends the view's form without being signed in is asked to sign in on a page that keeps what was typed.

    The form then goes on as if nothing had happened, with the rights of whoever signed in. Who may not send it is
    signed out and asked again. Who signs in by a passkey or single sign-on leaves the page; what was typed then waits
    in the session (`go_on`).
    """

    @login_not_required
    @wraps(view)
    def kept(request: HttpRequest, *args: Arguments.args, **kwargs: Arguments.kwargs) -> HttpResponseBase:
        is_lacking = getattr(request.user, "lacks_second_factor", False)
        if request.user.is_authenticated and not is_lacking:
            return view(request, *args, **kwargs)
        if request.method != "POST":
            return redirect("mfa_index") if is_lacking else redirect_to_login(request.get_full_path())
        if "another_way" in request.POST:
            return _by_another_way(request)
        form = SignInAgainForm(request, request.POST) if "username" in request.POST else SignInAgainForm(request)
        try:
            is_valid = form.is_valid()
        except TooManyTries as refusal:
            form = SignInAgainForm(request)
            return _ask(
                request, form, f"Too many tries. You can try again at {localtime(refusal.until):%H:%M:%S}.", 429
            )
        if is_valid:
            _sign_in(request, form)
            try:
                return view(request, *args, **kwargs)
            except PermissionDenied:
                logout(request)
                form.add_error("username", NO_RIGHT)
        return _ask(request, form)

    return cast(View[Arguments], kept)


@require_GET
def go_on(request: HttpRequest) -> HttpResponse:
    """What somebody typed before they signed in by another way, ready to be sent."""
    kept = request.session.pop(KEPT, None)
    if kept is None:
        return redirect("reports:office_home")
    return render(request, "accounts/go_on.html", kept)


def _sign_in(request: HttpRequest, form: SignInAgainForm) -> None:
    person = form.get_user()
    record_authentication(request, person, "password")
    form.note_code(request)
    get_adapter().login(request, person)
    UserSession.objects.create_from_request(request)


def _by_another_way(request: HttpRequest) -> HttpResponse:
    typed = _typed(request)
    if sum(len(text) for _, text in typed) > LONGEST_KEPT:
        return _ask(request, SignInAgainForm(request), "So much text cannot wait. Sign in here with your password.")
    request.session[KEPT] = {"address": request.get_full_path(), "typed": typed}
    return redirect_to_login(reverse("accounts:go_on"))


def _ask(request: HttpRequest, form: SignInAgainForm, problem: str = "", status: int = 401) -> HttpResponse:
    context = {"form": form, "typed": _typed(request), "problem": problem}
    return render(request, "accounts/sign_in_again.html", context, status=status)


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    return [(name, text) for name, texts in request.POST.lists() if name not in SIGN_IN_FIELDS for text in texts]
