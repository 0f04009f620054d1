"""How the Word report looks: the styles of a plain document, in English, without what a template brings along."""

from collections.abc import Iterator
from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from reports.renderers.word_elements import element

INK, QUIET, LINE, WASH, ACCENT, WHITE = "15232B", "56646D", "C6D0D4", "F3F7F8", "0B4F5C", "FFFFFF"
RATINGS = {"red": "A61C1C", "amber": "A65200", "green": "1C6B3C"}
"""Each has a contrast of 4.5:1 or more with white, as letters and below white ones."""
SHAPES = {"red": "■", "amber": "▲", "green": "●"}
LETTERS = "Arial"
LANGUAGE = "en-GB"
NUMBER_WIDTH = Cm(1.5)

QUIET_TEXT, NUMBERED, IMPACT = "Quiet", "Numbered", "Heading 1 Impact"
EXEMPT, TABLE_TEXT, TABLE_QUIET, EXEMPT_HEADING = "Exempt", "Table Text", "Table Quiet", "Exempt Heading"
HEADINGS = {"Heading 1": (15, 18), "Heading 2": (12.5, 14), "Heading 3": (11.5, 12), "Heading 4": (11, 12)}
"""The size of each, and the space above it, in points."""
TEMPLATES_OWN = (
    "w:rPr/w:rFonts",
    "w:rPr/w:lang",
    "w:rPr/w:spacing",
    "w:rPr/w:kern",
    "w:pPr/w:pBdr",
    "w:pPr/w:tabs",
    "w:link",
)
KEPT = {
    "Normal",
    "Header",
    "Footer",
    "Title",
    "Caption",
    "List Bullet",
    "List Bullet 2",
    "List Bullet 3",
    "List Continue",
    "Default Paragraph Font",
    "Normal Table",
    "No List",
    *HEADINGS,
}


def dress(document: Any) -> None:
    """Gives an empty document the styles of the report, and takes away all others."""
    styles = document.styles
    for style in [each for each in styles if each.name not in KEPT]:
        style.element.getparent().remove(style.element)
    for style in styles:
        _untie(style.element)
    _default_letters(styles.element)
    _normal(styles["Normal"])
    for name, (size, above) in HEADINGS.items():
        _heading(styles[name], size, above)
    _heading(_new(styles, IMPACT, styles["Heading 1"]), 11, 8)
    _look(styles["Title"], 20, is_bold=True, above=0, below=8)
    _look(styles["Caption"], 10, is_bold=True, above=8, below=4).keep_with_next = True
    for name in ("Header", "Footer"):
        _look(styles[name], 9, colour=QUIET, below=0)
    for name in ("List Bullet", "List Bullet 2", "List Bullet 3", "List Continue"):
        _look(styles[name], 11, below=4)
    _look(_new(styles, QUIET_TEXT), 10, colour=QUIET, below=6)
    numbered = _look(_new(styles, NUMBERED), 11, below=6)
    numbered.left_indent, numbered.first_line_indent = NUMBER_WIDTH, -NUMBER_WIDTH
    numbered.tab_stops.add_tab_stop(NUMBER_WIDTH)
    _look(_new(styles, TABLE_TEXT), 10, below=0)
    _look(_new(styles, TABLE_QUIET), 10, colour=QUIET, below=0)
    exempt = _look(_new(styles, EXEMPT_HEADING), 10, is_bold=True, colour=RATINGS["red"], below=2)
    exempt.keep_with_next = True
    _exempt(_new(styles, EXEMPT))
    _hyperlink(styles)


def _new(styles: Any, name: str, base: Any = None) -> Any:
    style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = base or styles["Normal"]
    style.quick_style = True
    return style


def _normal(style: Any) -> None:
    _look(style, 11, colour=INK, below=6).line_spacing = 1.15


def _heading(style: Any, size: float, above: float) -> None:
    layout = _look(style, size, is_bold=True, colour=INK, above=above, below=4)
    layout.keep_with_next = True
    layout.alignment = WD_ALIGN_PARAGRAPH.LEFT


def _look(
    style: Any, size: float, *, is_bold: bool = False, colour: str = INK, above: float = 0, below: float = 6
) -> Any:
    """Dresses the letters of a style, and gives back its layout."""
    style.font.name, style.font.size, style.font.bold, style.font.italic = LETTERS, Pt(size), is_bold, False
    style.font.color.rgb = RGBColor.from_string(colour)
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(above), Pt(below)
    return style.paragraph_format


def _exempt(style: Any) -> None:
    """Text of Part 2 alone, with a line beside it."""
    layout = _look(style, 11)
    layout.left_indent = Cm(0.4)
    beside = element("left", val="single", sz=18, space=8, color=RATINGS["red"])
    layout.element.get_or_add_pPr().insert_element_before(
        element("pBdr", beside), "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc"
    )


def _hyperlink(styles: Any) -> None:
    style = styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER)
    style.font.color.rgb = RGBColor.from_string(ACCENT)
    style.font.underline = True


def _untie(style: Any) -> None:
    """Without the letters, borders and tabulators of a template, nor a tie to a style that is not there."""
    for name in TEMPLATES_OWN:
        for found in _found(style, name):
            found.getparent().remove(found)


def _found(start: Any, path: str) -> Iterator[Any]:
    return iter(start.findall("/".join(qn(part) for part in path.split("/"))))


def _default_letters(styles: Any) -> None:
    """One letter and one language for whatever a style does not say."""
    defaults = next(_found(styles, "w:docDefaults/w:rPrDefault/w:rPr"))
    for child in list(defaults):
        if child.tag in (qn("w:rFonts"), qn("w:lang")):
            defaults.remove(child)
    defaults.insert(0, element("rFonts", ascii=LETTERS, hAnsi=LETTERS, cs=LETTERS, eastAsia=LETTERS))
    defaults.append(element("lang", val=LANGUAGE, eastAsia=LANGUAGE, bidi="ar-SA"))
