"""The workbook comes back with what was found in it, as comments and as a list."""

import io

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from indicators.importers import comments
from indicators.importers.comments import workbook_with_comments
from indicators.models import Dataset
from indicators.services import plan_import
from indicators.workflow.moves import State
from tests.factories.reports import ready, received
from tests.factories.workbooks import SHEET, example, example_with
from tests.integration.indicators.test_import_states import december, stands

ODD = {"T15": "three hundred", "X16": -4, "C5": "=1+1"}
FINDINGS = "Outturn findings"


def commented(dataset: Dataset, content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(workbook_with_comments(content, plan_import(received(dataset, content)))))


def test_each_finding_is_a_comment_in_its_cell(empty_dataset: Dataset) -> None:
    sheet = commented(empty_dataset, example_with(ODD))[SHEET]
    assert "Not read: Indicator 9, December 2020: “three hundred” is neither" in sheet["T15"].comment.text
    assert "To be answered" in sheet["G9"].comment.text
    assert "To be answered" in sheet["L48"].comment.text
    assert sheet["L15"].comment is None
    assert sheet["T15"].value == "three hundred"


def test_all_findings_are_listed_on_a_sheet_of_their_own(empty_dataset: Dataset) -> None:
    content = example_with(ODD)
    plan = plan_import(received(empty_dataset, content))
    lines = list(commented(empty_dataset, content)[FINDINGS].iter_rows(values_only=True))
    assert lines[0] == ("What", "Sheet", "Cell", "Finding")
    assert len(lines) - 1 == plan.to_be_looked_at + len(plan.notes)
    assert ("Not read", SHEET, "T15") in {line[:3] for line in lines}


def test_formulas_styles_and_widths_survive(empty_dataset: Dataset) -> None:
    before = openpyxl.load_workbook(io.BytesIO(example_with(ODD)))[SHEET]
    after = commented(empty_dataset, example_with(ODD))[SHEET]
    assert after["C5"].value == "=1+1"
    assert after["L19"].number_format == before["L19"].number_format == "0%"
    assert after["A1"].font.b == before["A1"].font.b
    assert {str(each) for each in after.merged_cells.ranges} == {str(each) for each in before.merged_cells.ranges}


def test_a_figure_that_is_kept_says_so_in_its_cell(unpublished: Dataset) -> None:
    stands(december(unpublished), State.LOCKED)
    content = example_with({"T15": 305})
    plan = plan_import(ready(unpublished, content))
    book = openpyxl.load_workbook(io.BytesIO(workbook_with_comments(content, plan)))
    assert "Outturn keeps 304" in book[SHEET]["T15"].comment.text


def test_a_finding_that_begins_like_a_formula_is_text(empty_dataset: Dataset) -> None:
    content = example_with({"A60": "=HYPERLINK()", "T15": '=cmd|"/c calc"!A1', "U15": "@SUM(1)"})
    sheet = commented(empty_dataset, content)[FINDINGS]
    assert {cell.data_type for row in sheet for cell in row if cell.value} == {"s"}


def test_a_workbook_that_cannot_be_written_again_gives_the_list_alone(
    empty_dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = plan_import(received(empty_dataset, example()))
    book = openpyxl.load_workbook(io.BytesIO(workbook_with_comments(b"PK no workbook", plan)))
    assert book.sheetnames == [FINDINGS]
    monkeypatch.setattr(comments, "MAXIMUM_SECONDS", 0.01)
    with pytest.raises(RuntimeError):
        workbook_with_comments(example(), plan)


def test_an_officer_downloads_it_from_the_plan(officers_browser: Client, empty_dataset: Dataset) -> None:
    workbook = received(empty_dataset, example())
    page = officers_browser.get(reverse("indicators:import_plan", args=[workbook.pk])).content.decode()
    address = reverse("indicators:import_comments", args=[workbook.pk])
    assert address in page
    response = officers_browser.get(address)
    assert response["Content-Disposition"] == 'attachment; filename="index with comments.xlsx"'
    assert FINDINGS in openpyxl.load_workbook(io.BytesIO(response.content)).sheetnames
