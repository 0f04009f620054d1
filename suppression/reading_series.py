"""Months that belong together: years of a flow or of a running total, and figures that stand in one row."""

from itertools import groupby, pairwise

from suppression.engine import RelationKind, Series, SeriesKind
from suppression.paper import PaperIndicator, PaperMeasure, PublicFigure
from suppression.places import YEAR_TO_DATE, benchmark_place, denominator_of, key_of, month_place, numerator_of
from suppression.reading_notes import Notes
from suppression.reading_words import COUNT, FLOW, OWN, RATIO, RUNNING_TOTAL, STOCKS, first_of_year

Indicator = PaperIndicator[PublicFigure]
Measure = PaperMeasure[PublicFigure]


def add_series(notes: Notes) -> None:
    """The series of every count in the paper."""
    for indicator in notes.paper.indicators:
        for measure in indicator.measures:
            if indicator.unit != COUNT:
                _add_sums_behind(notes, indicator, measure)
                continue
            if indicator.accumulation in (FLOW, RUNNING_TOTAL):
                add_years(notes, indicator, measure, key_of(indicator.key, measure.name, YEAR_TO_DATE))
            elif indicator.accumulation in STOCKS:
                places = [month_place(month.month) for month in measure.months]
                _add_row(notes, indicator, measure, places, 1)
            own = [benchmark_place(OWN, each.period) for each in measure.benchmarks if each.comparator == OWN]
            _add_row(notes, indicator, measure, own, 2)


def add_years(notes: Notes, indicator: Indicator, measure: Measure, year_to_date: str) -> None:
    """One series for each year of accumulation; the year to date belongs to the last.

    It belongs to none where the year began before the columns do, or where a flow lacks a month.
    """
    reported = [month for month in measure.months if month.figure is not None]
    years = groupby(reported, key=lambda month: first_of_year(month.month, indicator.year_basis))
    for first, months in [(first, list(group)) for first, group in years]:
        keys = [key_of(indicator.key, measure.name, month_place(month.month)) for month in months]
        cells = tuple(key for key in keys if key in notes)
        is_last = months[-1] is reported[-1]
        complete = indicator.accumulation != FLOW or len(cells) == len(keys)
        began_here = first >= measure.months[0].month
        total = year_to_date if is_last and complete and began_here and year_to_date in notes else None
        kind = SeriesKind.FLOW if indicator.accumulation == FLOW else SeriesKind.RUNNING_TOTAL
        if cells and not _contradicts_itself(notes, kind, cells, total):
            notes.series.append(Series(kind, cells, total))


def _add_sums_behind(notes: Notes, indicator: Indicator, measure: Measure) -> None:
    """What stands behind a year to date of percentages is the sum of what stands behind its months."""
    months = [month.month for month in measure.months if month.figure is not None]
    if indicator.accumulation != RATIO or not months:
        return
    first = first_of_year(months[-1], indicator.year_basis)
    if first < measure.months[0].month:
        return
    places = [YEAR_TO_DATE, *(month_place(month) for month in months if month >= first)]
    for part in (numerator_of, denominator_of):
        total, *parts = (part(key_of(indicator.key, measure.name, place)) for place in places)
        if all(key in notes and key not in notes.latent for key in (total, *parts)):
            notes.relate([(total, -1), *((key, 1) for key in parts)], RelationKind.YEAR_TO_DATE)


def _add_row(notes: Notes, indicator: Indicator, measure: Measure, places: list[str], at_least: int) -> None:
    """Figures between which nothing holds, and which stand beside each other."""
    keys = [key_of(indicator.key, measure.name, place) for place in places]
    cells = tuple(key for key in keys if key in notes)
    if len(cells) >= at_least:
        notes.series.append(Series(SeriesKind.STOCK, cells))


def _contradicts_itself(notes: Notes, kind: SeriesKind, cells: tuple[str, ...], total: str | None) -> bool:
    """Whether everything is shown and does not fit: then the reader sees that nothing follows from it."""
    if not notes.shown.keys() >= {*cells, *([total] if total else [])}:
        return False
    values = [notes.shown[key] for key in cells]
    if kind is SeriesKind.FLOW:
        return total is not None and sum(values) != notes.shown[total]
    falls = any(after < before for before, after in pairwise(values))
    return falls or (total is not None and values[-1] != notes.shown[total])
