"""A new year's definitions, copied from the last."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.permissions import OfficeRequest, requires
from accounts.roles import Permission
from indicators.administration.facts import year_name
from indicators.administration.places import context_of, year_of
from indicators.administration.services import NotChanged
from indicators.administration.year_forms import YearForm
from indicators.administration.year_services import copy_year, year_is_defined


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_INDICATORS)
def copy(request: OfficeRequest, dataset_slug: str, year: int) -> HttpResponse:
    """Every indicator of the last year in one form; then what differs; then the new year. Nothing counts before."""
    dataset = year_of(dataset_slug, year)
    if year_is_defined(dataset, year):
        messages.info(request, f"{year_name(year)} has indicators already, so nothing can be copied into it.")
        return redirect("administration:year", dataset_slug, year)
    form = YearForm(dataset, year, request.POST if request.method == "POST" else None)
    if not form.rows:
        messages.info(request, f"No year before {year_name(year)} has indicators. Create the first one here.")
        return redirect("administration:year", dataset_slug, year)
    is_valid = form.is_bound and form.is_valid()
    refusal = ""
    if is_valid and "make" in request.POST and form.is_confirmed:
        try:
            copied = copy_year(
                dataset=dataset,
                reporting_year=year,
                carried_on=form.carried_on,
                reason=form.reason.cleaned_data["reason"],
                by=request.user,
            )
        except NotChanged as reason:
            refusal = str(reason)
        else:
            messages.success(
                request,
                f"{year_name(year)} has {copied.carried_on} indicators. Retired: {copied.ended}. "
                f"Relations to confirm: {copied.proposed}.",
            )
            return redirect("administration:year", dataset_slug, year)
    context = context_of(dataset, year) | {
        "form": form,
        "refusal": refusal,
        "last_year": year_name(form.rows[0].definition.reporting_year),
        "is_checked": is_valid,
        "is_late": is_valid and "make" in request.POST and not refusal,
    }
    return render(request, "indicators/administration/copy.html", context)
