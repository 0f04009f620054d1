"""Search over what Part 1 papers say in words: numbers, titles, why an indicator is important, commentary, actions,
questions and answers. Figures are not searched, and what is hidden is not in a Part 1 paper.

Every word of the query has to occur in what is found, as the beginning of a word. Found in a number or a title counts
most, in the latest report more than in earlier ones.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from commentary.prose.markup import plain_text
from indicators.formatting import number_sort_key
from reports.addresses import index_url, indicator_url
from reports.wording import month_name
from suppression.paper import Part1Paper

LONGEST_QUERY = 100
"""Characters; what is beyond is refused, not cut off."""
MOST_WORDS = 8
MOST_RESULTS = 50
MOST_EXCERPTS = 2
EXCERPT = 220
"""Characters of an excerpt, about."""
NUMBER, TITLE, OTHER, EARLIER = 1000, 100, 10, 1
"""What a word counts where it is found. More words elsewhere do not outweigh one in a title, nor those a number."""

_WORD = re.compile(r"[^\W_]+(?:[.'’][^\W_]+)*")


@dataclass(frozen=True)
class Piece:
    """Text of an excerpt; `is_match` where it is what was searched for."""

    text: str
    is_match: bool = False


@dataclass(frozen=True)
class Excerpt:
    """Where something was found (`Commentary, December 2020`), and the text around it."""

    source: str
    url: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Result:
    """An indicator, or a report's own questions, with what was found in its texts. `number` is empty of a report."""

    number: str
    title: tuple[Piece, ...]
    dataset: str
    as_at: str
    url: str
    excerpts: tuple[Excerpt, ...]


@dataclass(frozen=True)
class Passage:
    """One text that can be found; `weight` is what a word in it counts, `words` its words as they are compared."""

    source: str
    url: str
    text: str
    weight: int
    words: frozenset[str]


@dataclass
class Entry:
    """What can be found under one heading: the indicator as the latest report has it, its texts in all of them."""

    number: str
    title: str
    dataset: str
    as_at: str
    url: str
    order: tuple[str, str, str]
    title_words: frozenset[str]
    passages: list[Passage] = field(default_factory=list)


def words_of(text: str) -> list[str]:
    """The words as they are compared: small letters, without accents; `22.1` is one word."""
    return [_plain(word) for word in _WORD.findall(text)]


def search(entries: Iterable[Entry], query: str) -> list[Result]:
    """What is found, the best first. A query without a word finds nothing."""
    wanted = list(dict.fromkeys(words_of(query)))[:MOST_WORDS]
    if not wanted:
        return []
    found = [(score, entry) for entry in entries if (score := _score(entry, wanted))]
    found.sort(key=lambda each: (-each[0], each[1].order))
    return [_result(entry, wanted) for _, entry in found[:MOST_RESULTS]]


@dataclass(frozen=True)
class Listed:
    """An indicator in the list of all of them, as the latest report that has it."""

    number: str
    title: str
    dataset: str
    as_at: str
    url: str


def every_indicator(entries: Iterable[Entry]) -> list[Listed]:
    """All indicators by title, each once."""
    listed = [
        Listed(entry.number, entry.title, entry.dataset, entry.as_at, entry.url) for entry in entries if entry.number
    ]
    return sorted(listed, key=lambda each: (_plain(each.title.lstrip("% ")), each.dataset, each.number))


def entries_of(papers: Iterable[Part1Paper]) -> tuple[Entry, ...]:
    """Everything that can be found. `papers` are those in force."""
    entries: dict[tuple[str, str], Entry] = {}
    for paper in sorted(papers, key=lambda paper: paper.as_at, reverse=True):
        for indicator in paper.indicators:
            place = (paper.dataset_slug, indicator.key)
            url = indicator_url(paper, indicator.key)
            is_latest = place not in entries
            if is_latest:
                entries[place] = Entry(
                    number=indicator.number,
                    title=indicator.title,
                    dataset=paper.dataset,
                    as_at=month_name(paper.as_at),
                    url=url,
                    order=(paper.dataset_slug, number_sort_key(indicator.number), indicator.key),
                    title_words=frozenset(words_of(indicator.title)),
                )
                if indicator.why_it_is_important:
                    entries[place].passages.append(
                        _passage("Why it is important", url, indicator.why_it_is_important, OTHER)
                    )
            weight = OTHER if is_latest else EARLIER
            entries[place].passages += [
                _passage(f"{name}, {month_name(paper.as_at)}", url, text, weight)
                for name, text in _said(paper, indicator.key)
            ]
        about_report = [
            _passage(f"{name}, {month_name(paper.as_at)}", index_url(paper), text, OTHER)
            for name, text in _questions(paper, "")
        ]
        if about_report:
            entries[paper.dataset_slug, f" {paper.as_at}"] = Entry(
                number="",
                title=f"Questions about the report, {month_name(paper.as_at)}",
                dataset=paper.dataset,
                as_at=month_name(paper.as_at),
                url=index_url(paper),
                order=(paper.dataset_slug, "~", str(-paper.as_at.toordinal())),
                title_words=frozenset(),
                passages=about_report,
            )
    return tuple(entries.values())


