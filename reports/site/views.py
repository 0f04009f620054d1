"""Public pages about publications: all reports, corrections, downloads, and how to read them."""

import re
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from reports.caching import public_response
from reports.decoding import PART_1
from reports.published import PublishedFile, PublishedPaper, WithdrawnReport
from reports.renderers import RENDERERS
from reports.site.editions import documents, edition
from reports.site.everybody import for_everybody
from reports.site.how_to_read import how_to_read_context
from reports.site.pages import corrections_among, corrections_context, downloads_context, of_edition, reports_context

STATEMENT_PREPARED = date(2026, 11, 22)
"""When the accessibility statement was last gone through and what it says was tested."""

FILE_NAME = re.compile(r"[\w.-]+", re.ASCII)
"""What a file of ours can be called (`reports.renderers.Renderer.name`)."""


@for_everybody
def reports(request: HttpRequest) -> HttpResponse:
    """Every report, the latest first, with its corrections; those that were withdrawn are said to be."""
    papers, withdrawn = _all()
    return public_response(
        request,
        _hashes(papers, withdrawn),
        lambda: render(request, "reports/site/reports.html", reports_context(papers, withdrawn)),
    )


@for_everybody
def corrections(request: HttpRequest) -> HttpResponse:
    """What was corrected or withdrawn, when and why."""
    papers, withdrawn = _all()

    def page() -> HttpResponse:
        wanted = {each.published.pk: each.published.sha256 for each in corrections_among(papers)}
        read = dict(zip(wanted, PART_1.of(wanted, documents), strict=True))
        return render(request, "reports/site/corrections.html", corrections_context(papers, withdrawn, read))

    return public_response(request, _hashes(papers, withdrawn), page)


@for_everybody
def downloads(request: HttpRequest, dataset_slug: str, as_at: date, sequence: int | None = None) -> HttpResponse:
    """The files of one publication: what each is for, its size and its hash."""
    found = edition(dataset_slug, as_at, sequence)
    files = list(found.published.files.defer("content"))

    def page() -> HttpResponse:
        context = downloads_context(found, files) | of_edition(request, found)
        return render(request, "reports/site/downloads.html", context)

    return public_response(request, [*found.hashes, *(file.sha256 for file in files)], page)


@for_everybody
def file(request: HttpRequest, dataset_slug: str, as_at: date, name: str, sequence: int | None = None) -> HttpResponse:
    """One file as it was made when its paper was published. Its ETag is its SHA-256.

    What the headers say comes from the record and the kinds of files that there are, never from the address.
    """
    published = edition(dataset_slug, as_at, sequence).published
    if not FILE_NAME.fullmatch(name):  # PostgreSQL cannot even be asked for some
        raise Http404
    found: PublishedFile | None = published.files.filter(name=name).defer("content").first()
    if found is None:
        return _earlier_file(dataset_slug, as_at, name)
    kind = RENDERERS.get(found.kind)

    def content() -> HttpResponse:
        response = HttpResponse(
            bytes(found.content), content_type=kind.media_type if kind else "application/octet-stream"
        )
        response["Content-Disposition"] = f'attachment; filename="{found.name}"'
        response["Content-Length"] = str(found.size)
        response["X-Content-Type-Options"] = "nosniff"
        return response

    return public_response(request, [], content, etag=f'"{found.sha256}"')


def _earlier_file(dataset_slug: str, as_at: date, name: str) -> HttpResponse:
    """The way to a file of a publication that was corrected since, for whoever kept its link. Raises Http404."""
    of_report = PublishedPaper.objects.standing().filter(dataset_slug=dataset_slug, as_at=as_at)
    earlier = of_report.filter(files__name=name).only("sequence").first()
    if earlier is None:
        raise Http404
    return redirect("reports:earlier_file", dataset_slug, as_at, earlier.sequence, name)


@for_everybody
def how_to_read(request: HttpRequest) -> HttpResponse:
    """What the reports' words and signs mean, in the words of the policy of the latest report of each dataset."""
    latest: dict[str, PublishedPaper] = {}
    for paper in PublishedPaper.objects.in_force().defer("document"):
        latest.setdefault(paper.dataset_slug, paper)
    hashes = {paper.pk: paper.sha256 for paper in latest.values()}

    def page() -> HttpResponse:
        return render(request, "reports/site/how_to_read.html", how_to_read_context(PART_1.of(hashes, documents)))

    return public_response(request, hashes.values(), page)


@for_everybody
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement."""
    context = {"prepared": STATEMENT_PREPARED}
    return public_response(request, [], lambda: render(request, "reports/site/accessibility.html", context))


@for_everybody
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept of somebody who reads the public pages: next to nothing."""
    return public_response(request, [], lambda: render(request, "reports/site/privacy.html"))


def _all() -> tuple[list[PublishedPaper], list[WithdrawnReport]]:
    """All that may be read, without documents, and all that was withdrawn. Two queries."""
    return list(PublishedPaper.objects.standing().defer("document")), list(WithdrawnReport.objects.all())


def _hashes(papers: list[PublishedPaper], withdrawn: list[WithdrawnReport]) -> list[str]:
    return [*(paper.sha256 for paper in papers), *(f"{each.pk} {each.sequence}" for each in withdrawn)]
