"""Tables of the Word report: a caption, heading rows that are repeated on every page, rows that stay whole."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from reports.renderers.document_parts import Cell, Line, RowGroup, Table
from reports.renderers.printable import printable
from reports.renderers.word_elements import Element, element, paragraph, run
from reports.renderers.word_styles import ACCENT, LINE, QUIET, RATINGS, SHAPES, WASH, WHITE

MARGIN = 40
"""Beside the text of a cell, in twentieths of a point."""
EXEMPT_SHARE = 0.8
"""How large `not in Part 1` is beside the figure above it."""


def table(content: Table, width: int, size: float) -> Iterator[Element]:
    """The caption and the table. `width` is of the page, in twentieths of a point; `size` of letters, in points."""
    widths = _widths(content.widths, width)
    note = [run(f"  {content.note}", colour=QUIET)] if content.note else []
    yield paragraph("Caption", run(content.caption), *note)
    drawer = _Drawer(widths, size)
    made = element("tbl", _properties(content, sum(widths)), _grid(widths))
    made.extend(drawer.rows(content.head, is_head=True))
    for group in content.groups:
        made.extend(drawer.group(group))
    yield made
    yield paragraph("TableText")


def mark(rating: str) -> Element:
    """A rating: a shape and a word in white on its colour."""
    return run(f" {SHAPES[rating]} {rating.upper()} ", is_bold=True, colour=WHITE, fill=RATINGS[rating])


def cell_borders(*sides: str) -> Element:
    """Thin lines on these sides."""
    return element("tblBorders", *(element(side, val="single", sz=4, space=0, color=LINE) for side in sides))


def margins() -> Element:
    """Room around the text of every cell."""
    sides = (("top", 40), ("left", MARGIN), ("bottom", 40), ("right", MARGIN))
    return element("tblCellMar", *(element(side, w=room, type="dxa") for side, room in sides))


class _Drawer:
    """Draws rows of cells on columns of these widths."""

    def __init__(self, widths: Sequence[int], size: float) -> None:
        self.widths = widths
        self.size = size

    def group(self, group: RowGroup) -> Iterator[Element]:
        if group.name:
            name = run(group.name, is_bold=True, colour=WHITE)
            whole = self._cell(
                [paragraph("TableText", self._sized(name), keeps_next=True)], 0, len(self.widths), ACCENT
            )
            yield element("tr", element("trPr", element("cantSplit")), whole)
        yield from self.rows(group.rows)

    def rows(self, rows: Sequence[Sequence[Cell]], is_head: bool = False) -> Iterator[Element]:
        """The rows. A cell over several rows is continued below, where the next row has no cell of its own."""
        reaching: dict[int, tuple[Cell, int]] = {}
        for cells in rows:
            look = element("trPr", element("cantSplit"), *([element("tblHeader")] if is_head else []))
            made = element("tr", look)
            waiting = iter(cells)
            column = 0
            while column < len(self.widths):
                if column in reaching:
                    cell, left = reaching.pop(column)
                    made.append(self._drawn(replace(cell, lines=()), column, is_head, "continue"))
                    if left > 1:
                        reaching[column] = (cell, left - 1)
                else:
                    cell = next(waiting)
                    made.append(self._drawn(cell, column, is_head, "restart" if cell.rows > 1 else ""))
                    if cell.rows > 1:
                        reaching[column] = (cell, cell.rows - 1)
                column += cell.columns
            yield made

    def _drawn(self, cell: Cell, column: int, is_head: bool, merge: str) -> Element:
        fill = WASH if is_head or cell.columns > 1 else ""
        alignment = "center" if cell.columns > 1 else "right" if cell.is_figure else ""
        lines = [
            paragraph(*self._line(line), keeps_next=is_head, alignment=alignment) for line in cell.lines or (Line(""),)
        ]
        return self._cell(lines, column, cell.columns, fill, merge)

    def _line(self, line: Line) -> tuple[str, Element]:
        if line.look == "rating":
            return "TableText", self._sized(mark(line.rating))
        if line.look == "exempt":
            return "TableText", self._sized(run(line.text, is_bold=True, colour=RATINGS["red"]), EXEMPT_SHARE)
        style = "TableQuiet" if line.look == "quiet" else "TableText"
        return style, self._sized(run(line.text, is_bold=line.look == "strong"))

    def _sized(self, written: Element, share: float = 1) -> Element:
        """The run in the letters of this table."""
        look = written.find(element("rPr").tag)
        if look is None:
            look = element("rPr")
            written.insert(0, look)
        shade = look.find(element("shd").tag)
        size = element("sz", val=round(self.size * share * 2))
        if shade is None:
            look.append(size)
        else:
            shade.addprevious(size)
        return written

    def _cell(self, content: Sequence[Element], column: int, columns: int, fill: str, merge: str = "") -> Element:
        look = [element("tcW", w=sum(self.widths[column : column + columns]), type="dxa")]
        if columns > 1:
            look.append(element("gridSpan", val=columns))
        if merge:
            look.append(element("vMerge", val=merge))
        if fill:
            look.append(element("shd", val="clear", color="auto", fill=fill))
        return element("tc", element("tcPr", *look), *content)


def _properties(content: Table, width: int) -> Element:
    return element(
        "tblPr",
        element("tblW", w=width, type="dxa"),
        cell_borders("bottom", "insideH"),
        element("tblLayout", type="fixed"),
        margins(),
        element("tblLook", val="0020", firstRow=1, lastRow=0, firstColumn=0, lastColumn=0, noHBand=1, noVBand=1),
        element("tblCaption", val=printable(content.caption)),
        element("tblDescription", val=printable(content.note or content.caption)),
    )


def _grid(widths: Sequence[int]) -> Element:
    return element("tblGrid", *(element("gridCol", w=width) for width in widths))


def _widths(shares: Sequence[int], width: int) -> list[int]:
    """The page's width shared out; what rounding leaves goes to the last column."""
    whole = sum(shares)
    widths = [width * share // whole for share in shares]
    widths[-1] += width - sum(widths)
    return widths
