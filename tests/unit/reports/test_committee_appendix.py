"""Appendix one of the committee's report: the index, and what explains it."""

from datetime import date

import msgspec

from reports.renderers.document import document_of
from reports.renderers.document_parts import (
    Facts,
    Heading,
    Table,
)
from suppression.paper import Paper, Summary, YearFigure
from tests.unit.reports.outlines import headings, those_of, words
from tests.unit.reports.papers import (
    HIDDEN,
    NOT_RATED,
    absent,
    indicator,
    measure,
    paper,
    shown,
)


def test_every_row_of_a_table_fills_its_columns() -> None:
    whole = document_of(
        paper(
            indicator("1", measure(shown("7"), HIDDEN, HIDDEN, absent("Local Measure"))),
            indicator("2", measure(shown("8")), year_basis="calendar"),
            indicator("3", rating=NOT_RATED, target="", why_it_is_important="Because."),
        )
    )
    for table in those_of(whole, Table):
        for group in table.groups:
            for row in group.rows:
                assert sum(cell.columns for cell in row) == len(table.widths), table.caption
        reach = sum(cell.columns * cell.rows for row in table.head for cell in row)
        assert reach == len(table.widths) * len(table.head), table.caption


def test_the_legend_explains_the_wordings_that_the_paper_has() -> None:
    whole = document_of(
        paper(indicator("1", measure(absent("Not Available"), absent("not available"), absent("N/A"))))
    )
    names = [row.name for row in those_of(whole, Facts)[-1].rows]
    assert names[:4] == ["● GREEN", "▲ AMBER", "■ RED", "Not rated"]
    assert "Data suppressed, see part 2 report" in names
    assert "Not Available; N/A" in names


def test_sources_of_benchmarks_name_each_source_once() -> None:
    england = YearFigure(
        "england", "2019/20", shown("12"), source="Department for Education", taken_on=date(2021, 1, 5)
    )
    figures = measure(shown("7"), benchmarks=(england,))
    whole = document_of(paper(indicator("1", figures), indicator("2", figures)))
    (row,) = those_of(whole, Table)[-1].groups[0].rows
    assert [words(cell.lines).removesuffix(" words ") for cell in row] == [
        "England",
        "2019/20",
        "Department for Education",
        "5 January 2021",
        "1 and 2",
    ]


def test_an_empty_paper_is_drawn() -> None:
    empty: Paper = msgspec.structs.replace(paper(), sections=(), summary=Summary(0, 0, 0, 0, 0))
    assert [heading for heading in headings(document_of(empty)) if "Indicator" in heading] == []
    assert all(isinstance(each, Heading) for each in document_of(empty).headings)
