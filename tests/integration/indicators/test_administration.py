"""Publishers create, change and retire indicators: the services."""

from datetime import date
from decimal import Decimal

import pytest

from accounts.models import AuditEntry, User
from indicators.administration.services import (
    NotChanged,
    StaleDefinition,
    add_to_year,
    change_definition,
    create_indicator,
    reinstate_indicator,
    retire_indicator,
    revision_in_force,
)
from indicators.administration.targets import TypedTarget
from indicators.models import Dataset, DefinitionRelation, Indicator, IndicatorDefinition
from indicators.relation_services import decide_relations
from indicators.vocabulary import Polarity, RelationStatus, TargetForm, Unit
from tests.factories.administration import a_count, as_stored, definition, target
from tests.factories.people import person_with

REASON = "Agreed by the committee"


@pytest.fixture
def publisher(db: None) -> User:
    return person_with("publisher")


def latest_entry() -> AuditEntry:
    return AuditEntry.objects.latest("pk")


# Creating


def test_an_indicator_is_created_with_definition_measures_revision_and_audit_entry(
    dataset: Dataset, publisher: User
) -> None:
    section = dataset.sections.first()
    created = create_indicator(
        dataset=dataset,
        reporting_year=2020,
        said=a_count(section, "22.10"),
        measures=["initial", "review"],
        by=publisher,
    )
    stored = definition(dataset, "22.10")
    assert stored == created
    assert (stored.indicator.key, stored.number_sort_key) == ("young-people-supported", "000022.000010")
    assert [measure.name for measure in stored.indicator.measures.all()] == ["initial", "review"]
    revision = stored.history.get()
    assert (revision.history_type, revision.history_user, revision.history_change_reason) == (
        "+",
        publisher,
        "Created",
    )
    entry = latest_entry()
    assert (entry.action, entry.by, entry.subject) == ("created an indicator", publisher, str(stored))


def test_an_indicator_without_named_measures_has_one_without_a_name(dataset: Dataset, publisher: User) -> None:
    created = create_indicator(
        dataset=dataset, reporting_year=2020, said=a_count(dataset.sections.first()), by=publisher
    )
    assert [measure.name for measure in created.indicator.measures.all()] == [""]


def test_the_first_indicator_of_an_empty_dataset(empty_dataset: Dataset, publisher: User) -> None:
    section = empty_dataset.sections.create(name="All", position=0)
    create_indicator(dataset=empty_dataset, reporting_year=2031, said=a_count(section), by=publisher)
    assert definition(empty_dataset, "40", 2031).section == section


def test_two_indicators_of_one_title_have_keys_of_their_own(dataset: Dataset, publisher: User) -> None:
    section = dataset.sections.first()
    keys = [
        create_indicator(
            dataset=dataset, reporting_year=2020, said=a_count(section, number, "Average Caseloads"), by=publisher
        ).indicator.key
        for number in ("41", "42")
    ]
    assert keys == ["average-caseloads-2", "average-caseloads-3"]


def test_creating_the_same_twice_creates_one(dataset: Dataset, publisher: User) -> None:
    said = a_count(dataset.sections.first())
    create_indicator(dataset=dataset, reporting_year=2020, said=said, by=publisher)
    before = Indicator.objects.count(), AuditEntry.objects.count()
    with pytest.raises(NotChanged, match="Number 40 belongs to “Young people supported” in 2020/21") as refusal:
        create_indicator(dataset=dataset, reporting_year=2020, said=said, by=publisher)
    assert refusal.value.field == "number"
    assert (Indicator.objects.count(), AuditEntry.objects.count()) == before


# Changing


