"""What stands between head and foot: each item of the outline as paragraphs, tables and pictures."""

from collections.abc import Iterator, Sequence
from functools import singledispatchmethod
from io import BytesIO
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.shared import Cm

from commentary.prose.markup import Block, BulletList, NumberedList, Run
from reports.renderers.document_parts import (
    Document,
    Facts,
    Heading,
    Item,
    Links,
    Numbered,
    Picture,
    Prose,
    Sentence,
    Table,
)
from reports.renderers.pictures import picture
from reports.renderers.printable import printable
from reports.renderers.word_elements import Element, element, paragraph, run
from reports.renderers.word_styles import RATINGS
from reports.renderers.word_tables import cell_borders, margins, mark, table

FACT_NAMES = 27
"""Of a hundred parts of the page's width, for the names of a list of facts."""
PICTURE_WIDTH = Cm(12.4)
DEEPEST_LIST = 3
EXEMPT_MARK = "EXEMPT – not for publication"


class Body:
    """Writes into a python-docx document, in order."""

    def __init__(self, document: Any) -> None:
        self.document = document
        self.width = 0
        self.letters = 0.0

    def opening(self, content: Document, exempt: str, width: int) -> None:
        """The first lines, and the front sheet."""
        self._put([paragraph("Quiet", run(content.council)), paragraph("Title", run(content.part))])
        if exempt:
            self._put([paragraph("ExemptHeading", run(exempt))])
        self.width = width
        self._put(self._drawn(content.front))

    def add(self, items: Sequence[Item], width: int, letters: float) -> None:
        """Draws these on a page of a width in twentieths of a point, with tables in letters of a size in points."""
        self.width, self.letters = width, letters
        for item in items:
            self._put(self._drawn(item))

    def _put(self, elements: Iterator[Element] | Sequence[Element]) -> None:
        """Before the properties of the last section, which end the document."""
        last = self.document.element.body.sectPr
        for each in elements:
            last.addprevious(each)

    @singledispatchmethod
    def _drawn(self, item: Any) -> Iterator[Element]:
        raise TypeError(f"{type(item).__name__} cannot be drawn.")

    @_drawn.register
    def _(self, item: Heading) -> Iterator[Element]:
        style = "Heading1Impact" if item.is_impact else f"Heading{item.level}"
        runs = [run(f"{item.number} " if item.number else ""), run(item.text)]
        if item.rating:
            runs.append(run(f" ({item.rating.upper()})", colour=RATINGS[item.rating]))
        yield paragraph(style, *runs)

    @_drawn.register
    def _(self, item: Numbered) -> Iterator[Element]:
        """The number stands before the first paragraph; what follows it is indented as far."""
        number = f"{item.number}\t"
        for place, block in enumerate(item.blocks):
            if isinstance(block, BulletList | NumberedList):
                yield from self._blocks([block])
            else:
                yield paragraph("Numbered", run("\t" if place else number), *self._runs(block.runs))

    @_drawn.register
    def _(self, item: Prose) -> Iterator[Element]:
        if item.is_exempt:
            yield paragraph("ExemptHeading", run(EXEMPT_MARK))
        yield from self._blocks(item.blocks, "Exempt" if item.is_exempt else "Normal")

    @_drawn.register
    def _(self, item: Sentence) -> Iterator[Element]:
        runs = [mark(item.rating), run("  ")] if item.rating else []
        if item.label:
            runs += [run(item.label, is_bold=True), run(" ")]
        yield paragraph("Quiet" if item.is_quiet else "Normal", *runs, run(item.text))

    @_drawn.register
    def _(self, item: Links) -> Iterator[Element]:
        yield paragraph("Normal", run(item.label, is_bold=True), keeps_next=True)
        for each in item.links:
            note = [run(f", {each.note}")] if each.note else []
            yield paragraph("ListBullet", self._link(each.address, [run(each.text, style="Hyperlink")]), *note)

    @_drawn.register
    def _(self, item: Facts) -> Iterator[Element]:
        """Two columns without a head: names, and what is said of each."""
        names = self.width * FACT_NAMES // 100
        widths = (names, self.width - names)
        properties = element(
            "tblPr",
            element("tblW", w=self.width, type="dxa"),
            cell_borders("top", "bottom", "insideH"),
            element("tblLayout", type="fixed"),
            margins(),
            element("tblLook", val="0080", firstRow=0, lastRow=0, firstColumn=1, lastColumn=0, noHBand=1, noVBand=1),
            element("tblCaption", val=item.caption),
            element("tblDescription", val=f"{item.caption}: names, and what is said of each."),
        )
        made = element("tbl", properties, element("tblGrid", *(element("gridCol", w=width) for width in widths)))
        for row in item.rows:
            name = [paragraph("TableText", run(row.name, is_bold=True))]
            said = list(self._blocks(row.blocks, "TableText")) or [paragraph("TableText")]
            cells = [
                element("tc", element("tcPr", element("tcW", w=width, type="dxa")), *content)
                for width, content in zip(widths, (name, said), strict=True)
            ]
            made.append(element("tr", element("trPr", element("cantSplit")), *cells))
        yield made
        yield paragraph("TableText")

    @_drawn.register
    def _(self, item: Picture) -> Iterator[Element]:
        yield paragraph("Caption", run(item.caption))
        drawn = self.document.add_paragraph()
        inline = drawn.add_run().add_picture(BytesIO(picture(item.chart)), width=PICTURE_WIDTH)
        described = inline._inline.docPr
        described.set("descr", printable(item.alternative))
        described.set("title", printable(item.caption))
        inline._inline.graphic.graphicData.pic.nvPicPr.cNvPr.set("name", "Chart")
        yield drawn._p

    @_drawn.register
    def _(self, item: Table) -> Iterator[Element]:
        yield from table(item, self.width, self.letters)

    def _blocks(self, blocks: Sequence[Block], style: str = "Normal", depth: int = 0) -> Iterator[Element]:
        for block in blocks:
            if isinstance(block, BulletList | NumberedList):
                yield from self._list(block, depth + 1)
            else:
                yield paragraph(style, *self._runs(block.runs))

    def _list(self, block: BulletList | NumberedList, depth: int) -> Iterator[Element]:
        """Points as a list of Word's; counted items with their numbers as they were typed."""
        level = min(depth, DEEPEST_LIST)
        bullet = "ListBullet" if level == 1 else f"ListBullet{level}"
        for place, item in enumerate(block.items):
            first, rest = item[:1], item[1:]
            if isinstance(block, BulletList):
                yield from self._blocks(first, bullet, depth)
            else:
                numbered, *others = list(self._blocks(first, "Numbered", depth)) or [paragraph("Numbered")]
                numbered.insert(1, run(f"{block.start + place}.\t"))
                yield from (numbered, *others)
            yield from self._blocks(rest, "ListContinue", depth)

    def _runs(self, runs: Sequence[Run]) -> Iterator[Element]:
        for each in runs:
            style = "Hyperlink" if each.link else ""
            made = run(each.text, is_bold=each.strong, is_italic=each.emphasis, style=style)
            yield self._link(each.link, [made]) if each.link else made

    def _link(self, address: str, runs: Sequence[Element]) -> Element:
        """The runs as a link to an address that the paper has."""
        made = element("hyperlink", *runs)
        place = self.document.part.relate_to(printable(address), RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        made.set(qn("r:id"), place)
        return made
