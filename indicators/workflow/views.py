"""Pages of the workflow: an officer submits, a director approves and returns, a publisher opens for correction."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.permissions import OfficeRequest, requires
from accounts.roles import Permission
from indicators.converters import MonthConverter
from indicators.entry.cells import year_text
from indicators.models import Dataset, IndicatorDefinition
from indicators.workflow.forms import ChosenForm, CorrectionForm, ReturnForm
from indicators.workflow.pages import approval_of, locked_figures, locked_indicators, review_of
from indicators.workflow.services import (
    Moved,
    approve_figures,
    open_for_correction,
    return_figures,
    submit_figures,
)

MOST_NAMED = 5
"""So many figures that were left are named in a message; the page shows the others."""


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.ENTER_FIGURES)
def submit(request: OfficeRequest, dataset_slug: str, year: int, month: date | None = None) -> HttpResponse:
    """What an officer hands in, section by section: a month with what is missing, or all drafts of a year."""
    dataset = _dataset(dataset_slug, year)
    form = ChosenForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        moved = submit_figures(outturns=(), versions=form.cleaned_data["figures"], by=request.user)
        _say(request, moved, "submitted")
        return redirect(request.path)
    context = {
        "dataset": dataset,
        "year": year,
        "year_label": year_text(year),
        "month": month,
        "review": review_of(dataset, year, month, request.user),
        "form": form,
    }
    return render(request, "indicators/workflow_submit.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.APPROVE_FIGURES)
def approve(request: OfficeRequest, dataset_slug: str, year: int) -> HttpResponse:
    """What waits for a director: approve or return what is chosen, or approve a whole section."""
    dataset = _dataset(dataset_slug, year)
    is_return = "return" in request.POST
    section = request.POST.get("approve_section")
    posted = {"figures": request.POST.getlist(f"section_{section}" if section else "figures")}
    data = {**posted, "comment": request.POST.get("comment", "")}
    form = ReturnForm(data) if is_return else ChosenForm(data if request.method == "POST" else None)
    if form.is_valid():
        versions = form.cleaned_data["figures"]
        if is_return:
            comment = form.cleaned_data["comment"]
            moved = return_figures(outturns=(), versions=versions, comment=comment, by=request.user)
        else:
            moved = approve_figures(outturns=(), versions=versions, by=request.user)
        _say(request, moved, "returned" if is_return else "approved")
        return redirect(request.get_full_path())
    context = {
        "dataset": dataset,
        "year": year,
        "year_label": year_text(year),
        "approval": approval_of(dataset, year, _month(request.GET.get("month", "")), request.user),
        "errors": form if form.is_bound else None,
        "chosen": " ".join(posted["figures"]).split(),
        "form": form if is_return else ReturnForm(),
    }
    return render(request, "indicators/workflow_approve.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.PUBLISH)
def correct(request: OfficeRequest, dataset_slug: str, year: int) -> HttpResponse:
    """Without an indicator the list of those that were published; with one its locked figures, to be opened."""
    dataset = _dataset(dataset_slug, year)
    key = request.GET.get("indicator", "")
    form = CorrectionForm(_correction(request) if request.method == "POST" else None)
    if form.is_valid():
        moved = open_for_correction(
            outturns=(),
            versions=form.cleaned_data["figures"],
            reason=form.cleaned_data["reason"],
            by=request.user,
        )
        _say(request, moved, "opened for correction")
        return redirect(request.get_full_path())
    context: dict[str, object] = {"dataset": dataset, "year": year, "year_label": year_text(year), "form": form}
    if key:
        definition = get_object_or_404(
            IndicatorDefinition, indicator__dataset=dataset, indicator__key=key, reporting_year=year
        )
        chosen = " ".join(request.POST.getlist("figures")).split()
        context |= {"indicator": definition, "rows": locked_figures(dataset, year, key), "chosen": chosen}
    else:
        context["indicators"] = locked_indicators(dataset, year)
    return render(request, "indicators/workflow_correct.html", context)


def _correction(request: OfficeRequest) -> dict[str, object]:
    return {"figures": request.POST.getlist("figures"), "reason": request.POST.get("reason", "")}


def _dataset(slug: str, year: int) -> Dataset:
    """The dataset, if it has indicators for the year; Http404 otherwise."""
    dataset = get_object_or_404(Dataset, slug=slug)
    if not IndicatorDefinition.objects.filter(indicator__dataset=dataset, reporting_year=year).exists():
        raise Http404
    return dataset


def _month(text: str) -> date | None:
    """The month of a query, or none where it is empty or nonsense."""
    try:
        return MonthConverter().to_python(text)
    except ValueError:
        return None


def _say(request: OfficeRequest, moved: Moved, past: str) -> None:
    """What was done, and which figures were left and why."""
    if moved.count:
        messages.success(request, f"{moved.count} figure{'' if moved.count == 1 else 's'} {past}.")
    if moved.left:
        named = "; ".join(str(each) for each in moved.left[:MOST_NAMED])
        more = len(moved.left) - MOST_NAMED
        rest = f"; and {more} more" if more > 0 else ""
        were = "1 figure was" if len(moved.left) == 1 else f"{len(moved.left)} figures were"
        messages.warning(request, f"{were} left as before. {named}{rest}.")
