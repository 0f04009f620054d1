"""The sections of a dataset: their order, their names, new ones."""

from dataclasses import dataclass

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.permissions import OfficeRequest, requires
from accounts.roles import Permission
from indicators.administration.forms import SectionForm
from indicators.administration.places import dataset_of
from indicators.administration.section_services import add_section, move_section, remove_section, rename_section
from indicators.administration.services import NotChanged
from indicators.models import Section

LAST = 32_767


@dataclass(frozen=True)
class Row:
    """A section, where it stands counted from 1, and the places, counted from 0, to which its buttons move it."""

    section: Section
    stands: int
    up: int | None
    down: int | None


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_INDICATORS)
def sections(request: OfficeRequest, dataset_slug: str) -> HttpResponse:
    """The sections in their order, with the buttons that move them, and a form for one more."""
    dataset = dataset_of(dataset_slug)
    form = SectionForm("Add this section", request.POST or None)
    if form.is_valid():
        try:
            section = add_section(dataset=dataset, name=form.cleaned_data["name"], by=request.user)
        except NotChanged as refusal:
            form.add_error(refusal.field or None, str(refusal))
        else:
            messages.success(request, f"“{section.name}” is added at the end.")
            return redirect("administration:sections", dataset_slug)
    listed = list(
        dataset.sections.annotate(indicators=Count("definitions__indicator", distinct=True)).order_by("position", "pk")
    )
    rows = [
        Row(section, place + 1, place - 1 if place else None, place + 1 if place + 1 < len(listed) else None)
        for place, section in enumerate(listed)
    ]
    context = {"dataset": dataset, "rows": rows, "form": form}
    return render(request, "indicators/administration/sections.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_INDICATORS)
def section(request: OfficeRequest, dataset_slug: str, pk: int) -> HttpResponse:
    """Renames a section; one without indicators can be removed."""
    section = _section(dataset_slug, pk)
    form = SectionForm("Rename this section", request.POST or None, initial={"name": section.name})
    if form.is_valid():
        try:
            rename_section(section=section, name=form.cleaned_data["name"], by=request.user)
        except NotChanged as refusal:
            form.add_error(refusal.field or None, str(refusal))
        else:
            messages.success(request, f"The section is called “{form.cleaned_data['name']}”.")
            return redirect("administration:sections", dataset_slug)
    context = {
        "dataset": section.dataset,
        "section": section,
        "form": form,
        "count": section.definitions.values("indicator").distinct().count(),
        "responsible": section.responsibilities.count(),
    }
    return render(request, "indicators/administration/section.html", context)


@require_POST
@requires(Permission.MANAGE_INDICATORS)
def move(request: OfficeRequest, dataset_slug: str, pk: int) -> HttpResponse:
    """Moves a section one place. The way back leads to the button that was used, so that the focus stays on it."""
    section = _section(dataset_slug, pk)
    direction = "up" if "up" in request.POST else "down"
    asked = request.POST.get(direction, "")
    list_url = reverse("administration:sections", args=[dataset_slug])
    if not (asked.isascii() and asked.isdigit()) or int(asked) > LAST:
        messages.error(request, "Choose “Move up” or “Move down” beside the section.")
        return redirect(list_url)
    place = move_section(section=section, place=int(asked), by=request.user)
    # At either end the section has no button of that direction any more; then the other one.
    if place == 0:
        direction = "down"
    elif place + 1 == section.dataset.sections.count():
        direction = "up"
    return redirect(f"{list_url}#{direction}-{pk}")


@require_POST
@requires(Permission.MANAGE_INDICATORS)
def remove(request: OfficeRequest, dataset_slug: str, pk: int) -> HttpResponse:
    """Removes a section without indicators."""
    section = _section(dataset_slug, pk)
    try:
        remove_section(section=section, by=request.user)
    except NotChanged as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"The section “{section.name}” is removed.")
    return redirect("administration:sections", dataset_slug)


def _section(dataset_slug: str, pk: int) -> Section:
    return get_object_or_404(Section.objects.select_related("dataset"), pk=pk, dataset__slug=dataset_slug)