def test_a_change_is_kept_with_its_reason_and_says_from_what_to_what(dataset: Dataset, publisher: User) -> None:
    stored = definition(dataset, "29")
    changes = change_definition(
        definition=stored,
        said=as_stored(stored, number="3.1", target=target("13 - 16", Unit.AVERAGE), polarity=Polarity.LOW),
        seen=revision_in_force(stored),
        reason=REASON,
        by=publisher,
    )
    assert [(each.label, each.before, each.after) for each in changes[:3]] == [
        ("Number", "29", "3.1"),
        ("Polarity", "n/a: neither is better", "Low: lower is better"),
        ("Target", "12 - 15", "13 - 16"),
    ]
    changed = definition(dataset, "3.1")
    assert (changed.target_low, changed.target_high) == (13, 16)
    assert changed.number_sort_key == "000003.000001"
    revision = changed.history.latest("history_id")
    assert (revision.history_user, revision.history_change_reason, revision.number) == (publisher, REASON, "3.1")
    entry = latest_entry()
    assert (entry.action, entry.detail["reason"]) == ("changed a definition", REASON)
    assert entry.detail["changed"] == [each.label for each in changes]


def test_only_what_was_said_is_changed(dataset: Dataset, publisher: User) -> None:
    before = IndicatorDefinition.objects.filter(pk=definition(dataset, "29").pk).values().get()
    stored = definition(dataset, "29")
    change_definition(
        definition=stored,
        said=as_stored(stored, counts_people=False),
        seen=revision_in_force(stored),
        reason=REASON,
        by=publisher,
    )
    after = IndicatorDefinition.objects.filter(pk=stored.pk).values().get()
    assert {name for name in after if after[name] != before[name]} == {"counts_people"}


def test_a_change_on_top_of_another_that_was_not_seen_is_refused(dataset: Dataset, publisher: User) -> None:
    stored = definition(dataset, "29")
    seen = revision_in_force(stored)
    change_definition(
        definition=stored, said=as_stored(stored, title="Caseloads"), seen=seen, reason=REASON, by=publisher
    )
    with pytest.raises(StaleDefinition) as stale:
        change_definition(
            definition=stored, said=as_stored(stored, title="Cases"), seen=seen, reason=REASON, by=publisher
        )
    assert stale.value.current.title == "Caseloads"
    assert definition(dataset, "29").title == "Caseloads"


def test_the_same_change_twice_is_one(dataset: Dataset, publisher: User) -> None:
    stored = definition(dataset, "29")
    said, seen = as_stored(stored, title="Caseloads"), revision_in_force(stored)
    assert change_definition(definition=stored, said=said, seen=seen, reason=REASON, by=publisher)
    before = stored.history.count(), AuditEntry.objects.count()
    assert change_definition(definition=stored, said=said, seen=seen, reason=REASON, by=publisher) == ()
    assert (stored.history.count(), AuditEntry.objects.count()) == before


def test_a_number_that_another_has_is_refused(dataset: Dataset, publisher: User) -> None:
    stored = definition(dataset, "29")
    with pytest.raises(NotChanged, match="Number 19 belongs to “Number of Children Looked After”"):
        change_definition(
            definition=stored,
            said=as_stored(stored, number="19"),
            seen=revision_in_force(stored),
            reason=REASON,
            by=publisher,
        )
    assert definition(dataset, "29") == stored


def test_a_number_of_another_year_is_free(dataset: Dataset, publisher: User) -> None:
    create_indicator(dataset=dataset, reporting_year=2021, said=a_count(dataset.sections.first(), "19"), by=publisher)
    assert definition(dataset, "19", 2021).title == "Young people supported"


def test_a_unit_with_which_a_confirmed_relation_cannot_hold_is_refused(dataset: Dataset, publisher: User) -> None:
    relation = DefinitionRelation.objects.get(definition__number="24", definition__indicator__dataset=dataset)
    decide_relations(relations=[relation], status=RelationStatus.CONFIRMED, by=publisher)
    whole = definition(dataset, "19")

    def change_the_unit() -> None:
        change_definition(
            definition=whole,
            said=as_stored(whole, unit=Unit.AVERAGE),
            seen=revision_in_force(whole),
            reason=REASON,
            by=publisher,
        )

    with pytest.raises(NotChanged, match=r"The denominator of 24 is the figure of 19.*Decline that relation first"):
        change_the_unit()
    decide_relations(relations=[relation], status=RelationStatus.DECLINED, by=publisher)
    change_the_unit()
    assert definition(dataset, "19").unit == Unit.AVERAGE


