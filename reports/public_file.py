"""What the public surface reads on SQLite: a file with the published records and nothing else.

The office writes it anew whenever something public has changed, beside the old one, and puts it in its place, so that
a reader finds the one or the other and never half of one. The office's own database may be SQLite or PostgreSQL.
"""

import fcntl
import logging
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.signals import post_delete, post_save
from django.db.models.sql import InsertQuery
from django.db.utils import ConnectionHandler

from reports.published import ComingReport, PublishedFile, PublishedPaper, WithdrawnReport

PUBLISHED: tuple[type[models.Model], ...] = (PublishedPaper, PublishedFile, WithdrawnReport, ComingReport)
"""In the order in which they refer to one another."""

TOLD_BY: dict[type[models.Model], tuple[str, ...]] = {
    PublishedPaper: ("id", "sha256"),
    PublishedFile: ("id", "sha256"),
    WithdrawnReport: ("id", "sequence"),
    ComingReport: ("id", "dataset_slug", "as_at", "expected_on", "meeting"),
}
"""What tells one state of the published records from another; the rest of them is never changed."""

READ_BY_ALL = 0o644
AT_A_TIME = 20
logger = logging.getLogger(__name__)


def published_tables() -> list[str]:
    """The tables that the public may read; there are no others behind a public page."""
    return [model._meta.db_table for model in PUBLISHED]


def write_public_file(path: Path) -> int:
    """Put a file with everything that is published now at `path`, and say how many reports that is.

    Whole or not at all: it is written beside and reaches the disk before it takes the other's place. Who comes second
    waits, and then writes what is published by then. Raises OSError where the folder cannot be written or is full.
    """
    with _alone(path):
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        os.close(handle)
        beside = Path(name)
        try:
            _write(beside)
            beside.chmod(READ_BY_ALL)
            _to_disk(beside)
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)
        _to_disk(path.parent)
    return PublishedPaper.objects.count()


def keep_public_file_current(**kwargs: Any) -> None:
    """After each transaction that changes what is public. What could not be written is said in the log.

    By then it is published in the office: whoever published is not told otherwise. `manage.py write_public_database`
    writes it once more, and `manage.py check_surface` finds a file that is behind.
    """
    if settings.PUBLIC_FILE:
        transaction.on_commit(_write_or_say)


def connect() -> None:
    """Let nothing become public or be taken back without the file being written."""
    for model in PUBLISHED:
        post_save.connect(keep_public_file_current, sender=model, dispatch_uid="public_file")
        post_delete.connect(keep_public_file_current, sender=model, dispatch_uid="public_file")


def is_behind(path: Path) -> bool:
    """Whether the file is missing or says something else than what is published now."""
    if not path.exists():
        return True
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as file:
        return any(_kept(file, model, fields) != _published(model, fields) for model, fields in TOLD_BY.items())


def _kept(file: sqlite3.Connection, model: type[models.Model], fields: tuple[str, ...]) -> list[tuple[str, ...]]:
    rows = file.execute(f"SELECT {', '.join(fields)} FROM {model._meta.db_table} ORDER BY id")  # nosec B608
    return [tuple(map(str, row)) for row in rows]


def _published(model: type[models.Model], fields: tuple[str, ...]) -> list[tuple[str, ...]]:
    return [tuple(map(str, row)) for row in model._base_manager.order_by("pk").values_list(*fields)]


def _write_or_say() -> None:
    try:
        write_public_file(Path(settings.PUBLIC_FILE))
    except (OSError, sqlite3.Error, DatabaseError):
        logger.exception(
            "The public file %s could not be written: the public reads what was published before. Make room or "
            "mend its folder's rights, then run manage.py write_public_database.",
            settings.PUBLIC_FILE,
        )


def _write(path: Path) -> None:
    file = ConnectionHandler({"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": str(path)}})["default"]
    try:
        with file.schema_editor() as editor:
            for model in PUBLISHED:
                editor.create_model(model)
        with transaction.atomic():
            for model in PUBLISHED:
                _copy(model, file)
    finally:
        file.close()


def _copy(model: type[models.Model], file: BaseDatabaseWrapper) -> None:
    """Every record with its key, some at a time: a file of a report may have megabytes."""
    records = model._base_manager.order_by("pk").iterator(chunk_size=AT_A_TIME)
    while some := list(islice(records, AT_A_TIME)):
        insert = InsertQuery(model)
        insert.insert_values(model._meta.concrete_fields, some, raw=True)
        insert.get_compiler(connection=file).execute_sql()


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """One writer at a time, over all processes of this machine."""
    with path.with_name(f".{path.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _to_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
