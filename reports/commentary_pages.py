"""What the pages of commentary show: a report's exceptions, and one of them with its facts, texts and findings."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from accounts.models import User
from accounts.roles import Permission
from commentary.checking import PlacedFinding
from commentary.exceptions import AnyIndicator, ReportException, exceptions_of
from commentary.models import Action, Commentary, Kind
from commentary.naming import in_reach, latest_definitions, of_their_sections
from commentary.words import Words, words_of
from commentary.workflow import COMMENTARY, CommentaryMove, CommentaryState
from indicators.models import Dataset, Indicator
from indicators.permissions import reaches
from reports.wording import because_words, month_name, reports_in_a_row
from reports.words import Draft, Earlier, draft_of, earlier_papers, with_words
from suppression.paper import Hidden


@dataclass(frozen=True)
class Row:
    """One exception in the list. `state` is None where nobody has written anything."""

    exception: ReportException
    why: str
    row: str
    is_theirs: bool
    commentary: Commentary | None
    only_in_part_2: bool
    url: str

    @property
    def state(self) -> str:
        if self.commentary is None or self.commentary.is_empty:
            return "Nothing written yet"
        return str(CommentaryState(self.commentary.state).label)


@dataclass(frozen=True)
class ReportPage:
    """A report's exceptions. `normal` are those below expectation with common cause variation only."""

    dataset: Dataset
    as_at: date
    rows: tuple[Row, ...]
    others: tuple[Row, ...]
    refusal: str
    findings: tuple[PlacedFinding, ...]
    addable: tuple[tuple[str, str], ...]


def report_page(dataset: Dataset, as_at: date, user: User) -> ReportPage:
    """All exceptions; a director's own sections first. Raises NothingToReport."""
    draft, words, earlier = draft_of(dataset, as_at), words_of(dataset, as_at), earlier_papers(dataset, as_at)
    exceptions = exceptions_of(draft.part_2, earlier.part_2, words.reasons)
    theirs = _their_keys(dataset, user) if user.may(Permission.WRITE_COMMENTARY) else frozenset()
    reads = reads_keys(dataset, user)
    exceptions = [each for each in exceptions if reads is None or each.indicator.key in reads]
    rows = [_row(dataset, as_at, each, draft, words, theirs) for each in exceptions]
    listed = {each.indicator.key for each in exceptions}
    return ReportPage(
        dataset=dataset,
        as_at=as_at,
        rows=tuple(row for row in rows if row.is_theirs or not theirs),
        others=tuple(row for row in rows if theirs and not row.is_theirs),
        refusal=draft.refusal,
        findings=()
        if draft.refusal
        else tuple(
            each
            for each in with_words(dataset, as_at, draft.part_1, draft.part_2, words, earlier).findings
            if reads is None or each.indicator in reads
        ),
        addable=tuple(
            (each.key, f"{each.number} {each.title}")
            for each in draft.part_2.indicators
            if each.key in theirs and each.key not in listed
        ),
    )


def _row(
    dataset: Dataset, as_at: date, exception: ReportException, draft: Draft, words: Words, theirs: frozenset[str]
) -> Row:
    key = exception.indicator.key
    return Row(
        exception=exception,
        why="; ".join(because_words(each) for each in exception.because),
        row=reports_in_a_row(exception.reports),
        is_theirs=key in theirs,
        commentary=words.commentaries.get(key),
        only_in_part_2=rating_is_hidden(draft, key),
        url=editor_url(dataset, as_at, key),
    )


def editor_url(dataset: Dataset, as_at: date, key: str) -> str:
    return reverse("commentary_of_report:editor", args=[dataset.slug, as_at, key])


def rating_is_hidden(draft: Draft, key: str) -> bool:
    """Whether Part 1 says nothing of the indicator, so that only Part 2 has commentary on it."""
    public = draft.part_1.indicator(key)
    return not draft.refusal and public is not None and isinstance(public.rating, Hidden)


def _their_keys(dataset: Dataset, user: User) -> frozenset[str]:
    """The keys of the indicators for whose sections, as they are now, this person is responsible."""
    return frozenset(each.indicator.key for each in of_their_sections(latest_definitions(dataset), user))


