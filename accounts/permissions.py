"""May this person? The one place where a view asks."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase

from accounts.roles import Permission

Arguments = ParamSpec("Arguments")
View = Callable[Concatenate[HttpRequest, Arguments], HttpResponseBase]


def requires(permission: Permission) -> Callable[[View[Arguments]], View[Arguments]]:
    """Only people with the permission reach the view.

    Others get 403, except for Part 2: there they get the 404 of something that does not exist, so that nobody learns
    from a refusal which papers there are.
    """

    def decorate(view: View[Arguments]) -> View[Arguments]:
        @wraps(view)
        def checked(request: HttpRequest, *args: Arguments.args, **kwargs: Arguments.kwargs) -> HttpResponseBase:
            if not request.user.may(permission):
                raise Http404 if permission is Permission.READ_PART_2 else PermissionDenied
            return view(request, *args, **kwargs)

        return checked

    return decorate
