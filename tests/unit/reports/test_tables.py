"""The tables: what stands in which cell, and how it is said."""

import re
from html.parser import HTMLParser
from typing import Any

from django.template.loader import render_to_string

from reports.tables import PaperTable, index_tables, month_cells, months_table
from suppression.paper import HIDDEN_WORDING, Paper, PaperIndicator, PaperSection, YearFigure
from tests.unit.reports.papers import (
    CALENDAR_MONTHS,
    HIDDEN,
    MONTHS,
    NOT_RATED,
    absent,
    in_part_2,
    indicator,
    measure,
    paper,
    shown,
)


def index_of(*indicators: PaperIndicator) -> PaperTable:
    """The first table of an index with these indicators."""
    return tables_of(paper(*indicators))[0]


def tables_of(whole: Paper) -> list[PaperTable]:
    sections = [(section.name, section.indicators) for section in whole.sections]
    return index_tables(whole, sections, lambda key: f"/{key}/")


def html_of(table: PaperTable) -> str:
    return render_to_string("components/table.html", {"table": table, "hidden_wording": HIDDEN_WORDING})


def words(html: str) -> str:
    """The text of a page with every run of spaces made one."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).strip()


class Cells(HTMLParser):
    """Each row's cells as tag and attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.rows: list[list[tuple[str, dict[str, Any]]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append([])
        elif tag in ("th", "td"):
            self.rows[-1].append((tag, dict(attrs)))


# Hidden figures


def test_a_hidden_run_of_months_says_so_once() -> None:
    html = html_of(index_of(indicator("23", measure(shown("7"), HIDDEN, HIDDEN, HIDDEN, shown("9")))))
    assert html.count(HIDDEN_WORDING) == 1
    assert 'colspan="3"' in html


def test_a_run_ends_where_nothing_is_due() -> None:
    cells = month_cells((measure(HIDDEN, HIDDEN, None, HIDDEN),), MONTHS)
    assert [cell.span for cell in cells[:5]] == [2, 0, 1, 1, 1]


def test_a_hidden_run_takes_the_place_of_its_months_and_of_no_other() -> None:
    table = Cells(html_of(index_of(indicator("23", measure(shown("7"), HIDDEN, HIDDEN, shown("9"))))))
    widths = [sum(int(attributes.get("colspan", 1)) for _, attributes in row) for row in table.rows[2:]]
    assert len(set(widths)) == 1


def test_a_hidden_cell_reads_that_the_data_is_suppressed() -> None:
    html = words(html_of(index_of(indicator("23", measure(HIDDEN, year_to_date=HIDDEN)))))
    assert html.count("Data suppressed, see part 2 report") == 3, "the latest figure, its month, the year to date"


def test_of_two_measures_the_one_that_is_hidden_is_named() -> None:
    two = (measure(HIDDEN, name="initial"), measure(shown("99%"), name="review"))
    html = words(html_of(index_of(indicator("14", *two))))
    assert f"{HIDDEN_WORDING} (initial)" in html
    assert "99% (review)" in html


def test_months_hidden_for_both_measures_are_one_run() -> None:
    two = (measure(HIDDEN, HIDDEN, name="initial"), measure(HIDDEN, HIDDEN, name="review"))
    html = html_of(index_of(indicator("14", *two)))
    assert html.count(HIDDEN_WORDING) == 2, "the latest figure, and the run"
    assert 'colspan="2"' in html


def test_part_2_marks_each_figure_that_part_1_hides() -> None:
    html = words(html_of(index_of(indicator("23", measure(in_part_2("3"), shown("9"), in_part_2("4"))))))
    assert html.count("not in Part 1") == 3, "the latest figure is said twice"
    assert "3 not in Part 1" in html


# Figures and their absence


def test_two_measures_under_one_number_are_both_named() -> None:
    two = (measure(shown("100%"), name="initial"), measure(shown("99%"), name="review"))
    html = words(html_of(index_of(indicator("14", *two))))
    assert "100% (initial) 99% (review)" in html


def test_a_measure_that_its_figure_names_already_is_not_named_twice() -> None:
    two = (measure(shown("100% (initial)", "100"), name="initial"), measure(shown("99%"), name="review"))
    assert words(html_of(index_of(indicator("14", *two)))).count("100% (initial) ") == 2
    assert "(initial) (initial)" not in words(html_of(index_of(indicator("14", *two))))


def test_an_absence_keeps_the_councils_wording() -> None:
    assert "Available May 2021" in html_of(index_of(indicator("7", measure(absent("Available May 2021")))))


def test_a_month_that_is_not_due_is_blank() -> None:
    assert month_cells((measure(shown("7")),), MONTHS)[1].lines == ()


def test_zero_is_shown_and_not_blank() -> None:
    assert month_cells((measure(shown("0")),), MONTHS)[0].lines[0].text == "0"


