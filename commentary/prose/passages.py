"""A text and its sentences, each with its place."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

WORD = re.compile(r"[A-Za-zÀ-ÿ]+(?:[’'-][A-Za-zÀ-ÿ]+)*|\d+")
_PARAGRAPH = re.compile(r"\n[ \t]*\n|\n(?=[ \t]*(?:[-*+]|\d+[.)])[ \t])")
_END = re.compile(r"(?<=[.!?])[”’\"')\]]*\s+(?=[“‘\"'(*_]*[A-Z0-9])")
_ABBREVIATED = re.compile(
    r"(?:\b(?:e\.g|i\.e|eg|ie|etc|approx|no|nos|vs|cf|mr|mrs|ms|dr|prof|st|cllr|rev)|\b[A-Z]|^\s*[\d.]+)\.$", re.I
)


_LINE_END = re.compile(r"\n(?![ \t]*\n|[ \t]*(?:[-*+]|\d+[.)])\s)(?<!\n\n)")
_EMPHASIS = re.compile(r"(?<![A-Za-z0-9])_+|_+(?![A-Za-z0-9])|\*+(?!\s)|(?<=\S)\*+")
_SPACES = str.maketrans(
    {"\t": " ", "\r": " ", "\u00a0": " ", "\u2007": " ", "\u202f": " ", "\u2011": "-", "\u2010": "-"}
)


def readable(text: str) -> str:
    """The text with a space for each mark of emphasis and each end of a line within a paragraph; as long as before."""
    without_marks = _EMPHASIS.sub(lambda match: " " * len(match.group()), text.translate(_SPACES))
    return _LINE_END.sub(" ", without_marks)


_LONGEST = 1200
"""Characters of the longest sentence that is read as one."""

_REACH = 160
"""Characters within which the words beside a number stand."""


@dataclass(frozen=True)
class Sentence:
    """One sentence: `text` is the source from `start` to `end`."""

    start: int
    end: int
    text: str


def words_before(sentence: Sentence, place: int, count: int) -> list[str]:
    """The last words before an offset into the source, at most so many, in their order."""
    end = max(0, place - sentence.start)
    return [match.group() for match in WORD.finditer(sentence.text, max(0, end - _REACH), end)][-count:]


def words_after(sentence: Sentence, place: int, count: int) -> list[str]:
    """The first words after an offset into the source, at most so many."""
    start = place - sentence.start
    return [match.group() for match in WORD.finditer(sentence.text, start, start + _REACH)][:count]


def sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences in order. A blank line and a new item of a list end one; a line's end alone does not.

    What goes on for longer than any sentence is cut at a space, so that no text takes long to check.
    """
    return tuple(
        Sentence(start, end, text[start:end])
        for first, last in _parts(text, 0, len(text), _PARAGRAPH)
        for begin, finish in _parts(text, first, last, _END)
        for start, end in _cut(text, begin, finish)
        if text[start:end].strip()
    )


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > _LONGEST:
        space = text.rfind(" ", start + 1, start + _LONGEST)
        cut = space if space > start else start + _LONGEST
        yield start, cut
        start = cut
    yield start, end


def _parts(text: str, start: int, end: int, between: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    for found in between.finditer(text, start, end):
        if between is not _END or not _ABBREVIATED.search(text, max(start, found.start() - 12), found.start()):
            yield start, found.start()
            start = found.end()
    yield start, end
