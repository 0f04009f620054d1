"""Views that everybody may read: Part 1, from published papers and nothing else."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from django.views.decorators.http import require_safe

View = TypeVar("View", bound=Callable[..., object])


def for_everybody(view: View) -> View:
    """Whoever asks may read it, by GET and HEAD, and needs no sign-in where the public is served.

    `is_part_1` tells the office's surface, which shows these pages to those who have signed in only. Django's own
    `login_not_required` would bring its sign-in into the public process.
    """
    safe: Any = require_safe(view)
    safe.login_required = False
    safe.is_part_1 = True
    return cast(View, safe)
