"""A percentage fits its own numbers, and two halves make a whole."""

import pytest

from tests.unit.commentary.prose.checking import findings, found


@pytest.mark.parametrize(
    ("text", "quote", "right"),
    [
        ("54% (42 of 82) had been in their placement.", "54% (42 of 82)", "42 of 82 is 51%"),
        ("54% of our\nchildren (42 of 82)", "54% of our\nchildren (42 of 82)", "42 of 82 is 51%"),
        ("7% of late reviews equate to 32 of 327 reviews", "7% of late reviews equate to 32 of 327", "is 10%"),
        ("50 out of 93 plans were on time (55%).", "50 out of 93 plans were on time (55%)", "50 of 93 is 54%"),
        ("1.9% (127/7,063)", "1.9% (127/7,063)", "127 of 7,063 is 1.8%"),
        ("Forty of fifty reviews, 70%", "Forty of fifty reviews, 70%", "Forty of fifty is 80%"),
        ("There were 575 requests and 502 (78%) were agreed.", "502 (78%)", "502 of 575 is 87%"),
        ("54% **(42 of 82)**", "54% **(42 of 82)", "42 of 82 is 51%"),
    ],
)
def test_a_percentage_that_is_not_its_numbers_is_found(text: str, quote: str, right: str) -> None:
    [finding] = findings(text, part=2)
    assert (finding.rule, finding.quote.rstrip(")")) == ("share_of_its_numbers", quote.rstrip(")"))
    assert right in finding.sentence
    assert finding.may_be_kept


@pytest.mark.parametrize(
    "text",
    [
        "51% (42 of 82)",
        "1.8% (127/7063)",
        "50 out of 93 new EHCPs were completed within the 20 week timescale (54%).",
        "12.5% (1 of 8), 13% (1 of 8), 12% (1 of 8)",
        "575 requests were considered by the panel and 502 (87%) have been agreed.",
        "343 (96% of the full year)",
        "62% of plans were on time. 42 of 82 were late.",
        "The rate was 40%; 3 of 9 members asked why.",
        "Of 300 referrals, 120 led to assessments, and 60 (50%) to plans.",
    ],
)
def test_a_percentage_that_fits_or_speaks_of_other_numbers_is_not(text: str) -> None:
    assert found(text, part=2) == []


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("90% were reviewed in a timely way; 12% of reviews were late.", "12%"),
        ("90% were reviewed on time. The target is 95%. 12% were late.", ""),
        ("90% were reviewed on time. 12% were overdue.", "12%"),
        ("62% were in work; the remaining 40% were not.", "40%"),
        ("62% were in work and 40% were not.", "40%"),
        ("93% were reviewed in a timely way and 7% late.", ""),
        ("93% were reviewed on time and 8% were late.", ""),
        ("37% were known to be in training and 39% were not in training.", ""),
        ("37% were in work, 30% in training and 20% were not.", ""),
        ("62% were on time, of which 12% were boys.", ""),
    ],
)
def test_two_percentages_that_are_the_whole_make_up_100(text: str, quote: str) -> None:
    assert found(text, part=2) == ([("complement", quote)] if quote else [])
