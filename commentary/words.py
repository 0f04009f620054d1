"""Puts people's words into the two papers of a report: commentary, actions, members' questions, links.

What stands in Part 1 is chosen by what its paper shows and by nothing else. So it says no more than the paper does:
about an indicator whose rating is hidden there is neither commentary nor an action, whatever was written.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

import msgspec
from django.db.models import Prefetch, Q

from commentary.exceptions import ReportException, exceptions_of
from commentary.models import Action, AddedException, Commentary, MembersQuestion, PaperLink, ProgressNote
from commentary.workflow import CommentaryState, QuestionState
from indicators.models import Dataset
from suppression import paper_words
from suppression.paper import Hidden, Paper, PaperIndicator, PaperSection, Part1Paper, Part2Paper
from suppression.paper_words import ExemptText, PaperAction, PaperCommentary, PaperNote, PaperQuestion

IN_THE_REPORT = (CommentaryState.AGREED, CommentaryState.PUBLISHED)
PaperKind = TypeVar("PaperKind", bound=Paper[Any])


@dataclass(frozen=True)
class Words:
    """All that people said for one report, by the indicator's key."""

    added: Mapping[str, AddedException]
    commentaries: Mapping[str, Commentary]
    actions: Mapping[str, Sequence[Action]]
    links: Mapping[str, Sequence[PaperLink]]
    questions: Sequence[MembersQuestion]

    @property
    def reasons(self) -> dict[str, tuple[str, str]]:
        """Kind and reason of the exceptions that directors added."""
        return {key: (added.kind, added.reason) for key, added in self.added.items()}

    @property
    def agreed(self) -> dict[str, Commentary]:
        """The commentary that may stand in the report."""
        return {key: each for key, each in self.commentaries.items() if each.state in IN_THE_REPORT}

    @property
    def waiting(self) -> list[Commentary]:
        """The commentary that somebody wrote and the publisher has not agreed yet."""
        return [each for each in self.commentaries.values() if not each.is_empty and each.state not in IN_THE_REPORT]


def words_of(dataset: Dataset, as_at: date) -> Words:
    """The words for a dataset's report as at a month. Six queries."""
    of_dataset = Q(indicator__dataset=dataset)
    report = of_dataset & Q(as_at=as_at)
    actions: dict[str, list[Action]] = defaultdict(list)
    links: dict[str, list[PaperLink]] = defaultdict(list)
    notes = Prefetch("notes", ProgressNote.objects.order_by("made_on", "pk"))
    raised = Action.objects.filter(of_dataset, as_at__lte=as_at).select_related("indicator")
    for action in raised.prefetch_related(notes):
        actions[action.indicator.key].append(action)
    for link in PaperLink.objects.filter(of_dataset).select_related("indicator"):
        links[link.indicator.key].append(link)
    return Words(
        added={each.indicator.key: each for each in AddedException.objects.filter(report).select_related("indicator")},
        commentaries={
            each.indicator.key: each for each in Commentary.objects.filter(report).select_related("indicator__dataset")
        },
        actions=actions,
        links=links,
        questions=list(MembersQuestion.objects.filter(dataset=dataset).select_related("indicator")),
    )


def add_words(
    part_1: Part1Paper,
    part_2: Part2Paper,
    words: Words,
    *,
    earlier_1: Sequence[Part1Paper],
    earlier_2: Sequence[Part2Paper],
    today: date,
) -> tuple[Part1Paper, Part2Paper]:
    """Both papers with the words. Earlier papers in force come latest first; what was due before `today` is late."""
    texts = [
        ExemptText(each.key, commentary.part_2)
        for each in part_2.indicators
        if (commentary := words.agreed.get(each.key)) and commentary.part_2
    ]
    return (
        _with_words(part_1, words, earlier_1, today),
        msgspec.structs.replace(_with_words(part_2, words, earlier_2, today), exempt_texts=tuple(texts)),
    )


def _with_words(paper: PaperKind, words: Words, earlier: Sequence[Paper[Any]], today: date) -> PaperKind:
    exceptions = {each.indicator.key: each for each in exceptions_of(paper, earlier, words.reasons)}

    def with_words(indicator: PaperIndicator[Any]) -> PaperIndicator[Any]:
        exception = exceptions.get(indicator.key)
        return msgspec.structs.replace(
            indicator,
            commentary=_commentary(exception, words, earlier) if exception else None,
            actions=() if isinstance(indicator.rating, Hidden) else _actions(indicator.key, words, earlier, today),
            links=tuple(
                paper_words.PaperLink(link.title, link.address, link.dated)
                for link in words.links.get(indicator.key, ())
            ),
        )

    sections = tuple(
        PaperSection(section.name, tuple(with_words(each) for each in section.indicators))
        for section in paper.sections
    )
    questions = tuple(_question(each, paper.as_at) for each in words.questions if _is_for(each, paper.as_at, today))
    return msgspec.structs.replace(paper, sections=sections, questions=questions)


def _commentary(exception: ReportException, words: Words, earlier: Sequence[Paper[Any]]) -> PaperCommentary:
    key = exception.indicator.key
    written = words.agreed.get(key)
    text = written.part_1 if written else ""
    before = earlier[0].indicator(key) if earlier else None
    return PaperCommentary(
        because=exception.because,
        text=text,
        reason=exception.reason,
        reports=exception.reports,
        is_unchanged=bool(text and before and before.commentary and before.commentary.text == text),
    )


def _actions(key: str, words: Words, earlier: Sequence[Paper[Any]], today: date) -> tuple[PaperAction, ...]:
    """Those that are open, and those done since the report before this one, or said there to be open."""
    since = earlier[0].as_at if earlier else date.min
    before = earlier[0].indicator(key) if earlier else None
    said_open = {(each.what, each.raised) for each in before.actions if each.done_on is None} if before else set()
    return tuple(
        PaperAction(
            what=action.what,
            owner=action.owner,
            due=action.due,
            raised=action.as_at,
            done_on=action.done_on,
            is_overdue=action.done_on is None and action.due < today,
            notes=tuple(PaperNote(note.made_on, note.text) for note in action.notes.all()),
        )
        for action in words.actions.get(key, ())
        if action.done_on is None or action.done_on >= since or (action.what, action.as_at) in said_open
    )


def _is_for(question: MembersQuestion, as_at: date, today: date) -> bool:
    """Outstanding when the report is made, or answered in it or later."""
    asked = question.met_on <= today
    return asked and (question.answered_as_at is None or question.answered_as_at >= as_at)


def _question(question: MembersQuestion, as_at: date) -> PaperQuestion:
    answered_here = question.state == QuestionState.ANSWERED and question.answered_as_at == as_at
    return PaperQuestion(
        kind="question" if question.kind == MembersQuestion.Kind.QUESTION else "action_point",
        meeting=question.meeting,
        met_on=question.met_on,
        text=question.text,
        for_whom=question.for_whom,
        indicator=question.indicator.key if question.indicator else "",
        answer=question.answer if answered_here else "",
    )
