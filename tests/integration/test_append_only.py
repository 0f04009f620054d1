"""What is kept as it was written: the application refuses to change it, and so does the database, whoever asks."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import Error, IntegrityError, ProgrammingError, connection, transaction
from simple_history.models import registered_models

from accounts.append_only import append_only_tables, protect_append_only_tables, unprotected_tables
from accounts.models import AppendOnly, AppendOnlyModel, AuditEntry, AuditLink
from accounts.services import record
from config.database_roles import Roles, set_up_roles
from indicators.models import Outturn
from reports.models import Publication

ROLE = f"outturn_office_of_tests_{os.getpid()}"
ROLES = Roles(owner=f"{ROLE}_owner", office=ROLE, public=f"{ROLE}_public")
on_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL has roles")

KEPT = [model for model in apps.get_models() if issubclass(model, AppendOnlyModel)]


def test_every_revision_is_kept_as_it_was_written() -> None:
    histories = {model.history.model for model in registered_models.values()}
    assert histories and histories <= set(KEPT)


@pytest.mark.parametrize("ask", [lambda: Outturn.history, lambda: Outturn.history.model.objects])
@pytest.mark.parametrize(
    "change",
    [
        lambda revisions: revisions.update(value=7),
        lambda revisions: revisions.filter(value=7).update(value=8),
        lambda revisions: revisions.all().delete(),
        lambda revisions: revisions.bulk_update([], ["value"]),
    ],
)
def test_the_application_changes_no_revision(
    publication: Publication, ask: Callable[[], Any], change: Callable[[Any], Any]
) -> None:
    with pytest.raises(AppendOnly):
        change(ask())


def test_the_application_changes_no_revision_that_it_has_read(publication: Publication) -> None:
    revision = Outturn.history.first()
    with pytest.raises(AppendOnly):
        revision.save()
    with pytest.raises(AppendOnly):
        revision.delete()


def test_a_figure_that_is_removed_leaves_its_revisions(publication: Publication) -> None:
    outturn = Outturn.objects.order_by("pk")[0]
    before = outturn.history.count()
    key = outturn.pk
    outturn.delete()
    assert Outturn.history.filter(id=key).count() == before + 1


# The database


@contextmanager
def refused(error: type[Error], why: str) -> Iterator[None]:
    with pytest.raises(error, match=why), transaction.atomic():
        yield


def run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.fixture
def application(publication: Publication) -> Iterator[None]:
    """The database as the application's role sees it."""
    set_up_roles(ROLES, {})
    run(f"SET LOCAL ROLE {ROLE}")
    yield
    run("RESET ROLE")


@pytest.mark.parametrize("model", KEPT, ids=lambda model: model.__name__)
def test_the_database_refuses_even_its_owner_to_change_or_delete(publication: Publication, model: Any) -> None:
    protect_append_only_tables()
    table, key = model._meta.db_table, model._meta.pk.column
    if not model.objects.exists():
        pytest.skip("there is none to change")
    with refused(IntegrityError, "never changed"):
        run(f"UPDATE {table} SET {key} = {key}")
    with refused(IntegrityError, "never changed"):
        run(f"DELETE FROM {table}")


@pytest.mark.usefixtures("db")
def test_every_such_table_is_protected() -> None:
    protect_append_only_tables()
    assert unprotected_tables() == []
    table = AuditEntry._meta.db_table
    run(f"DROP TRIGGER kept_as_written{'_delete_' if connection.vendor == 'sqlite' else ' ON '}{table}")
    assert unprotected_tables() == [AuditEntry._meta.db_table]
    protect_append_only_tables()
    assert unprotected_tables() == []


@on_postgresql
@pytest.mark.usefixtures("application")
@pytest.mark.parametrize("table", append_only_tables())
def test_the_applications_role_can_read_and_not_change_empty_or_delete(table: str) -> None:
    run(f"SELECT count(*) FROM {table}")
    (key,) = (model._meta.pk.column for model in KEPT if model._meta.db_table == table)
    for statement in (f"UPDATE {table} SET {key} = 1", f"DELETE FROM {table}", f"TRUNCATE {table} CASCADE"):
        with refused(ProgrammingError, "permission denied"):
            run(statement)


@on_postgresql
@pytest.mark.usefixtures("application")
def test_the_applications_role_can_add_to_what_is_kept_and_change_the_rest() -> None:
    record(action="did something", subject="in a test", by=None)
    outturn = Outturn.objects.select_for_update().filter(value__isnull=False)[0]
    outturn.value = outturn.value + 1
    outturn.save()
    assert outturn.history.count() >= 2
    outturn.delete()
    with refused(ProgrammingError, "permission denied"):
        run("DELETE FROM django_migrations")


@on_postgresql
def test_who_may_truncate_is_asked_of_the_owner_alone(publication: Publication) -> None:
    run(f"CREATE ROLE {ROLE}")
    table, links = AuditEntry._meta.db_table, AuditLink._meta.db_table
    run(f"GRANT TRUNCATE ON {table}, {links} TO {ROLE}")
    run(f"SET LOCAL ROLE {ROLE}")
    with refused(IntegrityError, "never changed"):
        run(f"TRUNCATE {table}, {links}")
    run("RESET ROLE")
    with transaction.atomic():
        run(f"TRUNCATE {table}, {links}")
        assert not AuditEntry.objects.exists()


@pytest.mark.skipif(connection.vendor == "postgresql", reason="about databases without roles")
@pytest.mark.usefixtures("db")
def test_a_database_without_roles_grants_none() -> None:
    with pytest.raises(CommandError, match="Only PostgreSQL has roles"):
        call_command("setup_database_roles")
