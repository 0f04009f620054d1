"""What the catalogue holds already of a dataset and reporting year, in seven queries."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from indicators.models import (
    Benchmark,
    Dataset,
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
    """The records that a workbook is compared with, by what identifies them; other records by their primary keys."""

    sections: dict[str, Section]
    definitions: dict[str, IndicatorDefinition]  # this year's, by number
    keys: set[str]
    measures: dict[tuple[int, str], Measure]  # by indicator and name
    periods: dict[tuple[str, date, date], Period]
    outturns: dict[int, dict[int, Outturn]]  # by measure, then period
    benchmarks: dict[tuple[int, str, str], Benchmark]  # by measure, comparator and year
    overrides: dict[tuple[int, date], RatingOverride]  # by definition and month
    others_by_title: dict[str, list[IndicatorDefinition]]  # other years', latest first
    others_by_number: dict[str, IndicatorDefinition]  # the latest of each
    defined: set[int]  # the indicators with a definition this year
    by_title: dict[str, IndicatorDefinition]  # this year's, where no other has the title

    @classmethod
    def load(cls, dataset: Dataset, reporting_year: int, earliest: date | None = None) -> "Stored":
        """With outturns from the year before the reporting year, or from `earliest` where that is before it."""
        first = date(reporting_year - 1, 1, 1)
        definitions = list(
            IndicatorDefinition.objects.filter(indicator__dataset=dataset)
            .select_related("indicator", "section")
            .order_by("-reporting_year", "number_sort_key")
        )
        periods = {period.pk: period for period in Period.objects.all()}
        outturns: dict[int, dict[int, Outturn]] = defaultdict(dict)
        for outturn in Outturn.objects.filter(
            measure__indicator__dataset=dataset,
            period__last_month__range=(min(first, earliest or first), date(reporting_year + 1, 12, 1)),
        ):
            outturn.period = periods[outturn.period_id]
            outturns[outturn.measure_id][outturn.period_id] = outturn
        benchmarks = Benchmark.objects.filter(measure__indicator__dataset=dataset, reporting_year=reporting_year)
        overrides = RatingOverride.objects.filter(
            definition__indicator__dataset=dataset, definition__reporting_year=reporting_year
        )
        others_by_title: dict[str, list[IndicatorDefinition]] = defaultdict(list)
        others_by_number: dict[str, IndicatorDefinition] = {}
        for each in definitions:
            if each.reporting_year != reporting_year:
                others_by_title[same_title(each.title)].append(each)
                others_by_number.setdefault(each.number, each)
        this_year = [each for each in definitions if each.reporting_year == reporting_year]
        this_years_titles: dict[str, list[IndicatorDefinition]] = defaultdict(list)
        for each in this_year:
            this_years_titles[same_title(each.title)].append(each)
        return cls(
            sections={section.name: section for section in dataset.sections.all()},
            definitions={each.number: each for each in this_year},
            keys={each.indicator.key for each in definitions},
            measures={
                (each.indicator_id, each.name): each for each in Measure.objects.filter(indicator__dataset=dataset)
            },
            periods={period.span: period for period in periods.values()},
            outturns=outturns,
            benchmarks={(each.measure_id, each.comparator, each.year): each for each in benchmarks},
            overrides={(each.definition_id, each.as_at): each for each in overrides},
            others_by_title=others_by_title,
            others_by_number=others_by_number,
            defined={each.indicator_id for each in this_year},
            by_title={title: each for title, (each, *others) in this_years_titles.items() if not others},
        )

    def benchmarks_of(self, measure: int | None) -> list[tuple[tuple[int, str, str], Benchmark]]:
        """The benchmarks of one measure (its primary key; None for one that is not saved yet), by their key."""
        return self._benchmarks_by_measure.get(measure, []) if measure else []

    @cached_property
    def with_named_measures(self) -> frozenset[int]:
        """The indicators under whose number several measures stand."""
        return frozenset(indicator for indicator, name in self.measures if name)

    @cached_property
    def _benchmarks_by_measure(self) -> dict[int, list[tuple[tuple[int, str, str], Benchmark]]]:
        grouped: dict[int, list[tuple[tuple[int, str, str], Benchmark]]] = defaultdict(list)
        for key, benchmark in self.benchmarks.items():
            grouped[key[0]].append((key, benchmark))
        return grouped

    def take_earlier(self, title: str) -> IndicatorDefinition | None:
        """The latest definition of that title in another year whose indicator has none this year; each one once."""
        for each in self.others_by_title.get(same_title(title), ()):
            if each.indicator_id not in self.defined:
                self.defined.add(each.indicator_id)
                return each
        return None
