"""The pages of a report's commentary: what they show, what they do, and to whom they are closed."""

from datetime import date
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from commentary import checking
from commentary.models import AddedException, Commentary, KeptFinding
from commentary.prose import Facts, Finding
from commentary.services import write_commentary
from commentary.workflow import CommentaryState
from indicators.models import Dataset
from tests.factories.commentary import COMMENT, EXEMPT, WORDS, commentary, finding, indicator_of
from tests.factories.people import PASSWORD, person, person_with
from tests.factories.reports import DECEMBER, published
from tests.factories.workflow import responsible
from tests.integration.commentary.browsers import browser_of, words

NOVEMBER = date(2020, 11, 1)
LIST = "/office/commentary/childrens-scrutiny/2020-12/"
NUMBER = "29"
SPOKEN = "Sevenfold"
MOST_QUERIES_OF_LIST, MOST_QUERIES_OF_EDITOR = 29, 29
DRAFT, SUBMITTED, AGREED = CommentaryState.DRAFT, CommentaryState.SUBMITTED, CommentaryState.AGREED


@pytest.fixture
def editor(dataset: Dataset) -> str:
    """The address of an indicator that is below expectation, and whose rating is public."""
    return f"{LIST}{indicator_of(dataset, NUMBER).key}/"


@pytest.fixture
def spoken(monkeypatch: pytest.MonkeyPatch) -> None:
    """The check finds one word, unless a person keeps it."""

    def check(text: str, facts: Facts) -> list[Finding]:
        found = finding(quote=SPOKEN, end=len(SPOKEN), sentence="This was found.", advice="Write it otherwise.")
        kept = (found.rule, found.quote) in facts.kept
        return [finding(**vars(found) | {"kept": kept})] if SPOKEN in text else []

    monkeypatch.setattr(checking, "check_prose", check)


def stored(dataset: Dataset, number: str = NUMBER) -> Commentary:
    return Commentary.objects.get(indicator=indicator_of(dataset, number), as_at=DECEMBER)


def said(version: int = 0, do: str = "save", part_1: str = WORDS, part_2: str = "", **more: str) -> dict[str, str]:
    return {"part_1": part_1, "part_2": part_2, "version": str(version), "do": do} | more


def sent(browser: Client, address: str, **form: Any) -> str:
    """The page to which a form leads, as people read it."""
    return unescape(words(browser, address, **said(**form)))


def by_another(dataset: Dataset, text: str, version: int = 0) -> Commentary:
    """A text that another director of the same section saves."""
    other = User.objects.filter(username="another-director").first() or person("director", username="another-director")
    responsible(other, dataset)
    of = indicator_of(dataset, NUMBER)
    return write_commentary(indicator=of, as_at=DECEMBER, part_1=text, part_2="", by=other, version=version)


# Written, submitted, agreed


def test_the_list_shows_each_exception_and_where_its_commentary_stands(dataset: Dataset, editor: str) -> None:
    page = words(browser_of("director"), LIST)
    assert f'href="{editor}"' in page
    assert "Nothing written yet" in page
    commentary(indicator_of(dataset, NUMBER), SUBMITTED, DECEMBER)
    assert "Submitted" in words(browser_of("publisher"), LIST)


def test_choosing_a_report_leads_to_its_list(dataset: Dataset) -> None:
    browser = browser_of("publisher")
    assert "Show its exceptions" in words(browser, "/office/commentary/")
    response = browser.get("/office/commentary/", {"dataset": dataset.pk, "as_at_0": "12", "as_at_1": "2020"})
    assert response.status_code == 200
    response = browser.get("/office/commentary/", {"dataset": dataset.pk, "as_at": "2020-12"})
    assert response["Location"] == LIST


