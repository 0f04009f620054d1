"""What the integration tests share: one import and one publication for the session, undone by no test.

Each test runs in a transaction that is rolled back, so all of them find the same: a person for each role, the
council's index of 2020/21 imported by the data officer, and its report as at December 2020 published.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client, override_settings

from accounts.append_only import append_only_tables
from accounts.models import User
from commentary.models import Commentary
from indicators.models import Dataset
from reports.models import Publication
from tests.factories import people, reports
from tests.factories.kept import release_kept_tables
from tests.factories.workflow import approved


@pytest.fixture(scope="session", autouse=True)
def settings_of_tests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Passwords are hashed quickly, and no test needs the static files to be collected."""
    with override_settings(
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        STATIC_ROOT=tmp_path_factory.mktemp("static"),
    ):
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any, settings_of_tests: None) -> None:
    with django_db_blocker.unblock():
        release_kept_tables()  # tests that need a database of their own empty it
        everybody = people.one_person_for_each_role()
        dataset = reports.dataset()
        reports.example_imported(dataset, by=everybody["data_officer"])
        reports.published(dataset)
        Commentary.objects.all()._raw_delete("default")  # tests of commentary write their own


@pytest.fixture(autouse=True)
def nothing_kept_is_changed() -> Iterator[None]:
    """Whatever a test makes the application do, it changes no record that is kept as it was written.

    A statement without WHERE is how Django empties a database between tests.
    """
    tables = "|".join(append_only_tables())
    forbidden = re.compile(rf'(UPDATE|DELETE FROM) "({tables})" .*WHERE', re.DOTALL)

    def refuse(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        assert not forbidden.match(sql), sql
        return execute(sql, params, many, context)

    with connection.execute_wrapper(refuse):
        yield


@pytest.fixture
def dataset(db: None) -> Dataset:
    """The dataset with the council's index of 2020/21 in it."""
    return Dataset.objects.get(slug=reports.SLUG)


@pytest.fixture
def publication(dataset: Dataset) -> Publication:
    """The report as at December 2020."""
    return Publication.objects.get(dataset=dataset)


@pytest.fixture
def empty_dataset(db: None) -> Dataset:
    """Another dataset, with nothing in it."""
    return reports.dataset("Nothing yet", "nothing-yet")


@pytest.fixture
def drafts(officer: User) -> Dataset:
    """Another dataset with the same index, as the officer has just imported it."""
    dataset = reports.dataset("Drafts", "drafts")
    reports.example_imported(dataset, by=officer)
    return dataset


@pytest.fixture
def unpublished(empty_dataset: Dataset) -> Dataset:
    """Another dataset with the same index, approved, of which nothing is public yet."""
    reports.example_imported(empty_dataset)
    approved(empty_dataset)
    return empty_dataset


@pytest.fixture
def officer(db: None) -> User:
    return people.person_with("data_officer")


@pytest.fixture
def officers_browser(officer: User) -> Client:
    """The browser of a data officer who has signed in."""
    browser = Client()
    browser.force_login(officer)
    return browser
