"""What stands in every table, as a number of rows and a hash: two databases with the same hold the same records."""

import hashlib
from collections.abc import Collection, Iterator
from contextlib import closing
from dataclasses import asdict, dataclass
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper

ROWS_AT_ONCE = 2_000


@dataclass(frozen=True)
class Content:
    rows: int
    sha256: str


def passing_tables() -> frozenset[str]:
    """What nobody needs back: sessions, which a restored database must not open again, and what is cached."""
    cached = {
        str(each["LOCATION"]) for each in settings.CACHES.values() if each["BACKEND"].endswith("db.DatabaseCache")
    }
    sessions = {model._meta.db_table for model in apps.get_models() if model._meta.app_label == "sessions"}
    return frozenset(cached | sessions)


def contents(connection: BaseDatabaseWrapper) -> dict[str, Content]:
    """Every table but the passing ones, by name."""
    with connection.cursor() as cursor:
        tables = sorted(connection.introspection.table_names(cursor, include_views=False))
    return {table: _content(connection, table) for table in tables if table not in passing_tables()}


def as_json(found: dict[str, Content]) -> dict[str, dict[str, Any]]:
    return {table: asdict(content) for table, content in found.items()}


def differences(expected: dict[str, Content], found: dict[str, Content]) -> list[str]:
    """Where two databases differ, in words; empty where they hold the same."""
    words = [f"{table} is missing" for table in sorted(expected.keys() - found.keys())]
    words += [f"{table} should not be there" for table in sorted(found.keys() - expected.keys())]
    for table in sorted(expected.keys() & found.keys()):
        before, now = expected[table], found[table]
        if before.rows != now.rows:
            words.append(f"{table} has {now.rows} rows instead of {before.rows}")
        elif before.sha256 != now.sha256:
            words.append(f"{table} has other content in its {now.rows} rows")
    return words


def _content(connection: BaseDatabaseWrapper, table: str) -> Content:
    """The rows in the order of their primary key, each as Python writes its values, hashed as they come."""
    hashed, count = hashlib.sha256(), 0
    for row in _rows(connection, table):
        hashed.update(repr(tuple(map(_plain, row))).encode())
        hashed.update(b"\n")
        count += 1
    return Content(count, hashed.hexdigest())


def _rows(connection: BaseDatabaseWrapper, table: str) -> Iterator[tuple[Any, ...]]:
    """On PostgreSQL through a cursor of the server, so that a table of any size takes the same memory."""
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        description = connection.introspection.get_table_description(cursor, table)
        keys = connection.introspection.get_primary_key_columns(cursor, table)
    names = [column.name for column in description]
    order = ", ".join(_in_bytes(connection, quote(key), key, description) for key in keys or names)
    statement = f"SELECT {', '.join(map(quote, names))} FROM {quote(table)} ORDER BY {order}"  # nosec B608: own names
    with closing(connection.chunked_cursor()) as cursor:
        cursor.execute(statement)
        while rows := cursor.fetchmany(ROWS_AT_ONCE):
            yield from rows


def _in_bytes(connection: BaseDatabaseWrapper, quoted: str, name: str, description: Collection[Any]) -> str:
    """Text is ordered by its bytes, because servers differ in the order of their language."""
    if connection.vendor != "postgresql":
        return quoted
    (column,) = [each for each in description if each.name == name]
    is_text = connection.introspection.get_field_type(column.type_code, column) in ("CharField", "TextField")
    return f'{quoted} COLLATE "C"' if is_text else quoted


def _plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value
