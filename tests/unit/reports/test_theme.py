"""The theme: every colour that carries words can be read."""

import itertools

import pytest
from django.conf import settings

WHITE = "#ffffff"
ON_WHITE = ("accent", "accent-dark", "visited", "ink", "quiet", "red", "amber", "green")


def luminance(colour: str) -> float:
    """Relative luminance as the Web Content Accessibility Guidelines 2.2 define it."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_measured_as_the_guidelines_say() -> None:
    assert contrast("#000000", WHITE) == pytest.approx(21)
    assert contrast("#777777", WHITE) == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("name", ON_WHITE)
def test_a_colour_of_words_is_legible_on_white_and_on_the_wash(name: str) -> None:
    for background in (WHITE, settings.THEME["wash"]):
        assert contrast(settings.THEME[name], background) >= 4.5


def test_the_focus_is_seen() -> None:
    assert contrast(settings.THEME["focus"], settings.THEME["ink"]) >= 4.5


def test_the_ratings_are_three_colours() -> None:
    ratings = [settings.THEME[name] for name in ("red", "amber", "green")]
    assert all(one != other for one, other in itertools.combinations(ratings, 2))
