"""Charts as files can hold them: the same drawing as on the pages, with letters that every machine has."""

import re
from functools import lru_cache

import vl_convert

from reports.charts import Chart, chart_svg
from reports.renderers.printable import FONT, FONTS, drawable, printable

SCALE = 3
"""Of a picture to its own size in pixels, so that it is sharp on paper."""
_LETTERS = re.compile(r'font-family="[^"]*"')
_TEXT = re.compile(r"(?<=>)[^<]+(?=<)")


def drawing(chart: Chart) -> str:
    """The SVG document in the letters of `printable.FONTS`."""
    svg = _LETTERS.sub(f"font-family=\"'{FONT}'\"", printable(chart_svg(chart).decode()))
    return _TEXT.sub(lambda text: drawable(text[0]), svg)


def picture(chart: Chart) -> bytes:
    """The drawing as PNG."""
    _letters_are_known()
    return bytes(vl_convert.svg_to_png(drawing(chart), scale=SCALE))


@lru_cache(maxsize=1)
def _letters_are_known() -> None:
    vl_convert.register_font_directory(str(FONTS))
