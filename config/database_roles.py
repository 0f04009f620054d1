"""The three roles of a PostgreSQL database: who owns the tables, the office, and the public.

The owner migrates and serves nothing. The office reads and writes, changes no table, and can only add to what is kept
as it was written. The public reads what is published. Running it again changes nothing that is right already, so that
the owner can do it after each migration; the first time it takes a superuser.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.backends.utils import CursorWrapper

from config.surface_rights import MAY_NOT_CALL, allowed

PUBLIC_SETTINGS = {
    "default_transaction_read_only": "on",
    "statement_timeout": "10s",
    "lock_timeout": "2s",
    "idle_in_transaction_session_timeout": "10s",
}
"""What a session of the public role begins with. A session can change them; what it may do does not rest on them."""

ADVISORY_LOCKS = r"^pg_(try_)?advisory_"

_PLAIN = "rolcanlogin AND NOT (rolsuper OR rolcreatedb OR rolcreaterole OR rolreplication OR rolbypassrls)"
_GROUPS = """
SELECT held.rolname FROM pg_auth_members
JOIN pg_roles held ON held.oid = roleid JOIN pg_roles holder ON holder.oid = member
WHERE holder.rolname = %s ORDER BY 1
"""
_RELATIONS_OF_OTHERS = """
SELECT c.oid::regclass::text FROM pg_class c
WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
    AND c.relowner <> %s::regrole
    AND NOT EXISTS (
        SELECT FROM pg_depend WHERE objid = c.oid AND deptype IN ('a', 'i', 'e') AND classid = 'pg_class'::regclass
    )
ORDER BY 1
"""
_ROUTINES_OF_OTHERS = """
SELECT p.oid::regprocedure::text FROM pg_proc p
WHERE p.pronamespace = current_schema()::regnamespace AND p.proowner <> %s::regrole
    AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = p.oid AND deptype = 'e')
