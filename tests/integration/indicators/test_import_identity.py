"""What a plan stands for: the answers it was made with, the year it is for, and the indicators it speaks of."""

import pytest
from django.core.management import CommandError, call_command

from indicators.models import Dataset
from indicators.services import ImportNotPossible, answer_questions, apply_import, plan_import
from tests.factories.reports import imported, ready
from tests.factories.workbooks import EXAMPLE, example, example_with

YEAR = {"year_of_months": "2020"}


def test_another_answer_is_another_plan(empty_dataset: Dataset) -> None:
    workbook = ready(empty_dataset, example(), answers={"x": "suppressed"} | YEAR)
    seen = plan_import(workbook).fingerprint
    answer_questions(workbook=workbook, answers={"x": "not_available"} | YEAR, by=None)
    with pytest.raises(ImportNotPossible, match="Look at the new plan"):
        apply_import(workbook=workbook, by=None, fingerprint=seen)


def test_an_x_that_means_something_else_now_says_so(dataset: Dataset) -> None:
    plan = plan_import(ready(dataset, example(), answers={"x": "suppressed"} | YEAR))
    (change,) = [change for change in plan.changes if change.cell == "H38"]
    assert (change.before, change.after) == ("x (Not available)", "x (Data suppressed, see part 2 report)")


@pytest.mark.parametrize("year", ["2020/25", "2020/22", "2021", "next"])
def test_a_year_that_is_not_the_workbooks_is_refused(empty_dataset: Dataset, year: str) -> None:
    with pytest.raises(CommandError, match="2020/21"):
        call_command("import_index", EXAMPLE, dataset=empty_dataset.slug, year=year)


def test_a_blank_year_to_date_and_a_blank_benchmark_are_said(dataset: Dataset) -> None:
    plan = plan_import(ready(dataset, example_with({"X15": None, "F16": None})))
    said = [warning.message for warning in plan.warnings if warning.rule == "blank_but_stored"]
    assert len(said) == 2
    assert any("year to date" in message and "2,837" in message for message in said)
    assert any("2019/20" in message and "86%" in message for message in said)


def test_a_renumbered_row_of_the_same_year_stays_itself(dataset: Dataset) -> None:
    plan = imported(dataset, example_with({"A31": 23.5}))
    assert dataset.indicators.count() == 38
    assert [warning.cells for warning in plan.warnings if warning.rule == "number_changed"] == ["A31"]
    definition = dataset.indicators.get(definitions__number="23.5").definitions.get()
    assert definition.title == "Number of Children Looked After who were adopted"
    assert definition.number_sort_key == "000023.000005"


def test_two_rows_that_change_numbers_keep_their_figures(dataset: Dataset) -> None:
    before = dataset.indicators.get(definitions__number="12").key
    imported(dataset, example_with({"A17": 12, "A18": 11}))
    assert dataset.indicators.count() == 38
    assert dataset.indicators.get(definitions__number="11").key == before


def test_a_number_given_to_another_indicator_is_not_its_new_title(dataset: Dataset) -> None:
    imported(dataset, example_with({"A31": 40, "A32": 23, "B32": "Number of children who wrote to the mayor"}))
    adopted = dataset.indicators.get(definitions__number="40")
    assert adopted.definitions.get().title == "Number of Children Looked After who were adopted"
    assert dataset.indicators.count() == 39


def test_a_section_without_room_for_its_name_stops_its_rows_alone(empty_dataset: Dataset) -> None:
    answers = {"x": "suppressed"} | YEAR
    plan = imported(empty_dataset, example_with({"A14": "Safeguarding " * 30}), answers=answers)
    assert {error.rule for error in plan.errors} == {"text_too_long"}
    assert len(plan.errors) == 9
    assert empty_dataset.indicators.count() == 38 - 9