def test_a_director_writes_and_submits_and_the_publisher_agrees(dataset: Dataset, editor: str) -> None:
    director, publisher = browser_of("director"), browser_of("publisher")
    assert "Saved at" in sent(director, editor, part_2=EXEMPT)
    assert (stored(dataset).part_1, stored(dataset).part_2, stored(dataset).state) == (WORDS, EXEMPT, DRAFT)
    assert "Submitted. The publisher agrees or returns it." in sent(director, editor, version=1, do="submit")
    page = words(publisher, editor)
    assert WORDS in page and 'value="agree"' in page and "<textarea" in page
    assert 'name="part_1"' not in page
    assert "Agreed. It stands in the report." in sent(publisher, editor, version=stored(dataset).version, do="agree")
    assert (stored(dataset).state, stored(dataset).agreed_by) == (AGREED, person_with("publisher"))


def test_a_first_text_is_submitted_at_once(dataset: Dataset, editor: str) -> None:
    sent(browser_of("director"), editor, do="submit")
    assert (stored(dataset).state, stored(dataset).part_1) == (SUBMITTED, WORDS)


def test_nothing_is_not_submitted(dataset: Dataset, editor: str) -> None:
    page = sent(browser_of("director"), editor, do="submit", part_1=" ")
    assert "There is nothing to submit yet" in page


def test_the_publisher_returns_it_with_a_comment(dataset: Dataset, editor: str) -> None:
    version = commentary(indicator_of(dataset, NUMBER), SUBMITTED, DECEMBER).version
    publisher = browser_of("publisher")
    page = sent(publisher, editor, version=version, do="return", reason="")
    assert "Say what is wrong before you return it" in page
    assert stored(dataset).state == SUBMITTED
    assert "Returned to the director" in sent(publisher, editor, version=version, do="return", reason=COMMENT)
    assert COMMENT in words(browser_of("director"), editor)
    assert COMMENT in words(browser_of("director"), LIST)


def test_a_director_withdraws_and_reopens_with_a_reason(dataset: Dataset, editor: str) -> None:
    commentary(indicator_of(dataset, NUMBER), SUBMITTED, DECEMBER)
    director = browser_of("director")
    assert "Withdrawn. It is a draft again." in sent(director, editor, version=1, do="withdraw")
    Commentary.objects.update(state=AGREED, agreed_by=person_with("publisher"))
    assert "Say why it is reopened" in sent(director, editor, version=2, do="reopen", reason="")
    assert "Reopened. It is a draft again." in sent(director, editor, version=2, do="reopen", reason="New words")
    assert stored(dataset).state == DRAFT


def test_the_publisher_opens_what_is_published_for_correction(dataset: Dataset, editor: str) -> None:
    commentary(indicator_of(dataset, NUMBER), CommentaryState.PUBLISHED, DECEMBER)
    page = sent(browser_of("publisher"), editor, version=1, do="correct", reason="A wrong word")
    assert "Opened for correction." in page
    assert stored(dataset).state == DRAFT


@pytest.mark.parametrize("do", ["agree", "return", "correct"])
def test_a_director_makes_no_move_of_the_publishers(dataset: Dataset, editor: str, do: str) -> None:
    state = CommentaryState.PUBLISHED if do == "correct" else SUBMITTED
    commentary(indicator_of(dataset, NUMBER), state, DECEMBER)
    page = sent(browser_of("director"), editor, version=1, do=do, reason="Because")
    assert "There is a problem" in page
    assert stored(dataset).state == state


@pytest.mark.parametrize("version", ["", "one", "-1"])
@pytest.mark.parametrize("do", ["agree", "return"])
def test_a_move_says_over_which_version(dataset: Dataset, editor: str, do: str, version: str) -> None:
    commentary(indicator_of(dataset, NUMBER), SUBMITTED, DECEMBER)
    form = said(do=do, reason=COMMENT) | {"version": version}
    page = words(browser_of("publisher"), editor, **form)
    assert "There is a problem" in page
    assert stored(dataset).state == SUBMITTED


def test_what_is_no_move_says_nothing_of_saving(dataset: Dataset, editor: str) -> None:
    commentary(indicator_of(dataset, NUMBER), DRAFT, DECEMBER)
    page = sent(browser_of("director"), editor, version=1, part_1="Other words", do="dance")
    assert "Saved at" not in page
    assert stored(dataset).part_1 == WORDS


