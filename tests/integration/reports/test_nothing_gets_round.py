"""Ways round the rules that somebody might try, and that do not work."""

from datetime import UTC, date, datetime

import pytest
from django.db import Error, transaction
from django.test import Client
from django.utils import timezone

from accounts.models import AppendOnly, User
from indicators.models import Dataset
from reports.models import Publication, PublishedPaper
from reports.refusals import PublicationRefused
from tests.factories.people import person_with
from tests.factories.reports import published, revised
from tests.factories.workbooks import example_with

INDEX = "/reports/childrens-scrutiny/2020-12/"


def test_a_new_record_with_an_old_key_does_not_overwrite(publication: Publication) -> None:
    record = PublishedPaper.objects.get()
    fields = {field.attname: getattr(record, field.attname) for field in PublishedPaper._meta.concrete_fields}
    with pytest.raises((AppendOnly, Error)), transaction.atomic():
        PublishedPaper(**fields | {"document": b"{}"}).save()


@pytest.mark.parametrize("model", [Publication, PublishedPaper])
def test_bulk_create_does_not_overwrite(publication: Publication, model: type[Publication]) -> None:
    record = model.objects.get()
    record.sequence = 7
    with pytest.raises(AppendOnly):
        model.objects.bulk_create([record], update_conflicts=True, update_fields=["sequence"], unique_fields=["id"])


def test_somebody_who_is_no_administrator_is_not_sent_round_in_circles(
    publication: Publication, client: Client
) -> None:
    client.force_login(person_with("publisher"))
    assert client.get("/administration/", follow=True).status_code == 403


@pytest.mark.parametrize("who", ["publisher", "second-publisher"])
def test_somebody_who_was_deactivated_neither_publishes_nor_approves(dataset: Dataset, who: str) -> None:
    User.objects.filter(username=who).update(is_active=False)
    with pytest.raises(PublicationRefused):
        published(dataset, date(2020, 10, 1))


def test_the_public_does_not_see_that_a_hidden_figure_changed(
    dataset: Dataset, publication: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = Client().get(INDEX)
    monkeypatch.setattr(timezone, "now", lambda: datetime(2031, 1, 20, 12, tzinfo=UTC))
    revised(dataset, example_with({"T29": 8, "X29": 8}))
    assert published(dataset).supersedes == publication
    after = Client().get(INDEX)
    assert (before["ETag"], before.content) == (after["ETag"], after.content)
