"""What is backed up comes back as it was, into an empty database only, and whatever is not as it was is found."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection

from config.backups import BackupRefused, Manifest
from config.table_hashes import Content, differences
from reports.models import Publication

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def databases(tmp_path: Path, publication: Publication) -> Iterator[tuple[str, str]]:
    """The address of a database like the tests' own, as others see it, and the name of an empty one beside it."""
    if connection.vendor == "sqlite":
        SessionStore().create()
        file = tmp_path / "original.sqlite3"
        file.write_bytes(connection.connection.serialize())
        yield f"sqlite:///{file}", str(tmp_path / "other.sqlite3")
        return
    import psycopg

    server, name = settings.DATABASES["default"], f"outturn_restored_{os.getpid()}"
    with psycopg.connect(
        host=server["HOST"],
        port=server["PORT"] or None,
        user=server["USER"],
        password=server["PASSWORD"] or None,
        dbname="postgres",
        autocommit=True,
    ) as admin:
        admin.execute(f"DROP DATABASE IF EXISTS {name}")
        admin.execute(f"CREATE DATABASE {name}")
        password = f":{server['PASSWORD']}" if server["PASSWORD"] else ""
        port = server["PORT"] or 5432
        try:
            yield f"postgres://{server['USER']}{password}@{server['HOST']}:{port}/{server['NAME']}", name
        finally:
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_what_is_backed_up_comes_back_and_nothing_else_passes(
    databases: tuple[str, str], tmp_path: Path, publication: Publication
) -> None:
    url, other = databases
    folder = tmp_path / "backup"
    ran = subprocess.run(
        [sys.executable, "-m", "tests.integration.operation.backing_up", str(folder), other],
        env={"PATH": os.environ["PATH"], "DATABASE_URL": url},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    seen: dict[str, Any] = json.loads(ran.stdout)
    assert seen["same as the database"]
    assert "is there already" in seen["again"]
    assert "is not empty" in seen["over the original"]
    assert seen["original untouched"]
    assert "was changed" in seen["damaged"]
    assert seen["findings"] == []
    assert seen["passing rows"] == 0
    assert seen["a figure"] == [words := seen["a figure"][0]] and words.startswith(
        "indicators_outturn has other content"
    )
    assert [words for words in seen["a row"] if "indicators_ratingoverride has" in words and "instead of" in words]
    assert "planted should not be there" in seen["a table"]
    _is_for_its_owner_only(folder)
    papers = {file.name: file.read_bytes() for file in (folder / "papers").iterdir()}
    assert papers == {
        "childrens-scrutiny-2020-12-publication-1-part-1.json": bytes(publication.part_1),
        "childrens-scrutiny-2020-12-publication-1-part-2.json": bytes(publication.part_2),
    }


def _is_for_its_owner_only(folder: Path) -> None:
    modes = {each.stat().st_mode & 0o777 for each in (folder, *folder.rglob("*"))}
    assert modes == {0o700, 0o600}
    assert not folder.with_name("backup.partial").exists()


@pytest.mark.parametrize("said", [None, "", "{", '{"format": 0}'])
def test_a_folder_that_is_no_backup_is_refused(tmp_path: Path, said: str | None) -> None:
    if said is not None:
        (tmp_path / "manifest.json").write_text(said)
    with pytest.raises(BackupRefused):
        Manifest.read(tmp_path)


def test_differences_are_said_table_by_table() -> None:
    before = {"a": Content(1, "x"), "b": Content(2, "y"), "c": Content(3, "z")}
    assert differences(before, before) == []
    assert differences(before, {"a": Content(1, "w"), "b": Content(5, "y"), "d": Content(0, "")}) == [
        "c is missing",
        "d should not be there",
        "a has other content in its 1 rows",
        "b has 5 rows instead of 2",
    ]
