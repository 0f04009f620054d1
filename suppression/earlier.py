"""Earlier reports as a reader keeps them: figures revised since, years to date of other months, and other years."""

from datetime import date
from decimal import Decimal
from itertools import pairwise

from indicators.index import Index, IndexIndicator, IndexMeasure
from indicators.periods import year_start
from indicators.vocabulary import Accumulation, Unit, YearBasis
from suppression.draft import Draft
from suppression.engine import Cell, RelationKind, SeriesKind, step_key
from suppression.history import History, figures_in, report_name
from suppression.paper import Hidden, Part1Paper, PublicFigure, Shown
from suppression.places import (
    YEAR_TO_DATE,
    as_shown_in,
    benchmark_place,
    earlier_year_to_date,
    key_of,
    month_place,
    revision_of,
)
from suppression.series import SERIES_KINDS


def add_revisions(draft: Draft, history: History) -> None:
    """A count that was shown as another number: the difference may be a small group that was recorded late."""
    for key, cell in list(draft.cells.items()):
        if not cell.latent:
            for source, then in history.shown_otherwise(key, cell.value):
                shown = draft.unused(as_shown_in(key, source), then)
                if shown not in draft.cells:
                    _public(draft, shown, then, f"{cell.label} in {source}", cell.counts_people, source)
                    _differs(draft, key, shown)


def _public(draft: Draft, key: str, number: int, label: str, people: bool, source: str) -> None:
    draft.cells[key] = Cell(key, number, label, counts_people=people, weight=0, public_since=source)


def _differs(draft: Draft, now: str, then: str) -> None:
    """What is now less what was then: latent, and below 0 where fewer are counted now."""
    cell, old = draft.cells[now], draft.value(then)
    difference = None if cell.value is None or old is None else cell.value - old
    label = f"what was changed in {cell.label} since {draft.cells[then].public_since or 'then'}"
    draft.latent(revision_of(then), label, difference, cell.counts_people, None if old is None else -old)
    draft.relate(RelationKind.REVISION, ((now, 1), (then, -1), (revision_of(then), -1)))


def add_earlier_papers(draft: Draft, index: Index, history: History) -> None:
    """The years to date that earlier papers of the year showed, and what papers of other years said of ours."""
    other_years = sorted((each for each in history.papers if each.months != index.months), key=lambda each: each.as_at)
    newest = {paper.months: paper for paper in other_years}
    figures = {id(paper): dict(figures_in(paper)) for paper in history.papers}
    for indicator in index.indicators:
        if indicator.unit is not Unit.COUNT or indicator.accumulation not in (
            Accumulation.FLOW,
            Accumulation.RUNNING_TOTAL,
        ):
            continue
        for measure in indicator.measures:
            for paper in history.papers:
                if paper.months == index.months and indicator.accumulation is Accumulation.FLOW:
                    _add_year_to_date(draft, index, indicator, measure, paper, figures[id(paper)])
            for paper in newest.values():
                _add_other_year(draft, indicator, measure, paper, figures[id(paper)])


def _add_year_to_date(
    draft: Draft,
    index: Index,
    indicator: IndexIndicator,
    measure: IndexMeasure,
    paper: Part1Paper,
    figures: dict[str, PublicFigure],
) -> None:
    """A flow's year to date in another report of the year is the sum of the months as they stood there."""
    year_to_date = key_of(indicator.key, measure.name, YEAR_TO_DATE)
    total = _number(figures.get(year_to_date))
    then = earlier_year_to_date(year_to_date, paper.as_at)
    if total is None or paper.as_at == index.as_at or then in draft.cells:
        return
    first = year_start(paper.as_at, indicator.year_basis)
    months: list[str] = []
    for month, figure in measure.months:
        key = key_of(indicator.key, measure.name, month_place(month))
        there = figures.get(key)
        if first <= month <= paper.as_at and (figure is not None or there is not None):
            if key not in draft.cells and not isinstance(there, Shown | Hidden):
                return
            if key not in draft.cells and there is not None:  # a later paper: this one has no such month yet
                _earlier(draft, key, there, f"indicator {indicator.number}, {month:%B %Y}", indicator, paper)
            changed = as_shown_in(key, report_name(paper))
            months.append(changed if changed in draft.cells else key)
    if not months or first < measure.months[0][0]:
        return
    label = f"indicator {indicator.number}, year to date in {report_name(paper)}"
    _public(draft, then, total, label, indicator.counts_people, report_name(paper))
    terms = [(then, -1), *((key, 1) for key in months)]
    late = draft.total(terms)
    if late not in (None, 0):
        draft.latent(revision_of(then), f"what was recorded late in {label}", late, indicator.counts_people, -total)
        terms.append((revision_of(then), -1))
    draft.relate(RelationKind.YEAR_TO_DATE, terms)


