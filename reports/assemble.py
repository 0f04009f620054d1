"""Assembles an index: everything one report says, in eight queries, nothing hidden."""

from collections import defaultdict
from datetime import date
from decimal import Decimal
from itertools import chain, groupby

from django.conf import settings

from indicators import rag
from indicators.benchmarks.sources import NO_SOURCE, sources_of
from indicators.formatting import figure_text, number_text
from indicators.index import (
    Index,
    IndexBenchmark,
    IndexFigure,
    IndexIndicator,
    IndexMeasure,
    IndexRating,
    IndexRebasing,
    IndexRelation,
    IndexSection,
)
from indicators.models import (
    Benchmark,
    Dataset,
    DefinitionRelation,
    Figure,
    IndicatorDefinition,
    Measure,
    Outturn,
    Period,
    RatingOverride,
    Rebasing,
)
from indicators.periods import index_months, year_start
from indicators.vocabulary import (
    Absence,
    Accumulation,
    Comparator,
    DefinitionRelationKind,
    Frequency,
    Polarity,
    Rating,
    RelationStatus,
    TargetForm,
    Unit,
    YearBasis,
)
from indicators.year_to_date import worked_out


class NothingToReport(Exception):
    """The dataset has no definition for the year; the message says which."""


def assemble(dataset: Dataset, as_at: date) -> Index:
    """The dataset's index as at a month (its first day). Figures of later months are left out.

    Raises NothingToReport where the reporting year of that month has no definitions.
    """
    reporting_year = year_start(as_at, YearBasis.FINANCIAL).year
    definitions = list(
        IndicatorDefinition.objects.filter(indicator__dataset=dataset, reporting_year=reporting_year).select_related(
            "indicator", "section"
        )
    )
    if not definitions:
        raise NothingToReport(
            f"{dataset} has no indicators for {reporting_year}/{(reporting_year + 1) % 100:02}. "
            "Import its workbook first."
        )
    catalogue = _Catalogue(definitions, reporting_year, as_at)
    return Index(
        council=settings.COUNCIL_NAME,
        dataset=dataset.name,
        dataset_slug=dataset.slug,
        title=f"{settings.SERVICE_NAME}: {as_at:%B %Y}",
        as_at=as_at,
        months=index_months(reporting_year, YearBasis.FINANCIAL),
        calendar_months=index_months(reporting_year, YearBasis.CALENDAR),
        sections=tuple(
            IndexSection(section.name, tuple(catalogue.indicator(definition) for definition in of_section))
            for section, of_section in groupby(definitions, key=lambda definition: definition.section)
        ),
    )


