"""Pages of a report on its way: its list of things to see to, its text, its moves, its previews, its corrections."""

import re
from collections.abc import Callable
from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.kept import kept_over_sign_in
from accounts.permissions import OfficeRequest, requires
from accounts.roles import Permission
from commentary.moving import Clash, Refused
from commentary.pages import FormPage, form_page
from commentary.services import keep_finding
from indicators.models import Dataset
from reports.assemble import NothingToReport
from reports.drafting import (
    DETAILS,
    Correction,
    announce_report,
    approve_report,
    begin_report,
    change_report,
    give_up_report,
    keep_template,
    make_ready,
    return_report,
    schedule_report,
    take_back,
    unannounce_report,
    unschedule_report,
)
from reports.files import make_file, missing_files
from reports.front import standing_text
from reports.models import ComingReport, Publication, Report, ReportTemplate
from reports.publishing import forms
from reports.publishing.calendar import calendars
from reports.publishing.checklist import checklist
from reports.publishing.pages import (
    DONE,
    current_report,
    published_context,
    report_context,
    report_url,
    rows,
)
from reports.report_models import CorrectionKind
from reports.services import publish_report, withdraw_report
from reports.workflow import FROZEN, ReportMove
from suppression.table import CannotProtect

PRESSED: dict[str, Callable[..., object]] = {
    ReportMove.MAKE_READY: make_ready,
    ReportMove.APPROVE: approve_report,
    ReportMove.PUBLISH: publish_report,
    ReportMove.UNSCHEDULE: unschedule_report,
    ReportMove.TAKE_BACK: take_back,
    ReportMove.GIVE_UP: give_up_report,
}
"""The moves that a button makes."""
VERSION = re.compile("[0-9]{1,9}")
OVERTAKEN = "Somebody else has changed this report since you opened it. Nothing was done. This is how it stands now."


@kept_over_sign_in
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.AGREE_PUBLICATION)
def reports(request: OfficeRequest) -> HttpResponse:
    """Every report, on its way and published; a publisher begins one."""
    may_begin = request.user.may(Permission.PUBLISH)
    if request.method == "POST" and not may_begin:
        raise PermissionDenied
    form = forms.BeginForm(request.POST or None) if may_begin else None
    if form is not None and form.is_valid():
        dataset, as_at = form.cleaned_data["dataset"], form.cleaned_data["as_at"]
        if current_report(dataset, as_at) is None:
            try:
                begin_report(dataset=dataset, as_at=as_at, by=request.user)
            except Refused as reason:
                form.add_error(None, str(reason))
        if not form.errors:
            return redirect("publishing:report", dataset.slug, as_at)
    context = {"rows": rows(), "form": form, "calendars": calendars() if may_begin else ()}
    return render(request, "reports/publishing/reports.html", context)


@kept_over_sign_in
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.AGREE_PUBLICATION)
def report(request: OfficeRequest, dataset_slug: str, as_at: date) -> HttpResponse:
    """How one report stands, and what this person can do with it."""
    dataset = get_object_or_404(Dataset, slug=dataset_slug)
    shown = current_report(dataset, as_at)
    if request.method == "POST":
        _press(request, _report(dataset_slug, as_at))
        return redirect(request.path)
    if shown is None:  # published before reports were led here
        published = _last(dataset, as_at)
        context = {"report": published} | published_context(published, request.user)
    else:
        context = report_context(shown, request.user)
    return render(request, "reports/publishing/report.html", context)


def _press(request: OfficeRequest, shown: Report) -> None:
    do, _, which = request.POST.get("do", "").partition(":")
    version = request.POST.get("version", "")
    try:
        if do == "keep":
            _keep(request, shown, which)
        elif do == "files":
            _make_files(shown)
        elif do in PRESSED and VERSION.fullmatch(version):
            PRESSED[do](report=shown, by=request.user, version=int(version))
            messages.success(request, DONE[ReportMove(do)])
        else:
            messages.warning(request, "This page was damaged. Nothing was done.")
    except Clash:
        messages.warning(request, OVERTAKEN)
    except (Refused, NothingToReport, CannotProtect) as reason:
        messages.warning(request, str(reason))


