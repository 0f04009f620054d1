"""What the headings of a report say: the role of a column, its month or quarter, its year."""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

from indicators.importers import heading_words
from indicators.importers.cells import Cell, CellKind
from indicators.importers.numerals import shown, tidy
from indicators.periods import FIRST_MONTH
from indicators.vocabulary import Comparator, YearBasis

"""The month in which each kind of year starts."""


class Role(StrEnum):
    """What a column can hold. MONTH, PREVIOUS_YEAR and the comparators are figures; LEFT_OUT is not read."""

    NUMBER = "number"
    TITLE = "title"
    SECTION = "section"
    WHY = "why"
    POLARITY = "polarity"
    UNIT = "unit"
    FREQUENCY = "frequency"
    TARGET = "target"
    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    RATING = "rating"
    MONTH = "month"
    YEAR_TO_DATE = "year_to_date"
    PREVIOUS_YEAR = "previous_year"
    ENGLAND = "england"
    LONDON = "london"
    LEFT_OUT = "left_out"


_LONGEST = 120
_OWN = {phrase: Role(role) for role, phrases in heading_words.OWN.items() for phrase in phrases}
_PHRASES = {phrase: Role(role) for role, phrases in heading_words.OTHERS.items() for phrase in phrases} | _OWN
_LEFT_OUT = {phrase: what for what, phrases in heading_words.LEFT_OUT.items() for phrase in phrases}
_MONTHS = {name[:3].casefold(): number for number, name in enumerate(calendar.month_name) if name}
_MONTH_NAMES = "|".join(
    sorted(
        {name.casefold() for name in [*calendar.month_name, *calendar.month_abbr, "sept"] if name},
        key=len,
        reverse=True,
    )
)
_MONTH = re.compile(
    rf"(?<![a-z])(?P<month>{_MONTH_NAMES})(?![a-z])\.?(?:[\s.'’-]*(?P<year>(?:20)?[0-9]{{2}})(?![0-9%]))?",
    re.IGNORECASE,
)
_QUARTER = re.compile(r"(?<![a-z])(?:q|qtr|quarter)\.?\s*([1-4])(?![0-9])", re.IGNORECASE)
_SPLIT_YEAR = re.compile(
    r"(?<![0-9/-])(?:(20[0-9]{2})\s*[/–-]\s*((?:20)?[0-9]{2})|([0-6][0-9])/([0-7][0-9]))(?![0-9/-])"
)
_YEAR = re.compile(r"(?<![0-9])(20[0-9]{2})(?![0-9]|\s*[/–-]\s*[0-9])")
_SEPARATOR = re.compile(r"\s+[-–—]\s+|[:(\n]")


@dataclass(frozen=True)
class MonthHeading:
    """A month as its heading writes it: in a calendar `year`, or in a year of two halves that starts `in_year`.

    Both are None where the heading gives neither. `stands_for_quarter` where only the quarter is named.
    """

    month: int
    year: int | None
    quarter: int | None
    wording: str
    in_year: int | None = None
    stands_for_quarter: bool = False


@dataclass(frozen=True)
class ComparatorHeading:
    """A benchmark column: whose figure, and of which year (`2019/20`, `2019` or empty). `name` is the column's."""

    comparator: Comparator
    period: str
    name: str


@dataclass(frozen=True)
class Period:
    """The time that a heading names: months in order, quarters, a year (`2019/20` or `2019`); empty where none."""

    months: tuple[tuple[int, int | None], ...] = ()
    quarters: tuple[int, ...] = ()
    year: str = ""

    @property
    def is_span(self) -> bool:
        """Several months or quarters, so that it is not said which one the figures are of."""
        return len(self.quarters) > 1 or (len(self.months) > 1 and not self.quarters)

    @property
    def is_one(self) -> bool:
        return (len(self.months) == 1 or len(self.quarters) == 1) and not self.is_span

    def __bool__(self) -> bool:
        return bool(self.months or self.quarters or self.year)


@dataclass(frozen=True)
class Words:
    """A heading taken apart: the time that it names, and the words that are left, in small letters."""

    text: str
    rest: str
    first: str
    period: Period


@lru_cache(maxsize=4096)
def words_in(text: str) -> Words:
    """`Target 08/09` as “target” of 2008/09; `first` is what stands before a dash, colon or bracket."""
    text = text.strip()[:_LONGEST]
    rest, period = _without_period(tidy(text))
    before, *after = _SEPARATOR.split(text, maxsplit=1)
    rest = _plain(rest)
    first = _plain(_without_period(tidy(before))[0]) if after else rest
    return Words(tidy(text), rest, first, period)


def words_of(cell: Cell) -> Words:
    """The same for a cell, which may hold a date. A date shown without its year (`20-Apr`) is only a month."""
    if cell.kind is CellKind.DATE and isinstance(cell.value, date):
        pattern = cell.number_format.casefold()
        has_year = "y" in pattern or "d" not in pattern
        period = Period(months=((cell.value.month, cell.value.year if has_year else None),))
        return Words(f"{cell.value:%b-%y}" if has_year else f"{cell.value:%b}", "", "", period)
    return words_in(shown(cell))


