"""Reads a finished Part 1 paper as an outsider does: for the disclosure check, from the paper and nothing else."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from suppression.engine import Ratio, ReaderView, Relation, RelationKind, Series, SeriesKind
from suppression.paper import Hidden, PaperIndicator, PaperMeasure, Part1Paper, PublicFigure, Shown
from suppression.places import YEAR_TO_DATE, benchmark_place, earlier_year_to_date, key_of, month_place


class Unreadable(Exception):
    """The paper says something that the check does not understand; the message names the indicator."""


YEAR_STARTS = {"financial": 4, "calendar": 1, "academic": 9}
UNITS = {"count", "percentage", "rate_per_10000", "weeks", "average"}
ACCUMULATIONS = {"flow", "running_total", "stock", "ratio", "latest"}


class _View:
    """What has been read so far."""

    def __init__(self) -> None:
        self.shown: dict[str, int] = {}
        self.hidden: set[str] = set()
        self.relations: list[Relation] = []
        self.series: list[Series] = []
        self.ratios: list[Ratio] = []
        self.labels: dict[str, str] = {}


def reader_view_of(
    paper: Part1Paper, not_people: frozenset[str] = frozenset(), earlier: Iterable[Part1Paper] = ()
) -> ReaderView:
    """What a reader has of a paper: its counts, what is marked hidden, and what its definitions let them assume.

    They also have the `earlier` papers of the same year: what one of them shows is known though it is hidden now.
    `not_people` names indicators (by key) that count no people; a reader who does not know that only assumes more.
    Raises Unreadable for a unit, accumulation or year that the check does not know.
    """
    view = _read(paper)
    for other in earlier:
        if other.months == paper.months:
            _remember(view, paper, other)
    outside = {key for key in (*view.shown, *view.hidden) if key.partition("|")[0] in not_people}
    return ReaderView(
        shown=view.shown,
        hidden=frozenset(view.hidden),
        relations=tuple(view.relations),
        series=tuple(view.series),
        ratios=tuple(view.ratios),
        not_people=frozenset(outside),
        labels=view.labels,
    )


def _read(paper: Part1Paper) -> _View:
    view = _View()
    for indicator in paper.indicators:
        if indicator.unit not in UNITS or indicator.accumulation not in ACCUMULATIONS:
            raise Unreadable(f"Indicator {indicator.number}: unit or accumulation is unknown to the disclosure check.")
        if indicator.year_basis not in YEAR_STARTS:
            raise Unreadable(f"Indicator {indicator.number}: its kind of year is unknown to the disclosure check.")
        for measure in indicator.measures:
            _read_measure(view, indicator, measure)
    _read_parts(view, paper)
    return view


def _remember(view: _View, paper: Part1Paper, other: Part1Paper) -> None:
    """Add what another paper of the year shows: its figures, and the sums that its years to date are."""
    known = _read(other)
    for series in known.series:
        key = series.year_to_date
        if key is None or key not in known.shown or other.as_at == paper.as_at or series.kind is not SeriesKind.FLOW:
            continue
        then = earlier_year_to_date(key, other.as_at)
        if then in view.shown or not (view.shown.keys() | view.hidden).issuperset(series.cells):
            continue
        view.shown[then] = known.shown[key]
        view.labels[then] = f"{known.labels[key]} of {other.as_at:%B %Y}"
        if (
            view.hidden.isdisjoint(series.cells)
            and sum(view.shown[month] for month in series.cells) != view.shown[then]
        ):
            continue
        view.relations.append(
            Relation(((then, -1), *((month, 1) for month in series.cells)), 0, RelationKind.YEAR_TO_DATE)
        )
    for key, number in known.shown.items():
        if key in view.hidden and (other.as_at == paper.as_at or not key.endswith(f"|{YEAR_TO_DATE}")):
            view.hidden.discard(key)
            view.shown[key] = number


def _read_measure(view: _View, indicator: PaperIndicator[PublicFigure], measure: PaperMeasure[PublicFigure]) -> None:
    years: dict[int, list[str]] = {}
    gaps: set[int] = set()
    for month in measure.months:
        year = month.month.year - (month.month.month < YEAR_STARTS[indicator.year_basis])
        key = _read_figure(view, indicator, measure, month_place(month.month), f"{month.month:%B %Y}", month.figure)
        if key:
            years.setdefault(year, []).append(key)
        elif month.figure is not None:
            gaps.add(year)
    total = _read_figure(view, indicator, measure, YEAR_TO_DATE, YEAR_TO_DATE, measure.year_to_date)
    for benchmark in measure.benchmarks:
        if benchmark.comparator == "own":
            place = benchmark_place(benchmark.comparator, benchmark.period)
            _read_figure(view, indicator, measure, place, f"own previous year {benchmark.period}", benchmark.figure)
    if indicator.unit != "count" or indicator.accumulation not in ("flow", "running_total"):
        return
    for year, keys in years.items():
        is_flow = indicator.accumulation == "flow"
        year_to_date = total if year == max(years) and not (is_flow and year in gaps) else None
        if date(year, YEAR_STARTS[indicator.year_basis], 1) < measure.months[0].month:
            year_to_date = None
        kind = SeriesKind.FLOW if is_flow else SeriesKind.RUNNING_TOTAL
        if _contradicts_itself(view, kind, keys, year_to_date):
            continue
        view.series.append(Series(kind, tuple(keys), year_to_date))


def _contradicts_itself(view: _View, kind: SeriesKind, keys: list[str], year_to_date: str | None) -> bool:
    """Whether everything is shown and does not fit: then the reader sees that nothing follows from it."""
    if any(key in view.hidden for key in (*keys, *([year_to_date] if year_to_date else []))):
        return False
    values = [view.shown[key] for key in keys]
    if kind is SeriesKind.FLOW:
        return year_to_date is not None and sum(values) != view.shown[year_to_date]
    return values != sorted(values) or (year_to_date is not None and values[-1] != view.shown[year_to_date])


def _read_figure(
    view: _View,
    indicator: PaperIndicator[PublicFigure],
    measure: PaperMeasure[PublicFigure],
    place: str,
    words: str,
    figure: PublicFigure | None,
) -> str | None:
    """Take one figure into the view; its key where it is a count, shown or hidden."""
    key = key_of(indicator.key, measure.name, place)
    label = f"indicator {indicator.number}{f' ({measure.name})' if measure.name else ''}, {words}"
    if isinstance(figure, Shown) and figure.numerator is not None and figure.denominator is not None:
        for part, number in (("numerator", figure.numerator), ("denominator", figure.denominator)):
            view.shown[f"{key} ({part})"] = _integer(number, label)
            view.labels[f"{key} ({part})"] = f"{label}, {part}"
        view.ratios.append(Ratio(key, f"{key} (numerator)", f"{key} (denominator)", label))
        view.labels[key] = label
    if indicator.unit != "count":
        return None
    if isinstance(figure, Hidden):
        view.hidden.add(key)
    elif isinstance(figure, Shown) and figure.value is not None:
        view.shown[key] = _integer(figure.value, label)
    else:
        return None
    view.labels[key] = label
    return key


def _read_parts(view: _View, paper: Part1Paper) -> None:
    for whole in paper.indicators:
        parts = [indicator.key for indicator in paper.indicators if whole.key in indicator.related("part_of")]
        known = view.shown.keys() | view.hidden
        for key in sorted(known) if parts else ():
            indicator, separator, tail = key.partition("|")
            together = [f"{part}{separator}{tail}" for part in parts]
            if indicator != whole.key or not known.issuperset(together):
                continue
            everything_is_shown = view.shown.keys() >= {key, *together}
            if everything_is_shown and sum(view.shown[part] for part in together) != view.shown[key]:
                continue
            view.relations.append(Relation(((key, -1), *((part, 1) for part in together)), 0, RelationKind.PARTS))


def _integer(number: Decimal, label: str) -> int:
    if number != number.to_integral_value():
        raise Unreadable(f"{label.capitalize()} is shown as {number}, which is no whole number.")
    return int(number)
