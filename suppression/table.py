"""From an index to the engine's table: every count of people that a report would say, and what holds between them."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import groupby

from indicators.index import Index, IndexFigure, IndexIndicator, IndexMeasure
from indicators.periods import year_start
from indicators.vocabulary import Absence, Accumulation, Comparator, DefinitionRelationKind, Unit
from suppression.engine import Cell, Policy, Ratio, Relation, RelationKind, Series, SeriesKind, Table
from suppression.history import History, report_name
from suppression.paper import Part1Paper
from suppression.places import YEAR_TO_DATE, benchmark_place, earlier_year_to_date, key_of, month_place

SERIES_KINDS = {Accumulation.FLOW: SeriesKind.FLOW, Accumulation.RUNNING_TOTAL: SeriesKind.RUNNING_TOTAL}


class CannotProtect(Exception):
    """The figures cannot be judged; the message names the indicator and period and says what to correct."""


def table_of(index: Index, policy: Policy, earlier: Iterable[Part1Paper] = ()) -> Table:
    """The table of an index, with what earlier Part 1 papers of the year showed and hid.

    Raises CannotProtect for a figure of people that is no whole number, or a small count in figures that contradict
    each other.
    """
    builder = _Builder(policy, History(index.as_at, [each for each in earlier if each.months == index.months]))
    for indicator in index.indicators:
        for measure in indicator.measures:
            builder.measure(indicator, measure)
            builder.earlier_years_to_date(indicator, measure)
    builder.parts(index)
    return Table(
        cells=tuple(builder.cells.values()),
        relations=tuple(builder.relations),
        series=tuple(builder.series),
        ratios=tuple(builder.ratios),
    )


class _Builder:
    def __init__(self, policy: Policy, history: History) -> None:
        self.policy = policy
        self.history = history
        self.cells: dict[str, Cell] = {}
        self.relations: list[Relation] = []
        self.series: list[Series] = []
        self.ratios: list[Ratio] = []

    def measure(self, indicator: IndexIndicator, measure: IndexMeasure) -> None:
        weights = self.policy.weights
        for place, words, figure, comparator in figures_of(measure):
            weight = weights.month
            if place == YEAR_TO_DATE:
                weight = weights.year_to_date
            elif comparator is not None:
                weight = weights.previous_year
            if comparator in (None, Comparator.OWN):
                self._figure(indicator, measure, place, words, figure, weight)
        if indicator.unit is Unit.COUNT and indicator.accumulation in SERIES_KINDS:
            self._series(indicator, measure)

    def _figure(
        self,
        indicator: IndexIndicator,
        measure: IndexMeasure,
        place: str,
        words: str,
        figure: IndexFigure,
        weight: int,
    ) -> None:
        key = key_of(indicator.key, measure.name, place)
        label = f"indicator {indicator.number}{f' ({measure.name})' if measure.name else ''}, {words}"
        if indicator.unit is Unit.COUNT and (figure.value is not None or figure.absence == Absence.SUPPRESSED):
            value = None if figure.value is None else _whole(figure.value, label)
            self.cells[key] = Cell(
                key,
                value,
                label,
                counts_people=indicator.counts_people,
                weight=weight,
                public_since=self.history.shown_in(key, value),
                hidden_since=self.history.hidden_in(key),
            )
        if figure.numerator is None or figure.denominator is None:
            return
        numerator, denominator = f"{key} (numerator)", f"{key} (denominator)"
        for part, number in ((numerator, figure.numerator), (denominator, figure.denominator)):
            words_of_part = f"{label}, {part.rpartition('(')[2].rstrip(')')}"
            self.cells[part] = Cell(
                part, _whole(number, words_of_part), words_of_part, counts_people=indicator.counts_people, weight=0
            )
        self.ratios.append(Ratio(key, numerator, denominator, label, weight=self.policy.weights.percentage))

    def _series(self, indicator: IndexIndicator, measure: IndexMeasure) -> None:
        """One series for each year of accumulation; the year to date belongs to the last."""
        months = [month for month, figure in measure.months if figure is not None]
        years = [
            list(group) for _, group in groupby(months, key=lambda month: year_start(month, indicator.year_basis))
        ]
        year_to_date = key_of(indicator.key, measure.name, YEAR_TO_DATE)
        for months_of_year in years:
            keys = [key_of(indicator.key, measure.name, month_place(month)) for month in months_of_year]
            cells = [self.cells[key] for key in keys if key in self.cells]
            total = self.cells.get(year_to_date) if months_of_year is years[-1] else None
            if year_start(months_of_year[0], indicator.year_basis) < measure.months[0][0]:
                total = None  # the year began before the columns do, with months that are not here
            if indicator.accumulation is Accumulation.FLOW and len(cells) < len(keys):
                total = None
            kind = SERIES_KINDS[indicator.accumulation]
            if not cells or not self._agrees(kind, cells, total):
                continue
            self.series.append(Series(kind, tuple(cell.key for cell in cells), total.key if total else None))

    def earlier_years_to_date(self, indicator: IndexIndicator, measure: IndexMeasure) -> None:
        """A flow's year to date in another report of the year is the sum of the months up to then, known for good."""
        if indicator.unit is not Unit.COUNT or indicator.accumulation is not Accumulation.FLOW:
            return
        year_to_date = key_of(indicator.key, measure.name, YEAR_TO_DATE)
        for paper, total in self.history.years_to_date(year_to_date):
            first = year_start(paper.as_at, indicator.year_basis)
            months = [
                self.cells.get(key_of(indicator.key, measure.name, month_place(month)))
                for month, figure in measure.months
                if figure is not None and first <= month <= paper.as_at
            ]
            known = [cell for cell in months if cell is not None]
            values = [cell.value for cell in known if cell.value is not None]
            if len(known) < len(months) or len(values) < len(known) or sum(values) != total:
                continue
            key = earlier_year_to_date(year_to_date, paper.as_at)
            label = f"indicator {indicator.number}, year to date in {report_name(paper)}"
            self.cells[key] = Cell(
                key, total, label, counts_people=indicator.counts_people, weight=0, public_since=report_name(paper)
            )
            coefficients = ((key, -1), *((cell.key, 1) for cell in known))
            self.relations.append(Relation(coefficients, 0, RelationKind.YEAR_TO_DATE))

    def _agrees(self, kind: SeriesKind, cells: list[Cell], total: Cell | None) -> bool:
        """Whether the figures fit the way they accumulate. If not, they must hold no small count to protect."""
        values = [cell.value for cell in cells if cell.value is not None]
        complete = len(values) == len(cells) and total is not None and total.value is not None
        if kind is SeriesKind.FLOW:
            fits = not complete or total is None or sum(values) == total.value
        else:
            fits = values == sorted(values) and (not complete or total is None or values[-1] == total.value)
        if not fits and any(
            cell.counts_people and self._unsafe(cell) for cell in (*cells, *([total] if total else []))
        ):
            raise CannotProtect(
                f"{cells[-1].label.capitalize()}: the months and the year to date contradict each other, and some are "
                "too small to publish. What a reader could work out from them cannot be judged. Correct them first."
            )
        return fits

    def parts(self, index: Index) -> None:
        """A whole and its parts, for every place where all of them have a figure."""
        part_of = DefinitionRelationKind.PART_OF
        wholes = {whole for indicator in index.indicators for whole in indicator.related(part_of)}
        for whole in sorted(wholes):
            parts = [indicator.key for indicator in index.indicators if whole in indicator.related(part_of)]
            for key in [key for key in self.cells if key.startswith(f"{whole}|")]:
                tail = key[len(whole) :]
                together = [self.cells.get(part + tail) for part in parts]
                known = [cell for cell in together if cell is not None]
                if len(known) < len(parts):
                    continue
                values = [cell.value for cell in known]
                truth = self.cells[key].value
                if truth is not None and None not in values and sum(v for v in values if v is not None) != truth:
                    if any(self._unsafe(cell) for cell in (*known, self.cells[key])):
                        raise CannotProtect(
                            f"{self.cells[key].label.capitalize()}: its parts do not add up to it, and some are too "
                            "small to publish. Correct them first."
                        )
                    continue
                coefficients = ((key, -1), *((cell.key, 1) for cell in known))
                self.relations.append(Relation(coefficients, 0, RelationKind.PARTS))

    def _unsafe(self, cell: Cell) -> bool:
        return cell.value is None or self.policy.is_small(cell.value)


def figures_of(measure: IndexMeasure) -> Iterator[tuple[str, str, IndexFigure, Comparator | None]]:
    """Every figure of a measure: its place, the words for it, the figure, and the comparator of a benchmark."""
    for month, figure in measure.months:
        if figure is not None:
            yield month_place(month), f"{month:%B %Y}", figure, None
    if measure.year_to_date is not None:
        yield YEAR_TO_DATE, YEAR_TO_DATE, measure.year_to_date, None
    for comparator, year, figure in measure.benchmarks:
        yield benchmark_place(comparator.value, year), f"{comparator.label.lower()} {year}".strip(), figure, comparator


def _whole(number: Decimal, label: str) -> int:
    if number != number.to_integral_value():
        raise CannotProtect(f"{label.capitalize()}: {number} is a count but no whole number. Correct it first.")
    return int(number)
