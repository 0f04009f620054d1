"""May this person? The one place where a view asks."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase

from accounts.models import User
from accounts.roles import Permission

Arguments = ParamSpec("Arguments")


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
                raise Http404 if permission is Permission.READ_PART_2 else PermissionDenied
            return view(cast(OfficeRequest, request), *args, **kwargs)

        return cast(View[Arguments], checked)

    return decorate
