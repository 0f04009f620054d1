"""Logs that can be read by anybody who keeps the server: who asked for what, never a figure, a name or a word typed.

A message of an exception can hold what somebody typed (PostgreSQL quotes the row that it refuses), so an error is
logged by its type and the places in the code, without its message. Addresses are logged without their query.
"""

import json
import logging
import re
import traceback
import uuid
from collections.abc import Callable
from contextvars import ContextVar
from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse

WELL_FORMED = re.compile(r"[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
"""As nginx and uuid write them: anything else could carry words into the log."""

_request_id: ContextVar[str] = ContextVar("request_id", default="")


class RequestIds:
    """Each request has an id: that of the proxy in front where it is well formed, or one of its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        identity = given if WELL_FORMED.fullmatch(given) else uuid.uuid4().hex
        request.META["outturn.request_id"] = identity
        token = _request_id.set(identity)
        try:
            response = self.get_response(request)
            response["X-Request-ID"] = identity
            return response
        finally:
            _request_id.reset(token)


class WithRequestId(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        """Django's own line about an error is written when the request has left all middleware, and names it."""
        asked = getattr(record, "request", None)
        record.request_id = _request_id.get() or getattr(asked, "META", {}).get("outturn.request_id", "")
        return True


class JsonLines(logging.Formatter):
    """One JSON object a line: time, level, logger, message, request id, and of an error its type and places."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": _message(record),
            "request_id": getattr(record, "request_id", ""),
        }
        status = getattr(record, "status_code", None)
        if status is not None:
            line["status"] = status
        if record.exc_info and record.exc_info[1] is not None:
            line["error"] = _chain(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)


_OURS_OR_KNOWN = (
    "accounts",
    "commentary",
    "config",
    "indicators",
    "reports",
    "suppression",
    "django.request",
    "django.security.csrf",
    "gunicorn",
)
"""Loggers whose messages were read: they name addresses, counts and types, nothing that somebody typed."""


def _message(record: logging.LogRecord) -> str:
    """Of other loggers only the words that stand in the code, with nothing put into their places."""
    known = any(record.name == name or record.name.startswith(f"{name}.") for name in _OURS_OR_KNOWN)
    return record.getMessage() if known else str(record.msg) if record.args else f"(from {record.name})"


def _chain(error: BaseException | None) -> list[dict[str, object]]:
    """The error and what caused it, the last first, each by type and the places in the code."""
    found: list[dict[str, object]] = []
    while error is not None and len(found) < 5:
        places = [f"{each.filename}:{each.lineno} {each.name}" for each in traceback.extract_tb(error.__traceback__)]
        kind = type(error)
        found.append({"type": f"{kind.__module__}.{kind.__qualname__}", "places": places})
        error = error.__cause__ or error.__context__
    return found
