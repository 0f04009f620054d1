"""A data officer imports benchmarks: the file, the matching, the plan, and what is written."""

import re
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEntry, User
from indicators.benchmark_models import BenchmarkImport, BenchmarkMatch
from indicators.benchmarks.services import apply_benchmarks, cancel_benchmarks, plan_benchmarks
from indicators.models import Benchmark, Dataset, IndicatorDefinition
from indicators.services import ImportNotPossible
from indicators.vocabulary import Absence, Comparator
from tests.factories.benchmarks import (
    ASSESSMENTS,
    DICTIONARY,
    LOOKED_AFTER,
    REFERRALS,
    YEAR,
    matched,
    measure,
    ready,
    received,
    tool_csv,
)
from tests.integration.test_web_import import words

BENCHMARKS = "/office/imports/benchmarks/"


def send(browser: Client, dataset: Dataset, content: bytes, dictionary: bytes = DICTIONARY) -> HttpResponse:
    sent: dict[str, Any] = {
        "dataset": dataset.pk,
        "reporting_year": YEAR,
        "benchmarks": SimpleUploadedFile("tool.csv", content),
    }
    if dictionary:
        sent["dictionary"] = SimpleUploadedFile("dictionary.csv", dictionary)
    return browser.post(BENCHMARKS, sent, follow=True)


def address(upload: BenchmarkImport, page: str = "plan") -> str:
    return reverse(f"indicators:benchmark_{page}", args=[upload.pk])


def match_form(dataset: Dataset, codes: dict[str, str], other: str = "-none-") -> dict[str, str]:
    """Every measure of the year with one of the tool's, by its number."""
    form = {}
    for definition in IndicatorDefinition.objects.filter(indicator__dataset=dataset, reporting_year=YEAR):
        for each in definition.indicator.measures.all():
            form[f"measure_{each.pk}-theirs"] = codes.get(definition.number, other)
            form[f"measure_{each.pk}-conversion"] = "none"
    return form


def stored(dataset: Dataset, number: str) -> dict[str, tuple[Decimal | None, str, str]]:
    """England and London of an indicator: value, absence and year."""
    return {
        each.comparator: (each.value, each.absence, each.year)
        for each in Benchmark.objects.filter(
            measure=measure(dataset, number), reporting_year=YEAR, comparator__in=["england", "london"]
        )
    }


def everything(dataset: Dataset) -> list[tuple[Any, ...]]:
    return list(Benchmark.objects.filter(measure__indicator__dataset=dataset).order_by("pk").values_list())


def test_from_the_file_to_the_benchmarks(officers_browser: Client, dataset: Dataset, officer: User) -> None:
    before = everything(dataset)
    asked = send(officers_browser, dataset, tool_csv())
    assert "Which benchmark is which" in words(asked)
    upload = BenchmarkImport.objects.get(dataset=dataset)
    codes = {REFERRALS: "Referrals", ASSESSMENTS: "Assessed45", LOOKED_AFTER: "Looked"}
    planned = officers_browser.post(address(upload, "matching"), match_form(dataset, codes), follow=True)
    assert "England 646,120 (no year said) 642,981 (2020)" in words(planned)
    assert everything(dataset) == before
    (fingerprint,) = re.findall(r'name="fingerprint"\s+value="([0-9a-f]+)"', planned.content.decode())

    applied = officers_browser.post(address(upload), {"fingerprint": fingerprint}, follow=True)
    assert "tool.csv is applied" in words(applied)
    assert stored(dataset, REFERRALS) == {"england": (642981, "", "2020"), "london": (110832, "", "2020")}
    assert stored(dataset, ASSESSMENTS)["england"] == (Decimal("83.8"), "", "2019/20")
    changed = Benchmark.objects.get(measure=measure(dataset, REFERRALS), comparator="england", reporting_year=YEAR)
    revision = changed.history.first()
    assert (revision.history_user, revision.value, revision.history_type) == (officer, 642981, "~")
    assert revision.history_change_reason == "Imported from the Local Authority Interactive Tool: tool.csv"
    entry = AuditEntry.objects.get(action="applied benchmarks")
    assert (entry.by, entry.detail["reporting_year"], entry.detail["changed"]) == (officer, YEAR, 5)
    assert "Applied: 0 new, 5 changed" in words(officers_browser.get(BENCHMARKS))


