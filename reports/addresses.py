"""Where the pages of a paper are. A Part 1 paper leads to public addresses, a Part 2 paper to the office's.

A Part 1 paper that was superseded leads to addresses of its own turn.
"""

from typing import Any

from django.urls import reverse

from reports.superseded import SupersededPaper
from reports.wording import AnyPaper


def index_url(paper: AnyPaper) -> str:
    return _of("index", paper)


def summary_url(paper: AnyPaper) -> str:
    """The summary in pictures."""
    return _of("summary", paper)


def changes_url(paper: AnyPaper) -> str:
    """What changed since the report before."""
    return _of("changes", paper)


def downloads_url(paper: AnyPaper) -> str:
    """The downloads of a Part 1 paper; empty for Part 2, whose files the office has."""
    return "" if paper.part == 2 else _of("downloads", paper)


def indicator_url(paper: AnyPaper, key: str) -> str:
    return _of("indicator", paper, key=key)


def page_name(page: str, paper: AnyPaper) -> tuple[str, dict[str, Any]]:
    """The name of the address of a paper's page, and the arguments that say which paper it is."""
    arguments: dict[str, Any] = {"dataset_slug": paper.dataset_slug, "as_at": f"{paper.as_at:%Y-%m}"}
    if isinstance(paper, SupersededPaper):
        return f"reports:earlier_{page}", arguments | {"sequence": paper.sequence}
    return f"reports:{'part_2_' if paper.part == 2 else ''}{page}", arguments


def _of(page: str, paper: AnyPaper, **more: str) -> str:
    name, arguments = page_name(page, paper)
    return reverse(name, kwargs=arguments | more)
