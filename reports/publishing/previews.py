"""Both parts of a report before they are published, and the files of Part 2: for those who may read Part 2, logged."""

from datetime import date
from functools import wraps
from typing import cast

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.permissions import Arguments, OfficeRequest, OfficeView, refused_part_2, requires
from accounts.roles import Permission
from accounts.services import record
from indicators.models import Dataset
from reports.assemble import NothingToReport
from reports.changes_page import said_of
from reports.decoding import PART_2
from reports.differences import changes_between
from reports.making import last_publication, words_around
from reports.models import Publication, Report
from reports.publishing.pages import current_report
from reports.refusals import PublicationRefused
from reports.renderers import RENDERERS, Reading, Renderer
from reports.renderers.document import document_of
from reports.wording import AnyPaper
from reports.words import draft_of
from suppression.paper import decode_part_1, decode_part_2


def for_publication(view: OfficeView[Arguments]) -> OfficeView[Arguments]:
    """Of those who read Part 2, the ones who publish or approve; to others a draft is not there."""

    @wraps(view)
    def checked(request: OfficeRequest, *args: Arguments.args, **kwargs: Arguments.kwargs) -> HttpResponseBase:
        if not request.user.may(Permission.AGREE_PUBLICATION):
            raise refused_part_2(request)
        return view(request, *args, **kwargs)

    return cast(OfficeView[Arguments], checked)


@require_safe
@requires(Permission.READ_PART_2)
@for_publication
def preview(request: OfficeRequest, dataset_slug: str, as_at: date, part: int) -> HttpResponse:
    """The committee's report as it would be published, or for a draft as it would be now. Logged."""
    report = _report(dataset_slug, as_at)
    paper = _paper(request, report, part)
    context = {
        "report": report,
        "paper": paper,
        "document": document_of(paper),
        "is_frozen": report.part_1 is not None,
        "reader": request.user,
        "read_at": timezone.localtime(),
        "files": RENDERERS.values(),
    }
    return render(request, "reports/publishing/preview.html", context)


@require_safe
@requires(Permission.READ_PART_2)
@for_publication
def preview_file(request: OfficeRequest, dataset_slug: str, as_at: date, part: int, kind: str) -> HttpResponse:
    """A file of a part as it would be published. Logged."""
    renderer = _renderer(kind)
    paper = _paper(request, _report(dataset_slug, as_at), part, renderer.label)
    return _file(request, renderer, paper)


@require_safe
@requires(Permission.READ_PART_2)
@for_publication
def as_now(request: OfficeRequest, dataset_slug: str, as_at: date) -> HttpResponse:
    """What a published report would say today, and what differs from what it said. Logged, and not published."""
    dataset = get_object_or_404(Dataset, slug=dataset_slug)
    published = Publication.objects.filter(dataset=dataset, as_at=as_at).order_by("sequence").last()
    if published is None:
        raise Http404
    report = current_report(dataset, as_at) or Report(dataset=dataset, as_at=as_at)
    record(action="read a report as now", subject=str(report), by=request.user)
    now = _now(report, 2)
    then = decode_part_2(bytes(published.part_2))
    context = {
        "said": said_of(now, changes_between(now, then)),
        "hidden_wording": now.hidden_wording,
        "published_at": published.published_at,
        "report": report,
        "document": document_of(now),
        "reader": request.user,
        "read_at": timezone.localtime(),
    }
    return render(request, "reports/publishing/as_now.html", context)


@require_safe
@requires(Permission.READ_PART_2)
@for_publication
def past(request: OfficeRequest, dataset_slug: str, as_at: date, sequence: int, part: int) -> HttpResponse:
    """A part of any publication, superseded and withdrawn ones too, as the committee's report. Logged."""
    publication, paper = _past(request, dataset_slug, as_at, sequence, part)
    context = {
        "publication": publication,
        "paper": paper,
        "document": document_of(paper),
        "reader": request.user,
        "read_at": timezone.localtime(),
        "files": RENDERERS.values(),
    }
    return render(request, "reports/publishing/past.html", context)