def _add_other_year(
    draft: Draft, indicator: IndexIndicator, measure: IndexMeasure, paper: Part1Paper, figures: dict[str, PublicFigure]
) -> None:
    """Last year's months add up to the year that we show as our own previous year."""
    columns = paper.calendar_months if indicator.year_basis is YearBasis.CALENDAR else paper.months
    last = min(paper.as_at, columns[-1])
    first = year_start(last, indicator.year_basis)
    keys: list[str] = []
    for month in columns:
        key = key_of(indicator.key, measure.name, month_place(month))
        figure = figures.get(key)
        if first <= month <= last and figure is not None:
            if not isinstance(figure, Hidden) and _number(figure) is None:
                return
            if key not in draft.cells:
                _earlier(draft, key, figure, f"indicator {indicator.number}, {month:%B %Y}", indicator, paper)
            keys.append(key)
    total_key = key_of(indicator.key, measure.name, YEAR_TO_DATE)
    total = figures.get(total_key)
    if not keys or not isinstance(total, Shown | Hidden) or columns[0] > first:
        return
    then = earlier_year_to_date(total_key, paper.as_at)
    label = f"indicator {indicator.number}, year to date in {report_name(paper)}"
    _earlier(draft, then, total, label, indicator, paper)
    kind = SERIES_KINDS[indicator.accumulation]
    if not _fits(draft, kind, keys, then):
        return
    _relate_year(draft, kind, keys, then)
    own = key_of(indicator.key, measure.name, benchmark_place("own", _year_name(first, indicator.year_basis)))
    if own in draft.cells and last.month == _last_month(first):
        if draft.total(((own, 1), (then, -1))) in (None, 0):
            draft.relate(RelationKind.SAME, ((own, 1), (then, -1)))
        else:
            _differs(draft, own, then)


def _earlier(
    draft: Draft, key: str, figure: PublicFigure, label: str, indicator: IndexIndicator, paper: Part1Paper
) -> None:
    """A figure of another year: public, or hidden and then unknown to us too."""
    number = _number(figure)
    if number is None:
        draft.latent(key, label, None, indicator.counts_people)
        draft.of_other_reports.add(key)
    else:
        _public(draft, key, number, label, indicator.counts_people, report_name(paper))


def _fits(draft: Draft, kind: SeriesKind, keys: list[str], total: str) -> bool:
    """Whether the figures of that year add up, as far as they are known."""
    values = [value for value in map(draft.value, keys) if value is not None]
    if kind is SeriesKind.FLOW:
        return draft.total([(total, -1), *((key, 1) for key in keys)]) in (None, 0)
    return values == sorted(values) and draft.total(((total, -1), (keys[-1], 1))) in (None, 0)


def _relate_year(draft: Draft, kind: SeriesKind, keys: list[str], total: str) -> None:
    """The months of another year in sums, and in steps of 0 or more where a total of them is hidden."""
    if kind is SeriesKind.FLOW:
        draft.relate(RelationKind.YEAR_TO_DATE, [(total, -1), *((key, 1) for key in keys)])
        return
    draft.relate(RelationKind.YEAR_TO_DATE, ((total, -1), (keys[-1], 1)))
    if any(draft.cells[key].latent for key in keys):
        for before, after in pairwise(keys):
            terms = [(after, 1), (before, -1)]
            label = f"the step to {draft.cells[after].label} from the total before it"
            draft.latent(step_key(after), label, draft.total(terms), draft.cells[after].counts_people)
            draft.relate(RelationKind.STEP, [*terms, (step_key(after), -1)])
            draft.of_other_reports.add(step_key(after))


def _number(figure: PublicFigure | None) -> int | None:
    if not isinstance(figure, Shown) or figure.value is None or figure.value != figure.value.to_integral_value():
        return None
    return int(Decimal(figure.value))


def _year_name(first: date, basis: YearBasis) -> str:
    return f"{first.year}" if basis is YearBasis.CALENDAR else f"{first.year}/{(first.year + 1) % 100:02}"


def _last_month(first: date) -> int:
    return (first.month - 2) % 12 + 1
