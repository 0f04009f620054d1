"""How far the figures of a dataset have come: what is due, entered, queried, returned, submitted and approved.

Five queries a dataset, whatever its size: its last published month, its definitions, measures and open figures, and
the definitions that these belong to. A month that was published is closed: what was missing then is not due any more.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date

from django.db.models import Max, Q

from indicators.entry.due import due_on, months_due
from indicators.models import Dataset, IndicatorDefinition, Measure, Outturn, Period, Section
from indicators.workflow.figures import StandingFigure, with_definitions
from indicators.workflow.moves import State

YEARS = 2
"""So many of the latest reporting years are looked through: in April the last one is still open."""

TO_SUBMIT = (State.DRAFT, State.RETURNED)
APPROVED = (State.APPROVED, State.LOCKED)


@dataclass(frozen=True)
class SectionProgress:
    """One section's figures of a month: how many are due, and how many of these have come how far."""

    section: Section
    due: int
    entered: int
    submitted: int
    approved: int
    queried: int
    returned: int

    @property
    def missing(self) -> int:
        return self.due - self.entered

    @property
    def to_submit(self) -> int:
        return self.entered - self.submitted

    def with_more(self, other: "SectionProgress") -> "SectionProgress":
        """With the figures of the same section in another reporting year."""
        counts = {each.name: getattr(self, each.name) + getattr(other, each.name) for each in fields(self)[1:]}
        return replace(self, **counts)


@dataclass(frozen=True)
class MonthProgress:
    """One month of a reporting year in which something is still to be entered or submitted."""

    dataset: Dataset
    reporting_year: int
    month: date
    due_on: date
    is_late: bool
    sections: tuple[SectionProgress, ...]

    @property
    def due(self) -> int:
        return sum(each.due for each in self.sections)

    @property
    def entered(self) -> int:
        return sum(each.entered for each in self.sections)

    @property
    def missing(self) -> int:
        return self.due - self.entered

    @property
    def submitted(self) -> int:
        return sum(each.submitted for each in self.sections)

    @property
    def is_submitted(self) -> bool:
        return self.submitted == self.due


@dataclass(frozen=True)
class DatasetProgress:
    """A dataset as it stands: its months since the last published one, oldest first, and the figures on their way."""

    dataset: Dataset
    published_until: date | None
    reporting_years: tuple[int, ...]
    months: tuple[MonthProgress, ...]
    open_figures: tuple[StandingFigure, ...]
    """Every figure of the months since the last published one, and earlier ones that are not approved."""

    def in_state(self, *states: State) -> list[StandingFigure]:
        return [figure for figure in self.open_figures if figure.outturn.state in states]

    @property
    def returned(self) -> list[StandingFigure]:
        return self.in_state(State.RETURNED)

    @property
    def queried(self) -> list[StandingFigure]:
        return [figure for figure in self.in_state(*TO_SUBMIT) if figure.is_queried]

    def within(self, sections: Collection[int]) -> "DatasetProgress":
        """The same of these sections alone."""
        months = [
            replace(month, sections=tuple(each for each in month.sections if each.section.pk in sections))
            for month in self.months
        ]
        figures = (figure for figure in self.open_figures if figure.section and figure.section.pk in sections)
        return replace(self, months=tuple(month for month in months if month.sections), open_figures=tuple(figures))

    def to_submit_elsewhere(self) -> dict[int, int]:
        """How many drafts there are, by reporting year, in months of which nothing is due any more."""
        due = {(month.reporting_year, month.month) for month in self.months}
        counts: dict[int, int] = defaultdict(int)
        for figure in self.in_state(*TO_SUBMIT):
            year = figure.definition.reporting_year if figure.definition else 0
            if (year, figure.outturn.period.last_month) not in due:
                counts[year] += 1
        return dict(counts)


def progress_of(dataset: Dataset, today: date) -> DatasetProgress:
    """How far a dataset's figures have come, as at a day."""
    until = Outturn.objects.filter(measure__indicator__dataset=dataset, state=State.LOCKED).aggregate(
        last=Max("period__last_month")
    )["last"]
    definitions = _latest_definitions(dataset)
    measures: dict[int, list[Measure]] = defaultdict(list)
    for measure in Measure.objects.filter(indicator__in={each.indicator_id for each in definitions}):
        measures[measure.indicator_id].append(measure)
    figures = _open_figures(dataset, definitions, until)
    months = _months(dataset, definitions, measures, figures, until, today)
    years = tuple(sorted({each.reporting_year for each in definitions}))
    return DatasetProgress(dataset, until, years, tuple(months), tuple(figures))


def _latest_definitions(dataset: Dataset) -> list[IndicatorDefinition]:
    found = IndicatorDefinition.objects.filter(indicator__dataset=dataset).select_related("indicator", "section")
    definitions = list(found.order_by("section__position", "section", "number_sort_key"))
    years = sorted({each.reporting_year for each in definitions})[-YEARS:]
    return [each for each in definitions if each.reporting_year in years]


def _open_figures(
    dataset: Dataset, definitions: Sequence[IndicatorDefinition], until: date | None
) -> list[StandingFigure]:
    if not definitions:
        return []
    first = date(min(each.reporting_year for each in definitions), 1, 1)
    since = Q(period__last_month__gte=first) if until is None else Q(period__last_month__gt=until)
    on_their_way = Q(state__in=[State.DRAFT, State.RETURNED, State.SUBMITTED])
    outturns = Outturn.objects.filter(on_their_way | since, measure__indicator__dataset=dataset)
    return with_definitions(
        outturns.select_related("measure__indicator", "period").order_by("period__last_month", "measure", "period")
    )


def _months(
    dataset: Dataset,
    definitions: Sequence[IndicatorDefinition],
    measures: dict[int, list[Measure]],
    figures: Sequence[StandingFigure],
    until: date | None,
    today: date,
) -> list[MonthProgress]:
    entered = {
        (figure.outturn.measure_id, figure.outturn.period.last_month): figure
        for figure in figures
        if figure.outturn.period.kind == Period.Kind.MONTH
    }
    due: dict[tuple[date, int], dict[Section, list[StandingFigure | None]]] = defaultdict(lambda: defaultdict(list))
    for definition in definitions:
        for month in months_due(definition, dataset, today):
            if until is None or month > until:
                place = due[month, definition.reporting_year][definition.section]
                place.extend(entered.get((measure.pk, month)) for measure in measures[definition.indicator_id])
    return [
        MonthProgress(
            dataset=dataset,
            reporting_year=reporting_year,
            month=month,
            due_on=due_on(dataset, month),
            is_late=today > due_on(dataset, month),
            sections=tuple(_section(section, each) for section, each in sections.items()),
        )
        for (month, reporting_year), sections in sorted(due.items(), key=lambda item: item[0])
    ]


def _section(section: Section, due: Sequence[StandingFigure | None]) -> SectionProgress:
    figures = [figure for figure in due if figure is not None]
    states = [figure.outturn.state for figure in figures]
    return SectionProgress(
        section=section,
        due=len(due),
        entered=len(figures),
        submitted=sum(state not in TO_SUBMIT for state in states),
        approved=sum(state in APPROVED for state in states),
        queried=sum(figure.is_queried and figure.outturn.state in TO_SUBMIT for figure in figures),
        returned=sum(state == State.RETURNED for state in states),
    )