class _Catalogue:
    """The records of one report, fetched together and looked up by what they belong to."""

    def __init__(self, definitions: list[IndicatorDefinition], reporting_year: int, as_at: date) -> None:
        self.reporting_year = reporting_year
        self.as_at = as_at
        indicators = [definition.indicator_id for definition in definitions]
        self.measures: dict[int, list[Measure]] = defaultdict(list)
        for measure in Measure.objects.filter(indicator__in=indicators):
            self.measures[measure.indicator_id].append(measure)
        self.months: dict[int, dict[date, Outturn]] = defaultdict(dict)
        self.years_to_date: dict[int, dict[date, Outturn]] = defaultdict(dict)
        span = (date(reporting_year, 1, 1), as_at)
        outturns = Outturn.objects.filter(measure__indicator__in=indicators, period__last_month__range=span)
        for outturn in outturns.select_related("period").order_by("period__last_month"):
            by_kind = self.months if outturn.period.kind == Period.Kind.MONTH else self.years_to_date
            by_kind[outturn.measure_id][outturn.period.last_month] = outturn
        self.benchmarks: dict[int, list[Benchmark]] = defaultdict(list)
        for benchmark in Benchmark.objects.filter(
            measure__indicator__in=indicators, reporting_year=reporting_year
        ).order_by("position"):
            self.benchmarks[benchmark.measure_id].append(benchmark)
        self.sources = sources_of(chain.from_iterable(self.benchmarks.values()))
        self.rebasings: dict[int, list[IndexRebasing]] = defaultdict(list)
        for rebasing in Rebasing.objects.filter(measure__indicator__in=indicators, from_month__lte=as_at).order_by(
            "from_month"
        ):
            self.rebasings[rebasing.measure_id].append(IndexRebasing(rebasing.from_month, rebasing.reason))
        overrides = RatingOverride.objects.filter(definition__in=definitions, as_at=as_at)
        self.overrides = {override.definition_id: override for override in overrides}
        self.relations: dict[int, list[IndexRelation]] = defaultdict(list)
        keys = {definition.pk: definition.indicator.key for definition in definitions}
        confirmed = DefinitionRelation.objects.filter(
            definition__in=definitions, other__in=definitions, status=RelationStatus.CONFIRMED
        )
        for relation in confirmed.order_by("kind", "other__number_sort_key"):
            self.relations[relation.definition_id].append(
                IndexRelation(DefinitionRelationKind(relation.kind), keys[relation.other_id])
            )

    def indicator(self, definition: IndicatorDefinition) -> IndexIndicator:
        measures = tuple(self._measure(definition, each) for each in self.measures[definition.indicator_id])
        return IndexIndicator(
            key=definition.indicator.key,
            number=definition.number,
            title=definition.title,
            why_it_is_important=definition.why_it_is_important,
            polarity=Polarity(definition.polarity),
            target=definition.target_wording or TargetForm(definition.target_form).label,
            has_target=definition.target_form in (TargetForm.SINGLE, TargetForm.RANGE),
            unit=Unit(definition.unit),
            frequency=Frequency(definition.frequency),
            year_basis=YearBasis(definition.year_basis),
            accumulation=Accumulation(definition.accumulation),
            counts_people=definition.counts_people,
            rating=self._rating(definition, measures),
            measures=measures,
            relations=tuple(self.relations[definition.pk]),
            target_low=_plain(definition.target_low),
            target_high=_plain(definition.target_high),
        )

    def _measure(self, definition: IndicatorDefinition, measure: Measure) -> IndexMeasure:
        columns = index_months(self.reporting_year, YearBasis(definition.year_basis))
        months = tuple(
            (month, _figure(self.months[measure.pk].get(month), definition.unit) if month <= self.as_at else None)
            for month in columns
        )
        typed = self.years_to_date[measure.pk].get(min(self.as_at, columns[-1]))
        return IndexMeasure(
            name=measure.name,
            months=months,
            year_to_date=_figure(typed, definition.unit) or self._sum(definition, measure),
            benchmarks=tuple(
                IndexBenchmark(
                    Comparator(each.comparator),
                    each.year,
                    _shown(each, definition.unit),
                    *self.sources.get(each.pk, NO_SOURCE),
                )
                for each in self.benchmarks[measure.pk]
            ),
            rebased=tuple(self.rebasings[measure.pk]),
        )

    def _sum(self, definition: IndicatorDefinition, measure: Measure) -> IndexFigure | None:
        """The year to date of a flow that nobody typed: the sum of its months, if none is missing."""
        values = {month: outturn.value for month, outturn in self.months[measure.pk].items()}
        total = worked_out(
            definition.accumulation, self.reporting_year, YearBasis(definition.year_basis), self.as_at, values
        )
        if total is None:
            return None
        return IndexFigure(
            text=number_text(total, definition.decimal_places),
            value=_plain(total),
            decimal_places=definition.decimal_places,
        )

    def _rating(self, definition: IndicatorDefinition, measures: tuple[IndexMeasure, ...]) -> IndexRating:
        override = self.overrides.get(definition.pk)
        if override is not None:
            rating = Rating(override.rating)
            words = (override.wording or rating.label) if rating is Rating.NONE else rating.label
            return IndexRating(rating, words, override.reason)
        standing = [measure.standing for measure in measures]
        judged = rag.judge(
            definition.target,
            Polarity(definition.polarity),
            Frequency(definition.frequency),
            [figure.value if figure else None for figure in standing],
        )
        bounds = rag.bounds_of(definition.target, Polarity(definition.polarity), judged.rating)
        least, most = bounds if len(standing) == 1 else (None, None)
        return IndexRating(judged.rating, judged.text, least=least, most=most)


def _figure(record: Figure | None, unit: str) -> IndexFigure | None:
    return None if record is None else _shown(record, unit)


def _shown(record: Figure, unit: str) -> IndexFigure:
    return IndexFigure(
        text=figure_text(record, unit),
        value=_plain(record.value),
        numerator=_plain(record.numerator),
        denominator=_plain(record.denominator),
        rate=_plain(record.rate),
        absence=Absence(record.absence) if record.absence else None,
        decimal_places=record.decimal_places,
    )


def _plain(number: Decimal | None) -> Decimal | None:
    """The number without the zeros that a database adds: 97, not 97.000000 and not 9.7E+1."""
    return None if number is None else Decimal(f"{number.normalize():f}")
