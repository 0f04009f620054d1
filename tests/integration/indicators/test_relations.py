"""Relations of the catalogue: proposed by an import, confirmed or declined by an administrator."""

import re
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry, User
from indicators.models import Dataset, DefinitionRelation, IndicatorDefinition
from indicators.relation_services import add_relation, decide_relations, propose_relations
from indicators.vocabulary import DefinitionRelationKind, RelationStatus
from tests.factories.people import person_with
from tests.factories.reports import example_imported, imported
from tests.factories.workbooks import example_with

Kind = DefinitionRelationKind
PROPOSED = {
    ("11", "numerator_is", "12"),
    ("18", "numerator_is", "19"),
    ("13", "denominator_is", "12"),
    *((number, "denominator_is", "19") for number in ("20", "21", "24", "25")),
}
LIST = "admin:indicators_definitionrelation_changelist"


def numbers(dataset: Dataset, **chosen: Any) -> set[tuple[str, str, str]]:
    relations = DefinitionRelation.objects.filter(definition__indicator__dataset=dataset, **chosen)
    return set(relations.values_list("definition__number", "kind", "other__number"))


def relation(dataset: Dataset, number: str, **chosen: Any) -> DefinitionRelation:
    return DefinitionRelation.objects.get(definition__indicator__dataset=dataset, definition__number=number, **chosen)


def definition(dataset: Dataset, number: str, year: int = 2020) -> IndicatorDefinition:
    return IndicatorDefinition.objects.get(indicator__dataset=dataset, number=number, reporting_year=year)


def next_year(dataset: Dataset, *without: str, year: int = 2021) -> None:
    """The definitions again for another year."""
    for each in IndicatorDefinition.objects.filter(indicator__dataset=dataset).exclude(number__in=without):
        each.pk = None
        each.reporting_year = year
        each.save()


def proposed_again(dataset: Dataset, year: int = 2020) -> int:
    return len(propose_relations(dataset=dataset, reporting_year=year, by=None, reason="Again"))


@pytest.fixture
def administrator(db: None) -> User:
    return person_with("administrator")


@pytest.fixture
def browser(administrator: User) -> Client:
    browser = Client()
    browser.force_login(administrator)
    return browser


# Proposals


def test_importing_the_example_proposes_relations(dataset: Dataset) -> None:
    assert numbers(dataset, status="proposed") == numbers(dataset) == PROPOSED


def test_a_proposal_is_revised_from_the_start_with_who_imported_and_what(dataset: Dataset) -> None:
    kept = relation(dataset, "24").history.get()
    assert (kept.history_type, kept.history_user.username) == ("+", "data_officer")
    assert kept.history_change_reason == "Imported from index.xlsx"


def test_a_proposal_says_why(dataset: Dataset) -> None:
    assert relation(dataset, "24").proposed_because == (
        "The title of 24 names those whom 19 counts, and no month contradicts it."
    )


def test_an_import_says_in_the_audit_trail_how_many_it_proposed(dataset: Dataset) -> None:
    applied = AuditEntry.objects.get(action="applied a workbook")
    assert applied.detail["relations_proposed"] == len(PROPOSED)


def test_what_was_proposed_confirmed_or_declined_is_not_proposed_again(dataset: Dataset, administrator: User) -> None:
    decide_relations(relations=[relation(dataset, "24")], status=RelationStatus.CONFIRMED, by=administrator)
    decide_relations(relations=[relation(dataset, "25")], status=RelationStatus.DECLINED, by=administrator)
    before = list(DefinitionRelation.objects.values())
    again = imported(dataset, example_with({"C5": "Families are helped early."}))
    assert (again.new, again.changed) == (0, 3)
    assert list(DefinitionRelation.objects.values()) == before


def test_another_dataset_has_proposals_of_its_own(dataset: Dataset, empty_dataset: Dataset) -> None:
    example_imported(empty_dataset)
    assert numbers(empty_dataset) == numbers(dataset) == PROPOSED


def test_what_was_confirmed_for_a_year_is_proposed_for_the_next(dataset: Dataset, administrator: User) -> None:
    add_relation(
        relation=DefinitionRelation(
            definition=definition(dataset, "20"), kind=Kind.SAME_AS, other=definition(dataset, "21")
        ),
        by=administrator,
    )
    decide_relations(relations=[relation(dataset, "11")], status=RelationStatus.CONFIRMED, by=administrator)
    next_year(dataset, "12")
    assert proposed_again(dataset, 2021) == 1
    (proposal,) = DefinitionRelation.objects.filter(definition__reporting_year=2021)
    assert (proposal.sentence, proposal.status) == ("20 and 21 are the same figure.", "proposed")
    assert proposal.proposed_because == "It was confirmed for 2020/21."
    assert proposal.other.reporting_year == 2021


