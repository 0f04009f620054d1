"""A process that could do more than its surface may says what, and does not start."""

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from django.db import connection
from django.db.utils import ConnectionHandler

from config import surface_file, surface_rights
from tests.integration.surfaces.conftest import ROOT, RolesOfTests, environment, manage

pytestmark = pytest.mark.django_db
PRODUCTION = {
    "OUTTURN_ENVIRONMENT": "production",
    "ALLOWED_HOSTS": "outturn.example",
    "OUTTURN_PUBLIC_ADDRESS": "https://outturn.example",
}
OFFICE = PRODUCTION | {"OUTTURN_SURFACE": "office", "SECRET_KEY": "k" * 60}
PUBLIC = PRODUCTION | {"OUTTURN_SURFACE": "public"}


def start(**variables: str) -> subprocess.CompletedProcess[str]:
    """What a server does to begin with."""
    return subprocess.run(
        [sys.executable, "-c", "import config.wsgi"],
        cwd=ROOT,
        env=environment(**variables),
        capture_output=True,
        text=True,
    )


# PostgreSQL


def found_as(role: str, roles: RolesOfTests, surface: str) -> list[str]:
    settings = connection.settings_dict | {"USER": role, "NAME": roles.database, "TEST": {}}
    handler = ConnectionHandler({"default": settings})
    try:
        return surface_rights.findings(handler["default"], surface)
    finally:
        handler["default"].close()


@contextmanager
def for_a_moment(roles: RolesOfTests, change: str, back: str) -> Iterator[None]:
    with roles.connect("postgres") as server:
        for statement in (change, back):
            server.execute(statement.format(public=roles.public, office=roles.office, owner=roles.owner))
            if statement is change:
                yield


def test_each_role_fits_its_surface(roles: RolesOfTests) -> None:
    assert found_as(roles.public, roles, "public") == []
    assert found_as(roles.office, roles, "office") == []


@pytest.mark.parametrize("surface", ["public", "office"])
def test_the_owner_and_a_superuser_fit_neither(roles: RolesOfTests, surface: str) -> None:
    assert any("owns the database" in each for each in found_as(roles.owner, roles, surface))
    assert any("is a superuser" in each for each in found_as("postgres", roles, surface))
    for role in (roles.owner, "postgres"):
        tried = [each for each in found_as(role, roles, surface) if "has to be refused: DELETE FROM" in each]
        assert tried


def test_the_offices_role_is_too_much_for_the_public(roles: RolesOfTests) -> None:
    found = found_as(roles.office, roles, "public")
    assert f"{roles.office} has the right SELECT to accounts_user." in found
    assert f"{roles.office} has the right INSERT to reports_publishedpaper." in found


