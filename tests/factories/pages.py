"""Walks the public pages as a reader could, by their links."""

import gzip
import re
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

from django.http import HttpResponse
from django.test import Client

NOT_PUBLIC_PAGES = ("/account/", "/office/", "/administration/", "/static/")


def links_of(page: str, address: str) -> Iterator[str]:
    """Addresses on this site that the page names, without fragments."""
    for link in re.findall(r'\s(?:href|src|action)="([^"]*)"', page):
        target = urldefrag(urljoin(address, unescape(link))).url
        if not urlsplit(target).netloc and not target.startswith(NOT_PUBLIC_PAGES):
            yield target


def every_public_page(below: str = "/") -> dict[str, HttpResponse]:
    """The first page, and each `below` an address that can be reached from it without signing in, by its address."""
    browser = Client()
    found: dict[str, HttpResponse] = {}
    waiting = ["/"]
    while waiting:
        address = waiting.pop()
        if address in found:
            continue
        found[address] = browser.get(address)
        if not found[address]["Content-Type"].startswith("text/html"):
            continue
        links = links_of(found[address].content.decode(), address)
        waiting.extend(link for link in links if link.startswith(below))
    return found


def every_byte(response: HttpResponse) -> bytes:
    """Status, headers and body as they are sent, but for the number of the request, which is another each time."""
    said = sorted((name, value) for name, value in response.headers.items() if name != "X-Request-ID")
    headers = "".join(f"{name}: {value}\n" for name, value in said)
    body = response.content
    if response.headers.get("Content-Encoding") == "gzip":
        body = gzip.decompress(body)
    return f"{response.status_code}\n{headers}\n".encode() + body


class TableReader(HTMLParser):
    """The tables of a page as grids of text: a cell that spans columns or rows stands in each of them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tables: list[dict[tuple[int, int], str]] = []
        self.cell: tuple[int, int, int, int] | None = None
        self.text: list[str] = []
        self.row = -1
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.tables.append({})
            self.row = -1
        elif tag == "tr":
            self.row += 1
        elif tag in ("td", "th"):
            spans = dict(attrs)
            column = 0
            while (self.row, column) in self.tables[-1]:
                column += 1
            self.cell = (self.row, column, int(spans.get("rowspan") or 1), int(spans.get("colspan") or 1))
            self.text = []
            self._fill("")

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th") and self.cell:
            self._fill(" ".join("".join(self.text).split()))
            self.cell = None

    def _fill(self, text: str) -> None:
        if self.cell is None:
            return
        row, column, rows, columns = self.cell
        for place in [(row + down, column + right) for down in range(rows) for right in range(columns)]:
            self.tables[-1][place] = text


def grid_of(page: str, table: int = 0) -> list[list[str]]:
    """One table of a page, row by row."""
    cells = TableReader(page).tables[table]
    width = max(column for _, column in cells) + 1
    return [[cells.get((row, column), "") for column in range(width)] for row in range(max(r for r, _ in cells) + 1)]


def tables_of(page: str) -> list[list[list[str]]]:
    """Every table of a page, row by row."""
    return [grid_of(page, place) for place in range(page.count("<table"))]
