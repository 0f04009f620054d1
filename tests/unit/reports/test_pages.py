"""What the pages say of a paper."""

from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string
from msgspec.structs import replace

from indicators.vocabulary import DefinitionRelationKind
from reports.indicator_page import indicator_context
from reports.pages import (
    Filters,
    exceptions,
    index_context,
    summary_counts,
)
from reports.wording import exemption_wording, indicator_sentence, part_2_sentence, relation_name
from suppression.paper import (
    HIDDEN_WORDING,
    PaperIndicator,
    PaperRelation,
    PaperSection,
    PartlyHidden,
    Rated,
    Shown,
    Summary,
)
from tests.unit.reports.papers import (
    AMBER,
    GREEN,
    HIDDEN,
    NOT_RATED,
    RED,
    absent,
    indicator,
    measure,
    paper,
    shown,
)

# The sentence about what Part 1 leaves out


def test_the_sentence_names_every_indicator_with_a_hidden_figure_of_this_year() -> None:
    whole = paper(
        indicator("5", measure(shown("25"), HIDDEN)),
        indicator("9"),
        indicator("22.1", measure(year_to_date=HIDDEN)),
        indicator("23", measure(HIDDEN)),
    )
    assert part_2_sentence(whole).startswith("Indicators 5, 22.1 and 23: ")


def test_the_sentence_about_part_2_does_not_say_which_ratings_are_below_expectation() -> None:
    rated = [indicator("5", measure(HIDDEN), rating=rating) for rating in (GREEN, AMBER, RED, NOT_RATED, HIDDEN)]
    assert len({part_2_sentence(paper(each)) for each in rated}) == 1


def test_the_sentence_does_not_say_that_a_hidden_figure_is_small() -> None:
    assert "or would give away figures that are" in part_2_sentence(paper(indicator("5", measure(HIDDEN))))


def test_nothing_is_said_of_part_2_where_nothing_is_hidden() -> None:
    assert part_2_sentence(paper(indicator("9"))) == ""


def test_a_percentage_hidden_beside_its_denominator_is_left_out_and_says_of_how_many() -> None:
    partly = PartlyHidden(f"{HIDDEN_WORDING} (of 42)", denominator=Decimal(42))
    without_its_number = Shown("1.3%", Decimal("1.3"), numbers_hidden=("numerator", "denominator"))
    for figure in (partly, without_its_number):
        assert part_2_sentence(paper(indicator("30", measure(figure)))).startswith("Indicator 30: ")
    sentence = indicator_sentence(indicator("30", measure(shown("2%", "2"), partly)), HIDDEN_WORDING)
    assert "Latest: data suppressed, see part 2 report (of 42), May 2020" in sentence


# Exceptions


def test_the_exceptions_are_the_indicators_rated_amber_or_red() -> None:
    ratings = {"1": GREEN, "26": RED, "29": AMBER, "30": NOT_RATED, "23": HIDDEN}
    whole = paper(*(indicator(number, rating=rating) for number, rating in ratings.items()))
    assert [card.number for card in exceptions(whole)] == ["26", "29"]


def test_a_card_shows_the_last_three_months_that_say_anything() -> None:
    figures = (shown("1"), shown("2"), None, absent("Data Not Published"), shown("4"), None)
    (card,) = exceptions(paper(indicator("26", measure(*figures), rating=RED)))
    assert [month.label for month in card.months] == ["August 2020", "July 2020", "May 2020"]


def test_an_exception_shows_the_figure_that_its_rating_judges() -> None:
    judged_by_year = indicator("35.1", measure(shown("48%"), shown("74%"), year_to_date=shown("62%")), rating=AMBER)
    judged_by_month = indicator("26", measure(shown("49%"), shown("38%"), absent("Data Not Published")), rating=RED)
    by_year, by_month = exceptions(paper(judged_by_year, judged_by_month))
    assert [(by_year.standing.label, by_year.standing.lines[0].text)] == [("year to date", "62%")]
    assert [(by_month.standing.label, by_month.standing.lines[0].text)] == [("May 2020", "38%")]


def test_a_card_says_once_that_adjacent_months_are_hidden() -> None:
    (card,) = exceptions(paper(indicator("26", measure(shown("9"), HIDDEN, HIDDEN), rating=RED)))
    assert [month.label for month in card.months] == ["May 2020 to June 2020", "April 2020"]


# The sentence about one indicator


def sentence_of(said: PaperIndicator) -> str:
    return indicator_sentence(said, HIDDEN_WORDING)