ORDER BY 1
"""
_SERVER_FUNCTIONS = """
SELECT oid::regprocedure::text, proname ~ %s FROM pg_proc
WHERE pronamespace = 'pg_catalog'::regnamespace AND proname ~ %s AND has_function_privilege('public', oid, 'EXECUTE')
ORDER BY 1
"""


@dataclass(frozen=True)
class Roles:
    """Their names."""

    owner: str = "outturn_owner"
    office: str = "outturn_office"
    public: str = "outturn_public"

    @property
    def all(self) -> tuple[str, str, str]:
        return self.owner, self.office, self.public


class RolesRefused(Exception):
    """The database cannot have the roles as they are asked for; the message says why and what to do."""


def set_up_roles(roles: Roles, passwords: Mapping[str, str], using: str = DEFAULT_DB_ALIAS) -> None:
    """Make each role what it is, and give it its rights and no others. `passwords` are by role; without one it stays.

    Whole or not at all. A password reaches the server as its SCRAM verifier only, so that no log has it. Raises
    RolesRefused, and ProgrammingError where whoever runs it may not.
    """
    if connections[using].vendor != "postgresql":
        raise RolesRefused("Only PostgreSQL has roles. This database has none, and nothing was changed.")
    if len(set(roles.all)) < 3:
        raise RolesRefused("The owner, the office and the public need three roles with three names.")
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        setup = _Setup(cursor, roles, using)
        for role in roles.all:
            setup.make(role, passwords.get(role, ""))
        setup.hand_over()
        setup.close()
        setup.open_to_office()
        setup.open_to_public()


class _Setup:
    """One run, in one transaction."""

    def __init__(self, cursor: CursorWrapper, roles: Roles, using: str) -> None:
        self.cursor = cursor
        self.connection = connections[using]
        self.using = using
        self.roles = roles
        self.owner, self.office, self.public = map(self.connection.ops.quote_name, roles.all)
        database, schema, self.is_superuser = self._one(
            "SELECT current_database(), current_schema(), rolsuper FROM pg_roles WHERE rolname = current_user"
        ) or (None, None, False)
        if schema is None:
            raise RolesRefused("No schema of this database is on the search path. Run migrate first.")
        self.database, self.schema = map(self.connection.ops.quote_name, (database, schema))

    def make(self, role: str, password: str) -> None:
        """Able to sign in and to nothing else, a member of no other role."""
        name = self.connection.ops.quote_name(role)
        found = self._one(f"SELECT {_PLAIN} FROM pg_roles WHERE rolname = %s", role)  # nosec B608
        if found is None:
            self._run(f"CREATE ROLE {name} LOGIN NOINHERIT")
        elif not found[0]:
            self._run(
                f"ALTER ROLE {name} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS NOINHERIT"
            )
        for group in self._column(_GROUPS, role):
            self._run(f"REVOKE {self.connection.ops.quote_name(group)} FROM {name}")
        if password:
            server = self.connection.connection.pgconn
            verifier = server.encrypt_password(password.encode(), role.encode(), b"scram-sha-256")
            self._run(f"ALTER ROLE {name} PASSWORD %s", verifier.decode())

    def hand_over(self) -> None:
        """Everything in the schema, the schema and the database belong to the owner."""
        for relation in self._column(_RELATIONS_OF_OTHERS, self.owner):
            self._run(f"ALTER TABLE {relation} OWNER TO {self.owner}")
        for routine in self._column(_ROUTINES_OF_OTHERS, self.owner):
            self._run(f"ALTER ROUTINE {routine} OWNER TO {self.owner}")
        for owned, kind, name in (
            (
                "SELECT nspowner = %s::regrole FROM pg_namespace WHERE nspname = current_schema()",
                "SCHEMA",
                self.schema,
            ),
            (
                "SELECT datdba = %s::regrole FROM pg_database WHERE datname = current_database()",
                "DATABASE",
                self.database,
            ),
        ):
            if self._one(owned, self.owner) != (True,):
                self._run(f"ALTER {kind} {name} OWNER TO {self.owner}")

    def close(self) -> None:
        """Take away what everybody has by default, and what these roles had before."""
        everybody = f"PUBLIC, {self.office}, {self.public}"
        self._run(f"REVOKE ALL ON DATABASE {self.database} FROM {everybody}")
        self._run(f"REVOKE ALL ON SCHEMA {self.schema} FROM {everybody}")
        for kind in ("TABLES", "SEQUENCES", "ROUTINES"):
            self._run(f"REVOKE ALL ON ALL {kind} IN SCHEMA {self.schema} FROM {everybody}")
        self._run(f"ALTER DEFAULT PRIVILEGES FOR ROLE {self.owner} REVOKE EXECUTE ON ROUTINES FROM PUBLIC")
        self._run(f"GRANT CONNECT ON DATABASE {self.database} TO {self.office}, {self.public}")
        self._run(f"GRANT USAGE ON SCHEMA {self.schema} TO {self.office}, {self.public}")
        if self.is_superuser:
            self._close_server()

    def _close_server(self) -> None:
        """What only a superuser can take away from everybody."""
        self._run("REVOKE USAGE ON LANGUAGE plpgsql FROM PUBLIC")
        self._run(f"GRANT USAGE ON LANGUAGE plpgsql TO {self.owner}")
        self.cursor.execute(_SERVER_FUNCTIONS, [ADVISORY_LOCKS, MAY_NOT_CALL["public"]])
        for function, is_lock in self.cursor.fetchall():
            self._run(f"REVOKE EXECUTE ON FUNCTION {function} FROM PUBLIC")
            if is_lock:
                self._run(f"GRANT EXECUTE ON FUNCTION {function} TO {self.owner}, {self.office}")

    def open_to_office(self) -> None:
        """Reads all tables of the application, adds to those that are kept, changes the others."""
        self._grant("office", self.office)
        self._run(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {self.schema} TO {self.office}")

    def open_to_public(self) -> None:
        """Reads what is published."""
        self._grant("public", self.public)
        found = self._one(
            "SELECT setconfig FROM pg_db_role_setting WHERE setrole = %s::regrole AND setdatabase = 0", self.public
        )
        settings_there = set(found[0]) if found else set()
        for name, value in PUBLIC_SETTINGS.items():
            if f"{name}={value}" not in settings_there:
                self._run(f"ALTER ROLE {self.public} SET {name} = %s", value)

    def _grant(self, surface: str, role: str) -> None:
        there = set(self.connection.introspection.table_names(self.cursor))
        for table, rights in allowed(surface).items():
            if table in there:
                name = self.connection.ops.quote_name(table)
                self._run(f"GRANT {', '.join(sorted(rights))} ON {name} TO {role}")

    def _run(self, statement: str, *parameters: str) -> None:
        self.cursor.execute(statement, parameters or None)

    def _one(self, query: str, *parameters: str) -> tuple[Any, ...] | None:
        self.cursor.execute(query, parameters or None)
        found: tuple[Any, ...] | None = self.cursor.fetchone()
        return found

    def _column(self, query: str, *parameters: str) -> list[str]:
        self.cursor.execute(query, parameters)
        return [value for (value,) in self.cursor.fetchall()]
