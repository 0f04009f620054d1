"""Two real transactions at once lose no figure, on SQLite and on PostgreSQL; without the version check they do."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tests.factories.databases import own_database

ROOT = Path(__file__).resolve().parents[3]
ROUNDS = 15


@pytest.fixture
def database(db: None, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database of the kind that the tests run on."""
    with own_database(tmp_path) as address:
        yield address


def rounds(database: str, mode: str) -> list[dict[str, Any]]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.integration.indicators.two_at_once", mode],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": database, "DJANGO_SETTINGS_MODULE": "config.settings"},
        capture_output=True,
        text=True,
        timeout=180,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    assert len(found) == ROUNDS
    assert all(len(each["outcomes"]) == 2 for each in found), done.stderr
    return found


def lost(rounds: list[dict[str, Any]]) -> int:
    """How many figures somebody was told are saved, and are not there, though the other had not seen them."""
    return sum(sum(each["result"] == "saved" for each in one["outcomes"].values()) > 1 for one in rounds)


def test_of_two_who_save_at_once_one_is_shown_the_others_figure(database: str) -> None:
    for one in rounds(database, "as_it_is"):
        by_result = {each["result"]: each for each in one["outcomes"].values()}
        assert set(by_result) == {"saved", "clash"}
        assert one["stored"] == by_result["saved"]["text"]
        assert by_result["clash"]["theirs"] == by_result["saved"]["text"]
        assert one["revisions"] == 1


def test_without_the_version_check_updates_are_lost(database: str) -> None:
    assert lost(rounds(database, "without_the_check")) >= ROUNDS // 2


def test_without_the_condition_of_the_update_they_are_lost_where_both_can_read_at_once(database: str) -> None:
    found = lost(rounds(database, "without_the_condition"))
    assert found == 0 if connection.vendor == "sqlite" else found > 0
