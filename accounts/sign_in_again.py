"""Signing in on the page of a form that waits: password and code at once, because the page cannot ask twice."""

from typing import Any

from allauth.core import context
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from crispy_forms_gds.layout import Layout
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from accounts.forms import SignInForm
from accounts.models import User
from accounts.second_factor_forms import authenticator_of

NO_FACTOR_YET = "This account has to set up a second factor first. Choose another way below."


class SignInAgainForm(SignInForm):
    code = forms.CharField(
        label="Code",
        help_text="The six digits of your authenticator app, or a recovery code. Leave it empty if you use neither.",
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )
    authenticator: Authenticator | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self._ask_for_code(settings.REQUIRE_MFA or "code" in self.data)

    def _ask_for_code(self, is_asked: bool) -> None:
        names = ["username", "password"] + (["code"] if is_asked else [])
        self.helper.layout = Layout(*names, self.helper.layout[-1])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        person = self.user_cache
        if not isinstance(person, User):
            return cleaned
        if is_mfa_enabled(person, [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]):
            self._ask_for_code(True)
            self._check_code(person)
        elif person.needs_second_factor:
            self.add_error("username", NO_FACTOR_YET)
        return cleaned

    def _check_code(self, person: User) -> None:
        code = self.cleaned_data.get("code", "")
        if not code:
            self.add_error("code", "Enter the code of your authenticator app or a recovery code")
            return
        try:
            self.authenticator = authenticator_of(person, code, context.request)
        except ValidationError as error:
            self.add_error("code", error)

    def note_code(self, request: HttpRequest) -> None:
        if self.authenticator is not None:
            post_authentication(request, self.authenticator)
