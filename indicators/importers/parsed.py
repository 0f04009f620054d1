"""What a workbook says, before anything is compared with the catalogue: plain frozen dataclasses.

The reader (`workbook.py`) turns bytes into a `Workbook` of bounded `Sheet`s; the layout (`layout.py`) turns that into
a `ParsedIndex`. Neither touches the database.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from indicators.vocabulary import (
    Absence,
    Accumulation,
    Comparator,
    Frequency,
    Polarity,
    Rating,
    TargetForm,
    Unit,
    YearBasis,
)


class Severity(StrEnum):
    """ERROR stops that cell or row, QUESTION the import until answered; WARNING and NOTE are said and applied."""

    ERROR = "error"
    QUESTION = "question"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True)
class Location:
    """A cell as Excel names it. `row` and `column` count from 1."""

    sheet: str
    row: int
    column: int

    @property
    def cell(self) -> str:
        """The cell without its sheet: `L14`."""
        letters, column = "", self.column
        while column:
            column, remainder = divmod(column - 1, 26)
            letters = chr(ord("A") + remainder) + letters
        return f"{letters}{self.row}"

    def __str__(self) -> str:
        return f"{self.sheet}!{self.cell}"


@dataclass(frozen=True)
class Finding:
    """Something that a person should know, or decide, about a cell.

    `rule` names the check (`year_to_date_is_not_the_sum`), so that findings can be counted and tested.
    A QUESTION has `choices` (answer, label), what is proposed first, and `topic`: questions of one topic (`x`) may be
    answered together. `last_location` is the opposite corner of a finding about a range (`L48:W48`).
    """

    severity: Severity
    rule: str
    message: str
    location: Location | None = None
    topic: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    last_location: Location | None = None

    @property
    def cells(self) -> str:
        """The cell or range without its sheet: `L14`, `L48:W48`; empty for a finding about no cell."""
        if self.location is None:
            return ""
        return f"{self.location.cell}:{self.last_location.cell}" if self.last_location else self.location.cell

    @property
    def place(self) -> str:
        """The cell or range with its sheet: `Performance Index!L14`; empty for a finding about no cell."""
        return f"{self.location.sheet}!{self.cells}" if self.location else ""

    def covers(self, location: Location) -> bool:
        """Whether this finding is about that cell."""
        first, last = self.location, self.last_location or self.location
        if first is None or last is None or first.sheet != location.sheet:
            return False
        return first.row <= location.row <= last.row and first.column <= location.column <= last.column


@dataclass(frozen=True)
class ParsedFigure:
    """One figure as read: numbers in the unit of its indicator (97 for 97 %), or a typed absence; never both values.

    `wording` is the cell's own text where it was text (`1.3% (96/7132)`, `Local Measure`), else empty; where one cell
    holds two measures it is this measure's part alone (`99% (review)`). `Rate: 0.02` has a rate and neither value nor
    absence. Where merged cells say one thing of several months, `location` is the month's own cell.
    `decimal_places` is as shown in the workbook: 0.97 formatted `0%` is value 97 with 0 places.
    `ambiguous` marks an `x` whose meaning (suppressed or not available) a person has to say; `absence` is then None.
    """

    location: Location
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    rate: Decimal | None = None
    absence: Absence | None = None
    wording: str = ""
    decimal_places: int = 0
    ambiguous: bool = False


@dataclass(frozen=True)
class ParsedTarget:
    """A target or range of acceptable performance. `low` <= `high`, in the indicator's unit, equal for SINGLE.

    A target that could not be read is TO_BE_CONFIRMED with its wording, and an ERROR finding says so.
    """

    form: TargetForm
    wording: str
    low: Decimal | None = None
    high: Decimal | None = None
    rate_low: Decimal | None = None
    rate_high: Decimal | None = None


@dataclass(frozen=True)
class ParsedBenchmark:
    """`period` is the year the figure speaks of, as the workbook writes it: `2019/20`, `2019`, `2015/16`, or empty."""

    comparator: Comparator
    period: str
    figure: ParsedFigure


@dataclass(frozen=True)
class ParsedMeasure:
    """One measure of a row. `name` is empty, or the qualifier under one number: `initial`, `review`."""

    name: str
    outturns: dict[date, ParsedFigure] = field(default_factory=dict)  # first day of the month -> figure
    year_to_date: ParsedFigure | None = None
    benchmarks: tuple[ParsedBenchmark, ...] = ()
    earlier: dict[date, ParsedFigure] = field(default_factory=dict)  # months of years before the index's own

    @cached_property
    def values(self) -> dict[date, Decimal]:
        """The months that have a value, in order."""
        return {month: figure.value for month, figure in sorted(self.outturns.items()) if figure.value is not None}

    @cached_property
    def figures(self) -> tuple[ParsedFigure, ...]:
        """Every figure: benchmarks, months, months of earlier years, the year to date."""
        total = () if self.year_to_date is None else (self.year_to_date,)
        benchmarks = (benchmark.figure for benchmark in self.benchmarks)
        return (*benchmarks, *self.outturns.values(), *self.earlier.values(), *total)


@dataclass(frozen=True)
class ParsedIndicator:
    """One row of the index. Unit, accumulation, frequency, year basis and counts_people are proposals from title,
    number format and figures; `rating_wording` is the RAG cell's own text, empty where blank. `months_heading` is the
    first month heading of the row's table: rows of one table share it. `rating` is what that text means, where it is a
    rating; `tolerance` what the workbook's thresholds make of it; `first_month` the first for which the table has a
    column."""

    location: Location
    section: str
    number: str
    title: str
    why_it_is_important: str
    polarity: Polarity
    target: ParsedTarget
    unit: Unit
    decimal_places: int
    year_basis: YearBasis
    frequency: Frequency
    accumulation: Accumulation
    counts_people: bool
    rating_wording: str
    rating_location: Location
    measures: tuple[ParsedMeasure, ...]
    months_heading: Location | None = None
    rating: Rating | None = None
    tolerance: Decimal | None = None
    first_month: date | None = None


@dataclass(frozen=True)
class ParsedIndex:
    """A whole workbook. `reporting_year` is the year in which the financial year starts: 2020 for 2020/21.

    `as_at` is the first day of the last month for which any row of the financial-year table has a figure.
    Every cell of the sheets read that is not empty is in `locations_read`, or in a finding that says why not;
    `cells_read` is how many there are.
    """

    title: str
    reporting_year: int
    as_at: date
    sections: tuple[str, ...]
    indicators: tuple[ParsedIndicator, ...]
    findings: tuple[Finding, ...]
    sheets_read: tuple[str, ...]
    cells_read: int
    locations_read: frozenset[Location] = frozenset()

    @property
    def earliest(self) -> date | None:
        """The first month of the blocks of earlier years; None where there are none."""
        months = (month for row in self.indicators for measure in row.measures for month in measure.earlier)
        return min(months, default=None)
