"""What other Part 1 papers of the year said: what was public stays public, and what was hidden stays hidden."""

from collections.abc import Iterator
from datetime import date

from indicators.vocabulary import Unit
from suppression.paper import Hidden, Part1Paper, PublicFigure, Shown
from suppression.places import YEAR_TO_DATE, benchmark_place, key_of, month_place


def report_name(paper: Part1Paper) -> str:
    return f"the report of {paper.as_at:%B %Y}"


class History:
    """What other Part 1 papers of the year say of counts, by key: figures shown, and figures hidden."""

    def __init__(self, as_at: date, papers: list[Part1Paper]) -> None:
        self.as_at = as_at
        self.papers = papers
        self.figures = [dict(_counts_in(paper)) for paper in papers]

    def shown_in(self, key: str, value: int | None) -> str:
        """The report that showed this very number, or empty. A revised figure is a new one."""
        for paper, figures in self._about(key):
            figure = figures.get(key)
            if isinstance(figure, Shown) and figure.value == value:
                return report_name(paper)
        return ""

    def hidden_in(self, key: str) -> str:
        """The report that hid the figure, or empty."""
        for paper, figures in self._about(key):
            if isinstance(figures.get(key), Hidden):
                return report_name(paper)
        return ""

    def years_to_date(self, key: str) -> Iterator[tuple[Part1Paper, int]]:
        """The years to date that reports as at other months showed, each as at once."""
        seen = {self.as_at}
        for paper, figures in zip(self.papers, self.figures, strict=True):
            figure = figures.get(key)
            if paper.as_at not in seen and isinstance(figure, Shown) and figure.value is not None:
                seen.add(paper.as_at)
                yield paper, int(figure.value)

    def _about(self, key: str) -> Iterator[tuple[Part1Paper, dict[str, PublicFigure]]]:
        """Papers in which the key stands for the same figure: a year to date only as at the same month."""
        for paper, figures in zip(self.papers, self.figures, strict=True):
            if paper.as_at == self.as_at or not key.endswith(f"|{YEAR_TO_DATE}"):
                yield paper, figures


def _counts_in(paper: Part1Paper) -> Iterator[tuple[str, PublicFigure]]:
    for indicator in paper.indicators:
        for measure in indicator.measures if indicator.unit == Unit.COUNT else ():
            for month in measure.months:
                if month.figure is not None:
                    yield key_of(indicator.key, measure.name, month_place(month.month)), month.figure
            if measure.year_to_date is not None:
                yield key_of(indicator.key, measure.name, YEAR_TO_DATE), measure.year_to_date
            for each in measure.benchmarks:
                yield key_of(indicator.key, measure.name, benchmark_place(each.comparator, each.period)), each.figure