def role_in(words: Words) -> tuple[Role | None, str, bool]:
    """The role that a heading's words give its column, why it is left out where it is, and whether the own layout has
    that heading."""
    if words.rest in _OWN:
        return _OWN[words.rest], "", True
    for phrase in (words.rest, words.first):
        if phrase in _PHRASES:
            return _PHRASES[phrase], "", False
        if phrase in _LEFT_OUT:
            return Role.LEFT_OUT, _LEFT_OUT[phrase], False
    return None, "", False


@lru_cache(maxsize=4096)
def role_of(heading: str) -> Role | None:
    """The role that the words of a heading give its column, whatever its time."""
    if len(heading) > _LONGEST:
        return None
    return role_in(words_in(heading))[0]


def says_figures(words: Words) -> bool:
    """Whether the words say no more than that figures stand below: `Actual`, or nothing beside the time."""
    return words.rest in ("", *heading_words.FIGURES) or words.first in heading_words.FIGURES


def says_latest(words: Words) -> bool:
    """Whether the words mean one month without naming it: `Current month`."""
    return words.rest in heading_words.LATEST


def is_another_comparator(words: Words) -> bool:
    """Whether the words name somebody that the catalogue compares with nobody: `Statistical neighbours`."""
    return not heading_words.COMPARATORS.isdisjoint(words.rest.split())


@lru_cache(maxsize=1024)
def is_group_heading(heading: str) -> bool:
    """Whether the heading stands over several columns without saying anything about one: "Benchmarking and trend"."""
    return len(heading) < _LONGEST and _plain(tidy(heading).replace("&", "and")) in heading_words.GROUPS


def month_heading(words: Words, above: Period, basis: YearBasis) -> MonthHeading | None:
    """The one month of a heading; a quarter is its last month. The year may stand above several columns.

    None where the heading names no month, or several.
    """
    period = words.period
    if not period.is_one and above.is_one and not period.is_span:
        period = Period(above.months, above.quarters, period.year or above.year)
    if not period.is_one:
        return None
    year_text = period.year or above.year
    in_year = start_of(year_text) if "/" in year_text else None
    quarter = period.quarters[0] if period.quarters else None
    if len(period.months) == 1:
        month, year = period.months[0]
        if year is None and year_text and in_year is None:
            year = int(year_text)
        return MonthHeading(month, year, quarter, words.text, None if year else in_year)
    month = (FIRST_MONTH[basis] + 3 * (quarter or 1) - 2) % 12 + 1
    year = int(year_text) if year_text and in_year is None else None
    if year is not None and basis is not YearBasis.CALENDAR:
        year, in_year = None, year
    return MonthHeading(month, year, quarter, words.text, in_year, stands_for_quarter=True)


def year_in(text: str) -> str | None:
    """The one year in a text, as `2020/21` or `2020`; None where there is none, or no year that can be (`2020/25`)."""
    match = re.search(r"(?<![0-9])(20[0-9]{2})(?:\s*[/–-]\s*((?:20)?[0-9]{2}))?(?![0-9])", text)
    if match is None:
        short = _SPLIT_YEAR.search(text)
        return (short and _split_year(short)) or None
    if match[2] is None:
        return match[1]
    following = (int(match[1]) + 1) % 100
    return f"{match[1]}/{following:02d}" if int(match[2][-2:]) == following else None


def start_of(period: str) -> int:
    """The calendar year in which a period starts: 2020 for `2020/21` and for `2020`."""
    return int(period[:4])


def month_in_year(month: int, basis: YearBasis, start_year: int) -> date:
    """The first day of a month in the year that starts in `start_year`: January of 2020/21 is 2021-01-01."""
    return date(start_year + (month < FIRST_MONTH[basis]), month, 1)


def quarter_of(month: int, basis: YearBasis) -> int:
    """The quarter of the year that a month lies in: June is in quarter 1 of a financial and 2 of a calendar year."""
    return (month - FIRST_MONTH[basis]) % 12 // 3 + 1


def _without_period(text: str) -> tuple[str, Period]:
    """The text without the times that it names, and those times."""
    year = ""
    for match in _SPLIT_YEAR.finditer(text):
        split = _split_year(match)
        if split:
            year = year or split
            text = text.replace(match[0], " ", 1)
    quarters = tuple(dict.fromkeys(int(match[1]) for match in _QUARTER.finditer(text)))
    text = _QUARTER.sub(" ", text) if quarters else text
    months = tuple(
        (_MONTHS[match["month"][:3].casefold()], int(match["year"][-2:]) + 2000 if match["year"] else None)
        for match in _MONTH.finditer(text)
    )
    text = _MONTH.sub(" ", text) if months else text
    single = _YEAR.search(text)
    if single and not year:
        year = single[1]
        text = text.replace(single[0], " ", 1)
    return text, Period(months, quarters, year)


def _split_year(match: re.Match[str]) -> str:
    """`2007/08` of `07/08`, `2007-08`, `2007/2008`; empty for two numbers that are no year of two halves."""
    first, second = int((match[1] or match[3])[-2:]), int((match[2] or match[4])[-2:])
    return f"20{first:02d}/{second:02d}" if second == (first + 1) % 100 else ""


def _plain(text: str) -> str:
    """Small letters, single spaces, and of punctuation only what is a word of its own (# and %)."""
    return tidy(re.sub(r"[^\w#%'+]+", " ", text.casefold().replace("&", " and ")))