def test_nothing_else_is_touched(dataset: Dataset) -> None:
    ours = {measure(dataset, number).pk for number in (REFERRALS, ASSESSMENTS, LOOKED_AFTER)}
    others = Benchmark.objects.exclude(measure__in=ours, comparator__in=[Comparator.ENGLAND, Comparator.LONDON])
    before = list(others.order_by("pk").values_list())
    apply_benchmarks(upload=ready(dataset), by=None)
    assert list(others.order_by("pk").values_list()) == before
    written = Benchmark.history.filter(
        history_change_reason="Imported from the Local Authority Interactive Tool: tool.csv"
    )
    assert set(written.values_list("measure", flat=True)) == ours


def test_a_benchmark_that_there_was_not_is_new(dataset: Dataset) -> None:
    Benchmark.objects.filter(measure=measure(dataset, REFERRALS), comparator="london").delete()
    plan = apply_benchmarks(upload=ready(dataset), by=None)
    assert (plan.new, plan.changed) == (1, 4)
    assert stored(dataset, REFERRALS)["london"] == (110832, "", "2020")


def test_a_missing_figure_is_stored_as_an_absence_with_its_mark(dataset: Dataset) -> None:
    Benchmark.objects.filter(measure=measure(dataset, LOOKED_AFTER), comparator="london").delete()
    apply_benchmarks(upload=ready(dataset), by=None)
    london = Benchmark.objects.get(measure=measure(dataset, LOOKED_AFTER), comparator="london", reporting_year=YEAR)
    assert (london.value, london.absence, london.wording) == (None, Absence.NOT_AVAILABLE, "Not available (x)")


def test_a_figure_is_kept_where_the_file_has_none(dataset: Dataset) -> None:
    plan = plan_benchmarks(ready(dataset))
    (kept,) = plan.kept
    assert kept.location.startswith("19 ")
    assert "the file has no figure. What is stored is kept." in kept.message


def test_a_later_year_is_kept(dataset: Dataset) -> None:
    apply_benchmarks(upload=ready(dataset), by=None)
    older = tool_csv("Referrals,Referrals,2018-19,England,1,970,NA")
    plan = plan_benchmarks(received(dataset, older))
    assert plan.to_apply == 0
    assert any("which is earlier" in finding.message for finding in plan.kept)


def test_the_matching_of_one_year_serves_the_next(dataset: Dataset) -> None:
    ready(dataset)
    before = stored(dataset, REFERRALS)
    for definition in IndicatorDefinition.objects.filter(indicator__dataset=dataset, number=REFERRALS):
        definition.pk, definition.reporting_year = None, YEAR + 1
        definition.save()
    upload = received(dataset, year=YEAR + 1)
    plan = apply_benchmarks(upload=upload, by=None)
    assert (plan.undecided, plan.new, plan.changed) == ([], 1, 0)
    (benchmark,) = Benchmark.objects.filter(reporting_year=YEAR + 1)
    assert (benchmark.value, benchmark.year) == (597761, "2021")
    assert stored(dataset, REFERRALS) == before


def test_a_newer_file_is_planned_without_questions(officers_browser: Client, dataset: Dataset) -> None:
    matched(received(dataset), {REFERRALS: "Referrals"})
    form = match_form(dataset, {REFERRALS: "Referrals"})
    officers_browser.post(address(BenchmarkImport.objects.get(), "matching"), form)
    newer = tool_csv("Referrals,Referrals,2020-21 (prov),England,600000,970,NA")
    page = send(officers_browser, dataset, newer)
    assert "What tool.csv would change" in words(page)
    assert "646,120 (no year said) 600,000 (2020/21 (prov))" in words(page)


