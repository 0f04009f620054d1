"""The search page. Without a query, and as a plain file, it lists every indicator."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from reports.caching import public_response
from reports.decoding import PART_1
from reports.published import PublishedPaper
from reports.site.editions import documents
from reports.site.everybody import for_everybody
from reports.site.search import LONGEST_QUERY, Entry, entries_of, every_indicator, words_of
from reports.site.search import search as found_in


@for_everybody
def search(request: HttpRequest) -> HttpResponse:
    """Indicators whose Part 1 words answer a query; all of them where there is none. The query is not logged."""
    in_force = tuple(PublishedPaper.objects.in_force().values_list("pk", "sha256"))

    def page() -> HttpResponse:
        context = search_context(_entries(in_force), request.GET.get("q"))
        return render(request, "reports/site/search.html", context)

    return public_response(request, [sha256 for _, sha256 in in_force], page)


@lru_cache(maxsize=2)
def _entries(papers: tuple[tuple[int, str], ...]) -> tuple[Entry, ...]:
    """What can be found in these papers, given by primary key and hash. Kept as long as the same are in force."""
    return entries_of(PART_1.of(dict(papers), documents))


def search_context(entries: Sequence[Entry], asked: str | None) -> dict[str, Any]:
    """What `reports/site/search.html` shows. `asked` is None where nobody asked yet."""
    query = " ".join((asked or "").replace("\0", " ").split())
    mistake = "" if asked is None else mistake_in(query)
    results = found_in(entries, query) if query and not mistake else []
    return {
        "query": query[:LONGEST_QUERY],
        "longest_query": LONGEST_QUERY,
        "mistake": mistake,
        "results": results,
        "is_searched": bool(query) and not mistake,
        "every_indicator": [] if query and not mistake else every_indicator(entries),
        "noindex": True,
    }


def mistake_in(query: str) -> str:
    """What to do about a query that cannot be searched for; empty where it can."""
    if len(query) > LONGEST_QUERY:
        return f"Shorten your search to {LONGEST_QUERY} characters or fewer."
    words = words_of(query)
    if not words:
        return "Enter a word, or an indicator’s number."
    if all(len(word) < 2 and not word.isdigit() for word in words):
        return "Enter at least two letters of a word, or an indicator’s number."
    return ""
