"""Months that belong together: years of a flow or of a running total, and figures that stand in one row."""

from datetime import date
from itertools import groupby

from indicators.formatting import opening
from indicators.index import IndexIndicator, IndexMeasure
from indicators.periods import year_start
from indicators.vocabulary import Accumulation, Comparator
from suppression.draft import CannotProtect, Draft
from suppression.engine import RelationKind, Series, SeriesKind
from suppression.places import YEAR_TO_DATE, benchmark_place, denominator_of, key_of, month_place, numerator_of

SERIES_KINDS = {
    Accumulation.FLOW: SeriesKind.FLOW,
    Accumulation.RUNNING_TOTAL: SeriesKind.RUNNING_TOTAL,
    Accumulation.STOCK: SeriesKind.STOCK,
    Accumulation.LATEST: SeriesKind.STOCK,
}


def add_series(draft: Draft, indicator: IndexIndicator, measure: IndexMeasure) -> None:
    """One series for each year of accumulation, the year to date belonging to the last; and one of own years."""
    own = [
        benchmark_place(each.comparator.value, each.year)
        for each in measure.benchmarks
        if each.comparator is Comparator.OWN
    ]
    _add(draft, SeriesKind.STOCK, [key_of(indicator.key, measure.name, place) for place in own], None)
    kind = SERIES_KINDS.get(indicator.accumulation)
    if kind is None:
        return
    months = [month for month, figure in measure.months if figure is not None]
    year_to_date = key_of(indicator.key, measure.name, YEAR_TO_DATE)
    years = [(first, list(group)) for first, group in groupby(months, key=lambda m: _year(m, indicator))]
    for first, of_year in years:
        keys = [key_of(indicator.key, measure.name, month_place(month)) for month in of_year]
        known = [key for key in keys if key in draft.cells]
        whole_year = first >= measure.months[0][0] and (kind is not SeriesKind.FLOW or len(known) == len(keys))
        takes = kind is not SeriesKind.STOCK and whole_year and first == years[-1][0] and year_to_date in draft.cells
        _add(draft, kind, known, year_to_date if takes else None)


def add_sums_behind(draft: Draft, indicator: IndexIndicator, measure: IndexMeasure) -> None:
    """The numbers behind a year to date of percentages are the sums of those behind its months."""
    year_to_date = key_of(indicator.key, measure.name, YEAR_TO_DATE)
    months = [month for month, figure in measure.months if figure is not None]
    first = _year(months[-1], indicator) if months else None
    if first is None or first < measure.months[0][0]:
        return
    keys = [key_of(indicator.key, measure.name, month_place(month)) for month in months if month >= first]
    for part in (numerator_of, denominator_of):
        cells = [part(year_to_date), *(part(key) for key in keys)]
        if all(key in draft.cells and not draft.cells[key].latent for key in cells):
            draft.relate(RelationKind.YEAR_TO_DATE, [(cells[0], -1), *((key, 1) for key in cells[1:])])


def _year(month: date, indicator: IndexIndicator) -> date:
    return year_start(month, indicator.year_basis)


def _add(draft: Draft, kind: SeriesKind, keys: list[str], year_to_date: str | None) -> None:
    """Add the series if it fits the figures; raises CannotProtect where it does not and some are too small."""
    keys = [key for key in keys if key in draft.cells]
    if not keys:
        return
    values = [value for value in map(draft.value, keys) if value is not None]
    fits = kind is not SeriesKind.RUNNING_TOTAL or values == sorted(values)
    if year_to_date is not None:
        summed = keys if kind is SeriesKind.FLOW else keys[-1:]
        fits = fits and draft.total([(year_to_date, -1), *((key, 1) for key in summed)]) in (None, 0)
    if fits:
        draft.series.append(Series(kind, tuple(keys), year_to_date))
        return
    spoken_of = [*keys, *([year_to_date] if year_to_date else [])]
    draft.contradicted.add(frozenset(spoken_of))
    if draft.is_unsafe(spoken_of):
        raise CannotProtect(
            f"{opening(draft.cells[keys[-1]].label)}: the months and the year to date contradict each other, and "
            "some are too small to publish. What a reader makes of them cannot be judged. Correct them first."
        )