def _keep(request: OfficeRequest, shown: Report, which: str) -> None:
    """Leave words about the report as a whole as they are, with a reason."""
    found = checklist(shown).findings.get(which)
    if found is None:
        raise Refused("These words have changed. Look at what is found now.")
    keep_finding(
        dataset=shown.dataset,
        indicator=None,
        as_at=shown.as_at,
        part=found.part,
        finding=found.finding,
        reason=request.POST.get(f"reason-{which}", ""),
        by=request.user,
    )
    messages.success(request, "Kept, with your reason.")


def _make_files(shown: Report) -> None:
    for renderer in missing_files(bytes(shown.part_1 or b"")) if shown.state in FROZEN else ():
        make_file(bytes(shown.part_1 or b""), renderer)


@require_POST
@requires(Permission.AGREE_PUBLICATION)
def next_file(request: OfficeRequest, dataset_slug: str, as_at: date) -> JsonResponse:
    """Make one file that is missing; says which was made and how many are left."""
    shown = _report(dataset_slug, as_at)
    missing = missing_files(bytes(shown.part_1 or b"")) if shown.state in FROZEN else []
    if missing:
        make_file(bytes(shown.part_1 or b""), missing[0])
    return JsonResponse({"made": missing[0].kind if missing else "", "left": max(0, len(missing) - 1)})


@kept_over_sign_in
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.PUBLISH)
def details(request: OfficeRequest, dataset_slug: str, as_at: date) -> HttpResponse:
    """The front sheet and the standing sections."""
    shown = _report(dataset_slug, as_at)
    initial = {name: getattr(shown, name) for name in (*DETAILS, "version")}
    form = forms.DetailsForm(request.POST or None, initial=initial, is_correction=bool(shown.correction_kind))

    def change() -> None:
        said = {name: value for name, value in form.cleaned_data.items() if name in DETAILS}
        change_report(report=shown, version=form.cleaned_data["version"], by=request.user, **said)

    return form_page(request, form, _page(shown, "Front sheet and text"), change, "Saved.")


@kept_over_sign_in
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.AGREE_PUBLICATION)
def return_to_draft(request: OfficeRequest, dataset_slug: str, as_at: date) -> HttpResponse:
    """Send it back with a reason instead of approving it."""
    shown = _report(dataset_slug, as_at)
    form = forms.ReasonForm(request.POST or None, initial={"version": shown.version})

    def send_back() -> None:
        said = form.cleaned_data
        return_report(report=shown, reason=said["reason"], by=request.user, version=said["version"])

    return form_page(request, form, _page(shown, "Return this report"), send_back, DONE[ReportMove.RETURN])


@kept_over_sign_in
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.PUBLISH)
def schedule(request: OfficeRequest, dataset_slug: str, as_at: date) -> HttpResponse:
    """When it is published by itself."""
    shown = _report(dataset_slug, as_at)
    local = timezone.localtime(shown.scheduled_for) if shown.scheduled_for else None
    initial = {"version": shown.version} | ({"day": local.date(), "hour": f"{local:%H:%M}"} if local else {})
    form = forms.ScheduleForm(request.POST or None, initial=initial)
    page = _page(shown, "Schedule this report", "Until then its address answers that there is nothing there.")

    def set_hour() -> None:
        said = form.cleaned_data
        schedule_report(report=shown, at=said["at"], by=request.user, version=said["version"])

    return form_page(request, form, page, set_hour, DONE[ReportMove.SCHEDULE])


