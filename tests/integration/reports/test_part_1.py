"""Part 1 hides what is too small and what would give it away, and shows everything else of the workbook."""

import pytest

from indicators.models import Dataset, IndicatorDefinition
from reports.making import check
from reports.models import Publication
from suppression.paper import (
    Absent,
    Hidden,
    PartlyHidden,
    PartTwoOnly,
    Rated,
    Shown,
    decode_part_1,
    decode_part_2,
    encode,
)
from tests.factories.papers import figures
from tests.factories.reports import DECEMBER, imported
from tests.factories.workbooks import ANOTHER_WORLD, SUPPRESSED, example, example_with

MONTHS = [f"2020-{month:02}" for month in range(4, 13)]
SMALL = {
    *(("5", "", month) for month in MONTHS[5:8]),  # a running total that is surely larger by December
    *((number, "", month) for number in ("22.1", "23") for month in MONTHS[1:]),  # and nobody in April
    *(("22.2", "", month) for month in MONTHS[1:8]),
    *(("32", "", month) for month in MONTHS),
    *((number, "", "year to date") for number in ("22.1", "23")),
    *((number, "", year) for number in ("22.1", "22.2", "23") for year in ("own 2019/20", "own 2017/18")),
    *(("28", "", year) for year in ("own 2018/19", "own 2019/20")),
}
CAME_HIDDEN = {("4", "", "own 2018/19"), ("4", "", "own 2017/18")}


@pytest.fixture
def part_1(publication: Publication) -> dict:
    return figures(decode_part_1(bytes(publication.part_1)))


@pytest.fixture
def part_2(publication: Publication) -> dict:
    return figures(decode_part_2(bytes(publication.part_2)))


def test_part_1_hides_every_small_count_and_what_would_give_it_away(part_1: dict) -> None:
    assert {place for place in SMALL if not isinstance(part_1[place], Hidden)} == set()


def test_part_1_shows_every_other_figure_of_the_workbook(part_1: dict, part_2: dict) -> None:
    hidden = {place for place, figure in part_1.items() if isinstance(figure, Hidden)}
    assert hidden == SMALL | CAME_HIDDEN
    for place in part_2.keys() - hidden:
        assert part_1[place] == part_2[place], place
    assert part_1.keys() == part_2.keys()
    assert len(part_2.keys() - hidden) > 400


def test_part_2_shows_every_figure_and_marks_what_part_1_hides(part_2: dict) -> None:
    assert {place for place, figure in part_2.items() if isinstance(figure, PartTwoOnly)} == SMALL
    assert part_2["23", "", "2020-12"] == PartTwoOnly(text="5", value=5)
    assert part_2["9", "", "2020-12"] == Shown(text="304", value=304)
    assert part_2["4", "", "own 2018/19"] == Absent("suppressed", "x (rate: 0.00)")


def test_the_ratings_of_hidden_figures_are_hidden_too(publication: Publication) -> None:
    paper = decode_part_1(bytes(publication.part_1))
    ratings = {indicator.number: indicator.rating for indicator in paper.indicators}
    assert [number for number, rating in ratings.items() if isinstance(rating, Hidden)] == ["23"]
    not_a_target = Rated("none", "This is not a target measure")
    assert ratings["22.1"] == ratings["32"] == ratings["28"] == not_a_target
    assert paper.summary.part_two_only == 1


def test_the_summary_of_part_1_does_not_count_hidden_ratings_as_good_or_bad(publication: Publication) -> None:
    paper = decode_part_1(bytes(publication.part_1))
    shown = [each.rating.rating for each in paper.indicators if isinstance(each.rating, Rated)]
    assert paper.summary.on_track == shown.count("green")
    assert paper.summary.below_expectation == shown.count("red") + shown.count("amber") == 4
    whole = decode_part_2(bytes(publication.part_2)).summary
    assert (whole.below_expectation, whole.part_two_only) == (5, 0)


def test_the_check_finds_the_report_safe_and_says_why_each_figure_is_hidden(publication: Publication) -> None:
    found = publication.disclosure_check
    assert found["safe"] is True
    assert found["exposed"] == []
    assert len(found["hidden"]) == len(SMALL) + len(CAME_HIDDEN) + len(["the rating of 23"])
    assert found["proven_least"] is True
    assert [item["sentence"] for item in found["hidden"] if not item["sentence"].startswith("Hidden because")] == []
    assert all(item["possible"] not in ("1", "2", "3", "4", "5") for item in found["hidden"])


def test_a_percentage_of_few_people_is_hidden_with_their_number_and_says_of_how_many(empty_dataset: Dataset) -> None:
    imported(empty_dataset, example_with({"T40": "0.0% (3/7063)", "T41": "0.0% (0/7063)"}))
    part_1 = figures(check(empty_dataset, DECEMBER).part_1)
    assert part_1["30", "", "2020-12"] == PartlyHidden(f"{SUPPRESSED} (of 7063)", denominator=7063)
    assert part_1["31", "", "2020-12"] == Shown("0.0% (0/7063)", 0, 0, 7063)


def test_what_came_to_us_suppressed_is_hidden_whatever_its_unit(empty_dataset: Dataset) -> None:
    imported(empty_dataset, example_with({"T16": SUPPRESSED, "T25": SUPPRESSED, "I15": SUPPRESSED}))
    part_1 = figures(check(empty_dataset, DECEMBER).part_1)
    for place in (("10", "", "2020-12"), ("18", "", "2020-12"), ("9", "", "england")):
        assert isinstance(part_1[place], Hidden), place


def test_a_count_of_things_that_are_no_people_is_shown_however_small(empty_dataset: Dataset) -> None:
    imported(empty_dataset, example())
    of_dataset = IndicatorDefinition.objects.filter(indicator__dataset=empty_dataset)
    of_dataset.filter(number="32").update(counts_people=False)
    part_1 = figures(check(empty_dataset, DECEMBER).part_1)
    assert [part_1["32", "", month].text for month in MONTHS] == ["3", "2", "4", "1", "5", "3", "2", "4", "3"]


def test_a_part_1_paper_holds_no_figure_that_only_part_2_may_have(publication: Publication) -> None:
    assert b"part_two_only" not in bytes(publication.part_1).replace(b'"part_two_only":1', b"")
    assert b'"type":"part_two_only"' in bytes(publication.part_2)


def swap_names(one: Dataset, other: Dataset) -> None:
    """Call `other` what `one` was called."""
    name, slug = one.name, one.slug
    one.name = one.slug = "put-aside"
    one.save()
    other.name, other.slug = name, slug
    other.save()


def test_two_databases_that_differ_only_in_hidden_figures_have_the_same_part_1_to_the_byte(
    dataset: Dataset, empty_dataset: Dataset
) -> None:
    one = check(dataset, DECEMBER)
    imported(empty_dataset, example_with(ANOTHER_WORLD))
    swap_names(dataset, empty_dataset)
    other = check(empty_dataset, DECEMBER)
    figures_of_one, figures_of_other = figures(one.part_2), figures(other.part_2)
    hidden = {place for place, figure in figures(one.part_1).items() if isinstance(figure, Hidden)}
    assert {place for place in hidden if figures_of_one[place] == figures_of_other[place]} == set()
    assert encode(one.part_1) == encode(other.part_1)
    assert encode(one.part_2) != encode(other.part_2)
