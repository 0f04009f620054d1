"""What publishing the example costs, from stored figures to every file of both parts, piece by piece.

Each piece is measured without what a process remembers of earlier ones.
"""

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import wraps
from typing import Any
from unittest.mock import patch

from django.db import transaction
from django.template.loader import render_to_string

from indicators.models import Dataset
from reports.assemble import assemble
from reports.chart_data import chart_of
from reports.charts import Chart, chart_svg
from reports.making import check
from reports.models import Publication
from reports.pages import Filters, index_context
from reports.renderers import RENDERERS
from suppression import services
from suppression.paper import Paper, decode_part_1, decode_part_2
from tests.bench.figures import compare, heading, median, part
from tests.factories.files import file_of
from tests.factories.reports import DECEMBER, example_imported, published
from tests.factories.reports import dataset as new_dataset

MOST_SECONDS = 20
TIMES = 5


def run() -> None:
    with _ready() as dataset:
        _disclosure(dataset)
        publication = published(dataset)
        papers = _papers(publication)
        _charts(papers[0])
        _files(papers)
        _index_page(papers[0])
    heading(f"Publishing the example, disclosure control, all files and charts of both parts; target {MOST_SECONDS} s")
    taken = [_end_to_end() for _ in range(TIMES)]
    for name in taken[0]:
        part(name, statistics.median(each[name] for each in taken))


@contextmanager
def _ready() -> Iterator[Dataset]:
    """A dataset with the example in it, gone afterwards."""
    with transaction.atomic():
        dataset = new_dataset("Publishing", "publishing")
        example_imported(dataset)
        yield dataset
        transaction.set_rollback(True)


def _papers(publication: Publication) -> tuple[Paper, Paper]:
    return decode_part_1(bytes(publication.part_1)), decode_part_2(bytes(publication.part_2))


def _disclosure(dataset: Dataset) -> None:
    heading("Disclosure control of the example, nothing published before")
    whole: list[float] = []
    pieces: dict[str, list[float]] = {"hiding": [], "attack": []}
    for _ in range(TIMES):
        with (
            patch.object(services, "hide", _timed(services.hide, pieces["hiding"])),
            patch.object(services, "attack", _timed(services.attack, pieces["attack"])),
        ):
            whole.append(_seconds(lambda: check(dataset, DECEMBER)))
    assembling = median(lambda: assemble(dataset, DECEMBER))
    compare("assemble, protect, attack", statistics.median(whole), "assembling the figures alone", assembling)
    for name, seconds in pieces.items():
        part(f"of it {name}", statistics.median(seconds))


def _charts(paper: Paper) -> None:
    charts = list(_every_chart(paper))
    heading(f"All {len(charts)} drawings of Part 1: {len(charts) // 2} charts in two widths")
    part("drawing them", statistics.median(_seconds(lambda: _draw(charts)) for _ in range(TIMES)))


def _every_chart(paper: Paper) -> Iterator[Chart]:
    for indicator in paper.indicators:
        for measure in indicator.measures:
            chart = chart_of(paper, indicator, measure, ())
            if chart is not None:
                yield from (chart, replace(chart, is_narrow=True))


def _draw(charts: list[Chart]) -> None:
    chart_svg.cache_clear()
    for chart in charts:
        chart_svg(chart)


def _files(papers: tuple[Paper, Paper]) -> None:
    heading("Each file of Part 1 and Part 2; Word and PDF draw their charts")
    for kind, renderer in RENDERERS.items():
        for paper in papers:
            file_of(paper, kind)
            seconds = median(lambda: _file(paper, kind), repetitions=TIMES)  # noqa: B023
            part(f"{renderer.label}, Part {paper.part}, {len(file_of(paper, kind)) / 1000:,.0f} kB", seconds)


def _file(paper: Paper, kind: str) -> None:
    chart_svg.cache_clear()
    file_of(paper, kind)


def _index_page(paper: Paper) -> None:
    heading("The index page of a paper beside Django's template with a context ready")
    context = index_context(paper, Filters())

    def from_the_paper() -> None:
        render_to_string("reports/index.html", index_context(paper, Filters()))

    compare(
        "from a paper to HTML",
        median(from_the_paper),
        "the same HTML from a context",
        median(lambda: render_to_string("reports/index.html", context)),
        "2.00",
    )


def _end_to_end() -> dict[str, float]:
    """Every piece once, in the order in which a publication needs it."""
    with _ready() as dataset:
        chart_svg.cache_clear()
        found: list[Publication] = []
        publishing = _seconds(lambda: found.append(published(dataset)))
        papers = _papers(found[0])
        drawing = _seconds(lambda: _draw([chart for paper in papers for chart in _every_chart(paper)]))
        writing = _seconds(lambda: [file_of(paper, kind) for paper in papers for kind in RENDERERS])
    return {
        "approving, disclosure control, publishing": publishing,
        "charts of both parts, two widths": drawing,
        f"{len(RENDERERS)} files of each part": writing,
        "together": publishing + drawing + writing,
    }


def _timed(work: Callable[..., Any], taken: list[float]) -> Callable[..., Any]:
    """The same work, whose seconds are added to `taken`."""

    @wraps(work)
    def measured(*arguments: Any, **named: Any) -> Any:
        started = time.perf_counter()
        try:
            return work(*arguments, **named)
        finally:
            taken.append(time.perf_counter() - started)

    return measured


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