def test_the_same_file_again_is_already_imported(officers_browser: Client, dataset: Dataset) -> None:
    apply_benchmarks(upload=ready(dataset), by=None)
    before, audited = everything(dataset), AuditEntry.objects.count()
    page = send(officers_browser, dataset, tool_csv())
    assert "tool.csv is already imported. Nothing was changed." in words(page)
    assert everything(dataset) == before
    assert (BenchmarkImport.objects.count(), AuditEntry.objects.count()) == (1, audited)


def test_the_same_file_while_it_waits_is_the_same_import(dataset: Dataset) -> None:
    assert received(dataset).pk == received(dataset).pk


def test_the_same_file_after_more_was_matched_is_planned_again(dataset: Dataset) -> None:
    first = matched(received(dataset), {REFERRALS: "Referrals"})
    apply_benchmarks(upload=first, by=None)
    matched(first, {ASSESSMENTS: "Assessed45"})
    again = received(dataset)
    assert again.pk != first.pk
    assert plan_benchmarks(again).to_apply == 2


def test_applying_twice_has_one_effect(dataset: Dataset) -> None:
    upload = ready(dataset)
    apply_benchmarks(upload=upload, by=None)
    before = everything(dataset)
    with pytest.raises(ImportNotPossible, match="already imported"):
        apply_benchmarks(upload=upload, by=None)
    assert everything(dataset) == before
    assert AuditEntry.objects.filter(action="applied benchmarks").count() == 1


@pytest.mark.parametrize("fingerprint", ["", "0" * 64])
def test_no_plan_is_applied_unseen(officers_browser: Client, dataset: Dataset, fingerprint: str) -> None:
    upload, before = ready(dataset), everything(dataset)
    page = officers_browser.post(address(upload), {"fingerprint": fingerprint}, follow=True)
    assert "have changed since this plan was made" in words(page)
    assert everything(dataset) == before


def test_a_plan_made_before_the_matching_or_a_benchmark_changed_is_not_applied(dataset: Dataset) -> None:
    upload = ready(dataset)
    seen = plan_benchmarks(upload).fingerprint
    matched(upload, {REFERRALS: ""})
    with pytest.raises(ImportNotPossible, match="have changed"):
        apply_benchmarks(upload=upload, by=None, fingerprint=seen)
    seen = plan_benchmarks(upload).fingerprint
    Benchmark.objects.filter(measure=measure(dataset, ASSESSMENTS), comparator="england").update(value=1)
    with pytest.raises(ImportNotPossible, match="have changed"):
        apply_benchmarks(upload=upload, by=None, fingerprint=seen)


