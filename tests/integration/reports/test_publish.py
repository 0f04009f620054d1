"""Publishing: two people, a safe check, and papers that stay as they were."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import msgspec
import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from accounts.models import AppendOnly, AuditEntry
from indicators.models import Dataset, IndicatorDefinition, Outturn
from reports import making
from reports.making import check
from reports.models import Publication, PublishedPaper
from reports.refusals import PublicationRefused
from suppression.paper import decode_part_1, decode_part_2, sha256
from tests.factories.people import person, person_with
from tests.factories.reports import commented, published, revised
from tests.factories.reports import publish_commented as publish
from tests.factories.workbooks import example_with

OCTOBER = date(2020, 10, 1)


def publish_by(dataset: Dataset, by: str, agreed_by: str) -> Publication:
    return publish(dataset=dataset, as_at=OCTOBER, by=person_with(by), agreed_by=person_with(agreed_by))


def correct_a_figure(dataset: Dataset) -> None:
    revised(dataset, example_with({"T15": 311, "X15": 2844}))


# Who, and when


def test_a_publisher_publishes_with_the_agreement_of_a_director(dataset: Dataset) -> None:
    publication = publish_by(dataset, "publisher", "director")
    assert (publication.published_by.username, publication.agreed_by.username) == ("publisher", "director")
    assert (publication.sequence, publication.supersedes) == (1, None)
    entry = AuditEntry.objects.latest("pk")
    assert (entry.action, entry.by, entry.detail["agreed_by"]) == (
        "published a report",
        publication.published_by,
        "director",
    )


def test_nobody_publishes_alone(dataset: Dataset) -> None:
    both = person("publisher", "director", username="publisher-and-director")
    with pytest.raises(PublicationRefused, match="Nobody publishes alone"):
        publish(dataset=dataset, as_at=OCTOBER, by=both, agreed_by=both)


def test_the_database_itself_asks_for_two_people(publication: Publication) -> None:
    alone = Publication(
        **{
            field.attname: getattr(publication, field.attname)
            for field in Publication._meta.concrete_fields
            if field.name not in ("id", "sequence", "supersedes", "agreed_by")
        },
        sequence=9,
        agreed_by=publication.published_by,
    )
    with pytest.raises(IntegrityError, match="four_eyes"), transaction.atomic():
        alone.save()


@pytest.mark.parametrize("by", ["data_officer", "director", "member", "restricted_reader", "administrator"])
def test_only_a_publisher_publishes(dataset: Dataset, by: str) -> None:
    agreed_by = person("director", username="another-director")
    with pytest.raises(PublicationRefused, match="may not begin a report"):
        publish(dataset=dataset, as_at=OCTOBER, by=person_with(by), agreed_by=agreed_by)
    assert Publication.objects.filter(as_at=OCTOBER).count() == 0


@pytest.mark.parametrize("agreed_by", ["data_officer", "member", "restricted_reader", "administrator"])
def test_only_a_director_or_another_publisher_approves(dataset: Dataset, agreed_by: str) -> None:
    by = person("publisher", username="another-publisher")
    with pytest.raises(PublicationRefused, match="may not approve a report"):
        publish(dataset=dataset, as_at=OCTOBER, by=by, agreed_by=person_with(agreed_by))
    assert Publication.objects.filter(as_at=OCTOBER).count() == 0


def test_a_report_whose_check_is_not_safe_is_not_published(dataset: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    found = check(dataset, OCTOBER)
    unsafe = replace(found, check=replace(found.check, safe=False, message="Indicator 23 can be worked out."))
    monkeypatch.setattr(making, "check", lambda dataset, as_at: unsafe)
    with pytest.raises(PublicationRefused, match="Indicator 23 can be worked out"):
        publish_by(dataset, "publisher", "director")
    assert not Publication.objects.filter(as_at=OCTOBER).exists()
    assert not PublishedPaper.objects.filter(as_at=OCTOBER).exists()


def test_a_report_in_which_nothing_has_changed_is_not_published_again(publication: Publication) -> None:
    with pytest.raises(PublicationRefused, match="nothing in it has changed"):
        published(publication.dataset)
    assert Publication.objects.count() == PublishedPaper.objects.count() == 1


def test_both_papers_are_published_or_neither(dataset: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    def power_cut(**fields: Any) -> None:
        raise OSError("no power")

    monkeypatch.setattr(PublishedPaper.objects, "create", power_cut)
    with pytest.raises(OSError, match="power"):
        publish_by(dataset, "publisher", "director")
    assert not Publication.objects.filter(as_at=OCTOBER).exists()


def test_the_command_publishes_and_says_the_hashes(dataset: Dataset, capsys: pytest.CaptureFixture[str]) -> None:
    commented(dataset, OCTOBER)
    arguments = ("--dataset", dataset.slug, "--as-at", "2020-10", "--by", "publisher")
    call_command("publish_report", *arguments, "--agreed-by", "director")
    publication = Publication.objects.get(as_at=OCTOBER)
    said = capsys.readouterr().out
    assert publication.part_1_sha256 in said
    assert publication.part_2_sha256 in said
    with pytest.raises(CommandError, match="Nobody publishes alone"):
        call_command("publish_report", *arguments, "--agreed-by", "publisher")


# What was published stays


def kept(publication: Publication) -> tuple[Any, ...]:
    """A publication and its public paper as the database has them now."""
    papers = PublishedPaper.objects.filter(as_at=publication.as_at, sequence=publication.sequence)
    return (
        *Publication.objects.filter(pk=publication.pk).values_list().get(),
        *papers.values_list().get(),
    )


def test_a_correction_supersedes_and_keeps_the_earlier_publication_to_the_byte(publication: Publication) -> None:
    before = kept(publication)
    correct_a_figure(publication.dataset)
    correction = published(publication.dataset)
    assert (correction.sequence, correction.supersedes) == (2, publication)
    assert kept(publication) == before
    assert bytes(correction.part_1) != bytes(publication.part_1)
    assert Publication.objects.in_force().get() == correction
    assert PublishedPaper.objects.in_force().get().sha256 == correction.part_1_sha256


def change_a_figure(dataset: Dataset) -> None:
    Outturn.objects.filter(measure__indicator__dataset=dataset).update(value=99, absence="", wording="")


def change_a_target(dataset: Dataset) -> None:
    definitions = IndicatorDefinition.objects.filter(indicator__dataset=dataset, target_form="range")
    definitions.update(target_low=1, target_high=2, target_wording="1 - 2")


def change_a_definition(dataset: Dataset) -> None:
    definitions = IndicatorDefinition.objects.filter(indicator__dataset=dataset)
    definitions.update(title="Another title", polarity="low", why_it_is_important="", tolerance=0)


def rename_the_dataset(dataset: Dataset) -> None:
    dataset.name = "Another name"
    dataset.exemption_paragraph = "paragraph 3"
    dataset.save()


@pytest.mark.parametrize(
    "change",
    [change_a_figure, change_a_target, change_a_definition, rename_the_dataset],
    ids=lambda change: change.__name__,
)
def test_a_later_change_never_changes_what_was_published(
    publication: Publication, client: Any, change: Callable[[Dataset], None]
) -> None:
    client.force_login(person_with("restricted_reader"))
    pages = ("/reports/childrens-scrutiny/2020-12/", "/office/part-2/childrens-scrutiny/2020-12/")

    def tables() -> list[bytes]:
        return [client.get(page).content.split(b"<table", 1)[1].rsplit(b"</table>", 1)[0] for page in pages]

    before, shown = kept(publication), tables()
    change(publication.dataset)
    assert kept(publication) == before
    assert tables() == shown


def test_the_stored_hash_is_the_hash_of_the_stored_bytes(publication: Publication) -> None:
    public = PublishedPaper.objects.get()
    assert publication.part_1_sha256 == sha256(bytes(publication.part_1))
    assert publication.part_2_sha256 == sha256(bytes(publication.part_2))
    assert bytes(public.document) == bytes(publication.part_1)
    assert public.sha256 == publication.part_1_sha256


def test_a_paper_is_read_as_its_own_part_and_as_no_other(publication: Publication) -> None:
    part_1, part_2 = bytes(publication.part_1), bytes(publication.part_2)
    assert decode_part_1(part_1).part == 1
    assert decode_part_2(part_2).part == 2
    with pytest.raises(msgspec.ValidationError):
        decode_part_1(part_2)
    with pytest.raises(msgspec.ValidationError):
        decode_part_2(part_1)
    with pytest.raises(msgspec.ValidationError):
        decode_part_1(part_1.replace(b'"part":1', b'"part":2'))
    with pytest.raises(msgspec.ValidationError):
        decode_part_1(part_2.replace(b'"part":2', b'"part":1'))


@pytest.mark.parametrize("model", [Publication, PublishedPaper], ids=lambda model: model.__name__)
def test_nothing_that_was_published_can_be_changed_or_deleted(publication: Publication, model: type) -> None:
    record = model.objects.get()
    before = kept(publication)
    record.title = "Something else"
    record.part_1 = record.document = b"{}"
    for attempt in (
        record.save,
        record.delete,
        lambda: model.objects.update(sequence=7),
        lambda: model.objects.filter(pk=record.pk).delete(),
        lambda: model.objects.bulk_update([record], ["sequence"]),
        lambda: model.objects.in_force().delete(),
        lambda: model.objects.update_or_create(pk=record.pk, defaults={"sequence": 7}),
    ):
        with pytest.raises(AppendOnly):
            attempt()
    assert kept(publication) == before


def test_a_dataset_or_person_of_a_publication_cannot_be_deleted(publication: Publication) -> None:
    for record in (publication.dataset, publication.published_by, publication.agreed_by):
        with pytest.raises(IntegrityError), transaction.atomic():
            record.delete()
    assert Publication.objects.count() == 1
