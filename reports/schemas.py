"""The published JSON Schema of the papers: one document for each part and version, at an address of its own.

Those of today's version are made from the types; older ones are kept as they were published, since their papers are.
"""

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse

from reports.caching import public_response
from reports.site.everybody import for_everybody
from suppression.paper import SCHEMA_VERSION, Part1Paper, Part2Paper, sha256

PAPERS = {1: Part1Paper, 2: Part2Paper}
_OF_WHAT = re.compile(r"[\[_](?:suppression\.).*")
"""What a generic type's name says of its figures, which is the same throughout a schema."""


def name_of(part: int, version: int = SCHEMA_VERSION) -> str:
    """`paper-part-1-version-2`."""
    return f"paper-part-{part}-version-{version}"


def schema_of(part: int) -> bytes:
    """The JSON Schema (2020-12) of a part's papers of today's version, laid out to be read."""
    made = msgspec.json.schema(PAPERS[part])
    parts = {_plain(name): _tidy(each) for name, each in made["$defs"].items()}
    paper = parts[_plain(made["$ref"].rpartition("/")[2])]
    paper["properties"] |= {"schema_version": {"const": SCHEMA_VERSION}, "part": {"const": part}}
    document = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:outturn:{name_of(part)}",
        "$ref": f"#/$defs/{paper['title']}",
        "$defs": parts,
    }
    return msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n"


def published_schemas() -> dict[str, Path]:
    """Every published schema by name, the older versions among them."""
    return {path.stem: path for path in sorted((Path(settings.BASE_DIR) / "docs" / "schemas").glob("*.json"))}


@for_everybody
def paper_schema(request: HttpRequest, name: str) -> HttpResponse:
    """The schema with this name, for everybody; 404 where there is none."""
    path = published_schemas().get(name)
    if path is None:
        raise Http404
    document = _read(path)
    return public_response(
        request, [sha256(document)], lambda: HttpResponse(document, content_type="application/schema+json")
    )


@lru_cache(maxsize=16)
def _read(path: Path) -> bytes:
    return path.read_bytes()


def _plain(name: str) -> str:
    return _OF_WHAT.sub("", name)


def _tidy(part: Any) -> Any:
    """The same with plain names, and descriptions without the line ends of the source."""
    if isinstance(part, list):
        return [_tidy(each) for each in part]
    if not isinstance(part, dict):
        return part
    tidied = {name: _tidy(each) for name, each in part.items()}
    if isinstance(part.get("$ref"), str):
        tidied["$ref"] = f"#/$defs/{_plain(part['$ref'].rpartition('/')[2])}"
    if isinstance(part.get("title"), str):
        tidied["title"] = _plain(part["title"])
    if isinstance(part.get("description"), str):
        paragraphs = re.split(r"\n\s*\n", part["description"])
        tidied["description"] = "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)
    return tidied
