"""The office works under its own role on PostgreSQL: from an import to a withdrawal it needs no other right."""

import subprocess
import sys

import pytest

from tests.integration.surfaces.conftest import ROOT, RolesOfTests, environment

WORK = """
from tests import environment
import django
django.setup()
from datetime import date
from django.conf import settings
from django.db import connection
from django.test import Client
from accounts.models import AuditEntry
from reports.drafting import announce_report, unannounce_report
from reports.models import PublishedPaper
from reports.services import withdraw_report
from tests.factories import people, reports
from tests.factories.workbooks import example

publisher, day = people.person_with("publisher"), date(2021, 3, 1)
dataset = reports.dataset("Another", "another")
reports.example_imported(dataset, by=people.person_with("data_officer"))
first = reports.published(dataset)
assert PublishedPaper.objects.get(dataset_slug="another").sha256 == first.part_1_sha256
announce_report(dataset=dataset, as_at=day, expected_on=day, meeting="", by=publisher)
announce_report(dataset=dataset, as_at=day, expected_on=date(2021, 4, 1), meeting="", by=publisher)
unannounce_report(dataset=dataset, as_at=day, by=publisher)
withdraw_report(publication=first, notice="Taken back while it is looked into.", by=publisher)
people.person("publisher", username="somebody-new")

browser = Client()
browser.force_login(publisher)
for path in ("/office/", "/office/reports/", "/office/figures/", "/office/part-2/childrens-scrutiny/2020-12/", "/"):
    assert browser.get(path).status_code == 200, path
assert browser.post("/account/sign-out/").status_code == 302
print(connection.settings_dict["USER"], AuditEntry.objects.filter(action="withdrew a report").count())
"""


@pytest.mark.django_db
def test_the_office_imports_publishes_announces_and_withdraws_as_its_role(roles: RolesOfTests) -> None:
    done = subprocess.run(
        [sys.executable, "-c", WORK],
        cwd=ROOT,
        env=environment(
            DJANGO_SETTINGS_MODULE="config.settings", DATABASE_URL=roles.url(roles.office), OUTTURN_SURFACE="office"
        ),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"{roles.office} 1\n"
