"""Maintenance: the office is closed for a while, the public stays open. A file says so and no database is needed."""

from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

OFFICE = ("/office/", "/account/", "/accounts/", "/administration/")
"""Where the office's pages are in a process that serves both surfaces."""
ALWAYS_OPEN = ("/health/",)
SECONDS_UNTIL_AGAIN = 300


def message() -> str | None:
    """What people read while the office is closed; None while it is open. A file that cannot be read closes it."""
    try:
        return Path(settings.MAINTENANCE_FILE).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError):
        return ""


def close(words: str) -> None:
    """Close the office; requests that are under way are finished."""
    file = Path(settings.MAINTENANCE_FILE)
    partial = file.with_name(f"{file.name}.partial")
    partial.write_text(words, encoding="utf-8")
    partial.chmod(0o644)  # whoever closes the office may be another user than the one that serves it
    partial.replace(file)


def open_again() -> None:
    Path(settings.MAINTENANCE_FILE).unlink(missing_ok=True)


class OfficeIsClosed:
    """Answers 503 to everything of the office while the file is there."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        words = message() if _is_of_the_office(request.path) else None
        if words is None:
            return self.get_response(request)
        response = HttpResponse(render_to_string("maintenance.html", {"message": words}), status=503)
        response["Retry-After"] = str(SECONDS_UNTIL_AGAIN)
        response["Cache-Control"] = "no-store"
        return response


def _is_of_the_office(path: str) -> bool:
    if settings.SURFACE == "public" or path.startswith(ALWAYS_OPEN):
        return False
    return settings.SURFACE == "office" or path.startswith(OFFICE)
