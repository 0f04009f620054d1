"""The parts of a workbook beside its sheets: what points to what, shared texts, styles and the theme's colours."""

from __future__ import annotations

from indicators.importers.child_xml import each_element, parse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    from indicators.importers.child_xml import Attributes

    Fill: TypeAlias = tuple[str, str, str]  # kind of colour (rgb, theme, indexed), its value, its tint

MAXIMUM_FORMAT = 255  # Excel's own limit for a number format
NO_FILL: Fill = ("", "", "")


def read_relationships(parts: dict[str, bytes], owner: str) -> dict[str, tuple[str, str]]:
    """What a part points to within the workbook: id -> (kind, name of the part)."""
    folder, _, own_name = owner.rpartition("/")
    found = {}

    def visit(_: str, element: str, attributes: Attributes) -> None:
        if element == "Relationship" and attributes.get("TargetMode") != "External":
            target = attributes["Target"].lower().replace("\\", "/")
            path: list[str] = []
            for step in (target if target.startswith("/") else f"{folder}/{target}").split("/"):
                if step == "..":
                    path = path[:-1]
                elif step not in ("", "."):
                    path.append(step)
            found[attributes["Id"]] = attributes["Type"].rpartition("/")[2], "/".join(path)

    name = f"{folder}/_rels/{own_name}.rels".lstrip("/")
    if name in parts:
        each_element(name, parts[name], visit)
    return found


def read_strings(name: str, part: bytes) -> list[str]:
    """The texts that cells share, without the phonetic hints of rich text."""
    strings: list[str] = []
    pieces: list[str] = []
    texts: list[str] = []
    phonetic = False

    def start(raw_name: str, _: Attributes) -> None:
        nonlocal phonetic
        local = raw_name.rpartition(":")[2]
        if local == "t":
            texts.clear()
        elif local == "rPh":
            phonetic = True

    def end(raw_name: str) -> None:
        nonlocal phonetic
        local = raw_name.rpartition(":")[2]
        if local == "t" and not phonetic:
            pieces.extend(texts)
        elif local == "rPh":
            phonetic = False
        elif local == "si":
            strings.append("".join(pieces))
            pieces.clear()

    parse(name, part, start, end, texts.append)
    return strings


def read_styles(name: str, part: bytes) -> list[tuple[str, Fill]]:
    """Number format and fill of each cell style. A format is its number, or `=` and its code."""
    codes: dict[str, str] = {}
    fills: list[Fill] = []
    styles: list[tuple[str, int]] = []
    fills_solidly = False

    def visit(parent: str, element: str, attributes: Attributes) -> None:
        nonlocal fills_solidly
        if parent == "numFmts" and element == "numFmt":
            codes[attributes["numFmtId"]] = attributes["formatCode"]
        elif parent == "cellXfs" and element == "xf":
            styles.append((attributes.get("numFmtId") or "0", int(attributes.get("fillId") or 0)))
        elif parent == "fills" and element == "fill":
            fills.append(NO_FILL)
        elif parent == "fill" and element == "patternFill":
            fills_solidly = attributes.get("patternType") == "solid"
        elif parent == "patternFill" and element == "fgColor" and fills_solidly and fills and not styles:
            kind = next((kind for kind in ("rgb", "theme", "indexed") if kind in attributes), "")
            fills[-1] = kind, attributes.get(kind, ""), attributes.get("tint", "0")

    each_element(name, part, visit)
    return [
        (
            "=" + codes[number] if len(codes.get(number, " " * 999)) <= MAXIMUM_FORMAT else number,
            fills[fill] if 0 <= fill < len(fills) else NO_FILL,
        )
        for number, fill in styles
    ]


def read_theme(name: str, part: bytes) -> list[str]:
    """The colours of the theme in the order of the file: dark 1, light 1, dark 2, light 2, accents, links."""
    colours: list[str] = []

    def visit(_: str, element: str, attributes: Attributes) -> None:
        if element in ("srgbClr", "sysClr") and len(colours) < 12:
            colours.append(attributes.get("lastClr") or attributes["val"])

    each_element(name, part, visit)
    return colours
