"""Appendix one: the index as the council lays it out, how to read it, definitions, and whose the benchmarks are."""

from collections.abc import Iterator, Sequence
from typing import Any

from commentary.prose.markup import Paragraph, Run
from indicators.formatting import joined, opening
from indicators.vocabulary import Absence, Accumulation, Comparator, Frequency, YearBasis
from reports.renderers.document_exceptions import rating_name
from reports.renderers.document_parts import Cell, Fact, Facts, Heading, Item, Line, RatingName, RowGroup, Table
from reports.tables import Cell as PageCell
from reports.tables import Heading as PageHeading
from reports.tables import IndicatorHeading, PaperTable, index_tables
from reports.wording import AnyMeasure, AnyPaper, day_name, label, month_name, rating_reason, unit_name
from reports.wording import Line as FigureLine
from suppression.paper import Absent, ExemptFigure, Hidden, PartTwoOnly, Rated

NOT_IN_PART_1 = "not in Part 1"
WIDTHS = {"number": 7, "indicator": 56, "polarity": 11, "target": 13, "rating": 15}
FIGURE_WIDTH, WORDS_WIDTH = 11, 13
"""Shares of a wide page: of a column of figures, and of one that has words in their place."""

ABSENCES = {
    Absence.AWAITED: "The figure exists and has not come yet, or is published later.",
    Absence.NOT_AVAILABLE: "There is no figure: it was not counted, or cannot be had.",
    Absence.NOT_APPLICABLE: "There is nothing to count.",
    Absence.NOT_PUBLISHED: "Whoever holds the figure does not publish it.",
    Absence.SUPPRESSED: "Whoever holds the figure withholds it to protect confidentiality.",
    Absence.NEW_MEASURE: "The measure had not begun.",
    Absence.LOCAL_MEASURE: "Only this council measures it, so there is nothing to compare with.",
    Absence.NOT_DUE: "No figure is due.",
}
HIDDEN = (
    "The figure is withheld so that nobody can be recognised from it, or so that another figure cannot be worked out "
    "from it. It may be any number, including zero. It is in Part 2."
)
PART_2_ONLY = "The public cannot see this figure. Do not say it outside the exempt part of a meeting."


def appendix(paper: AnyPaper) -> Iterator[Item]:
    """The appendix of either part."""
    yield Heading(1, "", f"Appendix One: {paper.dataset}, {month_name(paper.as_at)}")
    sections = [(section.name, section.indicators) for section in paper.sections]
    for table in index_tables(paper, sections, lambda key: "", as_in_print=True):
        yield _table(table, paper.hidden_wording)
    yield Heading(2, "", "How to read the index")
    yield Facts("How to read the index", tuple(Fact(*row) for row in _legend(paper)))
    yield Heading(2, "", "Definitions")
    yield _definitions(paper)
    if sources := _sources(paper):
        yield Heading(2, "", "Sources of benchmarks")
        yield sources


def _table(table: PaperTable, hidden_wording: str) -> Table:
    names = list(table.columns.names())
    head = tuple(tuple(_head(heading) for heading in row) for row in table.header_rows)
    parts = dict(zip(names, (column.part for column in table.paper_columns), strict=True))
    rows: list[tuple[str, tuple[Cell, ...]]] = []
    for row in table.rows:
        cells = (_cell(part, row.record[name], hidden_wording) for name, part in parts.items())
        rows.append((row.record["section"], tuple(cell for cell in cells if cell)))
    sections = list(dict.fromkeys(section for section, _ in rows))
    groups = tuple(RowGroup(name, tuple(cells for section, cells in rows if section == name)) for name in sections)
    widths = tuple(_width(table, name) for name in names)
    return Table(table.caption, widths, head, groups, table.note)


def _head(heading: PageHeading) -> Cell:
    words = (Line(heading.text, "strong"),)
    return Cell(words, heading.colspan, heading.rowspan, is_figure="figure" in heading.classes)


def _width(table: PaperTable, name: str) -> int:
    if name in WIDTHS:
        return WIDTHS[name]
    if name.startswith("month_"):
        return FIGURE_WIDTH
    return WORDS_WIDTH if any(row.record[name].has_words for row in table.rows) else FIGURE_WIDTH


def _cell(part: str, content: Any, hidden_wording: str) -> Cell | None:
    """A cell as `part` says how to draw it; None where another reaches over it."""
    if part == "figures":
        return _figures(content, hidden_wording)
    if part == "indicator":
        return _indicator(content)
    if part == "rating":
        return Cell((_rating(content, hidden_wording),))
    return Cell((Line(content),))


def _indicator(heading: IndicatorHeading) -> Cell:
    why = (Line(heading.why, "quiet"),) if heading.why else ()
    return Cell((Line(heading.title, "strong"), Line(opening(heading.note), "quiet"), *why), is_heading=True)


def _figures(cell: PageCell, hidden_wording: str) -> Cell | None:
    if not cell.span:
        return None
    lines = [line for each in cell.lines for line in _figure(each, hidden_wording)]
    return Cell(tuple(lines), columns=cell.span, is_figure=True)


