"""The importer's pages: send a workbook, read it, see the plan, apply it."""

from collections.abc import Iterator

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.permissions import OfficeRequest, requires
from accounts.roles import Permission
from accounts.services import record
from indicators.forms import AnswersForm, TemplateForm, UploadForm
from indicators.importers.comments import workbook_with_comments
from indicators.models import WorkbookImport
from indicators.month_template.workbook import make_template
from indicators.services import (
    ImportNotPossible,
    already_imported,
    answer_questions,
    apply_import,
    cancel_import,
    choose_rows,
    plan_import,
    read_import,
    receive_workbook,
)
from indicators.undo_services import NAMED, in_the_way, undo_import

ROWS_ON_A_PAGE = 100
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.IMPORT_WORKBOOK)
def imports(request: OfficeRequest) -> HttpResponse:
    """The upload form and the imports so far."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        sent, dataset = form.cleaned_data["workbook"], form.cleaned_data["dataset"]
        content = sent.read()
        earlier = already_imported(dataset, content)
        if earlier is not None:
            messages.info(request, f"{sent.name} is already here. Nothing was stored a second time.")
            return redirect("indicators:import_plan", pk=earlier.pk)
        workbook = receive_workbook(dataset=dataset, content=content, file_name=sent.name, by=request.user)
        return redirect("indicators:import_reading", pk=workbook.pk)
    recent = WorkbookImport.objects.defer("content", "parsed").select_related("sent_by", "dataset")[:20]
    return render(request, "indicators/imports.html", {"form": form, "imports": recent})


@require_GET
@requires(Permission.IMPORT_WORKBOOK)
def import_reading(request: OfficeRequest, pk: int) -> HttpResponseBase:
    """Reads the workbook while the page says so; the page ends with the way on to the plan."""
    workbook = get_object_or_404(WorkbookImport, pk=pk)
    plan_url = reverse("indicators:import_plan", args=[pk])
    if workbook.is_read:
        return redirect(plan_url)

    def page() -> Iterator[str]:
        context = {"upload": workbook, "plan_url": plan_url}
        yield render_to_string("indicators/import_progress_start.html", context, request)
        read_import(workbook)
        yield render_to_string("indicators/import_progress_end.html", context, request)

    response = StreamingHttpResponse(page())
    response["Content-Encoding"] = "identity"  # compression would hold the first words back until the last
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.IMPORT_WORKBOOK)
def import_plan(request: OfficeRequest, pk: int) -> HttpResponse:
    """The plan: questions to answer, what would change, and the button that changes it."""
    people = ("dataset", "applied_by", "undone_by")
    workbook = get_object_or_404(WorkbookImport.objects.select_related(*people), pk=pk)
    if not workbook.is_read:
        return redirect("indicators:import_reading", pk=pk)
    if workbook.refusal:
        return render(request, "indicators/import_refused.html", {"upload": workbook})
    if workbook.asks_for_columns and workbook.cancelled_at is None:
        return redirect("indicators:import_columns", pk=pk)
    if workbook.applied_at is not None or workbook.cancelled_at is not None:
        return render(request, "indicators/import_applied.html", {"upload": workbook})
    plan = plan_import(workbook)
    form = AnswersForm(plan, request.POST if "answer" in request.POST else None)
    if form.is_bound and form.is_valid():
        answer_questions(workbook=workbook, answers=workbook.answers | form.answers, by=request.user)
        return redirect("indicators:import_plan", pk=pk)
    if "answer_again" in request.POST:
        answer_questions(workbook=workbook, answers={}, by=request.user)
        return redirect("indicators:import_plan", pk=pk)
    if "apply" in request.POST:
        try:
            apply_import(workbook=workbook, by=request.user, fingerprint=request.POST.get("fingerprint", ""))
        except ImportNotPossible as reason:
            messages.error(request, str(reason))
        return redirect("indicators:import_plan", pk=pk)
    rows = Paginator(plan.rows, ROWS_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"upload": workbook, "plan": plan, "form": form, "rows": rows}
    return render(request, "indicators/import_plan.html", context)


@require_POST
@requires(Permission.IMPORT_WORKBOOK)
def import_rows(request: OfficeRequest, pk: int) -> HttpResponse:
    """Which of the rows on this page are applied: those that are not ticked are left out."""
    workbook = get_object_or_404(WorkbookImport, pk=pk)
    shown, ticked = set(request.POST.getlist("shown")), set(request.POST.getlist("row"))
    try:
        choose_rows(workbook=workbook, left_out=(set(workbook.left_out) - ticked) | (shown - ticked), by=request.user)
    except (ImportNotPossible, ValueError) as reason:
        messages.error(request, str(reason))
    page = request.POST.get("page", "")
    query = f"?page={int(page)}" if page.isdecimal() and page.isascii() and len(page) < 6 else ""
    return redirect(reverse("indicators:import_plan", args=[pk]) + query + "#rows")


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.IMPORT_WORKBOOK)
def import_undo(request: OfficeRequest, pk: int) -> HttpResponse:
    """Asks whether an import is to be undone, says what stands in the way, and undoes it."""
    workbook = get_object_or_404(WorkbookImport.objects.select_related("dataset", "applied_by"), pk=pk)
    if workbook.applied_at is None or workbook.undone_at is not None:
        return redirect("indicators:import_plan", pk=pk)
    if request.method == "POST":
        try:
            undo_import(workbook=workbook, by=request.user)
        except ImportNotPossible as reason:
            messages.error(request, str(reason))
            return redirect("indicators:import_undo", pk=pk)
        messages.success(request, f"The import of {workbook.file_name} was undone.")
        return redirect("indicators:import_plan", pk=pk)
    obstacles = in_the_way(workbook)
    context = {"upload": workbook, "obstacles": obstacles[:NAMED], "more": max(0, len(obstacles) - NAMED)}
    return render(request, "indicators/import_undo.html", context)


@require_GET
@requires(Permission.IMPORT_WORKBOOK)
def import_comments(request: OfficeRequest, pk: int) -> HttpResponse:
    """The workbook as it was sent, with what was found as comments in its cells."""
    workbook = get_object_or_404(WorkbookImport.objects.select_related("dataset"), pk=pk)
    if workbook.parsed is None or workbook.applied_at is not None or workbook.cancelled_at is not None:
        return redirect("indicators:import_plan", pk=pk)
    content = workbook_with_comments(bytes(workbook.content), plan_import(workbook))
    return _download(content, f"{workbook.file_name.removesuffix('.xlsx')} with comments.xlsx")


@require_http_methods(["GET", "HEAD"])
@requires(Permission.IMPORT_WORKBOOK)
def template_workbook(request: OfficeRequest) -> HttpResponse:
    """The workbook for a month: asks for which one, and gives it."""
    form = TemplateForm(request.GET if "dataset" in request.GET else None)
    if not form.is_valid():
        return render(request, "indicators/template.html", {"form": form})
    dataset, month = form.cleaned_data["dataset"], form.cleaned_data["month"]
    content = make_template(dataset, month, settings.COUNCIL_NAME)
    record(action="downloaded a template", subject=f"{dataset}, {month:%B %Y}", by=request.user, dataset=dataset.slug)
    return _download(content, f"{dataset.slug} {month:%Y-%m}.xlsx")


def _download(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


@require_POST
@requires(Permission.IMPORT_WORKBOOK)
def import_cancel(request: OfficeRequest, pk: int) -> HttpResponse:
    """Puts an import aside."""
    workbook = get_object_or_404(WorkbookImport, pk=pk)
    try:
        cancel_import(workbook=workbook, by=request.user)
    except ImportNotPossible as reason:
        messages.error(request, str(reason))
        return redirect("indicators:import_plan", pk=pk)
    messages.success(request, f"The import of {workbook.file_name} was cancelled. Nothing was changed.")
    return redirect("indicators:imports")
