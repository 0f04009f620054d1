"""A demonstration that a scanner may spoil, served over HTTPS on loopback, with a certificate of a day."""

import os
import socket
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

ROOT = Path(__file__).resolve().parents[2]
UNVERIFIED = ssl._create_unverified_context()
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
        request = urllib.request.Request(self.address + path, headers={"Cookie": self.cookies})
        try:
            with urllib.request.urlopen(request, timeout=20, context=UNVERIFIED) as response:
                return int(response.status)
        except urllib.error.HTTPError as error:
            return error.code


def environment(**variables: str) -> dict[str, str]:
    """What a process of the scanned site has in its environment."""
    ours = ("DATABASE_URL", "PUBLIC_DATABASE_URL", "SECRET_KEY", "OUTTURN_SURFACE", "OUTTURN_PUBLIC_FILE")
    kept = {name: value for name, value in os.environ.items() if name not in ours}
    return kept | {"OUTTURN_ENVIRONMENT": "demo", "OUTTURN_HTTPS": "true", **variables}


def office(database: Path) -> dict[str, str]:
    """The environment of the office's process."""
    return environment(OUTTURN_SURFACE="office", DATABASE_URL=f"sqlite:///{database}")


def public(database: Path) -> dict[str, str]:
    """The environment of the public process, beside whose database the published file is written."""
    published = database.with_name("public.sqlite3")
    manage(office(database) | {"OUTTURN_PUBLIC_FILE": str(published)}, "manage.py", "write_public_database")
    return environment(OUTTURN_SURFACE="public", PUBLIC_DATABASE_URL=f"sqlite:///{published}")


def manage(variables: dict[str, str], *command: str) -> str:
    """Run a command of manage.py; what it printed."""
    done = subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=variables, check=True, stdout=subprocess.PIPE, text=True
    )
    return done.stdout.strip()


def cookies(variables: dict[str, str], account: str) -> str:
    """The cookies of somebody who has signed in, and of the forms that they send."""
    return manage(variables, "-m", "tests.scan.session", account)


def certificate(folder: Path) -> list[str]:
    """What gunicorn needs to serve HTTPS on this machine for a day."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    now = datetime.now(UTC)
    signed = builder.not_valid_before(now).not_valid_after(now + timedelta(days=1)).sign(key, hashes.SHA256())
    plain = serialization.NoEncryption()
    form = serialization.PrivateFormat.PKCS8
    files = folder / "key.pem", folder / "certificate.pem"
    files[0].write_bytes(key.private_bytes(serialization.Encoding.PEM, form, plain))
    files[1].write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    return [f"--keyfile={files[0]}", f"--certfile={files[1]}"]


@contextmanager
def served(variables: dict[str, str], folder: Path) -> Iterator[str]:
    """The address of a site served by gunicorn."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = ["gunicorn", "config.wsgi", f"--bind=127.0.0.1:{port}", "--threads=4", "--log-level=error"]
    command += certificate(folder)
    with (folder / "site.log").open("w") as log:
        server = subprocess.Popen([sys.executable, "-m", *command], cwd=ROOT, env=variables, stderr=log)
    try:
        address = f"https://127.0.0.1:{port}"
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
