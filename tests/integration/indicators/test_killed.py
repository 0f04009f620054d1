"""A process that is killed while it imports leaves everything or nothing, wherever it was."""

import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

KILLS = 50
ROOT = Path(__file__).resolve().parents[3]


@dataclass
class Importing:
    """The process that imports, and a way to give it a database in which nothing is applied yet."""

    process: subprocess.Popen[str]
    start_again: Callable[[], None]

    def __call__(self, command: str) -> Any:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(command + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        assert answer, "the importing process ended"
        return json.loads(answer)


def process_with(url: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.integration.indicators.importing_process"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "DATABASE_URL": url},
    )


@pytest.fixture
def importing(tmp_path: Path) -> Iterator[Importing]:
    """On the kind of database that the tests run on, in one of its own."""
    on_a_server = connection.vendor == "postgresql"
    kind = _PostgreSQL() if on_a_server else _SQLite(tmp_path)
    kind.make()
    process = process_with(kind.url)
    importing = Importing(process, kind.start_again)
    try:
        assert importing("prepare")
        kind.keep()
        yield importing
    finally:
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                stream.close()
        kind.drop()


class _SQLite:
    def __init__(self, folder: Path) -> None:
        self.file, self.kept = folder / "killed.sqlite3", folder / "kept.sqlite3"
        self.url = f"sqlite:///{self.file}"

    def make(self) -> None:
        pass

    def keep(self) -> None:
        shutil.copy(self.file, self.kept)

    def start_again(self) -> None:
        for tail in ("-wal", "-shm"):
            Path(f"{self.file}{tail}").unlink(missing_ok=True)
        shutil.copy(self.kept, self.file)

    def drop(self) -> None:
        pass


class _PostgreSQL:
    def __init__(self) -> None:
        self.name = f"outturn_killed_{os.getpid()}"
        server = settings.DATABASES["default"]
        password = f":{server['PASSWORD']}" if server.get("PASSWORD") else ""
        self.url = f"postgres://{server['USER']}{password}@{server['HOST']}:{server['PORT'] or 5432}/{self.name}"

    def _run(self, *statements: str) -> None:
        import psycopg

        with psycopg.connect(self.url.replace(f"/{self.name}", "/postgres"), autocommit=True) as server:
            for statement in statements:
                server.execute(statement)

    def make(self) -> None:
        self.drop()
        self._run(f"CREATE DATABASE {self.name}")

    def keep(self) -> None:
        self._run(f"CREATE DATABASE {self.name}_kept TEMPLATE {self.name}")

    def start_again(self) -> None:
        self._run(f"DROP DATABASE {self.name} WITH (FORCE)", f"CREATE DATABASE {self.name} TEMPLATE {self.name}_kept")

    def drop(self) -> None:
        self._run(
            f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)",
            f"DROP DATABASE IF EXISTS {self.name}_kept WITH (FORCE)",
        )


def test_killed_at_fifty_points_it_leaves_all_or_nothing(importing: Importing) -> None:
    nothing = importing("look")
    assert not nothing["applied"]
    seconds = importing("finish")
    everything = importing("look")
    assert everything["applied"]
    assert importing("known")
    assert everything["records"]["Outturn"] > 250
    importing.start_again()
    points = random.Random(20201201)
    were_killed = 0
    for kill in range(KILLS):
        was_killed = importing(f"apply {points.uniform(0, 1.2) * seconds:.4f}")
        were_killed += was_killed
        left = importing("look")
        assert left in (nothing, everything), f"kill {kill} left a part of the import"
        assert left == everything or was_killed
        if left == everything:
            importing.start_again()
        elif kill % 10 == 0:  # what was killed can be done again
            importing("finish")
            assert importing("look") == everything
            importing.start_again()
    assert were_killed > KILLS / 3, "most imports ended before they were killed: the test shows nothing"
