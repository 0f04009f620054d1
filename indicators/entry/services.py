"""Entering figures: one transaction, with its revisions and its audit entry."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from accounts.services import record
from indicators.entry.cells import Place, year_text
from indicators.entry.due import latest_ended
from indicators.entry.judging import Change, after, judge
from indicators.entry.outcomes import Entry, Outcome
from indicators.entry.sheet import Sheet, changes_by_measure, load_sheet
from indicators.entry.writing import Moved, write
from indicators.formatting import number_text
from indicators.models import Dataset
from indicators.periods import index_months
from indicators.permissions import sections_of
from indicators.vocabulary import YearBasis
from indicators.workflow.moves import TRANSITIONS, Move
from indicators.year_to_date import worked_out

MOST_PLACES_IN_AUDIT = 100


def enter_figures(
    *,
    dataset: Dataset,
    reporting_year: int,
    entries: Sequence[Entry],
    by: User,
    all_or_nothing: bool = False,
    as_at: date | None = None,
) -> list[Outcome]:
    """Store what was typed and say what became of each entry; of several for one place the last counts.

    What somebody else changed meanwhile is never overwritten: that entry is a CLASH with both texts. With
    `all_or_nothing` nothing is stored unless everything can be. `as_at` is the month of the worked-out years to date.
    Raises PermissionDenied.
    """
    _may_enter(by)
    try:
        return _enter(dataset, reporting_year, entries, by, all_or_nothing, as_at)
    except (Moved, IntegrityError):
        # Somebody was quicker by a moment. Their figures can be seen now, and are judged like any others.
        return _enter(dataset, reporting_year, entries, by, all_or_nothing, as_at)


def plan_figures(*, dataset: Dataset, reporting_year: int, entries: Sequence[Entry], by: User) -> list[Outcome]:
    """What would become of the entries. Nothing is stored; what would be has the version that it would have."""
    _may_enter(by)
    sheet = load_sheet(dataset, reporting_year, _places(entries))
    judged = judge(sheet, entries, as_at=latest_ended(timezone.localdate()), sections=_sections(by))
    planned = {place: after(change, change.entry.version) for place, change in judged.changes.items()}
    return _in_order(entries, judged.outcomes, planned)


@transaction.atomic
def _enter(
    dataset: Dataset,
    reporting_year: int,
    entries: Sequence[Entry],
    by: User,
    all_or_nothing: bool,
    as_at: date | None,
) -> list[Outcome]:
    sheet = load_sheet(dataset, reporting_year, _places(entries))
    judged = judge(sheet, entries, as_at=latest_ended(timezone.localdate()), sections=_sections(by))
    if all_or_nothing and not all(outcome.is_stored for outcome in judged.outcomes.values()):
        planned = {place: after(change, change.entry.version) for place, change in judged.changes.items()}
        return _in_order(entries, judged.outcomes, planned)
    versions = write(sheet, {**judged.changes, **judged.asked_again}, by=by) if judged.changes else {}
    if judged.changes:
        _record(dataset, reporting_year, judged.changes, by)
    written = {place: after(change, versions[place]) for place, change in judged.changes.items()}
    outcomes = _with_asked_again(_in_order(entries, judged.outcomes, written), judged.asked_again)
    return outcomes if as_at is None else _with_years_to_date(sheet, judged.changes, outcomes, as_at)


def _may_enter(by: User) -> None:
    if not by.may(TRANSITIONS[Move.ENTER].permission):
        raise PermissionDenied


def _sections(by: User) -> Collection[int] | None:
    return sections_of(by, TRANSITIONS[Move.ENTER].permission)


def _places(entries: Sequence[Entry]) -> set[Place]:
    return {entry.place for entry in entries}


def _in_order(entries: Sequence[Entry], *outcomes: Mapping[Place, Outcome]) -> list[Outcome]:
    by_place = {place: outcome for each in outcomes for place, outcome in each.items()}
    return [by_place[place] for place in dict.fromkeys(entry.place for entry in entries)]


def _record(dataset: Dataset, reporting_year: int, changes: Mapping[Place, Change], by: User) -> None:
    """The audit entry of a batch: how many, and where; never a figure, nor a person's words, which may hold one."""
    record(
        action="entered figures",
        subject=f"{dataset}, {year_text(reporting_year)}",
        by=by,
        dataset=dataset.slug,
        new=sum(change.stored is None for change in changes.values()),
        changed=sum(change.stored is not None and change.figure is not None for change in changes.values()),
        taken_away=sum(change.figure is None for change in changes.values()),
        places=[place.key for place in changes][:MOST_PLACES_IN_AUDIT],
    )


def _with_asked_again(outcomes: list[Outcome], asked_again: Mapping[Place, Change]) -> list[Outcome]:
    is_open = {place.key: bool(each.questions and not each.entry.explanation) for place, each in asked_again.items()}
    return [replace(outcomes[0], asked_again=is_open), *outcomes[1:]] if is_open else outcomes


def _with_years_to_date(
    sheet: Sheet, changes: Mapping[Place, Change], outcomes: Sequence[Outcome], as_at: date
) -> list[Outcome]:
    """The outcomes with the year to date that follows from the months as they are now; none where one was typed."""
    by_measure = changes_by_measure({place: change.figure for place, change in changes.items()})
    totals = dict.fromkeys((each.entry.place.measure for each in outcomes if each.is_stored), "")
    for number in totals:
        measure = sheet.measures[number]
        series = measure.series(by_measure)
        values: dict[date, Decimal | None] = {month: figure.value for month, figure in series.months.items()}
        row = measure.row
        basis = YearBasis(row.year_basis)
        last = min(as_at, index_months(row.reporting_year, basis)[-1])
        total = worked_out(row.accumulation, row.reporting_year, basis, last, values)
        if total is not None and last not in series.years_to_date:
            totals[number] = number_text(total, row.decimal_places)
    return [replace(each, year_to_date=totals.get(each.entry.place.measure, "")) for each in outcomes]