def test_an_import_that_fails_leaves_nothing(dataset: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    upload, before = ready(dataset), everything(dataset)

    def fail(**kwargs: object) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("indicators.benchmarks.services.record", fail)
    with pytest.raises(RuntimeError):
        apply_benchmarks(upload=upload, by=None)
    upload.refresh_from_db()
    assert upload.applied_at is None
    assert everything(dataset) == before


def test_another_unit_is_a_conflict_and_left_out(dataset: Dataset) -> None:
    upload = matched(received(dataset), {REFERRALS: "Assessed45", ASSESSMENTS: "Referrals"})
    plan = plan_benchmarks(upload)
    assert plan.changes == []
    assert [finding.location[:2] for finding in plan.conflicts] == ["9 ", "10"]
    assert "the tool's unit is percentage, and ours is count" in plan.conflicts[0].message


def test_another_polarity_is_a_conflict_that_is_shown(dataset: Dataset) -> None:
    IndicatorDefinition.objects.filter(number=LOOKED_AFTER).update(polarity="high")
    plan = plan_benchmarks(ready(dataset))
    (conflict,) = plan.conflicts
    assert "the polarity Low, ours is High" in conflict.message
    assert any(change.number == LOOKED_AFTER for change in plan.changes)


def test_figures_are_converted_as_the_match_says(dataset: Dataset) -> None:
    content = tool_csv("Rate,Children looked after (rate per 100000),2020,England,670,970,NA")
    upload = matched(received(dataset, content, None), {"18": "Rate"}, "per_100000")
    apply_benchmarks(upload=upload, by=None)
    assert stored(dataset, "18")["england"] == (Decimal(67), "", "2020")


def test_one_of_the_tools_that_is_gone_is_a_conflict(dataset: Dataset) -> None:
    ready(dataset)
    plan = plan_benchmarks(received(dataset, tool_csv("New name,Referrals,2020,England,5,970,NA")))
    assert len(plan.conflicts) == 3
    assert "has no figure for this year in the file" in plan.conflicts[0].message


# The matching


def test_a_match_is_kept_with_who_and_when_and_its_history(dataset: Dataset, officer: User) -> None:
    upload = matched(received(dataset), {REFERRALS: "Looked"})
    matched(upload, {REFERRALS: "Referrals"})
    match = BenchmarkMatch.objects.get(measure=measure(dataset, REFERRALS))
    assert (match.code, match.decided_by) == ("Referrals", officer)
    assert match.title == "Number of referrals to Children's Social Services"
    history = list(match.history.values_list("code", "history_type", "history_user"))
    assert history == [("Referrals", "~", officer.pk), ("Looked", "+", officer.pk)]


def test_a_decision_that_stays_writes_nothing(dataset: Dataset) -> None:
    upload = ready(dataset)
    before = AuditEntry.objects.count(), BenchmarkMatch.history.count()
    ready(upload.dataset)
    assert (AuditEntry.objects.count(), BenchmarkMatch.history.count()) == before


def test_two_of_ours_can_change_places(dataset: Dataset) -> None:
    upload = ready(dataset)
    matched(upload, {REFERRALS: "Looked", LOOKED_AFTER: "Referrals"})
    assert BenchmarkMatch.objects.get(measure=measure(dataset, LOOKED_AFTER)).code == "Referrals"


def test_one_of_the_tools_goes_to_the_measure_it_is_chosen_for_now(dataset: Dataset) -> None:
    upload = matched(received(dataset), {REFERRALS: "Referrals"})
    matched(upload, {LOOKED_AFTER: "Referrals"})
    assert BenchmarkMatch.objects.get(measure=measure(dataset, REFERRALS)).code == ""


def test_one_of_the_tools_belongs_to_one_of_ours(officers_browser: Client, dataset: Dataset) -> None:
    upload = received(dataset)
    form = match_form(dataset, {REFERRALS: "Referrals"})
    form[f"measure_{measure(dataset, LOOKED_AFTER).pk}-other"] = "Referrals"
    page = words(officers_browser.post(address(upload, "matching"), form))
    assert "“Referrals” is chosen for 9 already" in page
    assert not BenchmarkMatch.objects.exists()


def test_a_name_that_the_file_has_not_is_refused(officers_browser: Client, dataset: Dataset) -> None:
    form = match_form(dataset, {}) | {f"measure_{measure(dataset, LOOKED_AFTER).pk}-other": "<b>nothing"}
    response = officers_browser.post(address(received(dataset), "matching"), form)
    assert "19: the file has no indicator called “&lt;b&gt;nothing”" in response.content.decode()
    assert not BenchmarkMatch.objects.exists()


def test_what_is_not_decided_stays_open(officers_browser: Client, dataset: Dataset) -> None:
    upload = received(dataset)
    form = match_form(dataset, {REFERRALS: "Referrals"}, other="")
    page = words(officers_browser.post(address(upload, "matching"), form, follow=True))
    assert BenchmarkMatch.objects.count() == 1
    assert "Not decided yet (38)" in page
    assert "the tool" in words(send(officers_browser, dataset, tool_csv()))


def test_the_title_of_the_tool_is_text_and_not_markup(officers_browser: Client, dataset: Dataset) -> None:
    title = "Number of referrals to children's social care <script>alert(1)</script>"
    upload = received(dataset, tool_csv(f"A,{title},2020,England,5,970,NA"), None)
    page = officers_browser.get(address(upload, "matching")).content
    assert b"&lt;script&gt;" in page
    assert b"<script>alert" not in page


# Refusals


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (tool_csv().decode().encode("utf-16"), "UTF-16"),
        (b"PK\x03\x04 a workbook", "an Excel workbook"),
        (tool_csv("A,T,2020,England,=1+1,970,NA"), "line 2, column E: “=1+1”: this is neither a number"),
        (b"Area,Value\n", "no column is headed"),
        (b"", "The file is empty"),
    ],
)
def test_a_file_that_is_refused_leaves_nothing_behind(
    officers_browser: Client, dataset: Dataset, content: bytes, said: str
) -> None:
    audited = AuditEntry.objects.count()
    page = send(officers_browser, dataset, content)
    assert page.status_code == 200
    assert said in words(page)
    assert (BenchmarkImport.objects.count(), AuditEntry.objects.count()) == (0, audited)


