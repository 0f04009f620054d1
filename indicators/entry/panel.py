"""The panel of one cell: what the indicator is, what the figure has been, and who said what about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.http import Http404
from django.urls import reverse

from accounts.models import User
from accounts.roles import Permission
from indicators.entry.around import Around
from indicators.entry.cells import EnteredFigure, Place
from indicators.entry.chart import Chart, chart_of
from indicators.entry.due import latest_ended
from indicators.entry.earlier import Revision, revisions_of
from indicators.entry.sheet import SheetMeasure, load_sheet
from indicators.entry.variation import limits_around
from indicators.formatting import figure_text, number_text
from indicators.models import Dataset, IndicatorDefinition, Outturn
from indicators.permissions import may_of
from indicators.variation import Limits
from indicators.vocabulary import Accumulation, TargetForm, Unit
from indicators.workflow.moves import State

VALUES_SHOWN = 24


class Step(NamedTuple):
    """One line of the history: who changed the figure, when, from what, to what, and why."""

    by: str
    when: str
    before: str
    after: str
    state: str
    reason: str
    workbook_import: int | None


class Month(NamedTuple):
    """One line of the table beside the chart."""

    month: date
    text: str
    url: str
    is_here: bool


@dataclass(frozen=True)
class Panel:
    place: Place
    definition: IndicatorDefinition
    measure: SheetMeasure
    outturn: Outturn | None
    text: str
    state: str
    target: str
    months: tuple[Month, ...]
    chart: Chart | None
    limits: str
    history: tuple[Step, ...]

    @property
    def title(self) -> str:
        return f"{self.measure.row.number} {self.measure.row.full_title}, {self.place.words}"

    @property
    def version(self) -> int:
        return self.outturn.version if self.outturn else 0

    @property
    def is_queried(self) -> bool:
        return self.outturn is not None and bool(self.outturn.questions) and not self.outturn.explanation

    @property
    def is_open(self) -> bool:
        """Whether a figure can be typed here."""
        is_locked = self.outturn is not None and self.outturn.state == State.LOCKED
        return not is_locked and self.place.month in self.measure.row.open


def load_panel(dataset: Dataset, reporting_year: int, place: Place, *, user: User, today: date) -> Panel:
    """Everything about one cell, in five queries. Raises Http404 for one that the year has not, or not for `user`."""
    measure = load_sheet(dataset, reporting_year, [place]).measures.get(place.measure)
    stored = measure.stored(place) if measure else None
    if measure is None or (place.month not in measure.row.open and stored is None):
        raise Http404
    definition = IndicatorDefinition.objects.select_related("section").get(pk=measure.definition)
    if not may_of(user, Permission.READ_FIGURES, definition.section):
        raise Http404
    outturn = (
        Outturn.objects.select_related("entered_by", "approved_by").filter(pk=stored.pk).first() if stored else None
    )
    limits = _limits(measure, place, latest_ended(today))
    window = _window(measure, place.month)
    addresses = [dataset.slug, reporting_year, place.measure]
    return Panel(
        place=place,
        definition=definition,
        measure=measure,
        outturn=outturn,
        text=figure_text(stored, measure.row.unit) if stored else "",
        state=State(stored.state).label if stored else "Nothing entered",
        target=definition.target_wording or TargetForm(definition.target_form).label,
        months=tuple(
            Month(
                month,
                figure_text(measure.months[month], measure.row.unit),
                reverse("entry:panel", args=[*addresses, f"{month:%Y-%m}"]) if month in measure.row.open else "",
                month == place.month and not place.is_year_to_date,
            )
            for month in reversed(window)
        ),
        chart=_chart(measure, definition, window, place, limits),
        limits=_limits_text(measure, limits),
        history=_history(revisions_of([place], {place.measure: measure.row.unit})[place]),
    )


def _limits(measure: SheetMeasure, place: Place, as_at: date) -> Limits | None:
    """The natural process limits that a figure here is judged by."""
    if place.is_year_to_date:
        return None
    stored = measure.stored(place)
    figure = stored.figure if stored else EnteredFigure()
    return limits_around(Around(measure.series({}), place.month, figure, as_at))


def _window(measure: SheetMeasure, here: date) -> list[date]:
    """The months of the last 24 figures; where the cell's own is older than those, of the 24 up to it."""
    months = sorted(measure.months)
    last = months[-VALUES_SHOWN:]
    if last and here < last[0]:
        last = [month for month in months if month <= here][-VALUES_SHOWN:]
    return last


def _chart(
    measure: SheetMeasure, definition: IndicatorDefinition, window: Sequence[date], place: Place, limits: Limits | None
) -> Chart | None:
    values = [(month, value) for month in window if (value := measure.months[month].value) is not None]
    low, high = definition.target_low, definition.target_high
    drawn = limits if limits and definition.accumulation != Accumulation.RUNNING_TOTAL else None
    return chart_of(
        values,
        place.month,
        limits=(drawn.lower, drawn.mean, drawn.upper) if drawn else None,
        target=None if low is None or high is None else (low, high),
    )


def _limits_text(measure: SheetMeasure, limits: Limits | None) -> str:
    """The limits in words: those of a running total are of what it adds in a month."""
    if limits is None:
        return ""
    places = measure.row.decimal_places + 1
    sign = "%" if measure.row.unit == Unit.PERCENTAGE else ""
    words = f"{number_text(limits.lower, places)}{sign} to {number_text(limits.upper, places)}{sign}"
    return f"{words} added in a month" if measure.row.accumulation == Accumulation.RUNNING_TOTAL else words


def _history(revisions: Sequence[Revision]) -> tuple[Step, ...]:
    """The revisions, latest first, each with what stood before it."""
    before = ["", *(revision.text for revision in revisions)]
    steps = [
        Step(
            revision.by,
            revision.when,
            earlier,
            revision.text,
            State(revision.state).label if revision.text else "",
            revision.reason,
            revision.workbook_import,
        )
        for earlier, revision in zip(before, revisions, strict=False)
    ]
    return tuple(reversed(steps))
