"""What the database's and the disk's own failures mean to a reader: come back in a moment, or nothing was saved."""

import errno
import shutil
import sqlite3
from collections.abc import Iterator
from enum import Enum
from pathlib import Path

from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

SECONDS_UNTIL_AGAIN = 5
NO_ROOM = 64 * 1024
"""Bytes: what SQLite needs for the journal and the index of it to be opened at all."""


class Outage(Enum):
    """What is wrong: its status, its template."""

    AWAY = (503, "503.html")
    FULL = (507, "507.html")


_FULL = {errno.ENOSPC, errno.EDQUOT}
_AWAY_ON_SQLITE = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR}
_CLASSES_OF_AWAY = ("08", "53", "57P", "40")
"""SQLSTATE: no connection, no resources, the server is stopping or starting, a deadlock or another's serial change."""


def outage_of(error: BaseException | None) -> Outage | None:
    """The outage behind an error, looked for in what caused it too; None for a fault of the program."""
    for each in _causes(error):
        if isinstance(each, OSError) and each.errno in _FULL:
            return Outage.FULL
        if isinstance(each, sqlite3.Error):
            return _on_sqlite(getattr(each, "sqlite_errorcode", 0) & 0xFF)
        if isinstance(each, (OperationalError, InterfaceError)):
            found = _on_a_server(each)
            if found:
                return found
    return None


def page(outage: Outage, request: HttpRequest) -> HttpResponse:
    """A page that needs neither database nor session; to a script, which shows its own words, the status is enough."""
    status, template = outage.value
    response = HttpResponse(render_to_string(template, {"was_sent": request.method not in ("GET", "HEAD")}))
    response.status_code = status
    response["Retry-After"] = str(SECONDS_UNTIL_AGAIN)
    response["Cache-Control"] = "no-store"
    return response


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def _on_sqlite(code: int) -> Outage | None:
    """A full disk also shows as a file that cannot be opened or mapped: its journal, its shared memory."""
    if code == sqlite3.SQLITE_FULL or (code in (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN) and _is_full()):
        return Outage.FULL
    return Outage.AWAY if code in _AWAY_ON_SQLITE else None


def _is_full() -> bool:
    folder = Path(str(connection.settings_dict["NAME"])).parent
    return folder.is_dir() and shutil.disk_usage(folder).free < NO_ROOM


def _on_a_server(error: OperationalError | InterfaceError) -> Outage | None:
    """Without an SQLSTATE the server was not reached, or was lost on the way."""
    cause = error.__cause__
    if isinstance(cause, sqlite3.Error):
        return None
    state = getattr(cause, "sqlstate", None)
    if state == "53100":
        return Outage.FULL
    return Outage.AWAY if state is None or state.startswith(_CLASSES_OF_AWAY) else None
