"""Publishing in spite of an unsafe check: two people, a reason, a legal basis, nothing that we could hide."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.models import AuditEntry
from indicators.models import Dataset
from reports import making, office
from reports.making import check
from reports.models import Publication, PublishedPaper
from reports.override import Override
from reports.refusals import PublicationRefused
from suppression.check import DisclosureCheck, ExposedItem
from tests.factories.people import person, person_with
from tests.factories.reports import commented
from tests.factories.reports import publish_commented as publish

OCTOBER = date(2020, 10, 1)
OVERRIDE = Override("The committee resolved to publish.", "Local Government Act 1972, section 100B")
SENTENCE = "Indicator 23, May 2020 is a small count and was shown in the report of June 2020."


def exposed(**what: bool) -> ExposedItem:
    says = {"exact": False, "judged": True, "already_public": False} | what
    return ExposedItem("adopted||2020-05", "indicator 23, May 2020", SENTENCE, **says)


def unsafe(found: DisclosureCheck, *items: ExposedItem, **changes: Any) -> DisclosureCheck:
    return replace(found, safe=False, message=f"Not safe. {SENTENCE}", exposed=items, **changes)


@pytest.fixture
def finding(dataset: Dataset, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Makes the check find what a test says."""
    protected = check(dataset, OCTOBER)

    def find(*items: ExposedItem, **changes: Any) -> None:
        found = replace(protected, check=unsafe(protected.check, *items, **changes))
        for module in (making, office):
            monkeypatch.setattr(module, "check", lambda dataset, as_at: found)

    return find


def override(
    dataset: Dataset, override: Override | None = OVERRIDE, by: str = "publisher", agreed_by: str = "director"
) -> Publication:
    people = {"by": person_with(by), "agreed_by": person_with(agreed_by)}
    return publish(dataset=dataset, as_at=OCTOBER, override=override, **people)


def test_two_people_publish_what_is_public_already_with_a_reason_and_a_legal_basis(
    dataset: Dataset, finding: Any
) -> None:
    finding(exposed(exact=True, already_public=True), unprotected=(SENTENCE,))
    publication = override(dataset)
    assert publication.override_reason == OVERRIDE.reason
    assert publication.override_legal_basis == OVERRIDE.legal_basis
    assert publication.disclosure_check["safe"] is False
    assert PublishedPaper.objects.filter(as_at=OCTOBER).count() == 1
    entry = AuditEntry.objects.latest("pk")
    assert (entry.action, entry.by.username) == ("published a report in spite of its check", "publisher")
    assert entry.detail["agreed_by"] == "director"
    assert (entry.detail["reason"], entry.detail["legal_basis"]) == (OVERRIDE.reason, OVERRIDE.legal_basis)


def test_without_an_override_it_is_refused_as_before(dataset: Dataset, finding: Any) -> None:
    finding(exposed(exact=True, already_public=True))
    with pytest.raises(PublicationRefused, match="Not safe"):
        override(dataset, None)


IMPOSSIBLE = [
    ((exposed(exact=True),), {}, "still in our hands"),
    ((exposed(), exposed(exact=True)), {}, "still in our hands"),
    ((exposed(exact=True, judged=False, already_public=True),), {}, "no answer"),
    ((exposed(),), {"feasible": False}, "could not reproduce"),
    ((), {}, "does not say what is exposed"),
]


@pytest.mark.parametrize(("items", "changes", "why"), IMPOSSIBLE)
def test_an_override_is_impossible(dataset: Dataset, finding: Any, items: Any, changes: Any, why: str) -> None:
    finding(*items, **changes)
    with pytest.raises(PublicationRefused, match=why):
        override(dataset)
    assert not Publication.objects.filter(as_at=OCTOBER).exists()
    assert not PublishedPaper.objects.filter(as_at=OCTOBER).exists()


@pytest.mark.parametrize("half", [Override("", "A legal basis"), Override("A reason", " ")])
def test_half_an_override_is_refused(dataset: Dataset, finding: Any, half: Override) -> None:
    finding(exposed())
    with pytest.raises(PublicationRefused, match="a reason and a legal basis"):
        override(dataset, half)


