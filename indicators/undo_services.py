"""Undoing an import: everything that it wrote, as one."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db import models, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from accounts.models import User
from accounts.services import record
from indicators.models import (
    Benchmark,
    DefinitionRelation,
    Indicator,
    IndicatorDefinition,
    Measure,
    Outturn,
    Period,
    RatingOverride,
    Section,
    WorkbookImport,
)
from indicators.revisions import CREATED, UPDATED, delete_with_revisions, put_back
from indicators.services import ImportNotPossible
from indicators.undo_words import Words
from indicators.vocabulary import RelationStatus

REVISED: tuple[type[models.Model], ...] = (RatingOverride, Benchmark, Outturn, IndicatorDefinition)
"""What an import writes with revisions, in the order in which it can be deleted."""

NAMED = 10
"""How many of the records that stand in the way are named."""


def in_the_way(workbook: WorkbookImport) -> list[str]:
    """What of the import was changed, moved on or built upon since, each in words; empty where it can be undone."""
    return list(_in_the_way(workbook, _created(workbook)))


@transaction.atomic
def undo_import(*, workbook: WorkbookImport, by: User) -> None:
    """Delete what the import created and put back what it changed, whole or not at all.

    Raises ImportNotPossible where it is not applied, or, naming up to ten of them, where something of it was changed,
    submitted, approved or published since, or something else rests on it.
    """
    workbook = WorkbookImport.objects.select_for_update(of=("self",)).select_related("dataset").get(pk=workbook.pk)
    if workbook.undone_at is not None:
        raise ImportNotPossible("This import was undone already. Nothing was changed.")
    if workbook.applied_at is None:
        raise ImportNotPossible("This import was not applied. There is nothing to undo.")
    created = _created(workbook)
    obstacles = list(_in_the_way(workbook, created))
    if obstacles:
        raise ImportNotPossible(refusal(obstacles))
    reason = f"Undone: the import of {workbook.file_name}"
    for model in REVISED:
        changed = _keys(workbook, model, UPDATED)
        if changed:
            put_back(model, changed, before=workbook.pk, by=by, reason=reason)
    _delete(workbook, created, by, reason)
    for key, position, _ in workbook.written["positions"]:
        Section.objects.filter(pk=key).update(position=position)
    workbook.undone_at = timezone.now()
    workbook.undone_by = by
    workbook.save(update_fields=["undone_at", "undone_by"])
    record(
        action="undid an import",
        subject=workbook.file_name,
        by=by,
        dataset=workbook.dataset.slug,
        sha256=workbook.sha256,
        deleted=sum(len(created[model]) for model in REVISED),
    )


def refusal(obstacles: list[str]) -> str:
    """Why an import cannot be undone, and what to do."""
    more = len(obstacles) - NAMED
    named = "; ".join(obstacles[:NAMED]) + (f"; and {more} more" if more > 0 else "")
    return f"The import cannot be undone, because something of it has been used since: {named}. Nothing was changed."


def _created(workbook: WorkbookImport) -> dict[type[models.Model], list[Any]]:
    """The primary keys of what the import created, by model, in the order in which it can be deleted."""
    written = workbook.written
    revised = {model: _keys(workbook, model, CREATED) for model in REVISED}
    without_revisions = (Period, Measure, Indicator, Section)
    return {
        DefinitionRelation: written[DefinitionRelation.__name__],
        RatingOverride: revised[RatingOverride],
        Benchmark: revised[Benchmark],
        Outturn: revised[Outturn],
        **{model: written[model.__name__] for model in without_revisions[:2]},
        IndicatorDefinition: revised[IndicatorDefinition],
        **{model: written[model.__name__] for model in without_revisions[2:]},
    }


def _revisions(workbook: WorkbookImport, model: type[models.Model]) -> models.QuerySet[Any]:
    history: Any = model
    revisions: models.QuerySet[Any] = history.history.model.objects.filter(workbook_import=workbook.pk)
    return revisions


def _keys(workbook: WorkbookImport, model: type[models.Model], kind: str) -> list[Any]:
    return list(_revisions(workbook, model).filter(history_type=kind).order_by("id").values_list("id", flat=True))


def _delete(workbook: WorkbookImport, created: dict[type[models.Model], list[Any]], by: User, reason: str) -> None:
    for model, keys in created.items():
        if model is Period:
            keys = list(Period.objects.filter(pk__in=keys, outturns=None).values_list("pk", flat=True))
        if not keys:
            continue
        if model is DefinitionRelation or model in REVISED:
            delete_with_revisions(model, keys, by=by, reason=reason, workbook_import=workbook.pk)
        else:
            rows = model._base_manager.filter(pk__in=keys)
            rows._raw_delete(rows.db)


def _in_the_way(workbook: WorkbookImport, created: dict[type[models.Model], list[Any]]) -> Iterator[str]:
    for model in REVISED:
        yield from _changed_since(workbook, model)
    decided = DefinitionRelation.objects.filter(pk__in=created[DefinitionRelation])
    for relation in decided.exclude(status=RelationStatus.PROPOSED):
        yield f"“{relation.sentence}” was {relation.get_status_display()}"
    for indicator in Indicator.objects.filter(pk__in=created[Indicator], retired_from__isnull=False):
        yield f"the indicator “{indicator}” was retired"
    moved = {key: after for key, _, after in workbook.written["positions"]}
    for section in Section.objects.filter(pk__in=moved):
        if section.position != moved[section.pk]:
            yield f"the section “{section}” was moved"
    yield from _used_by_others(workbook, created)


def _changed_since(workbook: WorkbookImport, model: type[models.Model]) -> Iterator[str]:
    """The records of the import that are no longer, field by field, as it wrote them."""
    fields = [field.attname for field in model._meta.concrete_fields]
    history: Any = model
    earlier = history.history.model.objects.filter(id=OuterRef("id"), history_id__lt=OuterRef("history_id"))
    written = _revisions(workbook, model)
    rows = model._base_manager.select_for_update().filter(pk__in=written.values("id"))
    stored = {each["id"]: each for each in rows.values(*fields)}
    revisions = written.annotate(has_earlier=Exists(earlier)).order_by("history_id")
    words = Words(workbook.dataset)
    for revision in revisions.values(*fields, "history_type", "has_earlier"):
        kind, has_earlier = revision.pop("history_type"), revision.pop("has_earlier")
        if stored.get(revision["id"]) != revision:
            yield words.said(model, revision, stored.get(revision["id"]))
        elif kind == UPDATED and not has_earlier:
            yield f"{words.said(model, revision, revision)}, and what was stored before is not known"


def _used_by_others(workbook: WorkbookImport, created: dict[type[models.Model], list[Any]]) -> Iterator[str]:
    """Records that somebody else made since and that point to what the import created."""
    ours = {model: set(keys) for model, keys in created.items()}
    for model in REVISED:
        ours[model].update(_keys(workbook, model, UPDATED))
    for model, keys in created.items():
        if model is Period:  # a period that another figure uses is left
            continue
        for relation in model._meta.get_fields(include_hidden=True):
            if not isinstance(relation, models.ManyToOneRel) or relation.on_delete is models.DO_NOTHING:
                continue
            other: Any = relation.related_model
            for some in _pieces(keys):
                pointing = other._base_manager.filter(**{f"{relation.field.name}__in": some})
                for record_ in pointing:
                    if record_.pk not in ours.get(other, ()):
                        yield f"{other._meta.verbose_name} “{record_}” rests on it"


def _pieces(keys: list[Any]) -> Iterable[list[Any]]:
    return (keys[start : start + 500] for start in range(0, len(keys), 500))
