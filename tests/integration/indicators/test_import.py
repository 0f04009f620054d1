"""A workbook becomes figures: what is asked, what is warned of, what is written, and what is never lost."""

import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import models

from accounts.models import AuditEntry, User
from indicators.importers.parsed import Finding
from indicators.models import (
    Benchmark,
    Dataset,
    Indicator,
    IndicatorDefinition,
    Measure,
    Outturn,
    RatingOverride,
    Section,
    WorkbookImport,
)
from indicators.services import (
    ImportNotPossible,
    answer_questions,
    apply_import,
    cancel_import,
    plan_import,
    receive_workbook,
)
from tests.factories.reports import ANSWERS, example_imported, imported, ready, received
from tests.factories.workbooks import SUPPRESSED, example, example_with, part_1_workbook

CATALOGUE = (Section, Indicator, IndicatorDefinition, Measure, Outturn, Benchmark, RatingOverride)
WITH_HISTORY = (IndicatorDefinition, Outturn, Benchmark, RatingOverride)


def everything_stored() -> list[Any]:
    """Every record of the catalogue and of its history, field by field."""
    tables = [*CATALOGUE, *(model.history.model for model in WITH_HISTORY)]
    return [list(table.objects.order_by("pk").values()) for table in tables]


def outturn(dataset: Dataset, number: str, month: str) -> Outturn:
    return Outturn.objects.get(
        measure__indicator__dataset=dataset,
        measure__indicator__definitions__number=number,
        period__kind="month",
        period__last_month=f"{month}-01",
    )


def year_to_date(dataset: Dataset, number: str) -> Outturn:
    return Outturn.objects.get(
        measure__indicator__dataset=dataset,
        measure__indicator__definitions__number=number,
        period__kind="year_to_date",
    )


def of_rule(findings: list[Finding], rule: str) -> list[str]:
    return [finding.cells for finding in findings if finding.rule == rule]


def number_in(finding: Finding) -> str:
    return finding.message.partition(":")[0].removeprefix("Indicator ")


# What is found, asked and warned of


def test_the_plan_of_the_example_finds_38_rows_as_39_measures_in_5_sections(empty_dataset: Dataset) -> None:
    plan = plan_import(ready(empty_dataset, example()))
    counts = {model: len(records) for model, records in plan.to_create.items()}
    assert counts[Section] == 5
    assert counts[Indicator] == counts[IndicatorDefinition] == 38
    assert counts[Measure] == 39
    assert (plan.changed, plan.errors) == (0, [])


def test_each_x_and_the_headings_of_2019_are_asked_about(empty_dataset: Dataset) -> None:
    questions = plan_import(received(empty_dataset, example())).questions
    assert [(question.cells, question.topic) for question in questions] == [
        ("G9", "x"),
        ("H9", "x"),
        ("H38", "x"),
        ("L48:W48", "year_of_months"),
    ]
    assert all(len(question.choices) == 2 for question in questions)


def test_the_ratings_that_the_rule_would_not_give_are_warned_of(empty_dataset: Dataset) -> None:
    warnings = plan_import(ready(empty_dataset, example())).warnings
    assert {warning.rule for warning in warnings} == {"rating_differs_from_the_rule"}
    assert [number_in(warning) for warning in warnings] == ["17", "22.2", "23", "29", "31"]
    assert "the workbook says “GREEN”, the rule gives AMBER" in warnings[0].message


def test_a_year_to_date_that_is_not_the_sum_of_its_months_is_warned_of(empty_dataset: Dataset) -> None:
    plan = plan_import(ready(empty_dataset, example_with({"X15": 2838})))
    assert of_rule(plan.warnings, "year_to_date_is_not_the_sum") == ["X15"]


def test_a_percentage_that_its_own_numbers_contradict_is_warned_of(empty_dataset: Dataset) -> None:
    plan = plan_import(ready(empty_dataset, example_with({"Q40": "1.9% (92/7051)"})))
    assert of_rule(plan.warnings, "percentage_contradicts_its_numbers") == ["Q40"]


# What has to be so before anything is written


def test_nothing_is_written_before_a_person_applies_the_plan(empty_dataset: Dataset, officer: User) -> None:
    before = everything_stored()
    workbook = received(empty_dataset, example(), by=officer)
    plan_import(workbook)
    answer_questions(workbook=workbook, answers=ANSWERS, by=officer)
    plan_import(workbook)
    assert everything_stored() == before


def test_open_questions_block_applying(empty_dataset: Dataset, officer: User) -> None:
    workbook = ready(empty_dataset, example(), answers={"G9": "suppressed", "year_of_months": "2020"})
    before = everything_stored()
    with pytest.raises(ImportNotPossible, match="2 questions need an answer first: H9, H38"):
        apply_import(workbook=workbook, by=officer)
    assert everything_stored() == before


