"""Views that everybody may read: Part 1, from published papers and nothing else."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from django.views.decorators.http import require_safe

View = TypeVar("View", bound=Callable[..., object])


def without_sign_in(view: View) -> View:
    """Nobody has to sign in for it, on any surface. Django's own decorator would bring its sign-in along."""
    marked: Any = view
    marked.login_required = False
    return view


def for_everybody(view: View) -> View:
    """Whoever asks may read it, by GET and HEAD, and needs no sign-in where the public is served.

    `is_part_1` tells the office's surface, which shows these pages only to those who have signed in.
    """
    safe: Any = without_sign_in(require_safe(view))
    safe.is_part_1 = True
    return cast(View, safe)
