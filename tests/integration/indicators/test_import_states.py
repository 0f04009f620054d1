"""Where figures stand once a workbook is imported over them, and which rows a person leaves out."""

import pytest

from accounts.models import User
from indicators.importers.plan import Action, Plan
from indicators.models import Dataset, Indicator, Outturn, Section
from indicators.revisions import update_with_revisions
from indicators.services import (
    ImportNotPossible,
    already_imported,
    apply_import,
    choose_rows,
    plan_import,
    read_import,
    receive_workbook,
)
from indicators.workflow.moves import State
from tests.factories.people import person_with
from tests.factories.reports import ANSWERS, imported, ready, received
from tests.factories.workbooks import example, example_with

REFERRALS = "Performance Index!A15"


def december(dataset: Dataset) -> Outturn:
    """The referrals of December 2020, whose cell is T15: 304."""
    return Outturn.objects.get(
        measure__indicator__dataset=dataset,
        measure__indicator__definitions__number="9",
        period__kind="month",
        period__last_month="2020-12-01",
    )


def stands(figure: Outturn, state: State, **fields: object) -> Outturn:
    """The figure moved on to where a workflow would have taken it."""
    approved = state in (State.APPROVED, State.LOCKED)
    changed = {"state": state, "approved_by": person_with("director") if approved else None} | fields
    for name, value in changed.items():
        setattr(figure, name, value)
    update_with_revisions(Outturn, [figure], list(changed), by=person_with("director"), reason=state.label)
    return figure


def rules(plan: Plan) -> dict[str, str]:
    return {warning.rule: warning.cells for warning in plan.warnings}


# What an import writes


def test_an_imported_figure_is_a_draft_of_the_person_who_imported_it(drafts: Dataset, officer: User) -> None:
    imported(drafts, example_with({"T15": 305, "X15": 2838}), by=officer)
    figure = december(drafts)
    assert (figure.value, figure.state, figure.entered_by, figure.approved_by) == (305, State.DRAFT, officer, None)
    assert figure.version == 2


def test_every_new_figure_is_a_first_draft(drafts: Dataset) -> None:
    stand = Outturn.objects.filter(measure__indicator__dataset=drafts).values_list("state", "version")
    assert set(stand) == {(State.DRAFT, 1)}


@pytest.mark.parametrize("state", [State.DRAFT, State.SUBMITTED, State.RETURNED])
def test_a_figure_on_its_way_is_a_draft_again_without_its_questions(drafts: Dataset, state: State) -> None:
    told = "Look again" if state is State.RETURNED else ""
    asked = [{"rule": "jump", "sentence": "It was 412 in September."}]
    stands(december(drafts), state, questions=asked, explanation="So it is", returned_because=told)
    imported(drafts, example_with({"T15": 305}))
    figure = december(drafts)
    assert (figure.state, figure.questions, figure.explanation, figure.returned_because) == (State.DRAFT, [], "", "")


def test_every_revision_names_the_import_that_made_it(drafts: Dataset) -> None:
    workbook = ready(drafts, example_with({"T15": 305}))
    apply_import(workbook=workbook, by=None)
    latest, first = december(drafts).history.order_by("-history_id")
    assert (latest.workbook_import, latest.history_change_reason) == (workbook.pk, "Imported from index.xlsx")
    assert first.workbook_import == drafts.imports.earliest("pk").pk


def test_an_approved_figure_that_differs_is_reopened_and_the_plan_says_so(drafts: Dataset, officer: User) -> None:
    stands(december(drafts), State.APPROVED)
    workbook = ready(drafts, example_with({"T15": 305, "X15": 2838}))
    assert rules(plan_import(workbook))["approved_figure_reopened"] == "T15"
    apply_import(workbook=workbook, by=officer)
    figure = december(drafts)
    assert (figure.value, figure.state, figure.approved_by) == (305, State.DRAFT, None)
    assert figure.history.latest().history_change_reason == "Imported from index.xlsx"


def test_an_approved_figure_that_is_the_same_stays_approved(drafts: Dataset) -> None:
    stands(december(drafts), State.APPROVED)
    imported(drafts, example_with({"S15": 373, "X15": 2838}))
    assert december(drafts).state == State.APPROVED


def test_a_published_figure_that_differs_is_left_and_its_cell_is_named(drafts: Dataset) -> None:
    stands(december(drafts), State.LOCKED)
    workbook = ready(drafts, example_with({"T15": 305}))
    plan = plan_import(workbook)
    (warning,) = [each for each in plan.warnings if each.rule == "published_figure_differs"]
    assert warning.place == "Performance Index!T15"
    assert "the workbook says 305, and 304 is published" in warning.message
    assert "a publisher opens it for correction first" in warning.message
    (kept,) = [change for change in plan.changes if change.action is Action.KEPT]
    assert (kept.cell, kept.before, kept.after, kept.proposed) == ("T15", "304", "305", "304")
    apply_import(workbook=workbook, by=None)
    figure = december(drafts)
    assert (figure.value, figure.state, figure.version) == (304, State.LOCKED, 1)