def test_an_answer_that_fits_no_question_is_refused_and_not_kept(empty_dataset: Dataset, officer: User) -> None:
    workbook = received(empty_dataset, example())
    with pytest.raises(ValueError, match="no open question called B7"):
        answer_questions(workbook=workbook, answers={"B7": "suppressed"}, by=officer)
    with pytest.raises(ValueError, match="is no answer for G9"):
        answer_questions(workbook=workbook, answers={"G9": "5"}, by=officer)
    workbook.refresh_from_db()
    assert workbook.answers == {}


def test_a_workbook_that_was_not_read_yet_has_no_plan(empty_dataset: Dataset) -> None:
    workbook = receive_workbook(dataset=empty_dataset, content=example(), file_name="index.xlsx", by=None)
    with pytest.raises(ImportNotPossible, match="not been read yet"):
        plan_import(workbook)


def test_the_plan_that_was_seen_is_the_plan_that_is_applied(dataset: Dataset, officer: User) -> None:
    workbook = ready(dataset, example_with({"T15": 305, "X15": 2838}))
    seen = plan_import(workbook).fingerprint
    assert apply_import(workbook=workbook, by=officer, fingerprint=seen).fingerprint == seen


def test_a_change_between_seeing_and_applying_refuses(drafts: Dataset, officer: User) -> None:
    seen_by_one = ready(drafts, example_with({"T15": 305}))
    fingerprint = plan_import(seen_by_one).fingerprint
    imported(drafts, example_with({"T15": 399}), by=officer)
    before = everything_stored()
    with pytest.raises(ImportNotPossible, match="have changed since this plan was made"):
        apply_import(workbook=seen_by_one, by=officer, fingerprint=fingerprint)
    assert everything_stored() == before


def test_an_import_is_applied_once(empty_dataset: Dataset, officer: User) -> None:
    workbook = ready(empty_dataset, example())
    apply_import(workbook=workbook, by=officer)
    before = everything_stored()
    with pytest.raises(ImportNotPossible, match="applied already"):
        apply_import(workbook=workbook, by=officer)
    assert everything_stored() == before


def test_a_cancelled_import_is_not_applied(empty_dataset: Dataset, officer: User) -> None:
    workbook = ready(empty_dataset, example())
    cancel_import(workbook=workbook, by=officer)
    with pytest.raises(ImportNotPossible, match="was cancelled"):
        apply_import(workbook=workbook, by=officer)
    assert not empty_dataset.indicators.exists()


def test_an_applied_import_is_not_cancelled(empty_dataset: Dataset, officer: User) -> None:
    workbook = ready(empty_dataset, example())
    apply_import(workbook=workbook, by=officer)
    with pytest.raises(ImportNotPossible, match="applied already and cannot be cancelled"):
        cancel_import(workbook=workbook, by=officer)


@pytest.mark.parametrize("model", [Measure, Outturn, RatingOverride, AuditEntry], ids=lambda model: model.__name__)
def test_a_failure_in_the_middle_leaves_nothing(
    empty_dataset: Dataset, officer: User, monkeypatch: pytest.MonkeyPatch, model: type[models.Model]
) -> None:
    class PowerCut(Exception):
        pass

    def cut_at_the_model(write: Callable[..., Any]) -> Callable[..., Any]:
        def cut(records: models.QuerySet, *args: Any, **kwargs: Any) -> Any:
            if records.model is model:
                raise PowerCut
            return write(records, *args, **kwargs)

        return cut

    workbook = ready(empty_dataset, example())
    before, audit_entries = everything_stored(), AuditEntry.objects.count()
    for write in ("bulk_create", "create"):
        monkeypatch.setattr(models.QuerySet, write, cut_at_the_model(getattr(models.QuerySet, write)))
    with pytest.raises(PowerCut):
        apply_import(workbook=workbook, by=officer)
    workbook.refresh_from_db()
    assert everything_stored() == before
    assert (workbook.applied_at, workbook.applied_by, workbook.summary) == (None, None, {})
    assert AuditEntry.objects.count() == audit_entries


def test_applying_the_example_takes_under_30_queries(
    empty_dataset: Dataset, officer: User, django_assert_max_num_queries: Any
) -> None:
    workbook = ready(empty_dataset, example())
    with django_assert_max_num_queries(28):
        apply_import(workbook=workbook, by=officer)


# What a second workbook changes


def test_the_same_workbook_again_is_already_imported_and_changes_nothing(dataset: Dataset, officer: User) -> None:
    before = everything_stored()
    again = ready(dataset, example())
    plan = plan_import(again)
    assert (plan.new, plan.changed) == (0, 0)
    assert plan.unchanged > 500
    with pytest.raises(ImportNotPossible, match="already imported"):
        apply_import(workbook=again, by=officer)
    assert everything_stored() == before


