"""Reads a rating: a word for RED, AMBER or GREEN, or the colour of an empty cell."""

from __future__ import annotations

import colorsys
from typing import TYPE_CHECKING

from indicators.importers import cell_words
from indicators.importers.headings import Role
from indicators.importers.numerals import tidy
from indicators.importers.parsed import Finding, Severity
from indicators.vocabulary import Rating

if TYPE_CHECKING:
    from indicators.importers.rows import Row

_RATINGS = {word: rating for rating, words in cell_words.RATINGS.items() for word in words}
LEAST_SATURATION = 0.25
LEAST_BRIGHTNESS = 0.35
_HUES = ((Rating.RED, -20, 18), (Rating.AMBER, 18, 66), (Rating.GREEN, 66, 170))
"""Degrees of the colour circle: Excel's reds lie about 0, its ambers and yellows from 30 to 60, its greens to 150."""


def read_rating(read: Row, wording: str) -> None:
    """The row's rating in its own words; where the cell is empty but coloured, the colour's."""
    read.rating_wording = wording
    read.rating = rating_in(wording)
    if wording or Role.RATING not in read.table.roles:
        return
    location = read.place(Role.RATING)
    rating = rating_of_colour(read.table.grid.sheet.fills.get((location.row, location.column), ""))
    if rating is not None:
        read.rating, read.rating_wording = rating, rating.label
        message = f"{read.about}: {location.cell} is empty and its colour was read as the rating {rating.label}."
        read.findings.append(Finding(Severity.NOTE, "rating_from_colour", message, location))


def rating_in(wording: str) -> Rating | None:
    """`GREEN`, `R`, `Nearly met`, `Off track` as a rating; None for any other words, which are kept as they are."""
    return _RATINGS.get(tidy(wording).casefold().strip(".:;()[] "))


def rating_of_colour(fill: str) -> Rating | None:
    """The rating that a colour (RGB hex) stands for; None for white, grey, blue and the like."""
    if len(fill) != 6:
        return None
    hue, saturation, brightness = colorsys.rgb_to_hsv(*(byte / 255 for byte in bytes.fromhex(fill)))
    if saturation < LEAST_SATURATION or brightness < LEAST_BRIGHTNESS:
        return None
    degrees = hue * 360
    degrees -= 360 if degrees > 340 else 0
    return next((rating for rating, low, high in _HUES if low <= degrees < high), None)
