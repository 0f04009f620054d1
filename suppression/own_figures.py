"""The council's own figures in an index. What England and London publish is not ours to protect."""

from collections.abc import Iterator

from indicators.index import IndexFigure, IndexMeasure
from indicators.vocabulary import Comparator
from suppression.places import YEAR_TO_DATE, benchmark_place, month_place


def figures_of(measure: IndexMeasure) -> Iterator[tuple[str, str, IndexFigure]]:
    """Every figure of ours: its place, the words for it, and the figure."""
    for month, figure in measure.months:
        if figure is not None:
            yield month_place(month), f"{month:%B %Y}", figure
    if measure.year_to_date is not None:
        yield YEAR_TO_DATE, YEAR_TO_DATE, measure.year_to_date
    for each in measure.benchmarks:
        if each.comparator is Comparator.OWN:
            place = benchmark_place(each.comparator.value, each.year)
            yield place, f"own previous year {each.year}".strip(), each.figure