def test_a_changed_figure_is_revised_and_the_earlier_value_stays_with_who_and_why(
    drafts: Dataset, officer: User
) -> None:
    plan = imported(drafts, example_with({"T15": 311, "X15": 2844}), by=officer)
    assert (plan.new, plan.changed) == (0, 2)
    december = outturn(drafts, "9", "2020-12")
    assert december.value == 311
    assert year_to_date(drafts, "9").value == 2844
    latest, *_, earlier = december.history.order_by("-history_date", "-history_id")
    assert (latest.value, latest.history_user, latest.history_change_reason) == (
        311,
        officer,
        "Imported from index.xlsx",
    )
    assert (earlier.value, earlier.history_user) == (304, officer)
    assert latest.history_date >= earlier.history_date


def test_a_changed_target_or_title_is_revised_and_the_earlier_one_stays(dataset: Dataset, officer: User) -> None:
    title = "Number of Children Looked After who were adopted in the year"
    plan = imported(dataset, example_with({"E31": 18, "B31": title}), by=officer)
    assert of_rule(plan.warnings, "title_changed") == ["A31"]
    definition = IndicatorDefinition.objects.get(indicator__dataset=dataset, number="23")
    assert (definition.title, definition.target_low, definition.target_high) == (title, 18, 18)
    latest, earlier = definition.history.order_by("-history_date", "-history_id")
    assert (earlier.title, earlier.target_low) == ("Number of Children Looked After who were adopted", 16)
    assert (latest.history_user, latest.history_change_reason) == (officer, "Imported from index.xlsx")


@pytest.mark.parametrize("said", [None, SUPPRESSED, "x"], ids=["blank", "suppressed", "x"])
def test_a_blank_or_hidden_cell_never_wipes_a_stored_figure(dataset: Dataset, officer: User, said: str | None) -> None:
    imported(dataset, example_with(dict.fromkeys(("F16", "L15", "N40", "T29", "X19"), said)), by=officer)
    assert outturn(dataset, "9", "2020-04").value == 224
    assert outturn(dataset, "22.1", "2020-12").value == 7
    ratio = outturn(dataset, "30", "2020-06")
    assert (ratio.value, ratio.numerator, ratio.denominator) == (2, 141, 7042)
    assert year_to_date(dataset, "13").value == 100
    assert Benchmark.objects.get(
        measure__indicator__dataset=dataset, measure__indicator__definitions__number="10", year="2019/20"
    ).value == 86  # fmt: skip


def test_a_blank_month_and_a_hidden_one_are_said(dataset: Dataset) -> None:
    warnings = plan_import(ready(dataset, example_with({"L15": None, "M15": SUPPRESSED}))).warnings
    assert any("nothing for April 2020, Outturn has 224" in each.message for each in warnings)
    assert of_rule(warnings, "hidden_in_the_workbook") == ["M15"]


def test_the_part_1_workbook_after_the_part_2_workbook_hides_nothing_that_was_stored(
    dataset: Dataset, officer: User
) -> None:
    before = {each.pk: each.value for each in Outturn.objects.filter(measure__indicator__dataset=dataset)}
    imported(dataset, part_1_workbook(), by=officer)
    after = {each.pk: each.value for each in Outturn.objects.filter(measure__indicator__dataset=dataset)}
    assert after == before


def test_a_figure_that_was_hidden_or_awaited_is_filled_in(empty_dataset: Dataset, officer: User) -> None:
    imported(empty_dataset, part_1_workbook(), by=officer)
    assert outturn(empty_dataset, "23", "2020-06").absence == "suppressed"
    imported(empty_dataset, example(), by=officer)
    figure = outturn(empty_dataset, "23", "2020-06")
    assert (figure.value, figure.absence, figure.wording) == (1, "", "")


def test_a_rating_that_now_agrees_with_the_rule_is_taken_and_said(dataset: Dataset, officer: User) -> None:
    imported(dataset, example_with({"K23": "AMBER"}), by=officer)
    override = RatingOverride.objects.get(definition__indicator__dataset=dataset, definition__number="17")
    assert (override.rating, override.wording) == ("amber", "AMBER")
    assert override.history.earliest("history_id").rating == "green"


def test_a_persons_rating_is_not_overwritten_by_a_workbook(dataset: Dataset, officer: User) -> None:
    override = RatingOverride.objects.get(definition__indicator__dataset=dataset, definition__number="17")
    override.rating, override.reason = "red", "The director looked at the cases."
    override.save()
    imported(dataset, example_with({"K23": "AMBER"}), by=officer)
    override.refresh_from_db()
    assert (override.rating, override.reason) == ("red", "The director looked at the cases.")


