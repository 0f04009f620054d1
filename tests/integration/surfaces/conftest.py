"""A database of its own with the three roles, made as an operator makes them, and the environment of a process."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection

ROOT = Path(__file__).resolve().parents[3]
NOT_THE_OPERATORS = (
    "DATABASE_URL",
    "PUBLIC_DATABASE_URL",
    "SECRET_KEY",
    "EMAIL_URL",
    "OUTTURN_PUBLIC_FILE",
    "OUTTURN_SURFACE",
)
PASSWORD = "a password that no log may have"


def environment(**variables: str) -> dict[str, str]:
    """What a process is started with: this one's environment without what says which database it has, and these."""
    return {name: value for name, value in os.environ.items() if name not in NOT_THE_OPERATORS} | variables


def manage(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """`manage.py` as an operator runs it."""
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment(**variables),
        capture_output=True,
        text=True,
    )


@dataclass(frozen=True)
class RolesOfTests:
    """A copy of the tests' database, of which three roles have their rights."""

    host: str
    port: str
    database: str
    owner: str
    office: str
    public: str

    def url(self, role: str) -> str:
        return f"postgres://{role}:{PASSWORD.replace(' ', '%20')}@{self.host}:{self.port}/{self.database}"

    def connect(self, role: str, database: str = "") -> psycopg.Connection[Any]:
        return psycopg.connect(
            host=self.host,
            port=self.port,
            dbname=database or self.database,
            user=role,
            password=PASSWORD,
            autocommit=True,
        )

    def set_up(self, by: str, **passwords: str) -> subprocess.CompletedProcess[str]:
        """`manage.py setup_database_roles`, run by a superuser or by the owner."""
        return manage(
            "setup_database_roles",
            f"--owner={self.owner}",
            f"--office={self.office}",
            f"--public={self.public}",
            OUTTURN_ENVIRONMENT="test",
            DATABASE_URL=self.url(by),
            LOG_LEVEL="DEBUG",
            **passwords,
        )


@pytest.fixture(scope="package")
def roles(django_db_setup: None, django_db_blocker: Any) -> Iterator[RolesOfTests]:
    """PostgreSQL: the session's database copied, and the roles made in it. All of it is dropped at the end."""
    if connection.vendor != "postgresql":
        pytest.skip("only PostgreSQL has roles")
    own, tag = connection.settings_dict, f"outturn_surface_{os.getpid()}"
    roles = RolesOfTests(own["HOST"], str(own["PORT"] or 5432), tag, f"{tag}_owner", f"{tag}_office", f"{tag}_public")
    with django_db_blocker.unblock():
        connection.close()
    with roles.connect(own["USER"], "postgres") as server:
        server.execute(f"CREATE DATABASE {tag} TEMPLATE {own['NAME']}")
        try:
            done = roles.set_up(own["USER"], OUTTURN_PUBLIC_PASSWORD=PASSWORD)
            assert done.returncode == 0, done.stderr
            assert PASSWORD not in done.stdout + done.stderr
            yield roles
        finally:
            server.execute(f"DROP DATABASE {tag} WITH (FORCE)")
            for role in (roles.owner, roles.office, roles.public):
                server.execute(f"DROP ROLE IF EXISTS {role}")


@pytest.fixture(scope="package")
def office(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory, request: Any
) -> str:
    """The DATABASE_URL of an office that has published: a copy of the session's database that processes can open."""
    if connection.vendor == "postgresql":
        roles: RolesOfTests = request.getfixturevalue("roles")
        return roles.url(roles.office)
    path = tmp_path_factory.mktemp("office") / "office.sqlite3"
    with django_db_blocker.unblock(), closing(sqlite3.connect(path)) as copy:
        connection.ensure_connection()
        connection.connection.backup(copy)
    return f"sqlite:///{path}"


@pytest.fixture(scope="package")
def public_file(office: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the office wrote for the public."""
    path = tmp_path_factory.mktemp("site") / "public.sqlite3"
    written = manage(
        "write_public_database", OUTTURN_ENVIRONMENT="test", DATABASE_URL=office, OUTTURN_PUBLIC_FILE=str(path)
    )
    assert written.stdout == f"{path} holds 1 published papers and nothing of the office.\n", written.stderr
    return path
