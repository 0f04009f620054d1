"""Searches all sources as one list, newest first, page by page."""

from collections.abc import Iterator

from indicators.audit.entries import Entry, Found, Position, Reader, Search
from indicators.audit.sources import SOURCES, narrowing_of
from indicators.audit.words import entries_of

PAGE_SIZE = 50


def search(asked: Search, *, reader: Reader, after: Position | None = None, most: int = PAGE_SIZE) -> Found:
    """One page of what was asked for, starting behind `after`.

    Each source gives the newest of its own, enough to fill the page by itself, so that the number of queries depends
    neither on how many entries there are nor on how far back the page lies.
    """
    narrowing = narrowing_of(asked)
    found = [
        (source.position(place, record), source, record)
        for place, source in enumerate(SOURCES)
        if asked.kind in ("", source.kind)
        for record in source.newest(narrowing, place, after, most + 1)
    ]
    found.sort(key=lambda each: each[0].order, reverse=True)
    page = found[:most]
    entries = entries_of([(source, record) for _, source, record in page], reader)
    return Found(entries, page[-1][0] if len(found) > most else None)


def every_entry(asked: Search, *, reader: Reader, at_once: int) -> Iterator[Entry]:
    """All that was asked for, so many at a time; what is written meanwhile is newer and stays out."""
    after: Position | None = None
    while True:
        found = search(asked, reader=reader, after=after, most=at_once)
        yield from found.entries
        if found.older is None:
            return
        after = found.older
