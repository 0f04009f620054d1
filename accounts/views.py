"""Coming in by an invitation, and the pages of allauth that people see, with what ours add to them."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.mfa.adapter import get_adapter as second_factor_adapter
from allauth.mfa.webauthn.views import RemoveWebAuthnView
from allauth.socialaccount.internal.flows import connect
from allauth.socialaccount.models import SocialAccount
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from accounts import limits
from accounts.forms import NewPasswordForm
from accounts.invitations import invited_by
from accounts.people import services
from accounts.single_sign_on.adapter import INVITATION


@login_not_required
@never_cache
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """The invited person sets a password, or goes on to single sign-on; they are then led to a second factor."""
    person = invited_by(token)
    if person is None:
        limits.count(limits.LINK, request=request)
        return render(request, "accounts/invitation_over.html", status=410)
    request.session[INVITATION] = token
    form = NewPasswordForm(request.POST or None, user=person, button="Set the password and sign in")
    if not form.is_valid():
        return render(request, "accounts/invitation.html", {"form": form, "person": person})
    services.accept(person=person, password=form.cleaned_data["password1"])
    request.session.pop(INVITATION)
    record_authentication(request, person, "password")
    response: HttpResponse = perform_login(request, Login(user=person))
    return response


class RemovePasskey(RemoveWebAuthnView):
    def form_valid(self, form: Any) -> HttpResponse:
        """As allauth's, but the last second factor stays with somebody who needs one."""
        if second_factor_adapter().can_delete_authenticator(self.get_object()):
            response: HttpResponse = super().form_valid(form)
            return response
        messages.error(self.request, second_factor_adapter().error_messages["cannot_delete_authenticator"])
        return redirect("mfa_list_webauthn")


remove_passkey = RemovePasskey.as_view()


@login_not_required
@require_GET
def cancelled(request: HttpRequest) -> HttpResponse:
    """Somebody turned back at the provider of single sign-on."""
    messages.info(request, "You did not sign in. Sign in here, or try single sign-on again.")
    return redirect("account_login")


@require_POST
@reauthentication_required(app="allauth.socialaccount")  # type: ignore[untyped-decorator]
def unlink(request: HttpRequest) -> HttpResponse:
    """A person takes single sign-on off their account, where they have a password to come in with."""
    for account in SocialAccount.objects.filter(user_id=request.user.pk):
        try:
            connect.validate_disconnect(request, account)
        except ValidationError as refusal:
            messages.error(request, refusal.messages[0])
        else:
            connect.disconnect(request, account)
    return redirect("mfa_index")
