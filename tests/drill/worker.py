"""A process that saves, imports and publishes in forks of its own that are killed: `python -m tests.drill.worker`.

It takes one command a line and answers with one line of JSON:

    prepare            migrate, and leave an import waiting, a report approved, and cells to be filled
    kill WHAT SECONDS  do it in a fork that is killed after so many seconds; was it killed, what had it acknowledged?
    finish WHAT        do it in this process; how long it took
    look WHAT          what of it is in the database
    tear               from now on every statement is committed by itself: the fault that the drill has to find
    mend               no longer
    visit              cookies of a data officer who has signed in, the cells to write, and their dataset
    stored             the value and the earlier values of each of these cells
"""

import json
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

os.environ["OUTTURN_ENVIRONMENT"] = "test"
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"

IMPORTED, PUBLISHED, ENTERED = "imported", "childrens-scrutiny", "entered"
CELLS_AT_ONCE, WRITERS = 5, 20
FILES = ["csv", "json"]
torn = False


def prepare() -> bool:
    from django.core.management import call_command

    from reports.drafting import approve_report, begin_report, make_ready
    from tests.factories.figures import measure
    from tests.factories.people import one_person_for_each_role, person_with
    from tests.factories.reports import DECEMBER, commented, dataset, example_imported, ready, second_publisher
    from tests.factories.workbooks import example
    from tests.factories.workflow import approved

    call_command("migrate", verbosity=0)
    one_person_for_each_role()
    published = dataset("Published", PUBLISHED)
    example_imported(published, by=person_with("data_officer"))
    approved(published)
    commented(published)
    report = begin_report(dataset=published, as_at=DECEMBER, by=person_with("publisher"))
    approve_report(report=make_ready(report=report, by=person_with("publisher")), by=second_publisher())
    ready(dataset("Imported", IMPORTED), example())
    entered = dataset("Entered", ENTERED)
    for number in range(CELLS_AT_ONCE + WRITERS):
        measure(entered, str(number + 1))
    return True


def kill(what: str, seconds: str) -> dict[str, Any]:
    """Whether the fork was killed before it had done its work, and how often it had said that something was stored."""
    from django.db import connections

    connections.close_all()
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        try:
            WORK[what](lambda: os.write(write, b"."))
        finally:
            os._exit(0)
    os.close(write)
    assert os.read(read, 1), "the work did not begin"
    timer = threading.Timer(float(seconds), os.kill, (child, signal.SIGKILL))
    timer.start()
    _, status = os.waitpid(child, 0)
    timer.cancel()
    timer.join()
    acknowledged = len(os.read(read, 65536))
    os.close(read)
    _wait_for_the_server()
    return {"killed": os.WIFSIGNALED(status), "acknowledged": acknowledged}


def _wait_for_the_server() -> None:
    """Until the server knows that the fork is dead: a COMMIT that was sent is carried out after its sender's death."""
    from django.db import connection

    deadline = time.monotonic() + 30
    while connection.vendor == "postgresql" and time.monotonic() < deadline:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() "
                "AND backend_type = 'client backend'"
            )
            if cursor.fetchone() == (0,):
                return
        time.sleep(0.002)