def reads_keys(dataset: Dataset, user: User) -> frozenset[str] | None:
    """The keys of the indicators of which this person reads commentary before publication; None for all."""
    if user.services(Permission.READ_COMMENTARY) is None:
        return None
    return frozenset(each.indicator.key for each in in_reach(latest_definitions(dataset), user).values())


@dataclass(frozen=True)
class Said:
    """What an earlier report said of an indicator: both texts, as far as Part 2 has them."""

    as_at: str
    rating: str
    text: str
    part_2: str


@dataclass(frozen=True)
class EditorPage:
    """One indicator of one report, for who writes about it and who agrees it.

    `earlier` are the reports that said something; `last_text` is what the report before this one said, or nothing.
    """

    dataset: Dataset
    as_at: date
    indicator: Indicator
    draft: Draft
    shown: AnyIndicator
    exception: ReportException | None
    why: str
    row: str
    earlier: tuple[Said, ...]
    last_text: str
    actions: Sequence[Action]
    commentary: Commentary | None
    only_in_part_2: bool
    moves: frozenset[str]
    is_theirs: bool


def editor_page(dataset: Dataset, as_at: date, indicator: Indicator, user: User) -> EditorPage | None:
    """The page of one indicator; None where the report does not have it. Raises NothingToReport."""
    draft, words, earlier = draft_of(dataset, as_at), words_of(dataset, as_at), earlier_papers(dataset, as_at)
    shown = draft.part_2.indicator(indicator.key)
    if shown is None or not reaches(user, Permission.READ_COMMENTARY, indicator):
        return None
    exceptions = {e.indicator.key: e for e in exceptions_of(draft.part_2, earlier.part_2, words.reasons)}
    exception = exceptions.get(indicator.key)
    commentary = words.commentaries.get(indicator.key)
    is_theirs = indicator.key in _their_keys(dataset, user)
    return EditorPage(
        dataset=dataset,
        as_at=as_at,
        indicator=indicator,
        draft=draft,
        shown=shown,
        exception=exception,
        why="; ".join(because_words(each) for each in exception.because) if exception else "",
        row=reports_in_a_row(exception.reports) if exception else "",
        earlier=_said_before(earlier, indicator.key),
        last_text=_last_text(earlier, indicator.key),
        actions=words.actions.get(indicator.key, ()),
        commentary=commentary,
        only_in_part_2=rating_is_hidden(draft, indicator.key),
        moves=_moves(commentary, user, is_theirs),
        is_theirs=is_theirs,
    )


def _moves(commentary: Commentary | None, user: User, is_theirs: bool) -> frozenset[str]:
    """The moves that this person can make now."""
    state = CommentaryState(commentary.state) if commentary else None
    return frozenset(
        move.value
        for move, transition in COMMENTARY.items()
        if state in transition.sources
        and user.may(transition.permission)
        and (is_theirs or transition.permission is not Permission.WRITE_COMMENTARY)
        and not (move is CommentaryMove.AGREE and commentary and commentary.written_by_id == user.pk)
    )


def _said_before(earlier: Earlier, key: str) -> tuple[Said, ...]:
    """What earlier reports said, the latest first; those that said nothing are left out."""
    found = []
    for paper in earlier.part_2:
        indicator = paper.indicator(key)
        if indicator and indicator.commentary and (indicator.commentary.text or paper.exempt_text(key)):
            text = indicator.commentary.text
            found.append(Said(month_name(paper.as_at), _rating(indicator), text, paper.exempt_text(key)))
    return tuple(found)


def _last_text(earlier: Earlier, key: str) -> str:
    before = earlier.part_2[0].indicator(key) if earlier.part_2 else None
    return before.commentary.text if before and before.commentary else ""


def _rating(indicator: AnyIndicator) -> str:
    return "" if isinstance(indicator.rating, Hidden) else indicator.rating.text


def kinds() -> list[tuple[str, str]]:
    """Why a director may add an exception, as choices."""
    return list(Kind.choices)