def test_what_was_declined_for_a_year_is_not_proposed_for_the_next(dataset: Dataset, administrator: User) -> None:
    """Nor is it where its figures would suggest it."""
    decide_relations(relations=[relation(dataset, "24")], status=RelationStatus.DECLINED, by=administrator)
    IndicatorDefinition.objects.filter(indicator__dataset=dataset).update(reporting_year=2019)
    next_year(dataset, year=2020)
    proposed_again(dataset)
    assert numbers(dataset, definition__reporting_year=2020) == PROPOSED - {("24", "denominator_is", "19")}


def test_a_confirmed_relation_that_no_longer_fits_is_not_proposed(dataset: Dataset, administrator: User) -> None:
    decide_relations(relations=[relation(dataset, "24")], status=RelationStatus.CONFIRMED, by=administrator)
    next_year(dataset)
    IndicatorDefinition.objects.filter(number="24", reporting_year=2021).update(unit="count")
    proposed_again(dataset, 2021)
    assert not DefinitionRelation.objects.filter(definition__number="24", definition__reporting_year=2021).exists()


# Decisions


def test_a_decision_has_its_person_time_revision_and_audit_entry(dataset: Dataset, administrator: User) -> None:
    decided = [relation(dataset, "24")]
    assert decide_relations(relations=decided, status=RelationStatus.CONFIRMED, by=administrator) == 1
    kept = relation(dataset, "24")
    assert (kept.status, kept.decided_by) == ("confirmed", administrator)
    assert kept.decided_at is not None
    revision = kept.history.latest()
    assert (revision.history_type, revision.history_user) == ("~", administrator)
    assert (revision.status, revision.decided_by) == ("confirmed", administrator)
    entry = AuditEntry.objects.latest("pk")
    assert (entry.action, entry.by) == ("confirmed a relation", administrator)
    assert entry.subject == "The denominator of 24 is the figure of 19 for the same period."
    assert entry.detail == {"dataset": "childrens-scrutiny", "reporting_year": 2020}


def test_deciding_the_same_again_changes_nothing(dataset: Dataset, administrator: User) -> None:
    for changed in (1, 0):
        relations = DefinitionRelation.objects.filter(pk=relation(dataset, "24").pk)
        assert decide_relations(relations=relations, status=RelationStatus.DECLINED, by=administrator) == changed
    assert relation(dataset, "24").history.count() == 2


def test_a_confirmed_relation_can_be_declined_and_a_declined_one_confirmed(
    dataset: Dataset, administrator: User
) -> None:
    for status in (RelationStatus.CONFIRMED, RelationStatus.DECLINED, RelationStatus.CONFIRMED):
        decide_relations(relations=[relation(dataset, "24")], status=status, by=administrator)
        assert relation(dataset, "24").status == status


@pytest.mark.parametrize(
    "fields",
    [
        {"decided_at": timezone.now()},
        {"status": "confirmed", "decided_at": timezone.now()},
        {"definition": "19", "other": "19"},
        {"definition": "24"},
    ],
    ids=["a time without a person", "the same with a status", "itself", "twice"],
)
def test_the_database_refuses_what_cannot_be(dataset: Dataset, fields: dict[str, Any]) -> None:
    said = {"definition": "25", "kind": "denominator_is", "other": "19"} | fields
    for name in ("definition", "other"):
        said[name] = definition(dataset, said[name])
    DefinitionRelation.objects.filter(definition__number="25").delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        DefinitionRelation.objects.create(**said)


def test_the_database_refuses_a_proposal_that_somebody_decided(dataset: Dataset, administrator: User) -> None:
    proposal = relation(dataset, "24")
    proposal.decided_by, proposal.decided_at = administrator, timezone.now()
    with pytest.raises(IntegrityError), transaction.atomic():
        proposal.save()


# In the admin


def test_an_administrator_sees_what_waits_and_confirms_it(dataset: Dataset, browser: Client) -> None:
    waiting = browser.get(reverse(LIST), {"status__exact": "proposed"}).content.decode()
    assert "The denominator of 24 is the figure of 19 for the same period." in waiting
    chosen = [relation(dataset, number).pk for number in ("24", "25")]
    page = browser.post(reverse(LIST), {"action": "confirm", "_selected_action": chosen}, follow=True)
    assert "2 relations were confirmed." in page.content.decode()
    assert numbers(dataset, status="confirmed") == {("24", "denominator_is", "19"), ("25", "denominator_is", "19")}
    assert numbers(dataset, decided_by__username="administrator") == numbers(dataset, status="confirmed")


def test_an_administrator_declines_a_proposal(dataset: Dataset, browser: Client) -> None:
    chosen = [relation(dataset, "24").pk]
    page = browser.post(reverse(LIST), {"action": "decline", "_selected_action": chosen}, follow=True)
    assert "1 relation was declined." in page.content.decode()
    assert numbers(dataset, status="declined") == {("24", "denominator_is", "19")}


