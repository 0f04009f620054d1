"""The paper itself as JSON. Part 1 is the canonical paper; Part 2 stands in an envelope that says what it is.

`docs/paper.md` describes every field, `docs/schemas/` holds the JSON Schema of each version.
"""

from typing import Any, cast

import msgspec

from reports.renderers import Reading
from reports.renderers.marking import exemption
from reports.wording import AnyPaper
from suppression.paper import Paper, encode

SINCE_VERSION_2 = {"report", "made_on", "sequence", "corrects"}
"""Fields of a paper that version 1 did not have, and could not say anything in."""
SINCE_VERSION_2_OF_A_YEAR = {"source", "taken_on"}


def render(paper: AnyPaper, reading: Reading | None) -> bytes:
    """The paper in the fields of its own version, so that a paper of version 1 is the same bytes for ever.

    Part 2: `{"not_for_publication": …, "read_by": …, "read_at": …, "paper": …}`.
    """
    if reading is None:
        return _document(paper)
    envelope = {
        "not_for_publication": exemption(paper),
        "read_by": reading.reader,
        "read_at": reading.at.isoformat(timespec="seconds"),
        "paper": msgspec.Raw(_document(paper)),
    }
    return msgspec.json.encode(envelope)


def _document(paper: AnyPaper) -> bytes:
    return encode(cast(Paper[Any], paper)) if paper.schema_version > 1 else msgspec.json.encode(_version_1(paper))


def _version_1(paper: AnyPaper) -> dict[str, Any]:
    """The paper as plain data without what came after its version."""
    plain: dict[str, Any] = msgspec.to_builtins(paper, order="deterministic")
    for section in plain["sections"]:
        for indicator in section["indicators"]:
            for measure in indicator["measures"]:
                measure["benchmarks"] = [
                    {name: value for name, value in year.items() if name not in SINCE_VERSION_2_OF_A_YEAR}
                    for year in measure["benchmarks"]
                ]
    return {name: value for name, value in plain.items() if name not in SINCE_VERSION_2}
