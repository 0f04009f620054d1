"""The rights of this process's role on PostgreSQL, as the server itself tells them, and as trying shows."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db import Error
from django.db.backends.base.base import BaseDatabaseWrapper

from accounts.records import AppendOnlyModel
from config import server_questions as ask
from reports.public_file import PUBLISHED

REFUSED = ("42501", "25006")
"""PostgreSQL's codes for a right that is missing, and for a server that only reads (a replica)."""

FILES_AND_LARGE_OBJECTS = "lo_|loread$|lowrite$|pg_read_|pg_ls_|pg_stat_file|pg_file_"
MAY_NOT_CALL = {
    "public": f"^({FILES_AND_LARGE_OBJECTS}|pg_(try_)?advisory_|pg_sleep)",
    "office": f"^({FILES_AND_LARGE_OBJECTS})",
}
"""Of PostgreSQL's own functions, some of which everybody may call by default: large objects are written without any
right to a table, an advisory lock of the public would hold up the office, and sleeping takes a connection away."""
READ = frozenset({"SELECT"})
KEPT = READ | {"INSERT"}
CHANGED = KEPT | {"UPDATE", "DELETE"}
READ_BY_THE_OFFICE = ("django_migrations", "accounts_auditlink")
"""What the owner alone writes: which migrations were applied, and, by a trigger, the chain of the audit trail."""


def findings(connection: BaseDatabaseWrapper, surface: str) -> list[str]:
    """A sentence for all that the role of this connection may do and its surface may not, or the other way round.

    Raises django.db.Error where the server cannot be asked.
    """
    role = connection.settings_dict["USER"] or "The role"
    with connection.cursor() as cursor:
        has = _relations(cursor)
        more = [*_attributes(cursor), *_functions(cursor, surface), *_rights(has, surface)]
    tried = [f"could do what has to be refused: {each}" for each in _not_refused(connection, surface)]
    return [f"{role} {sentence}" for sentence in [*more, *tried]]


def allowed(surface: str) -> dict[str, frozenset[str]]:
    """The rights that a surface needs and has, by table."""
    if surface == "public":
        return {model._meta.db_table: READ for model in PUBLISHED}
    from django.apps import apps  # the office has all models

    rights = {
        model._meta.db_table: KEPT if issubclass(model, AppendOnlyModel) else CHANGED
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed
    }
    return rights | dict.fromkeys(cache_tables(), CHANGED) | dict.fromkeys(READ_BY_THE_OFFICE, READ)


def cache_tables() -> set[str]:
    """Those of Django's cache in the database, which are no model's."""
    return {
        str(cache["LOCATION"]) for cache in settings.CACHES.values() if str(cache["BACKEND"]).endswith("DatabaseCache")
    }


def _rows(cursor: Any, question: str, *parameters: str) -> list[tuple[Any, ...]]:
    cursor.execute(question, parameters or None)
    return list(cursor.fetchall())


def _relations(cursor: Any) -> dict[tuple[str, str], set[str]]:
    """The rights that the role has, by table (a name in another schema has it before) and kind of relation."""
    has: dict[tuple[str, str], set[str]] = {}
    for schema, name, kind, right, is_ours in _rows(cursor, ask.RELATIONS):
        has.setdefault((name if is_ours else f"{schema}.{name}", kind), set()).add(right)
    return has


def _attributes(cursor: Any) -> Iterator[str]:
    """What the role is, and what it may do to the database as a whole."""
    yield from (f"is {attribute}." for (attribute,) in _rows(cursor, ask.ATTRIBUTES))
    yield from (f"is a member of {group} and can have its rights." for (group,) in _rows(cursor, ask.GROUPS))
    yield from (f"owns {owned}, and may change or drop it." for (owned,) in _rows(cursor, ask.OWNED))
    yield from (f"has the right {right} to this database." for (right,) in _rows(cursor, ask.DATABASE))
    yield from (f"may create in the schema {schema}." for (schema,) in _rows(cursor, ask.SCHEMAS))
    yield from (f"has the right {right} to the server's {name}." for name, right in _rows(cursor, ask.CATALOGUE))
    yield from (f"may use the foreign server {name}." for (name,) in _rows(cursor, ask.SERVERS))


def _functions(cursor: Any, surface: str) -> Iterator[str]:
    """The office may call functions, but none that acts with the rights of somebody else."""
    yield from (f"may call {name}." for (name,) in _rows(cursor, ask.SERVER_FUNCTIONS, MAY_NOT_CALL[surface]))
    for name, has_rights_of_its_owner in _rows(cursor, ask.FUNCTIONS):
        if surface == "public" or has_rights_of_its_owner:
            yield f"may call {name}."
    if surface == "public":
        yield from (f"may run code of its own in {name}." for (name,) in _rows(cursor, ask.LANGUAGES))


def _rights(has: dict[tuple[str, str], set[str]], surface: str) -> Iterator[str]:
    """Each right to a table that is more, or less, than the surface is allowed."""
    of_sequence = READ | {"USAGE"} if surface == "office" else frozenset()
    tables = allowed(surface)
    for (name, kind), rights in has.items():
        more = rights - (of_sequence if kind == "S" else tables.get(name, frozenset()))
        yield from (f"has the right {right} to {name}." for right in sorted(more))
    for name, needed in tables.items():
        lacking = needed.difference(*(there for (table, _), there in has.items() if table == name))
        yield from (
            f"lacks the right {right} to {name}: run setup_database_roles as the owner." for right in sorted(lacking)
        )


def _not_refused(connection: BaseDatabaseWrapper, surface: str) -> Iterator[str]:
    """Each is tried in a session of its own, made to write, and in a transaction that is rolled back."""
    trial = connection.copy()
    try:
        with trial.cursor() as cursor:
            cursor.execute("SET default_transaction_read_only = off; SET lock_timeout = '1s'")
            for statement in _trials(surface):
                cursor.execute("BEGIN")
                try:
                    cursor.execute(statement)
                except Error as error:
                    if getattr(error.__cause__, "sqlstate", None) not in REFUSED:
                        yield f"{statement} (it ended with: {error})"
                else:
                    yield statement
                finally:
                    cursor.execute("ROLLBACK")
    finally:
        trial.close()


def _trials(surface: str) -> Iterator[str]:
    """None of them would change a row, even where it is not refused."""
    yield "CREATE TABLE outturn_trial (id integer)"
    yield "CREATE TEMPORARY TABLE outturn_trial (id integer)"
    yield "SELECT lo_create(0)"
    for table, rights in allowed(surface).items():
        if "INSERT" not in rights:
            yield f'INSERT INTO "{table}" SELECT * FROM "{table}" WHERE false'  # nosec B608
        if "DELETE" not in rights:
            yield f'DELETE FROM "{table}" WHERE false'  # nosec B608
