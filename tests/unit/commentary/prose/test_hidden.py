"""A Part 1 text neither says what Part 1 hides nor lets a reader work it out."""

import pytest

from tests.unit.commentary.prose.checking import findings, found
from tests.unit.commentary.prose.facts import FIGURES, figure

HIDDEN, WORKED_OUT, COINCIDENCE = "hidden_figure", "hidden_figure_worked_out", "hidden_coincidence"


@pytest.mark.parametrize("subject", ["", "22.1", "26", "35.1"])
@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("The Committee heard that seven fostering households had been approved.", "seven"),
        ("7 fostering households", "7"),
        ("We have approved 7 new foster carer households so far.", "7"),
        ("**Seven** fostering\nhouseholds", "Seven"),
        ("Seven households were recruited.", "Seven"),
        ("Seven families were approved.", "Seven"),
        ("Fostering households: ７.", "７"),
        ("Six fostering households by November.", "Six"),
        ("Fostering households: half a dozen by November.", "half a dozen"),
        ("A couple of fostering households", "A couple of"),
        ("Of the fostering households assessed, none but one was approved.", "none but one"),
        ("Half of the 14 fostering households assessed were approved.", "Half of the 14"),
        ("Five children were adopted.", "Five"),
        ("There have been five adoptions.", "five"),
        ("Three first time entrants in December.", "Three"),
    ],
)
def test_a_hidden_figure_is_known_by_the_words_of_its_title_whatever_the_text_is_about(
    subject: str, text: str, quote: str
) -> None:
    [finding] = [each for each in findings(text, subject) if each.quote == quote]
    assert finding.rule == HIDDEN
    assert not finding.may_be_kept


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("We approved 7.", "7"),
        ("The panel approved seven.", "seven"),
        ("By then it was 4.", "4"),
        ("One more came.", "One"),
    ],
)
def test_in_a_text_about_a_hidden_measure_or_a_related_one_each_count_is_looked_at(text: str, quote: str) -> None:
    assert (HIDDEN, quote) in found(text, "22.1")
    assert (HIDDEN, quote) in found(text, "19", related={"19": ["22.1"]})
    assert found(text, "19") == []
    assert found(text, "22.1", part=2) == []


@pytest.mark.parametrize(
    "text",
    [
        "In 2019/20, on 7 December 2020, aged 7, section 7, within 7 weeks, the target is 7, under 7s, 7 months.",
        "Seven events and 7 recruitment panels were held, and seven training sessions.",
        "No reason was given for this.",
        "7%",
        "In 2018/19 there were 15.",
    ],
)
def test_what_counts_something_else_is_not_found(text: str) -> None:
    assert found(text, "22.1") == []


def test_a_hidden_zero_is_said_by_none_and_no() -> None:
    zero = [
        *FIGURES,
        figure("28", "Numbers of Care Leavers provided with starter tenancies", "2020-12", "0", hidden=["value"]),
    ]
    for text in (
        "No starter tenancies were given to care leavers.",
        "None of the care leavers got starter tenancies.",
    ):
        assert [rule for rule, _ in found(text, figures=zero)][:1] == [HIDDEN], text


def test_a_figure_of_another_period_that_part_1_shows_may_be_said() -> None:
    row = [
        figure("22.1", "Foster carers recruited", "2020-11", "8", hidden=["value"]),
        figure("22.1", "Foster carers recruited", "2020-12", "8"),
    ]
    assert found("In December 2020 there were 8.", "22.1", figures=row) == []
    assert (HIDDEN, "8") in found("In November 2020 there were 8.", "22.1", figures=row)
    assert (HIDDEN, "8") in found("There were 8.", "22.1", figures=row)


def test_hidden_percentages_numerators_and_denominators_are_figures_too() -> None:
    row = [
        figure(
            "30", "NEET", "2020-12", "12", "percentage", numerator=3, denominator=25, hidden=["value", "numerator"]
        ),
        figure("31", "Known", "2020-12", "12", "percentage", numerator=9, denominator=75, hidden=["denominator"]),
    ]
    assert (HIDDEN, "12%") in found("It was 12%.", "30", figures=row)
    assert (HIDDEN, "three") in found("It was three.", "30", figures=row)
    assert found("It was 12.", "30", figures=row) == []
    assert found("It was 12% of 25.", "31", figures=row) == []
    [finding] = findings("It was 75.", "31", figures=row)
    assert finding.sentence == "“75” is a figure that Part 1 hides: denominator of indicator 31, December 2020."


def test_what_is_found_names_no_hidden_value_that_the_text_does_not() -> None:
    [finding] = findings("Of the 20 who asked, 13 withdrew.", "22.1")
    assert (finding.rule, finding.quote, finding.may_be_kept) == (WORKED_OUT, "13", True)
    assert "7" not in finding.sentence
    assert finding.sentence == (
        "A reader can work out indicator 22.1, December 2020, which Part 1 hides: “20” and “13” together give it."
    )


RATIO = figure("30", "NEET", "2020-12", "12", "percentage", numerator=3, denominator=25, hidden=["value", "numerator"])
STOCK = [
    figure("19", "Number looked after", "2020-12", "328"),
    figure("40", "Of them abroad", "2020-12", "8", hidden=["value"]),
    figure("40", "Of them abroad", "2020-11", "20"),
]


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("22 were in work.", "22"),
        ("88% were in work, 12% of them not.", "12%"),
        ("22% of them.", ""),
    ],
)
def test_the_others_of_a_shown_denominator_give_the_hidden_numerator_away(text: str, quote: str) -> None:
    assert [each for _, each in found(text, "30", figures=[RATIO])] == ([quote] if quote else [])


def test_a_share_of_a_number_gives_a_count_away() -> None:
    assert found("35% of the 20 who enquired were approved.", "22.1") == [(WORKED_OUT, "35%")]
    assert found("36% of the 20 who enquired were approved.", "22.1") == []
    assert found("0.7% of 1,000 households.", "22.1") == [(WORKED_OUT, "0.7%")]
    assert found("1% of 700 adults.", "22.1") == []


def test_a_number_with_a_shown_figure_gives_a_hidden_one_away() -> None:
    said = "320 were in this country."
    assert found(said, "40", figures=STOCK, related={"40": ["19"], "19": ["40"]}) == [(WORKED_OUT, "320")]
    assert found(said, "19", figures=STOCK, related={"40": ["19"], "19": ["40"]}) == [(WORKED_OUT, "320")]
    assert found(said, "40", figures=STOCK) == []
    assert found("That is 12 fewer than in November.", "40", figures=STOCK) == [(WORKED_OUT, "12")]


def test_a_count_of_people_that_equals_an_unrelated_hidden_figure_can_be_kept() -> None:
    [finding] = findings("7 young people joined the choir.", "26")
    assert (finding.rule, finding.may_be_kept) == (COINCIDENCE, True)
    assert found("7 songs were sung.", "26") == []
    assert found("9 young people joined the choir.", "26") == []
    assert found("7 young people joined the choir.", "26", part=2) == []