@kept_over_sign_in
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.PUBLISH)
def correct(request: OfficeRequest, dataset_slug: str, as_at: date) -> HttpResponse:
    """Begin a correction of what is published."""
    dataset = get_object_or_404(Dataset, slug=dataset_slug)
    published = _last(dataset, as_at)
    form = forms.CorrectForm(request.POST or None)
    lead = (
        "What is published stays as it is and can be read by its own address. The correction is a report of its own: "
        "open the figures or the commentary that are wrong, have them approved again, and publish it with four eyes."
    )

    def begin() -> None:
        correction = Correction(CorrectionKind(form.cleaned_data["kind"]), form.cleaned_data["reason"])
        begin_report(dataset=dataset, as_at=as_at, by=request.user, correction=correction)

    page = _page(published, "Correct this report", lead)
    return form_page(request, form, page, begin, "The correction is begun, as a draft.")


@kept_over_sign_in
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.PUBLISH)
def withdraw(request: OfficeRequest, dataset_slug: str, as_at: date) -> HttpResponse:
    """Take a published report back, at once."""
    published = _last(get_object_or_404(Dataset, slug=dataset_slug), as_at)
    form = forms.WithdrawForm(request.POST or None)
    lead = (
        "Every page and file of this report, of earlier turns too, is gone from the public at once. Readers get your "
        "notice instead. It cannot be undone: the report can only be published again, as a correction."
    )

    def take() -> None:
        withdraw_report(publication=published, notice=form.cleaned_data["notice"], by=request.user)

    return form_page(request, form, _page(published, "Withdraw this report", lead), take, "Withdrawn.")


@kept_over_sign_in
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.PUBLISH)
def template(request: OfficeRequest, dataset_slug: str) -> HttpResponse:
    """The standing text with which a dataset's reports begin."""
    dataset = get_object_or_404(Dataset, slug=dataset_slug)
    kept = ReportTemplate.objects.filter(dataset=dataset).first()
    initial = {"text": kept.text, "version": kept.version} if kept else {"text": standing_text(), "version": 0}
    form = forms.TemplateForm(request.POST or None, initial=initial)
    page = FormPage(
        "Standing text of reports",
        "Reports",
        reverse("publishing:reports"),
        f"New reports of {dataset} begin with this text. Those that are begun keep theirs.",
    )

    def keep() -> None:
        said = form.cleaned_data
        keep_template(dataset=dataset, text=said["text"], version=said["version"], by=request.user)

    return form_page(request, form, page, keep, "Saved. New reports begin with it.")


@kept_over_sign_in
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.PUBLISH)
def announce(request: OfficeRequest, dataset_slug: str, as_at: date) -> HttpResponse:
    """Put a report into the public calendar, or change its day."""
    dataset = get_object_or_404(Dataset, slug=dataset_slug)
    said = ComingReport.objects.filter(dataset_slug=dataset.slug, as_at=as_at).first()
    initial = {"expected_on": said.expected_on, "meeting": said.meeting} if said else {}
    form = forms.ComingForm(request.POST or None, initial=initial, is_announced=said is not None)
    back = report_url(dataset, as_at)
    if request.method == "POST" and "remove" in request.POST:
        unannounce_report(dataset=dataset, as_at=as_at, by=request.user)
        messages.success(request, "It is no longer in the public calendar.")
        return redirect(back)
    page = FormPage(
        f"Announce the report for {as_at:%B %Y}",
        "Back",
        back,
        "Everybody sees in the calendar of coming reports when it is expected.",
    )

    def put() -> None:
        announce_report(dataset=dataset, as_at=as_at, by=request.user, **form.cleaned_data)

    return form_page(request, form, page, put, "It is in the public calendar.")


def _page(about: Report | Publication, title: str, lead: str = "") -> FormPage:
    url = reverse("publishing:report", args=[about.dataset.slug, about.as_at])
    return FormPage(title, str(about), url, lead)


def _report(dataset_slug: str, as_at: date) -> Report:
    """The report on its way, or the last that ended; for a publication without one, Http404."""
    shown = current_report(get_object_or_404(Dataset, slug=dataset_slug), as_at)
    if shown is None:
        raise Http404
    return shown


def _last(dataset: Dataset, as_at: date) -> Publication:
    of_report = Publication.objects.filter(dataset=dataset, as_at=as_at).select_related("dataset")
    found: Publication | None = of_report.order_by("sequence").last()
    if found is None:
        raise Http404
    return found
