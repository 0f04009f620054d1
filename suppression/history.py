"""What earlier Part 1 papers, and others, have said: what was public stays public, what was hidden stays hidden."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from indicators.index import Index
from suppression.known import KnownElsewhere
from suppression.paper import Absent, Hidden, Part1Paper, PartlyHidden, PublicFigure, Rated
from suppression.places import (
    YEAR_TO_DATE,
    benchmark_place,
    denominator_of,
    earlier_year_to_date,
    key_of,
    month_place,
    numerator_of,
    rating_key,
)


def report_name(paper: Part1Paper) -> str:
    return f"the report of {paper.as_at:%B %Y}"


def source_name(known: KnownElsewhere) -> str:
    return f"{known.source}, {known.published_on.day} {known.published_on:%B %Y}"


@dataclass(frozen=True)
class Said:
    """What one paper of the same year, or somebody else, has said: numbers (a rating: its words) and hidden items."""

    name: str
    shown: dict[str, Decimal | str]
    hidden: frozenset[str]


class History:
    """What was said of the items of one report, as at one month, before; the same year's papers, and others."""

    def __init__(self, index: Index, papers: Iterable[Part1Paper], known: Iterable[KnownElsewhere]) -> None:
        as_at = index.as_at
        self.papers = list(papers)
        self.said = [said_in(paper, as_at, paper.months == index.months) for paper in self.papers]
        for each in known:
            if not each.is_upper_limit:
                key = _same_place(each.key, as_at)
                self.said.append(Said(source_name(each), {key: Decimal(each.value)}, frozenset()))

    def shown_in(self, key: str, now: Decimal | str | int | None) -> str:
        """Where exactly this was shown, or empty. A revised figure is a new one."""
        return next((said.name for said in self.said if key in said.shown and said.shown[key] == now), "")

    def hidden_in(self, key: str) -> str:
        """The report that hid the item, or empty."""
        return next((said.name for said in self.said if key in said.hidden), "")

    def shown_otherwise(self, key: str, now: int | None) -> Iterator[tuple[str, int]]:
        """Where a count was shown as another number than now, and which."""
        for said in self.said:
            then = said.shown.get(key)
            if isinstance(then, Decimal) and then == then.to_integral_value() and then != now:
                yield said.name, int(then)


def said_in(paper: Part1Paper, as_at: date, same_year: bool) -> Said:
    """What a paper says, by key; its year to date and ratings only where it is as at the same month.

    What it hides counts within the year only.
    """
    shown: dict[str, Decimal | str] = {}
    hidden: set[str] = set()
    for key, figure in figures_in(paper):
        if key.endswith(f"|{YEAR_TO_DATE}") and paper.as_at != as_at:
            continue
        for item, said in _items_of(key, figure):
            if said is not None:
                shown[item] = said
            elif same_year:
                hidden.add(item)
    for indicator in paper.indicators if paper.as_at == as_at else ():
        if isinstance(indicator.rating, Rated):
            shown[rating_key(indicator.key)] = indicator.rating.text
        else:
            hidden.add(rating_key(indicator.key))
    return Said(report_name(paper), shown, frozenset(hidden))


def figures_in(paper: Part1Paper) -> Iterator[tuple[str, PublicFigure]]:
    """Every figure of ours in a paper, by key."""
    for indicator in paper.indicators:
        for measure in indicator.measures:
            for month in measure.months:
                if month.figure is not None:
                    yield key_of(indicator.key, measure.name, month_place(month.month)), month.figure
            if measure.year_to_date is not None:
                yield key_of(indicator.key, measure.name, YEAR_TO_DATE), measure.year_to_date
            for each in measure.benchmarks:
                if each.comparator == "own":
                    yield key_of(indicator.key, measure.name, benchmark_place("own", each.period)), each.figure


def _items_of(key: str, figure: PublicFigure) -> Iterator[tuple[str, Decimal | None]]:
    """What a figure shows (a number) and hides (None), by item."""
    if isinstance(figure, Absent):
        return
    if isinstance(figure, Hidden):
        yield from ((item, None) for item in (key, numerator_of(key), denominator_of(key)))
        return
    if isinstance(figure, PartlyHidden):
        yield key, None
    elif figure.value is not None:
        yield key, figure.value
    for item, number, name in (
        (numerator_of(key), figure.numerator, "numerator"),
        (denominator_of(key), figure.denominator, "denominator"),
    ):
        if number is not None:
            yield item, number
        elif isinstance(figure, PartlyHidden) or name in figure.numbers_hidden:
            yield item, None


def _same_place(key: str, as_at: date) -> str:
    """A year to date that others publish is named with its month: it is ours if that is the month of the report."""
    return key.replace(earlier_year_to_date(f"|{YEAR_TO_DATE}", as_at), f"|{YEAR_TO_DATE}")
