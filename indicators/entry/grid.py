"""Loads the grid: the figures of a dataset in one reporting year, in as many queries whatever its size."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import chain, groupby

from accounts.models import User
from accounts.roles import Permission
from indicators.entry.cells import Asked, Grid, GridCell, GridRow, GridSection, Place
from indicators.entry.due import due_among, latest_ended
from indicators.entry.rows import MeasureRow, StoredRow, exact, measure_rows, period_rows, stored_rows
from indicators.formatting import number_text
from indicators.models import Dataset, Period, Responsibility
from indicators.periods import index_months, months_to_date, year_start
from indicators.permissions import sections_of
from indicators.vocabulary import Accumulation, Frequency, Unit, YearBasis
from indicators.workflow.moves import State
from indicators.year_to_date import worked_out

SHOW = {"mine": "Mine", "due": "Due", "queried": "Queried", "returned": "Returned"}
"""What can be asked for, and the words for it."""

MONTHS_BEFORE = 3
"""How many months stand before the one that is asked for, to compare with."""

ROWS_REMEMBERED = 1_000
"""Of how many rows of grids a process remembers what it made of them: some 12 KB each with their HTML."""


@dataclass(frozen=True)
class Filters:
    """What part of the grid is asked for; each narrows it further. `section` is a primary key."""

    section: int | None = None
    month: date | None = None
    show: str = ""


def load_grid(
    dataset: Dataset, reporting_year: int, filters: Filters = Filters(), *, user: User | None = None, today: date
) -> Grid:
    """The grid as it is stored, as far as `user` may read its figures; theirs are the sections that are “mine”."""
    rows = measure_rows(dataset, reporting_year)
    if user is not None and (sections := sections_of(user, Permission.READ_FIGURES)) is not None:
        rows = [row for row in rows if row.section in sections]
    financial = index_months(reporting_year, YearBasis.FINANCIAL)
    figures = _Figures(rows, _columns(rows, financial))
    as_at = (
        filters.month or figures.latest_among(financial) or min(max(latest_ended(today), financial[0]), financial[-1])
    )
    shown = [row for row in rows if filters.section in (None, row.section)]
    if filters.show == "mine":
        mine = set(Responsibility.objects.filter(user=user).values_list("section", flat=True))
        shown = [row for row in shown if row.section in mine]
    elif filters.show:
        shown = [row for row in shown if figures.are_asked_for(row, filters, dataset, today)]
    columns = _columns(shown, financial)
    if filters.month:
        columns = tuple(month for month in columns if month <= filters.month)[-1 - MONTHS_BEFORE :]
    expected = [row for row in rows if filters.section in (None, row.section) and as_at in row.expected]
    return Grid(
        reporting_year=reporting_year,
        months=columns,
        as_at=as_at,
        is_one_month=filters.month is not None,
        sections=tuple(
            GridSection(pk, name, tuple(figures.row(row, columns, as_at) for row in of_section))
            for (pk, name), of_section in groupby(shown, key=lambda row: (row.section, row.section_name))
        ),
        section_names=tuple({row.section: row.section_name for row in rows}.items()),
        asked=figures.asked(),
        entered=sum(as_at in figures.months[row.measure] for row in expected),
        expected=len(expected),
    )


def _columns(rows: Iterable[MeasureRow], financial: tuple[date, ...]) -> tuple[date, ...]:
    """The financial year's months, after those that only calendar years have where one of the rows is on such."""
    if any(row.year_basis == YearBasis.CALENDAR for row in rows):
        calendar = index_months(financial[0].year, YearBasis.CALENDAR)
        return tuple(sorted({*calendar, *financial}))
    return financial


