"""The grid as plain frozen dataclasses: a cell, its name, a row, a section, the whole."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from indicators.models import Period
from indicators.periods import month_in_words, year_start
from indicators.vocabulary import YearBasis

EMPTY = "empty"
"""The state of a cell in which nothing is stored; the others are those of the workflow."""

_NAME = re.compile(r"cell-([0-9]{1,18})-(ytd-)?([0-9]{4})-([0-9]{2})-([0-9]{1,9})", re.ASCII)


@lru_cache(maxsize=1024)
def month_in_addresses(month: date) -> str:
    """`2020-06`."""
    return f"{month:%Y-%m}"


class NoSuchCell(ValueError):
    """A name that no cell has."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a figure stands: its measure, and a month or the year to date up to one."""

    measure: int
    month: date
    is_year_to_date: bool = False

    @property
    def period(self) -> str:
        """As it stands in addresses and in the cell's name: `2020-12`, `ytd-2020-12`."""
        return f"{'ytd-' if self.is_year_to_date else ''}{month_in_addresses(self.month)}"

    @property
    def words(self) -> str:
        return f"year to date, {month_in_words(self.month)}" if self.is_year_to_date else month_in_words(self.month)

    def span(self, basis: YearBasis) -> tuple[str, date, date]:
        """The period that the figure speaks of, as in `Period.span`."""
        if self.is_year_to_date:
            return Period.Kind.YEAR_TO_DATE, year_start(self.month, basis), self.month
        return Period.Kind.MONTH, self.month, self.month

    def name(self, version: int) -> str:
        """The name of the cell's input, which says what the person saw: `cell-12-2020-06-1`."""
        return f"cell-{self.measure}-{self.period}-{version}"

    @property
    def key(self) -> str:
        """What the fields about a cell are named after: `12-2020-06`."""
        return f"{self.measure}-{self.period}"


def place_in(name: str) -> tuple[Place, int]:
    """The place and version that an input's name speaks of. Raises NoSuchCell."""
    match = _NAME.fullmatch(name)
    if match is None:
        raise NoSuchCell(name)
    measure, year_to_date, year, month, version = match.groups()
    try:
        return Place(int(measure), date(int(year), int(month), 1), bool(year_to_date)), int(version)
    except ValueError as error:
        raise NoSuchCell(name) from error


@dataclass(frozen=True, slots=True)
class EnteredFigure:
    """A figure as it is stored or to be stored, by itself: numbers in its indicator's unit, or a typed absence."""

    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    rate: Decimal | None = None
    decimal_places: int = 0
    absence: str = ""
    wording: str = ""


class GridCell(NamedTuple):
    """One cell for a figure. `text` is what is stored, as people write it; `state` is `empty` without it.

    `is_open` says whether anything can be typed: not over a locked figure, nor once the indicator is retired. A page
    has thousands of these, so they are tuples, which are made in a third of the time of a dataclass.
    """

    measure: int
    month: date
    is_year_to_date: bool
    version: int = 0
    text: str = ""
    state: str = EMPTY
    is_queried: bool = False
    is_open: bool = True

    @property
    def place(self) -> Place:
        return Place(self.measure, self.month, self.is_year_to_date)


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody has to answer about one figure."""

    questions: tuple[str, ...]
    returned_because: str


@dataclass(frozen=True, slots=True, eq=False)
class GridRow:
    """One measure. `cells` has one for each of the grid's months, None where the indicator has no such month.

    `year_to_date` is the cell for a typed one; where there is none, `worked_out` is its text. A row equals only
    itself, so that its HTML can be remembered without comparing its cells.
    """

    measure: int
    number: str
    title: str
    unit: str
    cells: tuple[GridCell | None, ...]
    year_to_date: GridCell | None
    worked_out: str

    @property
    def label(self) -> str:
        return f"{self.number} {self.title}"


@dataclass(frozen=True, slots=True)
class GridSection:
    pk: int
    name: str
    rows: tuple[GridRow, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """The figures of a dataset in one reporting year, as far as they were asked for.

    `as_at` is the month that people work on; where `is_one_month`, the others are there to compare with. `entered` of
    `expected` figures of that month are there. `section_names` are all of the year, shown or not; `asked` is what is
    queried or was returned in the year.
    """

    reporting_year: int
    months: tuple[date, ...]
    as_at: date
    is_one_month: bool
    sections: tuple[GridSection, ...]
    section_names: tuple[tuple[int, str], ...]
    asked: Mapping[Place, Asked]
    entered: int
    expected: int

    @property
    def progress(self) -> str:
        return progress_text(self.entered, self.expected)


def progress_text(entered: int, expected: int) -> str:
    return f"{entered} of {expected} entered"


def year_text(reporting_year: int) -> str:
    """`2020/21`."""
    return f"{reporting_year}/{(reporting_year + 1) % 100:02}"
