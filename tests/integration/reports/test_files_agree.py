"""All files of one publication say the same: every figure is read back from each, and compared with the paper.

None of the readers knows how the files were written; they know what people see, or what the documentation says.
"""

import csv
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

import docx
import msgspec
import openpyxl
import pypdf
import pytest
from django.template.loader import render_to_string

from reports.pages import index_context
from reports.renderers import RENDERERS
from suppression.paper import (
    Absent,
    ExemptFigure,
    Hidden,
    Paper,
    PaperIndicator,
    Part2Paper,
    PartlyHidden,
    PartTwoOnly,
    Rated,
    Shown,
    decode_part_1,
    decode_part_2,
    encode,
)
from tests.factories.files import READING, file_of, kept_paper
from tests.factories.pages import tables_of
from tests.factories.papers import figures

Row = dict[str, str]
"""One indicator of an index, by place: `2020-12`, `year to date`, `own 2019/20`, `england`, `rating`."""


@pytest.fixture(scope="module", params=[1, 2], ids=["Part 1", "Part 2"])
def paper(request: pytest.FixtureRequest) -> Paper:
    return kept_paper(request.param, 2)


# What the paper says, place by place


def words_of(paper: Paper, figure: ExemptFigure) -> str:
    return paper.hidden_wording if isinstance(figure, Hidden) else figure.text


def said_together(figures_there: list[tuple[str, str]]) -> str:
    """`99% (initial) 100% (review)`; one reason for all measures is said once."""
    if len({words for _, words in figures_there}) == 1 and not re.match(r"\d", figures_there[0][1]):
        return figures_there[0][1]
    if len(figures_there) == 1:
        return figures_there[0][1]
    return " ".join(f"{words} ({name})" for name, words in figures_there)


def row_of(paper: Paper, indicator: PaperIndicator, years_above: Mapping[str, str]) -> Row:
    """What the indicator's row of an index says. A year of England's or London's is said where it is not above."""
    found: dict[str, list[tuple[str, str]]] = {}
    for measure in indicator.measures:
        for entry in measure.months:
            if entry.figure is not None:
                words = words_of(paper, entry.figure)
                found.setdefault(f"{entry.month:%Y-%m}", []).append((measure.name, words))
        if measure.year_to_date is not None:
            found.setdefault("year to date", []).append((measure.name, words_of(paper, measure.year_to_date)))
        for each in measure.benchmarks:
            place = f"own {each.period}" if each.comparator == "own" else each.comparator
            year = "" if each.comparator == "own" or years_above[each.comparator] else each.period
            found.setdefault(place, []).append((measure.name, f"{words_of(paper, each.figure)} {year}".strip()))
    row = {place: said_together(there) for place, there in found.items()}
    return row | {"rating": paper.hidden_wording if isinstance(indicator.rating, Hidden) else indicator.rating.text}


def years_above(paper: Paper, indicators: Iterable[PaperIndicator]) -> dict[str, str]:
    """The year of England's and London's figures in a table, where there is only one."""
    years: dict[str, set[str]] = {"england": set(), "london": set()}
    for indicator in indicators:
        for measure in indicator.measures:
            for each in measure.benchmarks:
                if each.comparator != "own":
                    years[each.comparator].add(each.period)
    return {name: found.pop() if len(found) == 1 else "" for name, found in years.items()}


def index_of(paper: Paper) -> dict[str, Row]:
    """Every row of the index, by the indicator's number."""
    rows = {}
    for is_calendar in (False, True):
        indicators = [each for each in paper.indicators if (each.year_basis == "calendar") == is_calendar]
        above = years_above(paper, indicators)
        rows |= {indicator.number: row_of(paper, indicator, above) for indicator in indicators}
    return rows


# What a table laid out as an index says


