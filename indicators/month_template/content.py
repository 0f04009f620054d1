"""What stands in the workbook of a month: the tables, their columns, and each row's cells."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from indicators.importers.headings import words_in
from indicators.models import Benchmark, Dataset, IndicatorDefinition, Outturn, Period
from indicators.month_template.figures import Written, written
from indicators.month_template.months import reporting_year_of
from indicators.periods import add_months, index_months, year_start
from indicators.vocabulary import Comparator, Unit, YearBasis
from indicators.workflow.moves import State

BenchmarkColumn = tuple[Comparator, str]


@dataclass
class TemplateRow:
    """One indicator: its definition, and its cells by month or benchmark. `locked` months are published."""

    definition: IndicatorDefinition
    months: dict[date, Written] = field(default_factory=dict)
    locked: set[date] = field(default_factory=set)
    benchmarks: dict[BenchmarkColumn, Written] = field(default_factory=dict)
    year_to_date: Written | None = None


@dataclass
class TemplateTable:
    """The indicators of one kind of year, with the months and benchmarks that are its columns."""

    basis: YearBasis
    year: int
    months: tuple[date, ...]
    columns: list[BenchmarkColumn]
    rows: list[TemplateRow]


def tables_of(dataset: Dataset, month: date) -> list[TemplateTable]:
    """The tables of the index in which a month stands, filled with what is stored. Reads the database four times."""
    year = reporting_year_of(month)
    definitions = list(
        IndicatorDefinition.objects.filter(indicator__dataset=dataset, reporting_year=year)
        .select_related("indicator", "section")
        .prefetch_related("indicator__measures")
        .order_by("section__position", "number_sort_key")
    )
    rows = {each.indicator_id: TemplateRow(each) for each in definitions}
    _fill_outturns(rows, month)
    _fill_benchmarks(rows, year)
    financial = [row for row in rows.values() if row.definition.year_basis != YearBasis.CALENDAR]
    calendar = [row for row in rows.values() if row.definition.year_basis == YearBasis.CALENDAR]
    return [
        TemplateTable(basis, year, index_months(year, basis), _columns(of_basis, basis, year), of_basis)
        for basis, of_basis in ((YearBasis.FINANCIAL, financial), (YearBasis.CALENDAR, calendar))
        if of_basis
    ]


def _fill_outturns(rows: dict[int, TemplateRow], month: date) -> None:
    stored = Outturn.objects.filter(
        measure__indicator__in=rows, period__last_month__range=(add_months(month, -24), add_months(month, 24))
    ).select_related("measure", "period")
    months: dict[tuple[int, date], dict[str, Outturn]] = defaultdict(dict)
    totals: dict[int, dict[str, Outturn]] = defaultdict(dict)
    for outturn in stored.order_by("measure"):
        row = rows[outturn.measure.indicator_id]
        period = outturn.period
        if period.kind == Period.Kind.MONTH:
            months[outturn.measure.indicator_id, period.last_month][outturn.measure.name] = outturn
            if outturn.state == State.LOCKED:
                row.locked.add(period.last_month)
        elif period.span == _year_to_date_of(row.definition, month):
            totals[outturn.measure.indicator_id][outturn.measure.name] = outturn
    for (indicator, of_month), figures in months.items():
        cell = written(figures, Unit(rows[indicator].definition.unit))
        if cell is not None:
            rows[indicator].months[of_month] = cell
    for indicator, figures in totals.items():
        rows[indicator].year_to_date = written(figures, Unit(rows[indicator].definition.unit))


def _year_to_date_of(definition: IndicatorDefinition, month: date) -> tuple[str, date, date]:
    last = min(month, index_months(definition.reporting_year, YearBasis(definition.year_basis))[-1])
    return Period.Kind.YEAR_TO_DATE, year_start(last, YearBasis(definition.year_basis)), last


def _fill_benchmarks(rows: dict[int, TemplateRow], year: int) -> None:
    stored = Benchmark.objects.filter(measure__indicator__in=rows, reporting_year=year).select_related("measure")
    figures: dict[tuple[int, BenchmarkColumn], dict[str, Benchmark]] = defaultdict(dict)
    for benchmark in stored.order_by("measure"):
        column = Comparator(benchmark.comparator), benchmark.year
        figures[benchmark.measure.indicator_id, column][benchmark.measure.name] = benchmark
    for (indicator, column), of_cell in figures.items():
        cell = written(of_cell, Unit(rows[indicator].definition.unit))
        if cell is not None:
            rows[indicator].benchmarks[column] = cell


def _columns(rows: Iterable[TemplateRow], basis: YearBasis, year: int) -> list[BenchmarkColumn]:
    """The three own years before, England and London, and whatever else the rows have."""
    found = {column for row in rows for column in row.benchmarks}
    before = [
        f"{y}" if basis is YearBasis.CALENDAR else f"{y}/{(y + 1) % 100:02}" for y in range(year - 1, year - 4, -1)
    ]
    own = [*before, *sorted({y for comparator, y in found if comparator is Comparator.OWN} - {*before}, reverse=True)]
    columns = [(Comparator.OWN, each) for each in own]
    for comparator in (Comparator.ENGLAND, Comparator.LONDON):
        years = sorted({y for each, y in found if each is comparator}) or [""]
        columns += [(comparator, each) for each in years if words_in(f"{comparator.label} {each}").period.year == each]
    return columns
