"""Public pages: Part 1, from published papers and nothing else. No sign-in, no session, no cookie.

A page of a report is the one in force, or that of a turn (`sequence`), where the address names it.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from reports.caching import public_response
from reports.changes_page import changes_context
from reports.chart_data import chart_response
from reports.decoding import PART_1
from reports.home_page import home_context, latest_of_each
from reports.indicator_page import REPORTS_IN_HISTORY, indicator_context
from reports.pages import Filters, index_context
from reports.published import ComingReport, PublishedPaper
from reports.site.editions import Edition, documents, edition_with_those_before
from reports.site.everybody import for_everybody
from reports.site.pages import of_edition
from reports.summary import REPORTS_IN_STRIP, summary_context
from suppression.paper import Part1Paper


@for_everybody
def home(request: HttpRequest) -> HttpResponse:
    """The latest report of each dataset, those that come, and a few before."""
    reports = list(PublishedPaper.objects.in_force().defer("document"))
    coming = _coming()
    announced = (f"{each.dataset_slug} {each.as_at} {each.expected_on} {each.meeting}" for each in coming)

    def page() -> HttpResponse:
        hashes = {report.pk: report.sha256 for report in latest_of_each(reports)}
        papers = dict(zip(hashes, PART_1.of(hashes, documents), strict=True))
        return render(request, "reports/home.html", home_context(reports, papers, coming))

    return public_response(request, [*(report.sha256 for report in reports), *announced], page)


@for_everybody
def index(request: HttpRequest, dataset_slug: str, as_at: date, sequence: int | None = None) -> HttpResponse:
    """The whole index of one report, beside the report before."""
    found = _found(dataset_slug, as_at, sequence, 1)

    def page() -> HttpResponse:
        paper, *earlier = found.papers
        context = index_context(paper, Filters.from_query(request.GET), found.published_at, earlier)
        return render(request, "reports/index.html", context | of_edition(request, found.edition))

    return public_response(request, found.hashes, page)


@for_everybody
def summary(request: HttpRequest, dataset_slug: str, as_at: date, sequence: int | None = None) -> HttpResponse:
    """One report in pictures: every indicator's months and its ratings in the last reports."""
    found = _found(dataset_slug, as_at, sequence, REPORTS_IN_STRIP - 1)

    def page() -> HttpResponse:
        paper, *earlier = found.papers
        context = summary_context(paper, earlier, found.published_at)
        return render(request, "reports/summary.html", context | of_edition(request, found.edition))

    return public_response(request, found.hashes, page)


@for_everybody
def changes(request: HttpRequest, dataset_slug: str, as_at: date, sequence: int | None = None) -> HttpResponse:
    """What a report says otherwise than the one before; a correction, than what it corrects."""
    found = _found(dataset_slug, as_at, sequence, 1)

    def page() -> HttpResponse:
        paper, *earlier = found.papers
        context = changes_context(paper, earlier[0] if earlier else None, found.published_at, found.corrected)
        return render(request, "reports/changes.html", context | of_edition(request, found.edition))

    return public_response(request, found.hashes, page)


@for_everybody
def indicator(
    request: HttpRequest, dataset_slug: str, as_at: date, key: str, sequence: int | None = None
) -> HttpResponse:
    """One indicator of one report, with what the reports before it said."""
    found = _found(dataset_slug, as_at, sequence)

    def page() -> HttpResponse:
        paper, *earlier = found.papers
        shown = paper.indicator(key)
        if shown is None:
            raise Http404
        context = indicator_context(paper, shown, earlier, found.published_at)
        return render(request, "reports/indicator.html", context | of_edition(request, found.edition))

    return public_response(request, found.hashes, page)


@for_everybody
def chart(
    request: HttpRequest,
    dataset_slug: str,
    as_at: date,
    key: str,
    place: int,
    sequence: int | None = None,
    is_narrow: bool = False,
) -> HttpResponse:
    """The chart of an indicator's measure, counted from 0."""
    found = _found(dataset_slug, as_at, sequence)

    def image() -> HttpResponse:
        paper, *earlier = found.papers
        return chart_response(paper, earlier, key, place, is_narrow)

    return public_response(request, found.hashes, image)


@dataclass(frozen=True)
class _Found:
    """The publication that an address means, and those in force of the reports before it, the latest first."""

    edition: Edition
    before: list[PublishedPaper]

    @property
    def published_at(self) -> datetime:
        return self.edition.published.published_at

    @property
    def hashes(self) -> list[str]:
        """Of everything that a page of it says."""
        return [*self.edition.hashes, *(each.sha256 for each in self.before)]

    @property
    def papers(self) -> list[Part1Paper]:
        """Its paper, and the papers before it. Those that are not remembered take one query."""
        records = [self.edition.published, *self.before]
        paper, *earlier = PART_1.of({each.pk: each.sha256 for each in records}, documents)
        return [self.edition.placed(paper), *earlier]

    @property
    def corrected(self) -> Part1Paper | None:
        """The paper that this one corrects, where it may still be read. At most one query."""
        corrected = self.edition.corrected
        return Edition(corrected, self.edition.turns).paper if corrected else None


def _found(dataset_slug: str, as_at: date, sequence: int | None, most: int = REPORTS_IN_HISTORY) -> _Found:
    """What an address means, with at `most` so many reports before it. One query; raises as `edition` does."""
    return _Found(*edition_with_those_before(dataset_slug, as_at, sequence, most))


def _coming() -> list[ComingReport]:
    """Reports that are announced, lie ahead, and are not there yet."""
    there = PublishedPaper.objects.in_force().filter(dataset_slug=OuterRef("dataset_slug"), as_at=OuterRef("as_at"))
    return list(ComingReport.objects.filter(~Exists(there), expected_on__gte=timezone.localdate()))
