"""What the database itself refuses: to change or delete a record that is kept as it was written.

Triggers refuse UPDATE and DELETE to everybody, on PostgreSQL the tables' owner included, and there TRUNCATE to all but
their owner, who empties a test database with it. They are put on after each `migrate`, on every table of an
AppendOnlyModel, so that a new one cannot be forgotten.
"""

import json
from collections.abc import Callable, Iterator
from typing import Any

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connections

from accounts.models import AppendOnlyModel

TRIGGER = "kept_as_written"

_FUNCTION = """
CREATE OR REPLACE FUNCTION outturn_refuse_change() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' AND pg_has_role((SELECT relowner FROM pg_class WHERE oid = TG_RELID), 'MEMBER') THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION 'Records of % are never changed and never deleted.', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$
"""

_UNPROTECTED_SQLITE = """
SELECT name FROM sqlite_master AS tables
WHERE type = 'table' AND name IN (SELECT value FROM json_each(%s))
    AND (SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = tables.name AND name LIKE %s) < 2
ORDER BY name
"""

_UNPROTECTED = """
SELECT relname FROM pg_class
WHERE relkind = 'r' AND relname = ANY(%s) AND pg_table_is_visible(oid)
    AND (SELECT count(*) FROM pg_trigger WHERE tgrelid = pg_class.oid AND tgname LIKE %s) < 2
ORDER BY relname
"""


def append_only_tables() -> list[str]:
    """The tables whose records are written once and kept: the audit trail, revisions, publications, policies."""
    models = apps.get_models(include_auto_created=True)
    return sorted(model._meta.db_table for model in models if issubclass(model, AppendOnlyModel))


def unprotected_tables(using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """Those of them that the database has and does not protect."""
    connection, tables = connections[using], append_only_tables()
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(_UNPROTECTED_SQLITE, [json.dumps(tables), f"{TRIGGER}%"])
        else:
            cursor.execute(_UNPROTECTED, [tables, f"{TRIGGER}%"])
        return [name for (name,) in cursor.fetchall()]


def protect_append_only_tables(using: str = DEFAULT_DB_ALIAS, **kwargs: Any) -> None:
    """Put the triggers on every append-only table that has none yet."""
    connection = connections[using]
    tables = unprotected_tables(using)
    if not tables:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_FUNCTION)
        triggers = _sqlite_triggers if connection.vendor == "sqlite" else _postgresql_triggers
        for table in tables:
            for statement in triggers(table, connection.ops.quote_name):
                cursor.execute(statement)


def _sqlite_triggers(table: str, quote: Callable[[str], str]) -> Iterator[str]:
    for event in ("UPDATE", "DELETE"):
        name, why = (
            quote(f"{TRIGGER}_{event.lower()}_{table}"),
            f"Records of {table} are never changed and never deleted.",
        )
        yield (
            f"CREATE TRIGGER IF NOT EXISTS {name} BEFORE {event} ON {quote(table)} "
            f"BEGIN SELECT RAISE(ABORT, '{why}'); END"
        )


def _postgresql_triggers(table: str, quote: Callable[[str], str]) -> Iterator[str]:
    for name, event, level in (
        (TRIGGER, "UPDATE OR DELETE", "ROW"),
        (f"{TRIGGER}_whole", "TRUNCATE", "STATEMENT"),
    ):
        yield f"DROP TRIGGER IF EXISTS {quote(name)} ON {quote(table)}"
        yield (
            f"CREATE TRIGGER {quote(name)} BEFORE {event} ON {quote(table)} "
            f"FOR EACH {level} EXECUTE FUNCTION outturn_refuse_change()"
        )
