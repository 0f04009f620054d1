"""What a text is checked against: every figure of a report, and which of them Part 1 does not show."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from suppression.paper import (
    ExemptFigure,
    Paper,
    PaperIndicator,
    PaperMeasure,
    Part1Paper,
    Part2Paper,
    PartTwoOnly,
    Shown,
)

YEAR_TO_DATE = "year to date"
NUMBERS = ("value", "numerator", "denominator")


@dataclass(frozen=True)
class SpokenFigure:
    """One figure of one measure, as Part 2 has it.

    `indicator` is its key. `place` is a month (`2020-12`), `year to date`, or a benchmark's comparator and period
    (`england 2019/20`, `own 2019`). `value` has the decimals that are printed. `hidden` names what Part 1 does not
    show: of `value`, `numerator` and `denominator`.
    """

    indicator: str
    number: str
    title: str
    measure: str
    place: str
    unit: str
    counts_people: bool
    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    decimal_places: int
    hidden: frozenset[str]
    polarity: str = ""


@dataclass(frozen=True)
class Facts:
    """What is known about the report in which a text will stand.

    `subject` is the key of the indicator that the text is about, empty for the whole report; `part` the paper in which
    it will stand, 1 or 2. `related` are the keys with which an indicator stands in a confirmed relation, whichever way
    round. `kept` names the rule and the quote of each passage that a person has kept with a reason.
    """

    subject: str
    part: int
    as_at: date
    smallest_publishable_count: int
    figures: tuple[SpokenFigure, ...]
    related: Mapping[str, frozenset[str]]
    kept: frozenset[tuple[str, str]] = frozenset()


def facts_of(
    part_1: Part1Paper,
    part_2: Part2Paper,
    subject: str,
    part: int,
    counts_people: Mapping[str, bool],
    kept: Iterable[tuple[str, str]] = (),
) -> Facts:
    """The facts of a report from its two papers.

    `counts_people` says of an indicator's key whether its small figures are protected; one that is not named does.
    A figure that came to us suppressed is a number that nobody here knows, and is left out.
    """
    public = {place: figure for place, _, figure in _figures(part_1)}
    figures = []
    for place, indicator, figure in _figures(part_2):
        if isinstance(figure, Shown | PartTwoOnly):
            protected = counts_people.get(indicator.key, True)
            figures.append(_spoken(indicator, place, figure, public.get(place), protected))
    return Facts(
        subject=subject,
        part=part,
        as_at=part_2.as_at,
        smallest_publishable_count=part_2.smallest_publishable_count,
        figures=tuple(figures),
        related=_related(part_2),
        kept=frozenset(kept),
    )


Place = tuple[str, str, str]
"""An indicator's key, a measure's name, and the place of a figure."""


def _figures(paper: Paper) -> Iterator[tuple[Place, PaperIndicator, ExemptFigure]]:
    for indicator in paper.indicators:
        for measure in indicator.measures:
            for place, figure in _places(measure):
                yield (indicator.key, measure.name, place), indicator, figure


def _places(measure: PaperMeasure) -> Iterator[tuple[str, ExemptFigure]]:
    for entry in measure.months:
        if entry.figure is not None:
            yield f"{entry.month:%Y-%m}", entry.figure
    if measure.year_to_date is not None:
        yield YEAR_TO_DATE, measure.year_to_date
    for benchmark in measure.benchmarks:
        yield f"{benchmark.comparator} {benchmark.period}".strip(), benchmark.figure


def _spoken(
    indicator: PaperIndicator, place: Place, figure: Shown | PartTwoOnly, public: ExemptFigure | None, protected: bool
) -> SpokenFigure:
    exponent = 0 if figure.value is None else figure.value.as_tuple().exponent
    return SpokenFigure(
        indicator=indicator.key,
        number=indicator.number,
        title=indicator.title,
        measure=place[1],
        place=place[2],
        unit=indicator.unit,
        counts_people=protected,
        value=figure.value,
        numerator=figure.numerator,
        denominator=figure.denominator,
        decimal_places=max(0, -exponent) if isinstance(exponent, int) else 0,
        hidden=frozenset(
            name for name in NUMBERS if getattr(figure, name) is not None and getattr(public, name, None) is None
        ),
        polarity=indicator.polarity,
    )


def _related(paper: Paper) -> Mapping[str, frozenset[str]]:
    """Every confirmed relation, seen from both of its indicators."""
    found = defaultdict(set)
    for indicator in paper.indicators:
        for relation in indicator.relations:
            found[indicator.key].add(relation.indicator)
            found[relation.indicator].add(indicator.key)
    return {key: frozenset(others) for key, others in found.items()}
