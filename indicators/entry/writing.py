"""Writes changed figures with their revisions, in as many statements whatever their number; nothing unseen is lost."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, cast

from django.db import connection, router
from django.db.models import Case, F, Field, Max, TextField, Value, When
from django.db.models.functions import Cast

from accounts.models import User
from indicators.entry.cells import Place
from indicators.entry.judging import Change
from indicators.entry.sheet import Sheet
from indicators.models import Outturn, Period
from indicators.revisions import CREATED, DELETED, UPDATED, keep_revisions
from indicators.vocabulary import YearBasis
from indicators.workflow.moves import State

MOST_AT_ONCE = 200
"""How many records one UPDATE changes; each brings two parameters a field, and a database takes so many."""

_FIGURE = ("value", "numerator", "denominator", "rate", "decimal_places", "absence", "wording")


class Moved(Exception):
    """A figure changed between being looked at and being written."""


def write(sheet: Sheet, changes: Mapping[Place, Change], *, by: User) -> dict[Place, int]:
    """Store the changes and return the version of each, 0 for what was taken away.

    Raises Moved, or IntegrityError for a figure that is there by now, where somebody else was quicker: then nothing
    may be kept of the transaction.
    """
    new = {place: change for place, change in changes.items() if change.stored is None}
    gone = _in_order(change for change in changes.values() if change.figure is None)
    changed = _in_order(change for change in changes.values() if change.stored and change.figure)
    if (gone and changed) or len(gone) + len(changed) > MOST_AT_ONCE:
        _lock([*gone, *changed])
    versions = _create(sheet, new, by)
    _update(changed, by)
    _take_away(gone, by)
    versions |= {each.entry.place: each.stored.version + 1 for each in changed if each.stored}
    return versions | dict.fromkeys((each.entry.place for each in gone), 0)


def _in_order(changes: Iterable[Change]) -> list[Change]:
    """In the order in which records are locked, so that two batches never wait for each other."""
    return sorted(changes, key=lambda change: change.stored.pk if change.stored else 0)


def _create(sheet: Sheet, changes: Mapping[Place, Change], by: User) -> dict[Place, int]:
    spans = {place: place.span(YearBasis(change.measure.row.year_basis)) for place, change in changes.items()}
    periods = dict(sheet.periods)
    missing = sorted(set(spans.values()) - periods.keys())
    if missing:
        Period.objects.bulk_create(
            (Period(kind=kind, first_month=first, last_month=last) for kind, first, last in missing),
            ignore_conflicts=True,
        )
        there = Period.objects.filter(last_month__in={last for _, _, last in missing})
        periods |= {period.span: period.pk for period in there}
    earlier = _earlier_versions([place for place, span in spans.items() if span in sheet.emptied])
    versions = {place: earlier.get(place, 0) + 1 for place in changes}
    records = [
        Outturn(
            measure_id=place.measure,
            period_id=periods[spans[place]],
            version=versions[place],
            **_fields(change),
            **_always(by),
        )
        for place, change in changes.items()
    ]
    if records:
        Outturn.objects.bulk_create(records)
        reasons = {record.pk: change.reason for record, change in zip(records, changes.values(), strict=True)}
        _keep_revisions(reasons, CREATED, by)
    return versions


def _earlier_versions(places: Sequence[Place]) -> dict[Place, int]:
    """The last version of figures that were taken away: a new one counts on, so that no old page knows it."""
    if not places:
        return {}
    history: Any = Outturn.history.model
    found = (
        history.objects.filter(
            measure__in={p.measure for p in places}, period__last_month__in={p.month for p in places}
        )
        .order_by()
        .values_list("measure", "period__last_month", "period__kind")
        .annotate(last=Max("version"))
    )
    return {Place(measure, month, kind == Period.Kind.YEAR_TO_DATE): last for measure, month, kind, last in found}


def _fields(change: Change) -> dict[str, Any]:
    """What differs from figure to figure."""
    figure = change.figure
    of_figure = {name: getattr(figure, name) for name in _FIGURE}
    return of_figure | {
        "questions": [{"rule": each.rule, "sentence": each.sentence} for each in change.questions],
        "explanation": change.entry.explanation if change.questions else "",
    }


def _always(by: User) -> dict[str, Any]:
    """What every write of a figure sets."""
    return {"state": State.DRAFT, "entered_by": by, "approved_by": None, "returned_because": ""}


def _lock(changes: Sequence[Change]) -> None:
    """All at once, in one order, where several statements are to change them."""
    keys = [change.stored.pk for change in changes if change.stored]
    list(Outturn.objects.select_for_update().filter(pk__in=keys).order_by("pk").values_list("pk"))


def _batches(changes: Sequence[Change]) -> Iterator[dict[int, Change]]:
    for start in range(0, len(changes), MOST_AT_ONCE):
        yield {each.stored.pk: each for each in changes[start : start + MOST_AT_ONCE] if each.stored}


def _as_seen(batch: Mapping[int, Change]) -> Any:
    """The records of a batch that still have the version that was looked at, locked in one order."""
    seen = {pk: change.stored.version for pk, change in batch.items() if change.stored}
    locked = Outturn.objects.select_for_update().filter(pk__in=batch).order_by("pk").values("pk")
    return Outturn.objects.filter(pk__in=locked, version=_by_key("version", seen))


def _by_key(field: str, values: Mapping[int, Any]) -> Any:
    """An expression that has each record's own value."""
    output = cast("Field[Any, Any]", Outturn._meta.get_field(field))
    case = Case(
        *(When(pk=pk, then=Value(value, output_field=output)) for pk, value in values.items()), output_field=output
    )
    return Cast(case, output_field=output) if connection.features.requires_casted_case_in_updates else case


