"""Compares the figures of one measure, as a workbook gives them, with those that the catalogue holds."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from indicators.formatting import figure_text, printed
from indicators.importers.parsed import ParsedFigure, ParsedIndicator, ParsedMeasure, Severity
from indicators.importers.plan import Action, Plan
from indicators.importers.stored import Stored, same_title
from indicators.models import Benchmark, Measure, Outturn, Period
from indicators.periods import index_months, month_in_words, year_start
from indicators.vocabulary import Absence
from indicators.workflow.moves import State

SIX_PLACES = Decimal("0.000001")
LARGEST = Decimal(10) ** 14
LONGEST_WORDING = 200
FIGURE_FIELDS = ("value", "numerator", "denominator", "rate", "decimal_places", "absence", "wording")


Span = tuple[str, date, date]


def is_same_figure(stored: Outturn | Benchmark, values: Mapping[str, Any]) -> bool:
    """Whether a figure says what is stored. A number may be worded in another way, an absence may not.

    A percentage that is stored with its numbers is the same where they are, and it is as printed.
    """
    if stored.absence or values["absence"]:
        wording = stored.wording or stored.get_absence_display()
        return (
            stored.absence == values["absence"]
            and stored.rate == values["rate"]
            and values["wording"] in (stored.wording, wording)
        )
    if any(getattr(stored, name) != values[name] for name in ("numerator", "denominator", "rate", "decimal_places")):
        return False
    if stored.value is None or stored.numerator is None or values["value"] is None:
        return bool(stored.value == values["value"])
    return bool(printed(stored.value, stored.decimal_places) == printed(values["value"], stored.decimal_places))


@dataclass(frozen=True)
class FigureComparison:
    """The figures of one measure of a row, beside the stored ones: `compare` adds to the plan what it finds."""

    plan: Plan
    stored: Stored
    row: ParsedIndicator
    parsed: ParsedMeasure
    measure: Measure

    def compare(self) -> None:
        self._outturns()
        self._benchmarks()

    def _outturns(self) -> None:
        stored = self.stored.outturns.get(self.measure.pk, {})
        months = index_months(self.plan.parsed.reporting_year, self.row.year_basis)
        seen = set()  # spans: a period that is not saved yet has no hash
        for month, figure in self.parsed.outturns.items():
            period = self._period(Period.Kind.MONTH, month, month)
            seen.add(period.span)
            self._outturn(period, figure, stored.get(period.pk), month_in_words(month))
        for month, figure in self.parsed.earlier.items():
            period = self._period(Period.Kind.MONTH, month, month)
            self._outturn(period, figure, stored.get(period.pk), month_in_words(month))
        if self.parsed.year_to_date is not None:
            period = self._period(*self._year_to_date_span(months[-1]))
            seen.add(period.span)
            self._outturn(period, self.parsed.year_to_date, stored.get(period.pk), "year to date")
        for outturn in stored.values():
            period = outturn.period
            is_month = period.kind == Period.Kind.MONTH and period.last_month in months
            if is_month and period.span not in seen:
                self._blank_but_stored(outturn, str(period))
            elif period.span not in seen and period.span == self._year_to_date_span(months[-1]):
                is_column_filled = self.row.months_heading in self.plan.tables_with_years_to_date
                told = Severity.WARNING if is_column_filled else Severity.NOTE
                self._blank_but_stored(outturn, str(period), told)

    def _blank_but_stored(self, stored: Outturn | Benchmark, what: str, severity: Severity = Severity.WARNING) -> None:
        self.plan.find(
            "blank_but_stored",
            f"Indicator {self.row.number}: the workbook has nothing for {what}, Outturn has "
            f"{figure_text(stored, self.row.unit)}. What is stored is kept.",
            self.row.location,
            severity,
        )

    def _outturn(self, period: Period, figure: ParsedFigure, stored: Outturn | None, what: str) -> None:
        self._figure(figure, stored, partial(Outturn, measure=self.measure, period=period), what)

    def _year_to_date_span(self, last_column: date) -> Span:
        """The span of the year to date: it ends with the last month that has anything, and never after the index."""
        as_at = self.plan.parsed.as_at
        last = min(as_at, last_column)
        if self.parsed.outturns:
            last = max(last, min(max(self.parsed.outturns), as_at))
        return (Period.Kind.YEAR_TO_DATE, year_start(last, self.row.year_basis), last)

    def _period(self, kind: str, first: date, last: date) -> Period:
        span = (kind, first, last)
        if span not in self.stored.periods:
            self.stored.periods[span] = self.plan.create(Period(kind=kind, first_month=first, last_month=last))
        return self.stored.periods[span]

    def _benchmarks(self) -> None:
        said = {(self.measure.pk, each.comparator, each.period) for each in self.parsed.benchmarks}
        for key, kept in self.stored.benchmarks_of(self.measure.pk):
            if key not in said:
                self._blank_but_stored(kept, f"{kept.get_comparator_display()} {kept.year}".strip())
        for position, benchmark in enumerate(self.parsed.benchmarks):
            stored = self.stored.benchmarks.get((self.measure.pk, benchmark.comparator, benchmark.period))
            fresh = partial(
                Benchmark,
                measure=self.measure,
                reporting_year=self.plan.parsed.reporting_year,
                comparator=benchmark.comparator,
                year=benchmark.period,
                position=position,
            )
            what = f"{benchmark.comparator.label} {benchmark.period}".strip()
            self._figure(benchmark.figure, stored, fresh, what)

    def _figure(
        self,
        figure: ParsedFigure,
        stored: Outturn | Benchmark | None,
        fresh: Callable[..., Outturn | Benchmark],
        what: str,
    ) -> None:
        """One figure against the stored one. A number is never replaced by the word that it is hidden.

        An x that means what a person said when it was stored is not asked again.
        """
        row = self.row
        what = f"{what} ({self.parsed.name})" if self.parsed.name else what
        if figure.ambiguous:
            if stored is None or not stored.absence or same_title(stored.wording) != same_title(figure.wording):
                self.plan.unanswered.add(figure.location)
            else:
                self.plan.say(Action.UNCHANGED, row, what, figure.location, stored.wording, stored.wording)
            return
        if self._does_not_fit(figure):
            return
        values = self._values(figure)
        if stored is None:
            created = self.plan.create(fresh(**values))
            self.plan.say(Action.NEW, row, what, figure.location, "", figure_text(created, row.unit))
            return
        before = figure_text(stored, row.unit)
        if is_same_figure(stored, values):
            self.plan.say(Action.UNCHANGED, row, what, figure.location, before, before)
            return
        reason = self._kept_because(figure, values, stored, what)
        if reason is not None:
            self.plan.find(*reason, figure.location)
            said = figure_text(Outturn(**values), row.unit)
            self.plan.say(Action.KEPT, row, what, figure.location, before, said)
            return
        if isinstance(stored, Outturn) and stored.state == State.APPROVED:
            self.plan.find(
                "approved_figure_reopened",
                f"Indicator {row.number}, {what}: {before} is approved. The import opens it again: it has to be "
                "submitted and approved once more.",
                figure.location,
            )
        kind_before = stored.get_absence_display()
        for name, value in values.items():
            setattr(stored, name, value)
        self.plan.update(stored)
        after = figure_text(stored, row.unit)
        if before == after:  # an x that has another meaning now
            before, after = f"{before} ({kind_before})", f"{after} ({stored.get_absence_display()})"
        self.plan.say(Action.CHANGED, row, what, figure.location, before, after)

    def _kept_because(
        self, figure: ParsedFigure, values: dict[str, Any], stored: Outturn | Benchmark, what: str
    ) -> tuple[str, str] | None:
        """Why what is stored stays although the workbook says otherwise: the rule and the sentence."""
        about = f"Indicator {self.row.number}, {what}"
        if values["absence"] == Absence.SUPPRESSED and not stored.absence:
            said = figure.wording or "suppressed"
            return (
                "hidden_in_the_workbook",
                f"{about}: the workbook says “{said}”, Outturn has the figure. What is stored is kept.",
            )
        if isinstance(stored, Outturn) and stored.state == State.LOCKED:
            return (
                "published_figure_differs",
                f"{about}: the workbook says {figure_text(Outturn(**values), self.row.unit)}, and "
                f"{figure_text(stored, self.row.unit)} is published. What is stored is kept; a publisher opens it for "
                "correction first.",
            )
        return None

    def _does_not_fit(self, figure: ParsedFigure) -> bool:
        """Whether the catalogue has no room for it; the plan then says so."""
        numbers = (figure.value, figure.numerator, figure.denominator, figure.rate)
        too_large = any(number is not None and abs(number) >= LARGEST for number in numbers)
        if not too_large and len(figure.wording) <= LONGEST_WORDING:
            return False
        what = "number is larger" if too_large else "text is longer"
        self.plan.find(
            "figure_does_not_fit",
            f"Indicator {self.row.number}: the {what} than any figure of an index. The cell was not read; correct it.",
            figure.location,
            Severity.ERROR,
        )
        return True

    def _values(self, figure: ParsedFigure) -> dict[str, Any]:
        """The figure's fields as the catalogue keeps them."""
        values = {name: getattr(figure, name) for name in FIGURE_FIELDS}
        values["absence"] = figure.absence or ""
        for name in ("value", "numerator", "denominator", "rate"):
            number = values[name]
            if number is not None and number != number.quantize(SIX_PLACES):
                values[name] = number.quantize(SIX_PLACES)
                self.plan.find(
                    "rounded_to_six_places",
                    f"Indicator {self.row.number}: {number} was rounded to six decimal places, {values[name]}.",
                    figure.location,
                    Severity.NOTE,
                )
        return values
