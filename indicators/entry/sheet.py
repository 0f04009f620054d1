"""What is known of the measures that are written to: their definitions, figures and relations, in two queries."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Exists, FilteredRelation, OuterRef, Q

from indicators.entry.around import Question, Related, Series
from indicators.entry.cells import EnteredFigure, Place
from indicators.entry.rows import MeasureRow
from indicators.formatting import FigureLike
from indicators.models import Dataset, DefinitionRelation, IndicatorDefinition, Outturn, Period
from indicators.periods import year_start
from indicators.vocabulary import (
    Accumulation,
    DefinitionRelationKind,
    Frequency,
    RelationStatus,
    Unit,
    YearBasis,
)

Span = tuple[str, date, date]
YEARS_BEFORE = 2
"""How many years before its own a figure is compared with."""

Changes = Mapping[int, Mapping[Place, EnteredFigure | None]]
"""Figures that are to be stored, by measure and place; None stands for one that is taken away."""


class StoredFigure(NamedTuple):
    """One figure with all that decides whether, and how, it may be changed."""

    pk: int
    measure: int
    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    rate: Decimal | None
    decimal_places: int
    absence: str
    wording: str
    state: str
    version: int
    questions: list[dict[str, str]]
    explanation: str

    @property
    def figure(self) -> EnteredFigure:
        """The figure by itself."""
        return EnteredFigure(*self[2:9])

    @property
    def asked(self) -> tuple[Question, ...]:
        return tuple(Question(each["rule"], each["sentence"]) for each in self.questions)


@dataclass(frozen=True)
class SheetMeasure:
    """One measure: its definition's row, its targets, and its figures by place."""

    row: MeasureRow
    definition: int
    target_low: Decimal | None
    target_high: Decimal | None
    is_only_one: bool
    months: Mapping[date, StoredFigure] = field(default_factory=dict)
    years_to_date: Mapping[date, StoredFigure] = field(default_factory=dict)

    def stored(self, place: Place) -> StoredFigure | None:
        return (self.years_to_date if place.is_year_to_date else self.months).get(place.month)

    def series(self, changes: Changes) -> Series:
        """The measure as it will be after the changes."""
        months: dict[date, FigureLike] = dict(self.months)
        years_to_date: dict[date, FigureLike] = dict(self.years_to_date)
        for place, figure in changes.get(self.row.measure, {}).items():
            of_kind = years_to_date if place.is_year_to_date else months
            of_kind.pop(place.month, None)
            if figure is not None:
                of_kind[place.month] = figure
        return Series(
            number=self.row.number,
            title=self.row.full_title,
            unit=Unit(self.row.unit),
            accumulation=Accumulation(self.row.accumulation),
            frequency=Frequency(self.row.frequency),
            year_basis=YearBasis(self.row.year_basis),
            months=months,
            years_to_date=years_to_date,
            target_low=self.target_low,
            target_high=self.target_high,
        )


@dataclass(frozen=True)
class Sheet:
    """The measures written to and all that relations link to them, and the primary keys of the periods that there are.

    `links` are the confirmed relations between their definitions. `emptied` are spans in which a figure was taken
    away at some time.
    """

    measures: Mapping[int, SheetMeasure]
    periods: Mapping[Span, int]
    links: frozenset[tuple[int, str, int]]
    emptied: frozenset[Span]

    def relations(self, measure: SheetMeasure, changes: Changes) -> tuple[Related, ...]:
        """What a person has confirmed between this measure and others, and between those and others again."""
        if not measure.is_only_one:
            return ()
        near = _near({measure.definition}, self.links)
        series = {
            each.definition: each.series(changes)
            for each in self.measures.values()
            if each.is_only_one and each.definition in near
        }
        return tuple(
            Related(series[this], DefinitionRelationKind(kind), series[other])
            for this, kind, other in sorted(self.links)
            if this in series and other in series
        )


_ROW_FIELDS = (
    *("indicator__measures", "indicator__measures__name", "reporting_year", "number", "title", "unit"),
    *("decimal_places", "year_basis", "frequency", "accumulation", "indicator__retired_from", "section"),
    "section__name",
)
_FIGURE_FIELDS = ("pk", "measure", *StoredFigure._fields[2:])


