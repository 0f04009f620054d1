"""The grid's pages, and what its script asks for."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.kept import kept_over_sign_in
from accounts.permissions import OfficeRequest, requires
from accounts.roles import Permission
from indicators.entry.answers import as_json, pasted_as_json
from indicators.entry.cells import progress_text
from indicators.entry.forms import EntryForm, FilterForm, PastedBlock, entries_in
from indicators.entry.grid import load_grid
from indicators.entry.grid_page import grid_context, said_of
from indicators.entry.progress import progress_of_years, with_progress
from indicators.entry.services import enter_figures, plan_figures
from indicators.models import Dataset
from indicators.permissions import sections_of


@require_safe
@requires(Permission.READ_FIGURES)
def figures(request: OfficeRequest) -> HttpResponse:
    """Every dataset and year, how complete each is, and the way into its grid."""
    sections = sections_of(request.user, Permission.READ_FIGURES)
    years = progress_of_years(timezone.localdate(), sections)
    return render(
        request,
        "indicators/entry/figures.html",
        {"years": years, "may_enter": request.user.may(Permission.ENTER_FIGURES)},
    )


@kept_over_sign_in
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.READ_FIGURES)
def grid(request: OfficeRequest, dataset_slug: str, reporting_year: int) -> HttpResponse:
    """The grid, whole or in part. Without a script it is a form like any other: what was changed in it is stored."""
    dataset = get_object_or_404(Dataset, slug=dataset_slug)
    may_enter = request.user.may(Permission.ENTER_FIGURES)
    form = FilterForm(request.GET)
    outcomes = []
    if request.method == "POST":
        if not may_enter:
            raise PermissionDenied
        outcomes = enter_figures(
            dataset=dataset, reporting_year=reporting_year, entries=list(entries_in(request.POST)), by=request.user
        )
        if not said_of(outcomes).needs_attention:
            messages.success(request, said_of(outcomes).message)
            return redirect(request.get_full_path())
    shown = load_grid(
        dataset,
        reporting_year,
        form.filters(reporting_year),
        user=request.user,
        today=timezone.localdate(),
    )
    if not shown.section_names:
        raise Http404
    context = grid_context(dataset, shown, form, outcomes, may_enter=may_enter)
    return render(request, "indicators/entry/grid.html", context)


@require_POST
@requires(Permission.ENTER_FIGURES)
def save(request: OfficeRequest, dataset_slug: str, reporting_year: int) -> HttpResponse:
    """Stores one cell as soon as it is left, and says what became of it. `as_at` and `section` are the page's."""
    as_at, section = FilterForm(request.GET).place_of_progress(reporting_year)
    dataset = get_object_or_404(
        with_progress(
            Dataset.objects.all(), reporting_year, as_at, section, sections_of(request.user, Permission.ENTER_FIGURES)
        ),
        slug=dataset_slug,
    )
    form = EntryForm(request.POST)
    if not form.is_valid():
        message = " ".join(str(error) for errors in form.errors.values() for error in errors)
        return JsonResponse({"result": "refused", "name": request.POST.get("name", ""), "message": message})
    (outcome,) = enter_figures(
        dataset=dataset, reporting_year=reporting_year, entries=[form.entry], by=request.user, as_at=as_at
    )
    entered = dataset.entered
    if outcome.is_expected and outcome.entry.place.month == as_at:
        entered += bool(outcome.text) - bool(outcome.before)
    return JsonResponse(as_json(outcome, progress_text(entered, dataset.expected)))


@require_POST
@requires(Permission.ENTER_FIGURES)
def paste(request: OfficeRequest, dataset_slug: str, reporting_year: int) -> HttpResponse:
    """Says what a pasted block would change, or, once the person has seen that, stores all of it or nothing."""
    dataset = get_object_or_404(Dataset, slug=dataset_slug)
    block = PastedBlock.read(request.body)
    if block is None:
        return JsonResponse({"cells": [], "can_apply": False, "message": "This block cannot be read."}, status=400)
    if block.apply:
        outcomes = enter_figures(
            dataset=dataset,
            reporting_year=reporting_year,
            entries=block.entries,
            by=request.user,
            all_or_nothing=True,
            as_at=FilterForm(request.GET).place_of_progress(reporting_year)[0],
        )
    else:
        outcomes = plan_figures(dataset=dataset, reporting_year=reporting_year, entries=block.entries, by=request.user)
    return JsonResponse(pasted_as_json(outcomes, is_applied=block.apply))
