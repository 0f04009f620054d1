"""Office pages: Part 2 for those entitled to it, and everybody's start page after signing in."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.permissions import OfficeRequest, for_everybody_signed_in, requires
from accounts.roles import Permission
from accounts.services import record
from commentary.home import words_home
from indicators.workflow.home import figures_home
from reports.assemble import NothingToReport
from reports.changes_page import changes_context
from reports.chart_data import chart_response
from reports.decoding import PART_2
from reports.forms import CheckForm
from reports.indicator_page import REPORTS_IN_HISTORY, indicator_context
from reports.making import check
from reports.models import Publication
from reports.override import NEEDS
from reports.pages import Filters, index_context
from reports.publishing.pages import report_url
from reports.renderers import RENDERERS
from reports.summary import REPORTS_IN_STRIP, summary_context
from reports.words import with_words, words_of_check
from suppression.paper import Part2Paper
from suppression.table import CannotProtect

TASKS = (
    (
        Permission.READ_FIGURES,
        "Figures",
        "Enter the figures of a month, or read what has been entered and how complete it is.",
        "entry:figures",
    ),
    (
        Permission.IMPORT_WORKBOOK,
        "Import a workbook",
        "Send the performance index, see what would change, and apply it.",
        "indicators:imports",
    ),
    (
        Permission.READ_COMMENTARY,
        "Commentary",
        "See which indicators a report wants commentary on, write it, and agree or return it.",
        "commentary_of_report:choose",
    ),
    (
        Permission.READ_COMMENTARY,
        "Questions and action points",
        "What members and the committee asked, what is outstanding, and the answers.",
        "commentary:questions",
    ),
    (
        Permission.READ_COMMENTARY,
        "Actions",
        "What is done about indicators, by whom and until when, and what is overdue.",
        "commentary:actions",
    ),
    (
        Permission.READ_COMMENTARY,
        "Earlier reports and other papers",
        "Links that stand on the pages of indicators.",
        "commentary:links",
    ),
    (
        Permission.MANAGE_INDICATORS,
        "Indicators",
        "Create, change and retire them, start a new year, order the sections, say what holds between them.",
        "administration:datasets",
    ),
    (
        Permission.AGREE_PUBLICATION,
        "Reports",
        "Lead a report from draft to publication, approve it, correct it, take it back.",
        "publishing:reports",
    ),
    (
        Permission.PUBLISH,
        "Check a report",
        "See what Part 1 would hide, and whether it is safe, before it is published.",
        "reports:check_report",
    ),
    (
        Permission.PUBLISH,
        "Record figures that others publish",
        "What a reader knows from elsewhere counts as known when small figures are hidden.",
        "suppression:external_figures",
    ),
    (
        Permission.SEARCH_AUDIT,
        "Who did what",
        "Search every change, import, report and reading, with who, when and why.",
        "audit:audit",
    ),
    (
        Permission.ADMINISTER,
        "Disclosure policy",
        "Read what is too small to publish, and change it with a preview of what would change.",
        "reports:policy",
    ),
    (
        Permission.ADMINISTER,
        "Administration",
        "People and their roles, datasets and definitions.",
        "admin:index",
    ),
)


@require_safe
@for_everybody_signed_in
def home(request: OfficeRequest) -> HttpResponse:
    """What waits for this person, and what they can do here."""
    user = request.user
    tasks = [
        {"label": label, "description": description, "url": reverse(name)}
        for permission, label, description, name in TASKS
        if user.may(permission)
    ]
    reports = Publication.objects.in_force().defer("part_1", "part_2") if user.may(Permission.READ_PART_2) else []
    context = {
        "figures": figures_home(user, timezone.localdate()),
        "waiting_words": words_home(user, timezone.localdate()),
        "tasks": tasks,
        "part_2_reports": reports,
        "may_read_part_2": user.may(Permission.READ_PART_2),
        "may_publish": user.may(Permission.PUBLISH),
    }
    return render(request, "reports/office_home.html", context)


@require_safe
@requires(Permission.READ_PART_2)
def part_2_index(request: OfficeRequest, dataset_slug: str, as_at: date) -> HttpResponse:
    """The whole index with everything visible. The reading is logged."""
    publication, (paper, *earlier) = _read(request, dataset_slug, as_at, most=2)
    context = index_context(paper, Filters.from_query(request.GET), publication.published_at, earlier)
    files = {"files": RENDERERS.values()}
    return render(request, "reports/part_2_index.html", context | files | _reading(request))


@require_safe
@requires(Permission.READ_PART_2)
def part_2_summary(request: OfficeRequest, dataset_slug: str, as_at: date) -> HttpResponse:
    """One report in pictures, with everything visible. The reading is logged."""
    publication, (paper, *earlier) = _read(request, dataset_slug, as_at, "summary", REPORTS_IN_STRIP)
    context = summary_context(paper, earlier, publication.published_at)
    return render(request, "reports/part_2_summary.html", context | _reading(request))


@require_safe
@requires(Permission.READ_PART_2)
def part_2_changes(request: OfficeRequest, dataset_slug: str, as_at: date) -> HttpResponse:
    """What a report says otherwise than the one before, with everything visible. The reading is logged."""
    publication, (paper, *earlier) = _read(request, dataset_slug, as_at, "changes", most=2)
    context = changes_context(paper, earlier[0] if earlier else None, publication.published_at)
    return render(request, "reports/part_2_changes.html", context | _reading(request))


@require_safe
@requires(Permission.READ_PART_2)
def part_2_indicator(request: OfficeRequest, dataset_slug: str, as_at: date, key: str) -> HttpResponse:
    """One indicator with everything visible. The reading is logged."""
    publication, (paper, *earlier) = _read(request, dataset_slug, as_at, key)
    shown = paper.indicator(key)
    if shown is None:
        raise Http404
    context = indicator_context(paper, shown, earlier, publication.published_at)
    return render(request, "reports/part_2_indicator.html", context | _reading(request))


@require_safe
@requires(Permission.READ_PART_2)
def part_2_chart(
    request: OfficeRequest, dataset_slug: str, as_at: date, key: str, place: int, is_narrow: bool = False
) -> HttpResponse:
    """The chart of an indicator's measure, counted from 0, with everything visible. The reading is logged."""
    _, (paper, *earlier) = _read(request, dataset_slug, as_at, f"{key}, chart")
    return chart_response(paper, earlier, key, place, is_narrow)


