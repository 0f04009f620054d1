"""Compares what a workbook says with what the catalogue holds, row by row, and collects a plan."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise
from typing import Any

from django.db.models import Model
from django.utils.text import slugify

from indicators.formatting import number_sort_key
from indicators.importers.compare_figures import FIGURE_FIELDS, FigureComparison
from indicators.importers.compare_rating import compare_rating
from indicators.importers.parsed import ParsedIndex, ParsedIndicator, ParsedMeasure, ParsedTarget, Severity
from indicators.importers.plan import Action, Plan
from indicators.importers.stored import Stored, same_title
from indicators.models import (
    Benchmark,
    Dataset,
    Indicator,
    IndicatorDefinition,
    Measure,
    Outturn,
    Period,
    RatingOverride,
    Section,
)
from indicators.vocabulary import Accumulation, Frequency, Unit, YearBasis

__all__ = ["FIGURE_FIELDS", "STATED_FIELDS", "make_plan"]

STATED_FIELDS = (
    "number",
    "section",
    "title",
    "why_it_is_important",
    "polarity",
    "target_form",
    "target_wording",
    "target_low",
    "target_high",
    "target_rate_low",
    "target_rate_high",
)
"""What a workbook states of a definition. The rest is proposed once and then belongs to people."""


def make_plan(dataset: Dataset, parsed: ParsedIndex, left_out: Iterable[str] = ()) -> Plan:
    """Compare a parsed workbook, but for the rows left out, with the dataset.

    Reads the database seven times and writes nothing.
    """
    plan = Plan(dataset=dataset, parsed=parsed, left_out=frozenset(left_out))
    created = (Section, Indicator, IndicatorDefinition, Measure, Period, Outturn, Benchmark, RatingOverride)
    updated = (Section, IndicatorDefinition, Outturn, Benchmark, RatingOverride)
    plan.to_create = {model: [] for model in created}
    plan.to_update = {model: [] for model in updated}
    Comparison(plan, Stored.load(dataset, parsed.reporting_year, parsed.earliest)).compare()
    return plan


class Comparison:
    """One comparison: walks the workbook once and fills `plan`. Counts what it creates as `stored`."""

    def __init__(self, plan: Plan, stored: Stored) -> None:
        self.plan = plan
        self.stored = stored
        self.titles = {same_title(row.title) for row in plan.parsed.indicators}

    def compare(self) -> None:
        applied = {row.section for row in self.plan.rows_to_apply}
        stays = self._is_in_stored_order()
        for position, name in enumerate(self.plan.parsed.sections):
            if name in applied and not (stays and name in self.stored.sections):
                self._section(name, position)
        for row in self.plan.rows_to_apply:
            self._row(row)

    def _is_in_stored_order(self) -> bool:
        """Whether the workbook brings no section and its sections follow each other as they are stored."""
        sections = self.stored.sections
        positions = [sections[name].position for name in self.plan.parsed.sections if name in sections]
        return len(positions) == len(self.plan.parsed.sections) and all(a < b for a, b in pairwise(positions))

    def _section(self, name: str, position: int) -> None:
        """Sections stand in the order of the latest workbook. A name without room stops its rows, not this."""
        stored = self.stored.sections.get(name)
        if stored is None and len(name) > _limit(Section, "name"):
            return
        if stored is None:
            section = Section(dataset=self.plan.dataset, name=name, position=position)
            self.stored.sections[name] = self.plan.create(section)
        elif stored.position != position:
            stored.position = position
            self.plan.update(stored)

    def _row(self, row: ParsedIndicator) -> None:
        too_long = _too_long(row)
        if too_long:
            self.plan.find(
                "text_too_long",
                f"Indicator {row.number[:12]}: its {too_long}. The row was not read; shorten it and upload again.",
                row.location,
                Severity.ERROR,
            )
            return
        definition = self._definition(row)
        row = replace(
            row,
            unit=Unit(definition.unit),
            year_basis=YearBasis(definition.year_basis),
            frequency=Frequency(definition.frequency),
            accumulation=Accumulation(definition.accumulation),
        )  # what a person said of the definition goes before what the row looks like
        for parsed in row.measures:
            if not parsed.name and self._is_nothing_of_its_measures(parsed, definition):
                continue
            measure = self._measure(definition.indicator, parsed.name)
            FigureComparison(self.plan, self.stored, row, parsed, measure).compare()
        compare_rating(self.plan, self.stored, row, definition)

    def _definition(self, row: ParsedIndicator) -> IndicatorDefinition:
        stated = {
            "number": row.number,
            "section": self.stored.sections[row.section],
            "title": row.title,
            "why_it_is_important": row.why_it_is_important,
            "polarity": row.polarity,
            **target_fields(row.target),
        }
        definition = self._defined(row)
        if definition is None:
            return self._new_definition(row, stated)
        if definition.number != row.number:
            self.plan.find(
                "number_changed",
                f"“{row.title}” has number {definition.number} in Outturn and {row.number} in the workbook. It is "
                "taken to be the same indicator with a new number; cancel if it is another one.",
                row.location,
            )
            definition.number_sort_key = number_sort_key(row.number)
        if same_title(definition.title) != same_title(row.title):
            self.plan.find(
                "title_changed",
                f"Indicator {row.number} is called “{definition.title}” in Outturn and “{row.title}” in the workbook. "
                "It is taken to be the same indicator with a new title; cancel if it is another one.",
                row.location,
            )
        changed = [
            name
            for name in STATED_FIELDS
            if getattr(definition, name) != stated[name] and (name != "target_wording" or definition.target_wording)
        ]
        for name in changed:
            self.plan.say(
                Action.CHANGED, row, name.replace("_", " "), row.location, getattr(definition, name), stated[name]
            )
            setattr(definition, name, stated[name])
        if changed:
            self.plan.update(definition)
        else:
            self.plan.say(Action.UNCHANGED, row, "definition", row.location, row.title, row.title)
        return definition

    def _defined(self, row: ParsedIndicator) -> IndicatorDefinition | None:
        """This year's definition of the row: that of its title, otherwise that of its number.

        A number whose title stands in another row of the workbook has been given to another indicator.
        """
        by_title = self.stored.by_title.get(same_title(row.title))
        by_number = self.stored.definitions.get(row.number)
        if by_title is not None or by_number is None:
            return by_title
        return None if same_title(by_number.title) in self.titles else by_number

    def _new_definition(self, row: ParsedIndicator, stated: dict[str, Any]) -> IndicatorDefinition:
        earlier = self.stored.take_earlier(row.title)
        if earlier is None:
            renamed = self.stored.others_by_number.get(row.number)
            if renamed is not None:
                self.plan.find(
                    "number_had_another_title",
                    f"Number {row.number} was “{renamed.title}” in {renamed.reporting_year} and is “{row.title}” "
                    "here. It is taken as a new indicator; if it is the same one, give it its old title first.",
                    row.location,
                )
            indicator = self.plan.create(Indicator(dataset=self.plan.dataset, key=self._new_key(row)))
        else:
            indicator = earlier.indicator
        definition = IndicatorDefinition(
            indicator=indicator,
            reporting_year=self.plan.parsed.reporting_year,
            unit=row.unit,
            decimal_places=row.decimal_places,
            year_basis=row.year_basis,
            frequency=row.frequency,
            accumulation=row.accumulation,
            counts_people=row.counts_people,
            **stated,
        )
        if earlier is not None:
            definition.tolerance = earlier.tolerance
            definition.counts_people = earlier.counts_people
        if row.tolerance is not None:
            definition.tolerance = row.tolerance
        self.stored.definitions[row.number] = self.plan.create(definition)
        self.plan.say(Action.NEW, row, "definition", row.location, "", row.title)
        return definition

    def _new_key(self, row: ParsedIndicator) -> str:
        words = slugify(row.title)
        if len(words) > 70:
            words = words[:70].rsplit("-", 1)[0]
        base = words or f"indicator-{slugify(row.number)}"
        key = base if base not in self.stored.keys else f"{base}-{slugify(row.number.replace('.', '-'))}"
        while key in self.stored.keys:
            key += "-x"
        self.stored.keys.add(key)
        return key

    def _is_nothing_of_its_measures(self, parsed: ParsedMeasure, definition: IndicatorDefinition) -> bool:
        """Whether a row is blank whose indicator has measures with names: blank cells are no measure of their own."""
        is_blank = not parsed.outturns and not parsed.benchmarks and parsed.year_to_date is None
        return is_blank and definition.indicator_id in self.stored.with_named_measures

    def _measure(self, indicator: Indicator, name: str) -> Measure:
        stored = self.stored.measures.get((indicator.pk, name))
        return stored or self.plan.create(Measure(indicator=indicator, name=name))


def _too_long(row: ParsedIndicator) -> str:
    """What of a row's texts does not fit into the catalogue, in words; empty where all fit."""
    texts: list[tuple[str, type[Model], str, str]] = [
        ("number", IndicatorDefinition, "number", row.number),
        ("title", IndicatorDefinition, "title", row.title),
        ("target", IndicatorDefinition, "target_wording", row.target.wording),
        ("section", Section, "name", row.section),
        ("rating", RatingOverride, "wording", row.rating_wording),
        *(("measure's name", Measure, "name", measure.name) for measure in row.measures),
    ]
    for words, model, field, text in texts:
        limit = _limit(model, field)
        if len(text) > limit:
            return f"{words} has {len(text)} characters and may have {limit}"
    return ""


def _limit(model: type[Model], field: str) -> int:
    """How many characters the catalogue keeps of a text."""
    return int(getattr(model._meta.get_field(field), "max_length"))  # noqa: B009


def target_fields(target: ParsedTarget) -> dict[str, Any]:
    return {
        "target_form": target.form,
        "target_wording": target.wording,
        "target_low": target.low,
        "target_high": target.high,
        "target_rate_low": target.rate_low,
        "target_rate_high": target.rate_high,
    }