def test_what_is_wrong_with_the_dictionary_is_said_beside_it(officers_browser: Client, dataset: Dataset) -> None:
    page = send(officers_browser, dataset, tool_csv(), b"Area,Value\n")
    assert page.context["form"].errors.keys() == {"dictionary"}
    assert not BenchmarkImport.objects.exists()


def test_a_file_that_is_too_large_is_not_read(officers_browser: Client, dataset: Dataset) -> None:
    assert "the most is 10 MB" in words(send(officers_browser, dataset, b"a" * (11 * 2**20)))


# Cancelling


def test_an_import_can_be_cancelled_and_is_then_not_applied(officers_browser: Client, dataset: Dataset) -> None:
    upload, before = ready(dataset), everything(dataset)
    said = words(officers_browser.post(address(upload, "cancel"), follow=True))
    assert "was cancelled. No benchmark was changed" in said
    with pytest.raises(ImportNotPossible, match="cancelled"):
        apply_benchmarks(upload=upload, by=None)
    assert everything(dataset) == before
    assert "was put aside" in words(officers_browser.get(address(upload)))
    assert officers_browser.get(address(upload, "matching")).status_code == 302
    assert BenchmarkMatch.objects.count() == 3


def test_an_import_that_was_applied_cannot_be_cancelled(dataset: Dataset, officer: User) -> None:
    upload = ready(dataset)
    apply_benchmarks(upload=upload, by=officer)
    with pytest.raises(ImportNotPossible, match="cannot be cancelled"):
        cancel_benchmarks(upload=upload, by=officer)


# Queries


def test_the_plan_takes_as_many_queries_however_much_is_matched(
    dataset: Dataset, django_assert_num_queries: Any
) -> None:
    upload = received(dataset)
    with django_assert_num_queries(4):
        plan_benchmarks(upload)
    ready(dataset)
    with django_assert_num_queries(4):
        plan_benchmarks(upload)


def test_the_pages_take_few_queries(
    officers_browser: Client, dataset: Dataset, django_assert_max_num_queries: Any
) -> None:
    upload = ready(dataset)
    for page in ("matching", "plan"):
        with django_assert_max_num_queries(8):
            officers_browser.get(address(upload, page))


def test_applying_takes_as_many_queries_for_five_as_for_fifty(
    dataset: Dataset, django_assert_max_num_queries: Any
) -> None:
    upload = ready(dataset)
    with django_assert_max_num_queries(14):
        apply_benchmarks(upload=upload, by=None)