def place_of(heading: Any) -> str:
    """Where the figures of a column stand; empty where it has none."""
    if isinstance(heading, datetime | date):
        return f"{heading:%Y-%m}"
    text = " ".join(str(heading or "").split())
    if re.fullmatch(r"[A-Z][a-z]{2} \d{2}", text):
        return datetime.strptime(text, "%b %y").strftime("%Y-%m")
    if text.casefold() == "year to date":
        return "year to date"
    if re.match(r"(England|London)\b", text):
        return text.split()[0].casefold()
    if text in ("Rating", "RAG rating"):
        return "rating"
    year = re.search(r"20\d\d(/\d\d)?$", text)
    return f"own {year[0]}" if year and "Target" not in text else ""


def plain(text: str) -> str:
    """As it is read: without the shapes of ratings, and without the mark of what is not in Part 1."""
    return " ".join(re.sub(r"not in Part 1|[●▲■]", "", " ".join(text.split())).split())


def rows_in(grid: list[list[Any]]) -> Iterator[tuple[str, Row]]:
    """The rows of a table laid out as an index: those that begin with a number, under headings that name months."""
    above: dict[int, str] = {}
    places: dict[int, str] = {}
    for cells in grid:
        headings = {column: place for column, cell in enumerate(cells) if (place := place_of(cell))}
        if len({place for place in headings.values() if place[:2] == "20"}) > 3:
            places = above | headings
        elif "year to date" in headings.values():
            above = headings
        elif places and re.fullmatch(r"\d+(\.\d+)?", str(cells[0])):
            row = {place: plain(str(cells[column])) for column, place in places.items() if cells[column] is not None}
            yield str(cells[0]), {place: text for place, text in row.items() if text}


def index_in(grids: Iterable[list[list[Any]]]) -> dict[str, Row]:
    return {number: row for grid in grids for number, row in rows_in(grid)}


# The readers


def from_html(paper: Paper) -> dict[str, Row]:
    context = index_context(paper) | {"reader": READING.reader, "read_at": READING.at}
    name = "reports/part_2_index.html" if paper.part == 2 else "reports/index.html"
    return index_in(tables_of(render_to_string(name, context)))


def from_word(paper: Paper) -> dict[str, Row]:
    document = docx.Document(BytesIO(file_of(paper, "word")))
    return index_in([[cell.text for cell in row.cells] for row in table.rows] for table in document.tables)


def from_index_workbook(paper: Paper) -> dict[str, Row]:
    sheet = openpyxl.load_workbook(BytesIO(file_of(paper, "index")))["Performance Index"]
    grid = [[_as_seen(cell) for cell in row] for row in sheet.iter_rows()]
    for area in sheet.merged_cells.ranges:
        for row in range(area.min_row - 1, area.max_row):
            for column in range(area.min_col - 1, area.max_col):
                grid[row][column] = grid[area.min_row - 1][area.min_col - 1]
    return index_in([grid])


def _as_seen(cell: Any) -> Any:
    """A number in its format, as a spreadsheet shows it."""
    if not isinstance(cell.value, int | float) or isinstance(cell.value, bool):
        return cell.value
    form = cell.number_format
    decimals = len(form.rstrip("%").partition(".")[2])
    if form.endswith("%"):
        return f"{Decimal(repr(cell.value)) * 100:.{decimals}f}%"
    return f"{cell.value:,.{decimals}f}"


LAID_OUT: dict[str, Callable[[Paper], dict[str, Row]]] = {
    "html": from_html,
    "word": from_word,
    "index": from_index_workbook,
}


@pytest.mark.parametrize("kind", LAID_OUT)
def test_each_figure_of_the_index_stands_in_its_row_and_column(paper: Paper, kind: str) -> None:
    expected, found = index_of(paper), LAID_OUT[kind](paper)
    assert list(found) == list(expected)
    for number, row in expected.items():
        assert found[number] == {place: plain(text) for place, text in row.items()}, number


