"""The CSV and its metadata: what a cell may hold, and what is said of it."""

import csv
import json
import re
from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.renderers import RENDERERS
from reports.renderers.csv_file import HARMFUL, as_it_was, harmless
from reports.renderers.tidy import STATUSES
from suppression.paper import Absent, Paper, PaperSection, PartlyHidden, Shown, YearFigure
from tests.factories.files import READING, file_of, kept_paper
from tests.unit.reports.papers import HIDDEN, absent, in_part_2, indicator, measure, paper, shown

FORMULAS = ('=HYPERLINK("http://example.org";"x")', "+1+1", "-2+3", "@SUM(A1)", "\tx", "\r=1", "＝1", "'=1", "'")
BUILT_IN = {"string", "decimal", "integer", "date", "dateTime", "gYearMonth"}


def rows(of: Paper) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(file_of(of, "csv").decode(), newline=""), strict=True))


def row_of(*figures: object, **said: object) -> dict[str, str]:
    (row,) = rows(paper(indicator("1", measure(*figures), **said)))
    return row


@pytest.mark.parametrize("text", FORMULAS)
def test_a_text_that_begins_as_a_formula_does_is_harmless_and_can_be_had_back(text: str) -> None:
    row = row_of(absent(text), title=text, target=text)
    for name in ("title", "target", "text"):
        assert row[name].startswith("'")
        assert as_it_was(row[name]) == text


@given(st.text())
def test_every_text_comes_back_and_none_is_a_formula(text: str) -> None:
    assert as_it_was(harmless(text)) == text
    assert not harmless(text).startswith(HARMFUL)


def test_a_number_stays_a_number_also_below_zero() -> None:
    row = row_of(Shown("-0.5%", Decimal("-0.5"), Decimal(-1), Decimal(200), Decimal("1E+2")))
    assert [row[name] for name in ("value", "numerator", "denominator", "rate")] == ["-0.5", "-1", "200", "100"]
    assert row["text"] == "'-0.5%"


def test_it_is_rfc_4180_in_utf_8_without_a_mark() -> None:
    content = file_of(paper(indicator("1", measure(absent('He said "no",\nand left – so')))), "csv")
    assert content.startswith(b"dataset,as_at,")
    assert content.count(b"\r\n") == 2 == content.count(b"\r")
    assert '"He said ""no"",\nand left – so"'.encode() in content
    assert content.endswith(b"\r\n")


def test_what_is_hidden_is_empty_and_has_its_status() -> None:
    row = row_of(HIDDEN, rating=HIDDEN)
    assert (row["status"], row["marker"], row["text"]) == ("hidden", "[c]", "Data suppressed, see part 2 report")
    names = ("value", "numerator", "denominator", "rate", "numbers_hidden", "rating", "rating_text")
    assert [row[name] for name in names] == [""] * len(names)
    assert row["rating_status"] == "hidden"


def test_what_is_partly_hidden_has_the_number_that_is_shown_and_names_the_other() -> None:
    row = row_of(PartlyHidden("Data suppressed (of 60)", denominator=Decimal(60)), unit="percentage")
    assert (row["status"], row["marker"], row["numbers_hidden"]) == ("partly_hidden", "[c]", "numerator")
    assert (row["value"], row["numerator"], row["denominator"]) == ("", "", "60")
    row = row_of(Shown("97%", Decimal(97), numbers_hidden=("numerator", "denominator")), unit="percentage")
    assert (row["status"], row["marker"], row["numbers_hidden"]) == ("shown", "", "numerator denominator")


@pytest.mark.parametrize(
    ("absence", "marker"),
    [
        *((name, "[x]") for name in ("awaited", "not_available", "not_published")),
        *((name, "[z]") for name in ("not_applicable", "new_measure", "local_measure", "not_due")),
        ("suppressed", "[c]"),
    ],
)
def test_an_absence_is_a_status_with_its_shorthand_and_wording(absence: str, marker: str) -> None:
    row = row_of(Absent(absence, "As the council words it"))
    assert (row["status"], row["marker"], row["text"]) == (absence, marker, "As the council words it")


