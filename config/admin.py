"""Django's admin, for administrators only."""

from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from accounts.roles import Permission


class OutturnAdminSite(admin.AdminSite):
    """Administrators keep people, roles, datasets and definitions here; no figure is registered."""

    site_header = "Outturn administration"
    site_title = "Outturn administration"
    index_title = "Administration"

    def has_permission(self, request: HttpRequest) -> bool:
        user = request.user
        return bool(user.is_authenticated and user.is_active and user.may(Permission.ADMINISTER))

    def login(self, request: HttpRequest, extra_context: dict[str, object] | None = None) -> HttpResponse:
        """Signing in has one place, the admin has no form of its own; who has signed in and may not is told so."""
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login(reverse("admin:index"), reverse("accounts:sign_in"))

    def password_change(  # type: ignore[override]
        self, request: HttpRequest, extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        """Passwords are changed in one place, which counts the tries and records the change."""
        return redirect("account_change_password")
