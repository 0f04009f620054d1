"""Datasets, imports and publications."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from accounts.models import User
from commentary.models import Commentary
from commentary.workflow import CommentaryState
from indicators.importers.plan import Plan
from indicators.models import Dataset, Indicator, Measure, Rebasing, WorkbookImport
from indicators.services import answer_questions, apply_import, read_import, receive_workbook
from indicators.variation_services import rebase
from reports.drafting import Correction
from reports.models import Publication
from reports.report_models import CorrectionKind
from reports.services import publish
from suppression.external_figures import record_external_figure
from suppression.models import About, ExternalFigure
from tests.factories.people import person, person_with
from tests.factories.workbooks import example
from tests.factories.workflow import approved, opened_for_correction

DECEMBER = date(2020, 12, 1)
SLUG = "childrens-scrutiny"
CORRECTION = Correction(CorrectionKind.ERROR, "A figure was entered wrongly.")
COMMENT = "The service keeps this under review."
WRITTEN_AT = datetime(2021, 1, 20, 9, tzinfo=UTC)
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


def revised(dataset: Dataset, content: bytes, answers: Mapping[str, str] = ANSWERS) -> Plan:
    """The plan of a late revision: what was published is opened for correction, imported again and approved."""
    opened_for_correction(dataset)
    plan = imported(dataset, content, answers, by=person_with("data_officer"))
    approved(dataset)
    return plan


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


def rebased(dataset: Dataset, number: str, month: str = "2020-08", reason: str = "A new team") -> Rebasing:
    """A rebasing of an indicator with one measure."""
    return rebase(
        measure=Measure.objects.get(indicator__dataset=dataset, indicator__definitions__number=number),
        from_month=date.fromisoformat(f"{month}-01"),
        reason=reason,
        by=person_with("publisher"),
    )


def published(dataset: Dataset, as_at: date = DECEMBER, correction: Correction | None = None) -> Publication:
    """A report published by the publisher, approved by a second one, its figures approved and commented before.

    Where it is published already it is a correction, of an error unless another is given.
    """
    approved(dataset)
    return publish_commented(
        dataset=dataset, as_at=as_at, by=person_with("publisher"), agreed_by=second_publisher(), correction=correction
    )


def second_publisher() -> User:
    """Somebody who may approve what the publisher prepares."""
    return _somebody("publisher", "second-publisher")


def publish_commented(
    *, dataset: Dataset, as_at: date, correction: Correction | None = None, **said: Any
) -> Publication:
    """Publish a report whose exceptions all have commentary; a correction where it is published already."""
    commented(dataset, as_at)
    if correction is None and Publication.objects.filter(dataset=dataset, as_at=as_at).exists():
        correction = CORRECTION
    return publish(dataset=dataset, as_at=as_at, correction=correction, **said)


def commented(dataset: Dataset, as_at: date = DECEMBER) -> None:
    """Commentary on every indicator that has none for this report, whether it is an exception or not.

    It counts as published already, so that publishing moves none of it and leaves no revisions of it.
    """
    missing = Indicator.objects.filter(dataset=dataset).exclude(commentaries__as_at=as_at)
    writer = _somebody("director", "director-of-education")
    said = {"as_at": as_at, "part_1": COMMENT, "written_by": writer, "written_at": WRITTEN_AT}
    Commentary.objects.bulk_create(
        Commentary(indicator=each, state=CommentaryState.PUBLISHED, agreed_by=person_with("publisher"), **said)
        for each in missing
    )


def _somebody(role: str, username: str) -> User:
    return User.objects.filter(username=username).first() or person(role, username=username)
