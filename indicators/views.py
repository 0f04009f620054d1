"""The importer's pages: send a workbook, read it, see the plan, apply it."""

from collections.abc import Iterator

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.permissions import OfficeRequest, requires
from accounts.roles import Permission
from indicators.forms import AnswersForm, UploadForm
from indicators.models import WorkbookImport
from indicators.services import (
    ImportNotPossible,
    answer_questions,
    apply_import,
    cancel_import,
    plan_import,
    read_import,
    receive_workbook,
)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.IMPORT_WORKBOOK)
def imports(request: OfficeRequest) -> HttpResponse:
    """The upload form and the imports so far."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["workbook"]
        workbook = receive_workbook(
            dataset=form.cleaned_data["dataset"], content=sent.read(), file_name=sent.name, by=request.user
        )
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
    workbook = get_object_or_404(WorkbookImport.objects.select_related("dataset", "applied_by"), pk=pk)
    if not workbook.is_read:
        return redirect("indicators:import_reading", pk=pk)
    if workbook.refusal:
        return render(request, "indicators/import_refused.html", {"upload": workbook})
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
    return render(request, "indicators/import_plan.html", {"upload": workbook, "plan": plan, "form": form})


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
