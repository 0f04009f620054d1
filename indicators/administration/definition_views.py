"""Creating, changing and retiring an indicator."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.permissions import OfficeRequest, requires
from accounts.roles import Permission
from indicators.administration.clash import merged
from indicators.administration.definition_form import DefinitionForm
from indicators.administration.facts import year_name
from indicators.administration.forms import ReinstatementForm, RetirementForm
from indicators.administration.places import context_of, definition_of, year_of
from indicators.administration.services import (
    NotChanged,
    StaleDefinition,
    add_to_year,
    change_definition,
    create_indicator,
    reinstate_indicator,
    retire_indicator,
    revision_in_force,
)
from indicators.administration.targets import in_words
from indicators.formatting import opening
from indicators.models import Indicator, IndicatorDefinition

SAVE, CREATE, ADD = "Save the changes", "Create the indicator", "Add it to this year"


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_INDICATORS)
def new(request: OfficeRequest, dataset_slug: str, year: int) -> HttpResponse:
    """An indicator that no year has yet."""
    dataset = year_of(dataset_slug, year)
    if not dataset.sections.exists():
        messages.info(request, "Each indicator stands in a section. Add the first section, then create the indicator.")
        return redirect("administration:sections", dataset_slug)
    form = DefinitionForm(dataset, request.POST or None, is_new=True, button=CREATE)
    if form.is_valid():
        try:
            definition = create_indicator(
                dataset=dataset,
                reporting_year=year,
                said=form.said,
                measures=form.cleaned_data["measures"],
                by=request.user,
            )
        except NotChanged as refusal:
            form.add_error(refusal.field or None, str(refusal))
        else:
            messages.success(request, f"Indicator {definition.number} is created. {_target(definition)}")
            return _to(definition)
    context = context_of(dataset, year) | {"form": form, "heading": "Create an indicator"}
    return render(request, "indicators/administration/definition.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_INDICATORS)
def add(request: OfficeRequest, dataset_slug: str, year: int, key: str) -> HttpResponse:
    """An indicator of an earlier year, for this one too."""
    dataset = year_of(dataset_slug, year)
    indicator = get_object_or_404(Indicator.objects.select_related("dataset"), dataset=dataset, key=key)
    earlier = indicator.definitions.filter(reporting_year__lt=year).order_by("-reporting_year").first()
    if earlier is None:
        raise Http404
    if indicator.definitions.filter(reporting_year=year).exists():
        messages.info(request, f"It is in {year_name(year)} already.")
        return redirect("administration:indicator", dataset_slug, year, key)
    form = DefinitionForm(dataset, request.POST or None, stored=earlier, button=ADD)
    if form.is_valid():
        try:
            definition = add_to_year(
                indicator=indicator,
                reporting_year=year,
                said=form.said,
                reason=form.cleaned_data["reason"],
                by=request.user,
            )
        except NotChanged as refusal:
            form.add_error(refusal.field or None, str(refusal))
        else:
            messages.success(request, f"Indicator {definition.number} is in {year_name(year)} now.")
            return _to(definition)
    context = context_of(dataset, year) | {
        "form": form,
        "heading": f"Add an indicator of {year_name(earlier.reporting_year)}",
        "retired_from": indicator.retired_from,
    }
    return render(request, "indicators/administration/definition.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_INDICATORS)
def edit(request: OfficeRequest, dataset_slug: str, year: int, key: str) -> HttpResponse:
    """Changes a definition with a reason; where somebody else changed it meanwhile, both are shown."""
    definition = definition_of(dataset_slug, year, key)
    dataset = definition.indicator.dataset
    context: dict[str, Any] = context_of(dataset, year) | {"definition": definition, "heading": f"Change {definition}"}
    seen = {"seen": revision_in_force(definition)}
    form = DefinitionForm(dataset, request.POST or None, stored=definition, button=SAVE, initial=seen)
    if form.is_valid():
        try:
            changes = change_definition(
                definition=definition,
                said=form.said,
                seen=form.cleaned_data["seen"] or 0,
                reason=form.cleaned_data["reason"],
                by=request.user,
            )
        except StaleDefinition as stale:
            form, clashes, between = merged(form, stale.current, SAVE)
            context |= {"clashes": clashes, "between": between}
        except NotChanged as refusal:
            form.add_error(refusal.field or None, str(refusal))
        else:
            stored = definition_of(dataset_slug, year, key)
            if not changes:
                messages.info(request, "All of this is stored already. Nothing was changed.")
            else:
                what = ", ".join(change.label.lower() for change in changes)
                is_about_target = any(change.label == "Target as understood" for change in changes)
                said = f"Changed: {what}. {_target(stored)}" if is_about_target else f"Changed: {what}."
                messages.success(request, said)
            return _to(stored)
    context |= {"form": form, "understood": in_words(definition)}
    return render(request, "indicators/administration/definition.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_INDICATORS)
def retire(request: OfficeRequest, dataset_slug: str, year: int, key: str) -> HttpResponse:
    """From which month on no figure is due, and why."""
    definition = definition_of(dataset_slug, year, key)
    form = RetirementForm(definition, request.POST or None)
    if form.is_valid():
        try:
            retire_indicator(
                indicator=definition.indicator,
                from_month=form.month,
                reason=form.cleaned_data["reason"],
                by=request.user,
            )
        except NotChanged as refusal:
            form.add_error(refusal.field or None, str(refusal))
        else:
            messages.success(request, f"Indicator {definition.number} is retired from {form.month:%B %Y}.")
            return _to(definition)
    context = context_of(definition.indicator.dataset, year) | {"definition": definition, "form": form}
    return render(request, "indicators/administration/retire.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_INDICATORS)
def reinstate(request: OfficeRequest, dataset_slug: str, year: int, key: str) -> HttpResponse:
    """Undoes that an indicator was retired, with a reason."""
    definition = definition_of(dataset_slug, year, key)
    form = ReinstatementForm(request.POST or None)
    if form.is_valid():
        try:
            reinstate_indicator(indicator=definition.indicator, reason=form.cleaned_data["reason"], by=request.user)
        except NotChanged as refusal:
            messages.info(request, str(refusal))
        else:
            messages.success(request, f"Indicator {definition.number} is no longer retired.")
        return _to(definition)
    context = context_of(definition.indicator.dataset, year) | {"definition": definition, "form": form}
    return render(request, "indicators/administration/retire.html", context)


def _target(definition: IndicatorDefinition) -> str:
    """How the target was understood, said once it is stored."""
    wording = f"“{definition.target_wording}” was read as" if definition.target_wording else "The target is"
    return f"{opening(wording)} {in_words(definition)}."


def _to(definition: IndicatorDefinition) -> HttpResponse:
    indicator = definition.indicator
    return redirect("administration:indicator", indicator.dataset.slug, definition.reporting_year, indicator.key)
