"""Moves of figures: submit, approve, return, lock, open for correction. Each is one transaction, however many figures.

What cannot be moved is left as it is, and said by name; everything else is moved. Who may not make the move at all is
refused. The moves themselves are in `indicators.workflow.moves`; entering figures is in `indicators.entry`.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction

from accounts.models import User
from accounts.services import record
from indicators.models import Outturn, Responsibility
from indicators.permissions import may_of
from indicators.revisions import update_with_revisions
from indicators.workflow.figures import StandingFigure, by_section, with_definitions
from indicators.workflow.moves import TRANSITIONS, Move, State

MOVED_FIELDS = ("state", "version", "approved_by", "returned_because")
REMOVED = "A figure"


class MoveRefused(Exception):
    """The move cannot be made at all; the message says why and what to do."""


@dataclass(frozen=True)
class LeftFigure:
    """A figure that stayed where it was, and why."""

    name: str
    why: str

    def __str__(self) -> str:
        return f"{self.name}: {self.why}"


@dataclass(frozen=True)
class Moved:
    """What came of a move: how many figures were moved, and those that were not."""

    count: int
    left: tuple[LeftFigure, ...] = ()


Objection = Callable[[StandingFigure], str]
"""Why a figure cannot be moved, or empty."""


@transaction.atomic
def submit_figures(*, outturns: Iterable[Outturn], by: User, versions: Mapping[int, int] | None = None) -> Moved:
    """Hand figures in for approval. Any officer may, for any section. A figure with an open question is left.

    `versions` is what the page showed, by primary key: a figure that has changed since is left. Raises MoveRefused.
    """
    return _move(Move.SUBMIT, outturns, by=by, versions=versions, reason="Submitted", objections=[_open_question])


@transaction.atomic
def approve_figures(*, outturns: Iterable[Outturn], by: User, versions: Mapping[int, int] | None = None) -> Moved:
    """Approve submitted figures of the sections that are this person's. Nobody approves what they entered."""
    objections = [_not_theirs(by), _their_own(by), _open_question]
    return _move(Move.APPROVE, outturns, by=by, versions=versions, reason="Approved", objections=objections)


@transaction.atomic
def return_figures(
    *, outturns: Iterable[Outturn], comment: str, by: User, versions: Mapping[int, int] | None = None
) -> Moved:
    """Send submitted figures of this person's sections back to the officers, with a comment on what to do."""
    return _move(Move.RETURN, outturns, by=by, versions=versions, reason=comment, objections=[_not_theirs(by)])


@transaction.atomic
def lock_figures(*, outturns: Iterable[Outturn], by: User, reason: str) -> Moved:
    """Lock what a publication shows. All of them or none: raises MoveRefused where one cannot be locked."""
    moved = _move(Move.LOCK, outturns, by=by, versions=None, reason=reason, objections=[])
    if moved.left:
        raise MoveRefused(f"{len(moved.left)} figures cannot be locked. The first is {moved.left[0]}.")
    return moved


@transaction.atomic
def open_for_correction(
    *, outturns: Iterable[Outturn], reason: str, by: User, versions: Mapping[int, int] | None = None
) -> Moved:
    """Make locked figures drafts again, so that officers can enter others. What is published stays as it is."""
    return _move(Move.CORRECT, outturns, by=by, versions=versions, reason=reason, objections=[])