# Two people at once


def test_two_texts_are_both_shown_and_saving_again_replaces_knowingly(dataset: Dataset, editor: str) -> None:
    director = browser_of("director")
    sent(director, editor)
    by_another(dataset, "Their words", version=1)
    page = sent(director, editor, version=1, part_1="My words")
    assert "Somebody else has saved another text" in page
    assert "Their words" in page and "My words" in page
    assert stored(dataset).part_1 == "Their words"
    assert 'name="version" value="2"' in page
    assert "Saved at" in sent(director, editor, version=2, part_1="My words")
    assert stored(dataset).part_1 == "My words"
    assert "Their words" in stored(dataset).history.values_list("part_1", flat=True)


def test_two_first_texts_are_both_shown(dataset: Dataset, editor: str) -> None:
    by_another(dataset, "Their words")
    page = sent(browser_of("director"), editor, part_1="My words")
    assert "Their words" in page and "My words" in page
    assert 'name="version" value="1"' in page


def test_a_text_that_was_submitted_meanwhile_is_not_saved_and_not_lost(dataset: Dataset, editor: str) -> None:
    commentary(indicator_of(dataset, NUMBER), SUBMITTED, DECEMBER)
    page = sent(browser_of("director"), editor, version=1, part_1="My words")
    assert "Saved at" not in page
    assert "this commentary is submitted" in page
    assert "My words" in page and WORDS in page
    assert stored(dataset).part_1 == WORDS


def test_what_changed_meanwhile_is_not_agreed_unseen(dataset: Dataset, editor: str) -> None:
    commentary(indicator_of(dataset, NUMBER), SUBMITTED, DECEMBER, version=3)
    page = sent(browser_of("publisher"), editor, version=1, do="agree")
    assert "changed it since you opened this page" in page
    assert "in the boxes" not in page
    assert WORDS in page
    assert 'name="version" value="3"' in page
    assert stored(dataset).state == SUBMITTED


# Autosave


def saved(browser: Client, editor: str, **form: Any) -> tuple[int, dict[str, Any]]:
    response = browser.post(f"{editor}save/", said(**form))
    return response.status_code, response.json()


def test_a_draft_is_kept_as_it_is_typed(dataset: Dataset, editor: str, spoken: None) -> None:
    director = browser_of("director")
    status, answer = saved(director, editor, part_1=f"{SPOKEN} as many")
    assert (status, answer["version"]) == (200, 1)
    assert "This was found." in answer["checked"]
    status, answer = saved(director, editor, part_1="Other words", version=1)
    assert (status, answer["version"], answer["checked"].strip()) == (200, 2, "")
    assert saved(director, editor, part_1="Other words", version=1)[1]["version"] == 2
    assert stored(dataset).part_1 == "Other words"


def test_a_draft_does_not_replace_the_text_of_another(dataset: Dataset, editor: str) -> None:
    by_another(dataset, "Their words")
    status, answer = saved(browser_of("director"), editor, part_1="My words")
    assert status == 409
    assert "Somebody else has changed it" in answer["message"]
    assert stored(dataset).part_1 == "Their words"


@pytest.mark.parametrize("form", [{"version": "x"}, {"part_1": "a" * 20_001}, {"part_2": "a" * 20_001}])
def test_a_draft_that_cannot_be_kept_says_why(dataset: Dataset, editor: str, form: dict[str, str]) -> None:
    response = browser_of("director").post(f"{editor}save/", said() | form)
    assert (response.status_code, bool(response.json()["message"])) == (422, True)
    assert not Commentary.objects.exists()


def test_a_draft_of_what_is_submitted_is_not_kept(dataset: Dataset, editor: str) -> None:
    commentary(indicator_of(dataset, NUMBER), SUBMITTED, DECEMBER)
    status, answer = saved(browser_of("director"), editor, part_1="My words", version=1)
    assert (status, "submitted" in answer["message"]) == (422, True)