# Retiring


def test_an_indicator_is_retired_from_a_month_with_a_reason(dataset: Dataset, publisher: User) -> None:
    indicator = definition(dataset, "29").indicator
    retire_indicator(indicator=indicator, from_month=date(2021, 4, 1), reason="Replaced by 40", by=publisher)
    indicator.refresh_from_db()
    assert (indicator.retired_from, indicator.retired_because) == (date(2021, 4, 1), "Replaced by 40")
    entry = latest_entry()
    assert (entry.action, entry.subject) == ("retired an indicator", "29 Average Caseloads")
    assert (entry.detail["from_month"], entry.detail["reason"]) == ("2021-04", "Replaced by 40")


def test_an_indicator_is_not_retired_from_a_month_that_has_a_figure(dataset: Dataset, publisher: User) -> None:
    indicator = definition(dataset, "29").indicator
    with pytest.raises(NotChanged, match="It has a figure for December 2020"):
        retire_indicator(indicator=indicator, from_month=date(2020, 10, 1), reason="Replaced", by=publisher)
    indicator.refresh_from_db()
    assert indicator.retired_from is None


def test_retiring_twice_is_refused_and_undoing_it_is_possible_once(dataset: Dataset, publisher: User) -> None:
    indicator = definition(dataset, "29").indicator
    retire_indicator(indicator=indicator, from_month=date(2021, 4, 1), reason="Replaced", by=publisher)
    with pytest.raises(NotChanged, match="retired already, from April 2021"):
        retire_indicator(indicator=indicator, from_month=date(2021, 5, 1), reason="Replaced", by=publisher)
    reinstate_indicator(indicator=indicator, reason="In error", by=publisher)
    indicator.refresh_from_db()
    assert (indicator.retired_from, indicator.retired_because) == (None, "")
    assert latest_entry().detail == {
        "dataset": dataset.slug,
        "was_retired_from": "2021-04",
        "reason": "In error",
    }
    with pytest.raises(NotChanged, match="not retired"):
        reinstate_indicator(indicator=indicator, reason="In error", by=publisher)


# An indicator of an earlier year


def test_an_indicator_comes_back_in_a_later_year_with_what_was_confirmed_of_it(
    dataset: Dataset, publisher: User
) -> None:
    relation = DefinitionRelation.objects.get(definition__number="24", definition__indicator__dataset=dataset)
    decide_relations(relations=[relation], status=RelationStatus.CONFIRMED, by=publisher)
    for number in ("19", "24"):
        earlier = definition(dataset, number)
        retire_indicator(indicator=earlier.indicator, from_month=date(2021, 4, 1), reason="Ended", by=publisher)
        add_to_year(
            indicator=earlier.indicator, reporting_year=2021, said=as_stored(earlier), reason=REASON, by=publisher
        )
    again = definition(dataset, "24", 2021)
    assert again.indicator == definition(dataset, "24").indicator
    assert again.indicator.retired_from is None
    assert again.history.get().history_change_reason == REASON
    (proposed,) = DefinitionRelation.objects.filter(definition__reporting_year=2021)
    assert (proposed.sentence, proposed.status) == (relation.sentence, "proposed")
    with pytest.raises(NotChanged, match="is in 2021/22 already"):
        add_to_year(indicator=again.indicator, reporting_year=2021, said=as_stored(again), reason=REASON, by=publisher)


def test_a_target_in_words_is_kept_with_its_bounds() -> None:
    assert target("95-90%", Unit.PERCENTAGE) == TypedTarget(TargetForm.RANGE, "95-90%", Decimal(90), Decimal(95))
    assert target("TBC") == TypedTarget(TargetForm.TO_BE_CONFIRMED, "TBC")
    assert target("") == TypedTarget(TargetForm.NONE, "")
