"""Reminders: when, to whom, how often, and with no figure in them."""

from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.models import AuditEntry, User
from indicators.models import Dataset, IndicatorDefinition, Measure, Reminder
from indicators.vocabulary import YearBasis
from indicators.workflow.moves import State
from tests.factories.people import person, person_with
from tests.factories.workflow import ADOPTION, FRONT_DOOR, JANUARY, figure, responsible, small_dataset

DUE = date(2021, 2, 15)


@pytest.fixture
def small(db: None) -> Dataset:
    """January 2021 is due on 15 February; December is published, and the example's own dataset is out of the way."""
    Dataset.objects.exclude(slug="small").update(days_to_submit=9000)
    for role in ("data_officer", "director"):
        User.objects.filter(username=role).update(email=f"{role}@council.example")
    dataset = small_dataset()
    for number in ("9", "10", "23"):
        figure(dataset, number, date(2020, 12, 1), State.LOCKED)
    responsible(person_with("director"), dataset)
    responsible(person_with("data_officer"), dataset)
    return dataset


@pytest.fixture
def on(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Runs the command on a day, and returns the mails that it sent."""

    def run(day: date) -> list[EmailMessage]:
        monkeypatch.setattr(timezone, "now", lambda: datetime.combine(day, time(12), tzinfo=UTC))
        before = len(mail.outbox)
        call_command("send_reminders")
        return mail.outbox[before:]

    return run


def to(mails: list[EmailMessage]) -> list[str]:
    return [mail.to[0].partition("@")[0] for mail in mails]


def february(day: int) -> date:
    return date(2021, 2, day)


def test_officers_are_reminded_before_and_after_and_then_the_director_once(small: Dataset, on: Any) -> None:
    sent = {day: to(on(february(day))) for day in range(1, 29)}
    assert {day: who for day, who in sent.items() if who} == {
        12: ["data_officer"],
        16: ["data_officer"],
        22: ["data_officer"],
    }
    sent_in_march = {day: to(on(date(2021, 3, day))) for day in range(1, 12)}
    assert {day: who for day, who in sent_in_march.items() if who} == {1: ["director"]}
    assert list(Reminder.objects.order_by("pk").values_list("user__username", "month", "number")) == [
        ("data_officer", JANUARY, 1),
        ("data_officer", JANUARY, 2),
        ("data_officer", JANUARY, 3),
        ("director", JANUARY, 4),
    ]


def test_two_runs_on_a_day_send_once(small: Dataset, on: Any) -> None:
    assert len(on(february(12))) == 1
    assert on(february(12)) == []


def test_a_day_that_was_missed_is_not_made_up_for(small: Dataset, on: Any) -> None:
    assert to(on(february(25))) == ["data_officer"]
    assert on(february(26)) == []
    assert Reminder.objects.get().number == 3


def test_a_director_is_told_only_after_the_officers_had_their_third(small: Dataset, on: Any) -> None:
    late = date(2021, 3, 5)
    assert to(on(late)) == ["data_officer"]
    assert to(on(date(2021, 3, 6))) == ["director"]


def test_nobody_is_reminded_of_what_is_submitted(small: Dataset, on: Any) -> None:
    figure(small, "9", state=State.SUBMITTED)
    figure(small, "23", state=State.APPROVED)
    assert on(february(16)) == []


def test_a_draft_is_reminded_of(small: Dataset, on: Any) -> None:
    figure(small, "9")
    figure(small, "23", state=State.SUBMITTED)
    (reminder,) = on(february(16))
    assert f"- {FRONT_DOOR}: 1 of 1 entered, 1 not submitted" in reminder.body
    assert ADOPTION not in reminder.body


def test_a_mail_says_what_is_due_when_and_where_and_holds_no_figure(small: Dataset, on: Any, settings: Any) -> None:
    settings.OUTTURN_ADDRESS = "https://outturn.example"
    settings.DEFAULT_FROM_EMAIL = "outturn@council.example"
    figure(small, "9", value=77123, note="77123", questions=[{"rule": "jump", "sentence": "77,123 is odd"}])
    (reminder,) = on(february(12))
    assert (reminder.from_email, reminder.to) == ("outturn@council.example", ["data_officer@council.example"])
    assert reminder.subject == "Small dataset: figures for January 2021 are due by 15 February 2021"
    assert f"- {FRONT_DOOR}: 1 of 1 entered, 1 not submitted" in reminder.body
    assert f"- {ADOPTION}: 0 of 1 entered" in reminder.body
    assert "https://outturn.example/office/" in reminder.body
    assert "77" not in reminder.subject + reminder.body
    (late,) = on(february(16))
    assert "were due by 15 February 2021" in late.body


def test_each_is_reminded_of_their_own_sections(small: Dataset, on: Any) -> None:
    other = person("data_officer", username="adoption-officer")
    User.objects.filter(pk=other.pk).update(email="adoption-officer@council.example")
    responsible(other, small, ADOPTION)
    person_with("data_officer").responsibilities.filter(section__name=ADOPTION).delete()
    mails = {each.to[0].partition("@")[0]: each.body for each in on(february(12))}
    assert ADOPTION in mails["adoption-officer"]
    assert FRONT_DOOR not in mails["adoption-officer"]
    assert ADOPTION not in mails["data_officer"]


def test_of_a_section_that_is_nobodys_every_officer_is_reminded(small: Dataset, on: Any) -> None:
    person_with("data_officer").responsibilities.all().delete()
    assert to(on(february(12))) == ["data_officer"]


@pytest.mark.parametrize("change", [{"email": ""}, {"is_active": False}])
def test_somebody_without_an_address_or_an_account_gets_nothing(
    small: Dataset, on: Any, change: dict[str, Any]
) -> None:
    User.objects.filter(username="data_officer").update(**change)
    assert on(february(16)) == []
    assert to(on(date(2021, 3, 5))) == ["director"], "there is nobody else to be told"


def test_a_mail_that_could_not_be_sent_is_said_and_tried_again(
    small: Dataset, on: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(self: EmailMessage, fail_silently: bool = False) -> int:
        raise ConnectionRefusedError("no mail server")

    with monkeypatch.context() as broken:
        broken.setattr(EmailMessage, "send", fails)
        with pytest.raises(CommandError, match="1 could not be sent"):
            on(february(12))
    assert not Reminder.objects.exists()
    assert not AuditEntry.objects.filter(action="sent a reminder").exists()
    assert to(on(february(12))) == ["data_officer"]


def test_a_reminder_is_in_the_audit_trail(small: Dataset, on: Any) -> None:
    on(february(12))
    entry = AuditEntry.objects.get(action="sent a reminder")
    assert (entry.by, entry.subject) == (None, "Small dataset, January 2021")
    assert entry.detail == {"to": "data_officer", "number": 1, "sections": [FRONT_DOOR, ADOPTION]}


def test_indicators_on_calendar_years_are_reminded_of_with_the_others(small: Dataset, on: Any) -> None:
    """January 2021 is of 2020/21 for most, and of 2021 for those on calendar years: one mail speaks of both."""
    first = IndicatorDefinition.objects.get(indicator__dataset=small, number="9")
    first.pk, first.reporting_year, first.year_basis = None, 2021, YearBasis.CALENDAR
    indicator = first.indicator
    indicator.pk, indicator.key = None, "on-calendar-years"
    indicator.save()
    first.indicator = indicator
    first.save()
    Measure.objects.create(indicator=indicator)
    (reminder,) = on(february(12))
    assert f"- {FRONT_DOOR}: 0 of 2 entered" in reminder.body


def test_where_nothing_is_due_nobody_is_written_to(db: None, on: Any) -> None:
    Dataset.objects.update(days_to_submit=9000)
    assert on(february(12)) == []