def test_each_row_of_the_pdf_says_its_figures_in_order(paper: Paper) -> None:
    pages = pypdf.PdfReader(BytesIO(file_of(paper, "pdf"))).pages
    text = plain(" ".join(page.extract_text() for page in pages))
    place = text.rindex("Appendix One:")
    for number, row in index_of(paper).items():
        own = [name for name in row if name.startswith("own ")]
        months = _without_repeated(paper, [row[name] for name in sorted(row) if re.fullmatch(r"\d{4}-\d{2}", name)])
        said = [row[name] for name in (*own, "england", "london", "rating") if name in row]
        said += [*months, row.get("year to date", "")]
        line = plain(" ".join(said))
        found = text.find(line, place)
        assert found >= 0, f"{number}: {line}"
        place = found


@pytest.mark.parametrize("kind", LAID_OUT)
def test_another_figure_is_read_as_another(paper: Paper, kind: str) -> None:
    """The control of the tests above."""
    changed = decode_part_1 if paper.part == 1 else decode_part_2
    document = encode(paper)
    assert document.count(b'"text":"2,837"') == 1
    read = LAID_OUT[kind](
        changed(document.replace(b'"text":"2,837"', b'"text":"2,838"').replace(b'"2837"', b'"2838"'))
    )
    assert read["9"].pop("year to date") == "2,838"
    expected = index_of(paper)
    assert expected["9"].pop("year to date") == "2,837"
    assert read["9"] == expected["9"]


def _without_repeated(paper: Paper, months: list[str]) -> list[str]:
    """Adjacent hidden months are said once."""
    return [
        words
        for number, words in enumerate(months)
        if not (words == paper.hidden_wording and number and months[number - 1] == words)
    ]


# Files for machines: every number, not only what people read


