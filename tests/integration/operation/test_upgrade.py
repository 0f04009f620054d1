"""What the release before wrote is migrated with everything in it, and read as before."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parents[3]
DUMPS = ROOT / "tests" / "fixtures" / "upgrade"
GROWING = {"django_migrations", "django_content_type", "auth_permission"}
"""Tables of Django's own that say which migrations and models there are."""


@pytest.fixture
def empty_database(tmp_path: Path) -> Any:
    """The address of an empty database of the kind that the tests run on."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{tmp_path / 'upgraded.sqlite3'}"
        return
    import psycopg

    server, name = settings.DATABASES["default"], f"outturn_upgraded_{os.getpid()}"
    password = f":{server['PASSWORD']}" if server["PASSWORD"] else ""
    address = f"postgres://{server['USER']}{password}@{server['HOST']}:{server['PORT'] or 5432}"
    with psycopg.connect(f"{address}/postgres", autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name}".encode())
        try:
            yield f"{address}/{name}"
        finally:
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


def test_the_release_before_is_migrated_with_everything_in_it(empty_database: str) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "tests.integration.operation.upgrading", str(DUMPS / f"{connection.vendor}.sql.gz")],
        env={"PATH": os.environ["PATH"], "DATABASE_URL": empty_database},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    seen = json.loads(ran.stdout)
    before = {table: rows for table, rows in seen["before"].items() if table not in GROWING}
    assert before["indicators_outturn"] > 250 and before["reports_publication"] == 1
    after = {table: seen["after"].get(table) for table in before}
    after["accounts_auditentry"] = min(after["accounts_auditentry"], before["accounts_auditentry"])  # and what is read
    assert after == before
    assert all(answer == [200, True] for answer in seen["public"].values()), seen["public"]
    assert set(seen["office"].values()) == {200}, seen["office"]
    assert seen["papers"] == [True]
    assert seen["audit"] == []
