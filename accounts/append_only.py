"""What PostgreSQL itself refuses: to change or delete a record that is kept as it was written.

Triggers refuse UPDATE and DELETE to everybody, the tables' owner included, and TRUNCATE to everybody but their owner,
who empties a test database with it. They are put on after each `migrate`, on every table of an AppendOnlyModel, so
that a new one cannot be forgotten. On SQLite there is no such layer, only AppendOnlyModel itself.
"""

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
    with connections[using].cursor() as cursor:
        cursor.execute(_UNPROTECTED, [append_only_tables(), f"{TRIGGER}%"])
        return [name for (name,) in cursor.fetchall()]


def protect_append_only_tables(using: str = DEFAULT_DB_ALIAS, **kwargs: Any) -> None:
    """Put the triggers on every append-only table that has none yet; nothing to do on SQLite."""
    connection = connections[using]
    tables = unprotected_tables(using) if connection.vendor == "postgresql" else []
    if not tables:
        return
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        cursor.execute(_FUNCTION)
        for table in tables:
            for name, event, level in (
                (TRIGGER, "UPDATE OR DELETE", "ROW"),
                (f"{TRIGGER}_whole", "TRUNCATE", "STATEMENT"),
            ):
                cursor.execute(f"DROP TRIGGER IF EXISTS {quote(name)} ON {quote(table)}")
                cursor.execute(
                    f"CREATE TRIGGER {quote(name)} BEFORE {event} ON {quote(table)} "
                    f"FOR EACH {level} EXECUTE FUNCTION outturn_refuse_change()"
                )
