"""The published schema is what the types say, holds what is published, and has no place for what is hidden."""

import json
import re
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import Client
from jsonschema import Draft202012Validator, ValidationError

from reports import schemas
from reports.schemas import name_of, published_schemas, schema_of
from suppression.paper import SCHEMA_VERSION, ExemptText, Part2Paper, PartTwoOnly
from suppression.paper_items import ITEMS
from tests.factories.files import FIXTURES
from tests.unit.reports.test_paper_versions import OF_EACH_VERSION

NUMBERS = {"value", "numerator", "denominator", "rate", "least", "most"}


def published(part: int, version: int = SCHEMA_VERSION) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(published_schemas()[name_of(part, version)].read_bytes())
    return document


def kept(part: int, version: int) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((FIXTURES / f"part-{part}-version-{version}.json").read_bytes())
    return document


def within(part: Any) -> Iterator[Any]:
    """Everything in a document."""
    yield part
    if isinstance(part, dict | list):
        for each in part.values() if isinstance(part, dict) else part:
            yield from within(each)


def is_valid(document: Any, schema: dict[str, Any]) -> bool:
    return Draft202012Validator(schema).is_valid(document)


@pytest.mark.parametrize("part", [1, 2])
def test_the_published_schema_is_what_the_types_say(part: int) -> None:
    assert published_schemas()[name_of(part)].read_bytes() == schema_of(part), "run manage.py paper_schemas"


@OF_EACH_VERSION
def test_a_paper_is_as_its_schema_says_and_as_no_other(part: int, version: int) -> None:
    Draft202012Validator.check_schema(published(part, version))
    Draft202012Validator(published(part, version)).validate(kept(part, version))
    assert not is_valid(kept(part, version), published(3 - part, version))
    assert not is_valid(kept(part, version), published(part, 3 - version))


@OF_EACH_VERSION
def test_each_part_is_described_and_closed(part: int, version: int) -> None:
    for name, definition in published(part, version)["$defs"].items():
        assert re.fullmatch(r"[A-Z][A-Za-z0-9]+", name)
        assert definition["additionalProperties"] is False
        assert definition["title"] == name


@pytest.mark.parametrize("version", range(1, SCHEMA_VERSION + 1))
def test_part_1_has_no_place_for_a_hidden_value(version: int) -> None:
    """`Hidden` is its tag and nothing else; a figure or text for Part 2 alone is not in the schema at all."""
    schema = published(1, version)
    hidden = schema["$defs"]["Hidden"]
    assert (list(hidden["properties"]), hidden["required"]) == (["type"], ["type"])
    assert hidden["properties"]["type"] == {"enum": ["hidden"]}
    assert not {PartTwoOnly.__name__, ExemptText.__name__, Part2Paper.__name__} & schema["$defs"].keys()
    tags = [each["properties"]["type"]["enum"] for each in schema["$defs"].values() if "type" in each["properties"]]
    assert sorted(tags) == [["absent"], ["hidden"], ["partly_hidden"], ["rated"], ["shown"]]
    assert "exempt_texts" not in schema["$defs"]["Paper"]["properties"]
    holders = {name for name, each in schema["$defs"].items() if NUMBERS & each["properties"].keys()}
    assert holders == {"Shown", "PartlyHidden", "Rated"}


def test_part_2_has_them() -> None:
    """The control of the test above."""
    assert {"PartTwoOnly", "ExemptText", "Part2Paper"} <= published(2)["$defs"].keys()


def test_a_value_put_beside_hidden_is_refused() -> None:
    document = kept(1, SCHEMA_VERSION)
    figure = next(each for each in within(document) if isinstance(each, dict) and each.get("type") == "hidden")
    for name in (*NUMBERS, "text", "reason"):
        figure[name] = "7"
        with pytest.raises(ValidationError):
            Draft202012Validator(published(1)).validate(document)
        del figure[name]
    assert is_valid(document, published(1))


# The address


@pytest.mark.parametrize("name", sorted(published_schemas()))
def test_a_schema_has_an_address_for_everybody(name: str) -> None:
    response = Client().get(f"/schemas/{name}.json")
    assert response.status_code == 200
    assert response["Content-Type"] == "application/schema+json"
    assert response.json()["$id"] == f"urn:outturn:{name}"
    assert "public" in response["Cache-Control"]
    assert not response.cookies
    again = Client().get(f"/schemas/{name}.json", headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304


def test_there_is_no_other() -> None:
    for name in ("paper-part-3-version-2", "settings", "paper"):
        assert Client().get(f"/schemas/{name}.json").status_code == 404


# The command


def test_the_check_says_that_a_schema_is_out_of_date(tmp_path: Path, settings: Any) -> None:
    settings.BASE_DIR = tmp_path
    with pytest.raises(CommandError, match=r"Run manage\.py paper_schemas, or count the version up"):
        call_command("paper_schemas", "--check", stdout=StringIO())
    call_command("paper_schemas", stdout=StringIO())
    call_command("paper_schemas", "--check", stdout=StringIO())
    assert sorted(schemas.published_schemas()) == [name_of(1), name_of(2)]


# The document


def test_the_document_explains_every_type_and_field() -> None:
    text = (Path(settings.BASE_DIR) / "docs" / "paper.md").read_text(encoding="utf-8")
    types = {kind.__name__: set(fields) for kind, fields in ITEMS.items()}
    types |= {each.__name__: set(each.__struct_fields__) for each in (PartTwoOnly, ExemptText)}
    for name, fields in types.items():
        heading = re.search(rf"^### .*`{name}`.*$", text, re.MULTILINE)
        assert heading, name
        own = text[heading.end() :].partition("\n##")[0]
        assert {field for field in fields if f"`{field}`" not in own} == set(), name