def _figure(line: FigureLine, hidden_wording: str) -> Iterator[Line]:
    """The figure's own words, whose and of when it is where that is to be said, and that Part 1 has it not."""
    if line.figure is None:
        return
    text = hidden_wording if line.is_hidden else line.text
    yield Line(text, "figure" if line.is_number else "quiet")
    if more := " ".join(each for each in (line.qualifier, line.period) if each):
        yield Line(more, "quiet")
    if isinstance(line.figure, PartTwoOnly):
        yield Line(NOT_IN_PART_1, "exempt")


def _rating(rating: Rated | Hidden, hidden_wording: str) -> Line:
    if isinstance(rating, Hidden):
        return Line(hidden_wording, "quiet")
    name: RatingName = rating_name(rating)
    return Line(rating.text, "rating", name) if name else Line(rating.text, "quiet")


def _legend(paper: AnyPaper) -> Iterator[tuple[str, tuple[Paragraph, ...]]]:
    yield "● GREEN", _said("On or better than the target, or inside the range.")
    yield "▲ AMBER", _said("Short of it, within tolerance.")
    yield "■ RED", _said("Short of it, beyond tolerance.")
    yield "Not rated", _said("Without a target, or without a figure to judge, there is no rating.")
    yield (
        "Polarity",
        _said(
            "High: higher is better. Low: lower is better. n/a: neither is better in itself; where there is a range, "
            "inside it is good."
        ),
    )
    yield (paper.hidden_wording, _said(HIDDEN)) if paper.part == 1 else (opening(NOT_IN_PART_1), _said(PART_2_ONLY))
    yield from _absences(paper)
    yield (
        "Year to date",
        _said(
            "From the start of the indicator’s own year: April for a financial year, September for an academic year, "
            "January for a calendar year. How months become a year to date is said under Definitions."
        ),
    )
    yield "Blank", _said("Not due: a month to come, or a month without a figure in a quarterly report.")


def _absences(paper: AnyPaper) -> Iterator[tuple[str, tuple[Paragraph, ...]]]:
    """Each kind of absence that the paper has, under the council's own wordings."""
    wordings: dict[str, list[str]] = {}
    for figure in _every_figure(paper):
        if isinstance(figure, Absent):
            said = wordings.setdefault(figure.absence, [])
            if figure.text.casefold() not in (each.casefold() for each in said):
                said.append(figure.text)
    for absence in Absence:
        if absence in wordings:
            yield "; ".join(wordings[absence]), _said(ABSENCES[absence])


def _every_figure(paper: AnyPaper) -> Iterator[ExemptFigure]:
    for _, measure in _measures(paper):
        for figure in (*(entry.figure for entry in measure.months), measure.year_to_date):
            if figure is not None:
                yield figure
        yield from (each.figure for each in measure.benchmarks)


def _measures(paper: AnyPaper) -> Iterator[tuple[str, AnyMeasure]]:
    for indicator in paper.indicators:
        measures: Sequence[AnyMeasure] = indicator.measures
        yield from ((indicator.number, measure) for measure in measures)


def _definitions(paper: AnyPaper) -> Table:
    def row(*texts: str) -> tuple[Cell, ...]:
        number, title, *rest = texts
        return (_words(number), Cell((Line(title),), is_heading=True), *(_words(text) for text in rest))

    indicators = [
        row(
            each.number,
            each.title,
            unit_name(each.unit).capitalize(),
            label(Frequency, each.frequency).capitalize(),
            label(YearBasis, each.year_basis).capitalize(),
            opening(label(Accumulation, each.accumulation)),
            *([rating_reason(each.rating) if isinstance(each.rating, Rated) else ""] if paper.part == 2 else []),
        )
        for each in paper.indicators
    ]
    names = ["No.", "Indicator", "Unit", "Reported", "Year", "Year to date", *["Rating"][: paper.part - 1]]
    return Table(
        caption="Definitions in force when this report was published",
        widths=(5, 40, 12, 12, 14, 40, *[30][: paper.part - 1]),
        head=(tuple(_heading(name) for name in names),),
        groups=(RowGroup("", tuple(indicators)),),
    )


def _sources(paper: AnyPaper) -> Table | None:
    """Each source with what was taken from it and when, and the indicators that it is beside; None without any."""
    found: dict[tuple[str, str, str, str], list[str]] = {}
    for number, measure in _measures(paper):
        for each in measure.benchmarks:
            if each.source:
                taken = day_name(each.taken_on) if each.taken_on else ""
                place = (label(Comparator, each.comparator), each.period, each.source, taken)
                numbers = found.setdefault(place, [])
                if number not in numbers:
                    numbers.append(number)
    if not found:
        return None
    rows = ((*(_words(text) for text in place), _words(joined(numbers))) for place, numbers in sorted(found.items()))
    return Table(
        caption="Where benchmarks were taken from, and when",
        widths=(16, 12, 60, 16, 40),
        head=(tuple(_heading(name) for name in ("Benchmark", "Period", "Source", "Taken on", "Indicators")),),
        groups=(RowGroup("", tuple(rows)),),
    )


def _heading(text: str) -> Cell:
    return Cell((Line(text, "strong"),))


def _words(text: str) -> Cell:
    return Cell((Line(text),))


def _said(text: str) -> tuple[Paragraph, ...]:
    return (Paragraph((Run(text),)),)