# What is found


@pytest.mark.usefixtures("spoken")
def test_an_open_finding_is_kept_with_a_reason_or_not_submitted(dataset: Dataset, editor: str) -> None:
    director, text = browser_of("director"), f"{SPOKEN} as many"
    page = sent(director, editor, do="submit", part_1=text)
    assert "1 finding is open." in page
    assert f"<mark>{SPOKEN}<sup>1</sup></mark>" in page
    assert stored(dataset).state == DRAFT
    name = "1-0-another_value"
    page = sent(director, editor, do=f"keep:{name}", part_1=text, version=1)
    assert "Say why these words may stay." in page
    page = sent(
        director, editor, do=f"keep:{name}", part_1=text, version=1, **{f"reason-{name}": "The report says so"}
    )
    assert "Kept, with your reason." in page
    assert KeptFinding.objects.get().reason == "The report says so"
    assert "Submitted." in sent(director, editor, do="submit", part_1=text, version=1)


@pytest.mark.usefixtures("spoken")
@pytest.mark.parametrize("do", ["submit", "keep:1-0-another_value"])
def test_who_goes_on_writing_after_a_refusal_does_not_clash_with_themselves(
    dataset: Dataset, editor: str, do: str
) -> None:
    director = browser_of("director")
    page = sent(director, editor, do=do, part_1=f"{SPOKEN} as many")
    assert "There is a problem" in page
    assert 'name="version" value="1"' in page


@pytest.mark.usefixtures("spoken")
def test_what_is_not_in_the_text_any_more_is_not_kept(dataset: Dataset, editor: str) -> None:
    page = sent(browser_of("director"), editor, do="keep:1-0-another_value")
    assert "These words are not in the text any more." in page


@pytest.mark.usefixtures("spoken")
def test_a_publisher_keeps_a_finding_and_changes_no_word(dataset: Dataset, editor: str) -> None:
    commentary(indicator_of(dataset, NUMBER), SUBMITTED, DECEMBER, part_1=f"{SPOKEN} as many")
    name = "1-0-another_value"
    form = {"do": f"keep:{name}", f"reason-{name}": "Agreed with the director", "version": "1"}
    assert "Kept, with your reason." in words(browser_of("publisher"), editor, **form)
    assert stored(dataset).version == 1


def test_the_value_of_a_hidden_cell_is_not_kept(dataset: Dataset, editor: str) -> None:
    director = browser_of("director")
    text = "The Committee was told that seven fostering households had been approved."
    page = sent(director, editor, do="submit", part_1=text)
    assert "1 finding is open." in page
    assert "may these words stay" not in page
    name = f"1-{text.index('seven')}-hidden_figure"
    page = sent(director, editor, do=f"keep:{name}", part_1=text, version=1, **{f"reason-{name}": "All know it"})
    assert "These words give away a hidden figure" in page
    assert not KeptFinding.objects.exists()
    page = sent(director, editor, do="submit", part_1=WORDS, part_2=text, version=1)
    assert "Submitted." in page


def test_a_text_that_is_too_long_is_refused_in_words_and_not_lost(dataset: Dataset, editor: str) -> None:
    text = "A word. " * 2_501
    for part in ("part_1", "part_2"):
        page = sent(browser_of("director"), editor, **{part: text})
        assert "at most 20,000 characters" in page
        assert text.strip() in page
    assert not Commentary.objects.exists()


def test_lines_count_as_one_character_as_in_the_box(dataset: Dataset, editor: str) -> None:
    text = "word\r\n" * 4_000
    assert "Saved at" in sent(browser_of("director"), editor, part_1=text)


# A session that ended