class _Figures:
    """The stored figures by measure and month, and the cells that are made of them; loaded in two queries."""

    def __init__(self, rows: Sequence[MeasureRow], months: Sequence[date]) -> None:
        periods = period_rows(months)
        month_of = {period.pk: period.last_month for period in periods if period.kind == Period.Kind.MONTH}
        year_of = {period.pk: (period.first_month, period.last_month) for period in periods}
        self.months: dict[int, dict[date, StoredRow]] = defaultdict(dict)
        self.years_to_date: dict[int, dict[tuple[date, date], StoredRow]] = defaultdict(dict)
        for row in stored_rows((row.measure for row in rows), periods):
            month = month_of.get(row.period)
            if month is not None:
                self.months[row.measure][month] = row
            else:
                self.years_to_date[row.measure][year_of[row.period]] = row

    def latest_among(self, months: tuple[date, ...]) -> date | None:
        """The latest of the months for which anything is stored."""
        stored = {month for of_measure in self.months.values() for month in of_measure}
        return max(stored.intersection(months), default=None)

    def are_asked_for(self, row: MeasureRow, filters: Filters, dataset: Dataset, today: date) -> bool:
        """Whether the row has anything that is due, queried or returned, in the month where one is asked for."""
        months = self.months[row.measure]
        if filters.show == "due":
            due = due_among(row.expected, dataset, today)
            return any(month not in months and filters.month in (None, month) for month in due)
        stored = [each for month, each in months.items() if filters.month in (None, month)]
        stored += [
            each for (_, month), each in self.years_to_date[row.measure].items() if filters.month in (None, month)
        ]
        return any(each.is_queried if filters.show == "queried" else each.returned_because for each in stored)

    def asked(self) -> dict[Place, Asked]:
        """What is queried or was returned, by its place."""
        months = ((month, False, row) for of_one in self.months.values() for month, row in of_one.items())
        totals = ((month, True, row) for of_one in self.years_to_date.values() for (_, month), row in of_one.items())
        return {
            Place(row.measure, month, is_year_to_date): Asked(row.questions, row.returned_because)
            for month, is_year_to_date, row in chain(months, totals)
            if row.returned_because or row.is_queried
        }

    def row(self, row: MeasureRow, columns: tuple[date, ...], as_at: date) -> GridRow:
        stored = self.months[row.measure]
        basis = YearBasis(row.year_basis)
        last = min(as_at, index_months(row.reporting_year, basis)[-1])
        typed = self.years_to_date[row.measure].get((year_start(last, basis), last))
        return _row(row, tuple(stored), tuple(stored.values()), typed, last, columns)


@lru_cache(maxsize=ROWS_REMEMBERED)
def _row(
    row: MeasureRow,
    months: tuple[date, ...],
    figures: tuple[StoredRow, ...],
    typed: StoredRow | None,
    last: date,
    columns: tuple[date, ...],
) -> GridRow:
    """One measure's row. Between two readings of a grid few rows change, so the others are remembered.

    `figures` are what is stored for `months`, `typed` for the year to date that ends with the month `last`.
    """
    stored, open_months = dict(zip(months, figures, strict=True)), row.open
    total, will_be_worked_out = None, False
    if typed is None and row.accumulation == Accumulation.FLOW:
        values = {month: exact(each.value) for month, each in stored.items()}
        total = worked_out(row.accumulation, row.reporting_year, YearBasis(row.year_basis), last, values)
        will_be_worked_out = _will_be_worked_out(row, last, values)
    return GridRow(
        measure=row.measure,
        number=row.number,
        title=row.full_title,
        unit=Unit(row.unit).label,
        cells=tuple([_cell(row, month, stored.get(month), month in open_months) for month in columns]),
        year_to_date=None if will_be_worked_out else _cell(row, last, typed, last in open_months, True),
        worked_out="" if total is None else number_text(total, row.decimal_places),
    )


def _cell(
    row: MeasureRow, month: date, stored: StoredRow | None, is_open: bool, is_year_to_date: bool = False
) -> GridCell | None:
    """The cell for a figure that is stored, or that may be; None where neither is."""
    if stored is None:
        return GridCell(row.measure, month, is_year_to_date) if is_open else None
    return GridCell(
        row.measure,
        month,
        is_year_to_date,
        stored.version,
        stored.text(row.unit),
        stored.state,
        stored.is_queried,
        is_open and stored.state != State.LOCKED,
    )


def _will_be_worked_out(row: MeasureRow, last: date, values: Mapping[date, Decimal | None]) -> bool:
    """Whether the year to date of a flow follows from its months, or will once all of them are there."""
    months = months_to_date(row.reporting_year, YearBasis(row.year_basis), last)
    if row.frequency != Frequency.MONTHLY or not months:
        return False
    return all(values.get(month, 0) is not None for month in months)
