"""Backs up a database, brings it back into another, and then spoils what was brought back: `python -m … FOLDER OTHER`.

It runs in a process of its own, because the tests' connection is inside a transaction. DATABASE_URL is backed up,
OTHER is the name of an empty database beside it. It prints what it saw, as JSON.
"""

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django

from tests import environment  # noqa: F401


def refused(work: Callable[[], object]) -> str:
    from config.backups import BackupRefused

    try:
        work()
    except BackupRefused as reason:
        return str(reason)
    return ""


def run(folder: Path, other: str) -> dict[str, Any]:
    from django.db import connection

    from config import table_hashes
    from config.backups import Manifest, back_up
    from config.restoring import findings, restore

    seen: dict[str, Any] = {}
    before = table_hashes.contents(connection)
    manifest = back_up(folder)
    seen["same as the database"] = manifest.tables == before
    seen["again"] = refused(lambda: back_up(folder))
    seen["over the original"] = refused(lambda: restore(folder))
    seen["original untouched"] = table_hashes.contents(connection) == before
    connection.close()
    connection.settings_dict["NAME"] = other
    paper = next((folder / "papers").iterdir())
    kept = paper.read_bytes()
    paper.write_bytes(kept + b" ")
    seen["damaged"] = refused(lambda: restore(folder))
    paper.write_bytes(kept)
    restore(folder)
    seen["findings"] = findings(folder, Manifest.read(folder))
    seen["passing rows"] = _one(connection, "SELECT count(*) FROM django_session")
    spoilings = {
        "a figure": "UPDATE indicators_outturn SET value = value + 1 WHERE value > 9",
        "a row": "DELETE FROM indicators_ratingoverride WHERE id = (SELECT max(id) FROM indicators_ratingoverride)",
        "a table": "CREATE TABLE planted (id integer PRIMARY KEY)",
    }
    for name, statement in spoilings.items():
        with connection.cursor() as cursor:
            cursor.execute(statement)
        seen[name] = findings(folder, manifest)
    connection.close()
    return seen


def _one(connection: Any, statement: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()[0]


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    django.setup()
    sys.stdout.write(json.dumps(run(Path(sys.argv[1]), sys.argv[2])))
