"""What pages show of people's words: from papers to the context of a template, without a query."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from commentary.prose.markup import plain_text
from indicators.formatting import joined, opening
from reports.wording import AnyIndicator, AnyPaper, because_words, month_name, reports_in_a_row
from suppression.paper import Hidden, Part2Paper
from suppression.paper_words import PaperAction, PaperQuestion

UrlOf = Callable[[AnyPaper, str], str]
"""The address of an indicator's page in a paper."""

MOST_CHARACTERS = 160
"""Of the opening of a commentary in the list of exceptions."""


@dataclass(frozen=True)
class ExceptionWords:
    """What the list of exceptions says beside a figure: why, for how long, how the commentary begins, what is done."""

    why: str
    reason: str
    row: str
    opening: str
    actions: str


@dataclass(frozen=True)
class Said:
    """What one report said of an indicator. `text` and `part_2` are in commentary's markup."""

    as_at: str
    url: str
    why: str
    reason: str
    text: str
    part_2: str
    is_unchanged: bool


@dataclass(frozen=True)
class Question:
    """A question or action point as a report lists it. `about` is the indicator's number and title, or empty."""

    question: PaperQuestion
    name: str
    about: str
    url: str


def exception_words(paper: AnyPaper, indicator: AnyIndicator) -> ExceptionWords:
    """The words about one indicator of a paper; a Part 2 text begins where there is no other."""
    said = indicator.commentary
    text = (said.text if said else "") or _exempt(paper, indicator.key)
    because = [because_words(each) for each in said.because if each != "below_expectation"] if said else []
    return ExceptionWords(
        why="; ".join(because),
        reason=said.reason if said else "",
        row=reports_in_a_row(said.reports) if said else "",
        opening=_opening(text),
        actions=actions_in_words(indicator.actions),
    )


def actions_in_words(actions: Sequence[PaperAction]) -> str:
    """`2 actions, 1 overdue`; empty without an action."""
    if not actions:
        return ""
    counts = [f"{len(actions)} action{'' if len(actions) == 1 else 's'}"]
    overdue, done = sum(each.is_overdue for each in actions), sum(each.done_on is not None for each in actions)
    counts += [f"{count} {word}" for count, word in ((overdue, "overdue"), (done, "done")) if count]
    return ", ".join(counts)


def commentaries(paper: AnyPaper, key: str, earlier: Sequence[AnyPaper], url_of: UrlOf) -> list[Said]:
    """What this report and those before it said of an indicator, the latest first; those without words left out."""
    return [said for each in (paper, *earlier) if (said := _said(each, key, url_of))]


def questions(paper: AnyPaper, url_of: UrlOf, key: str | None = None) -> tuple[list[Question], list[Question]]:
    """The outstanding ones and those that this report answers; of one indicator where its key is given."""
    listed = [_question(paper, each, url_of) for each in paper.questions if key is None or each.indicator == key]
    return (
        [each for each in listed if not each.question.answer],
        [each for each in listed if each.question.answer],
    )


def missing_commentary(paper: AnyPaper) -> str:
    """Which exceptions below expectation have no commentary in this part; empty where all have."""
    numbers = list(_without_text(paper))
    if not numbers:
        return ""
    noun = "indicator" if len(numbers) == 1 else "indicators"
    return f"No commentary was given for this report on {noun} {joined(numbers)}."


def _without_text(paper: AnyPaper) -> Iterator[str]:
    for indicator in paper.indicators:
        said = indicator.commentary
        if said and not said.text and not _exempt(paper, indicator.key) and not isinstance(indicator.rating, Hidden):
            yield indicator.number


def _said(paper: AnyPaper, key: str, url_of: UrlOf) -> Said | None:
    indicator = paper.indicator(key)
    said = indicator.commentary if indicator else None
    exempt = _exempt(paper, key)
    if said is None or not (said.text or said.reason or exempt):
        return None
    return Said(
        as_at=month_name(paper.as_at),
        url=url_of(paper, key),
        why=opening("; ".join(because_words(each) for each in said.because)),
        reason=said.reason,
        text=said.text,
        part_2=exempt,
        is_unchanged=said.is_unchanged,
    )


def _question(paper: AnyPaper, question: PaperQuestion, url_of: UrlOf) -> Question:
    indicator = paper.indicator(question.indicator) if question.indicator else None
    return Question(
        question=question,
        name="Member's question" if question.kind == "question" else "Action point",
        about=f"{indicator.number} {indicator.title}" if indicator else "",
        url=url_of(paper, indicator.key) if indicator else "",
    )


def _exempt(paper: AnyPaper, key: str) -> str:
    """The Part 2 text about an indicator; a Part 1 paper has none."""
    return paper.exempt_text(key) if isinstance(paper, Part2Paper) else ""


def _opening(text: str) -> str:
    """How a commentary begins: its first sentence, or as many whole words of it as there is room for."""
    words = plain_text(text).split("\n")[0].strip()
    sentence, dot, _ = words.partition(". ")
    first = f"{sentence}{dot.strip()}"
    if len(first) <= MOST_CHARACTERS:
        return first
    return f"{first[:MOST_CHARACTERS].rsplit(' ', 1)[0]} …"
