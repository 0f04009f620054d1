"""What the committee's report is made of: an outline in frozen data that Word, PDF and an HTML preview draw alike.

Every number stands in its text's place as it is read (`3.6.1`), so that no drawing can count differently.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from commentary.prose.markup import Block as ProseBlock
from reports.charts import Chart

RatingName = Literal["green", "amber", "red", ""]


@dataclass(frozen=True)
class Heading:
    """A heading. `level` is 1 for a section, without gaps below it; `rating` a word that stands in a mark of its own.

    `is_impact`: one of the unnumbered sections of the front sheet, drawn smaller than a numbered one.
    """

    level: int
    number: str
    text: str
    rating: RatingName = ""
    is_impact: bool = False

    @property
    def words(self) -> str:
        """`3.6.1 Indicator 26: Care leavers in education (RED)`, as a table of contents has it."""
        rated = f" ({self.rating.upper()})" if self.rating else ""
        return f"{f'{self.number} ' if self.number else ''}{self.text}{rated}"


@dataclass(frozen=True)
class Numbered:
    """A paragraph with its number before it, in the markup of commentary."""

    number: str
    blocks: tuple[ProseBlock, ...]


@dataclass(frozen=True)
class Prose:
    """What people wrote, without a number. `is_exempt`: it stands in Part 2 only and is marked so."""

    blocks: tuple[ProseBlock, ...]
    is_exempt: bool = False


@dataclass(frozen=True)
class Sentence:
    """Words of ours, on one line of thought. `label` or the mark of a rating begins it; `is_quiet` is smaller type."""

    text: str
    label: str = ""
    rating: RatingName = ""
    is_quiet: bool = False


@dataclass(frozen=True)
class Links:
    """Addresses that the paper has, under a label."""

    label: str
    links: tuple["Link", ...]


@dataclass(frozen=True)
class Link:
    text: str
    address: str
    note: str = ""


@dataclass(frozen=True)
class Facts:
    """A list of names with what is said of each. `caption` is for who cannot see where it stands."""

    caption: str
    rows: tuple["Fact", ...]


@dataclass(frozen=True)
class Fact:
    name: str
    blocks: tuple[ProseBlock, ...]


@dataclass(frozen=True)
class Picture:
    """A chart with its words for who cannot see it."""

    chart: Chart
    caption: str
    alternative: str


Look = Literal["figure", "words", "strong", "quiet", "exempt", "rating"]


@dataclass(frozen=True)
class Line:
    """One line of a cell. `figure` is a number; `exempt` says that Part 1 has not what stands above it."""

    text: str
    look: Look = "words"
    rating: RatingName = ""


@dataclass(frozen=True)
class Cell:
    """A cell over so many columns and rows. `is_heading`: it heads its row."""

    lines: tuple[Line, ...] = ()
    columns: int = 1
    rows: int = 1
    is_heading: bool = False
    is_figure: bool = False


@dataclass(frozen=True)
class RowGroup:
    """Rows under a name of their own; without a name they stand as they are."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Table:
    """A table. `widths` are the shares of its columns; the rows of `head` are repeated on every page.

    A row of `head` or of a group has no cell where one from the left or from above reaches over.
    """

    caption: str
    widths: tuple[int, ...]
    head: tuple[tuple[Cell, ...], ...]
    groups: tuple[RowGroup, ...]
    note: str = ""


Item = Heading | Numbered | Prose | Sentence | Links | Facts | Picture | Table


@dataclass(frozen=True)
class Document:
    """The committee's report of one paper.

    `part` is its first line, `exemption` the paragraph of Schedule 12A in Part 2. `body` is read on upright pages,
    `appendix` on wide ones. `dated` stands for every date that a file's properties ask for.
    """

    part: str
    exemption: str
    council: str
    title: str
    dated: date
    front: Facts
    body: tuple[Item, ...]
    appendix: tuple[Item, ...]

    @property
    def headings(self) -> tuple[Heading, ...]:
        """The outline, in order."""
        return tuple(item for item in (*self.body, *self.appendix) if isinstance(item, Heading))
