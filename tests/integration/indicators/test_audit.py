"""Publishers and administrators find who did what, and only those who may read figures are shown from and to."""

import csv
import io
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import islice
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from simple_history.models import registered_models

from accounts.models import AuditEntry, User
from accounts.services import record
from indicators.audit.download import as_text
from indicators.audit.entries import Entry, Kind, Position, Reader, Search
from indicators.audit.search import every_entry, search
from indicators.audit.sources import SOURCES
from indicators.models import (
    Benchmark,
    Dataset,
    IndicatorDefinition,
    Measure,
    Outturn,
    RatingOverride,
    WorkbookImport,
)
from indicators.relation_services import decide_relations
from indicators.revisions import update_with_revisions
from indicators.vocabulary import RelationStatus
from indicators.workflow.moves import State
from indicators.workflow.services import return_figures
from reports.models import Publication
from tests.factories.people import person, person_with
from tests.factories.workflow import responsible

MOST_QUERIES = 32
PAGE = "/office/audit/"
DECEMBER = date(2020, 12, 1)
EVERYTHING, NOTHING = Reader(of_figures=True, of_words=True), Reader()


def browser_of(role: str) -> Client:
    browser = Client()
    browser.force_login(person_with(role))
    return browser


def december(dataset: Dataset, number: str) -> Outturn:
    return Outturn.objects.select_related("measure", "period").get(
        measure__indicator__dataset=dataset,
        measure__indicator__definitions__number=number,
        period__kind="month",
        period__last_month=DECEMBER,
    )


def corrected(dataset: Dataset, value: int = 305, number: str = "9", **said: Any) -> Outturn:
    """A figure that the data officer changed with a reason."""
    outturn = december(dataset, number)
    outturn.value = Decimal(value)
    update_with_revisions(
        Outturn, [outturn], ["value"], **{"by": person_with("data_officer"), "reason": "A referral came late"} | said
    )
    return outturn


def found(reader: Reader = EVERYTHING, **asked: Any) -> tuple[Entry, ...]:
    return search(Search(**asked), reader=reader).entries


def said(entry: Entry) -> dict[str, tuple[str, str]]:
    return {change.what: (change.before, change.after) for change in entry.changes}


def lines(response: Any) -> list[dict[str, str]]:
    content = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(content)))


def test_every_history_is_a_source() -> None:
    histories = {model.history.model for model in registered_models.values()}
    assert {source.model for source in SOURCES if source.keeps_revisions} == histories
    assert sorted(source.kind for source in SOURCES) == sorted(Kind)


def test_a_changed_figure_says_who_when_what_from_to_and_why(dataset: Dataset) -> None:
    corrected(dataset)
    entry = found()[0]
    assert (entry.kind, entry.act, entry.user_name) == (Kind.FIGURE, "changed", "data_officer")
    assert entry.subject == "9 Number of 'Referrals' to Children's Social Care, December 2020"
    assert said(entry) == {"figure": ("304", "305")}
    assert entry.why == "A referral came late"
    assert timezone.now() - entry.at < timedelta(minutes=1)


def test_a_figure_is_written_in_the_unit_of_its_year(dataset: Dataset) -> None:
    corrected(dataset, number="15", value=98)
    assert said(found()[0])["figure"][1] == "98%"


def test_what_was_added_comes_from_nothing_and_what_was_removed_goes_to_nothing(dataset: Dataset) -> None:
    outturn = december(dataset, "9")
    assert said(found(indicator="9", kind="figure")[-1])["figure"][0] == ""
    outturn.delete()
    entry = found()[0]
    assert (entry.act, said(entry)["figure"]) == ("removed", ("304", ""))


