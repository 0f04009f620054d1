"""Signing in, and what a person keeps of their own password."""

from typing import Any, cast

from allauth.account import forms as allauth_forms
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from allauth.core import context
from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Button, Layout
from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse

from accounts import limits
from accounts.models import User

ADVICE = (
    "At least 12 characters. Three words that do not belong together make a password that is easy to remember and "
    "hard to guess."
)


def laid_out(form: forms.BaseForm, button: str) -> FormHelper:
    """The form in GOV.UK markup with its button, if it has one, and without the placeholders of allauth."""
    for field in form.fields.values():
        for attribute in ("autofocus", "placeholder"):
            field.widget.attrs.pop(attribute, None)
    helper = FormHelper()
    helper.layout = Layout(*form.fields, *([Button("submit", button)] if button else []))
    return helper


class SignInForm(AuthenticationForm):
    """Django's own authentication in GOV.UK markup, at most five times wrong."""

    error_messages = AuthenticationForm.error_messages | {
        "invalid_login": "That user name and password do not match. Check both; the password is case-sensitive.",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "User name"
        self.fields["username"].error_messages["required"] = "Enter your user name"
        self.fields["password"].error_messages["required"] = "Enter your password"
        self.helper = laid_out(self, "Sign in")

    def clean(self) -> dict[str, Any]:
        """Raises TooManyTries, which the page answers as a whole."""
        name = self.cleaned_data.get("username")
        if not name or not self.cleaned_data.get("password"):
            return self.cleaned_data
        person = User.objects.filter(username=name).first()
        with limits.one_try(limits.PASSWORD, request=context.request, account=name, person=person):
            return super().clean()

    def login(self, request: HttpRequest, redirect_url: str | None = None) -> HttpResponse:
        """Go on with what allauth asks after a password: the second factor of whoever has one."""
        person = self.get_user()
        login = Login(user=person, redirect_url=redirect_url)
        response: HttpResponse = perform_password_login(request, {"username": person.username}, login)
        return response


class PasswordAgainForm(forms.Form):
    """The password once more, before somebody changes how they sign in."""

    password = forms.CharField(
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": "Enter your password"},
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.helper = laid_out(self, "Go on")

    def clean_password(self) -> str:
        return _checked(self.user, self.cleaned_data["password"])


def _checked(person: User, password: str) -> str:
    with limits.one_try(limits.PASSWORD, request=context.request, account=person.username, person=person):
        if not person.check_password(password):
            raise ValidationError("That is not your password. It is case-sensitive.")
    return password


class NewPasswordForm(allauth_forms.ResetPasswordKeyForm):
    """A new password, twice: from the link in a mail about a forgotten one, or the first one after an invitation."""

    def __init__(self, *args: Any, button: str = "Set the password", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name_new_passwords(self)
        self.helper = laid_out(self, button)


class SetPasswordForm(allauth_forms.SetPasswordForm):
    """A first password of somebody who came by single sign-on."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name_new_passwords(self)
        self.helper = laid_out(self, "Set the password")


class ChangePasswordForm(allauth_forms.ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].label = "Your password now"
        self.fields["oldpassword"].help_text = ""
        name_new_passwords(self)
        self.helper = laid_out(self, "Change the password")

    def clean_oldpassword(self) -> str:
        return _checked(cast(User, self.user), self.cleaned_data["oldpassword"])


def name_new_passwords(form: forms.BaseForm) -> None:
    form.fields["password1"].label = "New password"
    form.fields["password1"].help_text = ADVICE
    form.fields["password2"].label = "The new password once more"
    for field in form.fields.values():
        field.error_messages["required"] = f"Enter {str(field.label)[:1].lower()}{str(field.label)[1:]}"


class ForgottenPasswordForm(allauth_forms.ResetPasswordForm):
    """Whom to write to. The page answers alike whether anybody has that address."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = "E-mail address"
        self.fields["email"].error_messages["required"] = "Enter the e-mail address to which you were invited"
        self.helper = laid_out(self, "Send a link")

    def clean_email(self) -> str:
        """People who were invited and have set no password yet have a link of their own, from an administrator."""
        email: str = get_adapter().clean_email(self.cleaned_data["email"].lower())
        limits.count(limits.RESET, request=context.request, account=email)
        self.users = [
            person
            for person in User.objects.filter(email__iexact=email, is_active=True)
            if person.has_usable_password() and person.email.lower() == email
        ]
        return email


class ResetLinkForm(allauth_forms.UserTokenForm):
    """Whether the link in a mail about a forgotten password is still good; each that is not counts as a try."""

    def clean(self) -> dict[str, Any]:
        with limits.one_try(limits.LINK, request=context.request):
            cleaned: dict[str, Any] = super().clean()
            if not self.reset_user.is_active:
                raise ValidationError("This account is closed.")
        return cleaned
