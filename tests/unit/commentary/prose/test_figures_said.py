"""A figure said of the measure and a period is the report's."""

import pytest

from tests.unit.commentary.prose.checking import findings, found
from tests.unit.commentary.prose.facts import FIGURES, figure

RULE, OF_COMPARATOR = "figure_of_the_measure", "figure_of_a_comparator"


@pytest.mark.parametrize(
    ("subject", "text", "quote"),
    [
        ("26", "As at the end of December 2020, 39% of the cohort were in training.", "39%"),
        ("26", "In September this indicator stood at 40%.", "40%"),
        ("26", "38% of the cohort were in training, up from 36% in the previous quarter.", "36%"),
        ("29", "As at the end of December 2020, the average caseload stood at 19.", "19"),
        ("19", "The number of children looked after stood at 330 at the end of December 2020.", "330"),
        ("19", "At the end of December 2020 there were 330 children looked after.", "330"),
        ("35.1", "The full year to December 2020 shows that 65% of new EHCPs were completed in time.", "65%"),
        ("35.1", "In the last quarter, 70% of plans issued were within timescale.", "70%"),
        ("35.1", "The performance is an improvement on 2019 (50%).", "50%"),
        ("35.1", "Year to date the outturn is 63%.", "63%"),
    ],
)
def test_a_figure_that_the_report_has_otherwise_is_found(subject: str, text: str, quote: str) -> None:
    assert (RULE, quote) in found(text, subject)


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("26", "As at the end of December 2020, 38% of the cohort were in training."),
        ("26", "As at the end of December 2020, 38.2% of the cohort were in training."),
        ("26", "As at the end of December 2020, 12% of our workers were ill."),
        ("26", "The target for this measure at the end of December 2020 is 47% to 52%."),
        ("26", "As at the end of December 2020, 12% of the cohort were ill and 3% of the cohort in prison."),
        ("26", "In December 2019, 33% of the cohort were in training."),
        ("26", "33% of the cohort were in training."),
        ("27", "As at the end of December 2020, 33% of girls were in training."),
        ("29", "As at the end of December 2020 the average caseload of 40 workers was high."),
        ("35.1", "As at the end of December 2020, 62% of EHC plans were issued in time."),
        ("35.1", "As at the end of December 2020, 74% of EHC plans were issued in time."),
        ("", "As at the end of December 2020, 39% of the cohort were in training."),
    ],
)
def test_a_figure_that_is_right_or_of_something_else_is_not(subject: str, text: str) -> None:
    assert found(text, subject) == []


def test_a_figure_is_compared_at_the_decimals_it_is_written_with() -> None:
    exact = (*FIGURES, figure("30", "% of young people not in employment (NEET)", "2020-12", "1.8", "percentage"))
    said = "As at the end of December 2020 the outturn was {}."
    assert found(said.format("2%"), "30", figures=exact) == []
    assert found(said.format("1.8%"), "30", figures=exact) == []
    assert found(said.format("1.9%"), "30", figures=exact) == [(RULE, "1.9%")]


def test_what_the_report_has_is_said_but_never_a_hidden_figure_in_part_1() -> None:
    said = "At the end of December 2020 there were 9 foster carers recruited."
    hidden = [figure("22.2", "Number of foster carers recruited", "2020-12", "13", hidden=["value"])]
    assert found(said, "22.2", figures=hidden) == []
    [finding] = findings(said, "22.2", part=2, figures=hidden)
    assert finding.sentence == "“9” is said of December 2020; the report has 13 for December 2020."


def test_figures_of_england_and_london_are_the_benchmarks() -> None:
    said = "The figures for 2019 were national, {}% and London, {}%."
    assert found(said.format(60, 65), "35.1") == []
    assert found(said.format(60, 58), "35.1") == [(OF_COMPARATOR, "58%")]
    assert found(said.format(61, 65), "35.1") == [(OF_COMPARATOR, "61%")]
    assert found("For this indicator England was at 51% and London at 52%.", "26") == [(OF_COMPARATOR, "51%")]
    assert found("The figures for 2018 were national, 70%.", "35.1") == []
    assert found("70% of London's councils do so.", "35.1") == []
