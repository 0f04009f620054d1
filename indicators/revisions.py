"""Revisions of many records at once: what django-simple-history would write, copied by the database itself.

The library's own bulk functions build one more record in Python for each that is written, which doubles the time of
an import. Here INSERT … SELECT copies the rows just written, with who, when and why.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db import connection, models, transaction
from django.db.models import Case, CharField, DateTimeField, PositiveBigIntegerField, Value
from django.utils import timezone
from simple_history.utils import get_history_model_for_model

from accounts.models import User
from indicators.models import FromFile

CREATED, UPDATED, DELETED = "+", "~", "-"

RECORDS_AT_ONCE = 1_000
"""One statement for all records of a large import takes longer than several, and a third of its memory."""


@transaction.atomic(savepoint=False)
def create_with_revisions(
    model: type[models.Model],
    records: Sequence[Any],
    *,
    by: User | None,
    reason: str,
    at: datetime | None = None,
    workbook_import: int | None = None,
) -> None:
    """Create the records, and the first revision of each. `at` is when, now where it is not given.

    `workbook_import` is the number of the import that they come from.
    """
    model._base_manager.bulk_create(records, batch_size=RECORDS_AT_ONCE)
    keep_revisions(model, _keys(records), CREATED, by=by, reason=reason, at=at, workbook_import=workbook_import)


@transaction.atomic(savepoint=False)
def update_with_revisions(
    model: type[models.Model],
    records: Sequence[Any],
    fields: Sequence[str],
    *,
    by: User | None,
    reason: str,
    at: datetime | None = None,
    workbook_import: int | None = None,
) -> None:
    """Write these fields of the records, and a revision of each as it is then stored."""
    model._base_manager.bulk_update(records, fields)
    keep_revisions(model, _keys(records), UPDATED, by=by, reason=reason, at=at, workbook_import=workbook_import)


@transaction.atomic(savepoint=False)
def delete_with_revisions(
    model: type[models.Model], keys: Sequence[Any], *, by: User | None, reason: str, workbook_import: int | None = None
) -> None:
    """Keep a last revision of the records with these primary keys, and delete them: alone, whatever points to them."""
    keep_revisions(model, keys, DELETED, by=by, reason=reason, workbook_import=workbook_import)
    for some in _within_query(keys):
        rows = model._base_manager.filter(pk__in=some)
        rows._raw_delete(rows.db)


@transaction.atomic(savepoint=False)
def put_back(model: type[models.Model], keys: Sequence[Any], *, before: int, by: User | None, reason: str) -> None:
    """Write the records as they were before the import with the number `before` changed them, and a revision of each.

    The database copies its own earlier revisions, so that nothing is rounded or reread on the way.
    """
    history = get_history_model_for_model(model)
    quote = connection.ops.quote_name
    records, revisions = quote(model._meta.db_table), quote(history._meta.db_table)
    key = quote("id")
    columns = ", ".join(quote(str(field.column)) for field in model._meta.concrete_fields if not field.primary_key)
    statement = f"""
        UPDATE {records} SET ({columns}) = (
            SELECT {columns} FROM {revisions} AS earlier
            WHERE earlier.{key} = {records}.{key} AND earlier.history_id < (
                SELECT MIN(history_id) FROM {revisions} AS imported
                WHERE imported.{key} = {records}.{key} AND imported.workbook_import = %s)
            ORDER BY earlier.history_id DESC LIMIT 1)
        WHERE {key} IN """  # nosec B608
    with connection.cursor() as cursor:
        for some in _within_query(keys, 1):
            cursor.execute(f"{statement}({', '.join(['%s'] * len(some))})", [before, *some])
    keep_revisions(model, keys, UPDATED, by=by, reason=reason, workbook_import=before)


def keep_revisions(
    model: type[models.Model],
    keys: Sequence[Any],
    kind: str,
    *,
    by: User | None,
    reason: str | Case,
    at: datetime | None = None,
    workbook_import: int | None = None,
) -> None:
    """Copy the stored rows with these primary keys, and no others, in their order.

    Call it in the transaction that writes them: after a write, and before a row is deleted. `reason` is one for all of
    them, or an expression that gives each its own.
    """
    history = get_history_model_for_model(model)
    copied = [field.attname for field in history.tracked_fields]
    said = {
        "history_date": Value(at or timezone.now(), DateTimeField()),
        "history_type": Value(kind, CharField()),
        "history_change_reason": Value(reason, CharField()) if isinstance(reason, str) else reason,
        "history_user_id": Value(by.pk if by else None, User._meta.pk),
    }
    if issubclass(history, FromFile):
        said["workbook_import"] = Value(workbook_import, PositiveBigIntegerField())
    quote = connection.ops.quote_name
    table = quote(history._meta.db_table)
    columns = ", ".join(quote(history._meta.get_field(name).column) for name in (*copied, *said))
    with connection.cursor() as cursor:
        for some in _within_query(keys, len(said)):
            rows = model._base_manager.filter(pk__in=some).order_by("pk")
            select, parameters = rows.annotate(**said).values_list(*copied, *said).query.sql_with_params()
            cursor.execute(f"INSERT INTO {table} ({columns}) {select}", parameters)


def _keys(records: Sequence[Any]) -> list[Any]:
    return [record.pk for record in records]


def _within_query(keys: Sequence[Any], others: int = 0) -> Iterator[Sequence[Any]]:
    """The keys in pieces, each of which fits into one query beside `others` more parameters."""
    most = (connection.features.max_query_params or len(keys) + others + 1) - others
    for start in range(0, len(keys), most):
        yield keys[start : start + most]
