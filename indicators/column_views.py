"""The page on which a person says what each column of a workbook is."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.permissions import OfficeRequest, requires
from accounts.roles import Permission
from indicators.column_forms import ColumnsForm
from indicators.importers.container import WorkbookRefused
from indicators.importers.layout import LayoutNotRecognised
from indicators.layout_services import ColumnsNotPossible, columns_of, confirm_columns
from indicators.models import WorkbookImport


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.IMPORT_WORKBOOK)
def import_columns(request: OfficeRequest, pk: int) -> HttpResponse:
    """What each column of a workbook is, as it was understood, to be confirmed or changed."""
    workbook = get_object_or_404(WorkbookImport.objects.select_related("dataset"), pk=pk)
    is_open = workbook.is_read and not workbook.refusal and not workbook.applied_at and not workbook.cancelled_at
    if not is_open:
        return redirect("indicators:import_plan", pk=pk)
    recognised, says_year = columns_of(workbook)
    form = ColumnsForm(recognised, says_year, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            confirm_columns(
                workbook=workbook, year=form.year.cleaned_data["year"], layouts=form.choices, by=request.user
            )
        except (ColumnsNotPossible, LayoutNotRecognised, WorkbookRefused) as reason:
            messages.error(request, str(reason))
            return redirect("indicators:import_columns", pk=pk)
        return redirect("indicators:import_plan", pk=pk)
    context = {"upload": workbook, "columns": form, "title": recognised.title, "says_year": says_year}
    return render(request, "indicators/import_columns.html", context)
