"""A question stays one until a person answers it, and an answer changes what it is about and nothing else."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from indicators.importers.answers import questions, resolve
from indicators.importers.layout import parse_index
from indicators.importers.parsed import ParsedIndex
from indicators.vocabulary import Absence
from tests.unit.indicators.sheet_builder import COUNTS, index_of, indicator, row, rules, workbook_of


def test_the_year_of_the_months_can_be_answered_either_way(example: ParsedIndex) -> None:
    def first_month(index: ParsedIndex) -> date:
        return min(indicator(index, "35.2").measures[0].outturns)

    assert first_month(resolve(example, {"year_of_months": "2020"})) == date(2020, 3, 1)
    kept = resolve(example, {"Performance Index!L48:W48": "2019"})
    assert first_month(kept) == date(2019, 3, 1)
    assert [question.topic for question in questions(kept)] == ["x", "x", "x"]
    assert min(indicator(kept, "1.1").measures[0].outturns) == date(2020, 4, 1)


def test_an_answer_for_a_cell_goes_before_the_answer_for_its_topic(example: ParsedIndex) -> None:
    answered = resolve(example, {"x": "not_available", "G9": "suppressed", "year_of_months": "2020"})
    absences = [b.figure.absence for b in indicator(answered, "4").measures[0].benchmarks]
    assert absences[1:3] == [Absence.SUPPRESSED, Absence.NOT_AVAILABLE]
    assert questions(answered) == ()
    kept = indicator(answered, "4").measures[0].benchmarks[1].figure
    assert (kept.ambiguous, kept.rate, kept.wording) == (False, Decimal("0.00"), "x (rate: 0.00)")


def test_an_unanswered_question_stays_one(example: ParsedIndex) -> None:
    assert [question.cells for question in questions(resolve(example, {"H38": "suppressed"}))] == [
        "G9",
        "H9",
        "L48:W48",
    ]
    assert resolve(example, {}) == example


@pytest.mark.parametrize("answers", [{"G10": "suppressed"}, {"G9": "zero"}, {"y": "2020"}, {"year_of_months": "2021"}])
def test_an_unknown_key_or_answer_is_refused(example: ParsedIndex, answers: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=next(iter(answers))):
        resolve(example, answers)


def test_an_x_in_merged_cells_is_one_question_and_answers_each_month() -> None:
    index = parse_index(index_of({**COUNTS, **row(6, {"J": "x"})}, ["J6:L6"]))
    answered = resolve(index, {"J6": "suppressed"})
    assert len(questions(index)) == 1
    assert [f.absence for f in indicator(answered, "6").measures[0].outturns.values()] == [Absence.SUPPRESSED] * 3


def test_a_cell_that_two_sheets_ask_about_has_to_be_named_with_its_sheet() -> None:
    sheet = index_of({**COUNTS, "F5": "x"}).sheets[0]
    other = replace(index_of({**COUNTS, "A5": 6, "F5": "x"}).sheets[0], name="Other")
    index = parse_index(workbook_of(sheet, other))
    with pytest.raises(ValueError, match="Name the sheet"):
        resolve(index, {"F5": "suppressed"})
    assert len(questions(resolve(index, {"Other!F5": "suppressed"}))) == 1


def test_what_the_checks_say_follows_the_answer() -> None:
    index = parse_index(index_of({**COUNTS, **{f"{column}3": None for column in "PQRSTU"}}, title="Index 2021/22"))
    kept = resolve(index, {"year_of_months": "2020"})
    assert min(indicator(kept, "5").measures[0].outturns) == date(2020, 4, 1)
    assert rules(kept).count("accumulation_assumed") == rules(index).count("accumulation_assumed") == 1