# The next year


NEXT_YEAR = {
    "A1": "Children, Education and Families Scrutiny - Performance Index 2021/22",
    "E2": "Target or Range of acceptable performance 2021/22",
    "E47": "Target or Range of acceptable performance 2021",
    **{
        f"{column}3": f"{month}-{year}"
        for column, month, year in zip(
            "LMNOPQRSTUVW",
            ("Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec", "Jan", "Feb", "Mar"),
            [21] * 9 + [22] * 3,
            strict=True,
        )
    },
    **{
        f"{column}48": f"{month}-21"
        for column, month in zip(
            "LMNOPQRSTUVW",
            ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
            strict=True,
        )
    },
    **{f"{column}3": f"Bromley {year}" for column, year in zip("FGH", ("2020/21", "2019/20", "2018/19"), strict=True)},
    **{f"{column}48": f"Bromley {year}" for column, year in zip("FGH", (2020, 2019, 2018), strict=True)},
}


def test_an_indicator_stays_itself_in_the_next_year_by_its_title_whatever_its_number(
    dataset: Dataset, officer: User
) -> None:
    moved = {"A31": 24, "A32": 23}
    plan = imported(
        dataset, example_with(NEXT_YEAR | moved), answers={"x": "suppressed", "H38": "not_available"}, by=officer
    )
    assert plan.parsed.reporting_year == 2021
    assert dataset.indicators.count() == 38
    assert Measure.objects.filter(indicator__dataset=dataset).count() == 39
    adopted = Indicator.objects.get(
        dataset=dataset, definitions__title__contains="who were adopted", definitions__reporting_year=2021
    )
    assert list(adopted.definitions.order_by("reporting_year").values_list("reporting_year", "number")) == [
        (2020, "23"),
        (2021, "24"),
    ]
    months = Outturn.objects.filter(measure__indicator=adopted, period__kind="month").order_by("period__last_month")
    assert [each.period.last_month.year for each in months] == [2020] * 9 + [2021] * 9


def test_the_next_year_keeps_what_people_decided_about_an_indicator(dataset: Dataset, officer: User) -> None:
    of_2020 = IndicatorDefinition.objects.get(indicator__dataset=dataset, number="12")
    of_2020.tolerance, of_2020.counts_people = Decimal(5), False
    of_2020.save()
    imported(dataset, example_with(NEXT_YEAR), answers={"x": "suppressed", "H38": "not_available"}, by=officer)
    of_2021 = of_2020.indicator.definitions.get(reporting_year=2021)
    assert (of_2021.tolerance, of_2021.counts_people) == (5, False)


def test_a_new_title_under_an_old_number_in_the_next_year_is_a_new_indicator_and_said(
    dataset: Dataset, officer: User
) -> None:
    renamed = example_with(NEXT_YEAR | {"B44": "Number of young people discussed at another panel"})
    plan = imported(dataset, renamed, answers={"x": "suppressed", "H38": "not_available"}, by=officer)
    assert of_rule(plan.warnings, "number_had_another_title") == ["A44"]
    assert dataset.indicators.count() == 39


# What is kept of it


def test_the_audit_trail_says_who_did_what_and_holds_no_figure(empty_dataset: Dataset, officer: User) -> None:
    figure = 918273
    known = set(AuditEntry.objects.values_list("pk", flat=True))
    imported(empty_dataset, example_with({"T15": figure, "G10": "4 (rate: 0.7319)"}), by=officer)
    entries = AuditEntry.objects.exclude(pk__in=known).order_by("pk")
    assert [(entry.action, entry.by) for entry in entries] == [
        ("sent a workbook", officer),
        ("answered questions", officer),
        ("applied a workbook", officer),
    ]
    words = [f"{entry.subject} {json.dumps(entry.detail)}" for entry in entries]
    assert not any(trace in each for each in words for trace in (str(figure), "0.7319", "suppressed"))
    allowed = {"dataset", "sha256", "cells", "new", "changed", "left_out", "relations_proposed"}
    assert {name for entry in entries for name in entry.detail} == allowed


def test_the_workbook_is_kept_as_it_was_sent(dataset: Dataset) -> None:
    kept = WorkbookImport.objects.get(dataset=dataset)
    assert bytes(kept.content) == example()
    assert kept.sent_by == kept.applied_by
    assert kept.summary["new"] > 500


def test_two_datasets_hold_the_same_workbook_apart(dataset: Dataset, empty_dataset: Dataset, officer: User) -> None:
    example_imported(empty_dataset, by=officer)
    imported(empty_dataset, example_with({"T15": 311}), by=officer)
    assert outturn(empty_dataset, "9", "2020-12").value == 311
    assert outturn(dataset, "9", "2020-12").value == 304
