"""The periods that a sentence names, as places of the subject's figures."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from commentary.prose.facts import YEAR_TO_DATE, Facts, SpokenFigure
from commentary.prose.number_words import MONTHS
from commentary.prose.patterns import IGNORE
from indicators.periods import add_months

QUARTER, YEAR = 3, 12

_MONTH = rf"(?P<month>{'|'.join(MONTHS)})(?:\s+(?P<of>20\d\d))?"
_PATTERNS = (
    (rf"\b(?:full |whole )?year to (?:the end of )?{_MONTH}\b", "year_to_date_of"),
    (r"\byear[- ]to[- ]date\b|\bytd\b|\bso far this year\b", "year_to_date"),
    (rf"(?<!\d )(?<!\dst )(?<!\dnd )(?<!\drd )(?<!\dth )\b{_MONTH}\b", "month"),
    (r"\b(?:the )?(?:previous|preceding|prior) quarter\b|\bquarter before\b", "quarter_before"),
    (r"\b(?:the )?last quarter\b", "last_quarter"),
    (r"\b(?:this|the current|the latest) quarter\b", "latest"),
    (r"\b(?:the )?(?:previous|preceding|prior|last) month\b|\bmonth before\b", "month_before"),
    (r"\b(?:the )?(?:previous|last|preceding) year\b|\bthe year before\b", "year_before"),
    (r"(?P<year>20\d\d(?:[/-]\d\d(?:\d\d)?)?)(?![\d/-])", "year"),
)
_READ = [(re.compile(pattern, IGNORE), kind) for pattern, kind in _PATTERNS]


@dataclass(frozen=True)
class Period:
    """A period as the text names it. `places` are those at which a figure may be meant; the first one is likeliest."""

    start: int
    end: int
    quote: str
    places: tuple[str, ...]


class Subject:
    """The figures of the indicator that a text is about, by place; several where it has several measures."""

    def __init__(self, facts: Facts) -> None:
        self.figures = [figure for figure in facts.figures if figure.indicator == facts.subject]
        self.as_at = facts.as_at
        months = [figure.place for figure in self.figures if figure.place[:1].isdigit() and figure.value is not None]
        in_time = [month for month in months if month <= f"{facts.as_at:%Y-%m}"]
        self.latest = _first_day(max(in_time)) if in_time else facts.as_at
        self.tells_all = facts.part != 1

    def at(self, places: tuple[str, ...]) -> list[SpokenFigure]:
        """The figures with a value at any of the places. In Part 1 a hidden one is no figure."""
        return [
            figure
            for figure in self.figures
            if figure.place in places and figure.value is not None and (self.tells_all or "value" not in figure.hidden)
        ]

    def now(self) -> tuple[str, ...]:
        """Where the figure stands that the report is about: its latest month, or its year to date."""
        return (_place(self.latest), YEAR_TO_DATE)


def periods(text: str, start: int, subject: Subject) -> list[Period]:
    """The periods named in a sentence that begins at `start`, in order; of two readings the longer counts."""
    found = sorted(_all(text, start, subject), key=lambda period: (period.start, -period.end))
    kept: list[Period] = []
    for period in found:
        if not kept or period.start >= kept[-1].end:
            kept.append(period)
    return kept


def _all(text: str, start: int, subject: Subject) -> Iterator[Period]:
    for pattern, kind in _READ:
        for match in pattern.finditer(text):
            yield Period(start + match.start(), start + match.end(), match.group(), _places(kind, match, subject))


def _places(kind: str, match: re.Match[str], subject: Subject) -> tuple[str, ...]:
    latest = subject.latest
    own = tuple(figure.place for figure in subject.figures if figure.place.startswith("own "))
    if kind in ("month", "year_to_date_of"):
        month = _month(match, subject.as_at)
        at_the_end = (YEAR_TO_DATE,) if month == subject.as_at else ()
        return at_the_end if kind == "year_to_date_of" else (_place(month), *at_the_end)
    if kind == "year":
        years, _, second = match["year"].replace("-", "/").partition("/")
        return (f"own {years}/{second[-2:]}" if second else f"own {years}",)
    return {
        "year_to_date": (YEAR_TO_DATE,),
        "quarter_before": (_place(add_months(latest, -QUARTER)),),
        "last_quarter": (_place(latest), _place(add_months(latest, -QUARTER))),
        "latest": (_place(latest),),
        "month_before": (_place(add_months(latest, -1)),),
        "year_before": (_place(add_months(latest, -YEAR)), *own[:1]),
    }[kind]


def _month(match: re.Match[str], as_at: date) -> date:
    """The month named; without a year the last one of that name that the report can speak of."""
    month = MONTHS.index(match["month"].casefold()) + 1
    if match["of"]:
        return date(int(match["of"]), month, 1)
    return date(as_at.year if month <= as_at.month else as_at.year - 1, month, 1)


def _first_day(place: str) -> date:
    year, _, month = place.partition("-")
    return date(int(year), int(month), 1)


def _place(month: date) -> str:
    return f"{month:%Y-%m}"
