"""How much of what is expected has been entered: counted by the database, for one month or for whole years."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from indicators.entry.cells import year_text
from indicators.entry.due import due_among, expected_in, expected_months
from indicators.models import Dataset, IndicatorDefinition, Outturn, Period


def with_progress(
    datasets: "QuerySet[Dataset]",
    reporting_year: int,
    month: date,
    section: int | None,
    sections: Collection[int] | None = None,
) -> "QuerySet[Any]":
    """Datasets with how many figures of a month are `expected` and `entered`, in one section or in all.

    `sections` are those that count for the person who asks; None: every one.
    """
    definitions = IndicatorDefinition.objects.filter(
        expected_in(month), indicator__dataset=OuterRef("pk"), reporting_year=reporting_year
    ).order_by()
    if section is not None:
        definitions = definitions.filter(section=section)
    if sections is not None:
        definitions = definitions.filter(section__in=sections)
    there = definitions.filter(
        indicator__measures__outturns__period__kind=Period.Kind.MONTH,
        indicator__measures__outturns__period__last_month=month,
    )
    return datasets.annotate(
        expected=_count(definitions, "indicator__measures"), entered=_count(there, "indicator__measures__outturns")
    )


def _count(definitions: "QuerySet[IndicatorDefinition]", what: str) -> Coalesce:
    counted = definitions.values("indicator__dataset").annotate(number=Count(what)).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


@dataclass(frozen=True)
class YearProgress:
    """One dataset and year in the list: how complete what is due is, and the latest month that is due."""

    dataset: Dataset
    reporting_year: int
    entered: int
    due: int
    latest_due: date | None
    entered_of_latest: int
    due_of_latest: int

    @property
    def year(self) -> str:
        return year_text(self.reporting_year)


def progress_of_years(today: date, sections: Collection[int] | None = None) -> list[YearProgress]:
    """Every dataset and year with definitions, of these sections or all, latest year first, in three queries."""
    datasets = {dataset.pk: dataset for dataset in Dataset.objects.all()}
    due: dict[tuple[int, int], dict[date, set[int]]] = defaultdict(lambda: defaultdict(set))
    definitions = IndicatorDefinition.objects.filter(indicator__measures__isnull=False).order_by()
    if sections is not None:
        definitions = definitions.filter(section__in=sections)
    for dataset, year, basis, frequency, retired_from, measure in definitions.values_list(
        *("indicator__dataset", "reporting_year", "year_basis", "frequency", "indicator__retired_from"),
        "indicator__measures",
    ):
        months = due[dataset, year]
        for month in due_among(expected_months(year, basis, frequency, retired_from), datasets[dataset], today):
            months[month].add(measure)
    there = _entered({measure for months in due.values() for of_month in months.values() for measure in of_month})
    return [
        _year(datasets[dataset], year, months, there)
        for (dataset, year), months in sorted(due.items(), key=lambda item: (-item[0][1], datasets[item[0][0]].name))
    ]


def _entered(measures: Iterable[int]) -> set[tuple[int, date]]:
    """Each measure and month with a figure, of the measures that any is due of."""
    wanted = set(measures)
    stored = Outturn.objects.filter(period__kind=Period.Kind.MONTH).order_by()
    return {pair for pair in stored.values_list("measure", "period__last_month") if pair[0] in wanted}


def _year(dataset: Dataset, year: int, months: dict[date, set[int]], there: set[tuple[int, date]]) -> YearProgress:
    latest = max(months, default=None)
    entered = {month: sum((measure, month) in there for measure in of_month) for month, of_month in months.items()}
    return YearProgress(
        dataset=dataset,
        reporting_year=year,
        entered=sum(entered.values()),
        due=sum(len(of_month) for of_month in months.values()),
        latest_due=latest,
        entered_of_latest=entered[latest] if latest else 0,
        due_of_latest=len(months[latest]) if latest else 0,
    )
