"""A role that is limited to services: what is of another service, or of none, is absent until it is published.

The limited people here are responsible for every section, so that nothing but the limit keeps them from one.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from accounts.models import RoleAssignment, Service, User
from accounts.roles import Permission
from commentary.moving import Refused
from commentary.permissions import may_answer
from commentary.services import write_commentary
from commentary.workflow import CommentaryState
from indicators.entry.notes import keep_note, seen_of
from indicators.entry.services import enter_figures, plan_figures
from indicators.models import Dataset, Measure, Outturn, Reminder, Section
from indicators.reminders import send_reminders
from indicators.workflow.moves import State
from indicators.workflow.services import approve_figures, return_figures, submit_figures
from reports.models import Publication
from tests.factories import commentary
from tests.factories.figures import typed
from tests.factories.people import person, person_with
from tests.factories.workflow import ADOPTION, FRONT_DOOR, JANUARY, figure, responsible, small_dataset
from tests.integration.test_access import ELSEWHERE, EXPECTED, Access, browser_of, is_sent_to_sign_in, told

DECEMBER = date(2020, 12, 1)
OPEN_TO_LIMITED = {
    "data_officer": {"entry:figures", "entry:grid", "entry:save", "entry:paste", "entry:panel", "workflow:submit_year"}
    | {"workflow:submit"},
    "director": {"entry:figures", "entry:grid", "entry:panel", "workflow:approve"}
    | {name for name, _ in EXPECTED if name.startswith(("commentary:", "commentary_of_report:"))},
    "publisher": {"entry:figures", "entry:grid", "entry:panel"}
    | {name for name, _ in EXPECTED if name.startswith(("commentary:", "commentary_of_report:"))},
}
"""What a limited role still opens, of its own services. All else concerns whole papers, workbooks, years or people."""


@pytest.fixture
def education(db: None) -> Service:
    return Service.objects.create(slug="education", name="Education")


@pytest.fixture(params=["another service", "no service"])
def other(request: pytest.FixtureRequest, education: Service) -> Service | None:
    if request.param == "no service":
        return None
    return Service.objects.create(slug="social-care", name="Social care")


@pytest.fixture
def small(education: Service, other: Service | None) -> Dataset:
    """Referrals (9) and assessments (10) are of education, adoptions (23) are not."""
    dataset = small_dataset()
    for name, service in ((FRONT_DOOR, education), (ADOPTION, other)):
        Section.objects.filter(dataset=dataset, name=name).update(service=service)
    return dataset


@pytest.fixture
def divided(publication: Publication, education: Service, other: Service | None) -> Dataset:
    """The council's index: early help and complex needs are of education."""
    sections = Section.objects.filter(dataset=publication.dataset)
    sections.update(service=other)
    sections.filter(name__in=["Early Help", "Children and Young People with complex needs"]).update(service=education)
    return publication.dataset


@pytest.fixture
def limited(education: Service) -> Callable[[str], User]:
    """Somebody with a role that is limited to education, responsible for everything."""

    def limited_person(role: str) -> User:
        user = person(role, username=f"education-{role}")
        user.role_assignments.get().services.set([education])
        for dataset in Dataset.objects.all():
            responsible(user, dataset)
        return User.objects.get(pk=user.pk)

    return limited_person


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def measure(dataset: Dataset, number: str) -> Measure:
    return Measure.objects.get(indicator__dataset=dataset, indicator__definitions__number=number)


# Whole papers


@pytest.mark.parametrize("role", OPEN_TO_LIMITED)
@pytest.mark.parametrize(("name", "method"), EXPECTED, ids=lambda each: each)
def test_a_limited_role_opens_nothing_that_mixes_services(
    publication: Publication, education: Service, name: str, method: str, role: str
) -> None:
    if name in OPEN_TO_LIMITED[role]:
        pytest.skip("swept below, by the object")
    RoleAssignment.objects.get(user__username=role).services.add(education)
    expected: Access = EXPECTED[name, method]
    response = browser_of(role).generic(method, reverse(name, kwargs=told(expected, name, publication)))
    assert response.status_code == expected.of("member")
    assert not is_sent_to_sign_in(response) or expected.nobody == ELSEWHERE


def test_a_second_role_without_limit_is_not_limited_by_the_first(education: Service) -> None:
    user = person("director", "restricted_reader", username="both")
    user.role_assignments.get(role="director").services.set([education])
    user = User.objects.get(pk=user.pk)
    assert user.services(Permission.READ_FIGURES) == {education.pk}
    assert user.services(Permission.READ_PART_2) is None
    RoleAssignment.objects.create(user=user, role="data_officer")
    assert User.objects.get(pk=user.pk).services(Permission.READ_FIGURES) is None


