"""Each import is one set of revisions and can be undone as one; the database is then as it was."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEntry, AuditLink, User
from indicators.models import (
    Dataset,
    DefinitionRelation,
    Indicator,
    IndicatorDefinition,
    Outturn,
    Period,
    Responsibility,
    Section,
    WorkbookImport,
)
from indicators.relation_services import decide_relations
from indicators.revisions import update_with_revisions
from indicators.services import ImportNotPossible, already_imported, apply_import
from indicators.undo_services import in_the_way, undo_import
from indicators.vocabulary import RelationStatus
from indicators.workflow.moves import State
from tests.factories.people import person_with
from tests.factories.reports import ANSWERS, imported, ready
from tests.factories.workbooks import example, example_with
from tests.integration.indicators.test_import import NEXT_YEAR
from tests.integration.indicators.test_import_states import december, stands

NOT_COMPARED = {AuditEntry._meta.label, AuditLink._meta.label, WorkbookImport._meta.label, "sessions.Session"}
MAY = date(2021, 5, 1)
CHANGES = {
    "T15": 305,
    "U15": 321,
    "X15": 3159,
    "B31": "Number of Children Looked After who were adopted in the year",
    "E31": 18,
    "F16": 87,
    "K23": "AMBER",
    "A14": "Safeguarding",
    "A44": 36,
    "B44": "Number of young people who wrote to the mayor",
}


def dump() -> dict[str, list[Any]]:
    """Every row of every table but the audit trail, the revisions, the sessions and the imports themselves."""
    tables = {
        model._meta.label: model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.label not in NOT_COMPARED and not model.__name__.startswith("Historical")
    }
    return {label: list(model._base_manager.order_by("pk").values_list()) for label, model in tables.items()}


def revisions() -> int:
    histories = [model for model in apps.get_models() if model.__name__.startswith("Historical")]
    return sum(history._base_manager.count() for history in histories)


def applied(dataset: Dataset, content: bytes, answers: dict[str, str] = ANSWERS) -> WorkbookImport:
    workbook = ready(dataset, content, answers, by=person_with("data_officer"))
    apply_import(workbook=workbook, by=person_with("data_officer"))
    workbook.refresh_from_db()
    return workbook


def test_undoing_the_first_import_leaves_the_dataset_empty(empty_dataset: Dataset, officer: User) -> None:
    before = dump()
    workbook = applied(empty_dataset, example())
    assert dump() != before
    undo_import(workbook=workbook, by=officer)
    assert dump() == before
    assert not empty_dataset.indicators.exists()


def test_undoing_a_second_import_leaves_what_the_first_one_made(drafts: Dataset, officer: User) -> None:
    before = dump()
    workbook = applied(drafts, example_with(CHANGES))
    changed = {label for label, rows in dump().items() if rows != before[label]}
    assert len(changed) >= 7
    undo_import(workbook=workbook, by=officer)
    assert dump() == before


def test_undoing_the_next_year_leaves_this_year(drafts: Dataset, officer: User) -> None:
    before = dump()
    workbook = applied(drafts, example_with(NEXT_YEAR), {"x": "suppressed", "H38": "not_available"})
    undo_import(workbook=workbook, by=officer)
    assert dump() == before


def test_two_imports_are_undone_one_after_the_other(empty_dataset: Dataset, officer: User) -> None:
    before = dump()
    first = applied(empty_dataset, example())
    second = applied(empty_dataset, example_with(CHANGES))
    assert in_the_way(first)
    undo_import(workbook=second, by=officer)
    undo_import(workbook=first, by=officer)
    assert dump() == before


def test_a_figure_goes_back_to_where_it_stood(drafts: Dataset, officer: User) -> None:
    stands(december(drafts), State.APPROVED)
    before = dump()
    workbook = applied(drafts, example_with({"T15": 305}))
    assert december(drafts).state == State.DRAFT
    undo_import(workbook=workbook, by=officer)
    assert december(drafts).state == State.APPROVED
    assert dump() == before


def test_the_revisions_stay_and_those_of_the_undo_say_who_and_why(drafts: Dataset, officer: User) -> None:
    workbook = applied(drafts, example_with({"T15": 305, "U15": 321, "X15": 3159}))
    january = Outturn.objects.get(measure=december(drafts).measure, period__last_month="2021-01-01", value=321)
    count = revisions()
    undo_import(workbook=workbook, by=officer)
    assert revisions() > count
    latest = december(drafts).history.latest()
    gone = Outturn.history.filter(id=january.pk).latest()
    assert (latest.value, latest.history_type, gone.history_type) == (304, "~", "-")
    for revision in (latest, gone):
        assert revision.history_user == officer
        assert revision.history_change_reason == "Undone: the import of index.xlsx"
        assert revision.workbook_import == workbook.pk


def test_an_undo_is_audited_and_the_import_says_who_undid_it(drafts: Dataset, officer: User) -> None:
    workbook = applied(drafts, example_with({"T15": 305}))
    undo_import(workbook=workbook, by=officer)
    entry = AuditEntry.objects.latest("pk")
    assert (entry.action, entry.by, entry.detail["sha256"]) == ("undid an import", officer, workbook.sha256)
    workbook.refresh_from_db()
    assert (workbook.undone_by, workbook.status) == (officer, "Undone")


def test_a_file_whose_import_was_undone_can_be_imported_again(empty_dataset: Dataset, officer: User) -> None:
    workbook = applied(empty_dataset, example())
    undo_import(workbook=workbook, by=officer)
    assert already_imported(empty_dataset, example()) is None
    assert imported(empty_dataset, example()).new > 500


def test_an_import_is_undone_once_and_only_if_it_was_applied(empty_dataset: Dataset, officer: User) -> None:
    workbook = ready(empty_dataset, example())
    with pytest.raises(ImportNotPossible, match="was not applied"):
        undo_import(workbook=workbook, by=officer)
    apply_import(workbook=workbook, by=officer)
    undo_import(workbook=workbook, by=officer)
    with pytest.raises(ImportNotPossible, match="undone already"):
        undo_import(workbook=workbook, by=officer)


# What stands in the way


def a_figure_was_submitted(dataset: Dataset) -> None:
    stands(december(dataset), State.SUBMITTED)


def a_figure_was_changed(dataset: Dataset) -> None:
    figure = december(dataset)
    figure.value, figure.version = 306, figure.version + 1
    update_with_revisions(Outturn, [figure], ["value", "version"], by=None, reason="Entered")


def a_figure_was_deleted(dataset: Dataset) -> None:
    december(dataset).delete()


def a_figure_was_entered(dataset: Dataset) -> None:
    figure = december(dataset)
    figure.pk, figure.period = None, Period.objects.create(kind="month", first_month=MAY, last_month=MAY)
    figure.save()


def a_relation_was_confirmed(dataset: Dataset) -> None:
    relations = DefinitionRelation.objects.filter(definition__indicator__dataset=dataset)[:1]
    decide_relations(relations=relations, status=RelationStatus.CONFIRMED, by=person_with("administrator"))


def a_section_was_given_to_somebody(dataset: Dataset) -> None:
    Responsibility.objects.create(section=dataset.sections.first(), user=person_with("director"))


def an_indicator_was_retired(dataset: Dataset) -> None:
    Indicator.objects.filter(dataset=dataset, definitions__number="9").update(
        retired_from="2021-01-01", retired_because="Nobody asks"
    )


def a_definition_was_changed(dataset: Dataset) -> None:
    IndicatorDefinition.objects.filter(indicator__dataset=dataset, number="9").update(tolerance=5)


@pytest.mark.parametrize(
    ("since", "named"),
    [
        (a_figure_was_submitted, "9 .*, December 2020: submitted since"),
        (a_figure_was_changed, "9 .*, December 2020: changed since"),
        (a_figure_was_deleted, "9 .*, December 2020: deleted since"),
        (a_figure_was_entered, "outturn “.*May 2021” rests on it"),
        (a_relation_was_confirmed, "was confirmed"),
        (a_section_was_given_to_somebody, "responsibility “.*” rests on it"),
        (an_indicator_was_retired, "was retired"),
        (a_definition_was_changed, "9 .*, its definition: changed since"),
    ],
    ids=lambda each: getattr(each, "__name__", ""),
)
def test_what_was_used_since_stands_in_the_way_and_is_named(
    drafts: Dataset, officer: User, since: Callable[[Dataset], None], named: str
) -> None:
    workbook = drafts.imports.get()
    since(drafts)
    before = dump()
    with pytest.raises(ImportNotPossible, match=named):
        undo_import(workbook=workbook, by=officer)
    assert dump() == before
    workbook.refresh_from_db()
    assert workbook.undone_at is None


def test_up_to_ten_are_named_and_the_others_counted(drafts: Dataset, officer: User) -> None:
    figures = Outturn.objects.filter(measure__indicator__dataset=drafts)
    count = figures.update(state=State.SUBMITTED)
    with pytest.raises(ImportNotPossible) as refused:
        undo_import(workbook=drafts.imports.get(), by=officer)
    assert str(refused.value).count("submitted since") == 10
    assert f"and {count - 10} more" in str(refused.value)


def queries_of(act: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as queries:
        act()
    return len(queries)


def test_the_number_of_queries_does_not_depend_on_how_much_is_put_back(drafts: Dataset, officer: User) -> None:
    one = applied(drafts, example_with({"T15": 305}))
    assert queries_of(lambda: in_the_way(one)) <= 24
    alone = queries_of(lambda: undo_import(workbook=one, by=officer))
    many = applied(drafts, example_with({f"{column}{row}": 1 for column in "LMNOPQRST" for row in (15, 16, 20)}))
    assert many.summary["changed"] > 15
    assert queries_of(lambda: in_the_way(many)) <= 24
    assert queries_of(lambda: undo_import(workbook=many, by=officer)) == alone


def test_the_number_of_queries_does_not_depend_on_how_much_stands_in_the_way(drafts: Dataset) -> None:
    workbook = drafts.imports.get()
    stands(december(drafts), State.SUBMITTED)
    alone = queries_of(lambda: in_the_way(workbook))
    Outturn.objects.filter(measure__indicator__dataset=drafts).update(state=State.SUBMITTED)
    assert len(in_the_way(workbook)) > 100
    assert queries_of(lambda: in_the_way(workbook)) == alone


def test_a_failure_in_the_middle_of_an_undo_undoes_nothing(
    drafts: Dataset, officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    class PowerCut(Exception):
        pass

    def cut(*arguments: Any, **said: Any) -> None:
        raise PowerCut

    before = dump()
    monkeypatch.setattr("indicators.undo_services.record", cut)
    with pytest.raises(PowerCut):
        undo_import(workbook=drafts.imports.get(), by=officer)
    assert dump() == before


def test_the_dump_sees_every_table_that_an_import_writes(empty_dataset: Dataset) -> None:
    """A control: the comparison is of no use if it leaves out what it is about."""
    before = dump()
    imported(empty_dataset, example())
    grown = {label for label, rows in dump().items() if len(rows) > len(before[label])}
    assert grown == {
        each._meta.label for each in (Section, Indicator, IndicatorDefinition, Outturn, DefinitionRelation)
    } | {"indicators.Measure", "indicators.Benchmark", "indicators.RatingOverride"}
