"""What the pages of the workflow show: rows of text, made here, so that templates work nothing out."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse

from accounts.models import User
from accounts.roles import Permission
from indicators.entry.due import expected_in
from indicators.models import Dataset, IndicatorDefinition, Measure, Outturn, Period, Section
from indicators.periods import add_months
from indicators.permissions import may_of
from indicators.vocabulary import TargetForm
from indicators.workflow.figures import (
    StandingFigure,
    by_section,
    figures_of_year,
    outturns_of,
    with_definitions,
)
from indicators.workflow.moves import State
from indicators.workflow.progress import TO_SUBMIT

EARLIER_VALUES = 3
MONTHS_LOOKED_BACK = 12
MOST_ON_A_PAGE = 300
"""Where more figures wait, only those of the earliest month are shown; the others have links."""


@dataclass(frozen=True)
class Row:
    """One figure, or the place of one that is missing."""

    number: str
    title: str
    period: str
    url: str
    text: str = ""
    state: str = ""
    seen: str = ""
    target: str = ""
    earlier: tuple[tuple[str, str], ...] = ()
    questions: tuple[str, ...] = ()
    explanation: str = ""
    returned_because: str = ""
    entered_by: User | None = None
    is_missing: bool = False
    is_queried: bool = False
    is_own: bool = False

    @property
    def name(self) -> str:
        return f"{self.number} {self.title}, {self.period}"


@dataclass(frozen=True)
class SectionRows:
    section: Section
    rows: tuple[Row, ...]

    @property
    def entered(self) -> int:
        return sum(not row.is_missing for row in self.rows)

    @property
    def seen(self) -> str:
        """What a button for the whole section hands back."""
        return " ".join(row.seen for row in self.rows if row.seen and not row.is_own)

    @property
    def can_be_approved(self) -> int:
        return sum(bool(row.seen) and not row.is_own for row in self.rows)


@dataclass(frozen=True)
class Review:
    """What an officer reads before submitting: every section, what is ready, and what is not."""

    sections: tuple[SectionRows, ...]

    def _rows(self) -> list[Row]:
        return [row for each in self.sections for row in each.rows]

    @property
    def ready(self) -> int:
        return sum(bool(row.seen) for row in self._rows())

    @property
    def seen(self) -> str:
        return " ".join(row.seen for row in self._rows() if row.seen)

    @property
    def queried(self) -> int:
        return sum(row.is_queried for row in self._rows())

    @property
    def missing(self) -> int:
        return sum(row.is_missing for row in self._rows())


def row_of(figure: StandingFigure, dataset: Dataset, **more: object) -> Row:
    """A figure of the dataset as a row, which leads to the page on which it is looked at or changed."""
    outturn = figure.outturn
    year = figure.definition.reporting_year if figure.definition else outturn.period.last_month.year
    is_year_to_date = outturn.period.kind == Period.Kind.YEAR_TO_DATE
    return Row(
        number=figure.number,
        title=figure.title,
        period=str(outturn.period),
        url=_address(dataset, year, outturn.measure_id, outturn.period.last_month, is_year_to_date),
        text=figure.text,
        state=State(outturn.state).label,
        questions=tuple(question["sentence"] for question in outturn.questions),
        explanation=outturn.explanation,
        returned_because=outturn.returned_because,
        is_queried=figure.is_queried and outturn.state in TO_SUBMIT,
        **more,  # type: ignore[arg-type]
    )


def _address(dataset: Dataset, year: int, measure: int, month: date, is_year_to_date: bool = False) -> str:
    return reverse("entry:panel", args=[dataset.slug, year, measure, (is_year_to_date, month)])


def review_of(dataset: Dataset, reporting_year: int, month: date | None, by: User) -> Review:
    """The figures of a month with those that are missing, or of a whole year all that are not submitted."""
    figures = [
        figure
        for figure in figures_of_year(dataset, reporting_year, month=month)
        if may_of(by, Permission.ENTER_FIGURES, figure.section)
    ]
    if month is None:
        figures = [figure for figure in figures if figure.outturn.state in TO_SUBMIT]
    rows: dict[Section, list[tuple[tuple[object, ...], Row]]] = defaultdict(list)
    for figure in figures:
        is_ready = figure.outturn.state in TO_SUBMIT and not figure.is_queried
        row = row_of(figure, dataset, seen=figure.seen if is_ready else "")
        definition = figure.definition
        if definition is not None:
            place = (definition.number_sort_key, figure.outturn.measure_id, figure.outturn.period.last_month)
            rows[definition.section].append((place, row))
    if month is not None:
        present = {figure.outturn.measure_id for figure in figures if figure.outturn.period.kind == Period.Kind.MONTH}
        for definition, measure in _expected(dataset, reporting_year, month):
            if measure.pk not in present and may_of(by, Permission.ENTER_FIGURES, definition.section):
                title = f"{definition.title} ({measure.name})" if measure.name else definition.title
                address = _address(dataset, reporting_year, measure.pk, month)
                row = Row(definition.number, title, f"{month:%B %Y}", address, is_missing=True)
                rows[definition.section].append(((definition.number_sort_key, measure.pk, month), row))
    return Review(
        tuple(
            SectionRows(section, tuple(row for _, row in sorted(each, key=lambda placed: placed[0])))
            for section, each in sorted(rows.items(), key=lambda item: (item[0].position, item[0].pk))
        )
    )


def _expected(dataset: Dataset, reporting_year: int, month: date) -> list[tuple[IndicatorDefinition, Measure]]:
    """The measures of which a figure is expected for a month, with their definitions."""
    found = IndicatorDefinition.objects.filter(
        expected_in(month), indicator__dataset=dataset, reporting_year=reporting_year
    ).select_related("section")
    definitions = {definition.indicator_id: definition for definition in found}
    measures = Measure.objects.filter(indicator__in=definitions)
    return [(definitions[measure.indicator_id], measure) for measure in measures]


@dataclass(frozen=True)
class Approval:
    """What waits for a director: the figures of one month or all, by section, and the months that there are."""

    sections: tuple[SectionRows, ...]
    months: tuple[tuple[date, int], ...]
    month: date | None
    waiting: int
    elsewhere: int
    """How many figures wait in sections that are somebody else's."""