# Figures


@pytest.mark.parametrize("role", OPEN_TO_LIMITED)
def test_the_grid_holds_their_sections_alone(small: Dataset, limited: Any, role: str) -> None:
    grid = reverse("entry:grid", kwargs={"dataset_slug": "small", "reporting_year": 2020})
    page = browser(limited(role)).get(grid).content.decode()
    assert "Referrals" in page
    assert "Adoption" not in page
    assert "Adoption" in browser_of(role).get(grid).content.decode()


def test_a_dataset_without_anything_of_theirs_is_not_there(small: Dataset, limited: Any) -> None:
    Section.objects.filter(dataset=small).update(service=None)
    grid = reverse("entry:grid", kwargs={"dataset_slug": "small", "reporting_year": 2020})
    director = browser(limited("director"))
    assert director.get(grid).status_code == 404
    assert "Small dataset" not in director.get(reverse("entry:figures")).content.decode()


def test_the_list_of_years_counts_their_sections_alone(small: Dataset, limited: Any) -> None:
    def due(user: User) -> int:
        years = browser(user).get(reverse("entry:figures")).context["years"]
        (found,) = [each.due for each in years if each.dataset == small]
        return int(found)

    assert 0 < due(limited("data_officer")) < due(person_with("data_officer"))


@pytest.mark.parametrize("role", OPEN_TO_LIMITED)
def test_a_cell_of_another_service_is_not_there(small: Dataset, limited: Any, role: str) -> None:
    client, place = browser(limited(role)), {"dataset_slug": "small", "reporting_year": 2020, "period": "2021-01"}
    theirs = reverse("entry:panel", kwargs=place | {"measure": measure(small, "9").pk})
    others = reverse("entry:panel", kwargs=place | {"measure": measure(small, "23").pk})
    nothing = reverse("entry:panel", kwargs=place | {"measure": 999_999})
    assert client.get(theirs).status_code == 200
    there, absent = client.get(others), client.get(nothing)
    assert there.status_code == absent.status_code == 404
    assert there.content == absent.content
    assert browser_of(role).get(others).status_code == 200


def test_who_enters_for_one_service_and_reads_all_is_offered_no_form_elsewhere(small: Dataset, limited: Any) -> None:
    user = limited("data_officer")
    RoleAssignment.objects.create(user=user, role="publisher")
    place = {"dataset_slug": "small", "reporting_year": 2020, "period": "2021-01"}
    others = reverse("entry:panel", kwargs=place | {"measure": measure(small, "23").pk})
    response = browser(user).get(others)
    assert response.status_code == 200
    assert not response.context["may_enter"]
    assert browser(user).post(others, {"enter": "", "text": "5"}).status_code == 403


def test_a_figure_of_another_service_cannot_be_entered(small: Dataset, limited: Any) -> None:
    officer = limited("data_officer")
    entries = [typed(measure(small, "9"), "40", JANUARY), typed(measure(small, "23"), "5", JANUARY)]
    for enter in (plan_figures, enter_figures):
        own, others = enter(dataset=small, reporting_year=2020, entries=entries, by=officer)
        assert own.is_stored
        assert "is not in the index of this year" in others.message
    assert Outturn.objects.filter(measure=measure(small, "9")).count() == 1
    assert not Outturn.objects.filter(measure=measure(small, "23")).exists()


def test_a_cell_that_is_saved_counts_their_sections_alone(small: Dataset, limited: Any) -> None:
    save = reverse("entry:save", kwargs={"dataset_slug": "small", "reporting_year": 2020}) + "?as_at=2021-01"
    name = f"cell-{measure(small, '9').pk}-2021-01-"
    said = [
        browser(user).post(save, {"name": f"{name}{version}", "text": "40"}).json()["entered"]
        for user, version in ((limited("data_officer"), 0), (person_with("data_officer"), 1))
    ]
    assert said == ["1 of 1 entered", "1 of 2 entered"]


def test_a_note_is_kept_with_figures_of_their_service_alone(small: Dataset, limited: Any) -> None:
    officer = limited("data_officer")
    own, others = figure(small, "9", JANUARY), figure(small, "23", JANUARY)
    keep_note(outturn=own, note="Checked", evidence="", seen=seen_of(own), by=officer)
    with pytest.raises(PermissionDenied):
        keep_note(outturn=others, note="Checked", evidence="", seen=seen_of(others), by=officer)