def _said(paper: Part1Paper, key: str) -> Iterator[tuple[str, str]]:
    """Every text about an indicator with what it is."""
    indicator = paper.indicator(key)
    if indicator is None:
        return
    if indicator.commentary:
        for text in (indicator.commentary.text, indicator.commentary.reason):
            yield "Commentary", plain_text(text)
    for action in indicator.actions:
        yield "Action", f"{action.what} ({action.owner})"
        yield from (("Action", note.text) for note in action.notes)
    yield from _questions(paper, key)


def _questions(paper: Part1Paper, key: str) -> Iterator[tuple[str, str]]:
    for question in paper.questions:
        if question.indicator == key:
            yield "Question" if question.kind == "question" else "Action point", plain_text(question.text)
            yield "Answer", plain_text(question.answer)


def _passage(source: str, url: str, text: str, weight: int) -> Passage:
    said = " ".join(text.split())
    return Passage(source, url, said, weight, frozenset(words_of(said)))


def _score(entry: Entry, wanted: Sequence[str]) -> int:
    """How well it answers; 0 where a word of the query is nowhere in it."""
    scores = [_score_of_word(entry, word) for word in wanted]
    return sum(scores) if all(scores) else 0


def _score_of_word(entry: Entry, word: str) -> int:
    number = _plain(entry.number)
    score = NUMBER if word == number else NUMBER // 2 if number.startswith(f"{word}.") else 0
    if _begins(entry.title_words, word):
        score += TITLE + (TITLE // 10 if word in entry.title_words else 0)
    return score + max((each.weight for each in entry.passages if _begins(each.words, word)), default=0)


def _begins(words: Iterable[str], word: str) -> bool:
    """Whether one of the words begins with it; a number only as a whole, and a plural finds its singular too."""
    if word[0].isdigit():
        return word in words
    stem = _stem(word)
    return any(each.startswith(stem) for each in words)


def _stem(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def _result(entry: Entry, wanted: Sequence[str]) -> Result:
    found = [
        (sum(_begins(each.words, word) for word in wanted), -place, each) for place, each in enumerate(entry.passages)
    ]
    best = sorted((each for each in found if each[0]), key=lambda each: each[:2], reverse=True)[:MOST_EXCERPTS]
    return Result(
        number=entry.number,
        title=tuple(_pieces(entry.title, wanted)),
        dataset=entry.dataset,
        as_at=entry.as_at,
        url=entry.url,
        excerpts=tuple(
            Excerpt(each.source, each.url, tuple(_pieces(_around(each.text, wanted), wanted))) for *_, each in best
        ),
    )


def _around(text: str, wanted: Sequence[str]) -> str:
    """The text around the first match, cut between words."""
    first = next((match.start() for match in _WORD.finditer(text) if _is_match(match.group(), wanted)), 0)
    begin = max(0, first - EXCERPT // 3)
    if begin:
        begin = text.find(" ", begin, first) + 1 or first
    end = begin + EXCERPT
    if end < len(text):
        end = max(text.rfind(" ", first, end), first + 1)
    return f"{'… ' if begin else ''}{text[begin:end]}{' …' if end < len(text) else ''}"


def _pieces(text: str, wanted: Sequence[str]) -> Iterator[Piece]:
    """The text in order, what matches apart from what does not."""
    after = 0
    for match in _WORD.finditer(text):
        if _is_match(match.group(), wanted):
            if match.start() > after:
                yield Piece(text[after : match.start()])
            yield Piece(match.group(), is_match=True)
            after = match.end()
    if after < len(text):
        yield Piece(text[after:])


def _is_match(word: str, wanted: Sequence[str]) -> bool:
    return any(_begins([_plain(word)], each) for each in wanted)


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold().replace("’", "'"))
    return "".join(each for each in decomposed if not unicodedata.combining(each))
