"""Records that are kept as they were written, as somebody finds them who has the rights of the tables' owner."""

from typing import Any

from django.db import connection

from accounts.append_only import TRIGGER
from accounts.models import AuditEntry, AuditLink


def release_kept_tables(*tables: str) -> None:
    """Take the triggers off these tables, on SQLite off all where none is named: there they stop even a flush."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for table in tables:
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {TRIGGER}")
            return
        cursor.execute(
            "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s", [f"{TRIGGER}%"]
        )
        for name, table in cursor.fetchall():
            if table in tables or not tables:
                cursor.execute(f"DROP TRIGGER {name}")


def tampered(statement: str, parameters: list[Any] | None = None) -> None:
    """Run a statement on the audit trail with the owner's rights, past everything that the application refuses."""
    linked()
    release_kept_tables(AuditEntry._meta.db_table, AuditLink._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters or [])


def linked() -> None:
    """On PostgreSQL links are made when a transaction ends; in a test it never does."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
