"""Who has to sign in."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponseBase


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
        return super().process_view(request, view_func, view_args, view_kwargs)