@require_safe
@requires(Permission.PUBLISH)
def check_report(request: OfficeRequest) -> HttpResponse:
    """What the disclosure check would find if the report were published now. Logged, and nothing is published."""
    form = CheckForm(request.GET if "as_at" in request.GET else None)
    context: dict[str, object] = {"form": form}
    if form.is_valid():
        dataset, as_at = form.cleaned_data["dataset"], form.cleaned_data["as_at"]
        record(action="checked a report", subject=f"{dataset}, {as_at:%B %Y}", by=request.user)
        try:
            protected = check(dataset, as_at)
        except (NothingToReport, CannotProtect) as reason:
            context["refusal"] = str(reason)
        else:
            found = protected.check
            context |= {
                "check": found,
                "title": protected.part_1.title,
                "hidden": _by_kind(i.kind for i in found.hidden),
                "override_needs": NEEDS,
                "report_url": report_url(dataset, as_at),
                "words": words_of_check(with_words(dataset, as_at, protected.part_1, protected.part_2)),
                "commentary_url": reverse("commentary_of_report:report", args=[dataset.slug, as_at]),
                "hide_more_url": reverse("reports:hide_more", args=[dataset.slug, as_at]),
            }
    return render(request, "reports/check_report.html", context)


@require_safe
@requires(Permission.PUBLISH)
def disclosure_check(request: OfficeRequest, dataset_slug: str, as_at: date) -> HttpResponse:
    """What the check found when the report was published: every hidden item, why, and what a reader is left with."""
    publication = (
        Publication.objects.in_force()
        .filter(dataset__slug=dataset_slug, as_at=as_at)
        .select_related("published_by", "agreed_by")
        .defer("part_1", "part_2")
        .first()
    )
    if publication is None:
        raise Http404
    record(action="read the disclosure check", subject=str(publication), by=request.user)
    found = publication.disclosure_check
    return render(
        request,
        "reports/disclosure_check.html",
        {"publication": publication, "check": found, "hidden": _by_kind(item["kind"] for item in found["hidden"])},
    )


def _by_kind(kinds: Iterable[str]) -> dict[str, int]:
    """How many items are hidden for each kind of reason, in the order in which they first appear."""
    return dict(Counter(kinds))


def _read(
    request: OfficeRequest, dataset_slug: str, as_at: date, what: str = "", most: int = REPORTS_IN_HISTORY + 1
) -> tuple[Publication, list[Part2Paper]]:
    """The Part 2 paper in force and those of the reports before it, the latest first, at `most` so many.

    The reading is logged. Raises Http404 where there is none.
    """
    publication = _in_force(dataset_slug, as_at, without=("part_1", "part_2"))
    _log_reading(request, publication, what)
    before = Publication.objects.in_force().filter(dataset=publication.dataset, as_at__lt=as_at)
    hashes = {publication.pk: publication.part_2_sha256}
    hashes |= dict(before.values_list("pk", "part_2_sha256")[: most - 1])
    documents = Publication.objects.values_list("pk", "part_2")
    return publication, PART_2.of(hashes, lambda keys: documents.filter(pk__in=keys))


def _in_force(dataset_slug: str, as_at: date, without: Sequence[str]) -> Publication:
    """The publication in force but for some of its fields; Http404 where there is none."""
    publications = Publication.objects.in_force().select_related("dataset").defer(*without)
    publication: Publication | None = publications.filter(dataset__slug=dataset_slug, as_at=as_at).first()
    if publication is None:
        raise Http404
    return publication


def _log_reading(request: OfficeRequest, publication: Publication, what: str) -> None:
    subject = f"{publication}{f', {what}' if what else ''}"
    record(action="read Part 2", subject=subject, by=request.user, sha256=publication.part_2_sha256)


def _reading(request: OfficeRequest) -> dict[str, object]:
    return {"reader": request.user, "read_at": timezone.localtime()}
