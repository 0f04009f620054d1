"""Who was refused what: a view that says nothing is closed, and refusals stand in the audit trail."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone

from accounts.models import AuditEntry, User
from accounts.permissions import WAS_REFUSED, is_declared, route_of
from accounts.services import record

ACTION = "was refused"
AT_MOST_EVERY = timedelta(minutes=1)


class DeniedByDefault:
    """Closes every view that does not say who may come, and records refusals of people who have signed in.

    One entry a person, view and minute: somebody who asks in a loop cannot fill the trail.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 403 or WAS_REFUSED in request.__dict__:
            record_refusal(request)
        return response

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., Any], view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        match = request.resolver_match
        if match is None or not is_declared(view_func, route_of(match)):
            raise PermissionDenied
        return None


def record_refusal(request: HttpRequest) -> AuditEntry | None:
    """The entry, or none where nobody has signed in or one was written within the last minute."""
    user, match = getattr(request, "user", None), request.resolver_match
    if not isinstance(user, User):
        return None
    view = match.view_name if match else "an address"
    lately = AuditEntry.objects.filter(by=user, action=ACTION, at__gt=timezone.now() - AT_MOST_EVERY)
    if lately.filter(detail__view=view).exists():
        return None
    return record(action=ACTION, subject=request.path, by=user, view=view, method=request.method)
