"""Codes of an authenticator app, recovery codes and passkeys, each at most five times wrong."""

from typing import Any

from allauth.core import context
from allauth.mfa import signals
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.webauthn import forms as passkey_forms
from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from accounts import limits
from accounts.forms import laid_out
from accounts.models import User

TYPED = (Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES)


def authenticator_of(person: User, code: str, request: HttpRequest) -> Authenticator:
    """Whose code it is: of the person's app or of their recovery codes. Raises ValidationError or TooManyTries."""
    code = "".join(code.split())
    own = list(Authenticator.objects.filter(user=person, type__in=TYPED).order_by("-type"))
    with limits.one_try(limits.CODE, request=request, account=str(person.pk), person=person):
        for each in own:
            if each.wrap().validate_code(code) and limits.is_first_use(person, code):
                each.user = person
                return each
        for each in own[:1]:
            signals.authentication_failed.send(
                sender=Authenticator, request=request, user=person, authenticator=each, reauthentication=False
            )
        raise get_adapter().validation_error("incorrect_code")


class CodeForm(forms.Form):
    code = forms.CharField(
        label="Code",
        help_text="The six digits that your authenticator app shows now, or one of your recovery codes.",
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
        error_messages={"required": "Enter the code"},
    )
    is_again = False

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.helper = laid_out(self, "Go on")

    def clean_code(self) -> str:
        self.authenticator = authenticator_of(self.user, self.cleaned_data["code"], context.request)
        return str(self.cleaned_data["code"])

    def save(self) -> None:
        post_authentication(context.request, self.authenticator, reauthenticated=self.is_again)


class CodeAgainForm(CodeForm):
    """Before somebody changes how they sign in."""

    is_again = True


class AddAppForm(forms.Form):
    """The first code of a new authenticator app shows that it holds the key."""

    code = forms.CharField(
        label="The code that the app shows now",
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
        error_messages={"required": "Enter the code"},
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.secret = totp.get_totp_secret(regenerate=not self.is_bound)
        self.helper = laid_out(self, "Set up the app")

    def clean_code(self) -> str:
        code = "".join(self.cleaned_data["code"].split())
        with limits.one_try(limits.CODE, request=context.request, account=str(self.user.pk), person=self.user):
            if not (totp.validate_totp_code(self.secret, code) and limits.is_first_use(self.user, code)):
                raise get_adapter().validation_error("incorrect_code")
        return code


class _LimitedPasskey:
    """A passkey cannot be guessed; the limit keeps strangers from making the server work for nothing."""

    def clean_credential(self) -> Any:
        with limits.one_try(limits.CODE, request=context.request):
            return super().clean_credential()  # type: ignore[misc]


class PasskeyForm(_LimitedPasskey, passkey_forms.AuthenticateWebAuthnForm):
    pass


class PasskeyAgainForm(_LimitedPasskey, passkey_forms.ReauthenticateWebAuthnForm):
    pass


class PasskeySignInForm(_LimitedPasskey, passkey_forms.LoginWebAuthnForm):
    pass


class AddPasskeyForm(passkey_forms.AddWebAuthnForm):
    """Each is a passkey that signs in by itself and asks for a finger, a face or a PIN."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["passwordless"]
        self.fields["name"].label = "Name of the passkey"
        self.fields["name"].help_text = "Where it is kept, such as “Work laptop”."
        self.fields["name"].max_length = 60
        self.helper = laid_out(self, "")
        self.helper.form_tag = False
        self.helper.disable_csrf = True

    def clean_name(self) -> str:
        name: str = super().clean_name()
        if len(name) > 60:
            raise ValidationError("Use at most 60 characters for the name")
        return name
