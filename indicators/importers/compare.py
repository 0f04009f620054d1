"""Compares what a workbook says with what the catalogue holds, row by row, and collects a plan."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.text import slugify

from indicators import rag
from indicators.formatting import figure_text
from indicators.importers.parsed import (
    Finding,
    Location,
    ParsedFigure,
    ParsedIndex,
    ParsedIndicator,
    ParsedMeasure,
    ParsedTarget,
    Severity,
)
from indicators.importers.plan import Action, Change, Plan
from indicators.importers.stored import Stored, same_title
from indicators.models import (
    Benchmark,
    Dataset,
    Figure,
    Indicator,
    IndicatorDefinition,
    Measure,
    Outturn,
    Period,
    RatingOverride,
    Section,
)
from indicators.periods import index_months, year_start
from indicators.vocabulary import Absence, Frequency, Rating

AS_IMPORTED = "as imported"
SIX_PLACES = Decimal("0.000001")
FIGURE_FIELDS = ("value", "numerator", "denominator", "rate", "decimal_places", "absence", "wording")
STATED_FIELDS = (
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


def make_plan(dataset: Dataset, parsed: ParsedIndex) -> Plan:
    """Compare a parsed workbook with the dataset. Reads the database seven times and writes nothing."""
    return Comparison(dataset, parsed).plan


class Comparison:
    """One comparison: walks the workbook once and fills `plan`."""

    def __init__(self, dataset: Dataset, parsed: ParsedIndex) -> None:
        self.year = parsed.reporting_year
        self.as_at = parsed.as_at
        self.dataset = dataset
        self.stored = Stored.load(dataset, self.year)
        self.outturns_by_measure = self.stored.outturns_by_measure()
        self.plan = Plan(dataset=dataset, parsed=parsed)
        self.plan.to_create = {
            model: []
            for model in (
                Section,
                Indicator,
                IndicatorDefinition,
                Measure,
                Period,
                Outturn,
                Benchmark,
                RatingOverride,
            )
        }
        self.plan.to_update = {model: [] for model in (IndicatorDefinition, Outturn, Benchmark, RatingOverride)}
        for position, name in enumerate(parsed.sections):
            self._section(name, position)
        for row in parsed.indicators:
            self._row(row)

    # What a row is

    def _section(self, name: str, position: int) -> None:
        if name not in self.stored.sections:
            self.stored.sections[name] = self._create(Section(dataset=self.dataset, name=name, position=position))

    def _row(self, row: ParsedIndicator) -> None:
        definition = self._definition(row)
        for parsed_measure in row.measures:
            measure = self._measure(definition.indicator, parsed_measure.name)
            self._outturns(row, parsed_measure, measure)
            self._benchmarks(row, parsed_measure, measure)
        self._rating(row, definition)

    def _definition(self, row: ParsedIndicator) -> IndicatorDefinition:
        stated = {
            "section": self.stored.sections[row.section],
            "title": row.title,
            "why_it_is_important": row.why_it_is_important,
            "polarity": row.polarity,
            **target_fields(row.target),
        }
        definition = self.stored.definitions.get(row.number)
        if definition is None:
            definition = self._new_definition(row, stated)
            return definition
        if same_title(definition.title) != same_title(row.title):
            self._find(
                "title_changed",
                f"Indicator {row.number} is called “{definition.title}” in Outturn and “{row.title}” in the workbook. "
                "It is taken to be the same indicator with a new title; cancel if it is another one.",
                row.location,
            )
        changed = [name for name in STATED_FIELDS if getattr(definition, name) != stated[name]]
        for name in changed:
            self._say(
                Action.CHANGED, row, name.replace("_", " "), row.location, getattr(definition, name), stated[name]
            )
            setattr(definition, name, stated[name])
        if changed:
            self.plan.to_update[IndicatorDefinition].append(definition)
        else:
            self._say(Action.UNCHANGED, row, "definition", row.location, row.title, row.title)
        return definition

    def _new_definition(self, row: ParsedIndicator, stated: dict[str, Any]) -> IndicatorDefinition:
        earlier = self.stored.by_title(row.title, excluding=self.stored.definitions.values())
        if earlier is None:
            renamed = next((each for each in self.stored.others if each.number == row.number), None)
            if renamed is not None:
                self._find(
                    "number_had_another_title",
                    f"Number {row.number} was “{renamed.title}” in {renamed.reporting_year} and is “{row.title}” here. "
                    "It is taken as a new indicator; if it is the same one, give it its old title first.",
                    row.location,
                )
            indicator = self._create(Indicator(dataset=self.dataset, key=self._new_key(row)))
        else:
            indicator = earlier.indicator
        definition = IndicatorDefinition(
            indicator=indicator,
            reporting_year=self.year,
            number=row.number,
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
        self.stored.definitions[row.number] = self._create(definition)
        self._say(Action.NEW, row, "definition", row.location, "", row.title)
        return definition

    def _new_key(self, row: ParsedIndicator) -> str:
        words = slugify(row.title)[:70].rsplit("-", 1)[0] if len(slugify(row.title)) > 70 else slugify(row.title)
        base = words or f"indicator-{slugify(row.number)}"
        key = base if base not in self.stored.keys else f"{base}-{slugify(row.number.replace('.', '-'))}"
        while key in self.stored.keys:
            key += "-x"
        self.stored.keys.add(key)
        return key

    def _measure(self, indicator: Indicator, name: str) -> Measure:
        measure = self.stored.measures.get((indicator, name)) if indicator.pk else None
        return measure or self._create(Measure(indicator=indicator, name=name))

    # Its figures

    def _outturns(self, row: ParsedIndicator, parsed: ParsedMeasure, measure: Measure) -> None:
        seen = set()  # spans: a period that is not saved yet has no hash
        for month, figure in parsed.outturns.items():
            period = self._period(Period.Kind.MONTH, month, month)
            seen.add(period.span)
            self._outturn(row, parsed, measure, period, figure, f"{month:%B %Y}")
        if parsed.year_to_date is not None:
            last = min(self.as_at, index_months(self.year, row.year_basis)[-1])
            if parsed.outturns:
                last = max(last, min(max(parsed.outturns), self.as_at))
            period = self._period(Period.Kind.YEAR_TO_DATE, year_start(last, row.year_basis), last)
            seen.add(period.span)
            self._outturn(row, parsed, measure, period, parsed.year_to_date, "year to date")
        for outturn in self.outturns_by_measure.get(measure, ()) if measure.pk else ():
            in_these_columns = outturn.period.last_month in index_months(self.year, row.year_basis)
            if outturn.period.kind == Period.Kind.MONTH and in_these_columns and outturn.period.span not in seen:
                self._find(
                    "blank_but_stored",
                    f"Indicator {row.number}: the workbook has nothing for {outturn.period}, Outturn has "
                    f"{figure_text(outturn, row.unit)}. What is stored is kept.",
                    row.location,
                )

    def _outturn(
        self,
        row: ParsedIndicator,
        parsed: ParsedMeasure,
        measure: Measure,
        period: Period,
        figure: ParsedFigure,
        what: str,
    ) -> None:
        stored = self.stored.outturns.get((measure, period)) if measure.pk and period.pk else None
        self._figure(row, parsed, figure, stored, Outturn(measure=measure, period=period), what)

    def _benchmarks(self, row: ParsedIndicator, parsed: ParsedMeasure, measure: Measure) -> None:
        for position, benchmark in enumerate(parsed.benchmarks):
            stored = (
                self.stored.benchmarks.get((measure, benchmark.comparator, benchmark.period)) if measure.pk else None
            )
            fresh = Benchmark(
                measure=measure,
                reporting_year=self.year,
                comparator=benchmark.comparator,
                year=benchmark.period,
                position=position,
            )
            what = f"{benchmark.comparator.label} {benchmark.period}".strip()
            self._figure(row, parsed, benchmark.figure, stored, fresh, what)

    def _figure(
        self,
        row: ParsedIndicator,
        parsed: ParsedMeasure,
        figure: ParsedFigure,
        stored: Outturn | Benchmark | None,
        fresh: Outturn | Benchmark,
        what: str,
    ) -> None:
        """One figure against the stored one. A number is never replaced by the word that it is hidden."""
        if figure.ambiguous:
            return
        what = f"{what} ({parsed.name})" if parsed.name else what
        values = self._figure_fields(row, figure)
        if stored is None:
            for name, value in values.items():
                setattr(fresh, name, value)
            self._create(fresh)
            self._say(Action.NEW, row, what, figure.location, "", figure_text(fresh, row.unit))
            return
        before = figure_text(stored, row.unit)
        if all(getattr(stored, name) == value for name, value in values.items()):
            self._say(Action.UNCHANGED, row, what, figure.location, before, before)
            return
        if values["absence"] == Absence.SUPPRESSED and not stored.absence:
            self._find(
                "hidden_in_the_workbook",
                f"Indicator {row.number}, {what}: the workbook says “{figure.wording or 'suppressed'}”, Outturn has the "
                "figure. What is stored is kept.",
                figure.location,
            )
            self._say(Action.UNCHANGED, row, what, figure.location, before, before)
            return
        for name, value in values.items():
            setattr(stored, name, value)
        self.plan.to_update[type(stored)].append(stored)
        self._say(Action.CHANGED, row, what, figure.location, before, figure_text(stored, row.unit))

    def _figure_fields(self, row: ParsedIndicator, figure: ParsedFigure) -> dict[str, Any]:
        values = {name: getattr(figure, name) for name in FIGURE_FIELDS}
        values["absence"] = figure.absence or ""
        for name in ("value", "numerator", "denominator", "rate"):
            number = values[name]
            if number is not None and number != number.quantize(SIX_PLACES):
                values[name] = number.quantize(SIX_PLACES)
                self._find(
                    "rounded_to_six_places",
                    f"Indicator {row.number}: {number} was rounded to six decimal places, {values[name]}.",
                    figure.location,
                    Severity.NOTE,
                )
        return values

    def _period(self, kind: str, first: date, last: date) -> Period:
        span = (kind, first, last)
        if span not in self.stored.periods:
            self.stored.periods[span] = self._create(Period(kind=kind, first_month=first, last_month=last))
        return self.stored.periods[span]

    # Its rating

    def _rating(self, row: ParsedIndicator, definition: IndicatorDefinition) -> None:
        """Where the workbook's rating differs from the rule, its word is kept as an override, and the plan says so."""
        if not row.rating_wording:
            return
        judged = rag.judge(
            definition.target,
            row.polarity,
            Frequency(definition.frequency),
            [_standing_value(measure, self.as_at) for measure in row.measures],
        )
        wording = " ".join(row.rating_wording.split())
        rating = _rating_word(wording)
        stored = self.stored.overrides.get((definition, self.as_at)) if definition.pk else None
        agrees = rating == judged.rating if rating else same_title(wording) == same_title(judged.text)
        if agrees and stored is None:
            self._say(Action.UNCHANGED, row, "rating", row.rating_location, judged.text, judged.text)
            return
        if not agrees:
            self._find(
                "rating_differs_from_the_rule",
                f"Indicator {row.number}: the workbook says “{wording}”, the rule gives {judged.text}. "
                "The workbook's word is kept, as imported; a director can confirm or change it.",
                row.rating_location,
            )
        fields = {
            "rating": judged.rating if agrees else rating or Rating.NONE,
            "wording": wording,
            "reason": AS_IMPORTED,
        }
        if stored is None:
            self._create(RatingOverride(definition=definition, as_at=self.as_at, **fields))
            self._say(Action.NEW, row, "rating", row.rating_location, judged.text, wording)
        elif stored.reason == AS_IMPORTED and (stored.rating, stored.wording) != (fields["rating"], wording):
            before = stored.wording
            for name, value in fields.items():
                setattr(stored, name, value)
            self.plan.to_update[RatingOverride].append(stored)
            self._say(Action.CHANGED, row, "rating", row.rating_location, before, wording)
        else:
            self._say(Action.UNCHANGED, row, "rating", row.rating_location, stored.wording, stored.wording)

    # The plan

    def _create(self, record: Any) -> Any:
        self.plan.to_create[type(record)].append(record)
        return record

    def _say(
        self, action: Action, row: ParsedIndicator, what: str, location: Location, before: object, after: object
    ) -> None:
        self.plan.changes.append(Change(action, location, row.number, row.title, what, _words(before), _words(after)))

    def _find(self, rule: str, message: str, location: Location, severity: Severity = Severity.WARNING) -> None:
        self.plan.findings.append(Finding(severity, rule, message, location))


def target_fields(target: ParsedTarget) -> dict[str, Any]:
    return {
        "target_form": target.form,
        "target_wording": target.wording,
        "target_low": target.low,
        "target_high": target.high,
        "target_rate_low": target.rate_low,
        "target_rate_high": target.rate_high,
    }


def _standing_value(measure: ParsedMeasure, as_at: date) -> Decimal | None:
    """The figure that stands for a measure: its year to date, otherwise its latest outturn with a value."""
    if measure.year_to_date is not None and measure.year_to_date.value is not None:
        return measure.year_to_date.value
    with_value = [month for month, figure in measure.outturns.items() if figure.value is not None and month <= as_at]
    return measure.outturns[max(with_value)].value if with_value else None


def _rating_word(wording: str) -> Rating | None:
    return next((rating for rating in (Rating.RED, Rating.AMBER, Rating.GREEN) if rating == wording.casefold()), None)


def _words(value: object) -> str:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, models.Model | Figure):
        return str(value)
    return "" if value is None else str(value)
