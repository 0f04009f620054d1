"""What readers remember: every Part 1 paper that was published, of the same reporting year."""

from collections.abc import Iterable

from suppression.engine import RelationKind
from suppression.paper import Absent, PaperIndicator, PaperMeasure, PublicFigure, Rated
from suppression.places import YEAR_TO_DATE, earlier_year_to_date, key_of, month_place, rating_key, revision_of
from suppression.reading_notes import Coefficient, Notes
from suppression.reading_words import COUNT, FLOW, first_of_year, source_of

Indicator = PaperIndicator[PublicFigure]
Measure = PaperMeasure[PublicFigure]


def remember(notes: Notes, others: Iterable[Notes]) -> None:
    """Take in what other papers show and hide of the figures of this one, and the years to date that they show."""
    for other in others:
        known_as = _figures(notes, other)
        if other.paper.months == notes.paper.months:
            _hidden(notes, other)
            if other.paper.as_at != notes.paper.as_at:
                _years_to_date(notes, other, known_as)


def _is_the_same_figure(notes: Notes, other: Notes, key: str) -> bool:
    """A year to date is another in every month, and so is a rating; whatever else has the same key is the same."""
    changes = key in other.years_to_date or key in other.statements
    return not changes or other.paper.as_at == notes.paper.as_at


def _figures(notes: Notes, other: Notes) -> dict[str, str]:
    """Take in the numbers that the other paper shows; by key, the key under which each is known."""
    source = source_of(other.paper.as_at)
    for key, ratio in other.ratios.items():
        ours = notes.ratios.get(key)
        if ours is None or ours.printed is None or not _is_the_same_figure(notes, other, key):
            continue
        if (ours.printed, ours.decimals) == (ratio.printed, ratio.decimals):
            notes.public.add(key)
    for indicator in other.paper.indicators:
        now, key = notes.indicators.get(indicator.key), rating_key(indicator.key)
        is_shown = now is not None and now.rating == indicator.rating and isinstance(indicator.rating, Rated)
        if is_shown and _is_the_same_figure(notes, other, key):
            notes.public.add(key)
    return {
        key: notes.learn(key, number, source)
        for key, number in other.shown.items()
        if key in notes and _is_the_same_figure(notes, other, key)
    }


def _hidden(notes: Notes, other: Notes) -> None:
    """Remember what the other paper hides; of a ratio hidden as a whole, the numbers behind it too."""
    for key in other.hidden:
        if not _is_the_same_figure(notes, other, key):
            continue
        notes.hidden_earlier.add(key)
        if key in other.ratios:
            ratio = other.ratios[key]
            notes.hidden_earlier |= {ratio.numerator, ratio.denominator} - other.shown.keys()


def _years_to_date(notes: Notes, other: Notes, known_as: dict[str, str]) -> None:
    """The year to date of a flow, as at another month, is the sum of the months up to then as they stood there."""
    for indicator in other.paper.indicators:
        now = notes.indicators.get(indicator.key)
        if (
            now is None
            or {indicator.unit, now.unit} != {COUNT}
            or {indicator.accumulation, now.accumulation} != {FLOW}
        ):
            continue
        names = {measure.name for measure in now.measures}
        for measure in indicator.measures:
            year_to_date = key_of(indicator.key, measure.name, YEAR_TO_DATE)
            if year_to_date in other.shown and measure.name in names:
                months = _months(notes, other, indicator, measure, known_as)
                if months:
                    _year_to_date(notes, other, year_to_date, months)


def _months(notes: Notes, other: Notes, indicator: Indicator, measure: Measure, known_as: dict[str, str]) -> list[str]:
    """The keys of the months of a year to date; none where one is missing or the year began before the columns."""
    last = min(other.paper.as_at, measure.months[-1].month)
    first = first_of_year(last, indicator.year_basis)
    if first < measure.months[0].month:
        return []
    keys: list[str] = []
    for month in measure.months:
        if month.figure is None or not first <= month.month <= last:
            continue
        key = key_of(indicator.key, measure.name, month_place(month.month))
        if isinstance(month.figure, Absent) or key not in other:
            return []
        if key not in notes:  # a later paper: this one has no such month yet
            _take_over(notes, other, key)
        keys.append(known_as.get(key, key))
    return keys


def _take_over(notes: Notes, other: Notes, key: str) -> None:
    if key in other.shown:
        notes.show(key, other.shown[key], other.labels[key])
    else:
        notes.imply(key, other.labels[key])


def _year_to_date(notes: Notes, other: Notes, year_to_date: str, months: list[str]) -> None:
    total = other.shown[year_to_date]
    then = notes.unused(earlier_year_to_date(year_to_date, other.paper.as_at), total)
    notes.show(then, total, f"{other.labels[year_to_date]} in {source_of(other.paper.as_at)}")
    coefficients: list[Coefficient] = [(then, -1), *((month, 1) for month in months)]
    if then in notes.revised or not notes.relate(coefficients, RelationKind.YEAR_TO_DATE):
        revision = revision_of(then)
        notes.latent.add(revision)
        notes.bounds[revision] = (-total, None)
        notes.labels[revision] = f"the difference of {notes.labels[then]} and its months"
        notes.relate([*coefficients, (revision, -1)], RelationKind.YEAR_TO_DATE)
