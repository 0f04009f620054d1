"""The elements of WordprocessingML that a report needs and python-docx has no words for."""

from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from reports.renderers.printable import printable

Element = Any
"""An lxml element."""


def element(name: str, *children: Element, **attributes: object) -> Element:
    """`w:name` with these attributes of the same namespace."""
    made = OxmlElement(f"w:{name}")
    for attribute, value in attributes.items():
        made.set(qn(f"w:{attribute}"), str(value))
    made.extend(children)
    return made


def run(
    text: str,
    *,
    is_bold: bool = False,
    is_italic: bool = False,
    style: str = "",
    colour: str = "",
    fill: str = "",
) -> Element:
    """Text of one look; the end of a line is a break, a tabulator one."""
    look = []
    if style:
        look.append(element("rStyle", val=style))
    if is_bold:
        look.append(element("b"))
    if is_italic:
        look.append(element("i"))
    if colour:
        look.append(element("color", val=colour))
    if fill:
        look.append(element("shd", val="clear", color="auto", fill=fill))
    made = element("r", *([element("rPr", *look)] if look else []))
    for place, line in enumerate(printable(text).split("\n")):
        if place:
            made.append(element("br"))
        for tabulator, part in enumerate(line.split("\t")):
            if tabulator:
                made.append(element("tab"))
            if part:
                written = element("t")
                written.text = part
                written.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
                made.append(written)
    return made


def paragraph(style: str, *runs: Element, keeps_next: bool = False, alignment: str = "") -> Element:
    """A paragraph of a style, by the style's id."""
    look = [element("pStyle", val=style)]
    if keeps_next:
        look.append(element("keepNext"))
    if alignment:
        look.append(element("jc", val=alignment))
    return element("p", element("pPr", *look), *runs)


def field(instruction: str) -> Element:
    """What Word works out when it lays the page out: `PAGE`, `NUMPAGES`."""
    return element("fldSimple", run("1"), instr=instruction)
