"""A report is published with its words, and only where they are agreed and nothing in them is left to look at."""

from collections.abc import Callable

import pytest

from accounts.models import AuditEntry
from commentary import checking
from commentary.models import Commentary, KeptFinding, PaperLink
from commentary.prose import Facts, Finding
from commentary.services import keep_finding
from commentary.workflow import CommentaryState
from indicators.models import Dataset
from reports import making
from reports.models import Publication, PublishedPaper
from reports.refusals import PublicationRefused
from reports.words import WordedReport
from suppression.paper import decode_part_1, decode_part_2
from tests.factories.commentary import EXEMPT, WORDS, action, commentary, finding, indicator_of, question
from tests.factories.people import person_with
from tests.factories.reports import DECEMBER, published

AGREED, PUBLISHED = CommentaryState.AGREED, CommentaryState.PUBLISHED


def nothing_is_published(dataset: Dataset) -> bool:
    slug = dataset.slug
    return not (
        Publication.objects.filter(dataset=dataset).exists()
        or PublishedPaper.objects.filter(dataset_slug=slug).exists()
        or AuditEntry.objects.filter(action="published a report", subject__startswith=str(dataset)).exists()
    )


@pytest.mark.parametrize("state", [CommentaryState.DRAFT, CommentaryState.SUBMITTED, CommentaryState.RETURNED])
def test_commentary_that_is_written_and_not_agreed_refuses_the_report(
    unpublished: Dataset, state: CommentaryState
) -> None:
    waiting = commentary(indicator_of(unpublished, "29"), state, DECEMBER)
    with pytest.raises(PublicationRefused, match=r"commentary on indicator 29 is written and not agreed\. Agree or"):
        published(unpublished)
    assert nothing_is_published(unpublished)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.version) == (state, 1)


def test_all_that_waits_is_named(unpublished: Dataset) -> None:
    for number in ("26", "29"):
        commentary(indicator_of(unpublished, number), as_at=DECEMBER)
    with pytest.raises(PublicationRefused, match="commentary on indicators 26 and 29 is written"):
        published(unpublished)


def test_agreed_commentary_is_published_with_the_report_and_counts_as_published(unpublished: Dataset) -> None:
    written = commentary(indicator_of(unpublished, "29"), AGREED, DECEMBER)
    hidden = commentary(indicator_of(unpublished, "23"), AGREED, DECEMBER, part_1="Fewer than hoped", part_2=EXEMPT)
    publication = published(unpublished)
    part_1, part_2 = decode_part_1(bytes(publication.part_1)), decode_part_2(bytes(publication.part_2))
    assert part_1.indicator(written.indicator.key).commentary.text == WORDS
    assert part_1.indicator(hidden.indicator.key).commentary is None
    assert b"Fewer than hoped" not in bytes(publication.part_1)
    assert EXEMPT.encode() not in bytes(publication.part_1)
    assert part_2.indicator(hidden.indicator.key).commentary.text == "Fewer than hoped"
    assert {each.text for each in part_2.exempt_texts} == {EXEMPT}
    for each in (written, hidden):
        each.refresh_from_db()
        assert (each.state, each.agreed_by, each.version) == (PUBLISHED, person_with("publisher"), 2)


def test_public_paper_stays_where_only_the_words_about_a_hidden_rating_change(unpublished: Dataset) -> None:
    first = published(unpublished)
    of = indicator_of(unpublished, "23")
    Commentary.objects.filter(indicator=of, as_at=DECEMBER).update(part_1=WORDS, part_2=EXEMPT)
    action(of, as_at=DECEMBER)
    second = published(unpublished)
    assert (second.sequence, second.part_1_sha256) == (2, first.part_1_sha256)
    assert second.part_2_sha256 != first.part_2_sha256
    assert PublishedPaper.objects.filter(dataset_slug=unpublished.slug).count() == 1


def test_commentary_that_changes_while_its_report_is_published_refuses_it(
    unpublished: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = commentary(indicator_of(unpublished, "29"), AGREED, DECEMBER)
    read: Callable[..., WordedReport] = making.with_words

    def read_and_lose(*arguments: object, **more: object) -> WordedReport:
        worded = read(*arguments, **more)
        Commentary.objects.filter(pk=written.pk).update(part_1="Another text", version=4)
        return worded

    monkeypatch.setattr(making, "with_words", read_and_lose)
    with pytest.raises(PublicationRefused, match="has changed since"):
        published(unpublished)
    assert nothing_is_published(unpublished)


# What is found in the words


SPOKEN = "Sevenfold"


@pytest.fixture
def spoken(monkeypatch: pytest.MonkeyPatch) -> None:
    """The check finds one word, wherever it stands, unless a person keeps it."""

    def check(text: str, facts: Facts) -> list[Finding]:
        found = finding(quote=SPOKEN, sentence="This was found.", advice="Write it otherwise.")
        kept = (found.rule, found.quote) in facts.kept
        return [finding(**vars(found) | {"kept": kept})] if SPOKEN in text else []

    monkeypatch.setattr(checking, "check_prose", check)


def link(dataset: Dataset) -> None:
    PaperLink.objects.create(
        indicator=indicator_of(dataset, "29"),
        title=SPOKEN,
        address="https://reports.example/",
        added_by=person_with("director"),
    )


@pytest.mark.usefixtures("spoken")
@pytest.mark.parametrize(
    ("say", "where"),
    [
        (lambda it: commentary(indicator_of(it, "29"), AGREED, DECEMBER, part_1=SPOKEN), "indicator 29, commentary"),
        (
            lambda it: commentary(indicator_of(it, "29"), AGREED, DECEMBER, part_2=SPOKEN),
            "indicator 29, commentary in Part 2",
        ),
        (lambda it: commentary(indicator_of(it, "23"), AGREED, DECEMBER, part_1=SPOKEN), "indicator 23, commentary"),
        (lambda it: action(indicator_of(it, "29"), as_at=DECEMBER, what=SPOKEN), "indicator 29, action"),
        (lambda it: action(indicator_of(it, "23"), as_at=DECEMBER, owner=SPOKEN), "indicator 23, owner of an action"),
        (lambda it: question(it, text=SPOKEN), "question of 17 November 2020"),
        (link, "indicator 29, link"),
    ],
    ids=["text", "exempt text", "hidden", "action", "hidden owner", "question", "link"],
)
def test_a_finding_in_any_text_refuses_the_report(
    unpublished: Dataset, say: Callable[[Dataset], object], where: str
) -> None:
    say(unpublished)
    with pytest.raises(PublicationRefused) as refused:
        published(unpublished)
    assert str(refused.value) == (
        f"Words of this report have to be looked at ({where}): This was found. Write it otherwise. "
        "They are listed under Office, Commentary."
    )
    assert nothing_is_published(unpublished)


@pytest.mark.usefixtures("spoken")
def test_a_finding_that_a_person_keeps_refuses_nothing(unpublished: Dataset) -> None:
    of = indicator_of(unpublished, "29")
    commentary(of, AGREED, DECEMBER, part_1=SPOKEN, part_2="")
    keep_finding(
        dataset=unpublished,
        indicator=of,
        as_at=DECEMBER,
        part=1,
        finding=finding(quote=SPOKEN),
        reason="It is a quotation",
        by=person_with("publisher"),
    )
    assert KeptFinding.objects.count() == 1
    published(unpublished)
