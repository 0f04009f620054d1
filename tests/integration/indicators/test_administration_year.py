"""A new year's definitions, copied from the last."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEntry, User
from indicators.administration.services import NotChanged, create_indicator, retire_indicator
from indicators.administration.targets import read_typed_target
from indicators.administration.year_services import CarriedOn, as_it_is, copy_year, last_definitions
from indicators.models import Dataset, DefinitionRelation, Indicator, IndicatorDefinition
from indicators.relation_services import decide_relations
from indicators.vocabulary import RelationStatus, Unit
from tests.factories.administration import a_count, definition, new_year
from tests.factories.people import person_with

COPIED = (
    "why_it_is_important",
    "polarity",
    "unit",
    "decimal_places",
    "target_form",
    "target_wording",
    "target_low",
    "target_high",
    "target_rate_low",
    "target_rate_high",
    "tolerance",
    "year_basis",
    "frequency",
    "accumulation",
    "counts_people",
    "number",
    "number_sort_key",
    "title",
    "section_id",
    "indicator_id",
)


@pytest.fixture
def publisher(db: None) -> User:
    return person_with("publisher")


@pytest.fixture
def browser(publisher: User) -> Client:
    browser = Client()
    browser.force_login(publisher)
    return browser


def everything(dataset: Dataset, *without: str) -> dict[int, CarriedOn]:
    return {each.pk: as_it_is(each) for each in last_definitions(dataset, 2021) if each.number not in without}


def copied(dataset: Dataset, carried_on: dict[int, CarriedOn], by: User) -> Any:
    return copy_year(dataset=dataset, reporting_year=2021, carried_on=carried_on, reason="Next year", by=by)


def of_2021(dataset: Dataset) -> list[IndicatorDefinition]:
    return list(IndicatorDefinition.objects.filter(indicator__dataset=dataset, reporting_year=2021))


# The service


def test_every_definition_is_copied_whole_with_a_revision_and_one_audit_entry(
    dataset: Dataset, publisher: User
) -> None:
    before = AuditEntry.objects.count()
    made = copied(dataset, everything(dataset), publisher)
    old = IndicatorDefinition.objects.filter(indicator__dataset=dataset, reporting_year=2020)
    new = IndicatorDefinition.objects.filter(indicator__dataset=dataset, reporting_year=2021)
    assert list(new.values_list(*COPIED)) == list(old.values_list(*COPIED))
    assert (made.carried_on, made.ended) == (38, 0)
    assert {(each.history.get().history_change_reason, each.history.get().history_user) for each in new} == {
        ("Next year", publisher)
    }
    assert AuditEntry.objects.count() == before + 1
    entry = AuditEntry.objects.latest("pk")
    assert (entry.action, entry.by) == ("copied a year's definitions", publisher)
    assert (entry.detail["copied_from"], entry.detail["carried_on"], entry.detail["reason"]) == (2020, 38, "Next year")


def test_what_changes_is_said_of_the_new_year_alone(dataset: Dataset, publisher: User) -> None:
    old = definition(dataset, "3")
    target = read_typed_target("97-92%", Unit.PERCENTAGE)
    assert target is not None
    section = dataset.sections.last()
    assert section is not None
    changed = CarriedOn("3.1", "Ofsted", section, target, Decimal(5))
    copied(dataset, everything(dataset) | {old.pk: changed}, publisher)
    new = definition(dataset, "3.1", 2021)
    assert (new.indicator, new.title, new.target_low, new.target_high) == (old.indicator, "Ofsted", 92, 97)
    assert (new.tolerance, new.section, new.number_sort_key) == (5, section, "000003.000001")
    assert definition(dataset, "3").title == old.title


def test_an_indicator_that_does_not_go_on_is_retired_from_the_start_of_the_year(
    dataset: Dataset, publisher: User
) -> None:
    assert copied(dataset, everything(dataset, "29", "32"), publisher).ended == 2
    assert {each.number for each in of_2021(dataset)}.isdisjoint({"29", "32"})
    caseloads = definition(dataset, "29").indicator
    assert (caseloads.retired_from, caseloads.retired_because) == (date(2021, 4, 1), "Next year")


def test_one_of_the_calendar_year_is_retired_from_january(dataset: Dataset, publisher: User) -> None:
    IndicatorDefinition.objects.filter(pk=definition(dataset, "29").pk).update(year_basis="calendar")
    copied(dataset, everything(dataset, "29"), publisher)
    assert definition(dataset, "29").indicator.retired_from == date(2021, 1, 1)


def test_what_was_retired_before_keeps_its_month_unless_it_goes_on(dataset: Dataset, publisher: User) -> None:
    for number in ("28", "29"):
        indicator = definition(dataset, number).indicator
        retire_indicator(indicator=indicator, from_month=date(2021, 2, 1), reason="Ended", by=publisher)
    assert copied(dataset, everything(dataset, "29"), publisher).ended == 0
    assert definition(dataset, "28").indicator.retired_from is None
    assert definition(dataset, "29").indicator.retired_because == "Ended"


def test_confirmed_relations_are_proposed_again_and_declined_ones_are_not(dataset: Dataset, publisher: User) -> None:
    relations = {each.definition.number: each for each in DefinitionRelation.objects.all()}
    decide_relations(relations=[relations["24"], relations["11"]], status=RelationStatus.CONFIRMED, by=publisher)
    decide_relations(relations=[relations["25"]], status=RelationStatus.DECLINED, by=publisher)
    assert copied(dataset, everything(dataset, "11"), publisher).proposed == 1
    (proposed,) = DefinitionRelation.objects.filter(definition__reporting_year=2021)
    assert (proposed.sentence, proposed.status) == (relations["24"].sentence, "proposed")
    assert proposed.proposed_because == "It was confirmed for 2020/21."


def test_a_year_that_has_indicators_is_refused_so_that_twice_is_once(dataset: Dataset, publisher: User) -> None:
    carried_on = everything(dataset)
    copied(dataset, carried_on, publisher)
    with pytest.raises(NotChanged, match="2021/22 has indicators already"):
        copied(dataset, carried_on, publisher)
    assert len(of_2021(dataset)) == 38


def test_nothing_at_all_and_one_number_twice_are_refused_and_nothing_is_stored(
    dataset: Dataset, publisher: User
) -> None:
    with pytest.raises(NotChanged, match="No indicator goes on"):
        copied(dataset, {}, publisher)
    twice = as_it_is(definition(dataset, "19"))
    with pytest.raises(NotChanged, match="Number 19 is given twice"):
        copied(dataset, everything(dataset) | {definition(dataset, "29").pk: twice}, publisher)
    assert of_2021(dataset) == []
    assert not Indicator.objects.filter(retired_from__isnull=False).exists()


def test_a_failure_at_the_end_leaves_nothing(
    dataset: Dataset, publisher: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**said: object) -> None:
        raise RuntimeError("at the very end")

    monkeypatch.setattr("indicators.administration.year_services.record", fail)
    with pytest.raises(RuntimeError):
        copied(dataset, everything(dataset, "29"), publisher)
    assert of_2021(dataset) == []
    assert definition(dataset, "29").indicator.retired_from is None


# The page


def place(dataset: Dataset, year: int = 2021) -> str:
    return reverse("administration:copy", args=[dataset.slug, year])


def looked_at(browser: Client, dataset: Dataset, typed: dict[str, dict[str, Any]]) -> tuple[dict[str, Any], str]:
    """What is to be sent to make the year, and the page that shows what it would be."""
    data = new_year(dataset, 2021, typed)
    response = browser.post(place(dataset), data | {"look": "1"})
    page = " ".join(response.content.decode().split())
    return data | {"make": "1", "seen": response.context["form"].fingerprint}, page


def test_the_changes_are_shown_in_words_before_anything_is_made(dataset: Dataset, browser: Client) -> None:
    data, page = looked_at(
        browser,
        dataset,
        {"3": {"target": "97-92%"}, "9": {"title": "Referrals", "number": "9.0"}, "29": {"goes_on": ""}},
    )
    assert of_2021(dataset) == []
    assert "37 indicators go on, 2 with a change. 1 ends." in page
    change = "<strong>Target</strong> changed from <del>95-90%</del> to <ins>97-92%</ins>"
    assert change in page
    assert "A range from 92% to 97%: GREEN at 92% or more" in page
    assert "<strong>Ends</strong> with 2020/21." in page
    done = browser.post(place(dataset), data, follow=True).content.decode()
    assert "2021/22 has 37 indicators. Retired: 1." in done
    assert definition(dataset, "3", 2021).target_high == 97
    assert definition(dataset, "9.0", 2021).title == "Referrals"
    own = reverse("administration:indicator", args=[dataset.slug, 2021, definition(dataset, "3").indicator.key])
    page = " ".join(browser.get(own).content.decode().split())
    assert "Against 2020/21" in page
    assert change in page


def test_the_year_is_not_made_before_its_changes_were_seen(dataset: Dataset, browser: Client) -> None:
    data = new_year(dataset, 2021, {"3": {"target": "97-92%"}})
    page = browser.post(place(dataset), data | {"make": "1"}).content.decode()
    assert "What 2021/22 would be" in page
    assert of_2021(dataset) == []


def test_a_form_that_was_changed_after_the_look_is_shown_again(dataset: Dataset, browser: Client) -> None:
    data, _ = looked_at(browser, dataset, {})
    key = f"indicator_{definition(dataset, '3').pk}-target"
    page = browser.post(place(dataset), data | {key: "98%"}).content.decode()
    assert "has changed since you looked" in page
    assert of_2021(dataset) == []


def test_an_indicator_that_came_up_meanwhile_is_shown_first(
    dataset: Dataset, browser: Client, publisher: User
) -> None:
    data, _ = looked_at(browser, dataset, {})
    create_indicator(dataset=dataset, reporting_year=2020, said=a_count(dataset.sections.first()), by=publisher)
    response = browser.post(place(dataset), data)
    assert of_2021(dataset) == []
    assert "Young people supported" in response.content.decode()


def test_sending_it_twice_makes_one_year(dataset: Dataset, browser: Client) -> None:
    data, _ = looked_at(browser, dataset, {})
    browser.post(place(dataset), data)
    again = browser.post(place(dataset), data, follow=True).content.decode()
    assert "2021/22 has indicators already" in again
    assert len(of_2021(dataset)) == 38
    assert AuditEntry.objects.filter(action="copied a year's definitions").count() == 1


@pytest.mark.parametrize(
    ("number", "typed", "message"),
    [
        ("29", {"number": "19"}, "29: Number 19 is given to “Number of Children Looked After” too. Keep one"),
        ("29", {"number": "a b"}, "29: Write the number with digits, letters and points"),
        ("29", {"title": "x" * 301}, "29: Shorten the title"),
        ("29", {"target": "many"}, "29: “many” cannot be read as a target of the unit average."),
        ("29", {"tolerance": "-1"}, "29: Enter the tolerance as 0 or more"),
    ],
)
def test_what_is_wrong_in_a_row_is_said_by_its_number(
    dataset: Dataset, browser: Client, number: str, typed: dict[str, str], message: str
) -> None:
    data = new_year(dataset, 2021, {number: typed})
    page = browser.post(place(dataset), data | {"make": "1"}).content.decode()
    assert message in page
    assert of_2021(dataset) == []


def test_what_is_wrong_in_a_row_that_ends_does_not_matter(dataset: Dataset, browser: Client) -> None:
    data, page = looked_at(browser, dataset, {"29": {"goes_on": "", "number": "19", "target": "many"}})
    assert "There is a problem" not in page
    browser.post(place(dataset), data)
    assert len(of_2021(dataset)) == 37


def test_a_year_without_a_reason_is_not_made(dataset: Dataset, browser: Client) -> None:
    data = new_year(dataset, 2021, {}, reason=" ")
    assert "Say why" in browser.post(place(dataset), data | {"make": "1"}).content.decode()
    assert of_2021(dataset) == []


def test_nothing_ticked_says_what_to_do(dataset: Dataset, browser: Client) -> None:
    nothing = {each.number: {"goes_on": ""} for each in last_definitions(dataset, 2021)}
    data, _ = looked_at(browser, dataset, nothing)
    page = browser.post(place(dataset), data).content.decode()
    assert "No indicator goes on. Choose at least one." in page


def test_an_empty_dataset_has_nothing_to_copy(empty_dataset: Dataset, browser: Client) -> None:
    page = browser.get(place(empty_dataset), follow=True).content.decode()
    assert "No year before 2021/22 has indicators" in page


def test_an_indicator_that_did_not_go_on_can_still_be_added(dataset: Dataset, browser: Client) -> None:
    data, _ = looked_at(browser, dataset, {"29": {"goes_on": ""}})
    browser.post(place(dataset), data)
    year = reverse("administration:year", args=[dataset.slug, 2021])
    add = reverse("administration:add", args=[dataset.slug, 2021, "average-caseloads"])
    assert add in browser.get(year).content.decode()
    sent = {field.name: field.value() for field in browser.get(add).context["form"] if field.value() is not None}
    page = browser.post(add, sent | {"reason": "It goes on after all"}, follow=True).content.decode()
    assert "Indicator 29 is in 2021/22 now" in page
    assert definition(dataset, "29", 2021).indicator.retired_from is None
    again = browser.post(add, sent | {"reason": "It goes on after all"}, follow=True).content.decode()
    assert "It is in 2021/22 already" in again
