"""Small datasets to enter figures in."""

from datetime import date
from typing import Any

from indicators.entry.cells import Place
from indicators.entry.outcomes import Entry
from indicators.models import Dataset, Indicator, IndicatorDefinition, Measure, Outturn, Period, Section
from indicators.vocabulary import Accumulation, Frequency, Polarity, Unit, YearBasis

YEAR = 2020
APRIL, MAY, JUNE = date(2020, 4, 1), date(2020, 5, 1), date(2020, 6, 1)


def section(dataset: Dataset, name: str = "Safeguarding", position: int = 1) -> Section:
    return Section.objects.get_or_create(dataset=dataset, name=name, defaults={"position": position})[0]


def measure(dataset: Dataset, number: str = "1", *, name: str = "", **said: Any) -> Measure:
    """A measure of an indicator with a definition of 2020/21: a monthly count that adds up, unless it is said."""
    retired_from = said.pop("retired_from", None)
    indicator, is_new = Indicator.objects.get_or_create(
        dataset=dataset,
        key=f"indicator-{number.replace('.', '-')}",
        defaults={"retired_from": retired_from, "retired_because": "Merged" if retired_from else ""},
    )
    if is_new:
        stated = {
            "section": said.pop("section", None) or section(dataset),
            "number": number,
            "title": f"Measure {number}",
            "polarity": Polarity.HIGH,
            "unit": Unit.COUNT,
            "year_basis": YearBasis.FINANCIAL,
            "frequency": Frequency.MONTHLY,
            "accumulation": Accumulation.FLOW,
            "reporting_year": YEAR,
        }
        IndicatorDefinition.objects.create(indicator=indicator, **stated | said)
    return Measure.objects.create(indicator=indicator, name=name)


def percentage(dataset: Dataset, number: str = "2", **said: Any) -> Measure:
    return measure(
        dataset, number, **{"unit": Unit.PERCENTAGE, "accumulation": Accumulation.LATEST, "decimal_places": 1} | said
    )


def outturn(of: Measure, month: date = APRIL, **said: Any) -> Outturn:
    """A stored figure; 40 unless it is said."""
    period, _ = Period.objects.get_or_create(kind=Period.Kind.MONTH, first_month=month, last_month=month)
    figure = {} if "absence" in said or "rate" in said else {"value": 40}
    return Outturn.objects.create(measure=of, period=period, **figure | said)


def typed(of: Measure, text: str, month: date = APRIL, version: int = 0, **said: Any) -> Entry:
    """What somebody typed into a cell."""
    is_year_to_date = said.pop("is_year_to_date", False)
    return Entry(Place(of.pk, month, is_year_to_date), version, text, **said)
