"""The public index page beside its template alone, and what publishing the example costs."""

from django.db import connection
from django.http import HttpResponse
from django.shortcuts import render
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from indicators.models import Dataset
from reports.assemble import assemble
from reports.models import PublishedPaper
from reports.pages import Filters, index_context
from reports.services import check
from suppression.paper import decode_part_1
from tests.bench.figures import compare, heading, line, median
from tests.factories.people import one_person_for_each_role
from tests.factories.reports import DECEMBER, example_imported, published


def run() -> None:
    dataset = Dataset.objects.get()
    example_imported(dataset)
    one_person_for_each_role()
    published(dataset)
    _index(reverse("reports:index", kwargs={"dataset_slug": dataset.slug, "as_at": f"{DECEMBER:%Y-%m}"}))
    heading("Disclosure control of the example, as at December 2020")
    compare(
        "assemble, protect, attack",
        median(lambda: check(dataset, DECEMBER)),
        "assembling the figures alone",
        median(lambda: assemble(dataset, DECEMBER)),
    )


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