@pytest.mark.parametrize(
    ("change", "back", "sentence"),
    [
        ("GRANT SELECT (username) ON accounts_user TO {public}",
         "REVOKE ALL (username) ON accounts_user FROM {public}", "right SELECT to accounts_user"),
        ("GRANT SELECT ON indicators_outturn TO PUBLIC", "REVOKE ALL ON indicators_outturn FROM PUBLIC",
         "right SELECT to indicators_outturn"),
        ("GRANT {office} TO {public}", "REVOKE {office} FROM {public}", "is a member of"),
        ("GRANT pg_read_all_data TO {public}", "REVOKE pg_read_all_data FROM {public}", "member of pg_read_all_data"),
        ("ALTER ROLE {public} CREATEROLE", "ALTER ROLE {public} NOCREATEROLE", "able to create roles"),
        ("ALTER ROLE {public} BYPASSRLS", "ALTER ROLE {public} NOBYPASSRLS", "above row rights"),
        ("GRANT TEMPORARY ON DATABASE {database} TO {public}", "REVOKE TEMPORARY ON DATABASE {database} FROM {public}",
         "right TEMPORARY to this database"),
        ("GRANT CREATE ON SCHEMA public TO {public}", "REVOKE CREATE ON SCHEMA public FROM {public}",
         "create in the schema public"),
        ("GRANT UPDATE ON reports_publishedpaper TO {public}", "REVOKE UPDATE ON reports_publishedpaper FROM {public}",
         "right UPDATE to reports_publishedpaper"),
        ("GRANT EXECUTE ON FUNCTION lo_create(oid) TO PUBLIC", "REVOKE EXECUTE ON FUNCTION lo_create(oid) FROM PUBLIC",
         "may call lo_create(oid)"),
        ("GRANT EXECUTE ON FUNCTION pg_read_file(text) TO {public}",
         "REVOKE EXECUTE ON FUNCTION pg_read_file(text) FROM {public}", "may call pg_read_file(text)"),
        ("GRANT EXECUTE ON FUNCTION outturn_refuse_change() TO {public}",
         "REVOKE EXECUTE ON FUNCTION outturn_refuse_change() FROM {public}", "may call outturn_refuse_change()"),
        ("GRANT USAGE ON LANGUAGE plpgsql TO PUBLIC", "REVOKE USAGE ON LANGUAGE plpgsql FROM PUBLIC",
         "run code"),
        ("GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {public}",
         "REVOKE USAGE ON ALL SEQUENCES IN SCHEMA public FROM {public}", "right USAGE to accounts_auditentry_id_seq"),
        ("GRANT SELECT ON pg_authid TO {public}", "REVOKE SELECT ON pg_authid FROM {public}",
         "the server's pg_authid"),
        ("CREATE SCHEMA other; CREATE TABLE other.copied (id integer); GRANT USAGE ON SCHEMA other TO {public};"
         "GRANT SELECT ON other.copied TO {public}", "DROP SCHEMA other CASCADE", "right SELECT to other.copied"),
        ("REVOKE SELECT ON reports_comingreport FROM {public}", "GRANT SELECT ON reports_comingreport TO {public}",
         "lacks the right SELECT to reports_comingreport"),
    ],
)  # fmt: skip
def test_one_right_too_many_or_too_few_is_found(roles: RolesOfTests, change: str, back: str, sentence: str) -> None:
    with for_a_moment(roles, change.replace("{database}", roles.database), back.replace("{database}", roles.database)):
        found = found_as(roles.public, roles, "public")
    assert any(sentence in each for each in found), found
    assert found_as(roles.public, roles, "public") == []


@pytest.mark.parametrize(
    ("change", "back", "sentence"),
    [
        ("GRANT UPDATE ON accounts_auditentry TO {office}", "REVOKE UPDATE ON accounts_auditentry FROM {office}",
         "right UPDATE to accounts_auditentry"),
        ("GRANT DELETE ON reports_publication TO {office}", "REVOKE DELETE ON reports_publication FROM {office}",
         "has to be refused: DELETE FROM \"reports_publication\""),
        ("GRANT CREATE ON SCHEMA public TO {office}", "REVOKE CREATE ON SCHEMA public FROM {office}",
         "has to be refused: CREATE TABLE"),
        ("GRANT {owner} TO {office}", "REVOKE {owner} FROM {office}", "is a member of"),
        ("REVOKE INSERT ON accounts_auditentry FROM {office}", "GRANT INSERT ON accounts_auditentry TO {office}",
         "lacks the right INSERT to accounts_auditentry"),
    ],
)  # fmt: skip
def test_one_right_too_many_or_too_few_of_the_office_is_found(
    roles: RolesOfTests, change: str, back: str, sentence: str
) -> None:
    with for_a_moment(roles, change, back):
        found = found_as(roles.office, roles, "office")
    assert any(sentence in each for each in found), found


def test_processes_start_with_their_own_role(roles: RolesOfTests) -> None:
    for started in (
        start(**PUBLIC, PUBLIC_DATABASE_URL=roles.url(roles.public)),
        start(**OFFICE, DATABASE_URL=roles.url(roles.office)),
    ):
        assert started.returncode == 0, started.stderr
    said = manage("check_surface", **PUBLIC, PUBLIC_DATABASE_URL=roles.url(roles.public))
    assert said.stdout == "The public surface can do what it may and nothing else.\n"


def test_a_process_with_somebody_elses_role_does_not_start(roles: RolesOfTests) -> None:
    for role in (roles.office, roles.owner, "postgres"):
        refused = start(**PUBLIC, PUBLIC_DATABASE_URL=roles.url(role))
        assert refused.returncode != 0
        assert "The public surface does not start" in refused.stderr
        assert "right SELECT to accounts_user" in refused.stderr
    for role in (roles.owner, "postgres", roles.public):
        refused = start(**OFFICE, DATABASE_URL=roles.url(role))
        assert refused.returncode != 0
        assert "The office surface does not start" in refused.stderr
    said = manage("check_surface", **PUBLIC, PUBLIC_DATABASE_URL=roles.url(roles.office))
    assert said.returncode == 1
    assert "right SELECT to accounts_user" in said.stderr


