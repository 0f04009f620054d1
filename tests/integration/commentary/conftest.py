"""A dataset of two sections, both the director's, with a figure of January 2021."""

import pytest

from accounts.models import User
from indicators.models import Dataset
from tests.factories.people import person_with
from tests.factories.workflow import figure, responsible, small_dataset


@pytest.fixture
def small(db: None) -> Dataset:
    dataset = small_dataset()
    responsible(person_with("director"), dataset)
    figure(dataset)
    return dataset


@pytest.fixture
def director(db: None) -> User:
    return person_with("director")


@pytest.fixture
def publisher(db: None) -> User:
    return person_with("publisher")
