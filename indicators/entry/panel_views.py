"""The page of one cell. The grid's script shows the same as a panel beside the cells."""

from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods
from django.views.decorators.vary import vary_on_headers

from accounts.permissions import OfficeRequest, requires
from accounts.roles import Permission
from indicators.entry.cells import Place, year_text
from indicators.entry.forms import FigureForm, NoteForm
from indicators.entry.notes import NoteChanged, keep_note
from indicators.entry.outcomes import Result
from indicators.entry.panel import load_panel
from indicators.entry.services import enter_figures
from indicators.models import Dataset, Outturn
from indicators.permissions import may_of


@require_http_methods(["GET", "HEAD", "POST"])
@vary_on_headers("X-Fragment")
@requires(Permission.READ_FIGURES)
def panel(
    request: OfficeRequest, dataset_slug: str, reporting_year: int, measure: int, period: tuple[bool, date]
) -> HttpResponse:
    """What one cell's figure is and has been, with a form for it and one for its note."""
    dataset = get_object_or_404(Dataset, slug=dataset_slug)
    is_year_to_date, month = period
    place = Place(measure, month, is_year_to_date)
    shown = load_panel(dataset, reporting_year, place, user=request.user, today=timezone.localdate())
    may_enter = may_of(request.user, Permission.ENTER_FIGURES, shown.definition.section)
    figure_form = FigureForm(shown, request.POST if "enter" in request.POST else None)
    note_form = NoteForm(shown, request.POST if "keep" in request.POST else None)
    if request.method == "POST":
        if not may_enter:
            raise PermissionDenied
        if figure_form.is_valid() and _entered(request, dataset, reporting_year, figure_form):
            return redirect(request.get_full_path())
        if shown.outturn is not None and note_form.is_valid() and _kept(request, shown.outturn, note_form):
            return redirect(request.get_full_path())
    context = {
        "dataset": dataset,
        "year": year_text(reporting_year),
        "reporting_year": reporting_year,
        "panel": shown,
        "may_enter": may_enter,
        "figure_form": figure_form,
        "note_form": note_form,
    }
    is_fragment = request.headers.get("X-Fragment") == "1"
    template = "indicators/entry/panel_body.html" if is_fragment else "indicators/entry/panel.html"
    return render(request, template, context)


def _entered(request: OfficeRequest, dataset: Dataset, reporting_year: int, form: FigureForm) -> bool:
    """Whether the figure was stored; otherwise the form says why not."""
    (outcome,) = enter_figures(dataset=dataset, reporting_year=reporting_year, entries=[form.entry], by=request.user)
    if outcome.result is Result.QUERIED:
        messages.warning(request, "The figure is saved. It is odd: say below why it is so, or correct it.")
    elif outcome.result is Result.SAVED:
        messages.success(request, "The figure is saved." if outcome.text else "The figure is taken away.")
    elif outcome.result is Result.UNCHANGED:
        messages.info(request, "Nothing was changed.")
    else:
        form.add_error("reason" if outcome.result is Result.NEEDS_REASON else "text", outcome.message)
        if outcome.theirs is not None:
            form.take_their_version(outcome.theirs.version)
    return outcome.is_stored


def _kept(request: OfficeRequest, outturn: Outturn, form: NoteForm) -> bool:
    """Whether the note was kept; otherwise the form says why not, and sends what stands now."""
    said = form.cleaned_data
    try:
        keep_note(outturn=outturn, note=said["note"], evidence=said["evidence"], seen=said["seen"], by=request.user)
    except NoteChanged as reason:
        form.add_error("note", str(reason))
        form.take_what_stands(outturn)
        return False
    messages.success(request, "The note is saved.")
    return True
