"""The audit trail is a chain: whatever somebody does to it with the rights of the tables' owner is found."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from accounts.audit_chain import Head, findings, head
from accounts.audit_content import START, digest_of, link_hash
from accounts.audit_triggers import is_linking, link_audit_entries
from accounts.models import AuditEntry, AuditLink
from accounts.services import record
from tests.factories.databases import own_database
from tests.factories.kept import linked, tampered
from tests.factories.people import person_with

ENTRIES, LINKS = AuditEntry._meta.db_table, AuditLink._meta.db_table


@pytest.fixture
def trail(db: None) -> list[AuditEntry]:
    """The trail with five entries more, all of them linked."""
    entries = [
        record(action="did something", subject=f"Subject {turn}", by=person_with("publisher"), turn=turn)
        for turn in range(5)
    ]
    linked()
    return entries


def test_each_entry_becomes_the_next_link_of_the_chain(db: None) -> None:
    before = head()
    entry = record(
        action="did something", subject="Ünlü — “quoted”", by=person_with("publisher"), names=["a", "é"], n=2
    )
    linked()
    now = head()
    assert now.sequence == before.sequence + 1 == AuditEntry.objects.count()
    assert now.hash == link_hash(now.sequence, before.hash, entry.pk, digest_of(AuditEntry.objects.get(pk=entry.pk)))
    assert findings(before) == findings(now) == findings() == []


def test_what_is_hashed_never_changes_its_form() -> None:
    """The bytes are spelt out: a release that made others could verify nothing that was written before it."""
    at = datetime(2020, 12, 1, 9, 30, tzinfo=UTC)
    entry = AuditEntry(at=at, by_id=7, action="read Part 2", subject="é, December 2020", detail={"b": 1, "a": [True]})
    content = (
        '{"action":"read Part 2","at":"2020-12-01T09:30:00.000000+00:00","by":7,"detail":{"a":[true],"b":1},'
        '"subject":"é, December 2020"}'
    )
    assert digest_of(entry) == sha256(content.encode()).hexdigest()
    assert link_hash(1, START, 5, "ab") == sha256(f"1 {'0' * 64} 5 ab".encode()).hexdigest()


def test_a_service_that_fails_leaves_no_link(trail: list[AuditEntry]) -> None:
    before = head()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        record(action="did something", subject="that failed", by=None)
        linked()
        1 / 0  # noqa: B018
    assert head() == before
    assert findings(before) == []


def test_an_edited_entry_is_found(trail: list[AuditEntry]) -> None:
    for column, value in (
        ("subject", "Another"),
        ("action", "did nothing"),
        ("detail", '{"turn": 9}'),
        ("by_id", None),
    ):
        with transaction.atomic():
            tampered(f"UPDATE {ENTRIES} SET {column} = %s WHERE id = %s", [value, trail[2].pk])
            (found,) = findings()
            transaction.set_rollback(True)
        assert found.startswith(f"Audit entry {trail[2].pk} (")
        assert "was changed after it was written" in found
    assert findings() == []


def test_an_edited_entry_whose_digest_was_made_anew_is_found(trail: list[AuditEntry]) -> None:
    trail[2].subject = "Another"
    digest = digest_of(trail[2])
    tampered(f"UPDATE {ENTRIES} SET subject = 'Another', digest = %s WHERE id = %s", [digest, trail[2].pk])
    (found,) = findings()
    assert f"Audit entry {trail[2].pk}" in found
    assert "or its link" in found


def test_a_chain_that_was_made_anew_after_an_edit_is_found_against_a_written_head(trail: list[AuditEntry]) -> None:
    known = head()
    tampered(f"UPDATE {ENTRIES} SET subject = 'Another' WHERE id = %s", [trail[2].pk])
    made_anew()
    assert findings() == []
    (found,) = findings(known)
    assert f"Link {known.sequence}" in found
    assert "made anew" in found


def test_a_deleted_entry_is_found(trail: list[AuditEntry]) -> None:
    number = trail[2].link.sequence
    tampered(f"DELETE FROM {LINKS} WHERE entry_id = %s", [trail[2].pk])
    assert len(findings()) == 2  # a gap, and an entry without its link
    tampered(f"DELETE FROM {ENTRIES} WHERE id = %s", [trail[2].pk])
    (found,) = findings()
    assert found == f"Link {number} is missing: what stood there was deleted."


def test_a_deleted_entry_whose_gap_was_closed_is_found_against_a_written_head(trail: list[AuditEntry]) -> None:
    known = head()
    tampered(f"DELETE FROM {LINKS} WHERE entry_id = %s", [trail[2].pk])
    tampered(f"DELETE FROM {ENTRIES} WHERE id = %s", [trail[2].pk])
    made_anew()
    assert findings() == []
    assert "The end was cut off" in findings(known)[-1]


def test_an_end_that_was_cut_off_is_found_against_a_written_head(trail: list[AuditEntry]) -> None:
    known = head()
    for entry in trail[3:]:
        tampered(f"DELETE FROM {LINKS} WHERE entry_id = %s", [entry.pk])
        tampered(f"DELETE FROM {ENTRIES} WHERE id = %s", [entry.pk])
    assert findings() == []
    (found,) = findings(known)
    first, last = known.sequence - 1, known.sequence
    assert found == f"The end was cut off: links {first} to {last} are missing, which the written head counts."


def test_two_entries_that_changed_places_are_found(trail: list[AuditEntry]) -> None:
    first, second = trail[1].link, trail[2].link
    for each in (first, second):
        tampered(f"DELETE FROM {LINKS} WHERE sequence = %s", [each.sequence])
    for link, entry in ((first, second.entry_id), (second, first.entry_id)):
        AuditLink.objects.create(sequence=link.sequence, entry_id=entry, previous=link.previous, hash=link.hash)
    found = findings()
    assert len(found) == 2
    assert f"Audit entry {second.entry_id} " in found[0]
    assert f"Audit entry {first.entry_id} " in found[1]


def test_an_entry_that_was_put_in_past_the_chain_is_found(trail: list[AuditEntry]) -> None:
    tampered(f"DELETE FROM {LINKS} WHERE entry_id = %s", [trail[4].pk])
    (found,) = findings()
    assert "is not in the chain" in found
    assert "Subject 4" in found


def test_an_entry_whose_digest_says_something_else_is_found_however_it_was_added(trail: list[AuditEntry]) -> None:
    columns = "at, action, subject, detail, digest"
    tampered(f"INSERT INTO {ENTRIES} ({columns}) SELECT at, 'forged', subject, detail, digest FROM {ENTRIES} LIMIT 1")
    linked()
    (found,) = findings()
    assert "forged" in found


def test_an_entry_without_a_digest_is_refused(db: None) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        AuditEntry.objects.bulk_create([AuditEntry(action="did something", subject="without a digest")])


def test_the_triggers_are_put_on_again_where_they_are_missing(db: None) -> None:
    linked()
    assert is_linking()
    on = f" ON {ENTRIES}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER linked_into_chain{on}")
    assert not is_linking()
    link_audit_entries()
    assert is_linking()


# The commands


def test_the_head_is_written_to_a_file_and_verified_against(
    trail: list[AuditEntry], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "head.json"
    call_command("audit_head", "--write", str(file))
    now = head()
    assert json.loads(capsys.readouterr().out) == {"sequence": now.sequence, "hash": now.hash}
    call_command("verify_audit", "--head", str(file))
    assert f"is whole: {now.sequence} entries" in capsys.readouterr().out
    tampered(f"DELETE FROM {LINKS} WHERE entry_id = %s", [trail[4].pk])
    tampered(f"DELETE FROM {ENTRIES} WHERE id = %s", [trail[4].pk])
    call_command("verify_audit")
    assert "Without --head" in capsys.readouterr().out
    with pytest.raises(CommandError, match="1 findings") as refused:
        call_command("verify_audit", "--head", str(file))
    assert refused.value.returncode == 1
    assert "The end was cut off" in capsys.readouterr().out


@pytest.mark.parametrize("content", [None, "", "[]", '{"sequence": 1}', '{"sequence": "x", "hash": ""}'])
def test_a_file_that_holds_no_head_is_refused_in_words(db: None, tmp_path: Path, content: str | None) -> None:
    file = tmp_path / "head.json"
    if content is not None:
        file.write_text(content)
    with pytest.raises(CommandError, match=r"head\.json"):
        call_command("verify_audit", "--head", str(file))


# Many at once


def test_many_writers_at_once_make_one_chain(tmp_path: Path) -> None:
    """Some record and then want a row that others hold who record later: held meanwhile, the chain would stop all."""
    with own_database(tmp_path) as address:
        environment = os.environ | {"DATABASE_URL": address}
        ran = subprocess.run(
            [sys.executable, "-m", "tests.integration.recording_at_once"],
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
        )
    assert ran.returncode == 0, ran.stderr[-2000:]
    assert json.loads(ran.stdout) == {"recorded": 160, "linked": 160, "failed": [], "findings": []}


def made_anew() -> Head:
    """The whole chain made anew over what is in the trail, as an attacker does who knows how."""
    rows: list[dict[str, Any]] = list(AuditLink.objects.order_by("sequence").values())
    tampered(f"DELETE FROM {LINKS}")
    previous, links = START, []
    for sequence, row in enumerate(rows, 1):
        entry = AuditEntry.objects.get(pk=row["entry_id"])
        digest = digest_of(entry)
        tampered(f"UPDATE {ENTRIES} SET digest = %s WHERE id = %s", [digest, entry.pk])
        links.append(
            AuditLink(
                sequence=sequence,
                entry_id=entry.pk,
                previous=previous,
                hash=link_hash(sequence, previous, entry.pk, digest),
            )
        )
        previous = links[-1].hash
    AuditLink.objects.bulk_create(links)
    return replace(Head(len(links), previous))
