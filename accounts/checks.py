"""What `manage.py check` asks of the whole house, before it serves anything."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, register
from django.urls import URLPattern, URLResolver, get_resolver

from accounts.permissions import is_declared


def views(resolver: URLResolver, route: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every address of the project with its whole route."""
    for pattern in resolver.url_patterns:
        place = route + str(pattern.pattern).removeprefix("^/").removeprefix("^")
        if isinstance(pattern, URLResolver):
            yield from views(pattern, place)
        else:
            yield place, pattern


@register
def every_view_says_who_may_come(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """A view without a declaration is closed to everybody, and nobody may be left to find that out."""
    return [
        Error(
            f"The view at “{route}” does not say who may come.",
            hint="Decorate it with accounts.permissions.requires(…), or, outside the office, login_not_required.",
            id="outturn.E001",
        )
        for route, pattern in views(get_resolver())
        if not is_declared(pattern.callback, route)
    ]
