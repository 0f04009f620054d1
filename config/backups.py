"""A backup: the database, every published paper, the head of the audit trail, and what proves that all of it is whole.

It is one folder, written beside its place and moved there when it is complete: a folder with that name is a backup.
Hashes of all tables are taken from the same moment as the copy. Sessions are left out: a restored database must not
let anybody in who had signed in before.
"""

import hashlib
import json
import os
import sqlite3
import subprocess  # nosec B404
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version as version_of
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.sqlite3.base import DatabaseWrapper as SQLiteWrapper

from accounts import audit_chain
from config import table_hashes
from config.table_hashes import Content
from reports.models import Publication

MANIFEST, AUDIT_HEAD, PAPERS = "manifest.json", "audit-head.json", "papers"
DUMPS = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}
FORMAT = 1


class BackupRefused(Exception):
    """The backup or the restore cannot be; the message says why and what to do."""


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself."""

    vendor: str
    made_at: str
    files: dict[str, str]
    tables: dict[str, Content]

    @classmethod
    def read(cls, folder: Path) -> "Manifest":
        """Raises BackupRefused for a folder that is no backup, and for one of another format."""
        try:
            said = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise BackupRefused(f"{folder} is no backup: its {MANIFEST} cannot be read.") from error
        if said.get("format") != FORMAT:
            raise BackupRefused(f"{folder} was made by a version of Outturn that wrote backups in another format.")
        tables = {table: Content(**content) for table, content in said["tables"].items()}
        return cls(said["vendor"], said["made_at"], said["files"], tables)


def back_up(folder: Path) -> Manifest:
    """Write a backup to a folder that is not there yet. Raises BackupRefused; then nothing is left of it."""
    if folder.exists():
        raise BackupRefused(f"{folder} is there already. Name a folder that is not, such as one called after the day.")
    partial = folder.with_name(f"{folder.name}.partial")
    try:
        partial.mkdir(parents=True, mode=0o700)
    except FileExistsError as error:
        raise BackupRefused(
            f"{partial} is there: another backup is being written, or one was cut off. Remove it if none is."
        ) from error
    dump = partial / DUMPS[connection.vendor]
    try:
        # Taken before the copy: a chain that has gone on since still passes the head, one that was cut does not.
        _write(partial / AUDIT_HEAD, json.dumps(asdict(audit_chain.head())).encode())
        tables = _dump_to_file(dump) if connection.vendor == "sqlite" else _dump_from_server(dump)
        files = {name: file_hash(partial / name) for name in _names(partial)}
        manifest = Manifest(connection.vendor, datetime.now(UTC).isoformat(), files, tables)
        _write(partial / MANIFEST, _as_json(manifest))
        for each in (*partial.rglob("*"), partial):
            _to_disk(each)
        partial.rename(folder)
    except BaseException:
        _remove(partial)
        raise
    _to_disk(folder.parent)
    return manifest


def back_up_dated(parent: Path, keep: int) -> Manifest:
    """Write a backup to a folder of the parent that is called after the hour, and remove all but the last `keep`."""
    parent.mkdir(parents=True, mode=0o700, exist_ok=True)
    manifest = back_up(parent / f"{datetime.now(UTC):%Y-%m-%dT%H%M%SZ}")
    for old in sorted(each for each in parent.glob("[0-9]*Z") if (each / MANIFEST).is_file())[:-keep]:
        _remove(old)
    return manifest


def file_hash(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _dump_to_file(dump: Path) -> dict[str, Content]:
    """SQLite copies its pages while others write; the copy is then read by itself."""
    connection.ensure_connection()
    with closing(sqlite3.connect(dump)) as copy:
        dump.chmod(0o600)
        connection.connection.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
    with sqlite_at(dump, "rw") as copied, copied.cursor() as cursor:
        for table in table_hashes.passing_tables() & set(copied.introspection.table_names(cursor)):
            cursor.execute(f"DELETE FROM {copied.ops.quote_name(table)}")  # nosec B608: our own tables
        cursor.execute("VACUUM")  # what was deleted is gone from the file, too
    with sqlite_at(dump) as copied:
        _add_papers(dump.parent, copied)
        return table_hashes.contents(copied)


def _dump_from_server(dump: Path) -> dict[str, Content]:
    """pg_dump reads the snapshot of the transaction in which everything else is read."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute("SELECT pg_export_snapshot()")
            (snapshot,) = cursor.fetchone()
        left_out = [f"--exclude-table-data={table}" for table in sorted(table_hashes.passing_tables())]
        on_server("pg_dump", "--format=custom", "--no-owner", f"--snapshot={snapshot}", f"--file={dump}", *left_out)
        dump.chmod(0o600)
        _add_papers(dump.parent, connection)
        return table_hashes.contents(connection)


def on_server(program: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs on the database; its password goes through the environment, not the call."""
    of = connection.settings_dict
    said = {"PGHOST": of["HOST"], "PGPORT": of["PORT"], "PGUSER": of["USER"], "PGPASSWORD": of["PASSWORD"]}
    environment = os.environ | {name: str(value) for name, value in said.items() if value}
    environment["PGDATABASE"] = str(of["NAME"])
    try:
        subprocess.run([program, *arguments], env=environment, check=True, capture_output=True)  # nosec B603
    except FileNotFoundError as error:
        raise BackupRefused(
            f"{program} is not installed. Install the PostgreSQL client of the server's version."
        ) from error
    except subprocess.CalledProcessError as error:
        raise BackupRefused(f"{program} failed: {error.stderr.decode(errors='replace').strip()[-500:]}") from error


@contextmanager
def sqlite_at(file: Path, mode: str = "ro") -> Iterator[BaseDatabaseWrapper]:
    """A connection to another SQLite file than the application's, with the functions that Django's tables ask for."""
    said = connection.settings_dict | {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": f"file:{file}?mode={mode}",
        "OPTIONS": {"uri": True},
    }
    opened = SQLiteWrapper(said, alias="default")
    try:
        yield opened
    finally:
        opened.close()


def _add_papers(folder: Path, copied: BaseDatabaseWrapper) -> None:
    """The papers of every publication as files of their own, named by what they are."""
    papers = folder / PAPERS
    papers.mkdir(mode=0o700)
    fields = ("dataset__slug", "as_at", "sequence", "part_1", "part_2")
    query = Publication.objects.order_by("pk").values_list(*fields).query
    statement, parameters = query.get_compiler(connection=copied).as_sql()
    with closing(copied.chunked_cursor()) as cursor:
        cursor.execute(statement, parameters)
        while rows := cursor.fetchmany(20):
            for slug, as_at, sequence, *parts in rows:
                for number, part in enumerate(parts, 1):
                    name = f"{slug}-{str(as_at)[:7]}-publication-{sequence}-part-{number}.json"
                    _write(papers / name, bytes(part))


def _names(folder: Path) -> list[str]:
    return sorted(str(each.relative_to(folder)) for each in folder.rglob("*") if each.is_file())


def _as_json(manifest: Manifest) -> bytes:
    said: dict[str, Any] = {
        "format": FORMAT,
        "made_at": manifest.made_at,
        "vendor": manifest.vendor,
        "django": version_of("django"),
        "council": settings.COUNCIL_NAME,
        "files": manifest.files,
        "tables": table_hashes.as_json(manifest.tables),
    }
    return json.dumps(said, indent=1).encode()


def _write(file: Path, content: bytes) -> None:
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as opened:
        opened.write(content)


def _to_disk(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _remove(folder: Path) -> None:
    for each in sorted(folder.rglob("*"), reverse=True):
        each.rmdir() if each.is_dir() else each.unlink()
    folder.rmdir()
