"""The public surface on SQLite: the file holds what is published and nothing else, and nobody here can write it."""

import os
from pathlib import Path

from django.db import Error
from django.db.backends.base.base import BaseDatabaseWrapper

from reports.public_file import published_tables

_TRIALS = {
    "ATTACH DATABASE ':memory:' AS another": "The process can attach another database.",
    "CREATE TABLE outturn_trial (id integer)": "The process can make a table in the public file.",
    "CREATE TEMPORARY TABLE outturn_trial (id integer)": "The process can make a temporary table.",
    f"DELETE FROM {published_tables()[0]} WHERE 0": "The process can delete from the public file.",  # nosec B608
}


def findings(connection: BaseDatabaseWrapper) -> list[str]:
    """What the process could do beyond reading what is published. Raises Error where the file cannot be read."""
    path = Path(connection.settings_dict["NAME"])
    found = [
        f"This process may write {place}. Let it belong to the office's user, 0644, in a folder of 0755, "
        "and run the public surface as a user of its own that is not root."
        for place in (path, path.parent)
        if os.access(path, os.F_OK) and os.access(place, os.W_OK)
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM sqlite_master WHERE type <> 'index' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
        )
        there = {name for (name,) in cursor.fetchall()}
        found += [
            f"The public file holds {name}, which is not published."
            for name in sorted(there - set(published_tables()))
        ]
        found += [f"The public file has no {name}." for name in sorted(set(published_tables()) - there)]
        for statement, not_refused in _TRIALS.items():
            try:
                cursor.execute(statement)
            except Error:
                continue
            found.append(not_refused)
    return found
