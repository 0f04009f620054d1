"""Loads what an earlier release wrote, migrates it, and reads it: `python -m … DUMP` on an empty DATABASE_URL.

It prints what it saw before and after, as JSON.
"""

import gzip
import json
import os
import sys
from typing import Any

import django

from tests import environment  # noqa: F401

READ = (
    "/",
    "/reports/childrens-scrutiny/2020-12/",
    "/reports/childrens-scrutiny/2020-12/summary/",
    "/reports/childrens-scrutiny/2020-12/indicators/average-caseloads/",
)
READ_IN_OFFICE = ("/office/", "/office/part-2/childrens-scrutiny/2020-12/", "/office/figures/childrens-scrutiny/2020/")


def run(dump: str) -> dict[str, Any]:
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client

    with gzip.open(dump, "rt", encoding="utf-8") as opened:
        _load(opened.read())
    before = _rows()
    call_command("migrate", verbosity=0)
    from accounts import audit_chain
    from reports.models import Publication, PublishedPaper
    from suppression.paper import sha256
    from tests.factories.people import person_with

    browser = Client()
    seen: dict[str, Any] = {"before": before, "after": _rows(), "public": {}, "office": {}}
    for address in READ:
        response = browser.get(address)
        seen["public"][address] = [response.status_code, "December 2020" in response.content.decode()]
    for address in READ_IN_OFFICE:
        browser.force_login(person_with("publisher"))
        seen["office"][address] = browser.get(address).status_code
    seen["papers"] = [
        sha256(bytes(paper.document)) == paper.sha256 == Publication.objects.get().part_1_sha256
        for paper in PublishedPaper.objects.all()
    ]
    seen["audit"] = audit_chain.findings()
    connection.close()
    return seen


def _load(script: str) -> None:
    """On SQLite through Django's connection, which has the functions that its constraints ask for."""
    from django.db import connection

    connection.ensure_connection()
    if connection.vendor == "sqlite":
        connection.connection.executescript(f"PRAGMA foreign_keys=OFF; {script}")
        connection.check_constraints()
    else:
        connection.connection.execute(script.encode())
        connection.connection.execute(b"SET search_path TO public")
    connection.close()


def _rows() -> dict[str, int]:
    from django.db import connection

    with connection.cursor() as cursor:
        tables = sorted(connection.introspection.table_names(cursor))
        found = {}
        for table in tables:
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")
            found[table] = cursor.fetchone()[0]
    return found


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    django.setup()
    sys.stdout.write(json.dumps(run(sys.argv[1])))
