"""Ratings as a reader takes them: what a rating beside its target says of the figure that it judges."""

from collections.abc import Iterator
from decimal import Decimal
from math import ceil, floor

from indicators.formatting import opening
from suppression.engine import Condition, Ratio, RatioKind, Statement, StatementKind
from suppression.paper import (
    Hidden,
    PaperIndicator,
    PaperMeasure,
    Part1Paper,
    PartlyHidden,
    PublicFigure,
    Rated,
    Shown,
)
from suppression.places import YEAR_TO_DATE, key_of, month_place, rating_key
from suppression.reading_notes import Notes
from suppression.reading_words import NOT_RATED, Unreadable, check_rating

UNITS = {RatioKind.PERCENTAGE: 100, RatioKind.RATE: 10_000, RatioKind.AVERAGE: 1}


def read_rating(notes: Notes, indicator: PaperIndicator[PublicFigure]) -> None:
    """Take the rating of an indicator that is or could be rated as an item. Its figures have been read."""
    key, label = rating_key(indicator.key), f"the rating of indicator {indicator.number}"
    rating = indicator.rating
    if isinstance(rating, Rated):
        check_rating(rating, label)
        if rating.rating == NOT_RATED and not indicator.has_target:
            return
    found = (standing_key(indicator, measure) for measure in indicator.measures)
    standing = [each for each in found if each is not None]
    judges = tuple(each for each in standing if each in notes or each in notes.ratios)
    conditions: tuple[Condition, ...] = ()
    if isinstance(rating, Hidden):
        notes.hidden.add(key)
    elif (rating.least, rating.most) != (None, None):
        if len(standing) != 1 or len(indicator.measures) != 1:
            raise Unreadable(f"{opening(label)} has bounds, and no one figure that they are of.")
        conditions = tuple(_said(notes, rating, indicator, *judges)) if judges else ()
    if any(_is_false(notes, condition) for condition in conditions):
        conditions = ()
    notes.statements[key] = Statement(key, StatementKind.RATING, label, conditions, judges=judges)
    notes.labels[key] = label


def standing_key(indicator: PaperIndicator[PublicFigure], measure: PaperMeasure[PublicFigure]) -> str | None:
    """The key of the figure that stands for a measure: its year to date, otherwise its latest month with a figure."""
    places = [(YEAR_TO_DATE, measure.year_to_date)]
    places += [(month_place(month.month), month.figure) for month in reversed(measure.months)]
    for place, figure in places:
        if isinstance(figure, Hidden | PartlyHidden) or (isinstance(figure, Shown) and figure.value is not None):
            return key_of(indicator.key, measure.name, place)
    return None


def _said(notes: Notes, rating: Rated, indicator: PaperIndicator[PublicFigure], judged: str) -> Iterator[Condition]:
    """The bounds of the rule in whole numbers: of a count, or of a ratio with half a printed unit of slack."""
    ratio = notes.ratios.get(judged)
    if ratio is None:
        least = None if rating.least is None else ceil(rating.least)
        most = None if rating.most is None else floor(rating.most)
        yield Condition(((judged, 1),), least, most)
        return
    unit = 2 * int(Decimal(10) ** _decimals(notes, indicator, ratio))
    if rating.least is not None:
        yield Condition(_beside(ratio, unit, ceil(unit * rating.least) - 1), least=0)
    if rating.most is not None:
        yield Condition(_beside(ratio, unit, floor(unit * rating.most) + 1), most=0)


def _beside(ratio: Ratio, unit: int, bound: int) -> tuple[tuple[str, int], ...]:
    """The coefficients of `unit`·S·n − bound·D."""
    of_numerator = (ratio.numerator, unit * UNITS[ratio.kind])
    return (of_numerator, (ratio.denominator, -bound)) if bound else (of_numerator,)


def _decimals(notes: Notes, indicator: PaperIndicator[PublicFigure], ratio: Ratio) -> int:
    """The decimals with which a figure is printed; those of the indicator's others where it is hidden itself."""
    others = [each for key, each in notes.ratios.items() if key.partition("|")[0] == indicator.key]
    return max((each.decimals for each in ([ratio] if ratio.printed is not None else others)), default=0)


def _is_false(notes: Notes, condition: Condition) -> bool:
    """Whether the figures are all shown and the condition is not true of them: then nothing follows from it."""
    if not all(key in notes.shown for key, _ in condition.coefficients):
        return False
    total = sum(number * notes.shown[key] for key, number in condition.coefficients)
    too_little = condition.least is not None and total < condition.least
    return too_little or (condition.most is not None and total > condition.most)


def check_summary(paper: Part1Paper) -> None:
    """Raise Unreadable where the summary counts other ratings than those that the paper shows."""
    ratings = [indicator.rating for indicator in paper.indicators]
    shown = [rating.rating for rating in ratings if isinstance(rating, Rated)]
    summary = paper.summary
    said = (summary.indicators, summary.on_track, summary.below_expectation, summary.part_two_only, summary.not_rated)
    below = shown.count("amber") + shown.count("red")
    if said != (len(ratings), shown.count("green"), below, len(ratings) - len(shown), shown.count(NOT_RATED)):
        raise Unreadable(f"{paper.title}: the summary does not count the ratings that the paper shows.")
