"""Turns the bytes of an `.xlsx` file into a `Workbook` of bounded `Sheet`s, or refuses them in plain English."""

import hashlib
import json
import signal
import subprocess  # nosec B404
import sys
import tempfile
from pathlib import Path
from time import monotonic
from typing import IO

from indicators.importers.cells import Cell, CellKind, Merge, Sheet, Workbook
from indicators.importers.child_xml import REDUCE, SAVE_AGAIN
from indicators.importers.container import DAMAGED, WorkbookRefused, unpacked_parts
from indicators.importers.decoding import Decoder

MAXIMUM_SECONDS = 8
PROJECT = Path(__file__).resolve().parents[2]
CHILD = "import sys; sys.path.append(sys.argv[1]); from indicators.importers.child import main; main()"
TOO_LONG = f"The workbook took too long to read (more than {MAXIMUM_SECONDS} seconds). {REDUCE}"
TOO_MUCH = f"The workbook needs too much memory to read, or is damaged. {REDUCE} {SAVE_AGAIN}"

__all__ = ["Cell", "CellKind", "Merge", "Sheet", "Workbook", "WorkbookRefused", "read_workbook"]


def read_workbook(content: bytes, file_name: str) -> Workbook:
    """Every filled cell of an `.xlsx` file. The parsing is done by another process, bounded in time and memory.

    Raises `WorkbookRefused` with a message for the person who uploaded the file.
    """
    deadline = monotonic() + MAXIMUM_SECONDS
    with tempfile.TemporaryFile() as parts:
        _pack(content, file_name, parts)
        answer = _run_child(parts, deadline - monotonic())
    try:
        outcome, *result = json.loads(answer)
    except ValueError as error:
        raise WorkbookRefused(DAMAGED.format("it could not be read to its end")) from error
    if outcome != "read":
        raise WorkbookRefused(str(result[0]))
    return Workbook(Decoder(*result[:3]).sheets(result[3]), hashlib.sha256(content).hexdigest())


def _pack(content: bytes, file_name: str, parts: IO[bytes]) -> None:
    """Writes the parts that can matter for the child: for each a line with two lengths, then its name and bytes."""
    for name, part in unpacked_parts(content, file_name):
        if name.endswith((".xml", ".rels")) and not name.startswith(("xl/drawings/", "xl/charts/", "xl/pivotcache/")):
            encoded = name.encode()
            parts.write(b"%d %d\n%b%b" % (len(encoded), len(part), encoded, part))
    parts.seek(0)


def _run_child(parts: IO[bytes], seconds: float) -> bytes:
    """What `child.main` answers, run without site packages, environment or access to files."""
    command = [sys.executable, "-I", "-S", "-c", CHILD, str(PROJECT)]
    try:
        done = subprocess.run(command, stdin=parts, capture_output=True, env={}, timeout=seconds, check=False)  # nosec B603
    except subprocess.TimeoutExpired as error:
        raise WorkbookRefused(TOO_LONG) from error
    if done.returncode in (-signal.SIGXCPU, -signal.SIGKILL):
        raise WorkbookRefused(TOO_LONG)
    if done.returncode:
        raise WorkbookRefused(TOO_MUCH)
    return done.stdout