def test_the_sentence_about_an_indicator_reads_as_a_person_would_say_it() -> None:
    measured = measure(None, None, shown("28"))
    said = sentence_of(indicator("17", measured, unit="weeks", frequency="quarterly", rating=AMBER))
    assert said == ("Lower is better. Target 26 weeks. Reported every quarter. Latest: 28 weeks, June 2020, AMBER.")


@pytest.mark.parametrize(
    ("said", "ends"),
    [
        (
            {"polarity": "low", "unit": "weeks", "target": "26"},
            ("Target 26 weeks or fewer.", "28 weeks, April 2020, above target."),
        ),
        ({"polarity": "low", "unit": "weeks", "target": "26 weeks"}, ("Target 26 weeks or fewer.", "above target.")),
        ({"polarity": "high", "unit": "percentage", "target": "26%"}, ("Target 26% or more.", "below target.")),
        ({"polarity": "neither", "target": "26"}, ("Target 26. ", "outside its target range.")),
        ({"polarity": "low", "target": "below 26"}, ("Target below 26.", "above target.")),
    ],
)
def test_the_sentence_says_on_which_side_of_the_target_it_is_well_and_where_the_figure_lies(
    said: dict[str, str], ends: tuple[str, str]
) -> None:
    bounds = {"target_low": Decimal(26), "target_high": Decimal(26)}
    judged = Rated("red", "RED", least=Decimal("28.7"))
    sentence = sentence_of(indicator("17", measure(shown("28")), rating=judged, **bounds, **said))
    assert ends[0] in sentence and sentence.endswith(ends[1])


def test_a_figure_of_which_the_rule_rates_green_is_on_target() -> None:
    judged = Rated("green", "GREEN", most=Decimal(26))
    assert sentence_of(indicator("17", measure(shown("22")), rating=judged)).endswith("22, April 2020, on target.")


@pytest.mark.parametrize(
    ("target", "sentence"),
    [
        ("This is not a target measure", "This is not a target measure."),
        ("TBC", "Target to be confirmed."),
        ("n/a", "This is not a target measure."),
        ("12 - 15", "Target 12 - 15."),
    ],
)
def test_the_target_is_said_in_the_councils_words(target: str, sentence: str) -> None:
    assert f" {sentence} Reported" in sentence_of(indicator("1", target=target))


def test_both_measures_are_named_in_the_sentence() -> None:
    two = (measure(shown("100%"), name="initial"), measure(shown("99%"), name="review"))
    assert "Latest: 100% (initial), 99% (review), April 2020" in sentence_of(indicator("14", *two))


def test_the_sentence_gives_the_latest_number_and_the_year_to_date_that_is_rated() -> None:
    said = sentence_of(indicator("1", measure(shown("48"), absent("Data Not Published")), rating=GREEN))
    assert said.endswith("Latest: 48, April 2020, GREEN.")
    said = sentence_of(indicator("1", measure(shown("48"), shown("74"), year_to_date=shown("62")), rating=AMBER))
    assert said.endswith("Latest: 74, May 2020. Year to date: 62, AMBER.")


def test_the_sentence_says_that_the_latest_figure_is_hidden_and_not_the_one_before_it() -> None:
    said = sentence_of(indicator("23", measure(shown("7"), HIDDEN), rating=HIDDEN))
    assert said.endswith("Latest: data suppressed, see part 2 report, May 2020.")


def test_what_is_said_of_a_hidden_figure_is_what_its_paper_says() -> None:
    hidden = indicator("23", measure(shown("7"), HIDDEN), rating=HIDDEN)
    whole = replace(paper(hidden), hidden_wording="[c] withheld")
    said = indicator_context(whole, hidden, [paper(hidden)])
    assert "Latest: [c] withheld, May 2020." in said["sentence"]
    html = render_to_string("components/indicator_body.html", said)
    assert html.count("[c] withheld") == 3  # the rating, the sentence, and May
    assert HIDDEN_WORDING not in html
    assert html.count("Part 2 only") == 2  # the ratings of both reports
    html = render_to_string("components/index_body.html", index_context(whole))
    assert html.count("[c] withheld") == 6  # table: latest, month, rating; card: month, rating; and the legend
    assert HIDDEN_WORDING not in html


def test_an_indicator_without_figures_says_so() -> None:
    assert sentence_of(indicator("7", measure())).endswith("No figure yet this year.")


