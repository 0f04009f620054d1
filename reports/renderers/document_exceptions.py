"""Management commentary on exceptions, and matters outstanding: the part of the report that people wrote."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from commentary.prose.markup import Paragraph, Run, blocks
from indicators.formatting import opening
from reports.chart_data import TABLE_BESIDE, chart_of
from reports.renderers.document_parts import (
    Cell,
    Heading,
    Item,
    Line,
    Link,
    Links,
    Numbered,
    Picture,
    Prose,
    RatingName,
    RowGroup,
    Sentence,
    Table,
)
from reports.said import Question, questions
from reports.wording import (
    AnyIndicator,
    AnyMeasure,
    AnyPaper,
    because_words,
    commentary_in_part_2,
    day_name,
    indicator_sentence,
    is_below_expectation,
    month_name,
    rating_reason,
    reports_in_a_row,
)
from suppression.paper import Hidden, Part2Paper, Rated
from suppression.paper_words import PaperAction, PaperLink

EXCEPTIONS = "MANAGEMENT COMMENTARY ON EXCEPTION – Index indicators performing below expectation."
OTHERS = "OTHER INDICATORS REPORTED BY EXCEPTION"
OUTSTANDING = "MATTERS OUTSTANDING – members' questions and action points"
ANSWERED = "QUESTIONS AND ACTION POINTS ANSWERED IN THIS REPORT"
NO_COMMENTARY = "No commentary was given for this report."
RATING_NAMES: dict[str, RatingName] = {"green": "green", "amber": "amber", "red": "red"}
FEWEST_POINTS = 2
"""Of a chart: one month alone is said better by its figure."""


@dataclass
class Counter:
    """Numbers in their place: `1`, `2`, or under a number `3.1`, `3.2`."""

    under: str = ""
    last: int = 0

    def next(self) -> str:
        self.last += 1
        return f"{self.under}.{self.last}" if self.under else f"{self.last}"


def reported(paper: AnyPaper, numbers: Counter, level: int) -> Iterator[Item]:
    """The exceptions and the matters outstanding, numbered on from `numbers`; `level` is that of their headings."""
    below = [each for each in paper.indicators if is_below_expectation(each)]
    others = [each for each in paper.indicators if not is_below_expectation(each) and _is_spoken_of(paper, each)]
    yield from _below(paper, below, numbers, level)
    if others:
        number = numbers.next()
        yield _heading(level, number, OTHERS)
        yield from _each(paper, others, Counter(number), level + 1)
    for heading, asked in zip((OUTSTANDING, ANSWERED), questions(paper, _no_address), strict=True):
        if asked:
            number = numbers.next()
            yield _heading(level, number, heading)
            yield from _questions(asked, Counter(number))


def rating_name(rating: Rated | Hidden) -> RatingName:
    """The rating that has a colour; empty where it is hidden or there is none."""
    return "" if isinstance(rating, Hidden) else RATING_NAMES.get(rating.rating, "")


def _below(paper: AnyPaper, below: Sequence[AnyIndicator], numbers: Counter, level: int) -> Iterator[Item]:
    number = numbers.next()
    yield _heading(level, number, EXCEPTIONS)
    as_at = f"As at the end of {month_name(paper.as_at)}"
    if below:
        yield Sentence(
            f"{as_at}, the following {paper.dataset} key performance indicators were performing below expectation."
        )
    else:
        yield Sentence(f"{as_at}, no rating shown in this part was below expectation.")
    if referral := commentary_in_part_2(paper):
        yield Sentence(referral)
    yield from _each(paper, below, Counter(number), level + 1)


def _each(paper: AnyPaper, indicators: Sequence[AnyIndicator], numbers: Counter, level: int) -> Iterator[Item]:
    for indicator in indicators:
        title = f"Indicator {indicator.number}: {indicator.title}"
        yield Heading(level, numbers.next(), title, rating_name(indicator.rating))
        yield from _exception(paper, indicator)


def _exception(paper: AnyPaper, indicator: AnyIndicator) -> Iterator[Item]:
    said, exempt = indicator.commentary, _exempt_text(paper, indicator)
    row = reports_in_a_row(said.reports) if said else ""
    sentences = [indicator_sentence(indicator, paper.hidden_wording), f"{row}." if row else ""]
    yield Sentence(" ".join(each for each in sentences if each), rating=rating_name(indicator.rating), is_quiet=True)
    if isinstance(indicator.rating, Rated) and (reason := rating_reason(indicator.rating)):
        yield Sentence(reason, is_quiet=True)
    if said and (because := [because_words(each) for each in said.because if each != "below_expectation"]):
        yield Sentence(said.reason, label=f"{opening('; '.join(because))}.")
    if said and said.text:
        yield Prose(blocks(said.text))
    if exempt:
        yield Prose(blocks(exempt), is_exempt=True)
    if said and not (exempt or said.text or said.reason):
        yield Sentence(NO_COMMENTARY)
    if indicator.actions:
        yield _actions(indicator)
    yield from _pictures(paper, indicator)
    if indicator.links:
        yield Links("Reports and papers", tuple(_link(each) for each in indicator.links))


def _pictures(paper: AnyPaper, indicator: AnyIndicator) -> Iterator[Picture]:
    """The chart of each measure with figures to compare, of this paper alone."""
    measures: Sequence[AnyMeasure] = indicator.measures
    for measure in measures:
        chart = chart_of(paper, indicator, measure, ())
        if chart and len(chart.points) >= FEWEST_POINTS:
            described = chart.description.removesuffix(TABLE_BESIDE) + "The same figures stand in appendix one."
            yield Picture(chart, chart.title, f"Chart: {described}")


def _actions(indicator: AnyIndicator) -> Table:
    return Table(
        caption=f"Actions on indicator {indicator.number}",
        widths=(40, 20, 16, 24),
        head=(tuple(_head(name) for name in ("What is done", "Owner", "Due", "Progress")),),
        groups=(RowGroup("", tuple(_action(each) for each in indicator.actions)),),
    )


def _action(action: PaperAction) -> tuple[Cell, ...]:
    if action.done_on:
        state = Line(f"Done {day_name(action.done_on)}", "strong")
    else:
        state = Line("Overdue", "strong") if action.is_overdue else Line("Not yet due")
    notes = tuple(Line(f"{day_name(note.on)}: {note.text}") for note in action.notes)
    raised = Line(f"raised {month_name(action.raised)}", "quiet")
    return (
        Cell((Line(action.what),), is_heading=True),
        _words(action.owner),
        Cell((Line(day_name(action.due)), raised)),
        Cell((state, *notes)),
    )


def _link(link: PaperLink) -> Link:
    return Link(link.title, link.address, day_name(link.dated) if link.dated else "")


def _questions(asked: Sequence[Question], numbers: Counter) -> Iterator[Item]:
    for each in asked:
        question = each.question
        yield Numbered(numbers.next(), (Paragraph((Run(question.text),)),))
        origin = f"{each.name}, {question.meeting}, {day_name(question.met_on)}, for {question.for_whom}."
        yield Sentence(f"{origin} Indicator {each.about}." if each.about else origin, is_quiet=True)
        if question.answer:
            yield Sentence(question.answer, label="Answer:")


def _heading(level: int, number: str, text: str) -> Heading:
    return Heading(level, f"{number}." if level == 1 else number, text)


def _head(text: str) -> Cell:
    return Cell((Line(text, "strong"),))


def _words(text: str) -> Cell:
    return Cell((Line(text),))


def _is_spoken_of(paper: AnyPaper, indicator: AnyIndicator) -> bool:
    return indicator.commentary is not None or bool(indicator.actions) or bool(_exempt_text(paper, indicator))


def _exempt_text(paper: AnyPaper, indicator: AnyIndicator) -> str:
    """The Part 2 text about an indicator; a Part 1 paper has none."""
    return paper.exempt_text(indicator.key) if isinstance(paper, Part2Paper) else ""


def _no_address(paper: AnyPaper, key: str) -> str:
    return ""
