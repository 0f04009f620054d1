"""What the roles can do on PostgreSQL, by asking for all that an intruder would ask for."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from psycopg.errors import InsufficientPrivilege

from tests.integration.surfaces.conftest import RolesOfTests

pytestmark = pytest.mark.django_db
PUBLISHED = ("reports_comingreport", "reports_publishedfile", "reports_publishedpaper", "reports_withdrawnreport")

HOSTILE = {
    "read figures": "SELECT * FROM indicators_outturn",
    "read revisions": "SELECT * FROM indicators_historicaloutturn",
    "read Part 2": "SELECT part_2 FROM reports_publication",
    "read one column of Part 2": "SELECT count(part_2_sha256) FROM reports_publication",
    "read drafts": "SELECT part_1 FROM reports_report",
    "read people": "SELECT username, password FROM accounts_user",
    "read sessions": "SELECT * FROM django_session",
    "read the audit trail": "SELECT * FROM accounts_auditentry",
    "read a table through a function": "SELECT query_to_xml('SELECT * FROM accounts_user', true, false, '')",
    "read a table in a subquery": "SELECT (SELECT max(id) FROM accounts_user) FROM reports_publishedpaper",
    "copy a table out": "COPY accounts_user TO STDOUT",
    "publish": "INSERT INTO reports_publishedpaper SELECT * FROM reports_publishedpaper",
    "change what is published": "UPDATE reports_publishedpaper SET title = 'Changed'",
    "delete what is published": "DELETE FROM reports_publishedpaper",
    "empty what is published": "TRUNCATE reports_publishedpaper CASCADE",
    "announce a report": "INSERT INTO reports_comingreport SELECT * FROM reports_comingreport",
    "delete the withdrawals": "DELETE FROM reports_withdrawnreport",
    "merge into what is published": (
        "MERGE INTO reports_publishedpaper USING (SELECT 1) AS one ON true WHEN MATCHED THEN DELETE"
    ),
    "lock what is published": "BEGIN; LOCK TABLE reports_publishedpaper IN ACCESS EXCLUSIVE MODE",
    "lock its records": "SELECT * FROM reports_publishedpaper FOR UPDATE",
    "make a table": "CREATE TABLE mine (id integer)",
    "make a table of what there is": "CREATE TABLE mine AS SELECT 1",
    "make a temporary table": "CREATE TEMPORARY TABLE mine (id integer)",
    "make a view": "CREATE VIEW mine AS SELECT * FROM reports_publishedpaper",
    "make a schema": "CREATE SCHEMA mine",
    "make a function": "CREATE FUNCTION mine() RETURNS integer LANGUAGE sql AS 'SELECT 1'",
    "run code": "DO $$ BEGIN PERFORM 1; END $$",
    "make an extension": "CREATE EXTENSION dblink",
    "reach another server": "CREATE FOREIGN DATA WRAPPER mine",
    "change a table": "ALTER TABLE reports_publishedpaper ADD COLUMN mine integer",
    "drop a table": "DROP TABLE reports_publishedpaper CASCADE",
    "drop the triggers": "DROP TRIGGER kept_as_written ON reports_publishedpaper",
    "switch the triggers off": "SET session_replication_role = replica",
    "call a function of ours": "SELECT outturn_refuse_change()",
    "make a role": "CREATE ROLE mine LOGIN SUPERUSER",
    "become a superuser": "ALTER ROLE {public} SUPERUSER",
    "be above row rights": "ALTER ROLE {public} BYPASSRLS",
    "change the office's password": "ALTER ROLE {office} PASSWORD 'mine'",
    "act as the office": "SET ROLE {office}",
    "act as the owner": "SET ROLE {owner}",
    "sign in as the superuser": "SET SESSION AUTHORIZATION postgres",
    "join the office": "GRANT {office} TO {public}",
    "read every file": "GRANT pg_read_server_files TO {public}",
    "give itself rights": "GRANT SELECT ON accounts_user TO {public}",
    "read a file": "SELECT pg_read_file('/etc/passwd')",
    "read a file as bytes": "SELECT pg_read_binary_file('/etc/passwd')",
    "list a folder": "SELECT pg_ls_dir('/')",
    "copy a file in": "COPY reports_publishedpaper FROM '/etc/passwd'",
    "copy to a file": "COPY reports_publishedpaper TO '/tmp/mine'",
    "run a program": "COPY (SELECT 1) TO PROGRAM 'id'",
    "import a file": "SELECT lo_import('/etc/passwd')",
    "export a file": "SELECT lo_export(1, '/tmp/mine')",
    "write a large object": "SELECT lo_from_bytea(0, 'mine')",
    "make a large object": "SELECT lo_create(0)",
    "read the passwords": "SELECT rolpassword FROM pg_authid",
    "read the passwords elsewhere": "SELECT passwd FROM pg_shadow",
    "read statistics of hidden figures": "SELECT * FROM pg_statistic",
    "write the server's catalogue": "UPDATE pg_class SET relowner = 10",
    "hold up the office": "SELECT pg_advisory_lock(1)",
    "hold up the office for a transaction": "SELECT pg_try_advisory_xact_lock(1)",
    "sleep": "SELECT pg_sleep(60)",
    "end the office's connections": "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '{super}'",
    "change the server's settings": "ALTER SYSTEM SET log_statement = 'all'",
    "load a library": "LOAD 'mine.so'",
    "change the database": "ALTER DATABASE {database} SET search_path = mine",
    "drop the database": "DROP DATABASE {database}",
    "listen to replication": "SELECT pg_create_logical_replication_slot('mine', 'pgoutput')",
    "subscribe elsewhere": "CREATE PUBLICATION mine FOR ALL TABLES",
}


@pytest.fixture
def public(roles: RolesOfTests) -> Iterator[psycopg.Connection[Any]]:
    """An intruder with the public role's password, who has taken its limits away: the rights have to hold alone."""
    with roles.connect(roles.public) as connection:
        connection.execute("SET default_transaction_read_only = off")
        connection.execute("SET statement_timeout = 0")
        yield connection


