"""The public index page as it is served, beside a file of the same bytes: WhiteNoise's, and nginx's.

Asked by ab (Debian: apache2-utils), 64 connections at once. Each number is the median of several rounds, in each of
which the page and the file are asked for in turn, because nothing else on the machine is quiet.
"""

import os
import re
import shutil
import statistics
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from django.urls import reverse

from reports.public_file import write_public_file
from reports.published import PublishedPaper
from tests.bench.figures import heading, line
from tests.integration.surfaces.conftest import ROOT
from tests.integration.surfaces.servers import ask, serving
from tests.integration.surfaces.test_nginx import NGINX, in_front
from tests.integration.surfaces.test_public_surface import public_of

REQUESTS, CONNECTIONS, ROUNDS = 10_000, 64, 5
FILE = ROOT / "static" / "build" / "bench-page.html"


@dataclass(frozen=True)
class Load:
    """What one run of ab found: requests a second, the 99th percentile in milliseconds, what went wrong."""

    a_second: float
    p99: float
    failed: int


def run() -> None:
    heading(f"The public index page under load: {REQUESTS} requests over {CONNECTIONS} connections")
    if not shutil.which("ab"):
        line("left out", "ab is not there (Debian: apache2-utils)", "")
        return
    paper = PublishedPaper.objects.latest("pk")
    page = reverse("reports:index", kwargs={"dataset_slug": paper.dataset_slug, "as_at": f"{paper.as_at:%Y-%m}"})
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_public_file(folder / "public.sqlite3")
        try:
            with serving(folder, **public_of(folder / "public.sqlite3")) as address:
                body = ask(address, page).body
            FILE.write_bytes(body)  # before the server starts: WhiteNoise looks once
            (folder / FILE.name).write_bytes(body)
            with serving(folder, **public_of(folder / "public.sqlite3")) as address:
                _compare("gunicorn", f"{address}{page}", f"{address}/static/outturn/{FILE.name}", 0.5)
                _memory(f"{address}{page}")
                if not Path(NGINX).exists():
                    line("behind nginx", "left out: nginx is not there (Debian: nginx-light)", "")
                    return
                unlimited = {
                    "limit_req zone=outturn_public burst=100 nodelay;": f"location = /{FILE.name} {{ root {folder}; }}"
                }
                with in_front(folder, "public", address, **unlimited) as cached:
                    _compare("nginx", f"{cached}{page}", f"{cached}/{FILE.name}", 0.9)
        finally:
            FILE.unlink(missing_ok=True)


def _compare(server: str, page: str, file: str, least: float) -> None:
    for address in (page, file):
        _asked(address, 500)
    rounds = [(_asked(page), _asked(file)) for _ in range(ROUNDS)]
    ratio = statistics.median(of_page.a_second / of_file.a_second for of_page, of_file in rounds)
    slowest = statistics.median(of_page.p99 / of_file.p99 for of_page, of_file in rounds)
    for what, index in (("the page", 0), ("a file of the same bytes", 1)):
        found = [each[index] for each in rounds]
        a_second, p99 = (statistics.median(getattr(each, name) for each in found) for name in ("a_second", "p99"))
        line(f"{server}, {what}", f"{a_second:,.0f} a second, p99 {p99:.1f} ms", "")
    line(f"{server}, requests a second beside the file", f"{ratio:.2f}", f">= {least}")
    line(f"{server}, p99 beside the file", f"{slowest:.2f}", "< 5")
    line(f"{server}, requests that failed", sum(each.failed for pair in rounds for each in pair), "0")


def _memory(page: str) -> None:
    """How much larger the server is after ten thousand requests than before."""
    before = _kilobytes()
    _asked(page)
    line("gunicorn, memory before and after", f"{before / 1024:.1f} MB, {_kilobytes() / 1024:.1f} MB", "flat")


def _kilobytes() -> int:
    """Of all processes that this one has started, and those that they have."""
    listed = subprocess.run(["ps", "-eo", "pid,ppid,rss"], capture_output=True, text=True, check=True).stdout.split(
        "\n"
    )[1:]
    rows = [tuple(map(int, row.split())) for row in listed if row]
    family, size = {os.getpid()}, 0
    for pid, parent, resident in sorted(rows):
        if parent in family and pid != os.getpid():
            family.add(pid)
            size += resident
    return size


def _asked(address: str, requests: int = REQUESTS) -> Load:
    with tempfile.NamedTemporaryFile(suffix=".csv") as percentiles:
        done = subprocess.run(
            ["ab", "-q", "-k", "-n", str(requests), "-c", str(CONNECTIONS), "-e", percentiles.name, address],
            capture_output=True,
            text=True,
            check=True,
        )
        rows = dict(row.split(",") for row in Path(percentiles.name).read_text().splitlines()[1:])
    said = dict(re.findall(r"^([\w -]+):\s+([\d.]+)", done.stdout, re.MULTILINE))
    failed = (
        int(said["Failed requests"])
        + int(said.get("Non-2xx responses", 0))
        + requests
        - int(said["Complete requests"])
    )
    return Load(float(said["Requests per second"]), float(rows["99"]), failed)
