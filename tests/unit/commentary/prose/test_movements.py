"""A movement said of the measure is that of its figures."""

import pytest

from tests.unit.commentary.prose.checking import findings, found
from tests.unit.commentary.prose.facts import CARERS, figure


@pytest.mark.parametrize(
    ("subject", "text", "quote"),
    [
        ("26", "38% of the cohort were in training, in line with 2019/20.", "in line with 2019/20"),
        ("26", "Performance has improved since June 2020.", "improved since June 2020"),
        ("26", "Performance has fallen since the previous quarter.", "fallen since the previous quarter"),
        ("26", "Performance is higher than last year.", "higher than last year"),
        ("26", "There has been an increase in care leavers in training.", "increase"),
        ("29", "The average caseload increased from November 2020 to December 2020.", "increased from November 2020"),
        ("19", "The number of children looked after fell compared with November.", "fell compared with November"),
        ("19", "The number of children looked after has dropped.", "dropped"),
        ("35.1", "The performance is worse than 2019 (54%).", "worse than 2019"),
        ("35.1", "The performance has declined.", "declined"),
        ("35.1", "Performance was unchanged from the previous quarter.", "unchanged from the previous quarter"),
    ],
)
def test_a_movement_the_other_way_is_found(subject: str, text: str, quote: str) -> None:
    assert found(text, subject) == [("movement", quote)]


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("26", "38% of the cohort were in training, remaining in line with the previous quarter."),
        ("26", "Performance fell to 38% compared with June."),
        ("26", "The continued increase in NETE was anticipated."),
        ("26", "Youth unemployment nationally continues to increase."),
        ("26", "Performance should have improved since June 2020."),
        ("26", "Performance has improved since June 2018."),
        ("29", "The average caseload rose to 19 in October 2020."),
        ("29", "In October 2020 the average caseload fell."),
        ("29", "Average caseloads have improved since November 2020."),
        ("29", "Continued increased volumes to social care."),
        ("35.1", "The performance is an improvement on 2019 (54%)."),
        ("35.1", "A higher number of requests was recorded in 2020 compared with 2019."),
        ("", "Performance has improved since June 2020."),
    ],
)
def test_a_movement_that_is_right_or_of_something_else_or_without_figures_is_not(subject: str, text: str) -> None:
    assert found(text, subject) == []


def test_better_goes_by_polarity() -> None:
    low = [
        figure("16", "% of second plans", place, value, "percentage", "low")
        for place, value in (("2020-11", "11"), ("2020-12", "14"))
    ]
    assert found("Performance improved on the previous month.", "16", figures=low) == [
        ("movement", "improved on the previous month")
    ]
    assert found("Performance worsened on the previous month.", "16", figures=low) == []


def test_part_1_is_not_told_which_way_a_hidden_figure_went() -> None:
    hidden = [
        figure("22.2", CARERS, place, value, hidden=["value"])
        for place, value in (("2020-11", "11"), ("2020-12", "13"))
    ]
    said = "Performance fell on the previous month."
    assert found(said, "22.2", figures=hidden) == []
    [finding] = findings(said, "22.2", part=2, figures=hidden)
    assert "13 for December 2020 and 11 for November 2020" in finding.sentence
