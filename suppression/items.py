"""What one indicator says, for the engine: its figures, the numbers behind them, its series and its rating."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from indicators.formatting import opening
from indicators.index import IndexFigure, IndexIndicator
from indicators.vocabulary import Absence, Accumulation, Comparator, Unit
from suppression.draft import CannotProtect, Draft, whole
from suppression.engine import (
    Cell,
    Ratio,
    RatioKind,
    printed_ratio,
)
from suppression.history import History, source_name
from suppression.known import KnownElsewhere
from suppression.own_figures import figures_of
from suppression.places import (
    YEAR_TO_DATE,
    denominator_of,
    earlier_year_to_date,
    key_of,
    numerator_of,
)
from suppression.ratings import add_rating
from suppression.series import add_series, add_sums_behind

RATIO_KINDS = {
    Unit.PERCENTAGE: RatioKind.PERCENTAGE,
    Unit.RATE_PER_10000: RatioKind.RATE,
    Unit.AVERAGE: RatioKind.AVERAGE,
    Unit.WEEKS: RatioKind.AVERAGE,
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
            add_series(draft, indicator, measure)
        elif indicator.accumulation is Accumulation.RATIO:
            add_sums_behind(draft, indicator, measure)
    add_rating(draft, indicator, history)


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