def test_a_file_is_found_by_its_name_and_its_number(dataset: Dataset) -> None:
    workbook = WorkbookImport.objects.get(dataset=dataset)
    corrected(dataset, reason=f"Imported from {workbook.file_name}", workbook_import=workbook.pk)
    corrected(dataset, value=306)
    for asked in ("index.xlsx", "INDEX", str(workbook.pk)):
        figures = [entry for entry in found(file=asked) if entry.kind == Kind.FIGURE]
        assert [said(entry)["figure"] for entry in figures] == [("304", "305")]
        assert figures[0].file == f"index.xlsx (import {workbook.pk})"
        assert {"applied a workbook", "sent a workbook"} <= {entry.act for entry in found(file=asked, kind="act")}
    assert found(file="another.xlsx") == ()


def test_a_person_is_found_by_any_part_of_the_name(dataset: Dataset) -> None:
    by = person("data_officer", username="j.smith")
    User.objects.filter(pk=by.pk).update(first_name="Jane", last_name="Smith")
    corrected(dataset, by=by)
    for asked in ("smith", "Jane Smith", "SMITH jane", "j.smith"):
        assert [said(entry) for entry in found(person=asked)] == [{"figure": ("304", "305")}], asked
    assert found(person="Jane Jones") == ()
    assert found()[0].person == "Jane Smith"


def test_what_nobody_did_is_found_as_the_systems(dataset: Dataset) -> None:
    corrected(dataset, by=None)
    assert said(found(person="the system", kind="figure")[0]) == {"figure": ("304", "305")}
    assert all(not entry.user_name for entry in found(person="The System"))


def test_days_are_those_of_this_place_and_the_last_is_included(dataset: Dataset) -> None:
    late = datetime(2021, 6, 30, 22, 30, tzinfo=UTC)  # 23.30 in London
    corrected(dataset, at=late)
    corrected(dataset, value=306, at=late + timedelta(hours=1))  # 0.30 on 1 July
    june, july = date(2021, 6, 30), date(2021, 7, 1)
    assert [said(entry)["figure"][1] for entry in found(since=june, until=june)] == ["305"]
    assert [said(entry)["figure"][1] for entry in found(since=july, until=july)] == ["306"]
    assert len(found(since=june, until=july)) == 2
    assert found(until=date(1990, 1, 1)) == ()
    assert found(since=date.min, until=date.max)


@pytest.mark.parametrize("asked", ["9", "referrals", "Children's REFERRALS"])
def test_an_indicator_is_found_by_its_number_and_by_words(dataset: Dataset, asked: str) -> None:
    corrected(dataset)
    entries = found(indicator=asked, kind="figure")
    assert said(entries[0]) == {"figure": ("304", "305")}
    assert all("referrals" in entry.subject.casefold() for entry in entries)


def test_a_number_is_that_indicators_alone(dataset: Dataset) -> None:
    record(action="confirmed a relation", subject="22.1 is part of 22: all parts of 22 add up to it.", by=None)
    record(action="confirmed a relation", subject="2 counts those who join 122.1 in a period.", by=None)

    def relations(number: str) -> list[str]:
        entries = found(indicator=number, kind="act")
        return [entry.subject[:4] for entry in entries if entry.act == "confirmed a relation"]

    assert relations("22.1") == ["22.1"]
    assert relations("22") == ["22.1"]
    assert relations("2") == ["2 co"]


def test_an_indicator_that_there_is_not_has_no_entries(dataset: Dataset) -> None:
    assert found(indicator="999") == ()


