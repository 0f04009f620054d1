"""Importing benchmarks of the Local Authority Interactive Tool: data officers."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.permissions import OfficeRequest, requires
from accounts.roles import Permission
from indicators.benchmark_models import BenchmarkImport
from indicators.benchmarks.forms import BenchmarksForm
from indicators.benchmarks.matching import rows_of, save_matches
from indicators.benchmarks.matching_forms import MatchForms
from indicators.benchmarks.services import (
    apply_benchmarks,
    cancel_benchmarks,
    file_of,
    plan_benchmarks,
    receive_benchmarks,
)
from indicators.importers.benchmark_csv import BenchmarksRefused
from indicators.services import ImportNotPossible

UPLOADS = BenchmarkImport.objects.defer("content", "dictionary").select_related("dataset", "applied_by")


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.IMPORT_WORKBOOK)
def benchmarks(request: OfficeRequest) -> HttpResponse:
    """The upload form and the imports so far. A file that is refused leaves nothing behind."""
    form = BenchmarksForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        sent, dictionary = form.cleaned_data["benchmarks"], form.cleaned_data["dictionary"]
        try:
            upload, is_new = receive_benchmarks(
                dataset=form.cleaned_data["dataset"],
                reporting_year=form.cleaned_data["reporting_year"],
                content=sent.read(),
                dictionary=dictionary.read() if dictionary else None,
                file_name=sent.name,
                by=request.user,
            )
        except BenchmarksRefused as refusal:
            for message in refusal.messages:
                form.add_error("dictionary" if message.startswith("The dictionary") else "benchmarks", message)
        else:
            if not is_new and upload.applied_at is not None:
                messages.info(request, f"{sent.name} is already imported. Nothing was changed.")
            return redirect(_next_page(upload), pk=upload.pk)
    recent = UPLOADS.select_related("sent_by").defer("content", "dictionary", "parsed")[:20]
    return render(request, "indicators/benchmarks.html", {"form": form, "uploads": recent})


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.IMPORT_WORKBOOK)
def benchmark_matching(request: OfficeRequest, pk: int) -> HttpResponse:
    """Which of the tool's indicators each of ours is compared with; asked once, and kept for every later file."""
    upload = get_object_or_404(UPLOADS, pk=pk)
    if not upload.is_open:
        return redirect("indicators:benchmark_plan", pk=pk)
    file = file_of(upload)
    matching = MatchForms(
        rows_of(upload.dataset, upload.reporting_year), file, request.POST if request.method == "POST" else None
    )
    if request.method == "POST" and matching.is_valid():
        save_matches(upload=upload, choices=matching.choices, by=request.user)
        return redirect("indicators:benchmark_plan", pk=pk)
    context = {"upload": upload, "matching": matching, "file": file}
    return render(request, "indicators/benchmark_matching.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.IMPORT_WORKBOOK)
def benchmark_plan(request: OfficeRequest, pk: int) -> HttpResponse:
    """The plan: what is new, changed, unmatched or in conflict, and the button that writes it."""
    upload = get_object_or_404(UPLOADS, pk=pk)
    if not upload.is_open:
        return render(request, "indicators/benchmark_applied.html", {"upload": upload})
    if request.method == "POST":
        try:
            apply_benchmarks(upload=upload, by=request.user, fingerprint=request.POST.get("fingerprint", ""))
        except ImportNotPossible as reason:
            messages.error(request, str(reason))
        return redirect("indicators:benchmark_plan", pk=pk)
    plan = plan_benchmarks(upload)
    return render(request, "indicators/benchmark_plan.html", {"upload": upload, "plan": plan})


@require_POST
@requires(Permission.IMPORT_WORKBOOK)
def benchmark_cancel(request: OfficeRequest, pk: int) -> HttpResponse:
    """Puts an import aside; the matching stays."""
    upload = get_object_or_404(UPLOADS, pk=pk)
    try:
        cancel_benchmarks(upload=upload, by=request.user)
    except ImportNotPossible as reason:
        messages.error(request, str(reason))
        return redirect("indicators:benchmark_plan", pk=pk)
    messages.success(request, f"The import of {upload.file_name} was cancelled. No benchmark was changed.")
    return redirect("indicators:benchmarks")


def _next_page(upload: BenchmarkImport) -> str:
    """To the matching while a measure has not been decided on, else to the plan."""
    if upload.is_open and plan_benchmarks(upload).undecided:
        return "indicators:benchmark_matching"
    return "indicators:benchmark_plan"
