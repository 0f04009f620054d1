"""What pages offer is what the person may do, and nothing waits for somebody who may not read it."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import User
from accounts.roles import ROLES, Permission
from commentary.home import words_home
from commentary.moving import Refused
from commentary.permissions import may_answer
from commentary.services import agree_commentary
from commentary.workflow import CommentaryState
from reports.models import Publication
from tests.factories import commentary
from tests.factories.people import person as somebody_with
from tests.factories.people import person_with
from tests.factories.workflow import responsible
from tests.integration.test_access import REPORT, browser_of


def offered(role: str, name: str, **arguments: Any) -> Any:
    """What a page has for its template."""
    return browser_of(role).get(reverse(name, kwargs=arguments or None)).context


@pytest.mark.parametrize("role", ROLES)
def test_the_start_page_offers_part_2_to_those_who_read_it(publication: Publication, role: str) -> None:
    home = offered(role, "reports:office_home")
    reads, publishes = role in ("director", "publisher", "restricted_reader"), role == "publisher"
    assert home["may_read_part_2"] == reads
    assert bool(home["part_2_reports"]) == reads
    assert home["may_publish"] == publishes


@pytest.mark.parametrize("role", ROLES)
def test_no_commentary_waits_for_those_who_do_not_read_it(publication: Publication, role: str) -> None:
    """Also where they are responsible for the section."""
    responsible(person_with(role), publication.dataset)
    commentary.commentary(commentary.indicator_of(publication.dataset), CommentaryState.RETURNED)
    commentary.question(publication.dataset)
    assert bool(offered(role, "reports:office_home")["waiting_words"]) == (role in ("director", "publisher"))


@pytest.mark.parametrize(("role", "enters"), [("data_officer", True), ("director", False), ("publisher", False)])
def test_the_list_of_years_offers_entering_to_those_who_enter(
    publication: Publication, role: str, enters: bool
) -> None:
    assert offered(role, "entry:figures")["may_enter"] == enters


@pytest.mark.parametrize(("role", "writes"), [("director", True), ("publisher", False)])
def test_a_report_offers_writing_to_those_who_write(publication: Publication, role: str, writes: bool) -> None:
    """A publisher is shown every exception alike, whatever they are responsible for."""
    responsible(person_with(role), publication.dataset, "Early Help")
    page = offered(role, "commentary_of_report:report", **REPORT)
    assert page["may_write"] == writes
    assert page["page"].rows
    assert not page["page"].others


@pytest.mark.parametrize(
    ("role", "state", "moves"),
    [
        ("director", CommentaryState.SUBMITTED, {"withdraw"}),
        ("publisher", CommentaryState.SUBMITTED, {"agree", "return"}),
        ("publisher", CommentaryState.DRAFT, set()),
    ],
)
def test_the_editor_offers_the_moves_that_the_person_may_make(
    publication: Publication, role: str, state: CommentaryState, moves: set[str]
) -> None:
    responsible(person_with(role), publication.dataset)
    indicator = commentary.indicator_of(publication.dataset, "29")
    commentary.commentary(indicator, state, as_at=date(2020, 12, 1), written_by=User.objects.get(username="member"))
    page = offered(role, "commentary_of_report:editor", **REPORT, key=indicator.key)["page"]
    assert page.moves == moves


@pytest.mark.parametrize(("role", "publishes"), [("director", False), ("publisher", True)])
def test_a_published_report_offers_correcting_to_those_who_publish(
    publication: Publication, role: str, publishes: bool
) -> None:
    assert offered(role, "publishing:report", **REPORT)["may_publish"] == publishes


def test_who_reads_commentary_and_may_not_answer_answers_nothing(
    publication: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = commentary.question(publication.dataset)
    assert may_answer(asked, person_with("publisher"))
    less = ROLES["publisher"].permissions - {Permission.ANSWER_QUESTIONS}
    monkeypatch.setattr(ROLES["publisher"], "permissions", less)
    assert not may_answer(asked, person_with("publisher"))


@pytest.mark.parametrize("role", ROLES)
def test_commentary_is_agreed_by_publishers_alone(publication: Publication, role: str) -> None:
    indicator = commentary.indicator_of(publication.dataset)
    written = commentary.commentary(
        indicator, CommentaryState.SUBMITTED, written_by=somebody_with("director", username="writer")
    )
    if role == "publisher":
        assert agree_commentary(commentary=written, by=person_with(role)).state == CommentaryState.AGREED
    else:
        with pytest.raises(Refused, match="may not agree"):
            agree_commentary(commentary=written, by=person_with(role))


def test_nothing_is_looked_up_for_those_who_do_not_read_commentary(
    publication: Publication, django_assert_num_queries: Any
) -> None:
    member = person_with("member")
    with django_assert_num_queries(1):  # what their roles are
        assert words_home(member, date(2021, 1, 31)) == ()
