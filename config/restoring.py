"""Bringing a backup back, into a database in which nothing is, and proving that it is what was backed up."""

import os
import shutil
from pathlib import Path

from django.db import connection

from accounts import audit_chain
from config import table_hashes
from config.backups import AUDIT_HEAD, DUMPS, BackupRefused, Manifest, file_hash, on_server


def restore(folder: Path) -> Manifest:
    """Bring the database back as it was. Raises BackupRefused for a damaged backup, and where anything is there."""
    manifest = Manifest.read(folder)
    damaged = damaged_files(folder, manifest)
    if damaged:
        raise BackupRefused(f"This backup is damaged: {', '.join(damaged)}. Nothing was restored; take another one.")
    if manifest.vendor != connection.vendor:
        raise BackupRefused(
            f"This is a backup of {manifest.vendor}, and DATABASE_URL names {connection.vendor}. Name one of its kind."
        )
    with connection.cursor() as cursor:
        there = connection.introspection.table_names(cursor, include_views=True)
    if there:
        raise BackupRefused(
            f"The database is not empty: it has {len(there)} tables. Nothing was changed. Name an empty one in "
            "DATABASE_URL, and change over when what was restored is proved."
        )
    dump = folder / DUMPS[manifest.vendor]
    if manifest.vendor == "sqlite":
        _put_in_place(dump)
    else:
        on_server(
            "pg_restore",
            "--no-owner",
            "--no-privileges",
            "--exit-on-error",
            "--single-transaction",
            f"--dbname={connection.settings_dict['NAME']}",
            str(dump),
        )
    return manifest


def damaged_files(folder: Path, manifest: Manifest) -> list[str]:
    """Files of the backup that are not what the manifest says, or not there."""
    found = []
    for name, expected in manifest.files.items():
        file = folder / name
        if not file.is_file():
            found.append(f"{name} is missing")
        elif file_hash(file) != expected:
            found.append(f"{name} was changed")
    return found


def findings(folder: Path, manifest: Manifest) -> list[str]:
    """What is wrong with the restored database: its tables, and its audit trail."""
    found = table_hashes.differences(manifest.tables, table_hashes.contents(connection))
    head = audit_chain.read_head(folder / AUDIT_HEAD)
    return [*found, *audit_chain.findings(head)]


def _put_in_place(dump: Path) -> None:
    """Asking what is there made an empty file: it is replaced by the copy, whole or not at all."""
    file = Path(str(connection.settings_dict["NAME"]))
    connection.close()
    partial = file.with_name(f"{file.name}.partial")
    shutil.copyfile(dump, partial)
    partial.chmod(0o600)
    with partial.open("rb") as written:
        os.fsync(written.fileno())
    for tail in ("-wal", "-shm"):
        Path(f"{file}{tail}").unlink(missing_ok=True)
    partial.replace(file)
