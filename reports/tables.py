"""Tables made from a paper: which figure stands in which cell. Nothing is worked out here, and nothing is ordered."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import django_tables2

from indicators.vocabulary import Comparator, Frequency, Polarity, YearBasis
from reports.directions import directions
from reports.wording import (
    POLARITY,
    AnyIndicator,
    AnyMeasure,
    AnyPaper,
    Line,
    has_target,
    label,
    latest_figure,
    month_heading,
    month_name,
    unit_name,
)
from suppression.paper import Hidden

Address = Callable[[str], str]


@dataclass(frozen=True)
class Cell:
    """What stands in one cell. A run of adjacent hidden months is one cell over `span` columns or rows.

    The cells that a run covers have a span of 0 and are not drawn.
    """

    lines: tuple[Line, ...]
    span: int = 1

    @property
    def is_run(self) -> bool:
        return self.span > 1

    @property
    def is_hidden(self) -> bool:
        return bool(self.lines) and all(line.is_hidden for line in self.lines)

    @property
    def has_words(self) -> bool:
        """Whether it needs room for words, being no run."""
        return self.span == 1 and any(line.kind == "absent" for line in self.lines)


@dataclass(frozen=True)
class IndicatorHeading:
    """The cell that heads an indicator's row."""

    number: str
    title: str
    url: str
    note: str
    why: str


@dataclass(frozen=True)
class Heading:
    """One heading of a table's head."""

    text: str
    scope: str = "col"
    colspan: int = 1
    rowspan: int = 1
    classes: str = ""


class PaperColumn(django_tables2.Column):
    """A column whose cells are passed to the template as they are. `part` says how the template draws them."""

    empty_values = ()

    def __init__(self, heading: str, part: str, classes: str = "", group: str = "") -> None:
        super().__init__(verbose_name=heading, orderable=False)
        self.part = part
        self.classes = classes
        self.group = group


class PaperTable(django_tables2.Table):
    """Figures in GOV.UK markup: a caption, scoped headings in one row or two, rows grouped by `section`."""

    class Meta:
        template_name = "components/table.html"
        orderable = False

    def __init__(
        self,
        name: str,
        caption: str,
        rows: Sequence[dict[str, Any]],
        columns: Sequence[tuple[str, PaperColumn]],
        note: str = "",
    ) -> None:
        super().__init__(rows, extra_columns=columns)
        self.name = name
        self.caption = caption
        self.note = note
        self.paper_columns = [column for _, column in columns]

    @property
    def is_wide(self) -> bool:
        """Whether it has grouped headings, and so more columns than a page is wide."""
        return any(column.group for column in self.paper_columns)

    @property
    def header_rows(self) -> list[list[Heading]]:
        """One row of headings, or two where columns stand in groups."""
        if not self.is_wide:
            return [[Heading(column.header, classes=column.classes) for column in self.paper_columns]]
        top: list[Heading] = []
        below: list[Heading] = []
        previous = ""
        for column in self.paper_columns:
            if not column.group:
                top.append(Heading(column.header, rowspan=2, classes=column.classes))
            elif column.group == previous:
                top[-1] = replace(top[-1], colspan=top[-1].colspan + 1, scope="colgroup")
            else:
                top.append(Heading(column.group, classes="app-index__group"))
            if column.group:
                below.append(Heading(column.header, classes=column.classes))
            previous = column.group
        return [top, below]


def index_tables(
    paper: AnyPaper,
    sections: Iterable[tuple[str, Sequence[AnyIndicator]]],
    url: Address,
    as_in_print: bool = False,
) -> list[Any]:
    """The index in two tables: of the financial year, and what is measured on calendar years.

    `sections` are names with the indicators to show; `url` gives an indicator's page from its key. The columns stand
    as a page has them, or `as_in_print` in the order of the council's own index.
    """
    chosen = [(name, indicator) for name, indicators in sections for indicator in indicators]
    calendar = [pair for pair in chosen if pair[1].year_basis == YearBasis.CALENDAR]
    financial = [pair for pair in chosen if pair[1].year_basis != YearBasis.CALENDAR]
    tables = []
    if financial:
        caption = f"{paper.dataset}: {_span(paper.months)}"
        note = "Indicators measured on a financial or academic year."
        tables.append(_index_table("index", caption, note, financial, paper.months, url, as_in_print))
    if calendar:
        caption = f"Measured on a calendar year: {_span(paper.calendar_months)}"
        note = "The year to date of these indicators starts in January."
        tables.append(_index_table("calendar-index", caption, note, calendar, paper.calendar_months, url, as_in_print))
    return tables


