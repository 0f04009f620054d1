"""A report of October on its way: all there is to it but what the test is about."""

from datetime import date

import pytest

from accounts.models import User
from indicators.models import Dataset
from reports.drafting import approve_report, begin_report, make_ready
from reports.models import Report
from tests.factories.people import person_with
from tests.factories.reports import commented, second_publisher

OCTOBER = date(2020, 10, 1)


@pytest.fixture
def publisher(dataset: Dataset) -> User:
    return person_with("publisher")


@pytest.fixture
def draft(dataset: Dataset, publisher: User) -> Report:
    """Of October: everything is there but somebody's approval."""
    commented(dataset, OCTOBER)
    return begin_report(dataset=dataset, as_at=OCTOBER, by=publisher)


@pytest.fixture
def ready(draft: Report, publisher: User) -> Report:
    return make_ready(report=draft, by=publisher)


@pytest.fixture
def approved(ready: Report) -> Report:
    return approve_report(report=ready, by=second_publisher())
