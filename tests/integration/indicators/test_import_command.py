"""`manage.py import_index`: the same plan and the same writes as the page, and plain errors."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from indicators.models import Dataset, IndicatorDefinition, Outturn, WorkbookImport
from tests.factories.people import person_with
from tests.factories.workbooks import EXAMPLE, example_with

ANSWERS = ["--answer", "x=suppressed", "--answer", "H38=not_available", "--answer", "year_of_months=2020"]


def run(*arguments: object, dataset: str = "nothing-yet", year: str = "2020/21", file: Path = EXAMPLE) -> str:
    """What the command says."""
    said = StringIO()
    call_command(
        "import_index", file, "--dataset", dataset, "--year", year, *arguments, stdout=said, stderr=StringIO()
    )
    return said.getvalue()


def test_without_apply_it_says_the_plan_and_writes_nothing(empty_dataset: Dataset) -> None:
    said = run()
    assert "38 indicators, as at December 2020" in said
    assert "Nothing was written" in said
    assert not WorkbookImport.objects.filter(dataset=empty_dataset).exists()
    assert not empty_dataset.indicators.exists()


def test_it_says_each_question_with_the_answers_it_takes(empty_dataset: Dataset) -> None:
    said = run()
    for cell in ("G9", "H9", "H38"):
        assert f"--answer {cell}=suppressed" in said
        assert f"--answer {cell}=not_available" in said
    assert "--answer L48:W48=2020" in said


def test_with_apply_and_every_answer_it_writes(empty_dataset: Dataset) -> None:
    said = run("--apply", "--by", "data_officer", *ANSWERS)
    assert "Done: " in said
    assert IndicatorDefinition.objects.filter(indicator__dataset=empty_dataset).count() == 38
    workbook = WorkbookImport.objects.get(dataset=empty_dataset)
    assert workbook.applied_by == workbook.sent_by == person_with("data_officer")


def test_it_shows_what_changes_with_its_cell(drafts: Dataset, tmp_path: Path) -> None:
    file = tmp_path / "index.xlsx"
    file.write_bytes(example_with({"T15": 311}))
    said = run(*ANSWERS, dataset=drafts.slug, file=file)
    assert "0 new, 1 changed" in said
    assert "T15  9 December 2020: 304 → 311" in said
    assert Outturn.objects.filter(measure__indicator__dataset=drafts, value=311).count() == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"dataset": "no-such-set"}, "no dataset “no-such-set”.*nothing-yet"),
        ({"year": "2019/20"}, "of 2020/21, not of 2019/20"),
        ({"file": Path("no-such-file.xlsx")}, "cannot be read"),
        ({"file": Path(__file__)}, "xlsx"),
    ],
    ids=["dataset", "year", "no file", "no workbook"],
)
def test_a_wrong_argument_gets_a_plain_error(empty_dataset: Dataset, arguments: dict[str, Any], said: str) -> None:
    with pytest.raises(CommandError, match=said):
        run("--apply", *ANSWERS, **arguments)
    assert not WorkbookImport.objects.filter(dataset=empty_dataset).exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--answer", "B7=suppressed"], "no open question called B7"),
        (["--answer", "G9=5"], "is no answer for G9"),
        (["--answer", "G9"], "write it as CELL=ANSWER"),
        (["--by", "stranger"], "Nobody has the user name “stranger”"),
        (["--answer", "x=suppressed"], "1 questions? needs? an answer first: L48:W48"),
    ],
    ids=["unknown cell", "unknown answer", "no answer", "unknown person", "open question"],
)
def test_a_wrong_answer_or_person_gets_a_plain_error_and_nothing_is_written(
    empty_dataset: Dataset, arguments: list[str], said: str
) -> None:
    with pytest.raises(CommandError, match=said):
        run("--apply", *arguments)
    assert not WorkbookImport.objects.filter(dataset=empty_dataset).exists()
    assert not empty_dataset.indicators.exists()
