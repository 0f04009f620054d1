"""Browsers of people who have signed in, and what they read."""

from typing import Any

from django.test import Client

from indicators.models import Dataset
from tests.factories.people import person, person_with
from tests.factories.workflow import ADOPTION, responsible


def browser_of(role: str) -> Client:
    browser = Client()
    browser.force_login(person_with(role))
    return browser


def of_adoption(dataset: Dataset) -> Client:
    """The browser of a director who has only the section of adoption."""
    director = person("director", username="director-of-adoption")
    responsible(director, dataset, ADOPTION)
    browser = Client()
    browser.force_login(director)
    return browser


def words(browser: Client, address: str, /, **sent: Any) -> str:
    """The page at an address, or the one to which it leads what was sent."""
    response = browser.post(address, sent, follow=True) if sent else browser.get(address)
    assert response.status_code == 200, response.status_code
    return response.content.decode()
