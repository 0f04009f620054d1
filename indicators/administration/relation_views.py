"""What holds between the indicators of a year: proposals to confirm or decline, and relations that a person states."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.permissions import OfficeRequest, requires
from accounts.roles import Permission
from indicators.administration.forms import RelationForm
from indicators.administration.places import context_of, year_of
from indicators.administration.relation_services import decide_relation, state_relation
from indicators.administration.services import NotChanged
from indicators.models import DefinitionRelation, IndicatorDefinition
from indicators.vocabulary import DefinitionRelationKind, RelationStatus

DECISIONS = {"confirm": RelationStatus.CONFIRMED, "decline": RelationStatus.DECLINED}


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_INDICATORS)
def relations(request: OfficeRequest, dataset_slug: str, year: int) -> HttpResponse:
    """Every relation of the year as a sentence, with the buttons that decide on it."""
    dataset = year_of(dataset_slug, year)
    of_the_year = DefinitionRelation.objects.filter(
        definition__indicator__dataset=dataset, definition__reporting_year=year
    ).select_related("definition__indicator__dataset", "other", "decided_by")
    if request.method == "POST":
        _decide(request, of_the_year)
        return redirect("administration:relations", dataset_slug, year)
    listed = list(of_the_year)
    groups = [
        (status, [each for each in listed if each.status == status])
        for status in (RelationStatus.PROPOSED, RelationStatus.CONFIRMED, RelationStatus.DECLINED)
    ]
    context = context_of(dataset, year) | {"groups": groups}
    return render(request, "indicators/administration/relations.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_INDICATORS)
def state(request: OfficeRequest, dataset_slug: str, year: int) -> HttpResponse:
    """States a relation; who states it has confirmed it."""
    dataset = year_of(dataset_slug, year)
    chosen = IndicatorDefinition.objects.filter(
        indicator__dataset=dataset, indicator__key=request.GET.get("indicator", ""), reporting_year=year
    ).first()
    form = RelationForm(dataset, year, request.POST or None, initial={"definition": chosen})
    if form.is_valid():
        said = form.cleaned_data
        try:
            relation = state_relation(
                definition=said["definition"],
                kind=DefinitionRelationKind(said["kind"]),
                other=said["other"],
                by=request.user,
            )
        except ValidationError as refusal:
            form.add_error("other", refusal.messages)
        else:
            messages.success(request, f"Confirmed: {relation.sentence}")
            return redirect("administration:relations", dataset_slug, year)
    context = context_of(dataset, year) | {"form": form}
    return render(request, "indicators/administration/relation.html", context)


def _decide(request: OfficeRequest, of_the_year: QuerySet[DefinitionRelation]) -> None:
    """Confirm or decline the one whose button was used: `confirm` or `decline` names it and what was said of it."""
    name = next((name for name in DECISIONS if name in request.POST), "")
    pk, _, seen = request.POST.get(name, "").partition(":")
    if not (pk.isascii() and pk.isdigit()) or seen not in RelationStatus.values:
        messages.error(request, "Choose “Confirm” or “Decline” beside a relation.")
        return
    relation = get_object_or_404(of_the_year, pk=int(pk[:18]))
    try:
        decided = decide_relation(
            relation=relation, seen=RelationStatus(seen), status=DECISIONS[name], by=request.user
        )
    except NotChanged as refusal:
        messages.error(request, str(refusal))
    except ValidationError as refusal:
        messages.error(request, f"Nothing was changed. {' '.join(refusal.messages)}")
    else:
        messages.success(request, f"{decided.get_status_display().capitalize()}: {decided.sentence}")
