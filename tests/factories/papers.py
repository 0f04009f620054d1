"""What stands where in a paper."""

from collections.abc import Iterator

from suppression.paper import ExemptFigure, Paper

Places = dict[tuple[str, str, str], ExemptFigure]


def figures(paper: Paper) -> Places:
    """Every figure by indicator number, measure and place (`2020-12`, `year to date`, `own 2019/20`)."""
    return dict(_each(paper))


def _each(paper: Paper) -> Iterator[tuple[tuple[str, str, str], ExemptFigure]]:
    for indicator in paper.indicators:
        for measure in indicator.measures:
            for entry in measure.months:
                if entry.figure is not None:
                    yield (indicator.number, measure.name, f"{entry.month:%Y-%m}"), entry.figure
            if measure.year_to_date is not None:
                yield (indicator.number, measure.name, "year to date"), measure.year_to_date
            for benchmark in measure.benchmarks:
                place = f"{benchmark.comparator} {benchmark.period}".strip()
                yield (indicator.number, measure.name, place), benchmark.figure
