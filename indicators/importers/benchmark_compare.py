"""Compares the tool's figures with the benchmarks of a reporting year. Writes nothing."""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from indicators.benchmark_models import BenchmarkImport, BenchmarkMatch
from indicators.formatting import figure_text
from indicators.importers.benchmark_parsed import LineFinding, ToolFigure, ToolFile, ToolIndicator
from indicators.importers.benchmark_periods import read_period
from indicators.importers.benchmark_plan import BenchmarkChange, BenchmarkPlan, MeasureRow
from indicators.importers.benchmark_units import converted, unit_conflict
from indicators.importers.compare_figures import FIGURE_FIELDS, SIX_PLACES
from indicators.importers.plan import Action
from indicators.models import Benchmark
from indicators.vocabulary import Absence, Comparator, Polarity

MOST_PLACES = 2
POSITIONS = {Comparator.ENGLAND: 100, Comparator.LONDON: 101}
"""Where a benchmark that a workbook did not bring stands: after those that it did."""

BENCHMARK_FIELDS = (*FIGURE_FIELDS, "year")


def make_benchmark_plan(upload: BenchmarkImport, file: ToolFile, rows: Sequence[MeasureRow]) -> BenchmarkPlan:
    """Compare each matched measure's figures. One query, for the benchmarks stored."""
    plan = BenchmarkPlan(upload, file)
    stored: dict[tuple[int, str], list[Benchmark]] = defaultdict(list)
    for benchmark in Benchmark.objects.filter(
        measure__indicator__dataset=upload.dataset_id,
        reporting_year=upload.reporting_year,
        comparator__in=list(POSITIONS),
    ):
        stored[benchmark.measure_id, benchmark.comparator].append(benchmark)
    by_code = {each.code: each for each in file.indicators}
    for row in rows:
        _compare(plan, row, by_code, stored)
    return plan


def _compare(
    plan: BenchmarkPlan,
    row: MeasureRow,
    by_code: dict[str, ToolIndicator],
    stored: dict[tuple[int, str], list[Benchmark]],
) -> None:
    title = f"{row.definition.number} {row.name}"
    if row.match is None:
        plan.undecided.append(title)
        return
    if not row.match.code:
        plan.without.append(title)
        return
    plan.matched_codes.add(row.match.code)
    theirs = by_code.get(row.match.code)
    if theirs is None:
        plan.conflicts.append(
            LineFinding(
                f"“{row.match.code}” has no figure for this year in the file. What is stored is kept. If the tool has "
                "given the indicator another name, change the matching.",
                title,
            )
        )
        return
    _check_polarity(plan, row, theirs, title)
    problem = unit_conflict(theirs.unit, row.match.conversion, row.definition.unit)
    if problem:
        message = f"“{theirs.title}”: {problem}. Its figures are left out; change the matching or its conversion."
        plan.conflicts.append(LineFinding(message, title))
        return
    for figure in theirs.figures:
        _figure(plan, row, theirs, figure, stored[row.measure.pk, figure.comparator])


def _check_polarity(plan: BenchmarkPlan, row: MeasureRow, theirs: ToolIndicator, title: str) -> None:
    """The dictionary and our definition say the same direction, where both say one."""
    if theirs.polarity and row.definition.polarity not in (Polarity.NEITHER, theirs.polarity):
        message = (
            f"The tool's dictionary gives “{theirs.title}” the polarity {Polarity(theirs.polarity).label}, ours is "
            f"{row.definition.get_polarity_display()}. Check that both count the same; if so, its figures are right "
            "and an administrator should look at the definition."
        )
        plan.conflicts.append(LineFinding(message, title))


def _figure(
    plan: BenchmarkPlan, row: MeasureRow, theirs: ToolIndicator, figure: ToolFigure, stored: list[Benchmark]
) -> None:
    """One figure against the stored one: that of its year, or the only one there is. A figure stays where the file has
    none, and so does one of a later year."""
    fresh = Benchmark(
        measure=row.measure,
        reporting_year=plan.upload.reporting_year,
        comparator=figure.comparator,
        year=theirs.period,
        position=POSITIONS[figure.comparator],
        **_values(figure, row.match, theirs),
    )
    what, unit = figure.comparator.label, row.definition.unit
    after = f"{figure_text(fresh, unit)} ({theirs.period})"
    old = next((each for each in stored if each.year == theirs.period), None)
    if old is None and len(stored) == 1:
        old = stored[0]
    if old is None:
        plan.to_create.append(fresh)
        _say(plan, Action.NEW, row, figure, what, "", after)
        return
    before = f"{figure_text(old, unit)} ({old.year or 'no year said'})"
    reason = _reason_to_keep(old, fresh, theirs.year)
    if reason:
        place = f"{row.definition.number} {row.name}, {what}"
        plan.kept.append(LineFinding(f"Outturn has {before}; {reason}. What is stored is kept.", place))
    if reason or all(getattr(old, name) == getattr(fresh, name) for name in BENCHMARK_FIELDS):
        _say(plan, Action.UNCHANGED, row, figure, what, before, before)
        return
    for name in BENCHMARK_FIELDS:
        setattr(old, name, getattr(fresh, name))
    plan.to_update.append(old)
    _say(plan, Action.CHANGED, row, figure, what, before, after)


def _reason_to_keep(old: Benchmark, fresh: Benchmark, year: int) -> str:
    period = read_period(old.year)
    if period is not None and period.year > year:
        return f"the file's is of {fresh.year}, which is earlier"
    return "the file has no figure" if fresh.absence and not old.absence else ""


def _values(figure: ToolFigure, match: BenchmarkMatch | None, theirs: ToolIndicator) -> dict[str, object]:
    """The figure's fields as the catalogue keeps them, in our unit; an absence keeps its mark in its wording."""
    values: dict[str, object] = dict.fromkeys(("value", "numerator", "denominator", "rate"))
    if figure.value is None or match is None:
        absence = figure.absence or Absence.NOT_AVAILABLE
        mark = f" ({figure.mark})" if figure.mark else ""
        return values | {"absence": absence, "wording": f"{absence.label}{mark}", "decimal_places": 0}
    value = converted(figure.value, match.conversion).quantize(SIX_PLACES)
    return values | {"value": value, "absence": "", "wording": "", "decimal_places": _places(value, theirs)}


def _places(value: Decimal, theirs: ToolIndicator) -> int:
    """As the dictionary says, else as many as the value has, and no more than two."""
    if theirs.decimal_places is not None:
        return theirs.decimal_places
    exponent = value.normalize().as_tuple().exponent
    return min(MOST_PLACES, max(0, -exponent if isinstance(exponent, int) else 0))


def _say(
    plan: BenchmarkPlan, action: Action, row: MeasureRow, figure: ToolFigure, what: str, before: str, after: str
) -> None:
    plan.changes.append(
        BenchmarkChange(action, f"Line {figure.line}", row.definition.number, row.name, what, before, after)
    )
