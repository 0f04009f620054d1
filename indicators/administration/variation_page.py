"""What the page of rebasings shows: each measure's figures of all years, its process limits, and their rebasings."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from indicators.contradictions import amount_of_month
from indicators.entry.chart import Chart, chart_of
from indicators.formatting import number_text, opening
from indicators.models import IndicatorDefinition, Measure, Outturn, Period, Rebasing
from indicators.variation import LEAST_POINTS, Point, Segment, possible, process
from indicators.vocabulary import Accumulation, Frequency, Unit, YearBasis


@dataclass(frozen=True)
class MeasurePage:
    """One measure. `segments` say its limits in words, one for each time they started anew."""

    measure: Measure
    chart: Chart | None
    segments: tuple[str, ...]
    rebasings: tuple[Rebasing, ...]

    @property
    def name(self) -> str:
        return opening(self.measure.name)


def months_with_figures(measures: Sequence[Measure]) -> dict[int, dict[date, Decimal]]:
    """The values of every month that has one, by measure and in the order of time, in one query."""
    found: dict[int, dict[date, Decimal]] = {measure.pk: {} for measure in measures}
    outturns = Outturn.objects.filter(
        measure__in=measures, period__kind=Period.Kind.MONTH, value__isnull=False
    ).values_list("measure", "period__last_month", "value")
    for measure, month, value in outturns.order_by("period__last_month"):
        if value is not None:
            found[measure][month] = value
    return found


def pages_of(
    definition: IndicatorDefinition, measures: Sequence[Measure], months: dict[int, dict[date, Decimal]]
) -> list[MeasurePage]:
    """The measures of an indicator; a running total is drawn by what each month adds to it."""
    rebasings = list(Rebasing.objects.filter(measure__in=measures).select_related("made_by").order_by("from_month"))
    return [
        _page(definition, measure, months[measure.pk], [each for each in rebasings if each.measure_id == measure.pk])
        for measure in measures
    ]


def _page(
    definition: IndicatorDefinition, measure: Measure, months: dict[date, Decimal], rebasings: list[Rebasing]
) -> MeasurePage:
    amounts = _amounts(definition, months)
    least, most = possible(Unit(definition.unit), [amount for _, amount in amounts])
    found = process(
        [Point(month, amount) for month, amount in amounts],
        rebased_from=[each.from_month for each in rebasings],
        least=least,
        most=most,
    )
    chart = chart_of(amounts, amounts[-1][0], process=found) if amounts else None
    words = tuple(_in_words(definition, each) for each in found.segments)
    return MeasurePage(measure, chart, words, tuple(rebasings))


def _amounts(definition: IndicatorDefinition, months: dict[date, Decimal]) -> list[tuple[date, Decimal]]:
    step = 3 if definition.frequency == Frequency.QUARTERLY else 1
    kind, basis = Accumulation(definition.accumulation), YearBasis(definition.year_basis)
    amounts = ((month, amount_of_month(kind, basis, months, month, step)) for month in months)
    return [(month, amount) for month, amount in amounts if amount is not None]


def _in_words(definition: IndicatorDefinition, segment: Segment) -> str:
    places, sign = definition.decimal_places + 1, "%" if definition.unit == Unit.PERCENTAGE else ""
    lower, mean, upper = (
        f"{number_text(each, places)}{sign}"
        for each in (segment.limits.lower, segment.limits.mean, segment.limits.upper)
    )
    words = f"{segment.first_month:%B %Y} to {segment.last_month:%B %Y}: {lower} to {upper}, mean {mean}"
    return f"{words}; on trial, being of fewer than {LEAST_POINTS} figures" if segment.is_trial else words
