"""Writes of the catalogue. Each is one transaction with its audit entry in it."""

import gc
import hashlib
import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace

import msgspec
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.services import record
from indicators.importers.answers import resolve
from indicators.importers.compare import FIGURE_FIELDS, STATED_FIELDS, make_plan
from indicators.importers.container import WorkbookRefused
from indicators.importers.layout import LayoutNotRecognised, parse_index
from indicators.importers.parsed import ParsedIndex
from indicators.importers.plan import Plan
from indicators.importers.workbook import read_workbook
from indicators.models import (
    Benchmark,
    Dataset,
    IndicatorDefinition,
    Outturn,
    RatingOverride,
    Section,
    WorkbookImport,
)
from indicators.relation_services import propose_relations
from indicators.revisions import create_with_revisions, update_with_revisions

CHANGED_FIELDS: dict[type, tuple[str, ...]] = {
    IndicatorDefinition: (*STATED_FIELDS, "number_sort_key"),
    Outturn: FIGURE_FIELDS,
    Benchmark: FIGURE_FIELDS,
    RatingOverride: ("rating", "wording", "reason"),
}


logger = logging.getLogger(__name__)


class ImportNotPossible(Exception):
    """The plan cannot be applied as it is; the message says why and what to do."""


@contextmanager
def _collecting_later() -> Iterator[None]:
    """Pauses Python's cycle collector: an import builds thousands of records that all live until it ends, and looking
    through them again and again takes a third of its time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def parse_workbook(content: bytes, file_name: str) -> ParsedIndex:
    """Read a workbook and understand its layout. Raises WorkbookRefused or LayoutNotRecognised, with a message."""
    return parse_index(read_workbook(content, file_name))


@transaction.atomic
def receive_workbook(*, dataset: Dataset, content: bytes, file_name: str, by: User | None) -> WorkbookImport:
    """Keep the bytes that somebody sent. Nothing is read yet."""
    workbook = WorkbookImport.objects.create(
        dataset=dataset,
        file_name=file_name[-200:],
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        sent_by=by,
    )
    record(action="sent a workbook", subject=workbook.file_name, by=by, dataset=dataset.slug, sha256=workbook.sha256)
    return workbook


@_collecting_later()
def read_import(workbook: WorkbookImport) -> None:
    """Read a workbook that was received, and keep what it says or why it was refused. Repeating it changes nothing."""
    try:
        parsed = parse_workbook(bytes(workbook.content), workbook.file_name)
    except (WorkbookRefused, LayoutNotRecognised) as refusal:
        workbook.refusal = str(refusal)
    except Exception as error:  # a workbook must never take the server down; its text stays out of the log
        logger.error("Import %s could not be read: %s", workbook.pk, type(error).__name__)
        workbook.refusal = (
            "This workbook could not be understood, because of something that Outturn does not expect in it. Nothing "
            "was stored. Open it in Excel, save it again as an Excel workbook (.xlsx) and send that. If it is refused "
            "again, tell your administrator the time and the name of the file."
        )
    else:
        workbook.parsed = msgspec.json.encode(replace(parsed, locations_read=frozenset()))
    workbook.save(update_fields=["parsed", "refusal"])


@_collecting_later()
def plan_import(workbook: WorkbookImport) -> Plan:
    """Compare the workbook, with the answers given so far, with the catalogue as it is now. Writes nothing."""
    plan = make_plan(workbook.dataset, _resolved(workbook))
    plan.answers = dict(workbook.answers)
    return plan


@transaction.atomic
def answer_questions(*, workbook: WorkbookImport, answers: Mapping[str, str], by: User | None) -> None:
    """Keep a person's answers, by cell (`G36`) or topic (`x`). Raises ValueError for one that fits no question."""
    workbook.answers = dict(answers)
    _resolved(workbook)
    workbook.save(update_fields=["answers"])
    record(action="answered questions", subject=workbook.file_name, by=by, cells=sorted(answers))


@_collecting_later()
@transaction.atomic
def apply_import(*, workbook: WorkbookImport, by: User | None, fingerprint: str | None = None) -> Plan:
    """Write the plan, whole or not at all, and return it.

    Raises ImportNotPossible where the import was applied or cancelled before, a question is open, or the plan is no
    longer the one that the person saw (`fingerprint`).
    """
    workbook = WorkbookImport.objects.select_for_update().select_related("dataset").get(pk=workbook.pk)
    if workbook.applied_at is not None:
        raise ImportNotPossible("This workbook has been applied already. Nothing was changed.")
    if workbook.cancelled_at is not None:
        raise ImportNotPossible("This import was cancelled. Send the workbook again to import it.")
    plan = plan_import(workbook)
    if plan.questions:
        cells = ", ".join(question.cells for question in plan.questions)
        raise ImportNotPossible(f"{len(plan.questions)} questions need an answer first: {cells}.")
    if fingerprint is not None and fingerprint != plan.fingerprint:
        raise ImportNotPossible("The figures in Outturn have changed since this plan was made. Look at the new plan.")
    reason = f"Imported from {workbook.file_name}"[:100]
    _write(plan, by, reason)
    proposed = propose_relations(
        dataset=workbook.dataset, reporting_year=plan.parsed.reporting_year, by=by, reason=reason
    )
    workbook.applied_at = timezone.now()
    workbook.applied_by = by
    workbook.summary = {
        "new": plan.new,
        "changed": plan.changed,
        "unchanged": plan.unchanged,
        "warnings": len(plan.warnings),
        "errors": len(plan.errors),
    }
    workbook.save(update_fields=["applied_at", "applied_by", "summary"])
    record(
        action="applied a workbook",
        subject=workbook.file_name,
        by=by,
        dataset=workbook.dataset.slug,
        sha256=workbook.sha256,
        new=plan.new,
        changed=plan.changed,
        relations_proposed=proposed,
    )
    return plan


@transaction.atomic
def cancel_import(*, workbook: WorkbookImport, by: User) -> None:
    """Put an import aside. Raises ImportNotPossible where it was applied."""
    workbook = WorkbookImport.objects.select_for_update().get(pk=workbook.pk)
    if workbook.applied_at is not None:
        raise ImportNotPossible("This workbook has been applied already and cannot be cancelled.")
    workbook.cancelled_at = workbook.cancelled_at or timezone.now()
    workbook.save(update_fields=["cancelled_at"])
    record(action="cancelled an import", subject=workbook.file_name, by=by, dataset=workbook.dataset.slug)


def _write(plan: Plan, by: User | None, reason: str) -> None:
    for model, records in plan.to_create.items():
        if records and model in CHANGED_FIELDS:
            if model is RatingOverride:
                for override in records:
                    override.made_by = by
            create_with_revisions(model, records, by=by, reason=reason)
        elif records:
            model._base_manager.bulk_create(records)
    Section.objects.bulk_update(plan.to_update.pop(Section), ["position"])
    for model, records in plan.to_update.items():
        if records:
            update_with_revisions(model, records, CHANGED_FIELDS[model], by=by, reason=reason)


def _resolved(workbook: WorkbookImport) -> ParsedIndex:
    """What the workbook says, with the answers given. Raises ImportNotPossible where it was not read."""
    if workbook.parsed is None:
        raise ImportNotPossible(workbook.refusal or "The workbook has not been read yet.")
    return resolve(msgspec.json.decode(bytes(workbook.parsed), type=ParsedIndex), workbook.answers)
