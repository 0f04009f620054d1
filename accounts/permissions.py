"""May this person? The one place where a view asks.

Every view of the office says who may come: `requires` a permission, or `for_everybody_signed_in`. One that says
nothing is closed to everybody (`accounts.refusals`), and `manage.py check` names it.
"""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import ResolverMatch

from accounts.models import User
from accounts.roles import Permission

Arguments = ParamSpec("Arguments")
DECLARED = "access"
"""The attribute of a view that holds the permission which it requires; None: to have signed in."""
WAS_REFUSED = "was_refused"
"""The attribute of a request that was answered with 404 because of who sent it."""


class OfficeRequest(HttpRequest):
    """A request of somebody who has signed in."""

    user: User


OfficeView = Callable[Concatenate[OfficeRequest, Arguments], HttpResponseBase]
View = Callable[Concatenate[HttpRequest, Arguments], HttpResponseBase]


def requires(permission: Permission) -> Callable[[OfficeView[Arguments]], View[Arguments]]:
    """Only people with the permission reach the view.

    Others get 403, except for Part 2: there they get the 404 of something that does not exist, so that nobody learns
    from a refusal which papers there are.
    """

    def decorate(view: OfficeView[Arguments]) -> View[Arguments]:
        @wraps(view)
        def checked(request: HttpRequest, *args: Arguments.args, **kwargs: Arguments.kwargs) -> HttpResponseBase:
            if not isinstance(request.user, User) or not request.user.may(permission):
                raise refused_part_2(request) if permission is Permission.READ_PART_2 else PermissionDenied
            return view(cast(OfficeRequest, request), *args, **kwargs)

        checked.__dict__[DECLARED] = permission
        return cast(View[Arguments], checked)

    return decorate


def refused_part_2(request: HttpRequest) -> Http404:
    """What to raise where somebody may not read Part 2: the page of what is not there, and an entry in the trail."""
    request.__dict__[WAS_REFUSED] = True
    return Http404()


def for_everybody_signed_in(view: OfficeView[Arguments]) -> View[Arguments]:
    """Whoever has signed in reaches the view, whatever their roles; it shows each what is theirs."""
    view.__dict__[DECLARED] = None
    return cast(View[Arguments], view)


def is_declared(view: Callable[..., object], route: str) -> bool:
    """Whether the view says who may come. Outside the office a view can say that it needs no sign-in at all.

    Django's admin asks `OutturnAdminSite.has_permission` for each of its pages; each person keeps their own account.
    """
    if route.startswith(("administration/", "account/")) or DECLARED in getattr(view, "__dict__", {}):
        return True
    return not getattr(view, "login_required", True) and not route.startswith("office/")


def route_of(match: ResolverMatch) -> str:
    return match.route.removeprefix("^")
