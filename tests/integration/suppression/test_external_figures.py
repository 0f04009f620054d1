"""Publishers record what others publish, and withdraw what was recorded in error."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.models import AppendOnly, AuditEntry, User
from indicators.models import Dataset, Measure
from suppression.external_figures import NotRecorded, record_external_figure, withdraw_external_figure
from suppression.known import KnownElsewhere, known_elsewhere
from suppression.models import About, ExternalFigure
from tests.factories import reports
from tests.factories.people import person_with

LIST, NEW = reverse("suppression:external_figures"), reverse("suppression:external_figure_new")
SOURCE = "Department for Education, table A1"
PUBLISHED_ON = date(2021, 1, 14)


@pytest.fixture
def publisher(db: None) -> User:
    return person_with("publisher")


@pytest.fixture
def browser(publisher: User) -> Client:
    browser = Client()
    browser.force_login(publisher)
    return browser


def answers(dataset: Dataset, number: str, name: str = "", **said: str) -> dict[str, str]:
    """The form filled in for an indicator's measure in December 2020."""
    measure = Measure.objects.get(indicator__dataset=dataset, indicator__definitions__number=number, name=name)
    return {
        "measure": str(measure.pk),
        "place": "2020-12",
        "about": "figure",
        "value": "328",
        "exactness": "exact",
        "source": SOURCE,
        "published_on_0": "14",
        "published_on_1": "1",
        "published_on_2": "2021",
        "reason": "",
    } | said


def page_after(browser: Client, said: dict[str, str]) -> str:
    return browser.post(NEW, said, follow=True).content.decode()


def key(number: str, place: str) -> str:
    """As the engine calls a figure of the indicator."""
    definition = Measure.objects.get(indicator__definitions__number=number).indicator
    return f"{definition.key}||{place}"


# Recording


def test_a_figure_is_recorded_with_who_when_and_an_audit_entry(
    dataset: Dataset, browser: Client, publisher: User
) -> None:
    page = page_after(browser, answers(dataset, "19", reason="Revised in March"))
    assert "The figure is recorded." in page
    assert "19 Number of Children Looked After" in page
    assert "December 2020" in page
    assert f"{SOURCE}, 14 January 2021" in page
    assert "Revised in March" in page
    figure = ExternalFigure.objects.get()
    assert (figure.recorded_by, figure.value, figure.published_on) == (publisher, 328, PUBLISHED_ON)
    entry = AuditEntry.objects.latest("pk")
    assert (entry.action, entry.by) == ("recorded an external figure", publisher)
    assert entry.subject == key("19", "2020-12")
    assert entry.detail == {"dataset": "childrens-scrutiny"}


@pytest.mark.parametrize(
    ("number", "said", "expected"),
    [
        ("19", {}, ("2020-12", 328, False)),
        ("19", {"place": "own 2019/20"}, ("own 2019/20", 328, False)),
        ("9", {"place": "year to date 2020-12"}, ("year to date 2020-12", 328, False)),
        ("23", {"value": "9", "exactness": "upper_limit"}, ("2020-12", 9, True)),
        ("24", {"about": "numerator"}, ("2020-12 (numerator)", 328, False)),
        ("24", {"about": "denominator"}, ("2020-12 (denominator)", 328, False)),
        (
            "20",
            {"about": "denominator", "place": "year to date 2020-10"},
            ("year to date 2020-10 (denominator)", 328, False),
        ),
    ],
)
def test_the_check_knows_it_by_the_engines_key(
    dataset: Dataset, browser: Client, number: str, said: dict[str, str], expected: tuple[str, int, bool]
) -> None:
    page_after(browser, answers(dataset, number, **said))
    place, value, is_upper_limit = expected
    known = KnownElsewhere(key(number, place), value, is_upper_limit, SOURCE, PUBLISHED_ON)
    assert known_elsewhere(dataset) == (known,)


