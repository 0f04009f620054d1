"""Publishers order, name, add and remove the sections of a dataset."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEntry, User
from indicators.administration.section_services import add_section, move_section, remove_section, rename_section
from indicators.administration.services import NotChanged
from indicators.models import Dataset, Section
from tests.factories.people import person_with


@pytest.fixture
def publisher(db: None) -> User:
    return person_with("publisher")


@pytest.fixture
def browser(publisher: User) -> Client:
    browser = Client()
    browser.force_login(publisher)
    return browser


@pytest.fixture
def letters(empty_dataset: Dataset) -> dict[str, Section]:
    """Sections A to D; C and D share a place, as those of different workbooks may."""
    places = {"A": 0, "B": 1, "C": 4, "D": 4}
    return {name: empty_dataset.sections.create(name=name, position=place) for name, place in places.items()}


def order(dataset: Dataset) -> str:
    return "".join(dataset.sections.values_list("name", flat=True))


@pytest.mark.parametrize(
    ("name", "place", "expected"),
    [("B", 0, "BACD"), ("A", 3, "BCDA"), ("D", 2, "ABDC"), ("A", 99, "BCDA"), ("D", -1, "DABC"), ("B", 1, "ABCD")],
)
def test_a_section_is_moved_and_no_two_share_a_place(
    empty_dataset: Dataset, letters: dict[str, Section], publisher: User, name: str, place: int, expected: str
) -> None:
    stands = move_section(section=letters[name], place=place, by=publisher)
    assert order(empty_dataset) == expected
    assert expected[stands] == name
    assert list(empty_dataset.sections.values_list("position", flat=True)) == [0, 1, 2, 3]


def test_a_move_is_in_the_audit_trail_and_made_twice_it_is_one(
    empty_dataset: Dataset, letters: dict[str, Section], publisher: User
) -> None:
    for _ in range(2):
        move_section(section=letters["C"], place=1, by=publisher)
    assert order(empty_dataset) == "ACBD"
    entry = AuditEntry.objects.get(action="moved a section")
    assert (entry.subject, entry.by, entry.detail["before"], entry.detail["after"]) == ("C", publisher, 3, 2)


def test_a_section_is_added_at_the_end_once(
    empty_dataset: Dataset, letters: dict[str, Section], publisher: User
) -> None:
    add_section(dataset=empty_dataset, name="E", by=publisher)
    assert order(empty_dataset) == "ABCDE"
    with pytest.raises(NotChanged, match="There is a section called “e” already"):
        add_section(dataset=empty_dataset, name="e", by=publisher)
    assert AuditEntry.objects.filter(action="added a section").count() == 1


def test_a_section_is_renamed_unless_another_has_the_name(
    empty_dataset: Dataset, letters: dict[str, Section], publisher: User
) -> None:
    rename_section(section=letters["A"], name="a", by=publisher)
    with pytest.raises(NotChanged, match="There is a section called “B” already"):
        rename_section(section=letters["A"], name="B", by=publisher)
    assert order(empty_dataset) == "aBCD"
    assert AuditEntry.objects.get(action="renamed a section").detail["before"] == "A"


def test_a_section_without_indicators_is_removed_and_the_others_close_up(
    empty_dataset: Dataset, letters: dict[str, Section], publisher: User
) -> None:
    remove_section(section=letters["B"], by=publisher)
    assert list(empty_dataset.sections.values_list("name", "position")) == [("A", 0), ("C", 1), ("D", 2)]
    assert AuditEntry.objects.latest("pk").action == "removed a section"


def test_a_section_with_indicators_stays(dataset: Dataset, publisher: User) -> None:
    section = dataset.sections.get(name="Early Help")
    with pytest.raises(NotChanged, match="“Early Help” has indicators"):
        remove_section(section=section, by=publisher)
    assert dataset.sections.filter(pk=section.pk).exists()


# Pages


def address(name: str, *arguments: object) -> str:
    return reverse(f"administration:{name}", args=arguments)


@pytest.mark.parametrize(
    ("name", "direction", "place", "button"),
    [("C", "up", 1, "up"), ("B", "up", 0, "down"), ("B", "down", 2, "down"), ("C", "down", 3, "up")],
)
def test_the_way_back_leads_to_the_button_of_the_moved_section(
    empty_dataset: Dataset,
    letters: dict[str, Section],
    browser: Client,
    name: str,
    direction: str,
    place: int,
    button: str,
) -> None:
    section = letters[name]
    response = browser.post(address("move_section", empty_dataset.slug, section.pk), {direction: place})
    target = f"{button}-{section.pk}"
    assert response["Location"] == f"{address('sections', empty_dataset.slug)}#{target}"
    assert f'id="{target}"' in browser.get(address("sections", empty_dataset.slug)).content.decode()


@pytest.mark.parametrize("sent", [{}, {"up": ""}, {"up": "-1"}, {"down": "²"}, {"down": "9" * 40}])
def test_a_move_to_nowhere_says_what_to_do(
    empty_dataset: Dataset, letters: dict[str, Section], browser: Client, sent: dict[str, str]
) -> None:
    response = browser.post(address("move_section", empty_dataset.slug, letters["B"].pk), sent, follow=True)
    assert "Choose “Move up” or “Move down”" in response.content.decode()
    assert order(empty_dataset) == "ABCD"


def test_sections_are_added_renamed_and_removed_on_the_page(empty_dataset: Dataset, browser: Client) -> None:
    place = address("sections", empty_dataset.slug)
    assert "There is no section yet" in browser.get(place).content.decode()
    browser.post(place, {"name": "Early  help"})
    section = empty_dataset.sections.get(name="Early help")
    own = address("section", empty_dataset.slug, section.pk)
    assert "is called “Prevention”" in browser.post(own, {"name": "Prevention"}, follow=True).content.decode()
    remove = address("remove_section", empty_dataset.slug, section.pk)
    assert "is removed" in browser.post(remove, follow=True).content.decode()
    assert browser.post(remove).status_code == 404
    assert not empty_dataset.sections.exists()


@pytest.mark.parametrize(
    ("name", "message"), [("", "Enter the name of the section"), ("x" * 201, "it may have 200 characters and has 201")]
)
def test_a_name_that_cannot_be_is_refused(empty_dataset: Dataset, browser: Client, name: str, message: str) -> None:
    page = browser.post(address("sections", empty_dataset.slug), {"name": name}).content.decode()
    assert message in page
    assert not empty_dataset.sections.exists()


def test_a_section_of_another_dataset_is_not_found(
    dataset: Dataset, letters: dict[str, Section], browser: Client
) -> None:
    other = letters["B"].pk
    assert browser.get(address("section", dataset.slug, other)).status_code == 404
    assert browser.post(address("move_section", dataset.slug, other), {"up": 0}).status_code == 404
    assert browser.post(address("remove_section", dataset.slug, other)).status_code == 404