def _update(changes: Sequence[Change], by: User) -> None:
    for batch in _batches(changes):
        of_each = {pk: _fields(change) for pk, change in batch.items()}
        names = next(iter(of_each.values()))
        by_key = {name: _by_key(name, {pk: values[name] for pk, values in of_each.items()}) for name in names}
        asked_again = [pk for pk, change in batch.items() if change.is_asked_again]
        entered = _always(by) | {"version": F("version") + 1}
        if asked_again:
            entered = {name: _unless(asked_again, name, value) for name, value in entered.items()}
        if _as_seen(batch).update(**by_key, **entered) != len(batch):
            raise Moved
        _keep_revisions({pk: change.reason for pk, change in batch.items()}, UPDATED, by)


def _unless(keys: Sequence[int], field: str, value: Any) -> Any:
    """An expression that leaves the field of some records as it is."""
    output = cast("Field[Any, Any]", Outturn._meta.get_field(field))
    entered = (
        value if hasattr(value, "resolve_expression") else Value(getattr(value, "pk", value), output_field=output)
    )
    return Case(When(pk__in=keys, then=F(field)), default=entered, output_field=output)


def _take_away(changes: Sequence[Change], by: User) -> None:
    for batch in _batches(changes):
        _keep_revisions({pk: change.reason for pk, change in batch.items()}, DELETED, by)
        # Nothing refers to an outturn, and its last revision is written already: no need to load what is deleted.
        if _as_seen(batch)._raw_delete(router.db_for_write(Outturn)) != len(batch):
            raise Moved


def _keep_revisions(reasons: Mapping[int, str], kind: str, by: User) -> None:
    """A revision of each record, with the reason that it has by its key."""
    by_reason: dict[str, list[int]] = defaultdict(list)
    for pk, reason in reasons.items():
        by_reason[reason].append(pk)
    first, *others = by_reason
    whens = [When(pk__in=by_reason[reason], then=Value(reason)) for reason in others]
    said = Case(*whens, default=Value(first), output_field=TextField()) if others else first
    keep_revisions(Outturn, list(reasons), kind, by=by, reason=said)
