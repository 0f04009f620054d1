"""Commentary's small markup: paragraphs, lists, emphasis, links. One parse gives the page, the plain text, the blocks.

The text is CommonMark with most of it turned off: no headings, images, tables, quotations, code or HTML. What is not
markup is shown as it was typed. The end of a line is a break, as people see it when they type. Links lead to http,
https and mailto addresses; any other is left as it was typed.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from html import escape
from itertools import groupby

from markdown_it import MarkdownIt
from markdown_it.token import Token

RULES = ("list", "newline", "escape", "emphasis", "link", "balance_pairs", "fragments_join", "text_join")
_ALLOWED = re.compile(r"(?:https?://|mailto:)[^\s]", re.IGNORECASE)


@dataclass(frozen=True)
class Run:
    """Text of one look; a line's end is a break. `link` is the address, or empty."""

    text: str
    emphasis: bool = False
    strong: bool = False
    link: str = ""


@dataclass(frozen=True)
class Paragraph:
    runs: tuple[Run, ...]


@dataclass(frozen=True)
class BulletList:
    """Each item is what stands in it: paragraphs, and lists within."""

    items: tuple[tuple["Block", ...], ...]


@dataclass(frozen=True)
class NumberedList:
    """As a bullet list, counted from `start`."""

    items: tuple[tuple["Block", ...], ...]
    start: int = 1


Block = Paragraph | BulletList | NumberedList


def blocks(text: str) -> tuple[Block, ...]:
    """The text as a tree, for whatever is made from it: the page, Word, PDF."""
    return _Reader(_parser().parse(text)).blocks()


def to_html(text: str) -> str:
    """The text as HTML, with everything in it escaped. It has p, ul, ol, li, em, strong, a and br, nothing else."""
    return html_of(blocks(text))


def html_of(tree: Iterable[Block]) -> str:
    """A tree as `to_html` writes it."""
    return "".join(_html(block) for block in tree)


def plain_text(text: str) -> str:
    """The text without its markup, a blank line between paragraphs; a link is its words."""
    return "\n\n".join(_plain(block) for block in blocks(text))


def is_allowed(address: str) -> bool:
    """Whether commentary may lead to an address."""
    return bool(_ALLOWED.match(address))


def _parser() -> MarkdownIt:
    parser = MarkdownIt("zero").enable(list(RULES))
    parser.validateLink = is_allowed  # type: ignore[assignment, method-assign]
    return parser


class _Reader:
    """Reads the parser's flat list of tokens from the front."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.position = 0

    def blocks(self, until: str = "") -> tuple[Block, ...]:
        found: list[Block] = []
        while self.position < len(self.tokens):
            token = self.tokens[self.position]
            self.position += 1
            if token.type == until:
                break
            if token.type == "inline":
                found.append(Paragraph(_runs(token.children or [])))
            elif token.type == "bullet_list_open":
                found.append(BulletList(self._items("bullet_list_close")))
            elif token.type == "ordered_list_open":
                found.append(NumberedList(self._items("ordered_list_close"), int(token.attrs.get("start", 1))))
        return tuple(found)

    def _items(self, until: str) -> tuple[tuple[Block, ...], ...]:
        found = []
        while self.tokens[self.position].type != until:
            self.position += 1  # the opening of an item
            found.append(self.blocks("list_item_close"))
        self.position += 1
        return tuple(found)


def _runs(tokens: list[Token]) -> tuple[Run, ...]:
    runs: list[Run] = []
    look = Run("")
    emphasised = strong = 0
    for token in tokens:
        if token.type in ("em_open", "em_close"):
            emphasised += token.nesting
        elif token.type in ("strong_open", "strong_close"):
            strong += token.nesting
        elif token.type == "link_open":
            look = replace(look, link=str(token.attrs["href"]))
        elif token.type == "link_close":
            look = replace(look, link="")
        else:
            said = "\n" if token.type in ("softbreak", "hardbreak") else token.content
            run = replace(look, text=said, emphasis=emphasised > 0, strong=strong > 0)
            if said:
                runs.append(run)
    return tuple(runs)


def _html(block: Block) -> str:
    if isinstance(block, Paragraph):
        return f"<p>{_html_of_runs(block.runs)}</p>\n"
    items = "".join(f"<li>{_html_of_item(item)}</li>\n" for item in block.items)
    if isinstance(block, BulletList):
        return f"<ul>\n{items}</ul>\n"
    start = f' start="{block.start}"' if block.start != 1 else ""
    return f"<ol{start}>\n{items}</ol>\n"


def _html_of_item(item: tuple[Block, ...]) -> str:
    """A single paragraph stands in its item without tags of its own."""
    if len(item) == 1 and isinstance(item[0], Paragraph):
        return _html_of_runs(item[0].runs)
    return "".join(_html(block) for block in item)


def _html_of_runs(runs: tuple[Run, ...]) -> str:
    html = ""
    for link, of_link in groupby(runs, key=lambda run: run.link):
        inside = "".join(_html_of_look(run) for run in of_link)
        html += f'<a href="{escape(link)}">{inside}</a>' if link else inside
    return html


def _html_of_look(run: Run) -> str:
    html = escape(run.text).replace("\n", "<br>\n")
    html = f"<em>{html}</em>" if run.emphasis else html
    return f"<strong>{html}</strong>" if run.strong else html


def _plain(block: Block) -> str:
    if isinstance(block, Paragraph):
        return "".join(run.text for run in block.runs)
    lines = []
    for position, item in enumerate(block.items):
        mark = "-" if isinstance(block, BulletList) else f"{block.start + position}."
        inside = "\n".join(_plain(each) for each in item)
        lines.append(f"{mark} " + inside.replace("\n", "\n" + " " * (len(mark) + 1)))
    return "\n".join(lines)