def test_definitions_ratings_relations_and_administration_are_found_too(dataset: Dataset) -> None:
    officer = person_with("administrator")
    definition = IndicatorDefinition.objects.get(indicator__dataset=dataset, number="9")
    definition.title = "Referrals"
    update_with_revisions(IndicatorDefinition, [definition], ["title"], by=officer, reason="Shorter")
    override = RatingOverride.objects.filter(definition__indicator__dataset=dataset)[0]
    override.rating = "red"
    update_with_revisions(RatingOverride, [override], ["rating"], by=officer, reason="Worse")
    relation = IndicatorDefinition.objects.get(indicator__dataset=dataset, number="24").relations.select_related(
        "definition__indicator__dataset", "other__indicator"
    )[0]
    decide_relations(relations=[relation], status=RelationStatus.CONFIRMED, by=officer)
    LogEntry.objects.log_actions(officer.pk, [definition], 2, change_message="Changed Title.", single_object=True)
    newest = {entry.kind: entry for entry in reversed(found())}
    assert said(newest[Kind.DEFINITION]) == {"title": ("Number of 'Referrals' to Children's Social Care", "Referrals")}
    assert newest[Kind.DEFINITION].subject == "9 Referrals, 2020/21"
    assert said(newest[Kind.RATING])["rating"][1] == "RED"
    assert said(newest[Kind.RELATION]) == {"status": ("proposed", "confirmed")}
    assert newest[Kind.RELATION].subject == relation.sentence
    assert newest[Kind.ADMINISTRATION].detail == "Changed Title."
    assert newest[Kind.ACT].act == "confirmed a relation"
    for kind in Kind:
        assert {entry.kind for entry in found(kind=kind)} <= {kind}


def test_what_is_no_longer_there_is_named_by_what_is_known(dataset: Dataset) -> None:
    outturn = corrected(dataset)
    measure = outturn.measure
    Benchmark.objects.filter(measure=measure).delete()
    Outturn.objects.filter(measure=measure).delete()
    Measure.objects.filter(pk=measure.pk).delete()
    entry = next(entry for entry in found() if entry.act == "changed")
    assert entry.subject == f"an indicator that is no longer there (measure {measure.pk}), December 2020"
    assert said(entry) == {"figure": ("304", "305")}


# Pages


def test_pages_follow_each_other_without_gap_or_repetition(dataset: Dataset) -> None:
    for value in range(5):
        corrected(dataset, value=value)
        record(action="did something", subject=str(value), by=None)
    at_once = search(Search(), reader=EVERYTHING, most=10_000)
    assert at_once.older is None
    for size in (1, 7, 500):
        assert tuple(islice(every_entry(Search(), reader=EVERYTHING, at_once=size), 30)) == at_once.entries[:30]
    assert tuple(every_entry(Search(), reader=EVERYTHING, at_once=100)) == at_once.entries
    moments = [entry.at for entry in at_once.entries]
    assert moments == sorted(moments, reverse=True)
    assert len(at_once.entries) == sum(source.model.objects.count() for source in SOURCES)


def test_the_number_of_queries_does_not_depend_on_what_there_is(
    dataset: Dataset, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    asked = {
        "person": "data",
        "since": "1/1/2000",
        "until": "1/1/2100",
        "indicator": "referrals",
        "file": "index",
    }
    publisher = browser_of("publisher")
    corrected(dataset)
    for query in ({}, asked, {"indicator": "9"}):
        with django_assert_max_num_queries(MOST_QUERIES):
            publisher.get(PAGE, query)
    with CaptureQueriesContext(connection) as few:
        publisher.get(PAGE)
    for value in range(60):
        corrected(dataset, value=value)
    with CaptureQueriesContext(connection) as many:
        publisher.get(PAGE)
    assert len(many) <= len(few)


def test_the_page_leads_to_what_is_older_with_the_same_search(dataset: Dataset) -> None:
    browser = browser_of("publisher")
    page = browser.get(PAGE, {"kind": "figure", "person": "data"})
    older = page.context["older"]
    assert "kind=figure" in older and "person=data" in older
    second = browser.get(PAGE + older)
    assert set(second.context["table"].data.data) & set(page.context["table"].data.data) == set()
    assert len(second.context["table"].data) == 50
    assert "Newest entries" in second.content.decode()


@pytest.mark.parametrize("after", ["x", "2021-01-01~1~1", "2021-01-01T00:00:00+00:00~a~1", "~~", f"2021~0~{2**70}"])
def test_a_damaged_address_is_said(db: None, after: str) -> None:
    page = browser_of("publisher").get(PAGE, {"after": after})
    assert "This address is damaged. Search again." in page.content.decode()


def test_a_position_says_and_reads_itself() -> None:
    position = Position(datetime(2021, 1, 2, 3, 4, 5, 678901, tzinfo=UTC), 3, 4)
    assert Position.parse(str(position)) == position


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"since": "yesterday"}, "Write the date with day, month and year, such as 27/3/2021"),
        ({"since": "2/1/2021", "until": "1/1/2021"}, "Choose a last day that is not before the first"),
        ({"kind": "secrets"}, "Select a valid choice"),
    ],
)
def test_a_search_that_cannot_be_made_says_why(db: None, query: dict[str, str], said: str) -> None:
    for address in (PAGE, f"{PAGE}csv/"):
        page = browser_of("publisher").get(address, query).content.decode()
        assert said in page
        assert "There is a problem" in page


