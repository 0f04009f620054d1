"""Percentages, rates and averages as a reader takes them, with the two numbers behind each."""

from collections.abc import Mapping
from decimal import Decimal

from indicators.formatting import opening
from suppression.engine import Ratio, RatioKind, printed_ratio
from suppression.paper import Hidden, PaperMeasure, PartlyHidden, PublicFigure, Shown
from suppression.places import denominator_of, numerator_of
from suppression.reading_notes import Notes
from suppression.reading_words import OWN, Unreadable, decimals_of, whole

Measure = PaperMeasure[PublicFigure]
Figure = Shown | PartlyHidden | Hidden
NUMERATOR, DENOMINATOR = "numerator", "denominator"


def read_ratio(notes: Notes, kind: RatioKind, measure: Measure, key: str, label: str, figure: Figure) -> None:
    """A percentage, rate or average, and the two numbers behind it: each shown, hidden, or implied by the ratio."""
    printed, decimals = None, 0
    if isinstance(figure, Shown):
        if figure.value is None and figure.rate is not None and not has_numbers(figure):
            return  # a rate of something that is not there: no figure in the unit of the indicator
        if figure.value is None or figure.rate is not None:
            raise Unreadable(f"{opening(label)} reads “{figure.text}”, which is no figure of its unit.")
        decimals = decimals_of(figure.text)
        printed = int(figure.value.scaleb(decimals))
    numbers = {part: whole(number, f"{label}, {part}") for part, number in _given(figure).items()}
    ratio = Ratio(key, numerator_of(key), denominator_of(key), label, kind=kind, printed=printed, decimals=decimals)
    if _is_no_share(ratio, numbers):
        return
    for part, part_key in ((NUMERATOR, ratio.numerator), (DENOMINATOR, ratio.denominator)):
        if part in numbers:
            notes.show(part_key, numbers[part], f"{label}, {part}")
        elif _is_hidden(figure, part, measure):
            notes.hide(part_key, f"{label}, {part}")
        else:
            notes.imply(part_key, f"{label}, {part}")
    complete = printed is not None and len(numbers) == 2
    if complete and printed != printed_ratio(numbers[NUMERATOR], numbers[DENOMINATOR], ratio.scale):
        return  # everything is shown and does not fit: nothing follows from it
    notes.ratios[key] = ratio
    notes.labels[key] = label
    if printed is None:
        notes.hidden.add(key)


def has_numbers(figure: Shown) -> bool:
    """Whether there are numbers behind the figure, shown or hidden."""
    return (figure.numerator, figure.denominator, figure.numbers_hidden) != (None, None, ())


def _given(figure: Figure) -> Mapping[str, Decimal]:
    if isinstance(figure, Hidden):
        return {}
    numbers = {NUMERATOR: figure.numerator, DENOMINATOR: figure.denominator}
    return {part: number for part, number in numbers.items() if number is not None}


def _is_no_share(ratio: Ratio, numbers: Mapping[str, int]) -> bool:
    """Whether the figure is below zero, of nobody, or a percentage of more than the whole: nothing is said of it."""
    if numbers.get(DENOMINATOR) == 0 or (ratio.printed or 0) < 0:
        return True
    more = (ratio.printed or 0) > ratio.scale or (len(numbers) == 2 and numbers[NUMERATOR] > numbers[DENOMINATOR])
    return ratio.kind is RatioKind.PERCENTAGE and more


def _is_hidden(figure: Figure, part: str, measure: Measure) -> bool:
    """Whether a number that is not shown is hidden; otherwise it was never reported.

    A figure hidden as a whole does not say: it is taken to have its numbers where others of the measure have them.
    """
    if isinstance(figure, Shown):
        return part in figure.numbers_hidden
    return isinstance(figure, PartlyHidden) or _prints_numbers(measure)


def _prints_numbers(measure: Measure) -> bool:
    figures = [month.figure for month in measure.months] + [measure.year_to_date]
    figures += [each.figure for each in measure.benchmarks if each.comparator == OWN]
    return any(
        isinstance(figure, PartlyHidden) or (isinstance(figure, Shown) and has_numbers(figure)) for figure in figures
    )
