"""Eight people record at once and lock rows that others hold, in a database of its own: `python -m …`; prints JSON."""

import json
import sys
from threading import Thread

import django
from django.core.management import call_command
from django.db import connection, transaction

from tests import environment  # noqa: F401

WRITERS, TURNS = 8, 20


def run() -> dict[str, object]:
    from accounts.audit_chain import findings, head
    from accounts.models import AuditEntry
    from indicators.models import Dataset

    dataset = Dataset.objects.create(name="One", slug="one")
    failed: list[str] = []
    threads = [Thread(target=write, args=(writer, dataset.pk, failed)) for writer in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return {
        "recorded": AuditEntry.objects.count(),
        "linked": head().sequence,
        "failed": failed,
        "findings": findings(head()),
    }


def write(writer: int, dataset: int, failed: list[str]) -> None:
    from accounts.services import record
    from indicators.models import Dataset, Section

    try:
        for turn in range(TURNS):
            with transaction.atomic():
                if writer % 2:  # locks a row and records
                    Dataset.objects.select_for_update().get(pk=dataset)
                    record(action="did something", subject=f"{writer} {turn}", by=None)
                elif turn % 2:  # records and locks the row afterwards
                    record(action="did something", subject=f"{writer} {turn}", by=None)
                    Dataset.objects.select_for_update().get(pk=dataset)
                else:  # records and leaves to the commit whether the row of a foreign key is there
                    record(action="did something", subject=f"{writer} {turn}", by=None)
                    Section.objects.create(dataset_id=dataset, name=f"{writer} {turn}", position=1)
    except Exception as error:
        failed.append(repr(error))
    finally:
        connection.close()


if __name__ == "__main__":
    django.setup()
    call_command("migrate", verbosity=0)
    sys.stdout.write(json.dumps(run()))
