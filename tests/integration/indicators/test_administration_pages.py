"""The pages on which publishers keep the indicators."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEntry
from indicators.administration.services import change_definition, retire_indicator, revision_in_force
from indicators.models import Dataset, Indicator, IndicatorDefinition
from tests.factories.administration import as_stored, definition, filled_in
from tests.factories.people import person_with

KEY = "average-caseloads"


def address(name: str, *arguments: object) -> str:
    return reverse(f"administration:{name}", args=arguments)


def edit_address(dataset: Dataset) -> str:
    return address("edit", dataset.slug, 2020, KEY)


@pytest.fixture
def browser(db: None) -> Client:
    browser = Client()
    browser.force_login(person_with("publisher"))
    return browser


def text_of(browser: Client, place: str) -> str:
    return browser.get(place).content.decode()


# Reading


def test_the_indicators_of_a_year_stand_by_section_with_target_and_relations(
    dataset: Dataset, browser: Client, django_assert_max_num_queries: object
) -> None:
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        page = text_of(browser, address("year", dataset.slug, 2020))
    sections = [page.index(section.name.replace("'", "&#x27;")) for section in dataset.sections.all()]
    assert sections == sorted(sections)
    assert "38 indicators in 2020/21" in page
    assert "95-90%" in page
    assert "Start 2021/22 from 2020/21" in page


def test_a_retired_indicator_is_marked_with_its_reason(dataset: Dataset, browser: Client) -> None:
    retire_indicator(
        indicator=definition(dataset, "29").indicator,
        from_month=date(2021, 4, 1),
        reason="Replaced by 40",
        by=person_with("publisher"),
    )
    assert "Retired from April 2021: Replaced by 40" in text_of(browser, address("year", dataset.slug, 2020))


def test_an_empty_dataset_says_how_to_start(empty_dataset: Dataset, browser: Client) -> None:
    assert "It has no indicators yet" in text_of(browser, address("datasets"))
    assert "There is no indicator in 2020/21" in text_of(browser, address("year", empty_dataset.slug, 2020))
    response = browser.get(address("new", empty_dataset.slug, 2020), follow=True)
    assert response.redirect_chain == [(address("sections", empty_dataset.slug), 302)]
    assert "Add the first section" in response.content.decode()


@pytest.mark.parametrize("year", [1999, 2100])
def test_there_is_no_year_far_away(dataset: Dataset, browser: Client, year: int) -> None:
    assert browser.get(address("year", dataset.slug, year)).status_code == 404


def test_an_indicator_says_how_its_target_was_understood_and_whether_it_counts_people(
    dataset: Dataset, browser: Client
) -> None:
    page = text_of(browser, address("indicator", dataset.slug, 2020, KEY))
    assert "A range from 12 to 15: GREEN inside it, AMBER where it is missed by no more than 10% of it" in page
    assert "It counts people: its small counts are hidden from Part 1." in page
    assert "Imported from index.xlsx" in page


def test_what_a_title_holds_is_text(dataset: Dataset, browser: Client) -> None:
    stored = definition(dataset, "29")
    sent = filled_in(stored, title="<script>alert(1)</script>")
    response = browser.post(edit_address(dataset), sent, follow=True)
    assert "<script>alert" not in response.content.decode()
    for place in ("edit", "retire"):
        assert "<script>alert" not in text_of(browser, address(place, dataset.slug, 2020, KEY))
    assert "<script>alert" not in text_of(browser, address("copy", dataset.slug, 2021))
    assert "<script>alert" not in text_of(browser, address("state_relation", dataset.slug, 2020))


# Changing


def test_a_change_is_saved_and_stands_in_the_history(dataset: Dataset, browser: Client) -> None:
    stored = definition(dataset, "29")
    response = browser.post(edit_address(dataset), filled_in(stored, target="13-16"), follow=True)
    page = response.content.decode()
    assert "“13-16” was read as a range from 13 to 16" in page
    assert "<del>12 - 15</del>" in " ".join(page.split())
    assert "<ins>13-16</ins>" in " ".join(page.split())
    assert "Agreed by the committee" in page


def test_the_form_as_it_is_changes_nothing(dataset: Dataset, browser: Client) -> None:
    """For every indicator that was imported: no wording, bound or space is lost on the way through the form."""
    before = AuditEntry.objects.count()
    for stored in IndicatorDefinition.objects.filter(indicator__dataset=dataset):
        place = address("edit", dataset.slug, 2020, stored.indicator.key)
        response = browser.post(place, filled_in(stored), follow=True)
        assert "All of this is stored already" in response.content.decode(), stored
    assert AuditEntry.objects.count() == before


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        (
            {"number": "19"},
            "Number 19 belongs to “Number of Children Looked After” in 2020/21. Choose another number.",
        ),
        ({"number": "22 1"}, "Write the number with digits, letters and points, such as 22.1"),
        ({"number": "２２"}, "Write the number with digits, letters and points, such as 22.1"),
        ({"number": "1" * 13}, "Shorten the number: it may have 12 characters and has 13"),
        ({"number": ""}, "Enter the number, such as 22.1"),
        ({"title": "x" * 301}, "Shorten the title: it may have 300 characters and has 301"),
        ({"title": " "}, "Enter the title"),
        ({"section": ""}, "Choose the section"),
        ({"section": "999999"}, "Choose one of the sections"),
        ({"target": "5 apples"}, "“5 apples” cannot be read as a target of the unit average."),
        ({"target": "9" * 15}, "cannot be read as a target"),
        ({"target": "0.1234567"}, "cannot be read as a target"),
        ({"target_form": "single"}, "Enter the value of the target"),
        ({"target_form": "single", "target_low": "1", "target_high": "2"}, "Leave the high end empty"),
        ({"target_form": "range", "target_low": "1"}, "Enter the high end"),
        ({"target_form": "range", "target_high": "1"}, "Enter the low end"),
        (
            {"target_form": "range", "target_low": "15", "target_high": "12.50"},
            "The low end, 15, is above the high end, 12.5. Swap them",
        ),
        ({"target_form": "range", "target_low": "a few", "target_high": "2"}, "Enter the low end as a number"),
        ({"target_form": "range", "target_low": "NaN", "target_high": "2"}, "Enter the low end as a number"),
        ({"tolerance": "-1"}, "Enter the tolerance as 0 or more"),
        ({"tolerance": ""}, "Enter the tolerance"),
        ({"decimal_places": "7"}, "a whole number from 0 to 6"),
        ({"unit": "furlongs"}, "Choose the unit"),
        ({"reason": ""}, "Say why"),
    ],
)
def test_what_is_wrong_is_said_with_what_to_do(
    dataset: Dataset, browser: Client, typed: dict[str, str], message: str
) -> None:
    stored = definition(dataset, "29")
    response = browser.post(edit_address(dataset), filled_in(stored, **typed))
    assert response.status_code == 200
    page = response.content.decode()
    assert "There is a problem" in page
    assert message in page
    assert stored.history.count() == 1


def test_a_target_whose_words_say_nothing_is_entered_by_hand(dataset: Dataset, browser: Client) -> None:
    stored = definition(dataset, "29")
    typed = {"target": "Better than London", "target_form": "range", "target_low": "10", "target_high": "12.5"}
    page = browser.post(edit_address(dataset), filled_in(stored, **typed), follow=True).content.decode()
    assert "“Better than London” was read as a range from 10 to 12.5" in page
    again = browser.get(edit_address(dataset)).context["form"]
    assert (again["target_form"].value(), again["target_high"].value()) == ("range", "12.5")


def test_two_people_who_change_different_fields_are_both_heard(dataset: Dataset, browser: Client) -> None:
    stored = definition(dataset, "29")
    mine = filled_in(stored, title="Mine", tolerance="5")
    change_definition(
        definition=stored,
        said=as_stored(stored, title="Theirs", why_it_is_important="Theirs too"),
        seen=revision_in_force(stored),
        reason="They wanted it",
        by=person_with("administrator"),
    )
    response = browser.post(edit_address(dataset), mine)
    page = " ".join(response.content.decode().split())
    assert "Somebody else changed this indicator" in page
    assert "administrator saved it" in page
    assert "They wanted it" in page
    row = '<th scope="row">Title</th> <td>Average Caseloads</td> <td>Theirs</td> <td>Mine</td>'
    assert row in page
    assert definition(dataset, "29").title == "Theirs"
    form = response.context["form"]
    sent = {field.name: field.value() for field in form}
    browser.post(edit_address(dataset), sent)
    saved = definition(dataset, "29")
    assert (saved.title, saved.why_it_is_important, saved.tolerance) == ("Mine", "Theirs too", 5)


@pytest.mark.parametrize("seen", ["", "0", "999999999", "-4"])
def test_a_form_that_does_not_say_what_it_saw_changes_nothing(dataset: Dataset, browser: Client, seen: str) -> None:
    stored = definition(dataset, "29")
    page = browser.post(edit_address(dataset), filled_in(stored, title="Mine", seen=seen)).content.decode()
    assert "Somebody else changed this indicator" in page
    assert definition(dataset, "29").title == "Average Caseloads"


# Creating


def a_new_one(dataset: Dataset, **typed: str) -> dict[str, str]:
    sent = filled_in(definition(dataset, "29"), number="40", title="Visits on time") | typed
    return {name: value for name, value in sent.items() if name not in ("seen", "reason")}


def test_an_indicator_is_created_with_named_measures_and_only_once(dataset: Dataset, browser: Client) -> None:
    sent = a_new_one(dataset, measures="initial\r\n\r\n review ")
    place = address("new", dataset.slug, 2020)
    first = browser.post(place, sent, follow=True).content.decode()
    assert "Indicator 40 is created" in first
    assert "initial, review" in first
    second = browser.post(place, sent).content.decode()
    assert "Number 40 belongs to “Visits on time” in 2020/21" in second
    assert Indicator.objects.filter(definitions__number="40").count() == 1


@pytest.mark.parametrize(
    ("measures", "message"),
    [
        ("initial", "Name from 2 to 20 measures, or none"),
        ("initial\nInitial", "Give each measure a name of its own"),
        ("initial\n" + "x" * 61, "it may have 60 characters"),
    ],
)
def test_measures_that_cannot_be_are_refused(dataset: Dataset, browser: Client, measures: str, message: str) -> None:
    page = browser.post(address("new", dataset.slug, 2020), a_new_one(dataset, measures=measures)).content.decode()
    assert message in page
    assert not Indicator.objects.filter(definitions__number="40").exists()


# Retiring


def test_an_indicator_is_retired_and_that_is_undone(dataset: Dataset, browser: Client) -> None:
    retire, undo = (address(name, dataset.slug, 2020, KEY) for name in ("retire", "reinstate"))
    sent = {"from_month": "2021-01-01", "reason": "Replaced"}
    assert "is retired from January 2021" in browser.post(retire, sent, follow=True).content.decode()
    assert "It is retired already" in browser.post(retire, sent).content.decode()
    reason = {"reason": "In error"}
    assert "is no longer retired" in browser.post(undo, reason, follow=True).content.decode()
    assert "It is not retired" in browser.post(undo, reason, follow=True).content.decode()


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ({"from_month": "2020-06-01", "reason": "Replaced"}, "It has a figure for December 2020."),
        ({"from_month": "2021-01-01", "reason": ""}, "Say why"),
        ({"from_month": "1066-01-01", "reason": "Replaced"}, "Choose the first month without a figure"),
    ],
)
def test_a_retirement_that_cannot_be_says_what_to_do(
    dataset: Dataset, browser: Client, sent: dict[str, str], message: str
) -> None:
    assert message in browser.post(address("retire", dataset.slug, 2020, KEY), sent).content.decode()
    assert definition(dataset, "29").indicator.retired_from is None
