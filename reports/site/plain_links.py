"""Makes a page's links relative, so that it can lie anywhere as a plain file. The rest of the page stays as it is."""

import posixpath
import re
from collections.abc import Callable
from html import escape
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urlsplit, urlunsplit

WITH_LINKS = {"href", "src", "srcset"}
_PLAIN = re.compile(r"[a-z0-9][a-z0-9_.-]*")


class CannotBeAFile(Exception):
    """An address that has no place among plain files; says which."""


def file_of(address: str) -> str:
    """Where an address is among the files: `reports/index.html`, `feed.atom`; a filtered page in a folder of its own.

    Raises CannotBeAFile for a query that is not made of plain words, as a search is.
    """
    parts = urlsplit(address)
    path = parts.path.lstrip("/")
    asked = parse_qsl(parts.query, keep_blank_values=True)
    folders = [f"{name}-{value}" for name, value in asked]
    if not all(_PLAIN.fullmatch(each) for pair in asked for each in pair) or (asked and not parts.path.endswith("/")):
        raise CannotBeAFile(address)
    if folders:
        path += "/".join(["filter", *sorted(folders), ""])
    return f"{path}index.html" if path.endswith("/") or not path else path


def relative(page: str, address: str) -> str:
    """The link from a page's address to another on this site; a folder's index is its folder."""
    parts = urlsplit(address)
    target = file_of(urlunsplit(("", "", parts.path, parts.query, "")))
    here = posixpath.dirname(file_of(page))
    if target == file_of(page) and parts.fragment:
        return f"#{parts.fragment}"
    link = posixpath.relpath(target, here or ".")
    if posixpath.basename(target) == "index.html":
        link = f"{posixpath.dirname(link)}/" if "/" in link else "./"
    return urlunsplit(("", "", link, "", parts.fragment))


class _Copy(HTMLParser):
    """Writes a page down again as it is read, with other links."""

    def __init__(self, link: Callable[[str], str]) -> None:
        super().__init__(convert_charrefs=False)
        self.link = link
        self.found: list[str] = []
        self.written: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        written = self.get_starttag_text() or ""
        for name, value in attrs:
            if name in WITH_LINKS and value and value.startswith("/") and not value.startswith("//"):
                self.found.append(value)
                before, after, rest = written.partition(f'{name}="{escape(value)}"')
                if not after:
                    raise CannotBeAFile(f"{value}, as it is written in {written}")
                written = f'{before}{name}="{escape(self.link(value))}"{rest}'
        self.written.append(written)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        self.written.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self.written.append(data)

    def handle_entityref(self, name: str) -> None:
        self.written.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.written.append(f"&#{name};")

    def handle_comment(self, data: str) -> None:
        self.written.append(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        self.written.append(f"<!{decl}>")


def with_links(html: str, link: Callable[[str], str]) -> tuple[str, list[str]]:
    """The page with each address on this site changed by `link`, and those addresses as they were."""
    copy = _Copy(link)
    copy.feed(html)
    copy.close()
    return "".join(copy.written), copy.found