def test_a_figure_of_one_of_several_measures(dataset: Dataset, browser: Client) -> None:
    page = page_after(browser, answers(dataset, "14", "initial", about="denominator"))
    assert "(initial)" in page
    assert known_elsewhere(dataset)[0].key.endswith("|initial|2020-12 (denominator)")


def test_another_dataset_knows_nothing_of_it(dataset: Dataset, empty_dataset: Dataset) -> None:
    reports.known_elsewhere(dataset, "19")
    assert known_elsewhere(empty_dataset) == ()


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"measure": ""}, "Choose the indicator"),
        ({"measure": "999999"}, "Select a valid choice"),
        ({"place": ""}, "Choose the period"),
        ({"place": "2031-01"}, "Select a valid choice"),
        ({"about": ""}, "Say which number is published"),
        ({"about": "numerator"}, "A figure whose unit is count has no numerator"),
        ({"value": ""}, "Enter the number"),
        ({"value": "1.5"}, "Enter a whole number"),
        ({"value": "-1"}, "Enter 0 or more"),
        ({"exactness": ""}, "Say how exactly it is known"),
        ({"source": " "}, "Enter who publishes it"),
        ({"published_on_2": "2999"}, "not in the future"),
        ({"published_on_0": "31", "published_on_1": "2"}, "Enter a real date"),
        ({"published_on_0": "", "published_on_1": "", "published_on_2": ""}, "Enter the day, month and year"),
    ],
)
def test_what_is_wrong_is_said(dataset: Dataset, browser: Client, said: dict[str, str], words: str) -> None:
    page = page_after(browser, answers(dataset, "19", **said))
    assert "There is a problem" in page
    assert words in page
    assert not ExternalFigure.objects.exists()


def test_a_percentage_is_no_whole_number_itself(dataset: Dataset, browser: Client) -> None:
    assert "Choose the numerator or the denominator" in page_after(browser, answers(dataset, "24"))
    assert not ExternalFigure.objects.exists()


def test_the_same_is_recorded_once(dataset: Dataset, browser: Client) -> None:
    page_after(browser, answers(dataset, "19"))
    assert "This number is recorded already" in page_after(browser, answers(dataset, "19", source="Again"))
    assert ExternalFigure.objects.get().source == SOURCE


def test_a_number_that_others_revised_is_known_beside_the_first(dataset: Dataset, browser: Client) -> None:
    for said in ({}, {"value": "329"}, {"exactness": "upper_limit"}):
        page_after(browser, answers(dataset, "19", **said))
    known = [(each.value, each.is_upper_limit) for each in known_elsewhere(dataset)]
    assert known == [(328, False), (329, False), (328, True)]


# Withdrawing


def withdraw(browser: Client, figure: ExternalFigure, reason: str) -> HttpResponse:
    address = reverse("suppression:external_figure_withdraw", args=[figure.pk])
    return browser.post(address, {"reason": reason}, follow=True)


def test_a_figure_is_withdrawn_by_a_second_record(dataset: Dataset, browser: Client, publisher: User) -> None:
    figure = reports.known_elsewhere(dataset, "19")
    page = withdraw(browser, figure, "It is November's").content.decode()
    assert "The figure is withdrawn." in page
    assert "It is November&#x27;s" in page
    assert "None is recorded." in page
    withdrawal = ExternalFigure.objects.get(withdraws=figure)
    assert (withdrawal.reason, withdrawal.recorded_by, withdrawal.value) == ("It is November's", publisher, 328)
    assert known_elsewhere(dataset) == ()
    entry = AuditEntry.objects.latest("pk")
    assert (entry.action, entry.subject) == ("withdrew an external figure", key("19", "2020-12"))
    assert "328" not in str(entry.detail)


def test_a_withdrawal_needs_a_reason(dataset: Dataset, browser: Client) -> None:
    figure = reports.known_elsewhere(dataset, "19")
    assert "Say why it is withdrawn" in withdraw(browser, figure, " ").content.decode()
    assert len(known_elsewhere(dataset)) == 1


