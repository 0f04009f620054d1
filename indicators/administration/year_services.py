"""A new year's definitions, copied from those of the last: one transaction with one audit entry."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from accounts.models import User
from accounts.services import record
from indicators.administration.facts import year_name
from indicators.administration.services import NotChanged, Said, lock
from indicators.administration.targets import TypedTarget, target_of
from indicators.models import Dataset, Indicator, IndicatorDefinition, Section
from indicators.periods import index_months
from indicators.relation_services import propose_relations
from indicators.revisions import create_with_revisions
from indicators.vocabulary import Accumulation, Frequency, Polarity, Unit, YearBasis


@dataclass(frozen=True)
class CarriedOn:
    """What an indicator that goes on is called in the new year, and what is wanted of it."""

    number: str
    title: str
    section: Section
    target: TypedTarget
    tolerance: Decimal


@dataclass(frozen=True)
class Copied:
    """How many definitions were made, indicators ended, and relations proposed."""

    carried_on: int
    ended: int
    proposed: int


@transaction.atomic
def copy_year(
    *, dataset: Dataset, reporting_year: int, carried_on: Mapping[int, CarriedOn], reason: str, by: User
) -> Copied:
    """Make the definitions of a year from those of the last year before it.

    `carried_on` has those that go on, by the primary key of the last definition; the others are retired from the first
    month of the new year. What was confirmed between indicators is proposed again.

    Raises NotChanged where the year has definitions already, nothing goes on, or two have one number.
    """
    lock(dataset)
    if year_is_defined(dataset, reporting_year):
        raise NotChanged(
            f"{year_name(reporting_year)} has indicators already. Nothing was copied: change them one by one, or add "
            "those that are missing."
        )
    last = last_definitions(dataset, reporting_year)
    going_on = [each for each in last if each.pk in carried_on]
    if not going_on:
        raise NotChanged("No indicator goes on. Choose at least one.")
    new = [carry_on(each, carried_on[each.pk], reporting_year) for each in going_on]
    numbers = [each.number.casefold() for each in new]
    twice = next((each.number for each in new if numbers.count(each.number.casefold()) > 1), "")
    if twice:
        raise NotChanged(f"Number {twice} is given twice. Give each indicator a number of its own.")
    create_with_revisions(IndicatorDefinition, new, by=by, reason=reason)
    ended = _retire(last, {each.pk for each in going_on}, reporting_year, reason)
    proposed = len(propose_relations(dataset=dataset, reporting_year=reporting_year, by=by, reason=reason))
    record(
        action="copied a year's definitions",
        subject=f"{dataset}, {year_name(reporting_year)}",
        by=by,
        dataset=dataset.slug,
        reporting_year=reporting_year,
        copied_from=last[0].reporting_year,
        carried_on=len(new),
        ended=ended,
        relations_proposed=proposed,
        reason=reason,
    )
    return Copied(len(new), ended, proposed)


def year_is_defined(dataset: Dataset, reporting_year: int) -> bool:
    return IndicatorDefinition.objects.filter(indicator__dataset=dataset, reporting_year=reporting_year).exists()


def last_definitions(dataset: Dataset, reporting_year: int) -> list[IndicatorDefinition]:
    """The definitions of the last year before this one that has any, in the order of the index."""
    earlier = IndicatorDefinition.objects.filter(indicator__dataset=dataset, reporting_year__lt=reporting_year)
    last_year = earlier.order_by("-reporting_year").values_list("reporting_year", flat=True).first()
    if last_year is None:
        return []
    return list(earlier.filter(reporting_year=last_year).select_related("indicator", "section"))


def carry_on(definition: IndicatorDefinition, changed: CarriedOn, reporting_year: int) -> IndicatorDefinition:
    """The definition for another year, not saved: as it is, but for what is changed."""
    said = Said(
        number=changed.number,
        title=changed.title,
        section=changed.section,
        why_it_is_important=definition.why_it_is_important,
        polarity=Polarity(definition.polarity),
        unit=Unit(definition.unit),
        decimal_places=definition.decimal_places,
        target=changed.target,
        tolerance=changed.tolerance,
        year_basis=YearBasis(definition.year_basis),
        frequency=Frequency(definition.frequency),
        accumulation=Accumulation(definition.accumulation),
        counts_people=definition.counts_people,
    )
    new = IndicatorDefinition(indicator=definition.indicator, reporting_year=reporting_year)
    said.write_to(new)
    return new


def as_it_is(definition: IndicatorDefinition) -> CarriedOn:
    """A definition that goes on without a change."""
    return CarriedOn(
        definition.number, definition.title, definition.section, target_of(definition), definition.tolerance
    )


def is_retired_by(definition: IndicatorDefinition, reporting_year: int) -> bool:
    """Whether no figure of the indicator is due in that year."""
    first_month = index_months(reporting_year, YearBasis(definition.year_basis))[0]
    retired_from = definition.indicator.retired_from
    return retired_from is not None and retired_from <= first_month


def _retire(last: list[IndicatorDefinition], going_on: set[int], reporting_year: int, reason: str) -> int:
    """Retire what does not go on, and undo that of what does; returns how many are newly retired."""
    changed: list[Indicator] = []
    ended = 0
    for definition in last:
        indicator = definition.indicator
        goes_on, is_retired = definition.pk in going_on, is_retired_by(definition, reporting_year)
        if goes_on and is_retired:
            indicator.retired_from, indicator.retired_because = None, ""
            changed.append(indicator)
        elif not goes_on and not is_retired:
            indicator.retired_from = index_months(reporting_year, YearBasis(definition.year_basis))[0]
            indicator.retired_because = reason
            changed.append(indicator)
            ended += 1
    Indicator.objects.bulk_update(changed, ["retired_from", "retired_because"])
    return ended
