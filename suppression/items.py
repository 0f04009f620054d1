"""What one indicator says, for the engine: its figures, the numbers behind them, its series and its rating."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from itertools import groupby

from indicators.index import IndexFigure, IndexIndicator, IndexMeasure
from indicators.periods import year_start
from indicators.vocabulary import Absence, Accumulation, Comparator, Unit
from suppression.bands import conditions_of_rating
from suppression.draft import CannotProtect, Draft, opening, whole
from suppression.engine import (
    Cell,
    Ratio,
    RatioKind,
    RelationKind,
    Series,
    SeriesKind,
    Statement,
    StatementKind,
    printed_ratio,
)
from suppression.history import History, source_name
from suppression.known import KnownElsewhere
from suppression.places import (
    YEAR_TO_DATE,
    benchmark_place,
    denominator_of,
    earlier_year_to_date,
    key_of,
    month_place,
    numerator_of,
    rating_key,
)

RATIO_KINDS = {
    Unit.PERCENTAGE: RatioKind.PERCENTAGE,
    Unit.RATE_PER_10000: RatioKind.RATE,
    Unit.AVERAGE: RatioKind.AVERAGE,
    Unit.WEEKS: RatioKind.AVERAGE,
}
SERIES_KINDS = {
    Accumulation.FLOW: SeriesKind.FLOW,
    Accumulation.RUNNING_TOTAL: SeriesKind.RUNNING_TOTAL,
    Accumulation.STOCK: SeriesKind.STOCK,
    Accumulation.LATEST: SeriesKind.STOCK,
}
AT_SOURCE = "the workbook as it came to us"


def add_indicator(draft: Draft, indicator: IndexIndicator, history: History) -> None:
    """Add every figure of ours that the indicator shows. What England and London publish is not ours to protect."""
    for measure in indicator.measures:
        for place, words, figure in figures_of(measure):
            key = key_of(indicator.key, measure.name, place)
            label = f"indicator {indicator.number}{f' ({measure.name})' if measure.name else ''}, {words}"
            if figure.value is not None or figure.absence == Absence.SUPPRESSED:
                _add_figure(draft, indicator, key, label, figure, history)
        if indicator.unit is Unit.COUNT:
            _add_series(draft, indicator, measure)
        elif indicator.accumulation is Accumulation.RATIO:
            _add_sums_behind(draft, indicator, measure)
    _add_rating(draft, indicator, history)


def figures_of(measure: IndexMeasure) -> Iterator[tuple[str, str, IndexFigure]]:
    """Every figure of ours: its place, the words for it, and the figure."""
    for month, figure in measure.months:
        if figure is not None:
            yield month_place(month), f"{month:%B %Y}", figure
    if measure.year_to_date is not None:
        yield YEAR_TO_DATE, YEAR_TO_DATE, measure.year_to_date
    for comparator, year, figure in measure.benchmarks:
        if comparator is Comparator.OWN:
            yield benchmark_place(comparator.value, year), f"own previous year {year}".strip(), figure


def _add_figure(
    draft: Draft, indicator: IndexIndicator, key: str, label: str, figure: IndexFigure, history: History
) -> None:
    if indicator.unit is not Unit.COUNT and indicator.unit not in RATIO_KINDS:
        raise CannotProtect(f"{opening(label)}: its unit is unknown to the disclosure check.")
    if figure.value is not None and not figure.value.is_finite():
        raise CannotProtect(f"{opening(label)}: {figure.value} is no number. Correct it first.")
    people = indicator.counts_people
    weights = draft.policy.weights
    if indicator.unit is Unit.COUNT:
        if figure.numerator is not None or figure.denominator is not None:
            raise CannotProtect(f"{opening(label)} is a count and has a numerator or denominator. Correct it first.")
        weight = _weight(draft, key, weights.month, weights.year_to_date)
        value = None if figure.value is None else whole(figure.value, label)
        draft.cells[key] = _cell(key, value, label, people, weight, history)
        return
    kind = RATIO_KINDS[indicator.unit]
    numbers = (figure.numerator, figure.denominator)
    for part, name, number in zip(
        (numerator_of(key), denominator_of(key)), ("numerator", "denominator"), numbers, strict=True
    ):
        words = f"{label}, {name}"
        if number is None:
            draft.latent(part, words, None, people)
        else:
            value = whole(number, words)
            draft.cells[part] = _cell(part, value, words, people, weights.number_behind_a_ratio, history)
    ratio = Ratio(
        key,
        numerator_of(key),
        denominator_of(key),
        label,
        weight=_weight(draft, key, weights.percentage, weights.year_to_date_percentage),
        kind=kind,
        public_since=history.shown_in(key, figure.printed),
        hidden_since=history.hidden_in(key) or (AT_SOURCE if figure.value is None else ""),
    )
    if draft.value(denominator_of(key)) == 0:
        raise CannotProtect(f"{opening(label)} has a denominator of 0. Correct it first.")
    draft.ratios[key] = _as_printed(draft, ratio, figure)


def _as_printed(draft: Draft, ratio: Ratio, figure: IndexFigure) -> Ratio:
    """The ratio with the number that stands printed.

    A reader sees that a percentage above 100 is none, or that one contradicts its numbers: it then says nothing.
    Raises CannotProtect where its numbers are too small to publish.
    """
    if figure.printed is None:
        return ratio
    number = int(figure.printed.scaleb(figure.decimal_places))
    said = replace(ratio, printed=number, decimals=figure.decimal_places)
    numerator, denominator = draft.value(ratio.numerator), draft.value(ratio.denominator)
    if number < 0 or (ratio.kind is RatioKind.PERCENTAGE and number > said.scale):
        return ratio
    if numerator is None or denominator is None or printed_ratio(numerator, denominator, said.scale) == number:
        return said
    if draft.is_unsafe((ratio.numerator, ratio.denominator)):
        raise CannotProtect(
            f"{opening(ratio.label)}: {figure.text} is not what its numerator and denominator give, and they are "
            "too small to publish. Correct it first."
        )
    return ratio


def _weight(draft: Draft, key: str, month: int, year_to_date: int) -> int:
    if key.endswith(f"|{YEAR_TO_DATE}"):
        return year_to_date
    return draft.policy.weights.previous_year if f"|{Comparator.OWN.value}" in key else month


def _cell(key: str, value: int | None, label: str, people: bool, weight: int, history: History) -> Cell:
    return Cell(
        key,
        value,
        label,
        counts_people=people,
        weight=weight,
        public_since="" if value is None else history.shown_in(key, value),
        hidden_since=history.hidden_in(key),
    )


def _add_series(draft: Draft, indicator: IndexIndicator, measure: IndexMeasure) -> None:
    """One series for each year of accumulation, the year to date belonging to the last; and one of own years."""
    own = [benchmark_place(c.value, year) for c, year, _ in measure.benchmarks if c is Comparator.OWN]
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


def _add_sums_behind(draft: Draft, indicator: IndexIndicator, measure: IndexMeasure) -> None:
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


def _add_rating(draft: Draft, indicator: IndexIndicator, history: History) -> None:
    """The rating is an item wherever there is something to judge. Having no target is part of the definition."""
    if not indicator.is_rated:
        return
    key = rating_key(indicator.key)
    standing = tuple(one for one in (standing_key(indicator, each) for each in indicator.measures) if one)
    judged = tuple(one for one in standing if one in draft.cells or one in draft.ratios)
    draft.statements.append(
        Statement(
            key,
            StatementKind.RATING,
            f"the rating of indicator {indicator.number}",
            tuple(conditions_of_rating(indicator.rating, draft.ratios.get(judged[0]), judged[0])) if judged else (),
            weight=draft.policy.weights.rating,
            judges=judged,
            public_since=history.shown_in(key, indicator.rating.text),
            hidden_since=history.hidden_in(key),
        )
    )


def standing_key(indicator: IndexIndicator, measure: IndexMeasure) -> str:
    """The key of the figure that stands for a measure; empty if it has none."""
    standing = measure.standing
    if standing is None:
        return ""
    place = next(place for place, _, figure in figures_of(measure) if figure is standing)
    return key_of(indicator.key, measure.name, place)


def limit_by_what_others_publish(draft: Draft, known: Iterable[KnownElsewhere], as_at: date) -> None:
    """A number that somebody else publishes of what we never show, or an upper limit of any, is known to a reader."""
    for each in known:
        key = each.key.replace(earlier_year_to_date(f"|{YEAR_TO_DATE}", as_at), f"|{YEAR_TO_DATE}")
        cell = draft.cells.get(key)
        if cell is None or not (cell.latent or each.is_upper_limit):
            continue
        if cell.value is not None and cell.value > each.value:
            raise CannotProtect(f"{opening(cell.label)} is above what {source_name(each)} gives. Correct either.")
        lower = cell.lower if each.is_upper_limit else each.value
        upper = each.value if cell.upper is None else min(cell.upper, each.value)
        draft.cells[key] = replace(cell, lower=lower, upper=upper)
