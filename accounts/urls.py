"""Signing in and out, and how people sign in. What allauth has and Outturn does not offer, has no address."""

from allauth.account import views as account
from allauth.mfa.base import views as second_factor
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as passkeys
from allauth.usersessions import views as sessions
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LogoutView
from django.urls import include, path, re_path

from accounts import kept, views
from accounts.single_sign_on import views as single_sign_on

sign_out = login_not_required(LogoutView.as_view())
PROVIDER = {"provider_id": "council"}

ours = [
    path("sign-in/", account.login, name="sign_in"),
    path("sign-out/", sign_out, name="sign_out"),
    path("invitation/<str:token>/", views.invitation, name="invitation"),
    path("go-on/", kept.go_on, name="go_on"),
]
by_the_names_of_allauth = [
    path("sign-in/", account.login, name="account_login"),
    path("sign-out/", sign_out, name="account_logout"),
    path("password/", account.password_change, name="account_change_password"),
    path("password/first/", account.password_set, name="account_set_password"),
    path("password/again/", account.reauthenticate, name="account_reauthenticate"),
    path("password/forgotten/", account.password_reset, name="account_reset_password"),
    path("password/forgotten/sent/", account.password_reset_done, name="account_reset_password_done"),
    path("password/forgotten/set/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    re_path(
        r"^password/forgotten/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("code/", second_factor.authenticate, name="mfa_authenticate"),
    path("code/again/", second_factor.reauthenticate, name="mfa_reauthenticate"),
    path("signing-in/", second_factor.index, name="mfa_index"),
    path("signing-in/app/", app.activate_totp, name="mfa_activate_totp"),
    path("signing-in/app/remove/", app.deactivate_totp, name="mfa_deactivate_totp"),
    path("signing-in/recovery-codes/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("signing-in/recovery-codes/new/", recovery_codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("signing-in/passkeys/", passkeys.list_webauthn, name="mfa_list_webauthn"),
    path("signing-in/passkeys/add/", passkeys.add_webauthn, name="mfa_add_webauthn"),
    path("signing-in/passkeys/<int:pk>/remove/", views.remove_passkey, name="mfa_remove_webauthn"),
    path("signing-in/sessions/", sessions.list_usersessions, name="usersessions_list"),
    path("passkey/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("passkey/again/", passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("single-sign-on/", single_sign_on.begin, PROVIDER, name="openid_connect_login"),
    path("single-sign-on/callback/", single_sign_on.callback, PROVIDER, name="openid_connect_callback"),
    path("single-sign-on/cancelled/", views.cancelled, name="socialaccount_login_cancelled"),
    path("single-sign-on/remove/", views.unlink, name="socialaccount_unlink"),
]
urlpatterns = [path("", include((ours, "accounts"))), path("", include(by_the_names_of_allauth))]