def months_table(indicator: AnyIndicator) -> PaperTable:
    """One indicator's months and year to date, a row each and a column for each measure."""
    measures: Sequence[AnyMeasure] = indicator.measures
    months = [entry.month for entry in measures[0].months] if measures else []
    columns = [month_cells((measure,), months) for measure in measures]
    rows = [
        {"heading": month_name(month)} | {f"measure_{place}": cells[row] for place, cells in enumerate(columns)}
        for row, month in enumerate(months)
    ]
    if any(measure.year_to_date for measure in measures):
        cells = [_year_to_date_cell((measure,)) for measure in measures]
        rows.append({"heading": "Year to date"} | {f"measure_{place}": cell for place, cell in enumerate(cells)})
    caption = f"Outturn by month ({unit_name(indicator.unit)})"
    return PaperTable("months", caption, rows, _measure_columns("Month", measures))


def month_cell(measures: Sequence[AnyMeasure], month: date) -> Cell:
    """One month of a row: a line for each measure, none where nothing is due."""
    several = len(measures) > 1
    lines = [
        Line(entry.figure, measure.name if several else "")
        for measure in measures
        for entry in measure.months
        if entry.month == month and entry.figure is not None
    ]
    return Cell(tuple(lines))


def month_cells(measures: Sequence[AnyMeasure], months: Sequence[date]) -> list[Cell]:
    """A row's months, in which adjacent hidden months are one cell that says so once."""
    return _run_down([month_cell(measures, month) for month in months])


def _index_table(
    name: str,
    caption: str,
    note: str,
    chosen: Sequence[tuple[str, AnyIndicator]],
    months: Sequence[date],
    url: Address,
    as_in_print: bool,
) -> PaperTable:
    own_years = _years((indicator for _, indicator in chosen), Comparator.OWN)
    england_year, london_year = (
        _only_year(_years((indicator for _, indicator in chosen), comparator))
        for comparator in (Comparator.ENGLAND, Comparator.LONDON)
    )
    benchmarks = (f"England {england_year or ''}".strip(), f"London {london_year or ''}".strip())
    rows = [
        {
            "section": section,
            "number": indicator.number,
            "indicator": IndicatorHeading(
                indicator.number,
                indicator.title,
                url(indicator.key),
                _note(indicator),
                indicator.why_it_is_important,
            ),
            "latest": _latest_cell(indicator),
            "direction": directions(indicator),
            "polarity": label(Polarity, indicator.polarity),
            "target": indicator.target if as_in_print or has_target(indicator) else "",
            "england": _benchmark_cell(indicator.measures, Comparator.ENGLAND, england_year),
            "london": _benchmark_cell(indicator.measures, Comparator.LONDON, london_year),
            "rating": indicator.rating,
            "year_to_date": _year_to_date_cell(indicator.measures),
        }
        | {
            f"own_{place}": _benchmark_cell(indicator.measures, Comparator.OWN, year)
            for place, year in enumerate(own_years)
        }
        | {f"month_{place}": cell for place, cell in enumerate(month_cells(indicator.measures, months))}
        for section, indicator in chosen
    ]
    return PaperTable(name, caption, rows, _index_columns(rows, own_years, benchmarks, months, as_in_print), note)


def _index_columns(
    rows: Sequence[dict[str, Any]],
    own_years: Sequence[str],
    benchmarks: tuple[str, str],
    months: Sequence[date],
    as_in_print: bool,
) -> list[tuple[str, PaperColumn]]:
    """On a page what a reader asks first stands first: the latest figure, where it goes, and how it is judged."""

    def figures(name: str, heading: str, group: str = "", first: bool = False) -> tuple[str, PaperColumn]:
        classes = "app-index__figure"
        if any(row[name].has_words for row in rows):
            classes += " app-index__figure--words"
        if first:
            classes += " app-index__group"
        return name, PaperColumn(heading, "figures", classes, group)

    named = [
        ("number", PaperColumn("No.", "number", "app-index__number")),
        ("indicator", PaperColumn("Indicator", "indicator", "app-index__title")),
    ]
    target = ("target", PaperColumn("Target or range", "words", "app-index__target"))
    rating = ("rating", PaperColumn("Rating", "rating", "app-index__rating"))
    by_month = [
        *(
            figures(f"month_{place}", month_heading(month), "Outturn by month", first=place == 0)
            for place, month in enumerate(months)
        ),
        figures("year_to_date", "Year to date", first=True),
    ]
    compared = [
        *(
            figures(f"own_{place}", year, "Own previous years", first=place == 0)
            for place, year in enumerate(own_years)
        ),
        figures("england", benchmarks[0], "Benchmarks", first=True),
        figures("london", benchmarks[1], "Benchmarks"),
    ]
    if as_in_print:
        return [*named, ("polarity", PaperColumn("Polarity", "words")), target, *compared, rating, *by_month]
    direction = ("direction", PaperColumn("Direction", "direction", "app-index__direction"))
    return [*named, figures("latest", "Latest"), direction, target, rating, *by_month, *compared]


