"""What of an import was changed since, in words that a person finds the record by."""

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

from django.db import models

from indicators.models import (
    Benchmark,
    Dataset,
    IndicatorDefinition,
    Measure,
    Outturn,
    Period,
    RatingOverride,
)
from indicators.vocabulary import Comparator
from indicators.workflow.moves import State


class Words:
    """The names of a dataset's records, looked up once for all of them, and only when one is asked for."""

    def __init__(self, dataset: Dataset) -> None:
        self._dataset = dataset

    def said(self, model: type[models.Model], written: Mapping[str, Any], stored: Mapping[str, Any] | None) -> str:
        """`9 Number of referrals, December 2020: approved since`. `stored` is None where the record is gone."""
        if stored is None:
            what = "deleted since"
        elif model is Outturn and stored["state"] != written["state"]:
            what = f"{State(stored['state']).label.casefold()} since"
        else:
            what = "changed since"
        return f"{self._names[model](written)}: {what}"

    @cached_property
    def _names(self) -> dict[type[models.Model], Callable[[Mapping[str, Any]], str]]:
        return {
            Outturn: lambda written: f"{self._of_measure(written)}, {self._periods[written['period_id']]}",
            Benchmark: self._benchmark,
            RatingOverride: self._rating,
            IndicatorDefinition: lambda written: f"{written['number']} {written['title']}, its definition",
        }

    @cached_property
    def _definitions(self) -> dict[int, IndicatorDefinition]:
        found = IndicatorDefinition.objects.filter(indicator__dataset=self._dataset).order_by("reporting_year")
        return {definition.pk: definition for definition in found}

    @cached_property
    def _latest(self) -> dict[int, IndicatorDefinition]:
        """The latest definition of each indicator."""
        return {definition.indicator_id: definition for definition in self._definitions.values()}

    @cached_property
    def _measures(self) -> dict[int, Measure]:
        return {measure.pk: measure for measure in Measure.objects.filter(indicator__dataset=self._dataset)}

    @cached_property
    def _periods(self) -> dict[int, Period]:
        return Period.objects.in_bulk()

    def _of_measure(self, written: Mapping[str, Any]) -> str:
        measure = self._measures.get(written["measure_id"])
        name = str(self._latest.get(measure.indicator_id, NAMELESS) if measure else NAMELESS)
        return f"{name} ({measure.name})" if measure and measure.name else name

    def _benchmark(self, written: Mapping[str, Any]) -> str:
        return f"{self._of_measure(written)}, {Comparator(written['comparator']).label} {written['year']}".rstrip()

    def _rating(self, written: Mapping[str, Any]) -> str:
        definition = self._definitions.get(written["definition_id"], NAMELESS)
        return f"{definition}, its rating as at {written['as_at']:%B %Y}"


NAMELESS = "an indicator"
