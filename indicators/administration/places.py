"""What an address of the administration names; Http404 where there is nothing."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from indicators.administration.facts import year_name
from indicators.models import Dataset, IndicatorDefinition

FIRST_YEAR, LAST_YEAR = 2000, 2099


def dataset_of(dataset_slug: str) -> Dataset:
    return get_object_or_404(Dataset, slug=dataset_slug)


def year_of(dataset_slug: str, year: int) -> Dataset:
    """The dataset; the year has to be one that can be reported on, whether or not it has indicators."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404
    return dataset_of(dataset_slug)


def definition_of(dataset_slug: str, year: int, key: str) -> IndicatorDefinition:
    definitions = IndicatorDefinition.objects.select_related("indicator__dataset", "section")
    return get_object_or_404(
        definitions, indicator__dataset__slug=dataset_slug, indicator__key=key, reporting_year=year
    )


def context_of(dataset: Dataset, year: int) -> dict[str, object]:
    """What every page of a year says of where it is."""
    return {"dataset": dataset, "year": year, "year_name": year_name(year)}