def _move(
    move: Move,
    outturns: Iterable[Outturn],
    *,
    by: User,
    versions: Mapping[int, int] | None,
    reason: str,
    objections: Iterable[Objection],
) -> Moved:
    transition = TRANSITIONS[move]
    if not by.may(transition.permission):
        raise MoveRefused(f"{by.first_name or by} may not {move.label} figures.")
    reason = reason.strip()
    if not reason:
        raise MoveRefused(f"Say why before you {move.label} figures.")
    keys = {outturn.pk for outturn in outturns} | set(versions or ())
    rows = Outturn.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk")
    found = with_definitions(rows.select_related("measure__indicator__dataset", "period"))
    figures = [figure for figure in found if may_of(by, transition.permission, figure.section)]
    checks: list[Objection] = [_changed_since(versions), _wrong_state(move), *objections]
    left = [LeftFigure(REMOVED, "it has been removed since you opened the page")] * (len(keys) - len(figures))
    moved: list[StandingFigure] = []
    for figure in figures:
        why = next((why for check in checks if (why := check(figure))), "")
        if why:
            left.append(LeftFigure(figure.name, why))
        else:
            moved.append(figure)
    if moved:
        for figure in moved:
            _place(figure.outturn, move, transition.target, by, reason)
        said = f"{transition.past}: {reason}" if transition.needs_reason else reason
        update_with_revisions(Outturn, [figure.outturn for figure in moved], MOVED_FIELDS, by=by, reason=said)
        _record(move, moved, len(left), by=by)
    return Moved(len(moved), tuple(left))


def _place(outturn: Outturn, move: Move, target: State, by: User, reason: str) -> None:
    outturn.state = target
    outturn.version += 1
    outturn.returned_because = reason if move is Move.RETURN else ""
    if move is Move.APPROVE:
        outturn.approved_by = by
    elif move is not Move.LOCK:
        outturn.approved_by = None


def _record(move: Move, moved: list[StandingFigure], left: int, *, by: User) -> None:
    """One audit entry a dataset, with counts by section and month. Why stands in the revisions alone."""
    datasets = {figure.outturn.measure.indicator.dataset for figure in moved}
    for dataset in sorted(datasets, key=lambda each: each.slug):
        figures = [figure for figure in moved if figure.outturn.measure.indicator.dataset == dataset]
        months = sorted({figure.outturn.period.last_month for figure in figures})
        record(
            action=f"{TRANSITIONS[move].past.lower()} figures",
            subject=f"{dataset}, {_span([f'{month:%B %Y}' for month in months])}",
            by=by,
            dataset=dataset.slug,
            figures=len(figures),
            left=left,
            sections={section.name: len(each) for section, each in by_section(figures).items()},
        )


def _span(months: list[str]) -> str:
    return months[0] if len(months) == 1 else f"{months[0]} to {months[-1]}"


def _changed_since(versions: Mapping[int, int] | None) -> Objection:
    def objection(figure: StandingFigure) -> str:
        if versions is None or versions.get(figure.outturn.pk) == figure.outturn.version:
            return ""
        return "it has changed since you opened the page; look at it again"

    return objection


def _wrong_state(move: Move) -> Objection:
    def objection(figure: StandingFigure) -> str:
        state = State(figure.outturn.state)
        return "" if state in TRANSITIONS[move].sources else f"it is {STANDS[state]}"

    return objection


STANDS = {
    State.DRAFT: "a draft, not submitted",
    State.SUBMITTED: "submitted already",
    State.RETURNED: "returned, and not submitted again",
    State.APPROVED: "approved already",
    State.LOCKED: "published and locked",
}


def _open_question(figure: StandingFigure) -> str:
    return "its question has no explanation yet" if figure.is_queried else ""


def _their_own(by: User) -> Objection:
    def objection(figure: StandingFigure) -> str:
        own = figure.outturn.entered_by_id == by.pk
        return "you entered it yourself; somebody else has to approve it" if own else ""

    return objection


def _not_theirs(by: User) -> Objection:
    """Only figures of sections that are this person's; the sections are asked for once, when the first one comes."""
    theirs: set[int] | None = None

    def objection(figure: StandingFigure) -> str:
        nonlocal theirs
        if theirs is None:
            theirs = set(Responsibility.objects.filter(user=by).values_list("section_id", flat=True))
        if figure.section is not None and figure.section.pk in theirs:
            return ""
        return f"you are not responsible for {figure.section}" if figure.section else "no indicator of its year has it"

    return objection
