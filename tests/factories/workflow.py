"""Figures on their way: submitted by the officer, approved by the director, opened again."""

from datetime import date
from typing import Any

from django.db.models import QuerySet

from accounts.models import User
from indicators.models import (
    Dataset,
    Indicator,
    IndicatorDefinition,
    Measure,
    Outturn,
    Period,
    Responsibility,
    Section,
)
from indicators.revisions import create_with_revisions
from indicators.vocabulary import Accumulation, Frequency, Polarity, Unit
from indicators.workflow.moves import State
from indicators.workflow.services import approve_figures, open_for_correction, submit_figures
from tests.factories.people import person_with

JANUARY = date(2021, 1, 1)
FRONT_DOOR, ADOPTION = "Front door", "Adoption"


def figures_of(dataset: Dataset, *states: State) -> QuerySet[Outturn]:
    """The dataset's figures, of these states or of all."""
    figures = Outturn.objects.filter(measure__indicator__dataset=dataset)
    return figures.filter(state__in=states) if states else figures


def responsible(user: User, dataset: Dataset, *sections: str) -> None:
    """Make these sections somebody's, or all of the dataset's."""
    theirs = Section.objects.filter(dataset=dataset)
    if sections:
        theirs = theirs.filter(name__in=sections)
    Responsibility.objects.bulk_create(
        [Responsibility(section=section, user=user) for section in theirs], ignore_conflicts=True
    )


def submitted(dataset: Dataset) -> None:
    """Every draft of the dataset handed in by the data officer."""
    drafts = list(figures_of(dataset, State.DRAFT, State.RETURNED))
    if not drafts:
        return
    moved = submit_figures(outturns=drafts, by=person_with("data_officer"))
    assert not moved.left, moved.left[0]


def approved(dataset: Dataset) -> None:
    """Every figure of the dataset approved, except those that are published."""
    submitted(dataset)
    waiting = list(figures_of(dataset, State.SUBMITTED))
    if not waiting:
        return
    director = person_with("director")
    responsible(director, dataset)
    moved = approve_figures(outturns=waiting, by=director)
    assert not moved.left, moved.left[0]


def opened_for_correction(dataset: Dataset, reason: str = "A late revision") -> None:
    """Everything that was published made a draft again, so that a late revision can be entered or imported."""
    open_for_correction(outturns=figures_of(dataset, State.LOCKED), reason=reason, by=person_with("publisher"))


def small_dataset(slug: str = "small", name: str = "Small dataset") -> Dataset:
    """Two sections of 2020/21: referrals (9) and quarterly assessments (10) in one, adoptions (23) in the other."""
    dataset = Dataset.objects.create(name=name, slug=slug)
    sections = [
        Section.objects.create(dataset=dataset, name=each, position=place)
        for place, each in enumerate((FRONT_DOOR, ADOPTION))
    ]
    for number, title, section, frequency in (
        ("9", "Referrals", sections[0], Frequency.MONTHLY),
        ("10", "Assessments in time", sections[0], Frequency.QUARTERLY),
        ("23", "Children adopted", sections[1], Frequency.MONTHLY),
    ):
        indicator = Indicator.objects.create(dataset=dataset, key=f"{slug}-{number}")
        Measure.objects.create(indicator=indicator)
        IndicatorDefinition.objects.create(
            indicator=indicator,
            reporting_year=2020,
            section=section,
            number=number,
            title=title,
            polarity=Polarity.HIGH,
            unit=Unit.COUNT,
            accumulation=Accumulation.STOCK,
            frequency=frequency,
        )
    return dataset


def figure(
    dataset: Dataset, number: str = "9", month: date = JANUARY, state: State = State.DRAFT, **said: Any
) -> Outturn:
    """A figure of the small dataset, in a state that it could have come to."""
    measure = Measure.objects.get(indicator__dataset=dataset, indicator__definitions__number=number)
    period, _ = Period.objects.get_or_create(kind=Period.Kind.MONTH, first_month=month, last_month=month)
    fields: dict[str, Any] = {"value": 41, "state": state, "entered_by": person_with("data_officer")}
    if state in (State.APPROVED, State.LOCKED):
        fields["approved_by"] = person_with("director")
    if state is State.RETURNED:
        fields["returned_because"] = "Please check"
    record = Outturn(measure=measure, period=period, **fields | said)
    create_with_revisions(Outturn, [record], by=person_with("data_officer"), reason="Entered")
    return record
