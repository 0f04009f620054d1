"""A database as large as a council's after ten years, made up, for measuring: never where anything real is.

Counts of people move slowly from month to month; a percentage is worked out from a count that is part of another, as
its confirmed relation says; a running total grows from April to March. The same seed makes the same figures.
"""

import random
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.services import record
from indicators.formatting import number_sort_key
from indicators.models import (
    Dataset,
    DefinitionRelation,
    Indicator,
    IndicatorDefinition,
    Measure,
    Outturn,
    Period,
    Section,
)
from indicators.periods import index_months
from indicators.revisions import create_with_revisions
from indicators.vocabulary import (
    Accumulation,
    DefinitionRelationKind,
    Polarity,
    RelationStatus,
    TargetForm,
    Unit,
    YearBasis,
)
from indicators.workflow.moves import State

INDICATORS, YEARS, FIRST_YEAR, SECTIONS = 40, 10, 2015, 8
KINDS = ("stock", "part", "percentage", "total")
"""Every four indicators: children on the last day of the month, some of them, their percentage, and a total so far."""


class NotSeeded(Exception):
    """The database is not one to be filled; the message says why."""


@transaction.atomic
def seed(*, datasets: int, seed: int = 7) -> int:
    """Fill an empty database, and say with how many figures. Raises NotSeeded in production, and where anything is."""
    if settings.PRODUCTION:
        raise NotSeeded("This is a production setting. Made-up figures belong in a database for measuring.")
    if Dataset.objects.exists():
        raise NotSeeded("There are datasets in this database already. Name an empty one in DATABASE_URL.")
    officer, director = (User.objects.create_user(username=name) for name in ("seeded-officer", "seeded-director"))
    months = [
        month for year in range(FIRST_YEAR, FIRST_YEAR + YEARS) for month in index_months(year, YearBasis.FINANCIAL)
    ]
    periods = {
        month: Period.objects.get_or_create(kind=Period.Kind.MONTH, first_month=month, last_month=month)[0]
        for month in months
    }
    chance, figures = random.Random(seed), 0  # nosec B311: figures for measuring
    for number in range(1, datasets + 1):
        measures = _catalogue(number, officer)
        outturns = list(_figures(measures, periods, chance, officer, director))
        create_with_revisions(Outturn, outturns, by=officer, reason="Seeded")
        figures += len(outturns)
    record(action="seeded a database for measuring", subject=f"{datasets} datasets", by=None)
    return figures


def _catalogue(number: int, by: User) -> list[Measure]:
    """A dataset with its sections and indicators, each defined anew in every year."""
    dataset = Dataset.objects.create(name=f"Dataset {number}", slug=f"dataset-{number}")
    sections = Section.objects.bulk_create(
        Section(dataset=dataset, name=f"Section {each + 1}", position=each) for each in range(SECTIONS)
    )
    indicators = Indicator.objects.bulk_create(
        Indicator(dataset=dataset, key=f"indicator-{each + 1}") for each in range(INDICATORS)
    )
    definitions = [
        _definition(indicator, place, year, sections[place * SECTIONS // INDICATORS])
        for year in range(FIRST_YEAR, FIRST_YEAR + YEARS)
        for place, indicator in enumerate(indicators)
    ]
    create_with_revisions(IndicatorDefinition, definitions, by=by, reason="Seeded")
    create_with_revisions(DefinitionRelation, list(_relations(definitions, by)), by=by, reason="Seeded")
    return Measure.objects.bulk_create(Measure(indicator=each) for each in indicators)


def _definition(indicator: Indicator, place: int, year: int, section: Section) -> IndicatorDefinition:
    kind, is_percentage = KINDS[place % 4], KINDS[place % 4] == "percentage"
    accumulation = {"percentage": Accumulation.LATEST, "total": Accumulation.RUNNING_TOTAL}
    number = str(place + 1)
    return IndicatorDefinition(
        indicator=indicator,
        reporting_year=year,
        section=section,
        number=number,
        number_sort_key=number_sort_key(number),
        title=f"Children in group {place // 4 + 1}: {kind}",
        polarity=Polarity.HIGH if is_percentage else Polarity.LOW,
        unit=Unit.PERCENTAGE if is_percentage else Unit.COUNT,
        decimal_places=1 if is_percentage else 0,
        accumulation=accumulation.get(kind, Accumulation.STOCK),
        target_form=TargetForm.SINGLE if is_percentage else TargetForm.NONE,
        target_low=Decimal(60) if is_percentage else None,
        target_high=Decimal(60) if is_percentage else None,
    )


def _relations(definitions: list[IndicatorDefinition], by: User) -> Iterator[DefinitionRelation]:
    """Each percentage has the part as its numerator and the whole as its denominator."""
    now = timezone.now()
    for start in range(0, len(definitions), 4):
        whole, part, percentage, _ = definitions[start : start + 4]
        for kind, other in (
            (DefinitionRelationKind.NUMERATOR_IS, part),
            (DefinitionRelationKind.DENOMINATOR_IS, whole),
        ):
            yield DefinitionRelation(
                definition=percentage,
                kind=kind,
                other=other,
                status=RelationStatus.CONFIRMED,
                decided_by=by,
                decided_at=now,
            )


def _figures(
    measures: list[Measure], periods: dict[date, Period], chance: random.Random, officer: User, director: User
) -> Iterator[Outturn]:
    """Every month of every measure; the last year approved, those before it locked, as after their publication."""
    last_year = max(periods).replace(year=max(periods).year - 1)
    for start in range(0, len(measures), 4):
        whole, part, percentage, total = measures[start : start + 4]
        children, so_far = chance.randrange(80, 900), 0
        for month, period in periods.items():
            children = max(40, children + chance.randrange(-9, 10))
            some = children * chance.randrange(45, 80) // 100
            so_far = chance.randrange(1, 12) + (0 if month.month == 4 else so_far)
            said = {
                "period": period,
                "state": State.APPROVED if month > last_year else State.LOCKED,
                "entered_by": officer,
                "approved_by": director,
            }
            yield Outturn(measure=whole, value=Decimal(children), **said)
            yield Outturn(measure=part, value=Decimal(some), **said)
            yield Outturn(
                measure=percentage,
                value=round(Decimal(100 * some) / children, 1),
                numerator=Decimal(some),
                denominator=Decimal(children),
                decimal_places=1,
                **said,
            )
            yield Outturn(measure=total, value=Decimal(so_far), **said)