@require_safe
@requires(Permission.READ_PART_2)
@for_publication
def past_file(
    request: OfficeRequest, dataset_slug: str, as_at: date, sequence: int, part: int, kind: str
) -> HttpResponse:
    """A file of a part of any publication. Logged."""
    renderer = _renderer(kind)
    _, paper = _past(request, dataset_slug, as_at, sequence, part, renderer.label)
    return _file(request, renderer, paper)


@require_safe
@requires(Permission.READ_PART_2)
def part_2_file(request: OfficeRequest, dataset_slug: str, as_at: date, kind: str) -> HttpResponse:
    """A file of a published Part 2, with its reader's name and the time on every page. Logged."""
    renderer = _renderer(kind)
    found = Publication.objects.in_force().select_related("dataset").defer("part_1", "part_2")
    publication = found.filter(dataset__slug=dataset_slug, as_at=as_at).first()
    if publication is None:
        raise Http404
    record(
        action="downloaded Part 2",
        subject=f"{publication}, {renderer.label}",
        by=request.user,
        sha256=publication.part_2_sha256,
    )
    documents = Publication.objects.values_list("pk", "part_2")
    wanted = {publication.pk: publication.part_2_sha256}
    (paper,) = PART_2.of(wanted, lambda keys: documents.filter(pk__in=keys))
    return _file(request, renderer, paper)


def _past(
    request: OfficeRequest, dataset_slug: str, as_at: date, sequence: int, part: int, what: str = "page"
) -> tuple[Publication, AnyPaper]:
    if part not in (1, 2):
        raise Http404
    of_dataset = Publication.objects.select_related("dataset").filter(dataset__slug=dataset_slug)
    publication = get_object_or_404(of_dataset, as_at=as_at, sequence=sequence)
    subject = f"{publication}, publication {sequence}, {what}"
    record(action=f"read Part {part}", subject=subject, by=request.user)
    paper: AnyPaper = (
        decode_part_1(bytes(publication.part_1)) if part == 1 else decode_part_2(bytes(publication.part_2))
    )
    return publication, paper


def _renderer(kind: str) -> Renderer:
    if kind not in RENDERERS:
        raise Http404
    return RENDERERS[kind]


def _report(dataset_slug: str, as_at: date) -> Report:
    report = current_report(get_object_or_404(Dataset, slug=dataset_slug), as_at)
    if report is None:
        raise Http404
    return report


def _paper(request: OfficeRequest, report: Report, part: int, what: str = "page") -> AnyPaper:
    """A part as it stands; what was made ready where it was. The reading is logged. Http404 where there is none."""
    if part not in (1, 2):
        raise Http404
    record(action=f"previewed Part {part}", subject=f"{report}, {what}", by=request.user)
    if report.part_1 is not None and report.part_2 is not None:
        return decode_part_1(bytes(report.part_1)) if part == 1 else decode_part_2(bytes(report.part_2))
    return _now(report, part)


def _now(report: Report, part: int) -> AnyPaper:
    """A part as the figures and texts are now. Http404 where there is nothing to report."""
    try:
        draft = draft_of(report.dataset, report.as_at)
        worded = words_around(report, draft, timezone.localdate(), last_publication(report))
    except NothingToReport as reason:
        raise Http404 from reason
    except PublicationRefused:  # its own text cannot be read: the figures can
        return draft.part_1 if part == 1 else draft.part_2
    return worded.part_1 if part == 1 else worded.part_2


def _file(request: OfficeRequest, renderer: Renderer, paper: AnyPaper) -> HttpResponse:
    reading = (
        Reading(str(request.user.get_full_name() or request.user), timezone.localtime()) if paper.part == 2 else None
    )
    response = HttpResponse(renderer.render(paper, reading), content_type=renderer.media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{renderer.name(paper)}"'
    return response
