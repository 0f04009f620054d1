"""A publisher hides more than is needed, with a reason, and takes it back. Never less than is safe."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.models import AppendOnly, AuditEntry
from indicators.models import Dataset
from reports.making import check
from suppression.choices import ChoiceRefused, chosen, hide_more, show_again
from suppression.models import ExtraHiding
from suppression.paper import Hidden, PartlyHidden, Rated, Shown
from tests.factories.papers import figures
from tests.factories.people import person_with
from tests.factories.reports import publish_commented as publish

OCTOBER = date(2020, 10, 1)
PAGE = "/office/check/childrens-scrutiny/2020-10/hide-more/"


@pytest.fixture
def publisher(db: None) -> Client:
    browser = Client()
    browser.force_login(person_with("publisher"))
    return browser


def indicator_of(dataset: Dataset, number: str) -> Any:
    paper = check(dataset, OCTOBER).part_1
    return next(each for each in paper.indicators if each.number == number)


def key_of(dataset: Dataset, number: str) -> str:
    return str(indicator_of(dataset, number).key)


def hide(dataset: Dataset, item: str, **how: Any) -> ExtraHiding:
    said = {"reason": "Asked for by the head of service", "by": person_with("publisher")} | how
    return hide_more(dataset=dataset, as_at=OCTOBER, item=item, **said)


def show(dataset: Dataset, item: str, **how: Any) -> ExtraHiding:
    said = {"reason": "No longer needed", "by": person_with("publisher")} | how
    return show_again(dataset=dataset, as_at=OCTOBER, item=item, **said)


PLACES = [("9", "2020-10"), ("9", "year to date"), ("26", "2020-06"), ("9", "england"), ("30", "2020-09")]


@pytest.mark.parametrize(("number", "place"), PLACES)
def test_an_item_that_is_shown_is_hidden_and_shown_again(unpublished: Dataset, number: str, place: str) -> None:
    before = figures(check(unpublished, OCTOBER).part_1)
    wanted = next(key for key in before if key[0] == number and key[2].startswith(place))
    assert isinstance(before[wanted], Shown)
    item = f"{key_of(unpublished, number)}|{wanted[1]}|{wanted[2]}"
    hide(unpublished, item)
    protected = check(unpublished, OCTOBER)
    after = figures(protected.part_1)
    assert isinstance(after[wanted], Hidden | PartlyHidden)
    assert protected.check.safe, protected.check.message
    (item_hidden,) = [each for each in protected.check.hidden if each.key == item]
    assert item_hidden.kind == "chosen by a publisher"
    assert item_hidden.sentence.startswith("Hidden because a publisher chose to hide indicator")
    assert "because a publisher chose to" in protected.check.message
    show(unpublished, item)
    assert figures(check(unpublished, OCTOBER).part_1) == before


def test_a_rating_is_hidden_and_counted_as_in_part_2_only(dataset: Dataset) -> None:
    before = check(dataset, OCTOBER).part_1
    ratings = {each.key: each.rating for each in before.indicators}
    key = next(key for key, rating in ratings.items() if isinstance(rating, Rated) and rating.rating == "green")
    hide(dataset, f"{key}||rating")
    after = check(dataset, OCTOBER).part_1
    assert isinstance(after.indicator(key).rating, Hidden)
    assert after.summary.part_two_only == before.summary.part_two_only + 1
    assert after.summary.on_track == before.summary.on_track - 1


def test_no_choice_shows_what_has_to_be_hidden(dataset: Dataset) -> None:
    before = check(dataset, OCTOBER)
    small = before.check.hidden[0].key
    with pytest.raises(ChoiceRefused, match="Nobody chose"):
        show(dataset, small)
    hide(dataset, small)
    show(dataset, small)
    assert check(dataset, OCTOBER) == before


def test_a_choice_holds_for_its_own_report(dataset: Dataset) -> None:
    item = f"{key_of(dataset, '9')}||2020-10"
    hide(dataset, item)
    assert chosen(dataset, date(2020, 11, 1)) == {}
    assert set(chosen(dataset, OCTOBER)) == {item}


def test_what_is_public_already_stays_public(unpublished: Dataset) -> None:
    publish(dataset=unpublished, as_at=OCTOBER, by=person_with("publisher"), agreed_by=person_with("director"))
    hide(unpublished, f"{key_of(unpublished, '9')}||2020-10")
    assert isinstance(figures(check(unpublished, OCTOBER).part_1)["9", "", "2020-10"], Shown)


def test_a_choice_of_something_that_the_report_no_longer_has_changes_nothing(dataset: Dataset) -> None:
    before = check(dataset, OCTOBER)
    hide(dataset, f"{key_of(dataset, '9')}|gone|2020-10")
    assert check(dataset, OCTOBER) == before


# Who, why, and once


def test_a_choice_has_a_reason_and_is_logged_without_it(dataset: Dataset) -> None:
    item = f"{key_of(dataset, '9')}||2020-10"
    record = hide(dataset, item)
    entry = AuditEntry.objects.latest("pk")
    assert (entry.action, entry.by, entry.detail) == ("chose to hide an item", record.by, {"item": item})
    show(dataset, item)
    assert AuditEntry.objects.latest("pk").action == "took back the hiding of an item"
    with pytest.raises(ChoiceRefused, match="Say why"):
        hide(dataset, item, reason=" ")


def test_a_choice_made_twice_is_one(dataset: Dataset) -> None:
    item = f"{key_of(dataset, '9')}||2020-10"
    assert hide(dataset, item) == hide(dataset, item)
    show(dataset, item)
    with pytest.raises(ChoiceRefused, match="taken back already"):
        show(dataset, item)
    assert [each.hidden for each in ExtraHiding.objects.all()] == [True, False]


@pytest.mark.parametrize("role", ["data_officer", "director", "member", "restricted_reader", "administrator"])
def test_only_a_publisher_chooses(dataset: Dataset, role: str) -> None:
    item = f"{key_of(dataset, '9')}||2020-10"
    for act in (hide, show):
        with pytest.raises(ChoiceRefused, match="is not a publisher"):
            act(dataset, item, by=person_with(role))


def test_an_item_of_no_indicator_is_refused(dataset: Dataset) -> None:
    with pytest.raises(ChoiceRefused, match="has no item"):
        hide(dataset, "nothing||2020-10")


def test_choices_are_only_added_to(dataset: Dataset) -> None:
    record = hide(dataset, f"{key_of(dataset, '9')}||2020-10")
    record.reason = "Another"
    for attempt in (record.save, record.delete, ExtraHiding.objects.all().delete):
        with pytest.raises(AppendOnly):
            attempt()
    with pytest.raises(IntegrityError), transaction.atomic():
        ExtraHiding.objects.create(dataset=dataset, as_at=OCTOBER, item="a", reason="", by=record.by)


# The page


def test_the_page_lists_the_indicators_and_the_items_of_each(unpublished: Dataset, publisher: Client) -> None:
    key = key_of(unpublished, "9")
    address = PAGE.replace("childrens-scrutiny", unpublished.slug)
    listed = publisher.get(address).content.decode()
    assert f"{address}?indicator={key}" in listed
    page = publisher.get(address, {"indicator": key}).content.decode()
    assert f'value="{key}||2020-10"' in page
    assert f'value="{key}||year to date"' in page
    assert publisher.get(PAGE, {"indicator": "nothing"}).status_code == 404
    assert publisher.get(PAGE.replace("childrens", "nobodys")).status_code == 404


def test_a_publisher_hides_an_item_and_shows_it_again(dataset: Dataset, publisher: Client) -> None:
    key = key_of(dataset, "9")
    address, item = f"{PAGE}?indicator={key}", f"{key}||2020-10"
    page = publisher.post(address, {"reason": "Asked for", "hide": item}, follow=True)
    assert page.redirect_chain == [(address, 302)]
    said = page.content.decode()
    assert "Part 1 will hide it." in said
    assert "Chosen by publisher" in said
    assert "Asked for" in said
    assert f'name="show"\n                            value="{item}"' in said
    said = publisher.post(address, {"reason": "Not needed", "show": item}, follow=True).content.decode()
    assert "Part 1 will show it again" in said
    assert chosen(dataset, OCTOBER) == {}


def test_the_page_asks_why(dataset: Dataset, publisher: Client) -> None:
    key = key_of(dataset, "9")
    page = publisher.post(f"{PAGE}?indicator={key}", {"reason": "", "hide": f"{key}||2020-10"}).content.decode()
    assert "Say why before you choose an item" in page
    assert chosen(dataset, OCTOBER) == {}


def test_there_is_no_button_for_what_has_to_be_hidden_or_is_public(unpublished: Dataset, publisher: Client) -> None:
    address = PAGE.replace("childrens-scrutiny", unpublished.slug)
    publish(dataset=unpublished, as_at=OCTOBER, by=person_with("publisher"), agreed_by=person_with("director"))
    page = publisher.get(address, {"indicator": key_of(unpublished, "9")}).content.decode()
    assert "Public already, in the report of October 2020" in page
    assert f'value="{key_of(unpublished, "9")}||2020-10"' not in page
    small = publisher.get(address, {"indicator": key_of(unpublished, "23")}).content.decode()
    assert "Has to be hidden" in small


def test_a_refused_choice_is_said(dataset: Dataset, publisher: Client) -> None:
    address = f"{PAGE}?indicator={key_of(dataset, '9')}"
    page = publisher.post(address, {"reason": "Asked for", "show": "a"}, follow=True).content.decode()
    assert "Nobody chose to hide this item" in page


def test_a_report_that_cannot_be_judged_has_no_items(
    dataset: Dataset, empty_dataset: Dataset, publisher: Client
) -> None:
    page = publisher.get(PAGE.replace(dataset.slug, empty_dataset.slug)).content.decode()
    assert "Import its workbook first" in page


def test_the_check_page_leads_to_it(dataset: Dataset, publisher: Client) -> None:
    page = publisher.get("/office/check/", {"dataset": dataset.pk, "as_at": "2020-10"}).content.decode()
    assert f'href="{PAGE}"' in page
