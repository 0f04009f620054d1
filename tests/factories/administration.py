"""What a publisher says of an indicator, as the services and the pages take it."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from indicators.administration.definition_form import initial_of
from indicators.administration.services import Said, revision_in_force
from indicators.administration.targets import TypedTarget, read_typed_target
from indicators.administration.year_services import last_definitions
from indicators.models import Dataset, IndicatorDefinition, Section
from indicators.vocabulary import Accumulation, Frequency, Polarity, TargetForm, Unit, YearBasis


def definition(dataset: Dataset, number: str, year: int = 2020) -> IndicatorDefinition:
    return IndicatorDefinition.objects.select_related("indicator__dataset", "section").get(
        indicator__dataset=dataset, number=number, reporting_year=year
    )


def target(text: str, unit: Unit = Unit.COUNT) -> TypedTarget:
    read = read_typed_target(text, unit)
    assert read is not None, text
    return read


def a_count(section: Section, number: str = "40", title: str = "Young people supported", **said: Any) -> Said:
    """A count of people without a target, but for what is said otherwise."""
    plain = Said(
        number=number,
        title=title,
        section=section,
        why_it_is_important="",
        polarity=Polarity.NEITHER,
        unit=Unit.COUNT,
        decimal_places=0,
        target=TypedTarget(TargetForm.NONE),
        tolerance=Decimal(10),
        year_basis=YearBasis.FINANCIAL,
        frequency=Frequency.MONTHLY,
        accumulation=Accumulation.FLOW,
        counts_people=True,
    )
    return replace(plain, **said)


def as_stored(each: IndicatorDefinition, **said: Any) -> Said:
    """What a definition says, but for what is said otherwise."""
    stored = Said(
        number=each.number,
        title=each.title,
        section=each.section,
        why_it_is_important=each.why_it_is_important,
        polarity=Polarity(each.polarity),
        unit=Unit(each.unit),
        decimal_places=each.decimal_places,
        target=TypedTarget(
            TargetForm(each.target_form),
            each.target_wording,
            each.target_low,
            each.target_high,
            each.target_rate_low,
            each.target_rate_high,
        ),
        tolerance=each.tolerance,
        year_basis=YearBasis(each.year_basis),
        frequency=Frequency(each.frequency),
        accumulation=Accumulation(each.accumulation),
        counts_people=each.counts_people,
    )
    return replace(stored, **said)


def filled_in(each: IndicatorDefinition, **typed: Any) -> dict[str, Any]:
    """The form of a definition as a browser sends it, with what was typed into it."""
    return initial_of(each) | {"seen": revision_in_force(each), "reason": "Agreed by the committee"} | typed


def new_year(dataset: Dataset, year: int, typed: dict[str, dict[str, Any]], **sent: Any) -> dict[str, Any]:
    """The form of a new year as a browser sends it: `typed` is by the indicator's number in the last year.

    An indicator whose `goes_on` is typed as empty is not ticked.
    """
    data: dict[str, Any] = {"reason": "The new year's targets"} | sent
    for each in last_definitions(dataset, year):
        row = {
            "goes_on": "on",
            "number": each.number,
            "title": each.title,
            "target": each.target_wording,
            "tolerance": each.tolerance,
            "section": each.section_id,
        } | typed.get(each.number, {})
        data |= {f"indicator_{each.pk}-{name}": value for name, value in row.items() if value != ""}
        data.setdefault(f"indicator_{each.pk}-target", "")
    return data
