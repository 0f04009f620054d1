"""A report's way from draft to the public: who may do what when, and that what was approved is what is published."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import AuditEntry, User
from accounts.roles import ROLES, Permission
from commentary.models import Commentary
from commentary.moving import Clash, Refused
from indicators.models import Dataset, Outturn
from reports.drafting import (
    Correction,
    approve_report,
    begin_report,
    change_report,
    give_up_report,
    keep_template,
    make_ready,
    return_report,
    schedule_report,
    take_back,
    unschedule_report,
)
from reports.files import make_file
from reports.models import (
    Publication,
    PublishedFile,
    PublishedPaper,
    RenderedFile,
    Report,
    ReportTemplate,
    WithdrawnReport,
)
from reports.refusals import PublicationRefused
from reports.renderers import RENDERERS
from reports.report_models import CorrectionKind
from reports.services import publish_due, publish_report, withdraw_report
from reports.workflow import FROZEN, REPORTS, ReportMove, ReportState
from suppression.paper import Hidden, decode_part_1, decode_part_2
from tests.factories.people import person, person_with
from tests.factories.reports import published, revised, second_publisher
from tests.factories.workbooks import example_with

OCTOBER, DECEMBER = date(2020, 10, 1), date(2020, 12, 1)
CORRECTION = Correction(CorrectionKind.LATE_DATA, "A figure came in late.")


def in_an_hour() -> datetime:
    return timezone.now() + timedelta(hours=1)


MOVES: dict[ReportMove, Callable[[Report, User], Any]] = {
    ReportMove.CHANGE: lambda report, by: change_report(report=report, version=None, by=by, number="CEF1"),
    ReportMove.GIVE_UP: lambda report, by: give_up_report(report=report, by=by),
    ReportMove.MAKE_READY: lambda report, by: make_ready(report=report, by=by),
    ReportMove.TAKE_BACK: lambda report, by: take_back(report=report, by=by),
    ReportMove.RETURN: lambda report, by: return_report(report=report, by=by, reason="The date is wrong"),
    ReportMove.APPROVE: lambda report, by: approve_report(report=report, by=by),
    ReportMove.SCHEDULE: lambda report, by: schedule_report(report=report, at=in_an_hour(), by=by),
    ReportMove.UNSCHEDULE: lambda report, by: unschedule_report(report=report, by=by),
    ReportMove.PUBLISH: lambda report, by: publish_report(report=report, by=by),
}


def in_state(report: Report, state: ReportState) -> Report:
    """A report that is ready, as if it had come to another state."""
    changes: dict[str, Any] = {"state": state}
    if state is ReportState.DRAFT:
        changes |= {"part_1": None, "part_2": None, "made_on": None, "prepared_by": None}
    if state not in (ReportState.DRAFT, ReportState.READY):
        changes["approved_by"] = second_publisher()
    if state is ReportState.SCHEDULED:
        changes |= {"scheduled_for": in_an_hour(), "scheduled_by": report.prepared_by}
    Report.objects.filter(pk=report.pk).update(**changes)
    return Report.objects.get(pk=report.pk)


@pytest.mark.parametrize("move", MOVES)
@pytest.mark.parametrize("state", ReportState)
def test_a_move_starts_from_the_states_of_the_table_and_no_other(
    ready: Report, move: ReportMove, state: ReportState
) -> None:
    report, by = in_state(ready, state), person("publisher", username="third-publisher")
    if state in REPORTS[move].sources:
        MOVES[move](report, by)
        report.refresh_from_db()
        assert report.state == REPORTS[move].target
        assert report.history.first().history_change_reason.startswith(REPORTS[move].past)
    else:
        before = Report.objects.filter(pk=report.pk).values_list().get()
        with pytest.raises(PublicationRefused, match="You cannot"):
            MOVES[move](report, by)
        assert Report.objects.filter(pk=report.pk).values_list().get() == before


@pytest.mark.parametrize("move", MOVES)
@pytest.mark.parametrize("role", ROLES)
def test_a_move_is_made_by_the_roles_of_the_table_and_no_other(ready: Report, move: ReportMove, role: str) -> None:
    source = next(iter(REPORTS[move].sources))
    assert source is not None
    report, by = in_state(ready, source), person(role, username="somebody")
    if by.may(REPORTS[move].permission):
        MOVES[move](report, by)
    else:
        with pytest.raises(PublicationRefused, match=r"somebody may not .* a report"):
            MOVES[move](report, by)


# Four eyes


def test_nobody_approves_what_they_prepared(ready: Report, publisher: User) -> None:
    with pytest.raises(PublicationRefused, match="Nobody publishes alone"):
        approve_report(report=ready, by=publisher)


def test_who_began_a_report_does_not_approve_it_when_another_made_it_ready(draft: Report, publisher: User) -> None:
    ready = make_ready(report=draft, by=second_publisher())
    with pytest.raises(PublicationRefused, match="Nobody publishes alone"):
        approve_report(report=ready, by=publisher)


def test_the_only_commentator_does_not_approve_and_one_of_two_does(ready: Report, dataset: Dataset) -> None:
    alone = User.objects.get(username="director-of-education")
    with pytest.raises(PublicationRefused, match="You wrote all of its commentary"):
        approve_report(report=ready, by=alone)
    one = Commentary.objects.filter(as_at=OCTOBER, indicator__definitions__number="26")
    one.update(written_by=person_with("director"))
    assert approve_report(report=ready, by=alone).approved_by == alone


def test_the_database_itself_asks_for_four_eyes(ready: Report) -> None:
    with pytest.raises(IntegrityError, match="a_report_has_four_eyes"), transaction.atomic():
        Report.objects.filter(pk=ready.pk).update(approved_by=ready.prepared_by)


def test_a_publication_names_who_prepared_and_who_approved_whoever_pressed_the_button(approved: Report) -> None:
    publication = publish_report(report=approved, by=second_publisher())
    assert (publication.published_by.username, publication.agreed_by.username) == ("publisher", "second-publisher")
    assert AuditEntry.objects.get(action="published a report", subject=str(publication)).by == second_publisher()


# What was approved is what is published


def test_what_was_approved_is_published_to_the_byte_on_a_later_day(
    approved: Report, publisher: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert approved.part_1 is not None
    later = timezone.now() + timedelta(days=40)
    monkeypatch.setattr(timezone, "now", lambda: later)
    publication = publish_report(report=approved, by=publisher)
    assert bytes(publication.part_1) == bytes(approved.part_1)
    assert publication.published_at == later


def change_a_figure(dataset: Dataset) -> None:
    figure = Outturn.objects.filter(measure__indicator__definitions__number="9", period__last_month=OCTOBER)
    figure.update(value=431)


def change_a_text(dataset: Dataset) -> None:
    Commentary.objects.filter(as_at=OCTOBER, indicator__definitions__number="26").update(part_1="Something else.")


@pytest.mark.parametrize("change", [change_a_figure, change_a_text])
@pytest.mark.parametrize("go_on", [ReportMove.APPROVE, ReportMove.PUBLISH])
def test_a_report_does_not_go_on_when_something_changed_after_it_was_made_ready(
    ready: Report, dataset: Dataset, change: Callable[[Dataset], None], go_on: ReportMove
) -> None:
    report = in_state(ready, ReportState.APPROVED if go_on is ReportMove.PUBLISH else ReportState.READY)
    change(dataset)
    with pytest.raises(PublicationRefused, match="has changed since this report was made ready"):
        MOVES[go_on](report, person("publisher", username="third-publisher"))
    assert not Publication.objects.filter(as_at=OCTOBER).exists()


def test_a_report_that_goes_back_forgets_its_papers_its_approval_and_its_hour(
    approved: Report, publisher: User
) -> None:
    scheduled = schedule_report(report=approved, at=in_an_hour(), by=publisher)
    draft = take_back(report=scheduled, by=publisher)
    forgotten = (draft.part_1, draft.part_2, draft.made_on, draft.prepared_by, draft.approved_by, draft.scheduled_for)
    assert forgotten == (None,) * 6
    assert draft.state == ReportState.DRAFT


def test_a_stale_page_changes_nothing(draft: Report, publisher: User) -> None:
    change_report(report=draft, version=draft.version, by=publisher, number="CEF1")
    with pytest.raises(Clash):
        change_report(report=draft, version=draft.version, by=publisher, number="CEF2")
    with pytest.raises(Clash):
        make_ready(report=draft, version=draft.version, by=publisher)
    draft.refresh_from_db()
    assert (draft.number, draft.state) == ("CEF1", "draft")


def test_an_exception_without_agreed_commentary_refuses_a_report(draft: Report, publisher: User) -> None:
    Commentary.objects.filter(as_at=OCTOBER, indicator__definitions__number="26").delete()
    with pytest.raises(PublicationRefused, match="No commentary is agreed on indicator 26"):
        make_ready(report=draft, by=publisher)


def test_words_of_the_report_are_checked_for_what_part_1_hides(draft: Report, publisher: User) -> None:
    text = draft.text.replace("The suite is a regular health check", "In all, 4 children were adopted")
    changed = change_report(report=draft, version=None, by=publisher, text=text)
    with pytest.raises(PublicationRefused, match="section “Commentary”"):
        make_ready(report=changed, by=publisher)


def test_a_text_that_cannot_be_read_is_refused_when_it_is_written(draft: Report, publisher: User) -> None:
    with pytest.raises(PublicationRefused, match=r"Line 1: \{comittee\} is no placeholder"):
        change_report(report=draft, version=None, by=publisher, text="# Reason for the {comittee}\n\nx")


def test_one_report_is_on_its_way_at_a_time(draft: Report, publisher: User, dataset: Dataset) -> None:
    with pytest.raises(PublicationRefused, match="is begun already"):
        begin_report(dataset=dataset, as_at=OCTOBER, by=publisher)
    with pytest.raises(IntegrityError, match=r"one_report_on_its_way|UNIQUE"), transaction.atomic():
        Report.objects.create(dataset=dataset, as_at=OCTOBER, created_by=publisher)


def test_the_next_report_begins_with_the_standing_text_and_the_front_sheet_of_the_last(
    publication: Publication, publisher: User, dataset: Dataset
) -> None:
    Report.objects.filter(as_at=DECEMBER).update(committee="Children’s Committee")
    keep_template(dataset=dataset, text="# Commentary (commentary)\n\nFor the {committee}.", by=publisher)
    begun = begin_report(dataset=dataset, as_at=date(2020, 11, 1), by=publisher)
    assert begun.committee == "Children’s Committee"
    assert begun.text == ReportTemplate.objects.get().text == "# Commentary (commentary)\n\nFor the {committee}."


# The hour


def test_for_somebody_who_may_not_publish_no_file_is_made(
    approved: Report, publisher: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    monkeypatch.setattr("reports.services.missing_files", lambda paper: ["csv"])
    monkeypatch.setattr("reports.services.make_file", lambda paper, renderer: made.append(renderer))
    with pytest.raises(PublicationRefused, match="may not"):
        publish_report(report=approved, by=person_with("restricted_reader"))
    assert made == []


def test_a_scheduled_report_is_published_when_its_hour_has_come_and_once(approved: Report, publisher: User) -> None:
    hour = in_an_hour()
    schedule_report(report=approved, at=hour, by=publisher)
    assert publish_due(hour - timedelta(seconds=1)) == []
    assert [due.refusal for due in publish_due(hour)] == [""]
    assert publish_due(hour) == []
    assert Publication.objects.filter(as_at=OCTOBER).count() == 1


def test_one_that_is_refused_stays_scheduled_and_is_published_when_its_reason_is_gone(
    approved: Report, publisher: User, dataset: Dataset
) -> None:
    hour = in_an_hour()
    schedule_report(report=approved, at=hour, by=publisher)
    text = Commentary.objects.filter(as_at=OCTOBER, indicator__definitions__number="26")
    said = text.get().part_1
    text.update(part_1="Something else.")
    (due,) = publish_due(hour)
    assert "has changed" in due.refusal
    text.update(part_1=said)
    assert [due.refusal for due in publish_due(hour)] == [""]


def test_the_command_for_the_timer_says_what_it_did_and_fails_where_one_is_refused(
    approved: Report, publisher: User, capsys: pytest.CaptureFixture[str]
) -> None:
    schedule_report(report=approved, at=in_an_hour(), by=publisher)
    Report.objects.filter(pk=approved.pk).update(scheduled_for=datetime(2020, 1, 1, tzinfo=UTC))
    call_command("publish_due")
    assert "Published Children's Scrutiny Dataset, October 2020" in capsys.readouterr().out
    call_command("publish_due")
    assert "Nothing is due" in capsys.readouterr().out


def test_an_hour_that_has_passed_is_refused(approved: Report, publisher: User) -> None:
    with pytest.raises(PublicationRefused, match="This hour has passed"):
        schedule_report(report=approved, at=timezone.now() - timedelta(minutes=1), by=publisher)


# Corrections and withdrawals


def test_a_correction_says_what_it_corrects_and_the_old_publication_stays(publication: Publication) -> None:
    before = PublishedPaper.objects.filter(as_at=DECEMBER).values_list().get()
    files = list(PublishedFile.objects.filter(paper__as_at=DECEMBER).values_list())
    revised(publication.dataset, example_with({"T15": 311, "X15": 2844}))
    correction = published(publication.dataset, correction=CORRECTION)
    paper = decode_part_1(bytes(correction.part_1))
    assert paper.corrects is not None
    assert (paper.sequence, paper.corrects.sequence, paper.corrects.kind) == (2, 1, "late_data")
    assert paper.corrects.reason == "A figure came in late."
    assert PublishedPaper.objects.filter(as_at=DECEMBER, sequence=1).values_list().get() == before
    assert list(PublishedFile.objects.filter(paper__as_at=DECEMBER, paper__sequence=1).values_list()) == files


def test_a_correction_of_a_hidden_figure_is_in_part_2_alone(publication: Publication) -> None:
    """A new Part 1 that says what the old one says would tell that something hidden has changed."""
    revised(publication.dataset, example_with({"T31": 6, "X31": 6}))
    correction = published(publication.dataset, correction=CORRECTION)
    assert bytes(correction.part_1) == bytes(publication.part_1)
    assert PublishedPaper.objects.filter(as_at=DECEMBER).count() == 1
    part_2 = decode_part_2(bytes(correction.part_2))
    assert part_2.corrects is not None
    assert part_2.corrects.kind == "late_data"


def test_a_published_report_is_not_begun_again_without_a_correction(publication: Publication, publisher: User) -> None:
    with pytest.raises(PublicationRefused, match="changes only by a correction"):
        begin_report(dataset=publication.dataset, as_at=DECEMBER, by=publisher)
    with pytest.raises(PublicationRefused, match="Say why the report is corrected"):
        blank = Correction(CorrectionKind.ERROR, "  ")
        begin_report(dataset=publication.dataset, as_at=DECEMBER, by=publisher, correction=blank)
    with pytest.raises(PublicationRefused, match="nothing to correct"):
        begin_report(dataset=publication.dataset, as_at=OCTOBER, by=publisher, correction=CORRECTION)


@pytest.mark.parametrize(("december", "is_hidden"), [(305, True), (404, False)])
def test_the_check_covers_the_difference_to_the_paper_that_is_corrected(
    publication: Publication, december: int, is_hidden: bool
) -> None:
    """It was 304. One child recorded late is a small count: then the corrected figure is hidden."""
    revised(publication.dataset, example_with({"T15": december, "X15": 2533 + december}))
    correction = published(publication.dataset, correction=CORRECTION)
    assert correction.disclosure_check["safe"]
    indicator = next(each for each in decode_part_1(bytes(correction.part_1)).indicators if each.number == "9")
    (figure,) = [each.figure for each in indicator.measures[0].months if each.month == DECEMBER]
    assert isinstance(figure, Hidden) == is_hidden


def test_a_withdrawn_report_is_gone_from_the_public_at_once_and_kept_in_the_office(
    publication: Publication, publisher: User
) -> None:
    withdraw_report(publication=publication, notice="A figure was wrong. A new report follows.", by=publisher)
    assert not PublishedPaper.objects.in_force().exists()
    assert not PublishedPaper.objects.standing().exists()
    assert PublishedPaper.objects.count() == 1
    assert WithdrawnReport.objects.get().sequence == publication.sequence
    assert Report.objects.get(publication=publication).state == ReportState.WITHDRAWN
    with pytest.raises(PublicationRefused, match="withdrawn already"):
        withdraw_report(publication=publication, notice="Again.", by=publisher)


def test_a_notice_that_gives_a_hidden_figure_away_withdraws_nothing(publication: Publication, publisher: User) -> None:
    said = "Indicator 23 said that 5 children were adopted by December 2020."
    with pytest.raises(PublicationRefused, match="The public would read what it must not"):
        withdraw_report(publication=publication, notice=said, by=publisher)
    assert not WithdrawnReport.objects.exists()


def test_a_withdrawn_report_stays_withdrawn_when_it_is_published_again(
    publication: Publication, publisher: User
) -> None:
    withdraw_report(publication=publication, notice="We look at it again.", by=publisher)
    again = published(publication.dataset, correction=CORRECTION)
    states = dict(Report.objects.filter(as_at=DECEMBER).values_list("publication__sequence", "state"))
    assert states == {1: "withdrawn", again.sequence: "published"}


def test_a_correction_that_was_begun_by_mistake_is_given_up_and_another_begun(
    publication: Publication, publisher: User
) -> None:
    about = {"dataset": publication.dataset, "as_at": DECEMBER, "by": publisher, "correction": CORRECTION}
    give_up_report(report=begin_report(**about), by=publisher)
    assert begin_report(**about).state == ReportState.DRAFT
    assert PublishedPaper.objects.in_force().get().sequence == publication.sequence


def test_files_of_a_paper_that_goes_back_are_forgotten(ready: Report, publisher: User, settings: Any) -> None:
    settings.PUBLISHED_FILES = ["json"]
    assert ready.part_1 is not None
    make_file(bytes(ready.part_1), RENDERERS["json"])
    take_back(report=ready, by=publisher)
    assert not RenderedFile.objects.exists()


def test_a_withdrawal_needs_a_notice_and_a_publisher(publication: Publication, publisher: User) -> None:
    with pytest.raises(Refused, match="Say why"):
        withdraw_report(publication=publication, notice=" ", by=publisher)
    with pytest.raises(PublicationRefused, match="may not withdraw"):
        withdraw_report(publication=publication, notice="x", by=person_with("director"))


def test_after_a_withdrawal_the_same_words_can_be_published_again(publication: Publication, publisher: User) -> None:
    withdraw_report(publication=publication, notice="We look at it again.", by=publisher)
    again = published(publication.dataset, correction=CORRECTION)
    assert again.sequence == 2
    assert PublishedPaper.objects.in_force().get().sequence == 2


# Files


def test_every_kind_of_file_is_published_with_its_paper(approved: Report, publisher: User, settings: Any) -> None:
    settings.PUBLISHED_FILES = ["csv", "json"]
    publication = publish_report(report=approved, by=publisher)
    files = PublishedFile.objects.filter(paper__as_at=OCTOBER)
    assert [each.name for each in files] == [
        "childrens-scrutiny-2020-10-part-1.csv",
        "childrens-scrutiny-2020-10-part-1.json",
    ]
    assert bytes(files[1].content) == bytes(publication.part_1)


def test_states_before_publication_keep_both_papers() -> None:
    assert {state for state in ReportState if state in FROZEN} == {
        ReportState.READY,
        ReportState.APPROVED,
        ReportState.SCHEDULED,
    }
    assert all(isinstance(each.permission, Permission) for each in REPORTS.values())