def _tear() -> None:
    """Commit what went before each statement that writes."""
    from django.db import connection

    if not torn:
        return
    connection.features.uses_savepoints = False

    def committed(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if connection.in_atomic_block and sql.lstrip().startswith(("INSERT", "UPDATE", "DELETE")):
            connection.connection.commit()
            if connection.vendor == "sqlite":
                connection.connection.execute("BEGIN IMMEDIATE")
        return execute(sql, params, many, context)

    connection.execute_wrappers.append(committed)


def _save(say: Callable[[], object]) -> None:
    """Write the next number into some cells at once, again and again."""
    from indicators.entry.services import enter_figures
    from indicators.models import Outturn
    from tests.factories.figures import YEAR, typed
    from tests.factories.people import person_with

    officer, cells = person_with("data_officer"), _cells()[:CELLS_AT_ONCE]
    first = Outturn.objects.filter(measure__in=cells).values_list("version", flat=True).first() or 0
    _tear()
    say()
    for number in range(first + 1, first + 200):
        enter_figures(
            dataset=cells[0].indicator.dataset,
            reporting_year=YEAR,
            entries=[typed(each, str(number), version=number - 1) for each in cells],
            by=officer,
        )
        say()


def _import(say: Callable[[], object]) -> None:
    from indicators.models import WorkbookImport
    from indicators.services import apply_import

    workbook = WorkbookImport.objects.get(dataset__slug=IMPORTED)
    _tear()
    say()
    apply_import(workbook=workbook, by=None)
    say()


def _publish(say: Callable[[], object]) -> None:
    """The papers and files are made before the clock starts, so that the kills fall on what is written."""
    from unittest.mock import patch

    from django.conf import settings
    from django.db import transaction

    from reports import services
    from reports.drafting import unchanged_papers
    from reports.files import make_file, missing_files
    from reports.models import Report
    from tests.factories.people import person_with

    settings.PUBLISHED_FILES = FILES
    report = Report.objects.get(dataset__slug=PUBLISHED)
    for renderer in missing_files(bytes(report.part_1)):
        make_file(bytes(report.part_1), renderer)
    with transaction.atomic():
        made = unchanged_papers(report)
    _tear()
    say()
    with patch.object(services, "unchanged_papers", lambda report: made):
        services.publish_report(report=report, by=person_with("publisher"))
    say()


WORK: dict[str, Callable[[Callable[[], object]], None]] = {"save": _save, "import": _import, "publish": _publish}


def finish(what: str) -> float:
    started: list[float] = []
    WORK[what](lambda: started.append(time.perf_counter()))
    return started[1] - started[0]


def look(what: str) -> dict[str, Any]:
    from django.db import connection

    seen = LOOKS[what]()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check")
            seen["sound"] = cursor.fetchone()[0]
    return seen


def _look_at_save() -> dict[str, Any]:
    from accounts.models import AuditEntry
    from indicators.models import Outturn

    cells = _cells()[:CELLS_AT_ONCE]
    values = sorted(
        {int(value or 0) for value in Outturn.objects.filter(measure__in=cells).values_list("value", flat=True)}
    )
    return {
        "values": values or [0],
        "revisions": Outturn.history.filter(measure_id__in=[each.pk for each in cells]).count() / CELLS_AT_ONCE,
        "audited": AuditEntry.objects.filter(action="entered figures", detail__dataset=ENTERED).count(),
    }


def _look_at_import() -> dict[str, Any]:
    from accounts.models import AuditEntry
    from indicators.models import Indicator, IndicatorDefinition, Measure, Outturn, WorkbookImport

    workbook = WorkbookImport.objects.only("applied_at").get(dataset__slug=IMPORTED)
    return {
        "done": workbook.applied_at is not None,
        "indicators": Indicator.objects.filter(dataset__slug=IMPORTED).count(),
        "definitions": IndicatorDefinition.objects.filter(indicator__dataset__slug=IMPORTED).count(),
        "measures": Measure.objects.filter(indicator__dataset__slug=IMPORTED).count(),
        "outturns": Outturn.objects.filter(measure__indicator__dataset__slug=IMPORTED).count(),
        "revisions": Outturn.history.filter(measure__indicator__dataset__slug=IMPORTED).count(),
        "audited": AuditEntry.objects.filter(action="applied a workbook").count(),
    }


def _look_at_publish() -> dict[str, Any]:
    from accounts.models import AuditEntry
    from indicators.models import Outturn
    from reports.models import Publication, PublishedFile, PublishedPaper, Report

    report = Report.objects.get(dataset__slug=PUBLISHED)
    return {
        "done": report.publication_id is not None,
        "state": report.state,
        "revisions": report.history.count(),
        "publications": Publication.objects.count(),
        "papers": PublishedPaper.objects.count(),
        "files": PublishedFile.objects.count(),
        "locked": Outturn.objects.filter(state="locked").count(),
        "audited": AuditEntry.objects.filter(action="published a report").count(),
    }


LOOKS = {"save": _look_at_save, "import": _look_at_import, "publish": _look_at_publish}


def tear() -> bool:
    global torn
    torn = True
    return True


def mend() -> bool:
    global torn
    torn = False
    return True


def visit() -> dict[str, Any]:
    from django.conf import settings
    from django.test import Client

    from tests.factories.people import person_with

    browser = Client()
    browser.force_login(person_with("data_officer"))
    return {
        "session": [settings.SESSION_COOKIE_NAME, browser.cookies[settings.SESSION_COOKIE_NAME].value],
        "csrf": settings.CSRF_COOKIE_NAME,
        "address": f"/office/figures/{ENTERED}/2020/save/",
        "cells": [f"cell-{each.pk}-2020-04-" for each in _cells()[CELLS_AT_ONCE:]],
    }


def stored() -> list[dict[str, Any]]:
    from indicators.models import Outturn

    found = []
    for each in _cells()[CELLS_AT_ONCE:]:
        value = Outturn.objects.filter(measure=each).values_list("value", flat=True).first()
        earlier = Outturn.history.filter(measure_id=each.pk).values_list("value", flat=True)
        found.append({"value": int(value or 0), "earlier": sorted(int(number or 0) for number in earlier)})
    return found


def _cells() -> list[Any]:
    from indicators.models import Measure

    return list(
        Measure.objects.filter(indicator__dataset__slug=ENTERED).select_related("indicator__dataset").order_by("pk")
    )


def main() -> None:
    import django

    django.setup()
    from django.db import connections

    commands: dict[str, Callable[..., Any]] = {
        "prepare": prepare,
        "kill": kill,
        "finish": finish,
        "look": look,
        "tear": tear,
        "mend": mend,
        "visit": visit,
        "stored": stored,
    }
    for line in sys.stdin:
        name, *arguments = line.split()
        answer = commands[name](*arguments)
        connections.close_all()
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
