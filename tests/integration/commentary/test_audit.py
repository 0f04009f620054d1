"""The search of who did what finds all that people say, and keeps their words from those who may not read them."""

from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import RoleAssignment
from commentary.action_services import change_action, note_progress
from commentary.link_services import add_link, remove_link
from commentary.models import Kind
from commentary.question_services import answer_question, change_question, record_question, reopen_question
from commentary.services import (
    add_exception,
    keep_finding,
    remove_exception,
    return_commentary,
    submit_commentary,
    write_commentary,
)
from indicators.audit.entries import Entry, Reader, Search
from indicators.audit.search import search
from indicators.models import Dataset
from indicators.variation_services import rebase, withdraw_rebasing
from tests.factories.commentary import DUE, action, asked, finding, indicator_of
from tests.factories.people import person_with
from tests.factories.workflow import JANUARY
from tests.integration.commentary.browsers import browser_of

MOST_QUERIES = 32
PAGE = "/office/audit/"
TYPED = "It is 31415"
EVERYTHING = Reader(of_figures=True, of_words=True)


def written(dataset: Dataset) -> None:
    director, publisher = person_with("director"), person_with("publisher")
    words = {"indicator": indicator_of(dataset), "as_at": JANUARY, "part_1": TYPED, "part_2": TYPED}
    commentary = write_commentary(**words, by=director)
    commentary = submit_commentary(commentary=commentary, by=director, findings=[])
    return_commentary(commentary=commentary, comment=TYPED, by=publisher)
    write_commentary(**words | {"part_1": "Otherwise"}, by=director, version=3)


def an_exception(dataset: Dataset) -> None:
    by = person_with("director")
    kind = Kind.GOOD_PERFORMANCE
    remove_exception(
        added=add_exception(indicator=indicator_of(dataset), as_at=JANUARY, kind=kind, reason=TYPED, by=by), by=by
    )


def an_action(dataset: Dataset) -> None:
    raised = action(indicator_of(dataset), what=TYPED, owner=TYPED)
    by = person_with("director")
    raised = change_action(action=raised, what="Else", owner="Head of Service", due=DUE, reason=TYPED, by=by)
    note_progress(action=raised, text=TYPED, by=by)


def a_question(dataset: Dataset, **said: object) -> None:
    by = person_with("publisher")
    told = {"meeting": TYPED, "text": TYPED, "for_whom": TYPED} | said
    recorded = record_question(dataset=dataset, asked=asked(**told), by=by)
    recorded = change_question(question=recorded, asked=asked(), reason=TYPED, by=by)
    recorded = change_question(question=recorded, asked=asked(**told), reason=TYPED, by=by)
    recorded = answer_question(question=recorded, answer=TYPED, as_at=JANUARY, by=by)
    reopen_question(question=recorded, reason=TYPED, by=by)


def a_question_about_an_indicator(dataset: Dataset) -> None:
    a_question(dataset, indicator=indicator_of(dataset))


def a_link(dataset: Dataset) -> None:
    by = person_with("director")
    remove_link(
        link=add_link(
            indicator=indicator_of(dataset), title=TYPED, address="https://x.example/31415", dated=None, by=by
        ),
        by=by,
    )


def a_finding(dataset: Dataset) -> None:
    keep_finding(
        dataset=dataset,
        indicator=indicator_of(dataset),
        as_at=JANUARY,
        part=1,
        finding=finding(quote=TYPED),
        reason=TYPED,
        by=person_with("director"),
    )


SAYING = [written, an_exception, an_action, a_question, a_question_about_an_indicator, a_link]


def pages(role: str) -> list[str]:
    browser = browser_of(role)
    return [b"".join(browser.get(address)).decode() for address in (PAGE, f"{PAGE}csv/")]


def entries(reader: Reader = EVERYTHING, **asked: str) -> tuple[Entry, ...]:
    return search(Search(**asked), reader=reader).entries


