"""Nothing typed is lost when a session has ended: the form waits while its writer signs in again."""

from functools import wraps
from typing import cast

from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from accounts.forms import SignInForm
from accounts.permissions import Arguments, View

NO_RIGHT = "This account may not do that. Sign in with the one that you wrote with."
SIGN_IN_FIELDS = ("username", "password", "csrfmiddlewaretoken")


def kept_over_sign_in(view: View[Arguments]) -> View[Arguments]:
    """Who sends the view's form without being signed in is asked to sign in on a page that keeps what was typed.

    The form then goes on as if nothing had happened, with the rights of whoever signed in. Who may not send it is
    signed out and asked again.
    """

    @login_not_required
    @wraps(view)
    def kept(request: HttpRequest, *args: Arguments.args, **kwargs: Arguments.kwargs) -> HttpResponseBase:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if request.method != "POST":
            return redirect_to_login(request.get_full_path())
        form = SignInForm(request, request.POST) if "username" in request.POST else SignInForm(request)
        if form.is_valid():
            login(request, form.get_user())
            try:
                return view(request, *args, **kwargs)
            except PermissionDenied:
                logout(request)
                form.add_error("username", NO_RIGHT)
        return _ask(request, form)

    return cast(View[Arguments], kept)


def _ask(request: HttpRequest, form: SignInForm) -> HttpResponse:
    form.helper.form_tag = False
    form.helper.disable_csrf = True
    typed = [(name, text) for name, texts in request.POST.lists() if name not in SIGN_IN_FIELDS for text in texts]
    return render(request, "accounts/sign_in_again.html", {"form": form, "typed": typed}, status=401)
