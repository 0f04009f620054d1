"""Old papers are read and shown as new ones are: a paper of each version is kept, and never written anew."""

import json

import pytest
from django.template.loader import render_to_string

from reports.indicator_page import indicator_context
from reports.pages import index_context
from reports.renderers import RENDERERS
from suppression.paper import SCHEMA_VERSION, encode, says_the_same
from tests.factories.files import FIXTURES, READING, file_of, kept_paper

VERSIONS = [(part, version) for part in (1, 2) for version in range(1, SCHEMA_VERSION + 1)]
OF_EACH_VERSION = pytest.mark.parametrize(("part", "version"), VERSIONS)


def test_a_paper_of_each_version_is_kept() -> None:
    assert {path.stem for path in FIXTURES.glob("*.json")} == {f"part-{p}-version-{v}" for p, v in VERSIONS}


@OF_EACH_VERSION
def test_it_is_read_as_a_paper_of_its_version(part: int, version: int) -> None:
    paper = kept_paper(part, version)
    assert (paper.part, paper.schema_version) == (part, version)
    assert len(paper.indicators) == 38
    assert len([each for each in paper.indicators if each.commentary]) > 2 - (part == 1)


@OF_EACH_VERSION
def test_its_index_page_is_made(part: int, version: int) -> None:
    paper = kept_paper(part, version)
    name = "reports/part_2_index.html" if part == 2 else "reports/index.html"
    page = render_to_string(name, index_context(paper) | {"reader": READING.reader, "read_at": READING.at})
    assert "2,837" in page
    assert paper.title.partition(":")[2] in page


@OF_EACH_VERSION
def test_its_indicators_pages_are_made(part: int, version: int) -> None:
    paper = kept_paper(part, version)
    name = "reports/part_2_indicator.html" if part == 2 else "reports/indicator.html"
    for indicator in paper.indicators[::6]:
        context = indicator_context(paper, indicator) | {"reader": READING.reader, "read_at": READING.at}
        assert f"Indicator {indicator.number} ·" in render_to_string(name, context)


@OF_EACH_VERSION
@pytest.mark.parametrize("kind", RENDERERS)
def test_every_file_of_it_is_made_and_is_the_same_each_time(kind: str, part: int, version: int) -> None:
    paper = kept_paper(part, version)
    content = file_of(paper, kind)
    assert len(content) > 5_000
    assert file_of(paper, kind) == content


@OF_EACH_VERSION
def test_its_json_is_the_document_that_was_published(part: int, version: int) -> None:
    """To the byte, so that its hash is the one that was kept: nothing is said that its version did not know."""
    kept = (FIXTURES / f"part-{part}-version-{version}.json").read_bytes()
    content = file_of(kept_paper(part, version), "json")
    assert kept in content if part == 2 else kept == content


def test_version_1_says_what_version_2_says_but_for_what_it_did_not_know() -> None:
    old = json.loads(encode(kept_paper(1, 1)))
    assert (old["report"], old["made_on"], old["sequence"], old["corrects"]) == (None, None, 1, None)
    assert not says_the_same(kept_paper(1, 1), kept_paper(1, 2))