def test_a_process_that_cannot_ask_does_not_start(roles: RolesOfTests) -> None:
    refused = start(**PUBLIC, PUBLIC_DATABASE_URL=f"postgres://nobody@{roles.host}:{roles.port}/{roles.database}")
    assert refused.returncode != 0
    assert "could not be asked" in refused.stderr


# What the environment gives


@pytest.mark.parametrize(
    "name", ["DATABASE_URL", "SECRET_KEY", "EMAIL_URL", "OIDC_CLIENT_SECRET", "OUTTURN_OFFICE_PASSWORD"]
)
def test_the_public_surface_refuses_what_belongs_to_the_office(name: str) -> None:
    given = PUBLIC | {
        "PUBLIC_DATABASE_URL": "sqlite:////nowhere/public.sqlite3",
        name: "sqlite:////nowhere/office.sqlite3",
    }
    refused = start(**given)
    assert refused.returncode != 0
    assert f"The public surface is given {name}, which only the office may have" in refused.stderr


# SQLite


@pytest.fixture
def its_file(public_file: Path, tmp_path: Path) -> Path:
    """The public file, to be spoilt."""
    return Path(shutil.copytree(public_file.parent, tmp_path / "site"), public_file.name)


@pytest.fixture
def not_writable(monkeypatch: pytest.MonkeyPatch) -> None:
    """As for a user who is neither the file's owner nor root."""
    monkeypatch.setattr("os.access", lambda path, mode: mode == 0)


def found_in(path: Path) -> list[str]:
    handler = ConnectionHandler({"default": {"ENGINE": "config.published_file", "NAME": str(path)}})
    try:
        return surface_file.findings(handler["default"])
    finally:
        handler["default"].close()


@pytest.mark.usefixtures("not_writable")
def test_the_public_file_fits(its_file: Path) -> None:
    assert found_in(its_file) == []


def test_a_file_that_the_process_may_write_does_not(its_file: Path) -> None:
    assert [each.split(".")[0] for each in found_in(its_file)] == [
        f"This process may write {its_file}".split(".")[0],
        f"This process may write {its_file.parent}",
    ]


@pytest.mark.usefixtures("not_writable")
def test_a_file_with_another_table_does_not(its_file: Path) -> None:
    with closing(sqlite3.connect(its_file)) as file:
        file.execute("CREATE TABLE accounts_user (id integer)")
    assert found_in(its_file) == ["The public file holds accounts_user, which is not published."]


@pytest.mark.usefixtures("not_writable")
def test_a_file_without_what_is_published_does_not(its_file: Path) -> None:
    with closing(sqlite3.connect(its_file)) as file:
        file.execute("DROP TABLE reports_withdrawnreport")
    assert found_in(its_file) == ["The public file has no reports_withdrawnreport."]


def test_a_public_process_does_not_start_on_a_file_that_it_may_write_or_that_is_not_there(its_file: Path) -> None:
    refused = start(**PUBLIC, PUBLIC_DATABASE_URL=f"sqlite:///{its_file}")
    assert refused.returncode != 0
    assert f"This process may write {its_file}" in refused.stderr
    refused = start(**PUBLIC, PUBLIC_DATABASE_URL=f"sqlite:///{its_file.with_name('none.sqlite3')}")
    assert refused.returncode != 0
    assert "could not be asked" in refused.stderr
    assert not its_file.with_name("none.sqlite3").exists()


def test_the_office_on_sqlite_has_nothing_to_prove(tmp_path: Path) -> None:
    assert start(**OFFICE, DATABASE_URL=f"sqlite:///{tmp_path / 'office.sqlite3'}").returncode == 0


def test_all_surfaces_in_one_process_are_for_a_demonstration() -> None:
    refused = start(**OFFICE | {"OUTTURN_SURFACE": "all"}, DATABASE_URL="sqlite://:memory:")
    assert refused.returncode != 0
    assert "it must be office or public" in refused.stderr
