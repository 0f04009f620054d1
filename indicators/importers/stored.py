"""What the catalogue holds already of a dataset and reporting year, in seven queries."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from indicators.models import (
    Benchmark,
    Dataset,
    Indicator,
    IndicatorDefinition,
    Measure,
    Outturn,
    Period,
    RatingOverride,
    Section,
)


def same_title(title: str) -> str:
    """A title without the differences that people do not mean: case and spaces."""
    return " ".join(title.casefold().split())


@dataclass
class Stored:
    """The records that a workbook is compared with, by what identifies them."""

    sections: dict[str, Section]
    definitions: dict[str, IndicatorDefinition]  # this year's, by number
    others: list[IndicatorDefinition]  # other years', latest first
    keys: set[str]
    measures: dict[tuple[Indicator, str], Measure]
    periods: dict[tuple[str, date, date], Period]
    outturns: dict[tuple[Measure, Period], Outturn]
    benchmarks: dict[tuple[Measure, str, str], Benchmark]
    overrides: dict[tuple[IndicatorDefinition, date], RatingOverride]

    @classmethod
    def load(cls, dataset: Dataset, reporting_year: int) -> "Stored":
        definitions = list(
            IndicatorDefinition.objects.filter(indicator__dataset=dataset)
            .select_related("indicator", "section")
            .order_by("-reporting_year", "number_sort_key")
        )
        measures = list(Measure.objects.filter(indicator__dataset=dataset).select_related("indicator"))
        outturns = Outturn.objects.filter(
            measure__indicator__dataset=dataset,
            period__last_month__range=(date(reporting_year - 1, 1, 1), date(reporting_year + 1, 12, 1)),
        ).select_related("measure__indicator", "period")
        benchmarks = Benchmark.objects.filter(
            measure__indicator__dataset=dataset, reporting_year=reporting_year
        ).select_related("measure__indicator")
        overrides = RatingOverride.objects.filter(
            definition__indicator__dataset=dataset, definition__reporting_year=reporting_year
        ).select_related("definition__indicator")
        return cls(
            sections={section.name: section for section in dataset.sections.all()},
            definitions={each.number: each for each in definitions if each.reporting_year == reporting_year},
            others=[each for each in definitions if each.reporting_year != reporting_year],
            keys={each.indicator.key for each in definitions},
            measures={(each.indicator, each.name): each for each in measures},
            periods={period.span: period for period in Period.objects.all()},
            outturns={(each.measure, each.period): each for each in outturns},
            benchmarks={(each.measure, each.comparator, each.year): each for each in benchmarks},
            overrides={(each.definition, each.as_at): each for each in overrides},
        )

    def outturns_by_measure(self) -> dict[Measure, list[Outturn]]:
        grouped: dict[Measure, list[Outturn]] = defaultdict(list)
        for (measure, _), outturn in self.outturns.items():
            grouped[measure].append(outturn)
        return grouped

    def by_title(self, title: str, excluding: Iterable[IndicatorDefinition]) -> IndicatorDefinition | None:
        """Another year's definition of the same title whose indicator has no definition this year."""
        taken = {each.indicator_id for each in excluding if each.indicator_id}
        return next(
            (
                each
                for each in self.others
                if same_title(each.title) == same_title(title) and each.indicator_id not in taken
            ),
            None,
        )
