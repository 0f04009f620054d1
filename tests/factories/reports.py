"""Datasets, imports and publications."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from accounts.models import User
from indicators.importers.plan import Plan
from indicators.models import Dataset, Indicator, WorkbookImport
from indicators.services import answer_questions, apply_import, read_import, receive_workbook
from reports.models import Publication
from reports.services import publish
from suppression.external_figures import record_external_figure
from suppression.models import About, ExternalFigure
from tests.factories.people import person_with
from tests.factories.workbooks import example

DECEMBER = date(2020, 12, 1)
SLUG = "childrens-scrutiny"
ANSWERS = {"x": "suppressed", "H38": "not_available", "year_of_months": "2020"}


def dataset(name: str = "Children's Scrutiny Dataset", slug: str = SLUG) -> Dataset:
    return Dataset.objects.create(name=name, slug=slug)


def received(dataset: Dataset, content: bytes, by: User | None = None) -> WorkbookImport:
    """A workbook that was sent and read."""
    workbook = receive_workbook(dataset=dataset, content=content, file_name="index.xlsx", by=by)
    read_import(workbook)
    assert not workbook.refusal, workbook.refusal
    return workbook


def ready(
    dataset: Dataset, content: bytes, answers: Mapping[str, str] = ANSWERS, by: User | None = None
) -> WorkbookImport:
    """A workbook that was read and whose questions are answered."""
    workbook = received(dataset, content, by)
    if answers:
        answer_questions(workbook=workbook, answers=answers, by=by)
    return workbook


def imported(dataset: Dataset, content: bytes, answers: Mapping[str, str] = ANSWERS, by: User | None = None) -> Plan:
    """The plan of a workbook that was applied."""
    return apply_import(workbook=ready(dataset, content, answers, by), by=by)


def example_imported(dataset: Dataset, by: User | None = None) -> Plan:
    return imported(dataset, example(), by=by)


def known_elsewhere(dataset: Dataset, number: str, place: str = "2020-12", **said: Any) -> ExternalFigure:
    """A number of an indicator that somebody else publishes."""
    figure = {
        "measure": "",
        "about": About.FIGURE,
        "value": 328,
        "is_upper_limit": False,
        "source": "Department for Education, table A1",
        "published_on": date(2021, 1, 14),
    }
    return record_external_figure(
        indicator=Indicator.objects.get(dataset=dataset, definitions__number=number),
        place=place,
        by=person_with("publisher"),
        **(figure | said),
    )


def published(dataset: Dataset, as_at: date = DECEMBER) -> Publication:
    """A report published by the publisher with the director's agreement."""
    return publish(dataset=dataset, as_at=as_at, by=person_with("publisher"), agreed_by=person_with("director"))
