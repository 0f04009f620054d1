"""A publisher sees what the check would find before anything is published."""

import pytest
from django.test import Client

from accounts.models import AuditEntry
from indicators.models import Dataset
from reports.models import Publication
from tests.factories.people import person_with
from tests.factories.reports import imported
from tests.factories.workbooks import example_with

PAGE = "/office/check/"


@pytest.fixture
def publisher(db: None) -> Client:
    browser = Client()
    browser.force_login(person_with("publisher"))
    return browser


def test_the_check_publishes_nothing_and_is_logged(dataset: Dataset, publisher: Client) -> None:
    response = publisher.get(PAGE, {"dataset": dataset.pk, "as_at": "2020-10"})
    assert "Safe to publish." in response.content.decode()
    assert "Indicator 5, October 2020" in response.content.decode()
    assert Publication.objects.count() == 1
    entry = AuditEntry.objects.latest("pk")
    assert (entry.action, entry.subject) == ("checked a report", "Children's Scrutiny Dataset, October 2020")


def test_figures_that_contradict_each_other_are_refused_by_name(empty_dataset: Dataset, publisher: Client) -> None:
    imported(empty_dataset, example_with({"X42": 28}))
    response = publisher.get(PAGE, {"dataset": empty_dataset.pk, "as_at": "2020-12"})
    assert "cannot be published" in response.content.decode()
    assert "Indicator 32" in response.content.decode()
    assert "contradict each other" in response.content.decode()


def test_a_month_without_figures_is_no_choice(dataset: Dataset, publisher: Client) -> None:
    response = publisher.get(PAGE, {"dataset": dataset.pk, "as_at": "1999-12"})
    assert response.context["form"].errors
    assert b"There is a problem" in response.content


def test_a_dataset_without_definitions_for_the_year_is_told_so(
    dataset: Dataset, empty_dataset: Dataset, publisher: Client
) -> None:
    response = publisher.get(PAGE, {"dataset": empty_dataset.pk, "as_at": "2020-12"})
    assert "Import its workbook first" in response.content.decode()
