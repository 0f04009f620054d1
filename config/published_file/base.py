"""Django's SQLite with the file opened read-only and as it stands; a file put in its place is opened instead."""

import sqlite3
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.core.exceptions import ImproperlyConfigured
from django.db.backends.sqlite3 import base


class DatabaseWrapper(base.DatabaseWrapper):
    """`immutable` promises SQLite that nobody writes the file, so that it takes no lock and looks for no journal.

    The office keeps the promise: it never writes the file, it puts another in its place (`reports.public_file`).
    """

    opened: tuple[int, int, int] | None = None

    def get_connection_params(self) -> dict[str, Any]:
        path = self.settings_dict["NAME"]
        if not path or str(path) == ":memory:":
            raise ImproperlyConfigured("PUBLIC_DATABASE_URL names no file. It must be sqlite:////path/of/the/file.")
        uri = f"file:{quote(str(Path(path).absolute()))}?mode=ro&immutable=1"
        return super().get_connection_params() | {"database": uri, "uri": True}

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        self.opened = self._found()
        connection = super().get_new_connection(conn_params)
        connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA query_only = ON")
        return connection

    def close_if_unusable_or_obsolete(self) -> None:
        """Before and after each request: a file that was replaced is not read any longer."""
        super().close_if_unusable_or_obsolete()
        if self.connection is not None and self.opened != self._found():
            self.close()

    def _found(self) -> tuple[int, int, int] | None:
        try:
            file = Path(self.settings_dict["NAME"]).stat()
        except OSError:
            return None
        return file.st_dev, file.st_ino, file.st_mtime_ns
