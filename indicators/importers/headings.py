"""What the headings of an index say: the role of a column, its month, its comparator and year."""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto
from functools import lru_cache

from indicators.importers.cells import Cell, CellKind
from indicators.importers.numerals import tidy
from indicators.vocabulary import Comparator, YearBasis

FIRST_MONTH = {YearBasis.FINANCIAL: 4, YearBasis.CALENDAR: 1, YearBasis.ACADEMIC: 9}
"""The month in which each kind of year starts."""


class Role(Enum):
    """What a column other than a month or a benchmark holds."""

    NUMBER = auto()
    TITLE = auto()
    WHY = auto()
    POLARITY = auto()
    TARGET = auto()
    RATING = auto()
    YEAR_TO_DATE = auto()


_ROLES = (
    (Role.NUMBER, r"no\.?|number|ref\.?|indicator (?:no\.?|number)"),
    (Role.TITLE, r"(?:key )?(?:performance )?indicators?"),
    (Role.WHY, r"why is (?:this|it) important\??"),
    (Role.POLARITY, r"polarity"),
    (Role.TARGET, r"targets?(?: or range of acceptable performance)?(?: 20[0-9]{2}(?:[/-](?:20)?[0-9]{2})?)?"),
    (Role.RATING, r"rag(?: rating)?|rating"),
    (Role.YEAR_TO_DATE, r"year to date|ytd"),
)
_GROUP = re.compile(r"benchmarking(?: (?:and|&) trends?)?", re.IGNORECASE)
_YEAR = r"20[0-9]{2}(?:\s*[/-]\s*(?:20)?[0-9]{2})?"
_MONTHS = {name[:3].casefold(): number for number, name in enumerate(calendar.month_name) if name}
_MONTH_NAMES = "|".join(
    sorted(
        {name.casefold() for name in [*calendar.month_name, *calendar.month_abbr, "sept"] if name},
        key=len,
        reverse=True,
    )
)
_MONTH = re.compile(
    rf"(?P<month>{_MONTH_NAMES})\.?"
    r"(?:[\s'’-]*(?P<year>(?:20)?[0-9]{2}))?"
    r"(?:\s*[/(-]?\s*(?:q|quarter )(?P<quarter>[1-4])\)?)?",
    re.IGNORECASE,
)
_KNOWN_COMPARATORS = {"england": Comparator.ENGLAND, "london": Comparator.LONDON}
_OTHER_COMPARATORS = re.compile(
    r"\b(?:statistical|stat|neighbours?|sn|national|nearest|similar|inner|outer|regional?|quartile|average|avg|target|"
    r"rank|trend|change|forecast|uk|great britain|wales|scotland)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class MonthHeading:
    """A month as its heading writes it; `year` is None where the heading gives none."""

    month: int
    year: int | None
    quarter: int | None
    wording: str


@dataclass(frozen=True)
class ComparatorHeading:
    """A benchmark column: whose figure, and of which year (`2019/20`, `2019` or empty). `name` is the column's."""

    comparator: Comparator
    period: str
    name: str


@lru_cache(maxsize=1024)
def role_of(heading: str) -> Role | None:
    """The role that a heading's words give its column."""
    words = tidy(heading).casefold()
    return next((role for role, pattern in _ROLES if re.fullmatch(pattern, words)), None)


@lru_cache(maxsize=1024)
def is_group_heading(heading: str) -> bool:
    """Whether the heading stands over several columns without saying anything about one: "Benchmarking and trend"."""
    return _GROUP.fullmatch(tidy(heading)) is not None


def read_month(cell: Cell) -> MonthHeading | None:
    """`Apr-20`, `Apr 2020`, `April 2020`, `Jun-19 / Q1`, or a date; None for another heading."""
    if cell.kind is CellKind.DATE and isinstance(cell.value, date):
        return MonthHeading(cell.value.month, cell.value.year, None, f"{cell.value:%b-%y}")
    match = _MONTH.fullmatch(tidy(cell.value)) if isinstance(cell.value, str) else None
    if match is None:
        return None
    year = int(match["year"][-2:]) + 2000 if match["year"] else None
    quarter = int(match["quarter"]) if match["quarter"] else None
    return MonthHeading(_MONTHS[match["month"][:3].casefold()], year, quarter, tidy(str(cell.value)))


def read_comparator(heading: str) -> ComparatorHeading | None:
    """`England`, `London 2019`, or any other name with a year (`Bromley 2019/20`): the council's own previous year.

    None for a comparator that the catalogue does not have (statistical neighbours), which is no previous year.
    """
    match = re.fullmatch(rf"(?P<name>[^0-9]*?[^0-9\s,])[\s,]*\(?(?P<year>{_YEAR})?\)?", tidy(heading))
    if match is None:
        return None
    period = year_in(match["year"]) if match["year"] else ""
    comparator = _KNOWN_COMPARATORS.get(match["name"].casefold())
    if comparator is not None and period is not None:
        return ComparatorHeading(comparator, period, match["name"])
    if not period or _OTHER_COMPARATORS.search(match["name"]):
        return None
    return ComparatorHeading(Comparator.OWN, period, match["name"])


def year_in(text: str) -> str | None:
    """The one year in a text, as `2020/21` or `2020`; None where there is none, or no year that can be (`2020/25`)."""
    match = re.search(r"(?<![0-9])(20[0-9]{2})(?:\s*[/–-]\s*((?:20)?[0-9]{2}))?(?![0-9])", text)
    if match is None:
        return None
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