def test_what_was_typed_waits_while_its_writer_signs_in_again(dataset: Dataset, editor: str) -> None:
    browser, typed = Client(), "My <words>\r\n\r\n- and 'theirs'"
    form = said(part_1=typed, part_2=EXEMPT)
    for more in ({}, {"username": "director", "password": "wrong"}):
        response = browser.post(editor, form | more)
        assert response.status_code == 401
        page = response.content.decode()
        assert "Your session has ended." in page
        assert typed in unescape(page) and EXEMPT in page and 'name="version"' in page and 'name="do"' in page
        assert "wrong" not in page
        assert not Commentary.objects.exists()
    assert "do not match" in page
    response = browser.post(editor, form | {"username": "director", "password": PASSWORD})
    assert response["Location"] == editor
    assert stored(dataset).part_1 == typed.replace("\r\n", "\n")
    assert stored(dataset).part_2 == EXEMPT
    assert browser.get(editor).status_code == 200


def test_who_signs_in_again_without_the_right_loses_nothing_and_gets_nowhere(dataset: Dataset, editor: str) -> None:
    browser = Client()
    response = browser.post(editor, said(part_1="My words") | {"username": "data_officer", "password": PASSWORD})
    assert response.status_code == 401
    page = response.content.decode()
    assert "This account may not do that" in page and "My words" in page
    assert not Commentary.objects.exists()
    assert browser.get("/office/").status_code == 302


def test_autosave_without_a_session_is_told_so(dataset: Dataset, editor: str) -> None:
    assert Client().post(f"{editor}save/", said()).status_code == 401
    assert not Commentary.objects.exists()


def test_a_reason_for_an_exception_waits_too(dataset: Dataset) -> None:
    response = Client().post(LIST, {"add": "add", "reason": "A typed reason"})
    assert response.status_code == 401
    assert "A typed reason" in response.content.decode()


# Who may


@pytest.mark.parametrize("role", ["data_officer", "restricted_reader", "member", "administrator"])
def test_nobody_else_reads_or_writes(dataset: Dataset, editor: str, role: str) -> None:
    browser = browser_of(role)
    for address in ("/office/commentary/", LIST, editor):
        assert browser.get(address).status_code == 403
    for address in (LIST, editor, f"{editor}save/"):
        assert browser.post(address, said()).status_code == 403
    assert not Commentary.objects.exists()


def test_a_director_of_another_section_reads_and_does_not_write(dataset: Dataset, editor: str) -> None:
    other = person("director", username="another-director")
    section = indicator_of(dataset, NUMBER).definitions.get(reporting_year=2020).section
    theirs = dataset.sections.exclude(pk=section.pk).first()
    responsible(other, dataset, theirs.name)
    browser = Client()
    browser.force_login(other)
    page = words(browser, editor)
    assert 'name="part_1"' not in page and 'value="submit"' not in page
    assert "You are not responsible" in sent(browser, editor)
    assert saved(browser, editor)[0] == 422
    assert not Commentary.objects.exists()
    assert "Exceptions of other sections" in words(browser, LIST)


def test_what_a_report_does_not_have_is_not_found(dataset: Dataset, editor: str, small: Dataset) -> None:
    director = browser_of("director")
    key = indicator_of(dataset, NUMBER).key
    for address in (
        f"{LIST}nothing-here/",
        f"{LIST}{indicator_of(small).key}/",
        f"/office/commentary/childrens-scrutiny/1999-12/{key}/",
        f"/office/commentary/nothing-here/2020-12/{key}/",
        "/office/commentary/childrens-scrutiny/1999-12/",
        "/office/commentary/nothing-here/2020-12/",
    ):
        assert director.get(address).status_code == 404, address
        assert director.post(address, said()).status_code == 404, address
    indicator_of(dataset, NUMBER).definitions.filter(reporting_year=2020).update(reporting_year=2030)
    assert director.get(editor).status_code == 404
    assert director.post(f"{editor}save/", said()).status_code == 404


# Exceptions