def _measure_columns(heading: str, measures: Sequence[AnyMeasure]) -> list[tuple[str, PaperColumn]]:
    return [
        ("heading", PaperColumn(heading, "heading")),
        *(
            (
                f"measure_{place}",
                PaperColumn(measure.name.capitalize() or "Figure", "figures_down", "app-index__figure"),
            )
            for place, measure in enumerate(measures)
        ),
    ]


def _years(indicators: Iterable[AnyIndicator], comparator: Comparator) -> list[str]:
    """The years that a comparator's figures speak of, latest first."""
    years = {
        benchmark.period
        for indicator in indicators
        for measure in indicator.measures
        for benchmark in measure.benchmarks
        if benchmark.comparator == comparator
    }
    return sorted(years, reverse=True)


def _only_year(years: list[str]) -> str | None:
    """The year that can stand in the heading, because every figure below speaks of it; None where they differ."""
    return years[0] if len(years) == 1 else None


def _benchmark_cell(measures: Sequence[AnyMeasure], comparator: Comparator, period: str | None = None) -> Cell:
    """A benchmark's lines. Without `period`, all of that comparator, each with its own year in small."""
    several = len(measures) > 1
    lines = [
        Line(
            benchmark.figure,
            measure.name if several else "",
            benchmark.period if period is None else "",
        )
        for measure in measures
        for benchmark in measure.benchmarks
        if benchmark.comparator == comparator and period in (None, benchmark.period)
    ]
    return Cell((Line(lines[0].figure),) if _say_the_same(lines) else tuple(lines))


def _say_the_same(lines: Sequence[Line]) -> bool:
    """Whether several measures give one and the same reason for having no figure (`Local Measure`)."""
    return len({(line.kind, line.text) for line in lines}) == 1 and not any(line.is_number for line in lines)


def _year_to_date_cell(measures: Sequence[AnyMeasure]) -> Cell:
    several = len(measures) > 1
    lines = (
        Line(measure.year_to_date, measure.name if several else "") for measure in measures if measure.year_to_date
    )
    return Cell(tuple(lines))


def _run_down(cells: list[Cell]) -> list[Cell]:
    """Makes each run of adjacent hidden cells one cell, followed by cells that it covers."""
    merged: list[Cell] = []
    start = -1
    for place, cell in enumerate(cells):
        if not cell.is_hidden:
            start = -1
            merged.append(cell)
        elif start < 0:
            start = place
            merged.append(Cell((Line(Hidden()),)))
        else:
            merged[start] = replace(merged[start], span=merged[start].span + 1)
            merged.append(Cell((), span=0))
    return merged


def _latest_cell(indicator: AnyIndicator) -> Cell:
    """The latest month that has a number, shown or hidden, each line with its month."""
    latest = latest_figure(indicator)
    several = len(indicator.measures) > 1
    if latest is None:
        return Cell(())
    month = month_heading(latest.month)
    lines = [Line(each.figure, each.name if several else "", month) for each in latest.lines if each.figure]
    return Cell((Line(lines[0].figure, period=month),) if _say_the_same(lines) else tuple(lines))


def _note(indicator: AnyIndicator) -> str:
    words = [unit_name(indicator.unit), label(Frequency, indicator.frequency)]
    if indicator.polarity != Polarity.NEITHER:
        words.append(POLARITY[Polarity(indicator.polarity)].rstrip(".").lower())
    if indicator.year_basis == YearBasis.ACADEMIC:
        words.append(label(YearBasis, indicator.year_basis))
    return ", ".join(words)


def _span(months: Sequence[date]) -> str:
    return f"{month_name(months[0])} to {month_name(months[-1])}" if months else ""