def approval_of(dataset: Dataset, reporting_year: int, month: date | None, by: User) -> Approval:
    """The submitted figures of a year in this person's sections."""
    submitted = [
        figure
        for figure in with_definitions(_submitted(dataset, reporting_year))
        if figure.definition is not None
        and figure.definition.reporting_year == reporting_year
        and may_of(by, Permission.APPROVE_FIGURES, figure.section)
    ]
    theirs = set(by.responsibilities.values_list("section_id", flat=True))
    waiting = [figure for figure in submitted if figure.section is not None and figure.section.pk in theirs]
    counts: dict[date, int] = defaultdict(int)
    for figure in waiting:
        counts[figure.outturn.period.last_month] += 1
    if month is None and len(waiting) > MOST_ON_A_PAGE:
        month = min(counts)
    shown = [figure for figure in waiting if month is None or figure.outturn.period.last_month == month]
    earlier = _earlier(dataset, shown)
    ordered = sorted(shown, key=_order)
    return Approval(
        sections=tuple(
            SectionRows(section, tuple(_to_approve(figure, dataset, earlier, by) for figure in figures))
            for section, figures in by_section(ordered).items()
        ),
        months=tuple(sorted(counts.items())),
        month=month,
        waiting=len(waiting),
        elsewhere=len(submitted) - len(waiting),
    )


def _submitted(dataset: Dataset, reporting_year: int) -> QuerySet[Outturn]:
    first, last = date(reporting_year, 1, 1), date(reporting_year + 1, 3, 1)
    return outturns_of(dataset, first, last).filter(state=State.SUBMITTED).select_related("entered_by")


def _order(figure: StandingFigure) -> tuple[object, ...]:
    definition = figure.definition
    assert definition is not None  # nosec B101
    place = (definition.section.position, definition.section_id, definition.number_sort_key)
    return (*place, figure.outturn.measure_id, figure.outturn.period.last_month, figure.outturn.period.kind)


def _earlier(dataset: Dataset, figures: Sequence[StandingFigure]) -> dict[tuple[int, str], list[StandingFigure]]:
    """The figures of the same measures and kinds of period in the year before, oldest first."""
    if not figures:
        return {}
    months = [figure.outturn.period.last_month for figure in figures]
    measures = {figure.outturn.measure_id for figure in figures}
    outturns = outturns_of(dataset, add_months(min(months), -MONTHS_LOOKED_BACK), max(months))
    found: dict[tuple[int, str], list[StandingFigure]] = defaultdict(list)
    for figure in with_definitions(outturns.filter(measure__in=measures)):
        found[figure.outturn.measure_id, figure.outturn.period.kind].append(figure)
    return found


def _to_approve(
    figure: StandingFigure, dataset: Dataset, earlier: dict[tuple[int, str], list[StandingFigure]], by: User
) -> Row:
    definition, outturn = figure.definition, figure.outturn
    assert definition is not None  # nosec B101
    before = [
        each
        for each in earlier.get((outturn.measure_id, outturn.period.kind), [])
        if each.outturn.period.last_month < outturn.period.last_month
    ][-EARLIER_VALUES:]
    return row_of(
        figure,
        dataset,
        seen=figure.seen,
        target=definition.target_wording or TargetForm(definition.target_form).label,
        earlier=tuple((f"{each.outturn.period.last_month:%b %Y}", each.text) for each in before),
        entered_by=outturn.entered_by,
        is_own=outturn.entered_by_id == by.pk,
    )


@dataclass(frozen=True)
class LockedIndicator:
    """An indicator of which figures are locked, in the list from which a publisher chooses."""

    key: str
    number: str
    title: str
    locked: int


def locked_indicators(dataset: Dataset, reporting_year: int) -> list[LockedIndicator]:
    """The year's indicators with how many of their figures are locked, as the index orders them."""
    found: dict[str, list[StandingFigure]] = defaultdict(list)
    for figure in _locked(dataset, reporting_year):
        found[figure.outturn.measure.indicator.key].append(figure)
    return [
        LockedIndicator(key, figures[0].number, str(figures[0].definition.title), len(figures))
        for key, figures in found.items()
        if figures[0].definition is not None
    ]


def locked_figures(dataset: Dataset, reporting_year: int, key: str) -> list[Row]:
    """The locked figures of one indicator, by its key."""
    return [
        row_of(figure, dataset, seen=figure.seen)
        for figure in _locked(dataset, reporting_year)
        if figure.outturn.measure.indicator.key == key
    ]


def _locked(dataset: Dataset, reporting_year: int) -> list[StandingFigure]:
    return [figure for figure in figures_of_year(dataset, reporting_year) if figure.outturn.state == State.LOCKED]
