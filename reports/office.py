"""Office pages: Part 2 for those entitled to it, and everybody's start page after signing in."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.permissions import OfficeRequest, requires
from accounts.roles import Permission
from accounts.services import record
from reports.assemble import NothingToReport
from reports.forms import CheckForm
from reports.models import Publication
from reports.override import NEEDS
from reports.pages import Filters, history_entry, index_context, indicator_context
from reports.services import check
from reports.views import REPORTS_IN_HISTORY
from suppression.paper import Part2Paper, decode_part_2
from suppression.table import CannotProtect

TASKS = (
    (
        Permission.IMPORT_WORKBOOK,
        "Import a workbook",
        "Send the performance index, see what would change, and apply it.",
        "indicators:imports",
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
def home(request: OfficeRequest) -> HttpResponse:
    """What this person can do here."""
    user = request.user
    tasks = [
        {"label": label, "description": description, "url": reverse(name)}
        for permission, label, description, name in TASKS
        if user.may(permission)
    ]
    reports = Publication.objects.in_force().defer("part_1", "part_2") if user.may(Permission.READ_PART_2) else []
    context = {
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
    publication, paper = _read(request, dataset_slug, as_at)
    context = index_context(paper, Filters.from_query(request.GET), publication.published_at)
    return render(request, "reports/part_2_index.html", context | _reading(request))


@require_safe
@requires(Permission.READ_PART_2)
def part_2_indicator(request: OfficeRequest, dataset_slug: str, as_at: date, key: str) -> HttpResponse:
    """One indicator with everything visible. The reading is logged."""
    publication, paper = _read(request, dataset_slug, as_at, key)
    shown = paper.indicator(key)
    if shown is None:
        raise Http404
    earlier = Publication.objects.in_force().filter(dataset__slug=dataset_slug, as_at__lt=as_at)[:REPORTS_IN_HISTORY]
    entries = [history_entry(decode_part_2(bytes(each.part_2)), key) for each in earlier]
    context = indicator_context(paper, shown, [entry for entry in entries if entry], publication.published_at)
    return render(request, "reports/part_2_indicator.html", context | _reading(request))


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


def _read(request: OfficeRequest, dataset_slug: str, as_at: date, key: str = "") -> tuple[Publication, Part2Paper]:
    """The Part 2 paper in force, its reading logged; Http404 where there is none."""
    publication = (
        Publication.objects.in_force().filter(dataset__slug=dataset_slug, as_at=as_at).defer("part_1").first()
    )
    if publication is None:
        raise Http404
    subject = f"{publication}{f', {key}' if key else ''}"
    record(action="read Part 2", subject=subject, by=request.user, sha256=publication.part_2_sha256)
    return publication, decode_part_2(bytes(publication.part_2))


def _reading(request: OfficeRequest) -> dict[str, object]:
    return {"reader": request.user, "read_at": timezone.localtime()}
