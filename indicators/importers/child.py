"""The process that parses: reads the parts of one workbook from standard input, writes its cells to standard output.

It reads the XML itself, cell by cell, because a spreadsheet library does too much with a hostile file: it makes a
million cells out of one merge, believes declared dimensions, and does not tell a formula without a value from nothing.
It and the `child_…` modules need the standard library only, and little of that, because start-up is most of the time;
and no Django.
"""

from __future__ import annotations

import resource
import sys

from indicators.importers.child_parts import read_relationships, read_strings, read_styles, read_theme
from indicators.importers.child_sheet import Budget, SheetReader
from indicators.importers.child_xml import REDUCE, Refusal, each_element, parse, unreadable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import BinaryIO

    from indicators.importers.child_sheet import Json
    from indicators.importers.child_xml import Attributes

MAXIMUM_SHEETS = 255
MAXIMUM_MEMORY = 450 * 1024 * 1024
MAXIMUM_PROCESSOR_SECONDS = 8
_ESCAPES = {code: f"\\u{code:04x}" for code in (*range(32), ord('"'), ord("\\"))}


def read_workbook_parts(parts: dict[str, bytes]) -> list[Json]:
    """[dates count from 1904, theme colours, styles, sheets] of a workbook. Raises `Refusal`."""
    main = dict(read_relationships(parts, "").values()).get("officeDocument", "xl/workbook.xml")
    if main not in parts:
        raise unreadable("its list of sheets is missing")
    relationships = read_relationships(parts, main)
    kinds = dict(relationships.values())
    counts_from_1904 = False
    listed: list[tuple[str, bool, str]] = []

    def visit(parent: str, element: str, attributes: Attributes) -> None:
        nonlocal counts_from_1904
        if element == "workbookPr":
            counts_from_1904 = attributes.get("date1904") in ("1", "true", "on")
        elif parent == "sheets" and element == "sheet" and len(listed) <= MAXIMUM_SHEETS:
            identity = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            hidden = attributes.get("state", "visible") != "visible"
            listed.append((attributes["name"][:100], hidden, identity))

    each_element(main, parts[main], visit)
    if len(listed) > MAXIMUM_SHEETS:
        raise Refusal(f"The workbook has more than {MAXIMUM_SHEETS} sheets. {REDUCE}")

    def part(kind: str) -> tuple[str, bytes]:
        return kinds.get(kind, kind), parts.get(kinds.get(kind, ""), b"<none/>")

    strings = read_strings(*part("sharedStrings"))
    styles = read_styles(*part("styles"))
    coloured = frozenset(str(number) for number, (_, fill) in enumerate(styles) if fill[0])
    budget = Budget()
    sheets: list[Json] = []
    titles: set[str] = set()
    for title, hidden, identity in listed:
        kind, name = relationships.get(identity, ("worksheet", ""))
        if kind != "worksheet":  # a sheet that is one chart or one dialogue has no cells
            continue
        if name not in parts:
            raise unreadable(f"the sheet “{title}” is listed, but missing")
        if title.lower() in titles:
            raise unreadable(f"two sheets are named “{title}”")
        titles.add(title.lower())
        reader = SheetReader(title, strings, budget, coloured)
        parse(name, parts[name], reader.start, reader.end, reader.texts.append)
        sheets.append([title, int(hidden), *reader.result()])
    if not sheets:
        raise unreadable("it has no worksheet")
    return [int(counts_from_1904), read_theme(*part("theme")), styles, sheets]


def parts_from(stream: BinaryIO) -> dict[str, bytes]:
    """What `workbook.py` packed: for each part a line with two lengths, then its name and its bytes."""
    parts = {}
    while line := stream.readline():
        name_length, part_length = line.split()
        name = stream.read(int(name_length)).decode()
        parts[name] = stream.read(int(part_length))
    return parts


def json_text(value: Json) -> str:
    """Lists, texts and integers as JSON; importing `json` would take as long as starting Python."""
    if isinstance(value, str):
        return f'"{value.translate(_ESCAPES)}"'
    if isinstance(value, int):
        return str(value)
    return f"[{','.join(map(json_text, value))}]"


def main() -> None:
    """Reads parts, writes `["read", …]` or `["refused", message]`, within limits that the kernel enforces."""
    for limit, value in (
        (resource.RLIMIT_AS, MAXIMUM_MEMORY),
        (resource.RLIMIT_CPU, MAXIMUM_PROCESSOR_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, 3),  # standard input, output and error are open; nothing else can be opened
    ):
        hard = resource.getrlimit(limit)[1]
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(limit, (value, value))
    try:
        answer: Json = ["read", *read_workbook_parts(parts_from(sys.stdin.buffer))]
    except Refusal as refusal:
        answer = ["refused", str(refusal)]
    sys.stdout.buffer.write(json_text(answer).encode())
