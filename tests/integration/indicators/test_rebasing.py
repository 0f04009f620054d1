"""Process limits start anew where a publisher says so; Part 1 says it where that gives nothing away."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEntry
from commentary import checking
from indicators.index import IndexRebasing
from indicators.models import Dataset, Measure, Outturn, Rebasing
from indicators.services import ImportNotPossible
from indicators.undo_services import undo_import
from indicators.variation_services import NotRebased, rebase, withdraw_rebasing
from reports.assemble import assemble
from reports.models import Publication
from suppression.paper import Rebased, decode_part_1, decode_part_2
from tests.factories.people import person_with
from tests.factories.reports import DECEMBER, imported, published, rebased
from tests.factories.reports import dataset as new_dataset
from tests.factories.workbooks import example

AUGUST = date(2020, 8, 1)
REASON = "Teams were merged in August"
CASELOADS = {"dataset_slug": "childrens-scrutiny", "year": 2020, "key": "average-caseloads"}
PAGE = "/office/indicators/childrens-scrutiny/2020/indicators/average-caseloads/limits/"


@pytest.fixture
def browser(db: None) -> Client:
    browser = Client()
    browser.force_login(person_with("publisher"))
    return browser


def measure_of(dataset: Dataset, number: str) -> Measure:
    return Measure.objects.get(indicator__dataset=dataset, indicator__definitions__number=number)


# Services


def test_a_rebasing_has_a_reason_a_person_a_revision_and_an_audit_entry_without_the_reason(dataset: Dataset) -> None:
    made = rebased(dataset, "29", reason=f"  {REASON} ")
    assert (made.from_month, made.reason, made.made_by) == (AUGUST, REASON, person_with("publisher"))
    assert made.history.get().history_user == person_with("publisher")
    entry = AuditEntry.objects.latest("pk")
    assert (entry.action, entry.by) == ("rebased process limits", person_with("publisher"))
    assert entry.detail == {"dataset": dataset.slug, "measure": "", "from_month": "2020-08"}
    assert REASON not in entry.subject


@pytest.mark.parametrize(
    ("month", "reason", "message"),
    [
        (AUGUST, "  ", "Say why"),
        (date(2021, 2, 1), REASON, "There is no figure for February 2021"),
        (date(2020, 9, 1), REASON, "already"),
    ],
)
def test_a_rebasing_is_refused_with_what_to_do(dataset: Dataset, month: date, reason: str, message: str) -> None:
    rebased(dataset, "29", "2020-09")
    with pytest.raises(NotRebased, match=message):
        rebase(measure=measure_of(dataset, "29"), from_month=month, reason=reason, by=person_with("publisher"))
    assert Rebasing.objects.count() == 1
    assert AuditEntry.objects.filter(action="rebased process limits").count() == 1


def test_the_database_keeps_one_a_month_and_its_reason(dataset: Dataset) -> None:
    made = rebased(dataset, "29")
    for fields in ({"reason": REASON, "from_month": AUGUST}, {"reason": "", "from_month": date(2020, 9, 1)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Rebasing.objects.create(measure=made.measure, made_by=made.made_by, made_at=made.made_at, **fields)


def test_a_month_whose_figure_is_an_absence_has_no_figure(dataset: Dataset) -> None:
    measure = measure_of(dataset, "29")
    Outturn.objects.filter(measure=measure, period__last_month=AUGUST, period__kind="month").update(
        value=None, absence="awaited"
    )
    with pytest.raises(NotRebased, match="no figure for August 2020"):
        rebase(measure=measure, from_month=AUGUST, reason=REASON, by=person_with("publisher"))


def test_one_that_is_withdrawn_is_deleted_and_its_revisions_stay(dataset: Dataset) -> None:
    made = rebased(dataset, "29")
    key = made.pk
    with pytest.raises(NotRebased, match="Say why"):
        withdraw_rebasing(rebasing=made, reason=" ", by=person_with("publisher"))
    withdraw_rebasing(rebasing=made, reason="In error", by=person_with("publisher"))
    assert not Rebasing.objects.exists()
    revisions = Rebasing.history.filter(id=key).order_by("history_id")
    assert [(each.history_type, each.history_change_reason) for each in revisions] == [
        ("+", "Rebased"),
        ("-", "In error"),
    ]
    entry = AuditEntry.objects.latest("pk")
    assert entry.action == "withdrew a rebasing of process limits"
    assert "In error" not in str(entry.detail)
    with pytest.raises(NotRebased, match="withdrawn already"):
        withdraw_rebasing(rebasing=made, reason="In error", by=person_with("publisher"))


def test_an_import_whose_measure_was_rebased_is_not_undone(drafts: Dataset) -> None:
    rebased(drafts, "29")
    with pytest.raises(ImportNotPossible, match="limits from August 2020"):
        undo_import(workbook=drafts.imports.get(), by=person_with("data_officer"))


# Pages


def test_a_publisher_rebases_and_withdraws_without_javascript(dataset: Dataset, browser: Client) -> None:
    page = browser.get(PAGE).content.decode()
    assert "April 2020 to December 2020" in page and "on trial, being of fewer than 12 figures" in page
    answer = browser.post(PAGE, {"from_month": "2020-08-01", "reason": REASON}, follow=True)
    page = answer.content.decode()
    assert "The limits start anew from August 2020." in page and REASON in page
    assert "August 2020 to December 2020" in page and "app-chart__anew" in page
    made = Rebasing.objects.get()
    away = reverse("administration:withdraw_rebasing", kwargs=CASELOADS | {"pk": made.pk})
    assert away in page
    page = browser.post(away, {"reason": ""}).content.decode()
    assert "Say why" in page and Rebasing.objects.exists()
    page = browser.post(away, {"reason": "In error"}, follow=True).content.decode()
    assert "no longer start anew from August 2020" in page and "app-chart__anew" not in page


def test_a_refusal_stands_at_the_month(dataset: Dataset, browser: Client) -> None:
    rebased(dataset, "29")
    page = browser.post(PAGE, {"from_month": "2020-08-01", "reason": REASON}).content.decode()
    assert "The limits start anew from August 2020 already" in page
    assert "Choose the month" in browser.post(PAGE, {"reason": REASON}).content.decode()


def test_an_indicator_of_several_measures_asks_which(dataset: Dataset, browser: Client) -> None:
    figures = Outturn.objects.filter(period__kind="month", value__isnull=False, measure__indicator__dataset=dataset)
    outturn = figures.exclude(measure__name="").select_related("measure__indicator", "period").earliest("pk")
    measure = outturn.measure
    address = PAGE.replace("average-caseloads", measure.indicator.key)
    sent = {"from_month": f"{outturn.period.last_month}", "reason": REASON}
    assert "Choose the measure" in browser.post(address, sent).content.decode()
    assert browser.post(address, sent | {"measure": measure.pk}).status_code == 302
    assert Rebasing.objects.get().measure == measure


def test_a_rebasing_of_another_indicator_is_not_found(dataset: Dataset, browser: Client) -> None:
    elsewhere = rebased(dataset, "9")
    assert browser.get(f"{PAGE}{elsewhere.pk}/withdraw/").status_code == 404


def test_the_page_takes_no_more_queries_with_more_rebasings(
    dataset: Dataset, browser: Client, django_assert_max_num_queries: Any
) -> None:
    for month in ("2020-06", "2020-08", "2020-10"):
        rebased(dataset, "29", month)
    with django_assert_max_num_queries(7):  # session, user, roles, definition, measures, figures, rebasings
        browser.get(PAGE)


# In the index and the papers


def papers_of(publication: Publication, number: str) -> list[tuple[Rebased, ...]]:
    both = decode_part_1(bytes(publication.part_1)), decode_part_2(bytes(publication.part_2))
    return [
        measure.rebased
        for paper in both
        for indicator in paper.indicators
        if indicator.number == number
        for measure in indicator.measures
    ]


def test_an_index_has_the_rebasings_up_to_its_month_in_order(dataset: Dataset) -> None:
    for month in ("2020-12", "2020-06"):
        rebased(dataset, "29", month, REASON)
    as_at = {month: assemble(dataset, date(2020, month, 1)) for month in (12, 11)}
    found = {
        month: next(each for each in index.indicators if each.number == "29").measures[0].rebased
        for month, index in as_at.items()
    }
    assert found[12] == (IndexRebasing(date(2020, 6, 1), REASON), IndexRebasing(DECEMBER, REASON))
    assert found[11] == found[12][:1]


@pytest.mark.django_db
def test_both_papers_say_the_rebasing_of_a_measure_that_is_shown_and_only_part_2_of_one_that_is_hidden() -> None:
    dataset = new_dataset("Rebased", "rebased")
    imported(dataset, example())
    shown, hidden = rebased(dataset, "29", reason=REASON), rebased(dataset, "22.2", reason=REASON)
    publication = published(dataset)
    assert papers_of(publication, "29") == [(Rebased(shown.from_month, REASON),)] * 2
    assert papers_of(publication, "22.2") == [(), (Rebased(hidden.from_month, REASON),)]
    assert bytes(publication.part_1).decode().count(REASON) == 1


def test_a_reason_is_checked_as_prose_before_it_is_published(
    unpublished: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []

    def keep(text: str, facts: object) -> list[object]:
        read.append(text)
        return []

    monkeypatch.setattr(checking, "check_prose", keep)
    rebased(unpublished, "29", reason=REASON)
    published(unpublished)
    assert REASON in read
