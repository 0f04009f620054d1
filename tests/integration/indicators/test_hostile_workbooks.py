"""Every odd or hostile file is refused or planned in time and within memory, in words, and nothing is stored.

What single parts of a file may hold is tested where it is read (`tests/unit/indicators/test_container.py`,
`test_workbook.py`); these files go the whole way that a file takes which somebody sends.
"""

import resource
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

from indicators.importers import workbook as workbook_module
from indicators.importers.plan import Plan
from indicators.models import Dataset, WorkbookImport
from indicators.services import plan_import, read_import, receive_workbook
from tests.factories import hostile_workbooks as hostile
from tests.factories.hostile_workbooks import CONTENT_TYPES, LAUGHS, OLE, SHEET_PART, STYLES
from tests.factories.workbooks import example, example_with

MOST_SECONDS = 10
MOST_MEMORY = 500 * 1024  # kilobytes, as the kernel counts them, of a process of its own
MOST_MORE_MEMORY = 400 * 1024  # of this process, on top of what the tests before left in it


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a busy machine meets the limit of the processor's time, and not that of the clock."""
    monkeypatch.setattr(workbook_module, "MAXIMUM_SECONDS", 120)


def processor_seconds() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def kilobytes(name: str) -> int:
    """What this process holds (VmRSS) or the most that it held (VmHWM)."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith(f"{name}:")).split()[1])


@dataclass(frozen=True)
class Sent:
    """What came of a file: why it was refused, or what is planned."""

    refusal: str
    plan: Plan | None

    def found(self, rule: str) -> list[str]:
        assert self.plan is not None, self.refusal
        every = (*self.plan.errors, *self.plan.questions, *self.plan.warnings, *self.plan.notes)
        return [finding.cells for finding in every if finding.rule == rule]


def send(dataset: Dataset, content: bytes, file_name: str = "index.xlsx") -> Sent:
    """Sends a file and looks at its plan, and sees that it is in time, within memory, and stores nothing.

    The time is the processor's, of this process and the one that parses: a busy machine makes no file slow.
    """
    start, held = processor_seconds(), kilobytes("VmRSS")
    others = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss  # processes that other tests started
    Path("/proc/self/clear_refs").write_text("5")  # the most that is held is counted anew
    workbook = receive_workbook(dataset=dataset, content=content, file_name=file_name, by=None)
    read_import(workbook)
    plan = None if workbook.refusal or workbook.asks_for_columns else plan_import(workbook)
    assert processor_seconds() - start < MOST_SECONDS
    assert kilobytes("VmHWM") - held < MOST_MORE_MEMORY
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss <= max(MOST_MEMORY, others)
    assert not dataset.indicators.exists()
    assert not dataset.sections.exists()
    assert "something that Outturn does not expect" not in workbook.refusal
    return Sent(workbook.refusal, plan)


REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "zip bomb": (hostile.bomb, "unpacks to more than 60 MB"),
    "lying sizes": (hostile.lying_sizes, "damaged"),
    "200,000 entries": (hostile.two_hundred_thousand_entries, "more than 2,000 parts"),
    "DOCTYPE and entities": (
        lambda: hostile.changed(STYLES, lambda part: part.replace("<styleSheet", f"{LAUGHS}<styleSheet", 1)),
        "declares a document type",
    ),
    "UTF-16 with entities": (hostile.utf_16_with_entities, "declares a document type"),
    "cell at XFD1048576": (
        lambda: hostile.with_row('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
        "cell XFD1048576 of the sheet “Performance Index”",
    ),
    "duplicate parts": (
        lambda: hostile.packed(hostile.parts_of(example()), twice=SHEET_PART),
        "holds the part xl/worksheets/sheet1.xml twice",
    ),
    "duplicate cell references": (
        lambda: hostile.with_row('<row r="60"><c r="A60"><v>1</v></c><c r="A60"><v>2</v></c></row>'),
        "two contents for cell A60",
    ),
    "NUL": (
        lambda: hostile.changed(SHEET_PART, lambda sheet: sheet.replace("<sheetData>", "<sheetData>\0")),
        "Save as",
    ),
    "40,000 characters": (
        lambda: hostile.with_row(f'<row r="60"><c r="A60" t="str"><v>{"x" * 40_000}</v></c></row>'),
        "40,000 characters in cell A60",
    ),
    "macros by content type": (
        lambda: hostile.changed(
            CONTENT_TYPES, lambda part: part.replace("sheet.main+xml", "sheet.macroEnabled.main+xml")
        ),
        "without macros",
    ),
    "encrypted": (lambda: OLE + "EncryptedPackage".encode("utf-16-le"), "clear the password"),
    ".xls renamed": (lambda: OLE + "Workbook".encode("utf-16-le"), "old Excel (.xls)"),
    ".ods renamed": (
        lambda: hostile.packed({"mimetype": b"application/x", "META-INF/manifest.xml": b"<x/>"}),
        "OpenDocument file (.ods)",
    ),
    ".csv renamed": (lambda: b"No.,Performance Indicators,Apr-20\n1,Visits,7\n", "text file (CSV)"),
    "html renamed": (lambda: b"<html><table><tr><td>No.</td></tr></table></html>", "web page (HTML)"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_a_hostile_file_is_refused_with_what_to_do(empty_dataset: Dataset, kind: str) -> None:
    make, words = REFUSED[kind]
    refusal = send(empty_dataset, make()).refusal
    assert words in refusal
    assert any(advice in refusal for advice in ("Excel", "Delete", "Save", "Shorten", "upload"))


def test_a_file_named_xlsm_is_refused_for_its_name(empty_dataset: Dataset) -> None:
    assert "its name ends in .xlsm" in send(empty_dataset, example(), "index.xlsm").refusal


AS_THE_EXAMPLE: dict[str, Callable[[], bytes]] = {
    "the example": example,
    "a formatted empty last row": lambda: hostile.with_row('<row r="1048576"><c r="A1048576" s="1"/></row>'),
    "a million empty rows": lambda: hostile.with_row("".join(f'<row r="{row}"/>' for row in range(60, 1_000_060))),
    "200,000 styles": lambda: hostile.changed(
        STYLES, lambda part: part.replace("</cellXfs>", '<xf numFmtId="9"/>' * 200_000 + "</cellXfs>")
    ),
    "dates that count from 1904": hostile.counting_from_1904,
    "a sheet in UTF-16": hostile.in_utf_16,
    "hidden rows and sheets": hostile.hidden_rows_and_sheets,
}


@pytest.mark.parametrize("kind", AS_THE_EXAMPLE)
def test_what_is_only_odd_about_a_file_changes_no_figure(empty_dataset: Dataset, kind: str) -> None:
    sent = send(empty_dataset, AS_THE_EXAMPLE[kind]())
    assert sent.plan is not None, sent.refusal
    assert (sent.plan.new, sent.plan.errors, len(sent.plan.questions)) == (514, [], 4)


def test_hidden_rows_and_sheets_are_spoken_of(empty_dataset: Dataset) -> None:
    sent = send(empty_dataset, hostile.hidden_rows_and_sheets())
    assert sent.found("hidden_row_was_read") == ["A15"]
    assert len(sent.found("hidden_sheet_not_read")) == 1


def test_cells_merged_over_the_whole_sheet_are_refused_or_planned(empty_dataset: Dataset) -> None:
    merged = hostile.changed(
        SHEET_PART,
        lambda sheet: sheet.replace(
            "</sheetData>", '</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
        ),
    )
    assert "merged areas of the sheet “Performance Index” overlap" in send(empty_dataset, merged).refusal


@pytest.mark.parametrize(
    ("make", "rule"),
    [
        (partial(example_with, {"T15": "=SUM(L15:S15)"}), "formula_without_value"),
        (partial(hostile.with_cell, "T15", '<c r="T15" t="e"><f>1/0</f><v>#DIV/0!</v></c>'), "error_in_cell"),
        (partial(hostile.with_cell, "T15", '<c r="T15"><v>NaN</v></c>'), "error_in_cell"),
        (partial(hostile.with_cell, "T15", f'<c r="T15"><v>{"9" * 5_000}</v></c>'), "error_in_cell"),
        (partial(hostile.with_cell, "T15", f'<c r="T15" t="str"><v>{"9" * 5_000}</v></c>'), "unreadable_figure"),
        (partial(example_with, {"T15": "３０４"}), "unreadable_figure"),
        (partial(example_with, {"T15": "3О4"}), "unreadable_figure"),
        (partial(example_with, {"T15": "٣٠٤"}), "unreadable_figure"),
    ],
    ids=["formula", "#DIV/0!", "NaN", "5,000 digits", "5,000 digits as text", "wide", "letter", "arabic"],
)
def test_what_is_no_figure_is_an_error_in_its_cell_and_never_zero(
    empty_dataset: Dataset, make: Callable[[], bytes], rule: str
) -> None:
    sent = send(empty_dataset, make())
    assert sent.found(rule) == ["T15"]
    assert sent.plan is not None
    assert "December 2020" not in {change.what for change in sent.plan.changes if change.number == "9"}
    assert "November 2020" in {change.what for change in sent.plan.changes if change.number == "9"}


def test_a_date_in_place_of_a_range_or_a_figure_is_an_error(empty_dataset: Dataset) -> None:
    dates = {place: f'<c r="{place}" t="d"><v>2020-04-03</v></c>' for place in ("E22", "T15")}
    content = hostile.with_cell("E22", dates["E22"])
    assert send(empty_dataset, content).found("unreadable_target") == ["E22"]
    assert send(empty_dataset, hostile.with_cell("T15", dates["T15"])).found("unreadable_figure") == ["T15"]


def test_a_number_that_comes_twice_and_one_that_is_not_known(empty_dataset: Dataset) -> None:
    sent = send(empty_dataset, example_with({"A16": 9, "A17": "9z"}))
    assert sent.found("duplicate_number") == ["A16"]
    assert sent.plan is not None
    assert "9z" in {change.number for change in sent.plan.changes}


def test_months_of_the_wrong_year_are_asked_about(empty_dataset: Dataset) -> None:
    assert "L3:W3" in send(empty_dataset, hostile.wrong_year()).found("year_of_months_cannot_be_right")


def test_columns_that_have_shifted_are_errors_and_no_figures(empty_dataset: Dataset) -> None:
    sent = send(empty_dataset, hostile.shifted_columns())
    assert sent.plan is not None
    assert len(sent.found("missing_number")) > 30
    assert {change.number for change in sent.plan.changes} <= {"35.1", "35.2"}


def test_a_heading_in_look_alike_letters_is_not_read_before_a_person_says_what_it_is(empty_dataset: Dataset) -> None:
    assert send(empty_dataset, example_with({"T3": "Dес-20", "X2": "Yеar to Date"})).plan is None
    assert WorkbookImport.objects.get(dataset=empty_dataset).asks_for_columns


@pytest.mark.parametrize(
    "make",
    [
        partial(hostile.a_wall_of, "x"),
        partial(hostile.a_wall_of, "many"),
        partial(hostile.a_wall_of, "7"),
        hostile.text_in_every_column,
    ],
    ids=["of questions", "of errors", "of figures", "of cells under no heading"],
)
def test_as_many_cells_as_are_read_are_planned_or_refused_in_time(
    empty_dataset: Dataset, make: Callable[[], bytes]
) -> None:
    sent = send(empty_dataset, make())
    assert sent.plan is not None or sent.refusal or WorkbookImport.objects.get(dataset=empty_dataset).asks_for_columns


def test_a_file_that_was_refused_is_kept_with_its_refusal_alone(empty_dataset: Dataset) -> None:
    send(empty_dataset, hostile.bomb())
    kept = WorkbookImport.objects.get(dataset=empty_dataset)
    assert kept.parsed is None
    assert kept.status == "Refused"
