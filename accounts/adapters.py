"""How allauth signs people in here: nobody signs up, secrets are stored encrypted, links begin with our address."""

import base64
import hashlib
import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.stages import AuthenticateStage
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from accounts import second_factor
from accounts.models import User

RECENTLY = 5 * 60
INACTIVE = "This account is closed. Ask an administrator if you need it."
SAID = {
    "account/messages/password_changed.txt": "Your password is changed. You were signed out everywhere else.",
    "account/messages/password_set.txt": "Your password is set.",
    "mfa/messages/totp_activated.txt": "Your authenticator app is set up.",
    "mfa/messages/totp_deactivated.txt": "Your authenticator app is removed.",
    "mfa/messages/webauthn_added.txt": "Your passkey is set up.",
    "mfa/messages/webauthn_removed.txt": "The passkey is removed.",
    "mfa/messages/recovery_codes_generated.txt": "You have new recovery codes. They are shown once.",
    "socialaccount/messages/account_connected.txt": "Single sign-on is set up.",
    "socialaccount/messages/account_disconnected.txt": "Single sign-on is removed.",
    "socialaccount/messages/account_connected_other.txt": "That account signs in somebody else here.",
    "usersessions/messages/sessions_logged_out.txt": "You are signed out everywhere else.",
}
"""What we say of allauth's messages, in our words. Of the others, such as a sign-in, the page says enough."""


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """People are invited (accounts.people), nobody comes by themself."""
        return False

    def get_login_stages(self) -> list[str]:
        return ["accounts.adapters.SecondFactorStage"]

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Whoever signed in within five minutes is not asked again before they change how they sign in."""
        records = get_authentication_records(context.request, context.request.user)
        return not records or time.time() - max(each["at"] for each in records) > RECENTLY

    def get_reset_password_from_key_url(self, key: str) -> str:
        uid, _, token = key.partition("-")
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": token})
        return f"{settings.OUTTURN_ADDRESS}{path}"

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        messages.error(request, INACTIVE)
        return redirect("account_login")

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        text = message or SAID.get(message_template or "")
        if text:
            messages.add_message(request, level, text, extra_tags=extra_tags)


class SecondFactorStage(AuthenticateStage):
    """After the password, the second factor; not for whom this sign-in has shown one, as single sign-on may."""

    def handle(self) -> Any:
        """Single sign-on has said, in a verified token, whether it asked for a second factor (OIDC_SECOND_FACTOR)."""
        sociallogin = (self.login.signal_kwargs or {}).get("sociallogin")
        if sociallogin and sociallogin.account.extra_data["id_token"]["second_factor"]:
            second_factor.note_shown(self.request, self.login.user, "single sign-on")
        return super().handle()

    def _should_handle(self, request: HttpRequest) -> bool:
        return super()._should_handle(request) and not second_factor.was_shown(request, self.login.user)


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "That code is not right or was used before. Enter the one that is shown now.",
        "cannot_delete_authenticator": "Your account needs a second factor. Add another one before you remove this.",
    }

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def get_totp_label(self, user: Any) -> str:
        return str(user.username)

    def _get_user_identifier(self, user: Any) -> str:
        return str(user.username)

    def _get_site_name(self) -> str:
        return settings.MFA_TOTP_ISSUER

    def build_totp_svg(self, url: str) -> str:
        """The picture to be put into a page: without the declaration of a file of its own, and with words for it."""
        svg: str = super().build_totp_svg(url)
        return svg[svg.index("<svg") :].replace("<svg", '<svg role="img" aria-label="QR code for the app"', 1)

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:
        return f"Passkey {Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1}"

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """The last one stays with somebody who needs one."""
        person: User = authenticator.user
        others = Authenticator.objects.filter(user=person).exclude(type=Authenticator.Type.RECOVERY_CODES)
        return not person.needs_second_factor or others.exclude(pk=authenticator.pk).exists()


def _cipher() -> MultiFernet:
    """Keys made from SECRET_KEY and those before it (docs/sign-in.md, Rotating secrets)."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [hashlib.sha256(f"accounts.second_factor:{secret}".encode()).digest() for secret in secrets]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