def test_confirming_is_all_or_none(dataset: Dataset, browser: Client) -> None:
    """Two that were declined would turn in a circle."""
    one, other = definition(dataset, "1.1"), definition(dataset, "1.2")
    pair = [
        DefinitionRelation.objects.create(definition=a, kind=Kind.PART_OF, other=b, status="declined")
        for a, b in ((one, other), (other, one))
    ]
    chosen = {"action": "confirm", "_selected_action": [each.pk for each in pair]}
    page = browser.post(reverse(LIST), chosen, follow=True).content.decode()
    assert "Nothing was changed." in page
    assert "already, directly or through others" in page
    assert numbers(dataset, status="confirmed") == set()


def form_of(page: str) -> dict[str, str]:
    """The fields of the admin's form as a browser would send them."""
    fields = {}
    for tag in re.findall(r"<input[^>]*>", page):
        name, kind = re.search(r'name="([^"]*)"', tag), re.search(r'type="([^"]*)"', tag)
        value = re.search(r'value="([^"]*)"', tag)
        if name and kind and (kind[1] != "checkbox" or "checked" in tag) and kind[1] != "submit":
            fields[name[1]] = value[1] if value else ""
    for name, options in re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        fields[name] = chosen[1] if chosen else ""
    for name, text in re.findall(r'<textarea[^>]*name="([^"]*)"[^>]*>(.*?)</textarea>', page, re.DOTALL):
        fields[name] = text
    return fields


def stated(browser: Client, one: IndicatorDefinition, kind: str, other: IndicatorDefinition) -> str:
    """The page after an administrator has stated a relation on the page of its indicator."""
    address = reverse("admin:indicators_indicatordefinition_change", args=[one.pk])
    form = form_of(browser.get(address).content.decode())
    (prefix,) = {name.removesuffix("-0-kind") for name in form if name.endswith("-0-kind")}
    said = {f"{prefix}-0-kind": kind, f"{prefix}-0-other": str(other.pk)}
    return browser.post(address, form | said, follow=True).content.decode()


def test_what_an_administrator_states_is_confirmed_at_once(dataset: Dataset, browser: Client) -> None:
    page = stated(browser, definition(dataset, "22.1"), "part_of", definition(dataset, "22.2"))
    assert "was changed successfully" in page
    kept = relation(dataset, "22.1")
    assert (kept.sentence, kept.status) == ("22.1 is part of 22.2: all parts of 22.2 add up to it.", "confirmed")
    assert kept.decided_by is not None
    assert kept.decided_by.username == "administrator"
    assert AuditEntry.objects.latest("pk").action == "added a relation"
    assert kept.history.get().history_user == kept.decided_by


def test_what_cannot_hold_is_refused_in_words(dataset: Dataset, browser: Client) -> None:
    page = stated(browser, definition(dataset, "22.1"), "denominator_is", definition(dataset, "22.2"))
    assert "22.1 has the unit count; here it has to be % or rate per 10,000 or average." in page
    assert not DefinitionRelation.objects.filter(definition__number="22.1").exists()


def test_what_is_said_already_is_refused_in_words(dataset: Dataset, browser: Client) -> None:
    page = stated(browser, definition(dataset, "24"), "denominator_is", definition(dataset, "19"))
    assert "This is said already: confirm or decline it in the list of relations." in page


def test_the_page_of_a_definition_says_its_relations_and_offers_its_own_year(
    dataset: Dataset, empty_dataset: Dataset, browser: Client
) -> None:
    example_imported(empty_dataset)
    next_year(dataset)
    one = definition(dataset, "24")
    page = browser.get(reverse("admin:indicators_indicatordefinition_change", args=[one.pk])).content.decode()
    assert "The denominator of 24 is the figure of 19 for the same period." in page
    (options,) = re.findall(r'<select name="[^"]*-0-other"[^>]*>(.*?)</select>', page, re.DOTALL)
    offered = {int(key) for key in re.findall(r'value="(\d+)"', options)}
    year = IndicatorDefinition.objects.filter(indicator__dataset=dataset, reporting_year=2020)
    assert offered == set(year.exclude(pk=one.pk).values_list("pk", flat=True))


def test_a_definition_is_saved_without_a_new_relation(dataset: Dataset, browser: Client) -> None:
    one = definition(dataset, "24")
    address = reverse("admin:indicators_indicatordefinition_change", args=[one.pk])
    form = form_of(browser.get(address).content.decode())
    assert "was changed successfully" in browser.post(address, form, follow=True).content.decode()
    assert numbers(dataset) == PROPOSED


def test_the_list_takes_no_more_queries_with_more_relations(
    dataset: Dataset, browser: Client, django_assert_num_queries: Any
) -> None:
    browser.get(reverse(LIST))
    with django_assert_num_queries(8) as asked:
        browser.get(reverse(LIST))
    DefinitionRelation.objects.filter(pk__gt=relation(dataset, "11").pk).delete()
    with django_assert_num_queries(len(asked)):
        browser.get(reverse(LIST))