def test_a_rating_that_a_person_set_says_why() -> None:
    shown_indicator = indicator("17", rating=Rated("green", "GREEN", "as imported"))
    context = indicator_context(paper(shown_indicator), shown_indicator)
    assert context["rating_reason"] == "Set by a person, not by the rule: as imported."


# Relations


def test_an_indicator_links_to_those_it_is_related_to() -> None:
    relations = (PaperRelation("part_of", "indicator-22"), PaperRelation("denominator_is", "indicator-19"))
    part = indicator("22.1", relations=relations)
    context = indicator_context(paper(indicator("19"), indicator("22"), part), part)
    assert [(link.name, link.number, link.title) for link in context["relations"]] == [
        ("Part of", "22", "Title of 22"),
        ("Denominator", "19", "Title of 19"),
    ]
    assert context["relations"][0].url.endswith("/indicators/indicator-22/")


def test_a_relation_to_an_indicator_that_the_paper_does_not_have_is_not_shown() -> None:
    part = indicator("22.1", relations=(PaperRelation("part_of", "indicator-22"),))
    assert indicator_context(paper(part), part)["relations"] == []


@pytest.mark.parametrize("kind", DefinitionRelationKind)
def test_every_kind_of_relation_has_words(kind: DefinitionRelationKind) -> None:
    assert relation_name(kind)


# Filters


def section_names(context: dict[str, object]) -> list[str]:
    return [section.name for section in context["sections"]]  # type: ignore[attr-defined]


def numbers(context: dict[str, object]) -> list[str]:
    return [card.number for section in context["sections"] for card in section.cards]  # type: ignore[attr-defined]


TWO_SECTIONS = paper(
    sections=(
        PaperSection("Early Help", (indicator("1", rating=RED), indicator("2", rating=HIDDEN))),
        PaperSection("Care leavers", (indicator("26", rating=RED), indicator("27", rating=GREEN))),
    )
)


def test_without_a_filter_every_indicator_is_shown() -> None:
    assert numbers(index_context(TWO_SECTIONS)) == ["1", "2", "26", "27"]


def test_a_section_and_a_rating_can_be_chosen_together() -> None:
    assert numbers(index_context(TWO_SECTIONS, Filters("care-leavers", "red"))) == ["26"]


def test_a_section_without_a_match_is_left_out() -> None:
    assert section_names(index_context(TWO_SECTIONS, Filters(rating="green"))) == ["Care leavers"]


def test_a_hidden_rating_is_found_as_part_2_only_and_as_nothing_else() -> None:
    found = {
        rating: numbers(index_context(TWO_SECTIONS, Filters(rating=rating)))
        for rating in ("red", "amber", "green", "none", "part-2")
    }
    assert [rating for rating, shown_numbers in found.items() if "2" in shown_numbers] == ["part-2"]


def test_a_filter_that_the_paper_does_not_have_shows_everything() -> None:
    assert numbers(index_context(TWO_SECTIONS, Filters("no-such-section", "purple"))) == ["1", "2", "26", "27"]


def test_the_filters_offered_are_those_that_find_something() -> None:
    assert [link.label for link in index_context(TWO_SECTIONS)["rating_links"]] == [
        "All",
        "Red",
        "Green",
        "Part 2 only",
    ]


# Parts, history and the list of reports


def test_part_1_leads_to_part_1_and_part_2_to_part_2() -> None:
    for part, start in ((1, "/reports/"), (2, "/office/part-2/")):
        context = index_context(paper(indicator("1", rating=RED), part=part))
        assert context["index_url"].startswith(start)
        assert context["exceptions"][0].url.startswith(start)


@pytest.mark.parametrize(
    ("exemption", "wording"),
    [
        ("1", "Schedule 12A, paragraph 1"),
        ("paragraph 1 or 2", "Schedule 12A, paragraph 1 or 2"),
        ("paragraph 1 of Schedule 12A", "paragraph 1 of Schedule 12A"),
    ],
)
def test_the_exemption_always_names_the_schedule(exemption: str, wording: str) -> None:
    assert exemption_wording(SimpleNamespace(exemption=exemption)) == wording  # type: ignore[arg-type]


def test_the_summary_speaks_of_part_2_only_where_something_is_there() -> None:
    labels = [count.label for count in summary_counts(Summary(38, 18, 5, 0, 15))]
    assert labels == ["indicators", "on track", "below expectation", "not rated"]
    assert [count.number for count in summary_counts(Summary(38, 18, 3, 2, 15))] == [38, 18, 3, 2, 15]
