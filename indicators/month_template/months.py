"""For which months there is a workbook to fill in."""

from datetime import date

from indicators.models import Dataset, IndicatorDefinition, Outturn, Period
from indicators.periods import add_months, index_months, year_start
from indicators.vocabulary import YearBasis


def months_with_definitions() -> list[date]:
    """The months of every reporting year for which any dataset has indicators, latest first."""
    years = IndicatorDefinition.objects.order_by().values_list("reporting_year", flat=True).distinct()
    months = {month for year in years for month in index_months(year, YearBasis.FINANCIAL)}
    return sorted(months, reverse=True)


def next_month(months: list[date]) -> date:
    """The month after the last one with a figure, or the last for which there is a workbook."""
    latest = Outturn.objects.filter(period__kind=Period.Kind.MONTH, value__isnull=False).order_by(
        "-period__last_month"
    )
    last = latest.values_list("period__last_month", flat=True).first()
    following = add_months(last, 1) if last else date(2000, 4, 1)
    return following if following in months or not months else months[0]


def reporting_year_of(month: date) -> int:
    """The reporting year in whose index a month stands: 2020 for January 2021."""
    return year_start(month, YearBasis.FINANCIAL).year


def has_definitions(dataset: Dataset, month: date) -> bool:
    """Whether the dataset has indicators for the reporting year of a month."""
    return IndicatorDefinition.objects.filter(
        indicator__dataset=dataset, reporting_year=reporting_year_of(month)
    ).exists()