def test_an_exception_is_added_and_taken_away(dataset: Dataset) -> None:
    director = browser_of("director")
    page = words(director, LIST)
    key = page.split('<option value="')[2].split('"')[0]
    form = {"add": "add", "indicator": key, "kind": "concern", "reason": "The trend of this year"}
    response = director.post(LIST, form)
    assert response["Location"] == f"{LIST}{key}/"
    added = AddedException.objects.get()
    assert (added.indicator.key, added.kind, added.reason) == (key, "concern", "The trend of this year")
    assert "The trend of this year" in words(director, LIST)
    assert "Take away" in words(director, LIST)
    assert "Select a valid choice" in words(director, LIST, **form)
    assert "Take away" not in words(browser_of("publisher"), LIST)
    assert "The exception is taken away." in words(director, LIST, remove=key)
    assert not AddedException.objects.exists()
    words(director, LIST, remove=key)


@pytest.mark.parametrize(
    ("missing", "sentence"),
    [
        ("indicator", "Choose the indicator"),
        ("kind", "Say why"),
        ("reason", "Say why the committee should hear of this indicator"),
    ],
)
def test_an_exception_says_all_that_it_needs(dataset: Dataset, missing: str, sentence: str) -> None:
    director = browser_of("director")
    key = words(director, LIST).split('<option value="')[2].split('"')[0]
    form = {"add": "add", "indicator": key, "kind": "concern", "reason": "The trend"} | {missing: ""}
    assert sentence in words(director, LIST, **form)
    assert not AddedException.objects.exists()


def test_a_publisher_neither_adds_nor_takes_away(dataset: Dataset) -> None:
    director, publisher = browser_of("director"), browser_of("publisher")
    key = words(director, LIST).split('<option value="')[2].split('"')[0]
    form = {"add": "add", "indicator": key, "kind": "concern", "reason": "The trend"}
    words(publisher, LIST, **form)
    assert not AddedException.objects.exists()
    director.post(LIST, form)
    assert "may not write" in words(publisher, LIST, remove=key)
    assert AddedException.objects.exists()


# The last report


def test_a_text_begins_with_that_of_the_last_report_and_says_where_it_is_unchanged(unpublished: Dataset) -> None:
    of = indicator_of(unpublished, NUMBER)
    commentary(of, AGREED, NOVEMBER, part_1="First words.\n\nSecond words.")
    published(unpublished, NOVEMBER)
    address = f"/office/commentary/{unpublished.slug}/2020-12/{of.key}/"
    director = browser_of("director")
    page = words(director, address)
    assert "Begin with the last report" in page and "November 2020" in page
    assert "Unchanged since the last report" not in page
    page = words(director, f"{address}?last=yes")
    assert "First words.\n\nSecond words.</textarea>" in page and f"{EXEMPT}</textarea>" in page
    assert "Unchanged since the last report" in page
    page = sent(director, address, part_1="First words.\r\n\r\nSecond words.")
    assert "Unchanged since the last report" in page
    assert "Unchanged" not in sent(director, address, part_1="Other words", version=1)
    assert "Other words" in words(director, f"{address}?last=yes")
    assert "Begin with the last report" not in words(director, address)


# How much is asked of the database


@pytest.mark.parametrize(("place", "most"), [("", MOST_QUERIES_OF_LIST), (NUMBER, MOST_QUERIES_OF_EDITOR)])
def test_the_pages_ask_little_once_the_draft_is_in_memory(dataset: Dataset, place: str, most: int) -> None:
    commentary(indicator_of(dataset, NUMBER), DRAFT, DECEMBER)
    address = f"{LIST}{indicator_of(dataset, place).key}/" if place else LIST
    director = browser_of("director")
    words(director, address)
    with CaptureQueriesContext(connection) as asked:
        words(director, address)
    assert len(asked) <= most


def test_an_action_is_raised_from_the_editor_by_those_whose_indicator_it_is(dataset: Dataset) -> None:
    key = indicator_of(dataset, NUMBER).key
    way = f"/office/actions/{dataset.slug}/new/?indicator={key}"
    assert way in words(browser_of("director"), f"{LIST}{key}/")
    assert way not in words(browser_of("publisher"), f"{LIST}{key}/")