@pytest.mark.parametrize("say", SAYING, ids=lambda each: each.__name__)
def test_a_figure_in_what_people_say_reaches_no_administrator(small: Dataset, say: Callable[[Dataset], None]) -> None:
    say(small)
    for page in pages("administrator"):
        assert "31415" not in page
        assert "not shown" in page
        assert "Small dataset" in page or "9 Referrals" in page
    for page in pages("publisher"):
        assert "31415" in page


def test_a_kept_finding_tells_no_administrator_its_words(small: Dataset) -> None:
    a_finding(small)
    assert all("31415" not in page and "kept a finding" in page for page in pages("administrator"))


@pytest.mark.parametrize("also", ["data_officer", "restricted_reader"])
def test_words_are_for_those_who_read_figures_and_part_2(small: Dataset, also: str) -> None:
    RoleAssignment.objects.create(user=person_with("administrator"), role=also)
    written(small)
    assert all("31415" not in page for page in pages("administrator"))


@pytest.mark.parametrize("typed", ["Imported from 31415", "Undone: 31415", "Rebased: 31415"])
def test_why_limits_were_taken_back_reaches_no_administrator(small: Dataset, typed: str) -> None:
    measure = indicator_of(small).measures.get()
    by = person_with("publisher")
    withdraw_rebasing(rebasing=rebase(measure=measure, from_month=JANUARY, reason="New", by=by), reason=typed, by=by)
    assert all("31415" not in page for page in pages("administrator"))
    assert all("31415" in page for page in pages("publisher"))


def test_an_administrator_sees_who_moved_commentary_on_and_to_which_state(small: Dataset) -> None:
    written(small)
    found = entries(Reader(), kind="commentary")
    assert [(entry.user_name, entry.act, entry.why) for entry in found] == [
        ("director", "changed", "Wrote"),
        ("publisher", "changed", "Returned: not shown"),
        ("director", "changed", "Submitted"),
        ("director", "added", "Wrote"),
    ]
    assert {entry.subject for entry in found} == {"9 Referrals, as at January 2021"}
    changes = [[(each.what, each.before, each.after, each.is_shown) for each in entry.changes] for entry in found]
    assert changes[:3] == [
        [("part 1", "", "", False), ("state", "Returned", "Draft", True)],
        [("state", "Submitted", "Returned", True), ("returned because", "", "", False)],
        [("state", "Draft", "Submitted", True)],
    ]


def test_who_may_read_the_words_sees_them_from_and_to(small: Dataset) -> None:
    written(small)
    newest = entries(kind="commentary")[0]
    told = {each.what: (each.before, each.after) for each in newest.changes}
    assert told["part 1"] == (TYPED, "Otherwise")
    assert {"written by", "agreed by", "version", "written at"} & set(told) == set()
    a_question_about_an_indicator(small)
    added = entries(kind="question")[-1]
    assert {each.what: each.after for each in added.changes}["indicator"] == "9 Referrals"


def test_what_people_say_is_found_by_its_indicator_and_its_kind(small: Dataset) -> None:
    for say in SAYING:
        say(small)
    kinds = ["commentary", "exception", "action", "question", "link"]
    assert all(entries(kind=kind, indicator="referrals") for kind in kinds)
    assert not any(entries(kind=kind, indicator="23") for kind in kinds)
    for kind in kinds:
        assert {entry.kind for entry in entries(kind=kind)} == {kind}


def test_a_long_text_is_cut_on_the_page_and_whole_in_the_file(small: Dataset) -> None:
    text = "Long words. " * 200 + "The end"
    by = person_with("director")
    write_commentary(indicator=indicator_of(small), as_at=JANUARY, part_1=text, part_2="", by=by)
    page, file = pages("publisher")
    assert "Long words." in page and "The end" not in page
    assert "The end" in file


def test_a_page_of_all_that_people_say_takes_no_more_queries(
    small: Dataset, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    for say in SAYING:
        say(small)
    publisher = browser_of("publisher")
    with django_assert_max_num_queries(MOST_QUERIES):
        publisher.get(PAGE, {"indicator": "referrals", "person": "director", "file": ""})
    with django_assert_max_num_queries(MOST_QUERIES):
        publisher.get(PAGE)
