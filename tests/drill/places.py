"""Databases to be ill-treated: a file, or a PostgreSQL cluster of the drill's own, never one that somebody uses."""

import os
import pwd
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

PROGRAMS = Path("/usr/lib/postgresql")


class Place(Protocol):
    """Where a database is made, kept as it is, and put back as it was kept."""

    kind: str

    @property
    def url(self) -> str: ...
    def keep(self) -> None: ...
    def start_again(self) -> None: ...
    def start_anew(self) -> None: ...
    def other(self) -> str: ...


class File:
    kind = "SQLite"

    def __init__(self, folder: Path, name: str = "drill") -> None:
        self.file, self.kept = folder / f"{name}.sqlite3", folder / f"{name}-kept.sqlite3"

    @property
    def url(self) -> str:
        return f"sqlite:///{self.file}"

    def keep(self) -> None:
        shutil.copy(self.file, self.kept)

    def start_again(self) -> None:
        for tail in ("-wal", "-shm"):
            Path(f"{self.file}{tail}").unlink(missing_ok=True)
        shutil.copy(self.kept, self.file)

    def start_anew(self) -> None:
        for tail in ("", "-wal", "-shm"):
            Path(f"{self.file}{tail}").unlink(missing_ok=True)

    def other(self) -> str:
        """The address of a database that is not there yet."""
        file = self.file.with_name("other.sqlite3")
        for tail in ("", "-wal", "-shm"):
            Path(f"{file}{tail}").unlink(missing_ok=True)
        return f"sqlite:///{file}"


class Cluster:
    """A PostgreSQL server of one's own, in a folder, on a free port of this machine."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.programs = max(PROGRAMS.iterdir(), key=lambda each: int(each.name)) / "bin"
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        owner = pwd.getpwnam("postgres") if os.geteuid() == 0 else None
        self._as_owner = ["runuser", "-u", "postgres", "--"] if owner else []
        if owner:
            folder.chmod(0o755)
            os.chown(folder, owner.pw_uid, owner.pw_gid)

    def run(self, program: str, *arguments: str) -> None:
        command = [*self._as_owner, str(self.programs / program), *arguments]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=self.folder)

    def make(self) -> None:
        data = str(self.folder / "data")
        self.run("initdb", "--auth=trust", "--username=postgres", "--no-sync", f"--pgdata={data}")
        self.start()

    def start(self) -> None:
        said = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self.folder}"
        log = str(self.folder / "log")
        self.run("pg_ctl", "start", "-w", "-D", str(self.folder / "data"), "-l", log, "-o", said)

    def stop(self, mode: str = "immediate") -> None:
        self.run("pg_ctl", "stop", "-w", "-D", str(self.folder / "data"), "-m", mode)

    def execute(self, *statements: str) -> None:
        import psycopg

        with psycopg.connect(self.address("postgres"), autocommit=True) as server:
            for statement in statements:
                server.execute(statement.encode())

    def address(self, name: str) -> str:
        return f"postgres://postgres@127.0.0.1:{self.port}/{name}"


@contextmanager
def cluster(folder: Path) -> Iterator[Cluster]:
    folder.mkdir()
    made = Cluster(folder)
    made.make()
    try:
        yield made
    finally:
        made.stop()


class Database:
    """One database of a cluster."""

    kind = "PostgreSQL"

    def __init__(self, server: Cluster, name: str = "drill", tablespace: str = "pg_default") -> None:
        self.server, self.name, self.tablespace = server, name, tablespace
        server.execute(f"CREATE DATABASE {name} TABLESPACE {tablespace}")

    @property
    def url(self) -> str:
        return self.server.address(self.name)

    def keep(self) -> None:
        self.server.execute(f"CREATE DATABASE {self.name}_kept TEMPLATE {self.name} TABLESPACE {self.tablespace}")

    def start_again(self) -> None:
        self.server.execute(
            f"DROP DATABASE {self.name} WITH (FORCE)",
            f"CREATE DATABASE {self.name} TEMPLATE {self.name}_kept TABLESPACE {self.tablespace}",
        )

    def start_anew(self) -> None:
        self.server.execute(f"DROP DATABASE {self.name} WITH (FORCE)", f"CREATE DATABASE {self.name}")

    def other(self) -> str:
        self.server.execute("DROP DATABASE IF EXISTS other WITH (FORCE)", "CREATE DATABASE other")
        return self.server.address("other")


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[bool]:
    """A disk of that size at the folder; False where this machine does not let us have one."""
    folder.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)], check=False, capture_output=True
    )
    try:
        yield made.returncode == 0
    finally:
        if made.returncode == 0:
            for _ in range(50):
                if subprocess.run(["umount", str(folder)], check=False, capture_output=True).returncode == 0:
                    break
                time.sleep(0.1)


def fill(folder: Path) -> Path:
    """A file that leaves no room on the disk."""
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as opened:
        for size in (1024 * 1024, 4096, 1):
            try:
                while True:
                    opened.write(b"\0" * size)
            except OSError:
                continue
    return filler
