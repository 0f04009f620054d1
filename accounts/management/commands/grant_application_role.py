"""The rights of the role under which the application runs on PostgreSQL: to what is kept it can only add."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, transaction

from accounts.append_only import append_only_tables, unprotected_tables

ABOUT_ROLE = "SELECT rolsuper, pg_has_role(%s, current_user, 'MEMBER') FROM pg_roles WHERE rolname = %s"


class Command(BaseCommand):
    help = (
        "On PostgreSQL: gives a role that is no owner of the tables what the application needs. Of the audit trail, "
        "revisions, publications and policies it may read and add, and nothing else. Run it as the tables' owner, "
        "after each migrate."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("role", help="The role, which exists already: CREATE ROLE outturn LOGIN PASSWORD '…'.")
        parser.add_argument("--show", action="store_true", help="Print the statements and change nothing.")

    def handle(self, *args: Any, role: str, show: bool, **options: Any) -> None:
        if connection.vendor != "postgresql":
            raise CommandError("Only PostgreSQL has roles. This database has none, and nothing was changed.")
        self._refuse(role)
        statements = self._statements(role)
        if show:
            self.stdout.write("\n".join(f"{statement};" for statement in statements))
            return
        with transaction.atomic(), connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
        self.stdout.write(f"{role} can add to {len(append_only_tables())} tables of records that are kept as written.")

    def _refuse(self, role: str) -> None:
        """Raises CommandError for a role that these rights would not bind, and before migrate has run."""
        with connection.cursor() as cursor:
            cursor.execute(ABOUT_ROLE, [role, role])
            found = cursor.fetchone()
        if found is None:
            raise CommandError(f"There is no role “{role}”. Make it first: CREATE ROLE … LOGIN PASSWORD '…'.")
        is_superuser, is_owner = found
        if is_superuser or is_owner:
            raise CommandError(
                f"“{role}” is a superuser or owns the tables: no right that is not given would bind it."
            )
        unprotected = unprotected_tables()
        if unprotected:
            raise CommandError(f"Run migrate first: {', '.join(unprotected)} can still be changed.")

    def _statements(self, role: str) -> list[str]:
        quote, name = connection.ops.quote_name, _quoted(role)
        kept = set(append_only_tables())
        tables = sorted(connection.introspection.django_table_names(only_existing=True, include_views=False))
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_schema()")
            statements = [f"GRANT USAGE ON SCHEMA {quote(cursor.fetchone()[0])} TO {name}"]
        for table in (*tables, "django_migrations"):
            rights = "SELECT, INSERT" if table in kept else "SELECT, INSERT, UPDATE, DELETE"
            statements.append(f"REVOKE ALL ON {quote(table)} FROM {name}")
            statements.append(
                f"GRANT {'SELECT' if table == 'django_migrations' else rights} ON {quote(table)} TO {name}"
            )
        with connection.cursor() as cursor:
            sequences = {
                sequence["name"]
                for table in tables
                for sequence in connection.introspection.get_sequences(cursor, table)
                if sequence.get("name")
            }
        return statements + [f"GRANT USAGE, SELECT ON SEQUENCE {quote(each)} TO {name}" for each in sorted(sequences)]


def _quoted(role: str) -> str:
    return '"' + role.replace('"', '""') + '"'
