"""People's text in files: what is kept, what is named, and colours that can be read."""

import unicodedata

import pytest

from reports.renderers.printable import FONTS, characters_of, drawable, printable
from reports.renderers.word_styles import QUIET, RATINGS, SHAPES

ORDINARY = "Care leavers’ “plan” – 47–52% … £1,000 • naïve Ŵyn ½ ≤ ■ ▲ ●"


def test_ordinary_text_is_kept_whole() -> None:
    assert printable(ORDINARY) == drawable(ORDINARY) == ORDINARY


@pytest.mark.parametrize("character", ["\x00", "\x0b", "\x1f", "\ufffe", "\uffff", "\ud800", "\udfff"])
def test_what_xml_forbids_is_left_out(character: str) -> None:
    assert printable(f"a{character}b") == "ab"


@pytest.mark.parametrize("character", ["\u202a", "\u202e", "\u2066", "\u2069"])
def test_marks_that_turn_text_round_are_left_out(character: str) -> None:
    assert printable(f"a{character}b") == drawable(f"a{character}b") == "ab"


def test_lines_end_where_they_did() -> None:
    assert drawable("a\r\nb\rc\nd\te") == "a\nb\nc\nd e"
    assert printable("a\nb\tc") == "a\nb\tc"


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("😀", "[grinning face]"),
        ("👩‍👧", "[woman][girl]"),
        ("✈\ufe0f", "[airplane]"),
        ("\U0010ffff", "[u+10ffff]"),
        ("a\u3000b", "a b"),
    ],
)
def test_what_the_letters_lack_stands_as_its_name(text: str, drawn: str) -> None:
    assert drawable(text) == drawn
    assert printable(text) == text


def test_every_style_of_the_letters_draws_ratings_and_latin_text() -> None:
    wanted = {ord(each) for each in "".join(SHAPES.values()) + ORDINARY}
    wanted |= {code for code in range(0x20, 0x180) if unicodedata.category(chr(code)) not in ("Cc", "Cf")}
    for font in FONTS.glob("*.ttf"):
        assert {chr(code) for code in wanted - characters_of(font.read_bytes())} <= {"ŉ"}, font.name


def test_the_letters_of_bold_and_italic_are_there_with_their_licence() -> None:
    assert len(list(FONTS.glob("*.ttf"))) == 4
    assert "SIL Open Font License" in (FONTS / "LICENSE.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("colour", [*RATINGS.values(), QUIET])
def test_colours_have_a_contrast_of_four_and_a_half_to_one_with_white(colour: str) -> None:
    """WCAG 2.2, success criterion 1.4.3."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    assert 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05) >= 4.5
