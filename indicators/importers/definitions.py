"""Makes an indicator of a row: proposes its definition, and ends merged absences with the last month of the index."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date

from indicators.importers.headings import Role
from indicators.importers.parsed import (
    Finding,
    Location,
    ParsedFigure,
    ParsedIndicator,
    ParsedMeasure,
    ParsedTarget,
    Severity,
)
from indicators.importers.proposals import (
    AccumulationProposal,
    names_average,
    propose_accumulation,
    propose_decimal_places,
    propose_frequency,
    propose_year_basis,
)
from indicators.importers.rows import Row
from indicators.vocabulary import Frequency, TargetForm, Unit


def indicator_of(row: Row, as_at: date) -> tuple[ParsedIndicator, list[Finding]]:
    """The row's indicator, and what there is to say about it."""
    measures = tuple(_until(measure, row, as_at) for measure in row.measures)
    basis = propose_year_basis(row.title, row.table.basis)
    first = measures[0]
    proposal = propose_accumulation(row.title, row.unit, basis, first.outturns, first.year_to_date)
    indicator = ParsedIndicator(
        location=row.location,
        section=row.section,
        number=row.number,
        title=row.title,
        why_it_is_important=row.why_it_is_important,
        polarity=row.polarity,
        target=row.target or ParsedTarget(TargetForm.NONE, ""),
        unit=row.unit,
        decimal_places=propose_decimal_places(measures),
        year_basis=basis,
        frequency=_frequency(row, measures),
        accumulation=proposal.accumulation,
        counts_people=True,
        rating_wording=row.rating_wording,
        rating_location=row.place(Role.RATING),
        measures=measures,
        months_heading=row.table.months_heading,
        rating=row.rating,
        tolerance=row.tolerance,
        first_month=min(row.table.months.values(), default=None),
    )
    return indicator, [*row.findings, *_merged_absences(row, measures, as_at), *_assumptions(row, indicator, proposal)]


def _frequency(row: Row, measures: tuple[ParsedMeasure, ...]) -> Frequency:
    """What a column says; else quarterly where the table has quarters, and what the figures show.

    One month alone, or no month at all, shows nothing: such a row is taken to be monthly.
    """
    if row.frequency is not None:
        return row.frequency
    if row.table.quarters_only:
        return Frequency.QUARTERLY
    if len(row.table.months) + len(row.table.earlier) < 2:
        return Frequency.MONTHLY
    return propose_frequency(month for measure in measures for month in (*measure.outturns, *measure.earlier))


def without_stopped_cells(
    indicators: Iterable[ParsedIndicator], findings: Iterable[Finding]
) -> tuple[ParsedIndicator, ...]:
    """The indicators without the figures of cells that an ERROR stops."""
    stopped = {finding.location for finding in findings if finding.severity is Severity.ERROR}
    return tuple(_without(indicator, stopped) for indicator in indicators) if stopped else tuple(indicators)


def _without(indicator: ParsedIndicator, stopped: Collection[Location | None]) -> ParsedIndicator:
    def keep(figure: ParsedFigure | None) -> bool:
        return figure is not None and figure.location not in stopped

    measures = tuple(
        replace(
            measure,
            outturns={month: figure for month, figure in measure.outturns.items() if keep(figure)},
            earlier={month: figure for month, figure in measure.earlier.items() if keep(figure)},
            year_to_date=measure.year_to_date if keep(measure.year_to_date) else None,
            benchmarks=tuple(benchmark for benchmark in measure.benchmarks if keep(benchmark.figure)),
        )
        for measure in indicator.measures
    )
    return replace(indicator, measures=measures)


def _assumptions(row: Row, indicator: ParsedIndicator, proposal: AccumulationProposal) -> list[Finding]:
    """What was proposed although nothing in the row shows it."""
    assumed = []
    if proposal.assumption:
        assumed.append(("accumulation_assumed", f"{proposal.assumption}. Check how it accumulates"))
    is_said = row.frequency is not None or "annual" in row.rating_wording.casefold()
    if indicator.frequency is Frequency.MONTHLY and len(row.table.months) + len(row.table.earlier) < 2 and not is_said:
        assumed.append(
            ("frequency_assumed", "the workbook does not show how often; it was taken to be monthly. Check that")
        )
    if indicator.frequency is Frequency.ANNUAL and not is_said:
        assumed.append(("frequency_assumed", "it has no figure for any month and was taken to be annual. Check that"))
    if indicator.unit is Unit.AVERAGE and not names_average(row.title) and not row.unit_is_said:
        assumed.append(
            ("unit_assumed", "most of its figures are not whole, so they were taken to be averages. Check that")
        )
    return [
        Finding(Severity.NOTE, rule, f"{row.about}: {assumption} before you apply.", row.location)
        for rule, assumption in assumed
    ]


def _until(measure: ParsedMeasure, row: Row, as_at: date) -> ParsedMeasure:
    """The measure without months to come that only a merged absence speaks for."""
    if not row.spread:
        return measure
    spread = {month for months in row.spread.values() for month in months}
    return replace(
        measure,
        outturns={m: figure for m, figure in measure.outturns.items() if m <= as_at or m not in spread},
    )


def _merged_absences(row: Row, measures: tuple[ParsedMeasure, ...], as_at: date) -> list[Finding]:
    findings = []
    for (first, last), months in row.spread.items():
        read = [month for month in months if month <= as_at]
        figure = next((m.outturns[month] for m in measures for month in read if month in m.outturns), None)
        if figure is None:
            continue
        message = (
            f"{row.about}: “{figure.wording}” in the merged cells {first.cell}:{last.cell} was read for each month "
            f"from {min(read):%B %Y} to {max(read):%B %Y}, the last with figures in the index."
        )
        findings.append(Finding(Severity.NOTE, "merged_absence", message, first, last_location=last))
    return findings