def test_a_safe_report_is_published_without_an_override(unpublished: Dataset) -> None:
    with pytest.raises(PublicationRefused, match="nothing to override"):
        override(unpublished)
    publication = override(unpublished, None)
    assert (publication.override_reason, publication.override_legal_basis) == ("", "")


def test_nobody_overrides_alone(dataset: Dataset, finding: Any) -> None:
    finding(exposed())
    both = person("publisher", "director", username="publisher-and-director")
    with pytest.raises(PublicationRefused, match="Nobody publishes alone"):
        publish(dataset=dataset, as_at=OCTOBER, by=both, agreed_by=both, override=OVERRIDE)


@pytest.mark.parametrize(("by", "agreed_by"), [("administrator", "director"), ("publisher", "administrator")])
def test_the_two_people_are_a_publisher_and_a_director(
    dataset: Dataset, finding: Any, by: str, agreed_by: str
) -> None:
    finding(exposed())
    with pytest.raises(PublicationRefused, match=r"may not (begin|approve) a report"):
        override(dataset, by=by, agreed_by=agreed_by)


@pytest.mark.parametrize("field", ["override_reason", "override_legal_basis"])
def test_the_database_itself_refuses_half_an_override(publication: Publication, field: str) -> None:
    fields = {each.attname: getattr(publication, each.attname) for each in Publication._meta.concrete_fields}
    del fields["id"]
    half = Publication(**fields | {"sequence": 9, "supersedes_id": None, field: "Only half"})
    with pytest.raises(IntegrityError, match="an_override_has"), transaction.atomic():
        half.save()


ARGUMENTS = ("--dataset", "childrens-scrutiny", "--as-at", "2020-10", "--by", "publisher", "--agreed-by", "director")


def test_the_command_takes_an_override(dataset: Dataset, finding: Any) -> None:
    finding(exposed())
    commented(dataset, OCTOBER)
    with pytest.raises(CommandError, match="Not safe"):
        call_command("publish_report", *ARGUMENTS)
    with pytest.raises(CommandError, match="a reason and a legal basis"):
        call_command("publish_report", *ARGUMENTS, "--override-reason", OVERRIDE.reason)
    whole = ("--override-reason", OVERRIDE.reason, "--override-legal-basis", OVERRIDE.legal_basis)
    call_command("publish_report", *ARGUMENTS, *whole)
    assert Publication.objects.get(as_at=OCTOBER).override_legal_basis == OVERRIDE.legal_basis


# What the pages say


@pytest.fixture
def page(dataset: Dataset, client: Client) -> Any:
    client.force_login(person_with("publisher"))

    def read() -> str:
        return client.get("/office/check/", {"dataset": dataset.pk, "as_at": "2020-10"}).content.decode()

    return read


def test_the_check_page_says_what_to_do_and_what_an_override_needs(finding: Any, page: Any) -> None:
    finding(exposed(exact=True, already_public=True), unprotected=(SENTENCE,))
    said = page()
    assert "What to do" in said
    assert SENTENCE in said
    assert "withdraw the report" in said
    assert "It is public already." in said
    assert "An override is possible" in said
    assert "two different people" in said
    assert "legal basis" in said
    assert "typed under “Front sheet and text”" in said
    assert "manage.py" not in said


def test_the_check_page_says_that_an_override_is_impossible_and_why(finding: Any, page: Any) -> None:
    finding(exposed(exact=True))
    said = page()
    assert "No override is possible." in said
    assert "still in our hands" in said
    assert "What to do" not in said


def test_the_check_page_of_a_safe_report_says_nothing_of_overrides(unpublished: Dataset, client: Client) -> None:
    client.force_login(person_with("publisher"))
    page = client.get("/office/check/", {"dataset": unpublished.pk, "as_at": "2020-10"}).content.decode()
    assert "Safe to publish." in page
    assert "override" not in page


def test_the_check_of_a_publication_says_why_it_was_published_in_spite_of_it(
    dataset: Dataset, finding: Any, client: Client
) -> None:
    finding(exposed())
    override(dataset)
    client.force_login(person_with("publisher"))
    said = client.get("/office/disclosure-check/childrens-scrutiny/2020-10/").content.decode()
    assert OVERRIDE.reason in said
    assert OVERRIDE.legal_basis in said
    assert SENTENCE in said
