"""gunicorn as an operator starts it, and a reader without manners in front of it."""

import http.client
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from tests.integration.surfaces.conftest import ROOT, environment

OPTIONS = ("--workers=1", "--threads=4", "--log-level=warning", "--no-control-socket", "--keep-alive=30")


@dataclass(frozen=True)
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


def ask(address: str, path: str = "/", method: str = "GET", **headers: str) -> Answer:
    """One request on a connection of its own; a header's name is written with `_`."""
    where = urlsplit(address)
    connection = http.client.HTTPConnection(where.hostname or "", where.port, timeout=60)
    try:
        connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        response = connection.getresponse()
        return Answer(response.status, response.headers, response.read())
    finally:
        connection.close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(folder: Path, **variables: str) -> Iterator[str]:
    """The address of a server with this environment, once it answers; it is stopped afterwards."""
    port = free_port()
    with (folder / f"gunicorn-{port}.log").open("w+") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "config.wsgi", f"--bind=127.0.0.1:{port}", *OPTIONS],
            cwd=ROOT,
            env=environment(OUTTURN_ENVIRONMENT="test") | variables,
            stdout=log,
            stderr=log,
        )
        try:
            wait_for(port, server, Path(log.name))
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(timeout=20)


def wait_for(port: int, server: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(600):
        assert server.poll() is None, log.read_text()
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError(f"it never listened: {log.read_text()}")
