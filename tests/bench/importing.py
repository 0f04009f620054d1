"""The import of the example, end to end and in parts, beside openpyxl's load of the same file."""

import resource
import shutil
import subprocess
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import openpyxl
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from indicators.importers.answers import resolve
from indicators.importers.compare import make_plan
from indicators.importers.layout import parse_index
from indicators.importers.workbook import read_workbook
from indicators.models import Dataset, WorkbookImport
from indicators.services import _write, answer_questions, apply_import, read_import, receive_workbook
from tests.bench.figures import compare, heading, line, median, part, peak_of_this_process
from tests.factories.reports import ANSWERS, dataset
from tests.factories.workbooks import EXAMPLE, large_workbook

LOAD_IN_NEW_PROCESS = "import io, sys, openpyxl; openpyxl.load_workbook(io.BytesIO(sys.stdin.buffer.read()))"


def run(database: Path) -> None:
    """Leaves the database as it found it: each import starts from a copy of the migrated file."""
    heading("Import of the 38-row example into an empty catalogue, committed to SQLite")
    content = EXAMPLE.read_bytes()
    empty = database.with_suffix(".empty")
    dataset()
    connection.close()
    shutil.copy(database, empty)

    def start_again() -> None:
        connection.close()
        shutil.copy(empty, database)
        Dataset.objects.get()  # a server's connection has been used before

    whole = median(lambda: import_workbook(content), before_each=start_again)
    warm = median(lambda: openpyxl.load_workbook(BytesIO(content)))
    fresh = median(lambda: load_in_new_process(content))
    compare("receive, read, answer, plan, apply", whole, "openpyxl load, warm, in this process", warm, "< 3")
    compare("the same", whole, "a new Python that loads it with openpyxl", fresh)
    start_again()
    _parts(content)
    start_again()
    workbook = ready(content)
    with CaptureQueriesContext(connection) as queries:
        apply_import(workbook=workbook, by=None)
    line("queries of apply, its transaction included", len(queries), "< 25")
    start_again()
    _large(start_again)


def _large(start_again: Callable[[], None]) -> None:
    """An index of 2,000 rows with all twelve months, as the biggest council might send it."""
    heading("Import of 2,000 rows × 12 months into an empty catalogue, committed to SQLite")
    content = large_workbook(2_000)
    load = median(lambda: openpyxl.load_workbook(BytesIO(content)), repetitions=3)
    whole = median(lambda: import_large(content), before_each=start_again, repetitions=3)
    compare("receive, read, plan, apply", whole, "openpyxl load, warm, in this process", load, "< 3")
    line("most memory of this process so far, MB", peak_of_this_process(), "< 500")
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    line("most memory of any process that it started, MB", child, "< 500")
    start_again()


def import_large(content: bytes) -> None:
    workbook = receive_workbook(dataset=Dataset.objects.get(), content=content, file_name="large.xlsx", by=None)
    read_import(workbook)
    apply_import(workbook=workbook, by=None)


def ready(content: bytes) -> WorkbookImport:
    """A workbook that is read and answered, waiting for somebody to say yes."""
    workbook = receive_workbook(dataset=Dataset.objects.get(), content=content, file_name=EXAMPLE.name, by=None)
    read_import(workbook)
    answer_questions(workbook=workbook, answers=ANSWERS, by=None)
    return workbook


def import_workbook(content: bytes) -> None:
    apply_import(workbook=ready(content), by=None)


def load_in_new_process(content: bytes) -> None:
    subprocess.run([sys.executable, "-c", LOAD_IN_NEW_PROCESS], input=content, check=True)


def _parts(content: bytes) -> None:
    """What the whole is made of. Plan runs twice in an import: for the person, and when it is applied."""
    workbook = read_workbook(content, EXAMPLE.name)
    parsed = parse_index(workbook)
    into = Dataset.objects.get()

    def plan_and_write() -> None:
        with transaction.atomic():
            _write(make_plan(into, resolve(parsed, ANSWERS)), None, reason="bench")
            transaction.set_rollback(True)

    plan = median(lambda: make_plan(into, resolve(parsed, ANSWERS)))
    part("read (checks the zip, parses in a child)", median(lambda: read_workbook(content, EXAMPLE.name)))
    part("layout", median(lambda: parse_index(workbook)))
    part("plan, with its answers", plan)
    part("write", median(plan_and_write) - plan)
