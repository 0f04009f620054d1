"""An auditor's walk: who read Part 2 of December 2020, who approved indicator 29, what changed since."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.audit_chain import findings, head
from accounts.models import AuditEntry
from indicators.models import Outturn
from indicators.revisions import update_with_revisions
from indicators.workflow.services import open_for_correction
from reports.models import Publication
from tests.factories.kept import linked
from tests.factories.people import person_with
from tests.integration.test_access import INDICATOR, REPORT, browser_of

PAGE = "/office/audit/"


def found(browser: Client, **asked: str) -> list[Any]:
    """The entries that a search shows, newest first."""
    context = browser.get(PAGE, asked).context
    assert not context["form"].errors
    return list(context["table"].data)


def test_who_read_part_2_of_a_report(publication: Publication) -> None:
    reader = browser_of("restricted_reader")
    reader.get(reverse("reports:part_2_index", kwargs=REPORT))
    reader.get(reverse("reports:part_2_indicator", kwargs=INDICATOR))
    browser_of("director").get(reverse("reports:part_2_file", kwargs=REPORT | {"kind": "csv"}))
    browser_of("member").get(reverse("reports:part_2_index", kwargs=REPORT))
    browser = browser_of("auditor")
    entries = found(browser, act="Part 2", indicator="December 2020")
    assert [(entry.user_name, entry.act) for entry in entries] == [
        ("director", "downloaded Part 2"),
        ("restricted_reader", "read Part 2"),
        ("restricted_reader", "read Part 2"),
    ]
    assert found(browser, act="Part 2", indicator="October 2020") == []
    refused = found(browser, act="was refused")
    assert [(entry.user_name, entry.subject) for entry in refused] == [
        ("member", reverse("reports:part_2_index", kwargs=REPORT))
    ]


def test_who_approved_an_indicator_and_what_changed_since(publication: Publication) -> None:
    browser = browser_of("auditor")
    approvals = found(browser, act="approved", indicator="29", kind="figure")
    assert {entry.user_name for entry in approvals} == {"director"}
    outturns = Outturn.objects.filter(measure__indicator__definitions__number="29").select_related("measure", "period")
    open_for_correction(outturns=outturns, reason="Recounted", by=person_with("publisher"))
    outturn = outturns.latest("period__last_month")
    outturn.value = 31415
    update_with_revisions(Outturn, [outturn], ["value"], by=person_with("data_officer"), reason="A late case")
    since = found(browser, indicator="29", kind="figure", since=f"{approvals[0].at:%Y-%m-%d}")
    later = [entry for entry in since if entry.at > approvals[0].at]
    assert later[0].user_name == "data_officer"
    assert {entry.user_name for entry in later} >= {"data_officer", "publisher"}
    assert "31415" not in browser.get(PAGE, {"indicator": "29"}).content.decode()
    assert (
        found(browser, act="approved", indicator="29", since=f"{timezone.localdate() + timedelta(days=1):%Y-%m-%d}")
        == []
    )


@pytest.mark.parametrize("act", ["Recounted", "A late case", "%", "approved figures nobody made"])
def test_what_people_wrote_is_not_looked_through(publication: Publication, act: str) -> None:
    outturns = Outturn.objects.filter(measure__indicator__definitions__number="29")
    open_for_correction(outturns=outturns, reason="Recounted", by=person_with("publisher"))
    assert found(browser_of("auditor"), act=act) == []


def test_the_walk_is_recorded_itself_and_comes_as_a_file(publication: Publication) -> None:
    browser_of("restricted_reader").get(reverse("reports:part_2_index", kwargs=REPORT))
    answer = browser_of("auditor").get(f"{PAGE}csv/", {"act": "read Part 2"})
    lines = list(csv.DictReader(io.StringIO(b"".join(answer).decode("utf-8-sig"))))
    assert len(lines) == 1
    assert "restricted_reader" in lines[0].values()
    entry = AuditEntry.objects.latest("pk")
    assert (entry.by, entry.action, entry.subject) == (
        person_with("auditor"),
        "downloaded the audit trail",
        "act read Part 2",
    )
    linked()
    assert findings(head()) == []
