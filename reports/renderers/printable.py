"""People's text as files can hold it: what XML forbids is left out, and what no letter of ours draws is named."""

import re
import struct
import unicodedata
from functools import lru_cache
from pathlib import Path

FONTS = Path(__file__).resolve().parents[2] / "static" / "build" / "fonts"
"""Source Sans 3, put there by `make build`, so that the same paper gives the same bytes on every machine."""
FONT = "Source Sans 3"

_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TURNS_TEXT_ROUND = re.compile("[\u202a-\u202e\u2066-\u2069]")


def printable(text: str) -> str:
    """The text without control characters, which XML forbids, and without marks that turn its direction round."""
    return _TURNS_TEXT_ROUND.sub("", _FORBIDDEN.sub("", text))


def drawable(text: str) -> str:
    """Printable text in which a character that our letters lack stands as its name: `[grinning face]`."""
    letters = _letters()
    kept = printable(text).replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return "".join(each if each == "\n" or ord(each) in letters else _named(each) for each in kept)


def _named(character: str) -> str:
    """The name of a character; nothing of a mark or a joiner, which changes the look of the one before it."""
    category = unicodedata.category(character)
    if category.startswith("Z"):
        return " "
    if category in ("Mn", "Me", "Cf", "Cc"):
        return ""
    return f"[{unicodedata.name(character, f'U+{ord(character):04X}').lower()}]"


@lru_cache(maxsize=1)
def _letters() -> frozenset[int]:
    """The characters that every style of the font draws."""
    each = [characters_of(path.read_bytes()) for path in sorted(FONTS.glob("*.ttf"))]
    if not each:
        raise FileNotFoundError(f"There are no fonts in {FONTS}. Run `make build`.")
    return frozenset.intersection(*each)


def characters_of(font: bytes) -> frozenset[int]:
    """The characters that a TrueType font draws, from its table `cmap` (OpenType specification, formats 4 and 12)."""
    tables = struct.unpack_from(">H", font, 4)[0]
    entries = (struct.unpack_from(">4sIII", font, 12 + 16 * place) for place in range(tables))
    start = next(offset for tag, _, offset, _ in entries if tag == b"cmap")
    found: set[int] = set()
    for place in range(struct.unpack_from(">H", font, start + 2)[0]):
        table = start + struct.unpack_from(">HHI", font, start + 4 + 8 * place)[2]
        layout = struct.unpack_from(">H", font, table)[0]
        if layout == 4:
            found |= _segments(font, table)
        elif layout == 12:
            found |= _groups(font, table)
    return frozenset(found)


def _segments(font: bytes, table: int) -> set[int]:
    """Format 4: runs of 16-bit characters. A run that maps one by one can map a character to no glyph."""
    double = struct.unpack_from(">H", font, table + 6)[0]
    columns = [
        struct.unpack_from(f">{double // 2}H", font, table + 14 + skip)
        for skip in (0, double + 2, 2 * double + 2, 3 * double + 2)
    ]
    found = set()
    for place, (end, first, delta, offset) in enumerate(zip(*columns, strict=True)):
        base = table + 16 + 3 * double + 2 * place + offset
        for code in range(first, min(end, 0xFFFE) + 1):
            glyph = struct.unpack_from(">H", font, base + 2 * (code - first))[0] if offset else code + delta
            if glyph % 0x10000:
                found.add(code)
    return found


def _groups(font: bytes, table: int) -> set[int]:
    """Format 12: runs of any characters."""
    count = struct.unpack_from(">I", font, table + 12)[0]
    groups = (struct.unpack_from(">III", font, table + 16 + 12 * place) for place in range(count))
    return {code for first, last, _ in groups for code in range(first, last + 1)}
