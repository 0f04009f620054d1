"""Search: what is found, in which order, and what is shown of it."""

from datetime import date

import msgspec
import pytest

from reports.site.search import EXCERPT, entries_of, every_indicator, search, words_of
from reports.site.search_views import mistake_in, search_context
from suppression.paper import Part1Paper
from suppression.paper_words import PaperAction, PaperCommentary, PaperNote, PaperQuestion
from tests.unit.reports.papers import HIDDEN, indicator, measure, paper, shown

LONG = "Before it. " * 60 + "Then adoption panels met. " + "After it. " * 60


def said(text: str, **more: object) -> PaperCommentary:
    return PaperCommentary(because=("concern",), text=text, **more)  # type: ignore[arg-type]


def found(papers: Part1Paper | list[Part1Paper], query: str) -> list[str]:
    """The numbers of what is found, in order."""
    entries = entries_of(papers if isinstance(papers, list) else [papers])
    return [result.number or "report" for result in search(entries, query)]


PAPER = paper(
    indicator("5", title="Fixed exclusions", why_it_is_important="Children out of school miss adoption talks."),
    indicator("22", title="Children adopted"),
    indicator("22.1", title="Adopted within a year", commentary=said("Court hearings were *late*.")),
    indicator("26", title="Care leavers", commentary=said("Adopted young people were 22.", reason="Rising costs")),
)


def test_a_number_comes_first_then_titles_then_what_is_said() -> None:
    assert found(PAPER, "22") == ["22", "22.1", "26"]
    assert found(PAPER, "adopted") == ["22", "22.1", "26"]
    assert found(PAPER, "22.1") == ["22.1"]


def test_every_word_has_to_be_there() -> None:
    assert found(PAPER, "adopted year") == ["22.1"]
    assert found(PAPER, "adopted aeroplane") == []


@pytest.mark.parametrize("query", ["ADOPTED", "adopt", "Adopted!", "“adopted”", "adopted adopted"])
def test_words_are_found_by_their_beginning_however_they_are_written(query: str) -> None:
    assert found(PAPER, query)[:2] == ["22", "22.1"]


def test_a_plural_finds_the_singular_and_an_accent_does_not_matter() -> None:
    one = paper(indicator("1", title="Café caseload"))
    assert found(one, "caseloads") == found(one, "cafe") == found(one, "Cafés") == ["1"]


def test_a_number_in_a_query_is_found_as_a_whole_only() -> None:
    one = paper(indicator("1", title="Seen within 28 days"), indicator("2", title="Seen within 280 days"))
    assert found(one, "28") == ["1"]


def test_actions_questions_answers_and_reasons_are_searched() -> None:
    action = PaperAction(
        "Recruit mentors",
        "Head of Care",
        date(2021, 1, 1),
        date(2020, 10, 1),
        notes=(PaperNote(date(2020, 11, 1), "Advertised"),),
    )
    question = PaperQuestion(
        "question", "Committee", date(2020, 11, 1), "Why so slow?", "Director", "indicator-7", "Snow"
    )
    one = msgspec.structs.replace(
        paper(indicator("7", actions=(action,), commentary=said("", reason="Rising costs"))), questions=(question,)
    )
    for query in ("mentors", "advertised", "slow", "snow", "costs", "head care"):
        assert found(one, query) == ["7"], query


def test_a_question_about_the_report_leads_to_the_report() -> None:
    question = PaperQuestion("action_point", "Committee", date(2020, 11, 1), "Bring a map", "Director")
    one = msgspec.structs.replace(paper(indicator("7")), questions=(question,))
    (result,) = search(entries_of([one]), "map")
    assert result.url == "/reports/childrens-services/2020-12/"
    assert result.number == ""


def test_figures_and_what_stands_in_place_of_hidden_ones_are_not_searched() -> None:
    one = paper(indicator("7", measure(shown("4711"), HIDDEN), target="815 weeks"))
    for query in ("4711", "suppressed", "815"):
        assert found(one, query) == []


def test_the_latest_report_has_the_title_and_earlier_ones_are_searched_too() -> None:
    before = msgspec.structs.replace(
        paper(indicator("7", title="Old name", commentary=said("Snow fell."))), as_at=date(2020, 10, 1)
    )
    now = paper(indicator("7", title="New name"), indicator("8", commentary=said("No snow fell.")))
    for order in ([before, now], [now, before]):
        assert found(order, "old") == []
        assert found(order, "snow") == ["8", "7"]
        snow = search(entries_of(order), "snow")[1]
        assert "".join(piece.text for piece in snow.title) == "New name"
        assert snow.excerpts[0].source == "Commentary, October 2020"
        assert snow.excerpts[0].url == "/reports/childrens-services/2020-10/indicators/indicator-7/"


def test_an_excerpt_is_plain_text_around_what_was_found_cut_between_words() -> None:
    one = paper(indicator("7", commentary=said(f"**Bold** <b>x</b> {LONG}")))
    (result,) = search(entries_of([one]), "adoption")
    pieces = result.excerpts[0].pieces
    text = "".join(piece.text for piece in pieces)
    assert [piece.text for piece in pieces if piece.is_match] == ["adoption"]
    assert text.startswith("… ")
    assert text.endswith(" …")
    assert len(text) < EXCERPT + 10
    assert set(text.strip("… ").split()) <= set(LONG.split())


def test_markup_of_what_people_wrote_is_not_shown_and_their_signs_are_kept() -> None:
    one = paper(indicator("7", commentary=said("**Bold** <script>alert(1)</script> & *soft*")))
    (result,) = search(entries_of([one]), "alert")
    assert "".join(piece.text for piece in result.excerpts[0].pieces) == "Bold <script>alert(1)</script> & soft"


@pytest.mark.parametrize("query", ["", " ", "!!!", "\0", "—", "((((", "\ud800", "%", "\u202e"])
def test_a_query_without_a_word_finds_nothing_and_is_said_to_be_one(query: str) -> None:
    assert search(entries_of([PAPER]), query) == []
    assert mistake_in(query.replace("\0", "")) == "Enter a word, or an indicator’s number."


def test_what_cannot_be_searched_for_says_what_to_do() -> None:
    assert mistake_in("a") == "Enter at least two letters of a word, or an indicator’s number."
    assert mistake_in("5") == ""
    assert mistake_in("ab") == ""
    assert mistake_in("a" * 101) == "Shorten your search to 100 characters or fewer."
    assert search_context(entries_of([PAPER]), "a" * 5000)["query"] == "a" * 100
    assert search_context(entries_of([PAPER]), None)["mistake"] == ""


def test_many_words_and_signs_take_no_longer_than_a_moment() -> None:
    long = paper(*(indicator(str(number), commentary=said(LONG)) for number in range(1, 60)))
    assert len(found(long, " ".join(f"be{letter}" for letter in "ffffffffffffff"))) == 50


def test_every_indicator_is_listed_by_title_once() -> None:
    before = msgspec.structs.replace(PAPER, as_at=date(2020, 10, 1))
    listed = every_indicator(entries_of([before, PAPER]))
    assert [each.title for each in listed] == [
        "Adopted within a year",
        "Care leavers",
        "Children adopted",
        "Fixed exclusions",
    ]
    assert {each.as_at for each in listed} == {"December 2020"}


def test_words_are_letters_and_numbers() -> None:
    assert words_of("Children’s 22.1 (A&E) – 50% co-operate") == [
        "children's",
        "22.1",
        "a",
        "e",
        "50",
        "co",
        "operate",
    ]