def test_what_is_withdrawn_is_withdrawn_once(dataset: Dataset, browser: Client) -> None:
    figure = reports.known_elsewhere(dataset, "19")
    withdraw(browser, figure, "It is November's")
    assert "withdrawn already" in withdraw(browser, figure, "Again").content.decode()
    assert ExternalFigure.objects.count() == 2


def test_a_withdrawal_cannot_be_withdrawn(dataset: Dataset, browser: Client, publisher: User) -> None:
    figure = reports.known_elsewhere(dataset, "19")
    withdrawal = withdraw_external_figure(figure=figure, reason="In error", by=publisher)
    assert withdraw(browser, withdrawal, "Again").status_code == 404
    with pytest.raises(NotRecorded):
        withdraw_external_figure(figure=withdrawal, reason="Again", by=publisher)


def test_what_was_withdrawn_can_be_recorded_rightly(dataset: Dataset, publisher: User) -> None:
    withdraw_external_figure(figure=reports.known_elsewhere(dataset, "19"), reason="In error", by=publisher)
    reports.known_elsewhere(dataset, "19", value=325)
    assert [each.value for each in known_elsewhere(dataset)] == [325]


# What is kept


def test_a_record_is_never_changed(dataset: Dataset) -> None:
    figure = reports.known_elsewhere(dataset, "19")
    figure.value = 5
    with pytest.raises(AppendOnly):
        figure.save()
    with pytest.raises(AppendOnly):
        ExternalFigure.objects.in_force().update(value=5)
    with pytest.raises(AppendOnly):
        figure.delete()


@pytest.mark.parametrize("fields", [{"source": ""}, {"withdraws": True}, {"value": -1}])
def test_the_database_refuses_what_cannot_be(dataset: Dataset, publisher: User, fields: dict[str, Any]) -> None:
    figure = reports.known_elsewhere(dataset, "19")
    said = {"source": SOURCE, "value": 3} | fields | ({"withdraws": figure} if "withdraws" in fields else {})
    with pytest.raises(IntegrityError), transaction.atomic():
        ExternalFigure.objects.create(
            indicator=figure.indicator,
            place="2020-11",
            published_on=PUBLISHED_ON,
            recorded_by=publisher,
            **said,
        )


def test_an_indicator_without_a_definition_has_no_number(dataset: Dataset, publisher: User) -> None:
    bare = dataset.indicators.create(key="bare")
    with pytest.raises(NotRecorded, match="unknown"):
        record_external_figure(
            indicator=bare,
            measure="",
            place="2020-12",
            about=About.NUMERATOR,
            value=1,
            is_upper_limit=False,
            source=SOURCE,
            published_on=PUBLISHED_ON,
            by=publisher,
        )


# The pages


def test_the_office_leads_publishers_to_it(dataset: Dataset, browser: Client) -> None:
    page = browser.get(reverse("reports:office_home")).content.decode()
    assert "Record figures that others publish" in page
    assert f'href="{LIST}"' in page


def test_the_list_takes_no_more_queries_with_more_figures(
    dataset: Dataset, browser: Client, publisher: User, django_assert_num_queries: Any
) -> None:
    def record_one(place: str) -> None:
        reports.known_elsewhere(dataset, "19", place)
        in_error = reports.known_elsewhere(dataset, "9", place)
        withdraw_external_figure(figure=in_error, reason="In error", by=publisher)

    for place in ("2020-10", "2020-11"):
        record_one(place)
        with django_assert_num_queries(5):
            browser.get(LIST)


def test_what_is_known_elsewhere_is_one_query(dataset: Dataset, django_assert_num_queries: Any) -> None:
    for place in ("2020-11", "2020-12"):
        reports.known_elsewhere(dataset, "19", place)
    with django_assert_num_queries(1):
        assert len(known_elsewhere(dataset)) == 2
