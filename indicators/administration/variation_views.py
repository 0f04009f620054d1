"""Where an indicator's process limits start anew: publishers say so with a reason, and withdraw it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.permissions import OfficeRequest, requires
from accounts.roles import Permission
from indicators.administration.places import context_of, definition_of
from indicators.administration.variation_forms import RebasingForm, WithdrawalForm
from indicators.administration.variation_page import months_with_figures, pages_of
from indicators.models import Rebasing
from indicators.variation_services import NotRebased, rebase, withdraw_rebasing


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_INDICATORS)
def rebasings(request: OfficeRequest, dataset_slug: str, year: int, key: str) -> HttpResponse:
    """Each measure's chart with its limits and rebasings, and the form for another."""
    definition = definition_of(dataset_slug, year, key)
    measures = list(definition.indicator.measures.all())
    months = months_with_figures(measures)
    form = RebasingForm(measures, months, request.POST or None)
    if form.is_valid():
        try:
            made = rebase(
                measure=form.chosen, from_month=form.month, reason=form.cleaned_data["reason"], by=request.user
            )
        except NotRebased as refusal:
            form.add_error("from_month", str(refusal))
        else:
            messages.success(request, f"The limits start anew from {made.from_month:%B %Y}.")
            return redirect("administration:rebasings", dataset_slug, year, key)
    context = context_of(definition.indicator.dataset, year) | {
        "definition": definition,
        "pages": pages_of(definition, measures, months),
        "form": form,
    }
    return render(request, "indicators/administration/rebasings.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_INDICATORS)
def withdraw(request: OfficeRequest, dataset_slug: str, year: int, key: str, pk: int) -> HttpResponse:
    """Withdraws a rebasing, with a reason."""
    definition = definition_of(dataset_slug, year, key)
    rebasing = get_object_or_404(
        Rebasing.objects.select_related("measure", "made_by"), pk=pk, measure__indicator=definition.indicator
    )
    form = WithdrawalForm(request.POST or None)
    if form.is_valid():
        try:
            withdraw_rebasing(rebasing=rebasing, reason=form.cleaned_data["reason"], by=request.user)
        except NotRebased as refusal:
            messages.info(request, str(refusal))
        else:
            messages.success(request, f"The limits no longer start anew from {rebasing.from_month:%B %Y}.")
        return redirect("administration:rebasings", dataset_slug, year, key)
    context = context_of(definition.indicator.dataset, year) | {
        "definition": definition,
        "rebasing": rebasing,
        "form": form,
    }
    return render(request, "indicators/administration/rebasing_withdraw.html", context)