def test_nothing_found_is_said(db: None) -> None:
    page = browser_of("publisher").get(PAGE, {"person": "nobody of that name"}).content.decode()
    assert "Nothing was found." in page


# Who sees what


def test_an_administrator_sees_that_a_figure_changed_and_by_whom_and_no_figure(dataset: Dataset) -> None:
    outturn = corrected(dataset, value=31_415)
    outturn.note = "It was 27182 before"
    update_with_revisions(Outturn, [outturn], ["note"], by=person_with("data_officer"), reason="Noted")
    override = RatingOverride.objects.filter(definition__indicator__dataset=dataset)[0]
    override.wording = "At 16180"
    update_with_revisions(RatingOverride, [override], ["wording"], by=None, reason="Said")
    corrected(dataset, value=11, reason="Again")
    for address in (PAGE, f"{PAGE}csv/"):
        response = browser_of("administrator").get(address)
        page = b"".join(response).decode()
        assert "data_officer" in page and "not shown" in page
        for figure in ("31415", "31,415", "27182", "16180"):
            assert figure not in page, address
        page = b"".join(browser_of("publisher").get(address)).decode()
        assert all(figure in page.replace(",", "") for figure in ("31415", "27182", "16180")), address


@pytest.mark.parametrize(
    "typed", ["It is 31415, not 27182", "Imported from 31415", "Undone: 31415", "Returned: 31415"]
)
def test_a_figure_in_a_reason_reaches_no_administrator(dataset: Dataset, typed: str) -> None:
    corrected(dataset, reason=typed)
    override = RatingOverride.objects.filter(definition__indicator__dataset=dataset)[0]
    override.rating = "red"
    update_with_revisions(RatingOverride, [override], ["rating"], by=None, reason="Because of 31415")
    benchmark = Benchmark.objects.filter(measure__indicator__dataset=dataset)[0]
    benchmark.value = Decimal(12)
    update_with_revisions(Benchmark, [benchmark], ["value"], by=None, reason="Because of 31415")
    for address in (PAGE, f"{PAGE}csv/"):
        assert "31415" not in b"".join(browser_of("administrator").get(address)).decode()
        assert "31415" in b"".join(browser_of("publisher").get(address)).decode()


def test_a_comment_with_a_figure_reaches_no_administrator(dataset: Dataset) -> None:
    outturn = december(dataset, "9")
    Outturn.objects.filter(pk=outturn.pk).update(state=State.SUBMITTED, approved_by=None)
    director = person_with("director")
    responsible(director, dataset)
    assert return_figures(outturns=[outturn], comment="It was 31415 last month", by=director).count == 1
    for address in (PAGE, f"{PAGE}csv/"):
        page = b"".join(browser_of("administrator").get(address)).decode()
        assert "returned figures" in page
        assert "31415" not in page
    assert found(NOTHING, kind="figure")[0].why == "Returned: not shown"
    assert found(kind="figure")[0].why == "Returned: It was 31415 last month"