@pytest.fixture
def office(roles: RolesOfTests) -> Iterator[psycopg.Connection[Any]]:
    with roles.connect(roles.office) as connection:
        yield connection


@pytest.mark.parametrize("what", HOSTILE)
def test_the_public_role_can_not(what: str, public: psycopg.Connection[Any], roles: RolesOfTests) -> None:
    superuser = public.execute("SELECT rolname FROM pg_roles WHERE rolsuper LIMIT 1").fetchone()
    statement = HOSTILE[what]
    for name in ("owner", "office", "public", "database"):
        statement = statement.replace(f"{{{name}}}", getattr(roles, name))
    with pytest.raises(InsufficientPrivilege):
        public.execute(statement.replace("{super}", superuser[0] if superuser else "postgres"))


def test_the_public_role_reads_what_is_published_and_nothing_else(public: psycopg.Connection[Any]) -> None:
    for table in PUBLISHED:
        public.execute(f"SELECT * FROM {table} LIMIT 1")
    readable = public.execute(
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'v', 'm')"
        " AND has_any_column_privilege(oid, 'SELECT') ORDER BY 1"
    ).fetchall()
    assert [name for (name,) in readable] == sorted(PUBLISHED)


def test_a_session_of_the_public_begins_read_only_and_in_haste(roles: RolesOfTests) -> None:
    with roles.connect(roles.public) as connection:
        assert connection.execute("SHOW default_transaction_read_only").fetchone() == ("on",)
        assert connection.execute("SHOW statement_timeout").fetchone() == ("10s",)
        connection.execute("SET statement_timeout = '50ms'")
        with pytest.raises(psycopg.errors.QueryCanceled):
            connection.execute("SELECT count(*) FROM generate_series(1, 1000000000)")


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE mine (id integer)",
        "CREATE TEMPORARY TABLE mine (id integer)",
        "ALTER TABLE indicators_outturn ADD COLUMN mine integer",
        "DROP TABLE indicators_outturn CASCADE",
        "TRUNCATE indicators_outturn CASCADE",
        "CREATE FUNCTION mine() RETURNS integer LANGUAGE sql AS 'SELECT 1'",
        "ALTER TABLE accounts_auditentry DISABLE TRIGGER ALL",
        "SET session_replication_role = replica",
        "UPDATE accounts_auditentry SET action = 'nothing'",
        "DELETE FROM accounts_auditentry",
        "UPDATE reports_publication SET part_2 = part_1",
        "DELETE FROM reports_publication",
        "DELETE FROM indicators_historicaloutturn",
        "UPDATE reports_publishedpaper SET title = 'Changed'",
        "DELETE FROM django_migrations",
        "SET ROLE {owner}",
        "ALTER ROLE {office} CREATEROLE",
        "SELECT setval('accounts_auditentry_id_seq', 1)",
        "SELECT pg_read_file('/etc/passwd')",
        "COPY accounts_user TO PROGRAM 'id'",
    ],
)
def test_the_office_changes_no_table_and_nothing_that_is_kept(
    statement: str, office: psycopg.Connection[Any], roles: RolesOfTests
) -> None:
    with pytest.raises(InsufficientPrivilege):
        office.execute(statement.replace("{owner}", roles.owner).replace("{office}", roles.office))


def test_nobody_without_a_role_of_ours_gets_in(roles: RolesOfTests, public: psycopg.Connection[Any]) -> None:
    rights = (
        "SELECT has_database_privilege('public', current_database(), 'CONNECT'),"
        " has_schema_privilege('public', 'public', 'USAGE')"
    )
    assert public.execute(rights).fetchone() == (False, False)


def test_the_owner_can_run_it_again_after_a_migration(roles: RolesOfTests) -> None:
    with roles.connect(roles.owner) as owner:
        owner.execute("CREATE TABLE of_a_migration (id integer)")
        owner.execute("GRANT ALL ON accounts_user TO " + roles.public)
    again = roles.set_up(roles.owner)
    assert again.returncode == 0, again.stderr
    with roles.connect(roles.public) as connection:
        for table in ("of_a_migration", "accounts_user"):
            with pytest.raises(InsufficientPrivilege):
                connection.execute(f"SELECT * FROM {table}")
    with roles.connect(roles.owner) as owner:
        owner.execute("DROP TABLE of_a_migration")


def test_a_password_is_stored_as_its_verifier(roles: RolesOfTests) -> None:
    with roles.connect("postgres") as server:
        stored = server.execute(
            "SELECT rolname, rolpassword FROM pg_authid WHERE rolname = ANY(%s)", [[roles.public, roles.office]]
        )
        passwords = dict(stored.fetchall())
    assert passwords[roles.public].startswith("SCRAM-SHA-256$")
    assert passwords[roles.office] is None
