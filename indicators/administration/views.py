"""Reading the indicators: the years of each dataset, the indicators of one, and one of them with its history."""

from collections import defaultdict
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.permissions import OfficeRequest, requires
from accounts.roles import Permission
from indicators.administration.facts import changes_between, facts_of, revisions_of, section_names, year_name
from indicators.administration.places import context_of, definition_of, year_of
from indicators.administration.year_services import last_definitions
from indicators.models import Dataset, DefinitionRelation, IndicatorDefinition
from indicators.periods import year_start
from indicators.vocabulary import RelationStatus, YearBasis


@dataclass(frozen=True)
class Year:
    """One year to choose from."""

    year: int
    name: str
    count: int = 0


@dataclass(frozen=True)
class Row:
    """One indicator of a year, and what is confirmed of it."""

    definition: IndicatorDefinition
    sentences: tuple[str, ...]


@require_safe
@requires(Permission.MANAGE_INDICATORS)
def datasets(request: OfficeRequest) -> HttpResponse:
    """Every dataset with its years."""
    this_year = year_start(timezone.localdate(), YearBasis.FINANCIAL).year
    listed = [(dataset, years_of(dataset)) for dataset in Dataset.objects.all()]
    context = {"datasets": listed, "this_year": Year(this_year, year_name(this_year))}
    return render(request, "indicators/administration/datasets.html", context)


@require_safe
@requires(Permission.MANAGE_INDICATORS)
def year(request: OfficeRequest, dataset_slug: str, year: int) -> HttpResponse:
    """The indicators of a year by section, and those of earlier years that are not in it."""
    dataset = year_of(dataset_slug, year)
    definitions = list(
        IndicatorDefinition.objects.filter(indicator__dataset=dataset, reporting_year=year).select_related(
            "indicator", "section"
        )
    )
    relations = DefinitionRelation.objects.filter(
        definition__indicator__dataset=dataset, definition__reporting_year=year
    ).select_related("definition", "other")
    sentences = defaultdict(list)
    for relation in relations.filter(status=RelationStatus.CONFIRMED):
        sentences[relation.definition_id].append(relation.sentence)
    rows = [Row(each, tuple(sentences[each.pk])) for each in definitions]
    last = last_definitions(dataset, year)
    following = year + 1
    context = context_of(dataset, year) | {
        "sections": [(section, list(of_it)) for section, of_it in groupby(rows, lambda row: row.definition.section)],
        "count": len(rows),
        "proposed": relations.filter(status=RelationStatus.PROPOSED).count(),
        "years": years_of(dataset),
        "copy_from": year_name(last[0].reporting_year) if last and not rows else "",
        "missing": _earlier(dataset, year) if rows else [],
        "next_year": Year(following, year_name(following)) if rows and not _is_followed(dataset, year) else None,
    }
    return render(request, "indicators/administration/year.html", context)


@require_safe
@requires(Permission.MANAGE_INDICATORS)
def indicator(request: OfficeRequest, dataset_slug: str, year: int, key: str) -> HttpResponse:
    """One indicator in one year: what it says, how it differs from the last year, its relations and its history."""
    definition = definition_of(dataset_slug, year, key)
    dataset = definition.indicator.dataset
    sections = section_names(dataset.pk)
    others = definition.indicator.definitions.exclude(pk=definition.pk)
    before = others.filter(reporting_year__lt=year).order_by("-reporting_year").first()
    relations = DefinitionRelation.objects.filter(Q(definition=definition) | Q(other=definition)).exclude(
        status=RelationStatus.DECLINED
    )
    context = context_of(dataset, year) | {
        "definition": definition,
        "facts": facts_of(definition, sections).items(),
        "measures": [measure.name for measure in definition.indicator.measures.all() if measure.name],
        "last_year": year_name(before.reporting_year) if before else "",
        "changes": changes_between(before, definition, sections) if before else (),
        "revisions": revisions_of(definition, sections),
        "relations": relations.select_related("definition", "other"),
        "other_years": [
            Year(each, year_name(each))
            for each in others.order_by("-reporting_year").values_list("reporting_year", flat=True)
        ],
    }
    return render(request, "indicators/administration/indicator.html", context)


def years_of(dataset: Dataset) -> list[Year]:
    """The years of a dataset that have indicators, the latest first."""
    years = IndicatorDefinition.objects.filter(indicator__dataset=dataset).values_list("reporting_year", flat=True)
    counts: dict[int, int] = defaultdict(int)
    for each in years.order_by("-reporting_year"):
        counts[each] += 1
    return [Year(each, year_name(each), count) for each, count in counts.items()]


def _earlier(dataset: Dataset, year: int) -> list[IndicatorDefinition]:
    """The latest definition, before a year, of each indicator that is not in it."""
    definitions = IndicatorDefinition.objects.filter(indicator__dataset=dataset)
    earlier = (
        definitions.filter(reporting_year__lt=year)
        .exclude(indicator__in=definitions.filter(reporting_year=year).values("indicator"))
        .select_related("indicator")
        .order_by("reporting_year")
    )
    latest = {each.indicator_id: each for each in earlier}
    return sorted(latest.values(), key=lambda each: each.number_sort_key)


def _is_followed(dataset: Dataset, year: int) -> bool:
    return IndicatorDefinition.objects.filter(indicator__dataset=dataset, reporting_year__gt=year).exists()