def number(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def figure_of(row: Mapping[str, str]) -> ExemptFigure:
    """The figure of a row of the CSV, by what the metadata says of its columns."""
    text = row["text"].removeprefix("'")
    numbers = {name: number(row[name]) for name in ("value", "numerator", "denominator", "rate")}
    match row["status"]:
        case "shown":
            return Shown(text, **numbers, numbers_hidden=tuple(row["numbers_hidden"].split()))
        case "part_two_only":
            return PartTwoOnly(text, **numbers)
        case "partly_hidden":
            return PartlyHidden(text, numbers["numerator"], numbers["denominator"])
        case "hidden":
            assert not any(numbers.values())
            return Hidden()
        case absence:
            assert not any(numbers.values())
            return Absent(absence, text)


def csv_rows(paper: Paper) -> list[dict[str, str]]:
    text = file_of(paper, "csv").decode("utf-8")
    return list(csv.DictReader(StringIO(text, newline=""), strict=True))


def test_the_csv_has_every_figure_with_all_its_numbers(paper: Paper) -> None:
    kinds = {"own_year": "own", "england": "england", "london": "london"}
    found = {}
    for row in csv_rows(paper):
        place = row["period"] if row["period_kind"] == "month" else "year to date"
        if row["period_kind"] in kinds:
            place = f"{kinds[row['period_kind']]} {row['period']}".strip()
        found[row["number"], row["measure"].removeprefix("'"), place] = figure_of(row)
    assert found == figures(paper)


def test_the_csv_has_the_definitions_and_ratings(paper: Paper) -> None:
    by_key = {row["indicator"]: row for row in csv_rows(paper)}
    for indicator in paper.indicators:
        row = by_key.get(indicator.key)
        if row is None:
            continue
        assert (row["title"].removeprefix("'"), row["unit"], row["polarity"]) == (
            indicator.title,
            indicator.unit,
            indicator.polarity,
        )
        assert (row["target"], number(row["target_low"]), number(row["target_high"])) == (
            indicator.target,
            indicator.target_low,
            indicator.target_high,
        )
        rating = indicator.rating
        if isinstance(rating, Rated):
            assert (row["rating"], row["rating_text"], row["rating_status"]) == (rating.rating, rating.text, "shown")
        else:
            assert (row["rating"], row["rating_text"], row["rating_status"]) == ("", "", "hidden")
    assert set(by_key) == {indicator.key for indicator in paper.indicators}


def test_the_json_is_the_paper(paper: Paper) -> None:
    document = file_of(paper, "json")
    if paper.part == 1:
        assert document == encode(paper)
        assert decode_part_1(document) == paper
    else:
        envelope = json.loads(document)
        assert list(envelope) == ["not_for_publication", "read_by", "read_at", "paper"]
        assert decode_part_2(msgspec.json.encode(envelope["paper"])) == paper


def test_the_open_data_has_every_figure_with_all_its_numbers(paper: Paper) -> None:
    workbook = openpyxl.load_workbook(BytesIO(file_of(paper, "open-data")))
    found = {}
    for sheet in workbook.worksheets:
        if sheet.title.startswith("Table_"):
            for row in _table_of(sheet):
                found[row["Number"], _measure(row), _open_place(row)] = (
                    *(_number_or_marker(row[name]) for name in ("Value", "Numerator", "Denominator", "Rate")),
                    row["In words"],
                )
    expected = {place: _as_open_data(paper, figure) for place, figure in figures(paper).items()}
    assert found == expected


def _table_of(sheet: Any) -> list[dict[str, Any]]:
    (table,) = sheet.tables.values()
    head, *rows = [[cell.value for cell in row] for row in sheet[table.ref]]
    return [dict(zip(head, row, strict=True)) for row in rows]


def _measure(row: Mapping[str, Any]) -> str:
    return "" if row["Measure"] == "[z]" else row["Measure"]


def _open_place(row: Mapping[str, Any]) -> str:
    kind, period = row["Kind of period"], row["Period"]
    if kind == "Month":
        return datetime.strptime(period, "%B %Y").strftime("%Y-%m")
    if kind == "Year to date":
        return "year to date"
    period = "" if period == "[x]" else period
    return f"{ {'Previous year': 'own'}.get(kind, kind.casefold()) } {period}".strip()


def _number_or_marker(value: Any) -> Any:
    return value if isinstance(value, str) else float(value)


def _as_open_data(paper: Paper, figure: ExemptFigure) -> tuple[Any, ...]:
    """Each number, or the shorthand for why it is not there, and the words."""
    names = ("value", "numerator", "denominator", "rate")
    words = words_of(paper, figure)
    if isinstance(figure, Hidden):
        return ("[c]", "[c]", "[c]", "[c]", words)
    if isinstance(figure, Absent):
        is_unavailable = figure.absence in ("awaited", "not_available", "not_published")
        marker = "[c]" if figure.absence == "suppressed" else "[x]" if is_unavailable else "[z]"
        return (*[marker] * 4, words)
    missing = "[c]" if isinstance(figure, PartlyHidden) else "[z]"
    hidden = getattr(figure, "numbers_hidden", ())
    numbers = [getattr(figure, name, None) for name in names]
    return (
        *(
            float(number) if number is not None else "[c]" if name in hidden else missing
            for name, number in zip(names, numbers, strict=True)
        ),
        words,
    )


def test_the_open_data_has_the_ratings(paper: Paper) -> None:
    workbook = openpyxl.load_workbook(BytesIO(file_of(paper, "open-data")))
    found = {row["Number"]: row["Rating"] for row in _table_of(workbook["Ratings"])}
    assert found == {
        each.number: "[c]" if isinstance(each.rating, Hidden) else each.rating.text for each in paper.indicators
    }


def test_what_people_said_is_the_same_in_the_open_data(paper: Paper) -> None:
    workbook = openpyxl.load_workbook(BytesIO(file_of(paper, "open-data")))
    said = "\n".join(row["Text"] for row in _table_of(workbook["Commentary"]))
    for indicator in paper.indicators:
        if indicator.commentary and indicator.commentary.text:
            assert indicator.commentary.text.split("\n\n")[0].split("[")[0].strip() in said
    exempt = [each.text for each in paper.exempt_texts] if isinstance(paper, Part2Paper) else []
    assert all(text.split("\n\n")[0] in said for text in exempt)
    assert bool(exempt) == (paper.part == 2)


def test_every_kind_of_file_is_read_back_here() -> None:
    read = {*LAID_OUT, "pdf", "csv", "open-data", "json"} - {"html"}
    assert read | {"csv-metadata"} == set(RENDERERS)
