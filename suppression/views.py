"""Office pages of the suppression room, for publishers: the figures that others publish."""

from django.contrib import messages
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.permissions import OfficeRequest, requires
from accounts.roles import Permission
from indicators.models import IndicatorDefinition
from suppression.external_figures import NotRecorded, record_external_figure, withdraw_external_figure
from suppression.forms import ExternalFigureForm, WithdrawalForm
from suppression.models import ExternalFigure


@require_safe
@requires(Permission.PUBLISH)
def external_figures(request: OfficeRequest) -> HttpResponse:
    """What others publish: what is in force, then what was withdrawn and why."""
    figures = _named(ExternalFigure.objects.filter(withdraws__isnull=True))
    context = {
        "in_force": figures.filter(withdrawal__isnull=True),
        "withdrawn": figures.filter(withdrawal__isnull=False).select_related("withdrawal__recorded_by"),
    }
    return render(request, "suppression/external_figures.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.PUBLISH)
def external_figure_new(request: OfficeRequest) -> HttpResponse:
    """Records one more."""
    form = ExternalFigureForm(request.POST or None)
    if form.is_valid():
        try:
            record_external_figure(**form.figure, by=request.user)
        except NotRecorded as reason:
            form.add_error("about", str(reason))
        else:
            messages.success(request, "The figure is recorded. The next disclosure check takes it as known.")
            return redirect("suppression:external_figures")
    return render(request, "suppression/external_figure_new.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.PUBLISH)
def external_figure_withdraw(request: OfficeRequest, pk: int) -> HttpResponse:
    """Withdraws one that was recorded in error, with a reason."""
    figure = get_object_or_404(_named(ExternalFigure.objects.filter(withdraws__isnull=True)), pk=pk)
    form = WithdrawalForm(request.POST or None)
    if form.is_valid():
        try:
            withdraw_external_figure(figure=figure, reason=form.cleaned_data["reason"], by=request.user)
        except NotRecorded as reason:
            messages.error(request, str(reason))
        else:
            messages.success(request, "The figure is withdrawn. The next disclosure check does without it.")
        return redirect("suppression:external_figures")
    return render(request, "suppression/external_figure_withdraw.html", {"form": form, "figure": figure})


def _named(figures: "QuerySet[ExternalFigure]") -> "QuerySet[ExternalFigure]":
    """With the number and title that the indicator has in its latest definition, as `number` and `title`."""
    latest = IndicatorDefinition.objects.filter(indicator=OuterRef("indicator")).order_by("-reporting_year")
    return figures.select_related("indicator__dataset", "recorded_by").annotate(
        number=Subquery(latest.values("number")[:1]), title=Subquery(latest.values("title")[:1])
    )
