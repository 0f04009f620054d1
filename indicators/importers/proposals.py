"""Proposes what a workbook does not say outright: unit, decimal places, year basis, frequency and accumulation."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from indicators.contradictions import falls_within_year
from indicators.importers.cells import Cell
from indicators.importers.numerals import number_in_cell, number_in_text, shows_percentage
from indicators.importers.parsed import ParsedFigure, ParsedMeasure
from indicators.periods import QUARTER_ENDS
from indicators.vocabulary import Accumulation, Comparator, Frequency, Unit, YearBasis

_RATE = re.compile(r"per 10,?000\b|per 10k\b", re.IGNORECASE)
_PERCENTAGE = re.compile(r"(?<![0-9])%|\bpercentage\b|\bproportion\b", re.IGNORECASE)
_WEEKS = re.compile(r"\bnumber of weeks\b|\bweeks taken\b|\bin weeks\b|\(weeks\)", re.IGNORECASE)
_AVERAGE = re.compile(r"\b(?:average|mean|median)\b", re.IGNORECASE)
_YEAR_TO_DATE = re.compile(r"\bYTD\b|\byear to date\b", re.IGNORECASE)


@dataclass(frozen=True)
class AccumulationProposal:
    """How months become a year to date; `assumption` says what was assumed where nothing shows it, else empty."""

    accumulation: Accumulation
    assumption: str = ""


def propose_unit(title: str, target: Cell | None, figures: Collection[Cell]) -> Unit:
    """The unit that the title's words give, else what the row's own figures show, else the target; else a count.

    Figures that are mostly not whole are an average, whatever the title says.

    `figures` are the cells of the row's months, year to date and own previous years.
    """
    if _RATE.search(title):
        return Unit.RATE_PER_10000
    in_cells = [(cell, number_in_cell(cell)) for cell in figures]
    shown_as_percentages = [
        number.is_percentage if number is not None else shows_percentage(cell)
        for cell, number in in_cells
        if number is not None or _has_number_in_text(cell)
    ]
    percentages = sum(shown_as_percentages)
    if percentages * 2 > len(shown_as_percentages):
        return Unit.PERCENTAGE
    if _PERCENTAGE.search(title) and not title.casefold().startswith("number"):
        return Unit.PERCENTAGE
    if not shown_as_percentages and target is not None and shows_percentage(target):
        return Unit.PERCENTAGE
    if _WEEKS.search(title):
        return Unit.WEEKS
    numbers = [number.value for _, number in in_cells if number is not None]
    is_whole = [number == number.to_integral_value() for number in numbers]
    return Unit.AVERAGE if names_average(title) or sum(is_whole) * 2 < len(is_whole) else Unit.COUNT


def names_average(title: str) -> bool:
    """Whether the title says that its figures are averages."""
    return _AVERAGE.search(title) is not None


def propose_decimal_places(measures: Iterable[ParsedMeasure]) -> int:
    """The most decimals shown among the row's own outturns; where it has none, among its own previous years."""
    measures = list(measures)
    outturns = [figure for measure in measures for figure in measure.outturns.values()]
    own = [b.figure for measure in measures for b in measure.benchmarks if b.comparator is Comparator.OWN]
    for figures in (outturns, own):
        places = [figure.decimal_places for figure in figures if figure.value is not None]
        if places:
            return max(places)
    return 0


def propose_frequency(months: Iterable[date]) -> Frequency:
    """Annual with nothing in any month, quarterly with something in the last months of quarters only, else monthly."""
    numbers = {month.month for month in months}
    if not numbers:
        return Frequency.ANNUAL
    return Frequency.QUARTERLY if numbers <= QUARTER_ENDS else Frequency.MONTHLY


def propose_year_basis(title: str, table_basis: YearBasis) -> YearBasis:
    """Calendar for a table of calendar years; academic where the title says so; else the table's own."""
    if table_basis is not YearBasis.CALENDAR and "academic year" in title.casefold():
        return YearBasis.ACADEMIC
    return table_basis


def propose_accumulation(
    title: str, unit: Unit, basis: YearBasis, outturns: Mapping[date, ParsedFigure], year_to_date: ParsedFigure | None
) -> AccumulationProposal:
    """A ratio for percentages, the latest for rates, averages and weeks; for counts, what the figures show."""
    if unit is Unit.PERCENTAGE:
        return AccumulationProposal(Accumulation.RATIO)
    if unit is not Unit.COUNT:
        return AccumulationProposal(Accumulation.LATEST)
    if _YEAR_TO_DATE.search(title):
        return AccumulationProposal(Accumulation.RUNNING_TOTAL)
    values = {month: figure.value for month, figure in sorted(outturns.items()) if figure.value is not None}
    total = year_to_date.value if year_to_date else None
    if total is None:
        return _without_year_to_date(title, bool(outturns), bool(values))
    if not values:
        assumption = "it has a year to date but no figure for any month; its months were taken to add up to it"
        return AccumulationProposal(Accumulation.FLOW, assumption)
    is_last = list(values.values())[-1] == total and not falls_within_year(values, basis)
    is_sum = sum(values.values(), Decimal(0)) == total
    if is_last and is_sum:
        assumption = "its year to date is both its last month and the sum of its months; they were taken to add up"
        return AccumulationProposal(Accumulation.FLOW, assumption)
    return AccumulationProposal(Accumulation.RUNNING_TOTAL if is_last else Accumulation.FLOW)


def _without_year_to_date(title: str, has_outturns: bool, has_values: bool) -> AccumulationProposal:
    if has_values:
        assumption = "it has no year to date; its months were taken to be counts on one day, which do not add up"
        return AccumulationProposal(Accumulation.STOCK, assumption)
    if has_outturns and title.casefold().startswith("number"):
        assumption = "none of its months has a figure, nor has its year to date; its months were taken to add up"
        return AccumulationProposal(Accumulation.FLOW, assumption)
    assumption = "neither its months nor its year to date have a figure; its months were taken to be counts on one day"
    return AccumulationProposal(Accumulation.STOCK, assumption)


def _has_number_in_text(cell: Cell) -> bool:
    return isinstance(cell.value, str) and (number_in_text(cell.value) is not None or shows_percentage(cell))
