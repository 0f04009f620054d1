"""The items of a Part 1 paper: everything that could be hidden on its own, with the words for it."""

from collections.abc import Iterator
from dataclasses import dataclass

from indicators.index import Index
from indicators.vocabulary import Comparator, Rating
from suppression.paper import Hidden, PaperIndicator, PartlyHidden, PublicFigure, Rated, Shown
from suppression.places import (
    YEAR_TO_DATE,
    benchmark_place,
    denominator_of,
    key_of,
    month_place,
    numerator_of,
    rating_key,
)


@dataclass(frozen=True)
class PaperItem:
    """One item: its key as the engine has it, the words for it, and what the paper says of it.

    `text` is empty where the item is hidden, and where there is nothing to hide: no figure, no target.
    """

    key: str
    words: str
    text: str
    is_hidden: bool

    @property
    def speaks_of_its_report(self) -> bool:
        """Whether the same key says something else in the report as at another month."""
        return f"|{YEAR_TO_DATE}" in self.key or self.key.endswith("||rating")


def items_of(indicator: PaperIndicator[PublicFigure]) -> Iterator[PaperItem]:
    """Every item of an indicator that is shown or hidden, in the order of the page."""
    rating = indicator.rating
    if isinstance(rating, Hidden) or rating.rating != Rating.NONE:
        said = rating.text if isinstance(rating, Rated) else ""
        yield PaperItem(rating_key(indicator.key), "rating", said, isinstance(rating, Hidden))
    for measure in indicator.measures:
        name = f"{measure.name}, " if measure.name else ""
        for entry in measure.months:
            key = key_of(indicator.key, measure.name, month_place(entry.month))
            yield from _items_of_figure(key, f"{name}{entry.month:%B %Y}", entry.figure)
        key = key_of(indicator.key, measure.name, YEAR_TO_DATE)
        yield from _items_of_figure(key, f"{name}{YEAR_TO_DATE}", measure.year_to_date)
        for each in measure.benchmarks:
            key = key_of(indicator.key, measure.name, benchmark_place(each.comparator, each.period))
            words = f"{Comparator(each.comparator).label} {each.period}".strip()
            if each.comparator == Comparator.OWN:
                yield from _items_of_figure(key, f"{name}{words}", each.figure)
            elif isinstance(each.figure, Shown | Hidden):
                said = each.figure.text if isinstance(each.figure, Shown) else ""
                yield PaperItem(key, f"{name}{words}", said, isinstance(each.figure, Hidden))


def _items_of_figure(key: str, words: str, figure: PublicFigure | None) -> Iterator[PaperItem]:
    """A figure, and where it is made of two numbers, each of them."""
    if isinstance(figure, Hidden):
        yield PaperItem(key, words, "", True)
    if not isinstance(figure, Shown | PartlyHidden):
        return
    is_shown = isinstance(figure, Shown)
    yield PaperItem(key, words, figure.text if is_shown else "", not is_shown)
    for part, part_key, number in (
        ("numerator", numerator_of(key), figure.numerator),
        ("denominator", denominator_of(key), figure.denominator),
    ):
        is_hidden = part in figure.numbers_hidden if isinstance(figure, Shown) else number is None
        if number is not None or is_hidden:
            yield PaperItem(part_key, f"{words}, {part}", "" if number is None else f"{number:f}", is_hidden)


def labels_of_benchmarks(index: Index) -> dict[str, str]:
    """The words for what others publish and the report shows, by key: items that the engine has no need to judge."""
    return {
        key_of(indicator.key, measure.name, benchmark_place(each.comparator.value, each.year)): (
            f"indicator {indicator.number}{f' ({measure.name})' if measure.name else ''}, "
            f"{each.comparator.label} {each.year}"
        ).strip()
        for indicator in index.indicators
        for measure in indicator.measures
        for each in measure.benchmarks
        if each.comparator is not Comparator.OWN
    }
