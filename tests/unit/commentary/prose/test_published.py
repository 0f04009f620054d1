"""The published commentary of two reports: what is wrong in it is found, and little else."""

import pytest

from tests.unit.commentary.prose.checking import found
from tests.unit.commentary.prose.facts import facts
from tests.unit.commentary.published import JUDGED, REPORTS, WORDS_FOR_ONE_FALSE_FINDING, findings, sections, words


@pytest.mark.parametrize("report", REPORTS)
def test_each_finding_on_published_commentary_is_listed_and_judged(report: str) -> None:
    judged = [(each.report, each.indicator, each.rule, each.quote) for each in JUDGED if each.report == report]
    assert findings(report, facts) == judged


@pytest.mark.parametrize("report", REPORTS)
def test_there_is_at_most_one_false_finding_for_every_500_words(report: str) -> None:
    false = [each for each in JUDGED if each.report == report and not each.is_true]
    assert words(report) > WORDS_FOR_ONE_FALSE_FINDING
    assert len(false) * WORDS_FOR_ONE_FALSE_FINDING <= words(report)


CHANGED = (
    ("26", "38% of the cohort", "39% of the cohort", ("figure_of_the_measure", "39%")),
    (
        "26",
        "remaining in line with the previous quarter",
        "up on the previous quarter",
        ("movement", "up on the previous quarter"),
    ),
    ("29", "stood at 18.", "stood at 19.", ("figure_of_the_measure", "19")),
    ("35.1", "shows that 62% of", "shows that 65% of", ("figure_of_the_measure", "65%")),
    ("35.1", "in the last quarter, 74% of", "in the last quarter, 47% of", ("figure_of_the_measure", "47%")),
    ("35.1", "improvement on 2019 (54%)", "improvement on 2019 (45%)", ("figure_of_the_measure", "45%")),
    ("35.1", "is an improvement on 2019", "is worse than 2019", ("movement", "worse than 2019")),
    ("35.1", "502 (87%)", "502 (78%)", ("share_of_its_numbers", "502 (78%)")),
    ("35.1", "national, 60%", "national, 62%", ("figure_of_a_comparator", "62%")),
    ("26", "Active Involvement team", "Sarah Example's team", ("name", "Sarah Example")),
    ("26", "out of 6 attending", "out of 4 attending", ("small_count", "4")),
    (
        "29",
        "Caseloads are monitored",
        "Seven fostering households were approved. Caseloads are monitored",
        ("hidden_figure", "Seven"),
    ),
    ("26", "123 are Not in", "125 (55%) are Not in", ("share_of_its_numbers", "125 (55%)")),
)
"""What was published, what stands there instead, and what is found then."""


@pytest.mark.parametrize(("indicator", "published", "instead", "expected"), CHANGED)
def test_an_error_planted_in_the_published_commentary_is_found(
    indicator: str, published: str, instead: str, expected: tuple[str, str]
) -> None:
    [text] = [text for number, text in sections("december-2020") if number == indicator]
    assert published in text
    before, after = found(text, indicator), found(text.replace(published, instead), indicator)
    assert [each for each in after if each not in before] == [expected]