@pytest.mark.parametrize("month", [None, "2021-01"])
def test_an_officer_submits_figures_of_their_service_alone(small: Dataset, limited: Any, month: str | None) -> None:
    officer = limited("data_officer")
    own, others = figure(small, "9", JANUARY, State.DRAFT), figure(small, "23", JANUARY, State.DRAFT)
    arguments = {"dataset_slug": "small", "year": 2020} | ({"month": month} if month else {})
    page = browser(officer).get(reverse("workflow:submit" if month else "workflow:submit_year", kwargs=arguments))
    assert "Referrals" in page.content.decode()
    assert "Adoption" not in page.content.decode()
    moved = submit_figures(outturns=[own, others], by=officer)
    assert (moved.count, len(moved.left)) == (1, 1)
    assert "Adoption" not in str(moved.left[0])
    others.refresh_from_db()
    assert others.state == State.DRAFT


def test_what_is_missing_of_another_service_is_not_listed(small: Dataset, limited: Any) -> None:
    arguments = {"dataset_slug": "small", "year": 2020, "month": "2021-01"}
    page = browser(limited("data_officer")).get(reverse("workflow:submit", kwargs=arguments)).content.decode()
    assert "Referrals" in page
    assert "Adoption" not in page


def test_a_director_approves_and_returns_figures_of_their_service_alone(small: Dataset, limited: Any) -> None:
    director = limited("director")
    figures = [figure(small, number, JANUARY, State.SUBMITTED) for number in ("9", "23")]
    page = browser(director).get(reverse("workflow:approve", kwargs={"dataset_slug": "small", "year": 2020}))
    assert "Referrals" in page.content.decode()
    assert "Adoption" not in page.content.decode()
    assert page.context["approval"].elsewhere == 0
    for moved in (
        return_figures(outturns=figures[1:], comment="Look again", by=director),
        approve_figures(outturns=figures, by=director),
    ):
        assert len(moved.left) == 1
        assert "Adoption" not in str(moved.left[0])
    assert [Outturn.objects.get(pk=each.pk).state for each in figures] == [State.APPROVED, State.SUBMITTED]