@pytest.mark.parametrize(
    ("reason", "shown"),
    [
        ("Entered", "Entered"),
        ("Taken away", "Taken away"),
        ("Submitted", "Submitted"),
        ("Approved", "Approved"),
        ("Note", "Note"),
        ("Published as at October 2020", "Published as at October 2020"),
        ("Reopened: a late return of 5", "Reopened: not shown"),
        ("Opened for correction: 5", "Opened for correction: not shown"),
        ("Published as at 5", "not shown"),
        ("Entered 5", "not shown"),
        ("5: Returned", "not shown"),
        ("", ""),
    ],
)
def test_an_administrator_reads_the_reasons_that_nobody_wrote(dataset: Dataset, reason: str, shown: str) -> None:
    corrected(dataset, reason=reason)
    assert [entry.why for entry in found(NOTHING, kind="figure")][:1] == [shown]


@pytest.mark.parametrize("reason", ["Imported from index.xlsx", "Undone: the import of index.xlsx"])
def test_an_administrator_reads_from_which_file_a_figure_came(dataset: Dataset, reason: str) -> None:
    corrected(dataset, reason=reason, workbook_import=WorkbookImport.objects.get(dataset=dataset).pk)
    assert found(NOTHING, kind="figure")[0].why == reason


def test_why_a_definition_changed_is_for_everybody_who_searches(dataset: Dataset) -> None:
    definition = IndicatorDefinition.objects.get(indicator__dataset=dataset, number="9")
    update_with_revisions(IndicatorDefinition, [definition], ["title"], by=None, reason="Shorter")
    assert found(NOTHING, kind="definition")[0].why == "Shorter"


def test_no_number_of_any_figure_reaches_an_administrator(dataset: Dataset) -> None:
    entries = tuple(every_entry(Search(), reader=NOTHING, at_once=500))
    told = [
        change
        for entry in entries
        for change in entry.changes
        if entry.kind in (Kind.FIGURE, Kind.BENCHMARK, Kind.RATING) and (change.before or change.after)
    ]
    assert {change.what for change in told} <= {"state"}


def test_looking_and_downloading_are_recorded(dataset: Dataset) -> None:
    browser = browser_of("administrator")
    browser.get(PAGE, {"person": "jane", "indicator": "22.1"})
    entry = AuditEntry.objects.latest("pk")
    assert (entry.action, entry.subject, entry.by.username) == (
        "searched the audit trail",
        "person jane, indicator 22.1",
        "administrator",
    )
    browser.get(f"{PAGE}csv/")
    entry = AuditEntry.objects.latest("pk")
    assert (entry.action, entry.subject) == ("downloaded the audit trail", "everything")


def test_those_who_may_search_are_led_there(publication: Publication) -> None:
    for role, sees in (("publisher", True), ("administrator", True), ("data_officer", False), ("director", False)):
        page = browser_of(role).get(reverse("reports:office_home")).content.decode()
        assert (f'href="{PAGE}"' in page) == sees


# The file


def test_the_file_holds_all_that_the_search_finds(dataset: Dataset) -> None:
    corrected(dataset, value=-5)
    response = browser_of("publisher").get(f"{PAGE}csv/", {"kind": "figure"})
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response.streaming
    found_lines = lines(response)
    assert len(found_lines) == Outturn.history.count()
    first = found_lines[0]
    assert (first["From"], first["To"], first["Changed"]) == ("304", "-5", "figure")
    assert (first["Who"], first["Why"], first["About"]) == ("data_officer", "A referral came late", "Figures")


def test_a_cell_is_no_formula(dataset: Dataset) -> None:
    corrected(dataset, reason='=HYPERLINK("http://elsewhere.example","Look")')
    reasons = [line["Why"] for line in lines(browser_of("publisher").get(f"{PAGE}csv/"))]
    assert [why for why in reasons if "HYPERLINK" in why] == ['\'=HYPERLINK("http://elsewhere.example","Look")']


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", " =1", "-5 (1/2)", "＝1", "--5"])
def test_what_a_spreadsheet_would_work_out_gets_an_apostrophe(cell: str) -> None:
    assert as_text(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["-5", "-1,234.5", "-5%", "5", "", "Late", "a=b", "3-4", "–"])
def test_figures_and_words_stay_as_they_are(cell: str) -> None:
    assert as_text(cell) == cell
