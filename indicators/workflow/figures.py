"""Figures with the definition in whose year they lie: whose section they are, and which a report has in it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from indicators.formatting import figure_text
from indicators.models import Dataset, IndicatorDefinition, Outturn, Period, Section
from indicators.periods import index_months, year_start
from indicators.vocabulary import YearBasis


@dataclass(frozen=True)
class StandingFigure:
    """A figure where it stands, and what it is a figure of. No definition: none has the figure's month in its year."""

    outturn: Outturn
    definition: IndicatorDefinition | None

    @property
    def section(self) -> Section | None:
        return self.definition.section if self.definition else None

    @property
    def number(self) -> str:
        return self.definition.number if self.definition else ""

    @property
    def title(self) -> str:
        """The indicator's title, and which of its measures where it has several."""
        title = self.definition.title if self.definition else str(self.outturn.measure.indicator)
        measure = self.outturn.measure.name
        return f"{title} ({measure})" if measure else title

    @property
    def name(self) -> str:
        """`9 Number of referrals, December 2020`, as messages name it."""
        return f"{self.number} {self.title}, {self.outturn.period}".strip()

    @property
    def text(self) -> str:
        return figure_text(self.outturn, self.definition.unit if self.definition else "")

    @property
    def is_queried(self) -> bool:
        """Something was odd about it, and nobody has said why yet."""
        return bool(self.outturn.questions) and not self.outturn.explanation

    @property
    def seen(self) -> str:
        """The figure and its version, as a page hands them back."""
        return f"{self.outturn.pk}.{self.outturn.version}"


def columns_of(definition: IndicatorDefinition) -> tuple[date, ...]:
    """The twelve months of a definition's year."""
    return index_months(definition.reporting_year, YearBasis(definition.year_basis))


def with_definitions(outturns: Iterable[Outturn]) -> list[StandingFigure]:
    """The figures, each with the latest definition whose year has its month, in the order given. One query."""
    records = list(outturns)
    definitions: dict[int, list[IndicatorDefinition]] = defaultdict(list)
    indicators = {record.measure.indicator_id for record in records}
    found = IndicatorDefinition.objects.filter(indicator__in=indicators).select_related("section", "indicator")
    for definition in found.order_by("-reporting_year"):
        definitions[definition.indicator_id].append(definition)
    return [
        StandingFigure(
            record,
            next(
                (
                    definition
                    for definition in definitions[record.measure.indicator_id]
                    if record.period.last_month in columns_of(definition)
                ),
                None,
            ),
        )
        for record in records
    ]


def outturns_of(dataset: Dataset, first: date, last: date) -> QuerySet[Outturn]:
    """Figures of a dataset whose periods end within these months."""
    return (
        Outturn.objects.filter(measure__indicator__dataset=dataset, period__last_month__range=(first, last))
        .select_related("measure__indicator", "period")
        .order_by("period__last_month", "measure", "period__kind")
    )


def figures_of_year(
    dataset: Dataset, reporting_year: int, *, section: Section | None = None, month: date | None = None
) -> list[StandingFigure]:
    """Every figure of one reporting year, of one section or month where these are given, as an index orders them.

    Two queries.
    """
    first, last = (month, month) if month else (date(reporting_year, 1, 1), date(reporting_year + 1, 3, 1))
    figures = [
        figure
        for figure in with_definitions(outturns_of(dataset, first, last))
        if figure.definition is not None
        and figure.definition.reporting_year == reporting_year
        and (section is None or figure.definition.section_id == section.pk)
    ]
    return sorted(figures, key=_place_in_index)


def figures_in_report(dataset: Dataset, as_at: date, *, lock: bool = False) -> list[StandingFigure]:
    """The figures that a report as at a month shows: months of its year so far, and years to date up to that month.

    `lock` keeps others from changing them until the transaction ends.
    """
    reporting_year = year_start(as_at, YearBasis.FINANCIAL).year
    outturns = outturns_of(dataset, date(reporting_year, 1, 1), as_at)
    if lock:
        outturns = outturns.select_for_update(of=("self",)).order_by("pk")
    records = list(outturns)
    definitions = {
        definition.indicator_id: definition
        for definition in IndicatorDefinition.objects.filter(
            indicator__dataset=dataset, reporting_year=reporting_year
        ).select_related("section", "indicator")
    }
    figures = [StandingFigure(record, definitions.get(record.measure.indicator_id)) for record in records]
    return sorted((figure for figure in figures if _is_in_report(figure, as_at)), key=_place_in_index)


def _is_in_report(figure: StandingFigure, as_at: date) -> bool:
    if figure.definition is None:
        return False
    columns, period = columns_of(figure.definition), figure.outturn.period
    if period.kind == Period.Kind.MONTH:
        return period.last_month in columns and period.last_month <= as_at
    return period.last_month == min(as_at, columns[-1])


def _place_in_index(figure: StandingFigure) -> tuple[object, ...]:
    definition, outturn = figure.definition, figure.outturn
    assert definition is not None  # nosec B101
    place = (definition.section.position, definition.section_id, definition.number_sort_key, outturn.measure_id)
    return (*place, outturn.period.last_month, outturn.period.kind)


def by_section(figures: Sequence[StandingFigure]) -> dict[Section, list[StandingFigure]]:
    """The figures by section, in the order in which they come."""
    sections: dict[Section, list[StandingFigure]] = {}
    for figure in figures:
        if figure.section is not None:
            sections.setdefault(figure.section, []).append(figure)
    return sections