@pytest.mark.parametrize("role", ["data_officer", "director"])
def test_the_start_page_counts_their_sections_alone(
    small: Dataset, limited: Any, role: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = State.SUBMITTED if role == "director" else State.DRAFT
    for number in ("9", "23"):
        figure(small, number, JANUARY, state)
    responsible(person_with(role), small)
    home = reverse("reports:office_home")
    assert "Adoption" in browser_of(role).get(home).content.decode()
    page = browser(limited(role)).get(home).content.decode()
    assert "Front door" in page
    assert "Adoption" not in page


def test_reminders_name_their_sections_alone(
    small: Dataset, limited: Any, mailoutbox: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where a section is nobody's and everybody who enters figures is told."""
    Dataset.objects.exclude(slug="small").update(days_to_submit=9000)
    for number in ("9", "10", "23"):
        figure(small, number, DECEMBER, State.LOCKED)
    people = [limited("data_officer"), limited("director")]
    for user in people:
        User.objects.filter(pk=user.pk).update(email=f"{user.username}@council.example")
    for is_theirs in (True, False):
        if not is_theirs:
            people[0].responsibilities.all().delete()
            Reminder.objects.all().delete()
        mailoutbox.clear()
        send_reminders(today=date(2021, 2, 12))
        assert [mail.to[0].partition("@")[0] for mail in mailoutbox] == ["education-data_officer"]
        assert FRONT_DOOR in mailoutbox[0].body
        assert ADOPTION not in mailoutbox[0].body


# Words

THEIRS, OTHERS = "2", "9"
"""Indicators of early help and of safeguarding."""
DATASET = {"dataset_slug": "childrens-scrutiny"}
REPORT = DATASET | {"as_at": "2020-12"}


def opened(client: Client, name: str, record: Any) -> int:
    return client.get(reverse(name, kwargs=DATASET | {"pk": record.pk})).status_code


@pytest.mark.parametrize("role", ["director", "publisher"])
def test_actions_questions_and_links_of_another_service_are_not_there(
    divided: Dataset, limited: Any, role: str
) -> None:
    own, others = (commentary.indicator_of(divided, number) for number in (THEIRS, OTHERS))
    client = browser(limited(role))
    for make, one, every in (
        (commentary.action, "commentary:action", "commentary:actions_of"),
        (
            lambda indicator: commentary.question(divided, indicator=indicator),
            "commentary:question",
            "commentary:questions_of",
        ),
    ):
        records = [make(indicator=each) for each in (own, others)]
        assert [opened(client, one, each) for each in records] == [200, 404]
        assert [opened(browser_of(role), one, each) for each in records] == [200, 200]
        listed = client.get(reverse(every, kwargs=DATASET)).content.decode()
        links = [reverse(one, kwargs=DATASET | {"pk": each.pk}) for each in records]
        assert [link in listed for link in links] == [True, False]
    commentary.link(own, title="Of theirs")
    link = commentary.link(others, title="Of others", address="https://reports.example/others")
    listed = client.get(reverse("commentary:links_of", kwargs=DATASET)).content.decode()
    assert "Of theirs" in listed
    assert "Of others" not in listed
    assert opened(client, "commentary:link_remove", link) == 404


def test_a_question_about_the_report_as_a_whole_is_for_roles_without_limit(divided: Dataset, limited: Any) -> None:
    asked, director = commentary.question(divided), limited("director")
    assert opened(browser(director), "commentary:question", asked) == 404
    assert asked.text not in browser(director).get(reverse("commentary:questions")).content.decode()
    assert not may_answer(asked, director)
    assert may_answer(asked, person_with("director"))


@pytest.mark.parametrize("name", ["action_change", "action_note", "action_finish", "action_reopen"])
def test_an_action_of_another_service_cannot_be_changed(divided: Dataset, limited: Any, name: str) -> None:
    client = browser(limited("director"))
    own, others = (commentary.action(commentary.indicator_of(divided, number)) for number in (THEIRS, OTHERS))
    assert [opened(client, f"commentary:{name}", each) for each in (own, others)] == [200, 404]


def test_nothing_is_raised_or_linked_to_an_indicator_of_another_service(divided: Dataset, limited: Any) -> None:
    client = browser(limited("director"))
    for name in ("commentary:action_new", "commentary:link_new"):
        page = client.get(reverse(name, kwargs=DATASET)).content.decode()
        keys = [commentary.indicator_of(divided, number).key for number in (THEIRS, OTHERS)]
        assert [f'value="{key}"' in page for key in keys] == [True, False]


def test_a_report_lists_the_exceptions_of_their_services_alone(divided: Dataset, limited: Any) -> None:
    page = reverse("commentary_of_report:report", kwargs=REPORT)
    director = person_with("director")
    responsible(director, divided)
    shown = {
        user.username: {
            row.exception.indicator.key
            for name in ("rows", "others")
            for row in getattr(browser(user).get(page).context["page"], name)
        }
        for user in (limited("director"), director)
    }
    of_education = set(
        divided.indicators.filter(definitions__section__service__slug="education").values_list("key", flat=True)
    )
    assert shown["education-director"] == shown["director"] & of_education
    assert shown["education-director"]
    assert shown["director"] - of_education
    findings = browser(User.objects.get(username="education-director")).get(page).context["page"].findings
    assert {each.indicator for each in findings} <= of_education


def test_the_editor_of_another_services_indicator_is_not_there(divided: Dataset, limited: Any) -> None:
    director = limited("director")
    client = browser(director)
    for number, status in ((THEIRS, 200), (OTHERS, 404)):
        key = commentary.indicator_of(divided, number).key
        assert client.get(reverse("commentary_of_report:editor", kwargs=REPORT | {"key": key})).status_code == status
    key = commentary.indicator_of(divided, OTHERS).key
    said = {"part_1": "Words", "part_2": "", "version": "0"}
    assert client.post(reverse("commentary_of_report:save", kwargs=REPORT | {"key": key}), said).status_code == 404
    with pytest.raises(Refused):
        write_commentary(
            indicator=commentary.indicator_of(divided, OTHERS), as_at=DECEMBER, part_1="a", part_2="", by=director
        )


def test_what_waits_for_a_director_is_of_their_services_alone(divided: Dataset, limited: Any) -> None:
    for number in (THEIRS, OTHERS):
        indicator = commentary.indicator_of(divided, number)
        commentary.commentary(indicator, CommentaryState.RETURNED)
        commentary.action(indicator, due=date(2020, 12, 31))
        commentary.question(divided, indicator=indicator)
    commentary.question(divided)
    director = person_with("director")
    responsible(director, divided)
    home = reverse("reports:office_home")
    said = {
        user.username: [each.words for each in browser(user).get(home).context["waiting_words"]]
        for user in (limited("director"), director)
    }
    assert [words.partition(": ")[2][:1] for words in said["education-director"]] == ["1", "1", "1"]
    assert [words.partition(": ")[2][:1] for words in said["director"]] == ["2", "3", "2"]


def test_the_audit_trail_shows_figures_to_those_who_read_all_of_them(divided: Dataset, limited: Any) -> None:
    user = limited("director")
    RoleAssignment.objects.create(user=user, role="administrator")
    assert browser(user).get("/office/audit/").context["reader"].of_figures is False
    RoleAssignment.objects.create(user=user, role="publisher")
    assert browser(user).get("/office/audit/").context["reader"].of_figures is True