def test_a_figure_that_somebody_changed_while_the_plan_was_written_refuses_it(
    drafts: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    workbook = ready(drafts, example_with({"T15": 305}))

    def plan_and_be_overtaken(seen: object) -> Plan:
        plan = plan_import(workbook)
        figure = december(drafts)
        figure.value, figure.version = 306, figure.version + 1
        figure.save()
        return plan

    monkeypatch.setattr("indicators.services.plan_import", plan_and_be_overtaken)
    with pytest.raises(ImportNotPossible, match="have changed since"):
        apply_import(workbook=workbook, by=None)


# The same file again


def test_the_same_file_again_is_the_import_that_it_was(drafts: Dataset) -> None:
    assert already_imported(drafts, example()) == drafts.imports.get()
    assert already_imported(drafts, example_with({"T15": 305})) is None


def test_a_file_that_waits_for_a_decision_is_not_kept_twice(empty_dataset: Dataset) -> None:
    waiting = received(empty_dataset, example())
    assert already_imported(empty_dataset, example()) == waiting


def test_a_file_that_would_change_something_again_is_planned_again(drafts: Dataset) -> None:
    imported(drafts, example_with({"T15": 305}))
    assert already_imported(drafts, example()) is None
    imported(drafts, example())
    assert december(drafts).value == 304


def test_another_dataset_knows_nothing_of_it(dataset: Dataset, empty_dataset: Dataset) -> None:
    assert already_imported(empty_dataset, example()) is None


# Rows that a person leaves out


def test_a_row_that_is_left_out_is_not_applied_and_not_counted(empty_dataset: Dataset, officer: User) -> None:
    workbook = ready(empty_dataset, example())
    whole = plan_import(workbook)
    choose_rows(workbook=workbook, left_out=[REFERRALS], by=officer)
    plan = plan_import(workbook)
    (row,) = [row for row in whole.rows if row.place == REFERRALS]
    assert whole.new - plan.new == row.new > 10
    assert plan.fingerprint != whole.fingerprint
    apply_import(workbook=workbook, by=officer)
    assert Indicator.objects.filter(dataset=empty_dataset).count() == 37


def test_the_rows_left_out_can_be_applied_with_the_same_file_later(empty_dataset: Dataset, officer: User) -> None:
    workbook = ready(empty_dataset, example())
    choose_rows(workbook=workbook, left_out=[REFERRALS], by=officer)
    apply_import(workbook=workbook, by=officer)
    rest = receive_workbook(dataset=empty_dataset, content=example(), file_name="index.xlsx", by=officer)
    read_import(rest)
    plan = plan_import(rest)
    assert {change.number for change in plan.changes if change.action is not Action.UNCHANGED} == {"9"}
    assert plan.questions == plan_import(rest).questions


def test_what_a_row_asks_or_is_warned_of_goes_with_it(empty_dataset: Dataset, officer: User) -> None:
    workbook = received(empty_dataset, example())
    rows = [f"Performance Index!A{row}" for row in (9, 23, 38, 49, 50)]
    choose_rows(workbook=workbook, left_out=rows, by=officer)
    plan = plan_import(workbook)
    assert plan.questions == []
    assert "A23" not in {warning.cells for warning in plan.warnings}
    apply_import(workbook=workbook, by=officer)
    assert Indicator.objects.filter(dataset=empty_dataset).count() == 33


def test_a_section_of_which_every_row_is_left_out_is_not_created(empty_dataset: Dataset, officer: User) -> None:
    workbook = ready(empty_dataset, example())
    first_section = [f"Performance Index!A{row}" for row in range(5, 14)]
    choose_rows(workbook=workbook, left_out=first_section, by=officer)
    apply_import(workbook=workbook, by=officer)
    assert Section.objects.filter(dataset=empty_dataset).count() == 4


def test_a_place_where_no_row_stands_is_refused(empty_dataset: Dataset, officer: User) -> None:
    workbook = ready(empty_dataset, example())
    with pytest.raises(ValueError, match="no row at Performance Index!A14"):
        choose_rows(workbook=workbook, left_out=["Performance Index!A14"], by=officer)
    workbook.refresh_from_db()
    assert workbook.left_out == []


def test_an_import_that_is_decided_takes_no_more_choices(empty_dataset: Dataset, officer: User) -> None:
    workbook = ready(empty_dataset, example())
    apply_import(workbook=workbook, by=officer)
    with pytest.raises(ImportNotPossible, match="applied already"):
        choose_rows(workbook=workbook, left_out=[REFERRALS], by=officer)


# An x that was explained


def test_an_x_that_was_explained_is_not_asked_again(dataset: Dataset) -> None:
    plan = plan_import(received(dataset, example_with({"T15": 305})))
    assert [question.topic for question in plan.questions] == ["year_of_months"]


def test_an_x_in_place_of_a_figure_is_asked(dataset: Dataset) -> None:
    plan = plan_import(received(dataset, example_with({"T15": "x"})))
    assert [question.cells for question in plan.questions] == ["T15", "L48:W48"]
    assert ANSWERS["x"] in dict(plan.questions[0].choices)
