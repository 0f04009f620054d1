"""The database itself links each audit entry into the chain, in the transaction that adds it, whoever adds it.

SQLite has one writer at a time: the link is made as the entry is added. On PostgreSQL links have to wait for each
other and must keep nothing waiting meanwhile, or two services that lock rows after they have recorded could wait for
each other for ever. So a transaction takes its turn at its very end: a first deferred trigger notes the entry, which
puts a second behind every other check that is left for the commit; the second takes the chain's lock, makes the link,
and waits for nothing any more. Their functions run with the rights of the tables' owner: the application's role needs
none to the links.
"""

from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections

from accounts.audit_content import START
from accounts.models import AuditEntry, AuditLink

ENTRIES, LINKS = AuditEntry._meta.db_table, AuditLink._meta.db_table
TURNS = "accounts_auditturn"
LOCK = 7_001_868_301
"""PostgreSQL's number for the lock of the chain: any that nothing else uses."""

_SQLITE = """
CREATE TRIGGER linked_into_chain AFTER INSERT ON {entries} BEGIN
    INSERT INTO {links} (sequence, entry_id, previous, hash)
    SELECT last.sequence + 1, NEW.id, last.hash,
        SHA256((last.sequence + 1) || ' ' || last.hash || ' ' || NEW.id || ' ' || NEW.digest)
    FROM (
        SELECT sequence, hash FROM (SELECT sequence, hash FROM {links} UNION ALL SELECT 0, '{start}')
        ORDER BY sequence DESC LIMIT 1
    ) AS last;
END
"""
_POSTGRESQL = """
CREATE TABLE IF NOT EXISTS {schema}.{turns} (entry_id bigint NOT NULL, digest text NOT NULL);

CREATE OR REPLACE FUNCTION {schema}.outturn_audit_turn() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    INSERT INTO {schema}.{turns} (entry_id, digest) VALUES (NEW.id, NEW.digest);
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION {schema}.outturn_audit_link() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    last_sequence bigint;
    last_hash text;
BEGIN
    PERFORM pg_advisory_xact_lock({lock});
    DELETE FROM {schema}.{turns} WHERE entry_id = NEW.entry_id;
    SELECT sequence, hash INTO last_sequence, last_hash FROM {schema}.{links} ORDER BY sequence DESC LIMIT 1;
    last_sequence := coalesce(last_sequence, 0) + 1;
    last_hash := coalesce(last_hash, '{start}');
    INSERT INTO {schema}.{links} (sequence, entry_id, previous, hash) VALUES (
        last_sequence, NEW.entry_id, last_hash,
        encode(sha256(convert_to(
            last_sequence || ' ' || last_hash || ' ' || NEW.entry_id || ' ' || NEW.digest, 'UTF8')), 'hex'));
    RETURN NULL;
END $$;

REVOKE ALL ON FUNCTION {schema}.outturn_audit_turn(), {schema}.outturn_audit_link() FROM PUBLIC;
DROP TRIGGER IF EXISTS linked_into_chain ON {schema}.{entries};
CREATE CONSTRAINT TRIGGER linked_into_chain AFTER INSERT ON {schema}.{entries}
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION {schema}.outturn_audit_turn();
DROP TRIGGER IF EXISTS linked_at_the_end ON {schema}.{turns};
CREATE CONSTRAINT TRIGGER linked_at_the_end AFTER INSERT ON {schema}.{turns}
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION {schema}.outturn_audit_link();
"""
_TRIGGERS = {
    "sqlite": "SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": (
        "SELECT relname, tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
        "WHERE pg_table_is_visible(tgrelid) AND tgenabled = 'O'"
    ),
}
_NEEDED = {
    "sqlite": {(ENTRIES, "linked_into_chain")},
    "postgresql": {(ENTRIES, "linked_into_chain"), (TURNS, "linked_at_the_end")},
}


def is_linking(using: str = DEFAULT_DB_ALIAS) -> bool:
    """Whether the database links what is added."""
    connection = connections[using]
    with connection.cursor() as cursor:
        cursor.execute(_TRIGGERS[connection.vendor])
        return _NEEDED[connection.vendor] <= set(cursor.fetchall())


def link_audit_entries(using: str = DEFAULT_DB_ALIAS, **kwargs: Any) -> None:
    """Put the triggers on after each `migrate` where they are missing."""
    connection = connections[using]
    if not {ENTRIES, LINKS} <= set(connection.introspection.table_names()) or is_linking(using):
        return
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(_SQLITE.format(links=LINKS, entries=ENTRIES, start=START))
            return
        cursor.execute("SELECT current_schema()")
        schema = connection.ops.quote_name(cursor.fetchone()[0])
        cursor.execute(
            _POSTGRESQL.format(schema=schema, turns=TURNS, links=LINKS, entries=ENTRIES, lock=LOCK, start=START)
        )
