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
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.db.backends.sqlite3.base import DatabaseWrapper
from django.db.models.signals import post_delete, post_save

from reports.published import ComingReport, PublishedFile, PublishedPaper, WithdrawnReport

PUBLISHED: tuple[type[models.Model], ...] = (PublishedPaper, PublishedFile, WithdrawnReport, ComingReport)
"""In the order in which they refer to one another."""

READ_BY_ALL = 0o644
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
        return any(
            _fingerprint(file.execute(f"SELECT {_columns(model)} FROM {model._meta.db_table}"))  # nosec B608
            != _fingerprint(_rows(model))
            for model in PUBLISHED
        )


def _write_or_say() -> None:
    try:
        write_public_file(Path(settings.PUBLIC_FILE))
    except OSError, sqlite3.Error:
        logger.exception(
            "The public file %s could not be written: the public reads what was published before. Make room or mend its "
            "folder's rights, then run manage.py write_public_database.",
            settings.PUBLIC_FILE,
        )
