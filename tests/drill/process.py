"""The processes that a drill starts: the worker, and the site behind gunicorn."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parents[2]
TOKEN = "d" * 32
FIRST_ANSWER = 30


def environment(url: str, **more: str) -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "DATABASE_URL": url, "OUTTURN_ENVIRONMENT": "test"} | more


class Worker:
    """`tests.drill.worker` on one database."""

    def __init__(self, url: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.drill.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env=environment(url),
        )

    def __call__(self, command: str) -> Any:
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.write(command + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            raise RuntimeError(f"the worker ended at “{command}”")
        return json.loads(answer)

    def end(self) -> None:
        self.process.kill()
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout):
            if stream is not None:
                stream.close()


@contextmanager
def worker(url: str) -> Iterator[Worker]:
    started = Worker(url)
    try:
        yield started
    finally:
        started.end()


def manage(url: str, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    """A management command, whatever becomes of it."""
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment(url, **more),
        capture_output=True,
        text=True,
        check=False,
    )


@dataclass
class Site:
    """The office behind gunicorn, and one officer's way to write a cell."""

    port: int
    visit: dict[str, Any] = field(default_factory=dict)

    def save(self, writer: int, number: int, version: int) -> tuple[int, dict[str, Any]]:
        """The status and what was answered; status 0 where the connection broke."""
        name, value = self.visit["session"]
        headers = {
            "Cookie": f"{name}={value}; {self.visit['csrf']}={TOKEN}",
            "X-CSRFToken": TOKEN,
            "Content-Type": "application/x-www-form-urlencoded",
        }
        body = urlencode({"name": f"{self.visit['cells'][writer]}{version}", "text": str(number)})
        try:
            return self.ask("POST", self.visit["address"], body, headers)
        except (OSError, http.client.HTTPException):
            return 0, {}

    def ask(
        self, method: str, address: str, body: str = "", headers: dict[str, str] | None = None
    ) -> tuple[int, dict[str, Any]]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, address, body, headers or {})
            answer = connection.getresponse()
            content = answer.read().decode()
            is_json = answer.headers.get_content_type() == "application/json"
            return answer.status, json.loads(content) if is_json else {"page": content}
        finally:
            connection.close()


@contextmanager
def site(url: str, visit: dict[str, Any], workers: int = 2, threads: int = 10, **more: str) -> Iterator[Site]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "tests.drill.application:application", f"--bind=127.0.0.1:{port}"]
    options = [f"--workers={workers}", f"--threads={threads}", "--log-level=critical", "--no-control-socket"]
    server = subprocess.Popen(
        command + options, cwd=ROOT, env=environment(url, **more), stderr=subprocess.DEVNULL, start_new_session=True
    )
    started = Site(port, visit)
    try:
        _wait_for(started)
        yield started
    finally:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()


def _wait_for(started: Site) -> None:
    deadline = time.monotonic() + FIRST_ANSWER
    while True:
        try:
            if started.ask("GET", "/health/live")[0] == 200:
                return
        except OSError:
            pass
        if time.monotonic() > deadline:
            raise TimeoutError("gunicorn does not answer")
        time.sleep(0.1)
