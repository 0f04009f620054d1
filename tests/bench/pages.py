"""The public index page beside its template alone, and what publishing the example costs."""

import gzip
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.http import HttpResponse
from django.shortcuts import render
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from indicators.models import Dataset
from reports.assemble import assemble
from reports.chart_data import chart_of
from reports.charts import Chart, chart_svg
from reports.making import check
from reports.models import PublishedPaper
from reports.pages import Filters, index_context
from suppression.paper import Part1Paper, decode_part_1
from tests.bench.figures import compare, heading, line, median
from tests.factories.people import one_person_for_each_role
from tests.factories.reports import DECEMBER, example_imported, published


def run() -> None:
    dataset = Dataset.objects.get()
    example_imported(dataset)
    one_person_for_each_role()
    published(dataset)
    _index(reverse("reports:index", kwargs={"dataset_slug": dataset.slug, "as_at": f"{DECEMBER:%Y-%m}"}))
    _charts()
    heading("Disclosure control of the example, as at December 2020")
    compare(
        "assemble, protect, attack",
        median(lambda: check(dataset, DECEMBER)),
        "assembling the figures alone",
        median(lambda: assemble(dataset, DECEMBER)),
    )


def _charts() -> None:
    """What drawing costs that no cache has."""
    paper = decode_part_1(bytes(PublishedPaper.objects.get().document))
    drawn = [(each, chart_of(paper, each, each.measures[0], ())) for each in paper.indicators]
    charts = [chart for _, chart in drawn if chart is not None]
    heading(f"Charts of the {len(charts)} indicators of the example that have one")
    chart_svg(charts[0])

    def draw() -> None:
        chart_svg.cache_clear()
        chart_svg(charts[0])

    compare("drawing one chart", median(draw), "its data alone", median(lambda: _chart_data(paper)))


def _chart_data(paper: Part1Paper) -> Chart | None:
    return chart_of(paper, paper.indicators[0], paper.indicators[0].measures[0], ())


SERVED = ("application.css", "application.mjs", "govuk-frontend.min.js")
"""What the page fetches besides itself: nothing else of ours, and nothing of anybody else's."""


def _sent(page: HttpResponse) -> int:
    """The bytes of the page, its style sheet and its scripts, each as gzip sends it."""
    files = [(Path(settings.BASE_DIR) / "static" / "build" / name).read_bytes() for name in SERVED]
    return sum(len(gzip.compress(content)) for content in (page.content, *files))


def _index(url: str) -> None:
    heading("Part 1 index page")
    client = Client()
    first = client.get(url)
    with CaptureQueriesContext(connection) as queries:
        client.get(url)
    line("queries", len(queries), "<= 3")
    with CaptureQueriesContext(connection) as queries:
        unchanged = client.get(url, headers={"If-None-Match": first["ETag"]})
    assert unchanged.status_code == 304
    line("queries with a matching ETag (304)", len(queries), "1")
    line("compressed with styles and scripts", f"{_sent(first) / 1000:.1f} kB", "< 120 kB")
    paper = PublishedPaper.objects.get()
    context = index_context(decode_part_1(bytes(paper.document)), Filters(), paper.published_at)
    request = RequestFactory().get(url)

    def template_alone() -> HttpResponse:
        return render(request, "reports/index.html", context)

    alone = median(template_alone)
    compare("request to response", median(lambda: client.get(url)), "its template with a context ready", alone)
    compare(
        "request to 304",
        median(lambda: client.get(url, headers={"If-None-Match": first["ETag"]})),
        "its template with a context ready",
        alone,
    )
