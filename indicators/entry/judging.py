"""What would become of each entry, by the workflow's table and the checks. Nothing is written."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from indicators.entry import questions
from indicators.entry.around import Question
from indicators.entry.asking import arounds, ask_again
from indicators.entry.cells import EMPTY, EnteredFigure, Place
from indicators.entry.earlier import revisions_of
from indicators.entry.outcomes import Entry, Outcome, Result, Theirs
from indicators.entry.reading import Reading, in_words, read_typed
from indicators.entry.sheet import Sheet, SheetMeasure, StoredFigure
from indicators.formatting import figure_text
from indicators.importers.numerals import tidy
from indicators.periods import index_months
from indicators.vocabulary import Absence, Unit, YearBasis
from indicators.workflow.moves import TRANSITIONS, Move, State


@dataclass(frozen=True)
class Change:
    """What is to be stored in one place; `figure` is None where it is taken away.

    Where `is_asked_again` nobody typed anything: only the questions are others, because another figure changes.
    """

    entry: Entry
    measure: SheetMeasure
    stored: StoredFigure | None
    figure: EnteredFigure | None
    understood: str
    questions: tuple[Question, ...] = ()
    is_asked_again: bool = False

    @property
    def reason(self) -> str:
        """What the history says of it."""
        if self.is_asked_again:
            return "Asked again"
        if self.stored and self.stored.state in TRANSITIONS[Move.REOPEN].sources:
            return f"{TRANSITIONS[Move.REOPEN].past}: {self.entry.reason}"
        return self.entry.reason or ("Entered" if self.figure else "Taken away")


@dataclass(frozen=True)
class Judged:
    """The entries that need nothing written, and those that do; none of the latter is impossible.

    `asked_again` are other figures, whose questions are to be written with the changes.
    """

    outcomes: Mapping[Place, Outcome]
    changes: Mapping[Place, Change]
    asked_again: Mapping[Place, Change]


def is_stale(entry: Entry, version: int) -> bool:
    """Whether the figure has changed since the person saw it."""
    return entry.version != version


def judge(sheet: Sheet, entries: Iterable[Entry], *, as_at: date, sections: Collection[int] | None = None) -> Judged:
    """What becomes of each entry; of several for one place the last. `as_at` is the latest month that has ended.

    `sections` are those of which the person may enter figures, None for all; the others are as if they were not there.
    """
    outcomes: dict[Place, Outcome] = {}
    changes: dict[Place, Change] = {}
    for place, entry in {entry.place: entry for entry in entries}.items():
        judged = _one(sheet, entry, sections)
        if isinstance(judged, Change):
            changes[place] = judged
        else:
            outcomes[place] = judged
    outcomes |= _clashes({place: each for place, each in outcomes.items() if each.result is Result.CLASH}, sheet)
    _ask(sheet, changes, outcomes, as_at)
    asked_again = _ask_again(sheet, changes, as_at)
    for place in asked_again.keys() & outcomes.keys():
        again = asked_again[place]
        outcomes[place] = replace(outcomes[place], questions=again.questions, explanation=again.entry.explanation)
    return Judged(outcomes, changes, asked_again)


def _one(sheet: Sheet, entry: Entry, sections: Collection[int] | None) -> Outcome | Change:
    """One entry by itself, as yet without the checks of its figure."""
    place = entry.place
    measure = sheet.measures.get(place.measure)
    if measure is None or not (sections is None or measure.row.section in sections):
        return Outcome(
            entry, Result.REFUSED, message="This indicator is not in the index of this year. Load the page again."
        )
    stored = measure.stored(place)
    now = _as_stored(entry, measure, stored)
    reading = _read(entry.text, now.text, measure, stored)
    is_same = not reading.problem and _text(reading.figure, measure).casefold() == now.text.casefold()
    explains = stored is not None and bool(stored.questions) and entry.explanation not in ("", stored.explanation)
    if is_same and not explains:
        return replace(now, result=Result.UNCHANGED)
    state = State(stored.state) if stored else None
    what = f"{measure.row.number}, {place.words}"
    if state not in TRANSITIONS[Move.ENTER].sources | TRANSITIONS[Move.REOPEN].sources:
        message = f"{what} is published and locked. A publisher has to open it for correction first."
        return replace(now, result=Result.LOCKED, message=message)
    refusal = _closed(measure, place) or reading.problem or _hides_a_number(reading.figure, stored)
    if refusal:
        return replace(now, result=Result.REFUSED, message=refusal)
    if is_stale(entry, stored.version if stored else 0) and not is_same:
        return replace(now, result=Result.CLASH, understood=reading.understood)
    if state in TRANSITIONS[Move.REOPEN].sources and not entry.reason:
        message = f"{what} is approved. Say why it changes; it then has to be approved again."
        return replace(now, result=Result.NEEDS_REASON, understood=reading.understood, message=message)
    return Change(entry, measure, stored, reading.figure, reading.understood)


def _as_stored(entry: Entry, measure: SheetMeasure, stored: StoredFigure | None) -> Outcome:
    """An outcome that says what is stored now; its result is still to come."""
    is_expected = not entry.place.is_year_to_date and entry.place.month in measure.row.expected
    if stored is None:
        return Outcome(entry, Result.UNCHANGED, is_expected=is_expected)
    text = figure_text(stored, measure.row.unit)
    return Outcome(
        entry,
        Result.UNCHANGED,
        version=stored.version,
        text=text,
        before=text,
        state=stored.state,
        understood=in_words(stored.figure, measure.row.unit),
        questions=stored.asked,
        explanation=stored.explanation,
        is_expected=is_expected,
    )


def _read(text: str, stored_text: str, measure: SheetMeasure, stored: StoredFigure | None) -> Reading:
    """What was typed; the very text that is stored stands for the figure that is stored, whatever it says."""
    if stored is not None and tidy(text) == tidy(stored_text):
        return Reading(stored.figure, in_words(stored.figure, measure.row.unit))
    return read_typed(text, Unit(measure.row.unit), measure.row.decimal_places)


def _text(figure: EnteredFigure | None, measure: SheetMeasure) -> str:
    return "" if figure is None else figure_text(figure, measure.row.unit)


def _closed(measure: SheetMeasure, place: Place) -> str:
    """Why the place takes no figure; empty where it does."""
    row = measure.row
    if place.month in row.open:
        return ""
    if place.month in index_months(row.reporting_year, YearBasis(row.year_basis)):
        return f"Indicator {row.number} is retired from {row.retired_from:%B %Y} and takes no more figures."
    return f"Indicator {row.number} has no {place.month:%B %Y} in this year. Load the page again."


def _hides_a_number(figure: EnteredFigure | None, stored: StoredFigure | None) -> str:
    """A number is never replaced by the word that it is hidden."""
    if figure is None or figure.absence != Absence.SUPPRESSED or stored is None or stored.absence:
        return ""
    return "The figure stays: Outturn hides it in Part 1 where it has to. Type the figure, or leave it as it is."


def _clashes(clashing: Mapping[Place, Outcome], sheet: Sheet) -> dict[Place, Outcome]:
    """The clashes with what others stored; where the person typed nothing that they had not seen there, none is."""
    if not clashing:
        return {}
    units = {measure: each.row.unit for measure, each in sheet.measures.items()}
    revisions = revisions_of(clashing.keys(), units)
    outcomes = {}
    for place, outcome in clashing.items():
        entry = outcome.entry
        seen = [each.text for each in revisions[place] if each.version == entry.version and each.text]
        if tidy(entry.text) == (tidy(seen[-1]) if seen and entry.version else ""):
            outcomes[place] = replace(outcome, result=Result.UNCHANGED)
            continue
        last = revisions[place][-1] if revisions[place] else None
        by, at = (last.by, last.when) if last else ("somebody else", "")
        what = f"changed this to {outcome.text}" if outcome.text else "took this figure away"
        outcomes[place] = replace(
            outcome,
            message=f"{by} {what} after you loaded the page{f' ({at})' if at else ''}. Choose which of the two "
            "stands.",
            theirs=Theirs(outcome.text, by, at, outcome.version),
        )
    return outcomes


def _ask(sheet: Sheet, changes: dict[Place, Change], outcomes: dict[Place, Outcome], as_at: date) -> None:
    """Refuses the changes that are impossible, and asks about the odd ones, each beside the others as they will be."""
    checked = {place: change.figure for place, change in changes.items()}
    for place, around in arounds(sheet, checked, checked, as_at).items():
        problems = questions.impossible(around)
        if problems:
            change = changes.pop(place)
            now = _as_stored(change.entry, change.measure, change.stored)
            message = " ".join(problem.sentence for problem in problems)
            outcomes[place] = replace(now, result=Result.REFUSED, understood=change.understood, message=message)
    left = {place: change.figure for place, change in changes.items()}
    for place, around in arounds(sheet, left, left, as_at).items():
        changes[place] = replace(changes[place], questions=tuple(questions.odd(around)))


def _ask_again(sheet: Sheet, changes: Mapping[Place, Change], as_at: date) -> dict[Place, Change]:
    """The figures beside the changed ones whose questions are others now, as changes of nothing else."""
    changed = {place: change.figure for place, change in changes.items()}
    return {
        place: Change(
            Entry(place, again.stored.version, "", again.explanation),
            again.measure,
            again.stored,
            again.stored.figure,
            "",
            again.questions,
            is_asked_again=True,
        )
        for place, again in ask_again(sheet, changed, as_at).items()
    }


def after(change: Change, version: int) -> Outcome:
    """The outcome of a change that is stored under this version, 0 where the figure was taken away."""
    now = _as_stored(change.entry, change.measure, change.stored)
    is_queried = bool(change.questions) and not change.entry.explanation
    return Outcome(
        change.entry,
        Result.QUERIED if is_queried else Result.SAVED,
        version=version,
        text=_text(change.figure, change.measure),
        before=now.text,
        state=State.DRAFT if change.figure else EMPTY,
        understood=change.understood,
        questions=change.questions,
        explanation=change.entry.explanation if change.questions else "",
        is_expected=now.is_expected,
    )
