"""A process that applies an import again and again, each time in a fork of its own that is killed after a while.

It takes one command a line and answers with one line of JSON:

    prepare        migrate the database, and leave a workbook that is read and answered waiting
    apply SECONDS  apply it in a fork, and kill -9 that after so many seconds; was it killed before it ended?
    finish         apply it in this process
    look           how much of it is in the database
    known          whether the same file is known as applied
"""

import json
import os
import signal
import sys
import threading
import time

os.environ["OUTTURN_ENVIRONMENT"] = "test"
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"


def prepare() -> bool:
    from django.core.management import call_command

    from tests.factories.reports import dataset, ready
    from tests.factories.workbooks import example

    call_command("migrate", verbosity=0)
    ready(dataset(), example())
    return True


def apply(seconds: float) -> bool:
    """Whether the fork was killed before it had done its work."""
    from django.db import connections

    connections.close_all()
    child = os.fork()
    if child == 0:
        finish()
        os._exit(0)
    timer = threading.Timer(seconds, os.kill, (child, signal.SIGKILL))
    timer.start()
    _, status = os.waitpid(child, 0)
    timer.cancel()
    timer.join()
    _wait_for_the_server()
    return os.WIFSIGNALED(status)


def _wait_for_the_server() -> None:
    """Until the server knows that the fork is dead: a COMMIT that was sent is carried out after its sender's death."""
    from django.db import connection

    deadline = time.monotonic() + 30
    while connection.vendor == "postgresql":
        if time.monotonic() > deadline:
            raise TimeoutError("after half a minute the server still keeps the dead process's connection")
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() "
                "AND backend_type = 'client backend'"
            )
            if cursor.fetchone() == (0,):
                return
        time.sleep(0.002)


def finish() -> float:
    """How long it took."""
    from indicators.models import WorkbookImport
    from indicators.services import apply_import

    start = time.perf_counter()
    apply_import(workbook=WorkbookImport.objects.get(), by=None)
    return time.perf_counter() - start


def look() -> dict[str, object]:
    """How many records of each kind there are, and whether the import says that it was applied."""
    from django.db import connection

    from accounts.models import AuditEntry
    from indicators import models

    workbook = models.WorkbookImport.objects.only("applied_at").get()
    counted = (
        models.Section,
        models.Indicator,
        models.IndicatorDefinition,
        models.Measure,
        models.Period,
        models.Outturn,
        models.Benchmark,
        models.RatingOverride,
        models.DefinitionRelation,
        models.Outturn.history.model,
        models.Benchmark.history.model,
        models.IndicatorDefinition.history.model,
        models.DefinitionRelation.history.model,
    )
    sound = "ok"
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            (sound,) = cursor.execute("PRAGMA integrity_check").fetchone()
    seen = {
        "records": {model.__name__: model._base_manager.count() for model in counted},
        "audited": AuditEntry.objects.filter(action="applied a workbook").count(),
        "applied": workbook.applied_at is not None,
        "sound": sound,
    }
    return seen  # noqa: RET504


def known() -> bool:
    from indicators.models import WorkbookImport
    from indicators.services import already_imported
    from tests.factories.workbooks import example

    workbook = already_imported(WorkbookImport.objects.get().dataset, example())
    return workbook is not None and workbook.applied_at is not None


def main() -> None:
    import django

    django.setup()
    from django.db import connections

    commands = {"prepare": prepare, "apply": apply, "finish": finish, "look": look, "known": known}
    for line in sys.stdin:
        name, *arguments = line.split()
        answer = commands[name](*map(float, arguments))
        connections.close_all()
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
