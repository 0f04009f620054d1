"""Publishers state, confirm and decline what holds between indicators."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEntry, User
from indicators.administration.relation_services import decide_relation, state_relation
from indicators.administration.services import NotChanged
from indicators.models import Dataset, DefinitionRelation
from indicators.relation_services import decide_relations
from indicators.vocabulary import DefinitionRelationKind, RelationStatus
from tests.factories.administration import definition
from tests.factories.people import person_with

Kind = DefinitionRelationKind
CONFIRMED, DECLINED, PROPOSED = RelationStatus.CONFIRMED, RelationStatus.DECLINED, RelationStatus.PROPOSED


@pytest.fixture
def publisher(db: None) -> User:
    return person_with("publisher")


@pytest.fixture
def browser(publisher: User) -> Client:
    browser = Client()
    browser.force_login(publisher)
    return browser


@pytest.fixture
def proposal(dataset: Dataset) -> DefinitionRelation:
    """The denominator of 24 is the figure of 19."""
    return DefinitionRelation.objects.get(definition__number="24", definition__indicator__dataset=dataset)


def address(dataset: Dataset, name: str = "relations") -> str:
    return reverse(f"administration:{name}", args=[dataset.slug, 2020])


def sent(dataset: Dataset, number: str, kind: Kind, other: str) -> dict[str, object]:
    return {
        "definition": definition(dataset, number).pk,
        "kind": kind.value,
        "other": definition(dataset, other).pk,
    }


def test_who_states_a_relation_has_confirmed_it(dataset: Dataset, publisher: User) -> None:
    stated = state_relation(
        definition=definition(dataset, "1.2"), kind=Kind.EXCLUDES, other=definition(dataset, "9"), by=publisher
    )
    kept = DefinitionRelation.objects.get(pk=stated.pk)
    assert (kept.status, kept.decided_by) == (CONFIRMED, publisher)
    assert kept.sentence == "1.2 leaves out some of those counted in 9."
    assert AuditEntry.objects.latest("pk").action == "added a relation"


@pytest.mark.parametrize("status", [PROPOSED, DECLINED])
def test_stating_what_was_proposed_or_declined_confirms_it(
    proposal: DefinitionRelation, publisher: User, status: RelationStatus
) -> None:
    decide_relations(relations=[proposal], status=status, by=publisher)
    state_relation(definition=proposal.definition, kind=Kind.DENOMINATOR_IS, other=proposal.other, by=publisher)
    proposal.refresh_from_db()
    assert proposal.status == CONFIRMED


def test_stating_twice_is_refused(proposal: DefinitionRelation, publisher: User) -> None:
    said = {"definition": proposal.definition, "kind": Kind.DENOMINATOR_IS, "other": proposal.other}
    state_relation(**said, by=publisher)
    with pytest.raises(ValidationError, match="said already"):
        state_relation(**said, by=publisher)


def test_a_decision_that_somebody_else_made_meanwhile_is_not_overturned(
    proposal: DefinitionRelation, publisher: User
) -> None:
    decide_relation(relation=proposal, seen=PROPOSED, status=DECLINED, by=person_with("administrator"))
    with pytest.raises(NotChanged, match="was declined meanwhile by administrator"):
        decide_relation(relation=proposal, seen=PROPOSED, status=CONFIRMED, by=publisher)
    proposal.refresh_from_db()
    assert proposal.status == DECLINED
    decide_relation(relation=proposal, seen=DECLINED, status=CONFIRMED, by=publisher)
    proposal.refresh_from_db()
    assert (proposal.status, proposal.decided_by) == (CONFIRMED, publisher)


def test_deciding_twice_is_deciding_once(proposal: DefinitionRelation, publisher: User) -> None:
    for _ in range(2):
        decide_relation(relation=proposal, seen=PROPOSED, status=CONFIRMED, by=publisher)
    assert AuditEntry.objects.filter(action="confirmed a relation").count() == 1


# Pages


def test_a_proposal_is_confirmed_and_declined_on_the_page(
    dataset: Dataset, proposal: DefinitionRelation, browser: Client
) -> None:
    page = browser.get(address(dataset)).content.decode()
    assert "The denominator of 24 is the figure of 19 for the same period." in page
    assert f'value="{proposal.pk}:proposed"' in page
    page = browser.post(address(dataset), {"confirm": f"{proposal.pk}:proposed"}, follow=True).content.decode()
    assert "Confirmed: The denominator of 24 is the figure of 19" in page
    in_the_list = browser.get(reverse("administration:year", args=[dataset.slug, 2020])).content.decode()
    assert proposal.sentence in in_the_list
    page = browser.post(address(dataset), {"decline": f"{proposal.pk}:confirmed"}, follow=True).content.decode()
    assert "Declined: The denominator of 24 is the figure of 19" in page


def test_a_stale_button_says_who_decided_meanwhile(
    dataset: Dataset, proposal: DefinitionRelation, browser: Client
) -> None:
    decide_relations(relations=[proposal], status=DECLINED, by=person_with("administrator"))
    page = browser.post(address(dataset), {"confirm": f"{proposal.pk}:proposed"}, follow=True).content.decode()
    assert "was declined meanwhile by administrator" in page


@pytest.mark.parametrize("value", ["", "x", "1:", ":proposed", "1:maybe", "²:proposed"])
def test_a_button_that_there_is_not_says_what_to_do(dataset: Dataset, browser: Client, value: str) -> None:
    page = browser.post(address(dataset), {"confirm": value}, follow=True).content.decode()
    assert "Choose “Confirm” or “Decline” beside a relation" in page


def test_a_relation_of_another_year_is_not_found(
    dataset: Dataset, proposal: DefinitionRelation, browser: Client
) -> None:
    other_year = reverse("administration:relations", args=[dataset.slug, 2021])
    assert browser.post(other_year, {"confirm": f"{proposal.pk}:proposed"}).status_code == 404
    assert browser.post(address(dataset), {"confirm": f"{'9' * 40}:proposed"}).status_code == 404


def test_a_relation_is_stated_on_the_page(dataset: Dataset, browser: Client) -> None:
    place = address(dataset, "state_relation")
    chosen = browser.get(f"{place}?indicator=average-caseloads").context["form"]["definition"].value()
    assert chosen == definition(dataset, "29").pk
    page = browser.post(place, sent(dataset, "1.2", Kind.EXCLUDES, "9"), follow=True).content.decode()
    assert "Confirmed: 1.2 leaves out some of those counted in 9." in page
    again = browser.post(place, sent(dataset, "1.2", Kind.EXCLUDES, "9")).content.decode()
    assert "This is said already" in again


@pytest.mark.parametrize(
    ("number", "kind", "other", "message"),
    [
        ("29", Kind.PART_OF, "19", "29 has the unit average; here it has to be count."),
        ("19", Kind.PART_OF, "19", "19 cannot be related to itself."),
        ("9", Kind.INFLOW_OF, "23", "23 is not a count on one day"),
    ],
)
def test_a_relation_that_cannot_hold_is_refused_in_words(
    dataset: Dataset, browser: Client, number: str, kind: Kind, other: str, message: str
) -> None:
    before = DefinitionRelation.objects.count()
    page = browser.post(address(dataset, "state_relation"), sent(dataset, number, kind, other)).content.decode()
    assert message in page
    assert DefinitionRelation.objects.count() == before


def test_a_year_without_indicators_has_no_relations(empty_dataset: Dataset, browser: Client) -> None:
    assert "Nothing waits to be confirmed" in browser.get(address(empty_dataset)).content.decode()
