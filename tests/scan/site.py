"""A demonstration that a scanner may spoil, served as it is in production: as if over HTTPS, on loopback."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OVER_HTTPS = {"X-Forwarded-Proto": "https"}
ACCOUNTS = {
    "data officer": "data-officer",
    "director": "director",
    "publisher": "publisher",
    "restricted reader": "restricted-reader",
    "administrator": "administrator",
    "member": "member",
}
"""The account of the demonstration that has each role."""


@dataclass(frozen=True)
class Visitor:
    """Who looks: the address of the site, and the cookies of whoever has signed in ("" for nobody)."""

    name: str
    address: str
    cookies: str

    def get(self, path: str) -> int:
        """The status of a page, as the visitor gets it."""
        request = urllib.request.Request(self.address + path, headers=OVER_HTTPS | {"Cookie": self.cookies})
        try:
            with urllib.request.urlopen(request, timeout=20) as response:
                return int(response.status)
        except urllib.error.HTTPError as error:
            return error.code


def environment(database: Path, **further: str) -> dict[str, str]:
    """What a process of the scanned site has in its environment."""
    kept = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "SECRET_KEY"}}
    return kept | {
        "OUTTURN_ENVIRONMENT": "demo",
        "OUTTURN_HTTPS": "true",
        "OUTTURN_BEHIND_PROXY": "true",
        "DATABASE_URL": f"sqlite:///{database}",
        **further,
    }


def manage(variables: dict[str, str], *command: str) -> str:
    """Run a command of manage.py; what it printed."""
    done = subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=variables, check=True, stdout=subprocess.PIPE, text=True
    )
    return done.stdout.strip()


def cookies(variables: dict[str, str], account: str) -> str:
    """The cookies of somebody who has signed in, and of the forms that they send."""
    return manage(variables, "-m", "tests.scan.session", account)


@contextmanager
def served(variables: dict[str, str]) -> Iterator[str]:
    """The address of a site served by gunicorn."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = ["gunicorn", "config.wsgi", f"--bind=127.0.0.1:{port}", "--threads=4", "--log-level=error"]
    server = subprocess.Popen([sys.executable, "-m", *command], cwd=ROOT, env=variables)
    try:
        address = f"http://127.0.0.1:{port}"
        visitor = Visitor("nobody", address, "")
        for _ in range(300):
            try:
                visitor.get("/robots.txt")
                break
            except OSError:
                time.sleep(0.1)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=20)
