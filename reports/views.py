"""Public pages: Part 1, from published papers and nothing else. No sign-in, no session, no cookie."""

from datetime import date

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from reports.caching import public_response
from reports.pages import Filters, history_entry, home_context, index_context, indicator_context
from reports.published import PublishedPaper
from suppression.paper import decode_part_1

REPORTS_IN_HISTORY = 12


@require_safe
@login_not_required
def home(request: HttpRequest) -> HttpResponse:
    """The published reports, the latest of each dataset first."""
    papers = list(PublishedPaper.objects.in_force().defer("document"))

    def page() -> HttpResponse:
        latest = {paper.dataset_slug: paper for paper in reversed(papers)}
        documents = PublishedPaper.objects.filter(pk__in=[paper.pk for paper in latest.values()])
        for pk, document in documents.values_list("pk", "document"):
            next(paper for paper in latest.values() if paper.pk == pk).document = document
        return render(request, "reports/home.html", home_context(papers))

    return public_response(request, [paper.sha256 for paper in papers], page)


@require_safe
@login_not_required
def index(request: HttpRequest, dataset_slug: str, as_at: date) -> HttpResponse:
    """The whole index of one report."""
    published = _published(dataset_slug, as_at)

    def page() -> HttpResponse:
        paper = decode_part_1(bytes(published.document))
        filters = Filters.from_query(request.GET)
        return render(request, "reports/index.html", index_context(paper, filters, published.published_at))

    return public_response(request, [published.sha256], page)


@require_safe
@login_not_required
def indicator(request: HttpRequest, dataset_slug: str, as_at: date, key: str) -> HttpResponse:
    """One indicator of one report, with what the reports before it said."""
    published = _published(dataset_slug, as_at)
    before = PublishedPaper.objects.in_force().filter(dataset_slug=dataset_slug, as_at__lt=as_at)
    earlier = dict(before.values_list("pk", "sha256")[:REPORTS_IN_HISTORY])

    def page() -> HttpResponse:
        paper = decode_part_1(bytes(published.document))
        shown = paper.indicator(key)
        if shown is None:
            raise Http404
        documents = before.filter(pk__in=earlier).values_list("document", flat=True) if earlier else ()
        entries = [history_entry(decode_part_1(bytes(document)), key) for document in documents]
        context = indicator_context(paper, shown, [entry for entry in entries if entry], published.published_at)
        return render(request, "reports/indicator.html", context)

    return public_response(request, [published.sha256, *earlier.values()], page)


def _published(dataset_slug: str, as_at: date) -> PublishedPaper:
    """The paper in force without its document, which is fetched only where it is read; Http404 where there is none."""
    paper: PublishedPaper | None = (
        PublishedPaper.objects.filter(dataset_slug=dataset_slug, as_at=as_at).defer("document").first()
    )
    if paper is None:
        raise Http404
    return paper
