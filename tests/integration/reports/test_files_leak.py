"""No byte of a Part 1 file knows what Part 1 hides: unzipped and decompressed, properties and pictures included.

An unmistakable number stands in every place that is hidden; then two whole databases differ in nothing but hidden
figures. Each search has a control that finds what it looks for in Part 2.
"""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from commentary.workflow import CommentaryState
from indicators.models import Dataset
from reports.assemble import assemble
from reports.making import check
from reports.renderers import RENDERERS
from suppression.paper import Hidden, Paper, Part1Paper, Part2Paper, decode_part_1, decode_part_2, encode
from suppression.paper_words import ExemptText
from suppression.writer import Writer
from tests.factories.commentary import commentary, indicator_of
from tests.factories.files import everything_in, file_of
from tests.factories.papers import figures as figures_of
from tests.factories.planted import Planting
from tests.factories.reports import DECEMBER, imported, published
from tests.factories.reports import dataset as new_dataset
from tests.factories.workbooks import ANOTHER_WORLD, CANARIES, CANARY_DIGITS, example, example_with
from tests.factories.workflow import approved

pytestmark = pytest.mark.django_db

WITH_FIGURES = [kind for kind in RENDERERS if kind != "csv-metadata"]


def found_in(content: bytes, numbers: list[str] | tuple[str, ...]) -> list[str]:
    """Those of these numbers that stand anywhere in it, with or without something between thousands."""
    text = everything_in(content).decode("latin-1")
    digits = set(re.findall(r"(?<![0-9a-fA-F])\d{6}(?![0-9a-fA-F])", text))
    digits |= {"".join(parts) for parts in re.findall(r"(?<![0-9a-fA-F])(\d{3})(?:,|\s|&nbsp;)(\d{3})(?!\d)", text)}
    return [number for number in numbers if number in digits]


# A number in every place that is hidden


@pytest.fixture
def planted(dataset: Dataset) -> tuple[Part1Paper, Part1Paper, Part2Paper, list[str]]:
    """Part 1 of the example, and both parts with another number in each place that it hides."""
    protected = check(dataset, DECEMBER)
    hidden = frozenset(item.key for item in protected.check.hidden)
    planting = Planting(hidden)
    index = planting.index(assemble(dataset, DECEMBER))
    said = ("1", 6, hidden, protected.part_1.hidden_wording)
    part_1 = Writer(index, *said, part=1).part_1()
    part_2 = Writer(index, *said, part=2, exemption=protected.part_2.exemption).part_2()
    return protected.part_1, part_1, part_2, planting.planted


def test_no_part_1_file_has_a_number_of_any_hidden_place(
    planted: tuple[Part1Paper, Part1Paper, Part2Paper, list[str]],
) -> None:
    _, part_1, _, numbers = planted
    assert len(numbers) > 80
    assert {kind: found_in(file_of(part_1, kind), numbers) for kind in RENDERERS} == {kind: [] for kind in RENDERERS}


def test_no_part_1_file_is_another_because_of_them(
    planted: tuple[Part1Paper, Part1Paper, Part2Paper, list[str]],
) -> None:
    as_it_is, part_1, _, _ = planted
    assert encode(part_1) == encode(as_it_is)
    for kind in RENDERERS:
        assert file_of(part_1, kind) == file_of(as_it_is, kind), kind


@pytest.mark.parametrize("kind", WITH_FIGURES)
def test_the_search_finds_them_in_part_2(
    planted: tuple[Part1Paper, Part1Paper, Part2Paper, list[str]], kind: str
) -> None:
    """The control of the search: a number for each hidden figure, in each kind of file."""
    part_2 = planted[2]
    without_reasons = re.sub(rb'"reason":"[^"]*"', b"", encode(part_2)).decode()
    figures = [number for number in planted[3] if number in without_reasons]
    assert len(figures) >= sum(isinstance(each, Hidden) for each in figures_of(planted[1]).values()) > 45
    assert set(found_in(file_of(part_2, kind), figures)) == set(figures)


# Whole databases


@pytest.fixture(scope="module")
def worlds(django_db_setup: None, django_db_blocker: Any) -> dict[str, tuple[Paper, Paper]]:
    """The papers of databases whose hidden figures, and words about them, are these, others, and unmistakable."""
    said = {
        "one": (example(), "The family is known."),
        "another": (example_with(ANOTHER_WORLD), "Nothing else can be said, for as long as this lasts."),
        "canaries": (example_with(CANARIES), f"There were {CANARY_DIGITS[0]}."),
    }
    with django_db_blocker.unblock():
        return {name: _published(*world) for name, world in said.items()}


def _published(workbook: bytes, exempt: str) -> tuple[Paper, Paper]:
    with pytest.MonkeyPatch.context() as patched, transaction.atomic():
        patched.setattr(timezone, "now", lambda: datetime(2021, 1, 20, 12, tzinfo=UTC))
        dataset = new_dataset("Leaks", "leaks")
        imported(dataset, workbook)
        approved(dataset)
        commentary(indicator_of(dataset, "23"), CommentaryState.AGREED, DECEMBER, part_1=exempt, part_2=exempt)
        commentary(indicator_of(dataset, "26"), CommentaryState.AGREED, DECEMBER, part_2=exempt)
        publication = published(dataset)
        transaction.set_rollback(True)
        return decode_part_1(bytes(publication.part_1)), decode_part_2(bytes(publication.part_2))


@pytest.mark.parametrize("kind", RENDERERS)
def test_databases_that_differ_in_hidden_figures_alone_give_the_same_part_1_file(
    worlds: dict[str, tuple[Paper, Paper]], kind: str
) -> None:
    assert worlds["one"][1] != worlds["another"][1]
    assert file_of(worlds["one"][0], kind) == file_of(worlds["another"][0], kind)


@pytest.mark.parametrize("kind", RENDERERS)
def test_no_part_1_file_has_a_planted_figure_or_word(worlds: dict[str, tuple[Paper, Paper]], kind: str) -> None:
    assert found_in(file_of(worlds["canaries"][0], kind), CANARY_DIGITS) == []


@pytest.mark.parametrize("kind", WITH_FIGURES)
def test_part_2_files_have_the_planted_figures(worlds: dict[str, tuple[Paper, Paper]], kind: str) -> None:
    """The control of the test above."""
    assert set(found_in(file_of(worlds["canaries"][1], kind), CANARY_DIGITS)) == set(CANARY_DIGITS)


@pytest.mark.parametrize("kind", RENDERERS)
def test_a_file_of_the_same_paper_is_the_same_file(worlds: dict[str, tuple[Paper, Paper]], kind: str) -> None:
    for paper in worlds["one"]:
        assert file_of(paper, kind) == file_of(paper, kind)


def test_an_exempt_text_is_in_no_part_1_file_and_in_each_part_2_file_that_has_words(
    worlds: dict[str, tuple[Paper, Paper]],
) -> None:
    part_1, part_2 = worlds["canaries"]
    assert isinstance(part_2, Part2Paper)
    (text,) = {each.text for each in part_2.exempt_texts}
    assert isinstance(part_2.exempt_texts[0], ExemptText)
    for kind in RENDERERS:
        assert text.encode() not in everything_in(file_of(part_1, kind)), kind
    for kind in ("word", "open-data", "json"):
        assert text.encode() in everything_in(file_of(part_2, kind)), kind
