"""A workbook with what was found in it, as comments in its cells and as a list: written by a bounded process."""

import json
import subprocess  # nosec B404
import sys
import tempfile
from collections.abc import Iterable
from itertools import chain

from indicators.importers.parsed import Finding
from indicators.importers.plan import Action, Change, Plan
from indicators.importers.workbook import PROJECT

MAXIMUM_SECONDS = 30
CHILD = "import sys; sys.path.append(sys.argv[1]); from indicators.importers.comments_child import main; main()"
HEADINGS = {"error": "Not read", "question": "To be answered", "warning": "Worth a look", "note": "Note"}


def workbook_with_comments(content: bytes, plan: Plan) -> bytes:
    """The workbook with a comment for each finding and each figure kept, and a sheet that lists them.

    Where it cannot be written again within the bounds of the process, the list alone.
    """
    said = [*_findings(chain(plan.errors, plan.questions, plan.warnings, plan.notes)), *_kept(plan.changes)]
    for workbook in (content, b""):
        written = _run_child(workbook, said)
        if written:
            return written
    raise RuntimeError("A workbook with nothing but a list of findings could not be written.")


def _findings(findings: Iterable[Finding]) -> Iterable[tuple[str, str, str, str]]:
    for each in findings:
        sheet = each.location.sheet if each.location else ""
        yield HEADINGS[each.severity], sheet, each.cells, each.message


def _kept(changes: Iterable[Change]) -> Iterable[tuple[str, str, str, str]]:
    for each in changes:
        if each.action is Action.KEPT and each.location:
            message = f"{each.number} {each.title}, {each.what}: Outturn keeps {each.before}."
            yield "Kept as stored", each.location.sheet, each.cell, message


def _run_child(content: bytes, said: list[tuple[str, str, str, str]]) -> bytes:
    """What `comments_child.main` writes; nothing where the workbook took too long, too much, or broke it."""
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryFile() as sent:
        sent.write(json.dumps(said).encode() + b"\n" + content)
        sent.seek(0)
        command = [sys.executable, "-I", "-c", CHILD, str(PROJECT)]
        try:
            done = subprocess.run(  # nosec B603
                command,
                stdin=sent,
                capture_output=True,
                env={"TMPDIR": folder},
                timeout=MAXIMUM_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return b""
    return b"" if done.returncode else done.stdout