def load_sheet(dataset: Dataset, reporting_year: int, places: Collection[Place]) -> Sheet:
    """Everything that entering figures in these places needs to know. Unknown measures are not in it."""
    edited = {place.measure for place in places}
    rows, links = _definitions(dataset, reporting_year, edited)
    definitions = {row[0].measure: row[1] for row in rows}
    near = _linked({definitions[each] for each in edited if each in definitions}, links)
    near_rows = {row[0].measure: row for row in rows if row[0].measure in edited or row[1] in near}
    figures, periods, emptied = _figures(reporting_year, near_rows)
    of_definition: dict[int, int] = defaultdict(int)
    for _, definition, _, _ in near_rows.values():
        of_definition[definition] += 1
    return Sheet(
        measures={
            measure: SheetMeasure(
                row, definition, low, high, of_definition[definition] == 1, *figures.get(measure, ({}, {}))
            )
            for measure, (row, definition, low, high) in near_rows.items()
        },
        periods=periods,
        links=frozenset(link for link in links if link[0] in near and link[2] in near),
        emptied=emptied,
    )


def _near(definitions: set[int], links: Iterable[tuple[int, str, int]]) -> set[int]:
    """The definitions, those that a relation links to them, and those linked to these: a whole's other parts."""
    near = definitions
    for _ in range(2):
        near = near | {end for this, _, other in links if this in near or other in near for end in (this, other)}
    return near


def _linked(definitions: set[int], links: Iterable[tuple[int, str, int]]) -> set[int]:
    """The definitions and all that relations link to them, over however many: whoever is asked again has their own."""
    linked = definitions
    while (more := _near(linked, links)) != linked:
        linked = more
    return linked


_DefinitionRow = tuple[MeasureRow, int, Decimal | None, Decimal | None]


def _definitions(
    dataset: Dataset, reporting_year: int, measures: set[int]
) -> tuple[list[_DefinitionRow], set[tuple[int, str, int]]]:
    """The edited measures' definitions and all that have a confirmed relation, with those relations; one query."""
    confirmed = DefinitionRelation.objects.filter(status=RelationStatus.CONFIRMED)
    edited = IndicatorDefinition.objects.filter(indicator__measures__in=measures, pk=OuterRef("pk"))
    found = (
        IndicatorDefinition.objects.filter(indicator__dataset=dataset, reporting_year=reporting_year)
        .filter(
            Exists(edited)
            | Exists(confirmed.filter(definition=OuterRef("pk")))
            | Exists(confirmed.filter(other=OuterRef("pk")))
        )
        .annotate(link=FilteredRelation("relations", condition=Q(relations__status=RelationStatus.CONFIRMED)))
        .order_by()
        .values_list(*_ROW_FIELDS, "pk", "target_low", "target_high", "link__kind", "link__other")
    )
    rows: dict[int, _DefinitionRow] = {}
    links: set[tuple[int, str, int]] = set()
    for values in found:
        *of_row, definition, low, high, kind, other = values
        if of_row[0] is not None:
            rows[of_row[0]] = (MeasureRow(*of_row), definition, low, high)
        if kind is not None:
            links.add((definition, kind, other))
    return list(rows.values()), links


_ByMonth = dict[date, StoredFigure]


def _figures(
    reporting_year: int, measures: Mapping[int, _DefinitionRow]
) -> tuple[dict[int, tuple[_ByMonth, _ByMonth]], dict[Span, int], frozenset[Span]]:
    """The measures' figures of this year and the two before, and every period of them, used or not; one query."""
    history: Any = Outturn.history.model
    taken_away = history.objects.filter(history_type="-", period=OuterRef("pk"), measure__in=list(measures))
    found = (
        Period.objects.filter(
            last_month__range=(date(reporting_year - YEARS_BEFORE, 1, 1), date(reporting_year + 1, 3, 1))
        )
        .annotate(
            here=FilteredRelation("outturns", condition=Q(outturns__measure__in=list(measures))),
            emptied=Exists(taken_away),
        )
        .order_by()
        .values_list(
            "pk", "kind", "first_month", "last_month", "emptied", *(f"here__{name}" for name in _FIGURE_FIELDS)
        )
    )
    figures: dict[int, tuple[_ByMonth, _ByMonth]] = defaultdict(lambda: ({}, {}))
    periods: dict[Span, int] = {}
    emptied: set[Span] = set()
    for pk, kind, first_month, last_month, was_emptied, *figure in found:
        periods[kind, first_month, last_month] = pk
        if was_emptied:
            emptied.add((kind, first_month, last_month))
        if figure[0] is not None:
            stored = StoredFigure(*figure)
            basis = measures[stored.measure][0].year_basis
            if kind == Period.Kind.YEAR_TO_DATE and first_month != year_start(last_month, YearBasis(basis)):
                continue  # of another year basis, which the indicator had once
            figures[stored.measure][kind == Period.Kind.YEAR_TO_DATE][last_month] = stored
    return figures, periods, frozenset(emptied)


def changes_by_measure(figures: Mapping[Place, EnteredFigure | None]) -> Changes:
    changes: dict[int, dict[Place, EnteredFigure | None]] = defaultdict(dict)
    for place, figure in figures.items():
        changes[place.measure][place] = figure
    return changes
