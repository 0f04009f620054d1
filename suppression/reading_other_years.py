"""What readers remember of other years: the months of a count, and what they came to in the end."""

from collections.abc import Iterable
from datetime import date

from suppression.engine import RelationKind
from suppression.paper import PaperIndicator, PaperMeasure, PublicFigure
from suppression.places import YEAR_TO_DATE, benchmark_place, earlier_year_to_date, key_of, month_place
from suppression.reading_notes import Notes
from suppression.reading_series import add_years
from suppression.reading_words import COUNT, FLOW, OWN, RUNNING_TOTAL, first_of_year, source_of

Indicator = PaperIndicator[PublicFigure]
Measure = PaperMeasure[PublicFigure]


def remember_other_years(notes: Notes, others: Iterable[Notes]) -> None:
    """Take in the newest paper of each other year: of our measures, the counts that accumulate in it."""
    newest: dict[tuple[date, ...], Notes] = {}
    for other in others:
        months = other.paper.months
        if months != notes.paper.months and (months not in newest or other.paper.as_at >= newest[months].paper.as_at):
            newest[months] = other
    for other in newest.values():
        for indicator in other.paper.indicators:
            now = notes.indicators.get(indicator.key)
            if now is None or {now.unit, indicator.unit} != {COUNT}:
                continue
            names = {measure.name for measure in now.measures}
            for measure in indicator.measures:
                if indicator.accumulation in (FLOW, RUNNING_TOTAL) and measure.name in names:
                    _remember(notes, other, indicator, measure)


def _remember(notes: Notes, other: Notes, indicator: Indicator, measure: Measure) -> None:
    def key_at(place: str) -> str:
        return key_of(indicator.key, measure.name, place)

    months = [key_at(month_place(month.month)) for month in measure.months]
    if any(key in notes for key in months):
        return  # the kind of year has changed, and columns of both papers are the same months
    for key in months:
        _take_over(notes, other, key, key, "")
    source = source_of(other.paper.as_at)
    year_to_date = earlier_year_to_date(key_at(YEAR_TO_DATE), other.paper.as_at)
    _take_over(notes, other, key_at(YEAR_TO_DATE), year_to_date, f" in {source}")
    if any(key in notes.latent for key in months) or indicator.accumulation == FLOW:
        add_years(notes, indicator, measure, year_to_date)
    last = min(other.paper.as_at, measure.months[-1].month)
    first = first_of_year(last, indicator.year_basis)
    own = key_at(benchmark_place(OWN, _year_name(first, indicator.year_basis)))
    whole = year_to_date if indicator.accumulation == FLOW else key_at(month_place(last))
    if last != _last_of_year(first) or own not in notes or whole not in notes:
        return
    if whole in notes.revised or not notes.relate([(own, 1), (whole, -1)], RelationKind.SAME):
        notes.revise(own, whole, source)


def _take_over(notes: Notes, other: Notes, theirs: str, ours: str, words: str) -> None:
    if theirs in other.shown:
        notes.show(ours, other.shown[theirs], other.labels[theirs] + words)
    elif theirs in other.hidden:
        notes.imply(ours, other.labels[theirs] + words)


def _last_of_year(first: date) -> date:
    """The twelfth month of the year that begins with this one."""
    return first.replace(month=12) if first.month == 1 else date(first.year + 1, first.month - 1, 1)


def _year_name(first: date, year_basis: str) -> str:
    """The year as the council writes it: `2019/20`, or `2019` for a calendar year."""
    return f"{first.year}" if year_basis == "calendar" else f"{first.year}/{(first.year + 1) % 100:02}"