def test_an_absence_that_nobody_knows_stops() -> None:
    with pytest.raises(ValueError, match="lost"):
        row_of(Absent("lost", "Lost"))


def test_each_figure_has_its_kind_of_period() -> None:
    years = (
        YearFigure("own", "2019/20", shown("8")),
        YearFigure("england", "2019", shown("9"), "Local Authority Interactive Tool", date(2021, 2, 3)),
        YearFigure("london", "", absent("Local Measure")),
    )
    found = rows(
        paper(indicator("1", measure(shown("1"), None, shown("2"), year_to_date=shown("3"), benchmarks=years)))
    )
    assert [(row["period_kind"], row["period"], row["value"]) for row in found] == [
        ("month", "2020-04", "1"),
        ("month", "2020-06", "2"),
        ("year_to_date", "2020-12", "3"),
        ("own_year", "2019/20", "8"),
        ("england", "2019", "9"),
        ("london", "", ""),
    ]
    assert [(row["source"], row["taken_on"]) for row in found[3:5]] == [
        ("", ""),
        ("Local Authority Interactive Tool", "2021-02-03"),
    ]


def test_part_2_says_on_each_row_what_it_is_and_who_reads_it() -> None:
    found = rows(paper(indicator("1", measure(in_part_2("3"), shown("9"))), part=2))
    assert [row["status"] for row in found] == ["part_two_only", "shown"]
    for row in found:
        assert list(row)[:3] == ["not_for_publication", "read_by", "read_at"]
        assert row["not_for_publication"] == "EXEMPT – Schedule 12A, paragraph 1 – not for publication"
        assert (row["read_by"], row["read_at"]) == (READING.reader, "2021-03-02T14:05:00")


def test_a_part_2_file_without_a_reader_and_a_part_1_file_with_one_are_refused() -> None:
    with pytest.raises(ValueError, match="who reads it"):
        RENDERERS["csv"].render(paper(part=2))
    with pytest.raises(ValueError, match="no reader"):
        RENDERERS["csv"].render(paper(), READING)


# The metadata


@pytest.mark.parametrize("part", [1, 2])
def test_the_metadata_describes_each_column_of_the_file_and_nothing_else(part: int) -> None:
    of = kept_paper(part, 2)
    said = json.loads(file_of(of, "csv-metadata"))
    assert said["@context"] == ["http://www.w3.org/ns/csvw", {"@language": "en"}]
    assert said["url"] == RENDERERS["csv"].name(of)
    assert said["dc:issued"] == "2021-03-09"
    assert said["dialect"]["lineTerminators"] == ["\r\n"]
    columns = said["tableSchema"]["columns"]
    assert [column["titles"] for column in columns] == list(rows(of)[0])
    for column in columns:
        assert re.fullmatch(r"[a-z][a-z_]*", column["name"])
        assert column["datatype"] in BUILT_IN
        assert column["dc:description"]
    assert ("not_for_publication" in json.dumps(columns)) == (part == 2)
    assert ("dc:accessRights" in said) == (part == 2)


@pytest.mark.parametrize("version", [1, 2])
@pytest.mark.parametrize("part", [1, 2])
def test_the_file_is_as_the_metadata_says(part: int, version: int) -> None:
    of = kept_paper(part, version)
    schema = json.loads(file_of(of, "csv-metadata"))["tableSchema"]
    forms = {
        "decimal": r"-?\d+(\.\d+)?",
        "integer": r"\d+",
        "date": r"\d{4}-\d\d-\d\d",
        "gYearMonth": r"\d{4}-\d\d",
        "dateTime": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d",
    }
    found = rows(of)
    for column in schema["columns"]:
        form = forms.get(column["datatype"])
        values = {row[column["name"]] for row in found} - {""}
        assert form is None or all(re.fullmatch(form, value) for value in values), column["name"]
    keys = [tuple(row[name] for name in schema["primaryKey"]) for row in found]
    assert len(set(keys)) == len(keys) > 400
    assert {row["status"] for row in found} <= set(STATUSES)


def test_an_index_without_figures_is_a_heading() -> None:
    assert rows(paper(sections=(PaperSection("Early Help", ()),))) == []
