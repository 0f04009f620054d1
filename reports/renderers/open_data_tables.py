"""The tables of the open data: what stands in their columns, as plain rows. How they look is `open_data`'s."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby

from commentary.prose.markup import plain_text
from indicators.formatting import opening
from indicators.vocabulary import Frequency, Polarity, YearBasis
from reports.renderers.tidy import CONFIDENTIAL, NOT_APPLICABLE, NOT_AVAILABLE, NUMBERS, Entry, entries
from reports.wording import AnyIndicator, AnyPaper, because_words, label, month_name, unit_name
from suppression.paper import Hidden, Part2Paper

Value = str | Decimal
KINDS = {
    "month": "Month",
    "year_to_date": "Year to date",
    "own_year": "Previous year",
    "england": "England",
    "london": "London",
}
QUESTION_KINDS = {"question": "Question", "action_point": "Action point"}


@dataclass(frozen=True)
class DataTable:
    """One sheet. `columns` have a width in characters; `has_numbers` where shorthand can stand in it."""

    label: str
    title: str
    columns: tuple[tuple[str, int], ...]
    rows: tuple[tuple[Value, ...], ...]
    has_numbers: bool = True


def tables(paper: AnyPaper) -> list[DataTable]:
    """The ratings, a table for each section, and what people said, where they said something."""
    figures = [
        _figures(paper, number, section, list(of_section))
        for number, (section, of_section) in enumerate(groupby(entries(paper), lambda entry: entry.section), start=1)
    ]
    words = (_commentary(paper), _actions(paper), _questions(paper))
    return [_ratings(paper), *figures, *(table for table in words if table.rows)]


def _ratings(paper: AnyPaper) -> DataTable:
    """Each indicator with its definition and its rating."""
    columns = (
        *(("Number", 9), ("Indicator", 40), ("Section", 24), ("Why is this important?", 60), ("Polarity", 10)),
        *(("Unit", 16), ("Frequency", 12), ("Year", 16), ("Target", 24), ("Target from", 12), ("Target to", 12)),
        *(("Rating", 24), ("Reason for the rating", 40))[: paper.part],
    )
    rows = tuple(
        (
            indicator.number,
            indicator.title,
            section.name,
            indicator.why_it_is_important or NOT_AVAILABLE,
            label(Polarity, indicator.polarity),
            unit_name(indicator.unit),
            label(Frequency, indicator.frequency),
            label(YearBasis, indicator.year_basis),
            indicator.target or NOT_APPLICABLE,
            NOT_APPLICABLE if indicator.target_low is None else indicator.target_low,
            NOT_APPLICABLE if indicator.target_high is None else indicator.target_high,
            *_rating(indicator)[: paper.part],
        )
        for section in paper.sections
        for indicator in section.indicators
    )
    return DataTable("Ratings", f"Indicators and their ratings, {month_name(paper.as_at)}", columns, rows)


def _rating(indicator: AnyIndicator) -> tuple[str, str]:
    """The word and the reason; Part 1 has no reasons."""
    if isinstance(indicator.rating, Hidden):
        return CONFIDENTIAL, CONFIDENTIAL
    return indicator.rating.text, indicator.rating.reason or NOT_APPLICABLE


def _figures(paper: AnyPaper, number: int, section: str, of_section: Sequence[Entry]) -> DataTable:
    columns = (
        *(("Number", 9), ("Indicator", 48), ("Measure", 14), ("Unit", 16), ("Kind of period", 16), ("Period", 18)),
        *(("Value", 12), ("Numerator", 12), ("Denominator", 14), ("Rate", 12), ("In words", 36), ("Source", 48)),
    )
    rows = tuple(
        (
            entry.indicator.number,
            entry.indicator.title,
            entry.measure.name or NOT_APPLICABLE,
            unit_name(entry.indicator.unit),
            KINDS[entry.kind],
            _period(entry),
            *(entry.number_or_marker(name) for name in NUMBERS),
            entry.text(paper.hidden_wording),
            _source(entry),
        )
        for entry in of_section
    )
    title = f"{section}: {paper.dataset}, {month_name(paper.as_at)}"
    return DataTable(f"Table_{number}", title, columns, rows)


def _period(entry: Entry) -> str:
    """`December 2020`, or the year as the council writes it."""
    if entry.kind in ("month", "year_to_date"):
        return month_name(date.fromisoformat(f"{entry.period}-01"))
    return entry.period or NOT_AVAILABLE


def _source(entry: Entry) -> str:
    if entry.kind not in ("england", "london"):
        return NOT_APPLICABLE
    if not entry.source:
        return NOT_AVAILABLE
    return f"{entry.source}, taken on {entry.taken_on:%Y-%m-%d}" if entry.taken_on else entry.source


def _commentary(paper: AnyPaper) -> DataTable:
    columns = (("Number", 9), ("Indicator", 40), ("What it is", 26), ("Text", 100))
    rows = tuple(
        (indicator.number, indicator.title, what, text)
        for indicator in paper.indicators
        for what, text in _said(paper, indicator)
    )
    title = f"Management commentary on exceptions, {month_name(paper.as_at)}"
    return DataTable("Commentary", title, columns, rows, has_numbers=False)


def _said(paper: AnyPaper, indicator: AnyIndicator) -> Iterator[tuple[str, str]]:
    """Why an indicator is an exception, and what is said of it, a paragraph at a time."""
    said = indicator.commentary
    if said is not None:
        yield "Why it is an exception", opening("; ".join(because_words(each) for each in said.because))
        if said.reason:
            yield "Reason", said.reason
        for paragraph in _paragraphs(said.text):
            yield "Commentary", paragraph
    exempt = paper.exempt_text(indicator.key) if isinstance(paper, Part2Paper) else ""
    for paragraph in _paragraphs(exempt):
        yield "Commentary, not in Part 1", paragraph


def _paragraphs(text: str) -> list[str]:
    return [paragraph for paragraph in plain_text(text).split("\n\n") if paragraph]


def _actions(paper: AnyPaper) -> DataTable:
    columns = (
        *(("Number", 9), ("Indicator", 40), ("Action", 60), ("Owner", 28), ("Raised", 18), ("Due", 12)),
        *(("Done on", 12), ("Overdue", 10), ("Progress", 60)),
    )
    rows = tuple(
        (
            indicator.number,
            indicator.title,
            action.what,
            action.owner,
            month_name(action.raised),
            action.due.isoformat(),
            action.done_on.isoformat() if action.done_on else NOT_APPLICABLE,
            "Yes" if action.is_overdue else "No",
            "\n".join(f"{note.on.isoformat()}: {note.text}" for note in action.notes) or NOT_APPLICABLE,
        )
        for indicator in paper.indicators
        for action in indicator.actions
    )
    return DataTable("Actions", "Actions on exceptions", columns, rows, has_numbers=False)


def _questions(paper: AnyPaper) -> DataTable:
    columns = (
        *(("Kind", 14), ("Meeting", 32), ("Date", 12), ("Indicator", 12), ("Text", 70), ("For", 30), ("Answer", 70)),
    )
    numbers = {indicator.key: indicator.number for indicator in paper.indicators}
    rows = tuple(
        (
            QUESTION_KINDS[question.kind],
            question.meeting,
            question.met_on.isoformat(),
            numbers.get(question.indicator, NOT_APPLICABLE),
            question.text,
            question.for_whom,
            question.answer or NOT_AVAILABLE,
        )
        for question in paper.questions
    )
    return DataTable("Questions", "Members' questions and action points", columns, rows, has_numbers=False)