# Headings


def test_every_data_cell_has_scoped_headers() -> None:
    table = Cells(html_of(index_of(indicator("23", measure(HIDDEN, HIDDEN)), indicator("24"))))
    heads = [attributes for row in table.rows for tag, attributes in row if tag == "th"]
    assert all(attributes.get("scope") in {"col", "colgroup", "row", "rowgroup"} for attributes in heads)
    data_rows = [row for row in table.rows if any(tag == "td" for tag, _ in row)]
    assert len(data_rows) == 2
    assert all(any(attributes.get("scope") == "row" for _, attributes in row) for row in data_rows)


def test_the_two_rows_of_headings_cover_the_same_columns() -> None:
    own = YearFigure("own", "2019/20", shown("6"))
    table = index_of(indicator("1", measure(shown("7"), benchmarks=(own,))))
    top, below = table.header_rows
    assert sum(heading.colspan for heading in top) == len(table.columns)
    assert len(below) == sum(heading.colspan for heading in top if heading.rowspan == 1)


def test_what_a_reader_asks_first_stands_first() -> None:
    own = tuple(YearFigure("own", year, shown("6")) for year in ("2017/18", "2019/20", "2018/19"))
    headings = [column.header for column in index_of(indicator("1", measure(benchmarks=own))).columns]
    assert headings[:6] == ["No.", "Indicator", "Latest", "Direction", "Target or range", "Rating"]
    assert headings[6:18] == [f"{month:%b %y}" for month in MONTHS]
    assert headings[18:] == ["Year to date", "2019/20", "2018/19", "2017/18", "England", "London"]


def test_the_latest_figure_stands_with_its_month_and_the_way_it_goes() -> None:
    html = words(html_of(index_of(indicator("9", measure(shown("412"), shown("304")), polarity="low"))))
    assert "304 May 20 improving since April 2020" in html


def test_a_hidden_latest_figure_says_its_month_and_has_no_direction() -> None:
    html = words(html_of(index_of(indicator("23", measure(shown("7"), HIDDEN)))))
    assert f"{HIDDEN_WORDING} May 20" in html
    assert " since " not in html


def test_no_target_is_said_once() -> None:
    said = "This is not a target measure"
    html = html_of(index_of(indicator("9", target=said, rating=NOT_RATED)))
    assert html.count(said) == 1


def test_a_benchmarks_year_stands_in_the_heading_where_all_share_it() -> None:
    england = YearFigure("england", "2019", shown("60%"))
    html = words(html_of(index_of(indicator("35.1", measure(benchmarks=(england,))))))
    assert "England 2019" in html
    assert "60% 2019" not in html


def test_a_benchmarks_year_stands_by_its_figure_where_years_differ() -> None:
    html = words(
        html_of(
            index_of(
                indicator("33", measure(benchmarks=(YearFigure("england", "2015/16", shown("42%")),))),
                indicator("34", measure(benchmarks=(YearFigure("england", "", shown("9")),))),
            )
        )
    )
    assert "42% 2015/16" in html


def test_each_section_heads_its_rows() -> None:
    sections = (
        PaperSection("Early Help", (indicator("1"), indicator("2"))),
        PaperSection("Safeguarding", (indicator("9"),)),
    )
    html = html_of(tables_of(paper(sections=sections))[0])
    assert html.count('scope="rowgroup"') == 2
    assert html.count("<tbody>") == 2


def test_indicators_on_a_calendar_year_have_a_table_of_their_own() -> None:
    calendar = indicator("35.1", measure(shown("48%"), months=CALENDAR_MONTHS), year_basis="calendar")
    financial, second = tables_of(paper(indicator("1"), calendar))
    assert next(column.header for column in second.columns if column.header.endswith(" 20")) == "Jan 20"
    assert "Title of 35.1" not in html_of(financial)


def test_why_an_indicator_is_important_opens_in_its_row() -> None:
    html = html_of(index_of(indicator("1", why_it_is_important="Early help prevents harm.")))
    assert "<details" in html
    assert "Early help prevents harm." in html


def test_a_title_cannot_bring_mark_up_with_it() -> None:
    assert "<script>" not in html_of(index_of(indicator("1", title="<script>alert(1)</script>")))


# One indicator


def test_an_indicators_months_stand_under_each_other_and_a_hidden_run_says_so_once() -> None:
    html = html_of(months_table(indicator("23", measure(HIDDEN, HIDDEN, shown("7")))))
    assert html.count(HIDDEN_WORDING) == 1
    assert 'rowspan="2"' in html
    assert "April 2020" in html


def test_an_indicators_measures_are_columns() -> None:
    table = months_table(indicator("14", measure(shown("1"), name="initial"), measure(shown("2"), name="review")))
    assert [column.header for column in table.columns] == ["Month", "Initial", "Review"]
