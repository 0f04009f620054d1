"""Writes of the catalogue. Each is one transaction with its audit entry in it."""

import gc
import hashlib
import logging
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager

import msgspec
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from accounts.services import record
from indicators.importers.answers import resolve
from indicators.importers.compare import FIGURE_FIELDS, STATED_FIELDS, make_plan
from indicators.importers.container import WorkbookRefused
from indicators.importers.layout import LayoutNotRecognised
from indicators.importers.parsed import ParsedIndex
from indicators.importers.personal import RecordsOfPeople
from indicators.importers.plan import Plan
from indicators.layout_services import encoded, understand
from indicators.models import (
    Benchmark,
    Dataset,
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
from indicators.relation_services import propose_relations
from indicators.revisions import create_with_revisions, update_with_revisions
from indicators.workflow.moves import State

ENTERED_FIELDS = (
    "state",
    "version",
    "entered_by",
    "approved_by",
    "questions",
    "explanation",
    "returned_because",
)
"""What entering another figure says of where it stands."""

CHANGED_FIELDS: dict[type, tuple[str, ...]] = {
    IndicatorDefinition: (*STATED_FIELDS, "number_sort_key"),
    Outturn: (*FIGURE_FIELDS, *ENTERED_FIELDS),
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
        parsed = understand(workbook)
    except RecordsOfPeople as refusal:
        _keep_nothing(workbook, str(refusal))
        return
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
        workbook.parsed = encoded(parsed) if parsed is not None else None
        workbook.mapping = workbook.mapping if parsed is not None else {"asked": True}
    workbook.save(update_fields=["parsed", "refusal", "mapping"])


@transaction.atomic
def _keep_nothing(workbook: WorkbookImport, refusal: str) -> None:
    """Refuse a file of records of people: its bytes go at once, and the audit trail says that there was one."""
    workbook.refusal = refusal
    workbook.content = b""
    workbook.save(update_fields=["refusal", "content"])
    record(
        action="refused a list of people, and deleted it",
        subject=f"import {workbook.pk}",
        by=workbook.sent_by,
        dataset=workbook.dataset.slug,
    )


@_collecting_later()
def plan_import(workbook: WorkbookImport) -> Plan:
    """Compare the workbook, with the answers given so far, with the catalogue as it is now. Writes nothing."""
    plan = make_plan(workbook.dataset, _resolved(workbook), workbook.left_out)
    plan.answers = dict(workbook.answers)
    return plan


@transaction.atomic
def answer_questions(*, workbook: WorkbookImport, answers: Mapping[str, str], by: User | None) -> None:
    """Keep a person's answers, by cell (`G36`) or topic (`x`). Raises ValueError for one that fits no question."""
    workbook.answers = dict(answers)
    _resolved(workbook)
    workbook.save(update_fields=["answers"])
    record(action="answered questions", subject=workbook.file_name, by=by, cells=sorted(answers))


@transaction.atomic
def choose_rows(*, workbook: WorkbookImport, left_out: Collection[str], by: User | None) -> None:
    """Keep which rows are not to be applied, by their place (`Performance Index!A15`).

    Raises ImportNotPossible where the import was applied or cancelled, ValueError for a place where no row stands.
    """
    workbook_now = WorkbookImport.objects.select_for_update().get(pk=workbook.pk)
    _refuse_decided(workbook_now)
    unknown = set(left_out) - {str(row.location) for row in _resolved(workbook).indicators}
    if unknown:
        raise ValueError(f"The workbook has no row at {', '.join(sorted(unknown))}.")
    workbook.left_out = sorted(left_out)
    workbook.save(update_fields=["left_out"])
    record(action="chose rows of a workbook", subject=workbook.file_name, by=by, left_out=len(left_out))


def already_imported(dataset: Dataset, content: bytes) -> WorkbookImport | None:
    """The import of the very same file: one that waits for a decision, or that was applied and of which nothing is
    left to apply. None where there is none, where it was undone, or where what is stored has changed since."""
    same = WorkbookImport.objects.select_related("dataset", "applied_by").filter(
        dataset=dataset,
        sha256=hashlib.sha256(content).hexdigest(),
        refusal="",
        parsed__isnull=False,
        cancelled_at=None,
        undone_at=None,
    )
    for workbook in same:
        if workbook.applied_at is None or not plan_import(workbook).to_apply:
            return workbook
    return None


@_collecting_later()
@transaction.atomic
def apply_import(*, workbook: WorkbookImport, by: User | None, fingerprint: str | None = None) -> Plan:
    """Write the plan, whole or not at all, and return it.

    Raises ImportNotPossible where the import was applied or cancelled before, a question is open, the plan is no
    longer the one that the person saw (`fingerprint`), the same file is imported already and would change nothing, or
    somebody changes one of its figures at the same moment.
    """
    workbook = WorkbookImport.objects.select_for_update(of=("self",)).select_related("dataset").get(pk=workbook.pk)
    _refuse_decided(workbook)
    plan = plan_import(workbook)
    if plan.questions:
        cells = ", ".join(question.cells for question in plan.questions)
        raise ImportNotPossible(f"{len(plan.questions)} questions need an answer first: {cells}.")
    if fingerprint is not None and fingerprint != plan.fingerprint:
        raise ImportNotPossible("The figures in Outturn have changed since this plan was made. Look at the new plan.")
    if not plan.to_apply and (earlier := _applied_before(workbook)) is not None:
        raise ImportNotPossible(f"This workbook is already imported ({earlier.status}). Nothing was changed.")
    reason = f"Imported from {workbook.file_name}"
    positions = [(each.pk, each.position) for each in plan.to_update[Section]]
    before = dict(Section.objects.filter(pk__in=[key for key, _ in positions]).values_list("pk", "position"))
    _write(plan, by, reason, workbook.pk)
    proposed = propose_relations(
        dataset=workbook.dataset, reporting_year=plan.parsed.reporting_year, by=by, reason=reason
    )
    workbook.written = {
        model.__name__: [each.pk for each in plan.to_create[model]] for model in (Section, Indicator, Measure, Period)
    } | {
        DefinitionRelation.__name__: [each.pk for each in proposed],
        "positions": [(key, before[key], after) for key, after in positions],
    }
    workbook.applied_at = timezone.now()
    workbook.applied_by = by
    workbook.summary = {
        "new": plan.new,
        "changed": plan.changed,
        "unchanged": plan.unchanged,
        "warnings": len(plan.warnings),
        "errors": len(plan.errors),
    }
    workbook.save(update_fields=["applied_at", "applied_by", "summary", "written"])
    record(
        action="applied a workbook",
        subject=workbook.file_name,
        by=by,
        dataset=workbook.dataset.slug,
        sha256=workbook.sha256,
        new=plan.new,
        changed=plan.changed,
        left_out=len(plan.left_out),
        relations_proposed=len(proposed),
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


def _write(plan: Plan, by: User | None, reason: str, number: int | None = None) -> None:
    """Write the records of a plan, those of figures and definitions with a revision that names the import."""
    _enter(plan, by)
    try:
        for model, records in plan.to_create.items():
            if records and model in CHANGED_FIELDS:
                create_with_revisions(model, records, by=by, reason=reason, workbook_import=number)
            elif records:
                model._base_manager.bulk_create(records)
    except IntegrityError as error:  # only another writer can do that: the plan has just been made
        raise ImportNotPossible("Somebody changed a figure at this very moment. Look at the new plan.") from error
    Section.objects.bulk_update(plan.to_update[Section], ["position"])
    for model, fields in CHANGED_FIELDS.items():
        if records := plan.to_update[model]:
            update_with_revisions(model, records, fields, by=by, reason=reason, workbook_import=number)


def _enter(plan: Plan, by: User | None) -> None:
    """Importing a figure is entering it: it is a draft of the person who imports, in a new version."""
    _refuse_changed_meanwhile(plan.to_update[Outturn])
    for override in plan.to_create[RatingOverride]:
        override.made_by = by
    for outturn in plan.to_create[Outturn]:
        outturn.entered_by_id = by.pk if by else None
    for outturn in plan.to_update[Outturn]:
        outturn.state = State.DRAFT
        outturn.version += 1
        outturn.entered_by = by
        outturn.approved_by = None
        outturn.questions = []
        outturn.explanation = outturn.returned_because = ""


def _refuse_changed_meanwhile(outturns: list[Outturn]) -> None:
    """Lock the figures that will change, and see that they are those that the plan was made with."""
    seen = {each.pk: each.version for each in outturns}
    keys = list(seen)
    now: dict[int, int] = {}
    for start in range(0, len(keys), 500):
        rows = Outturn.objects.select_for_update().filter(pk__in=keys[start : start + 500])
        now.update(rows.order_by("pk").values_list("pk", "version"))
    if now != seen:
        raise ImportNotPossible("The figures in Outturn have changed since this plan was made. Look at the new plan.")


def _refuse_decided(workbook: WorkbookImport) -> None:
    if workbook.undone_at is not None:
        raise ImportNotPossible("This import was undone. Send the workbook again to import it.")
    if workbook.applied_at is not None:
        raise ImportNotPossible("This workbook has been applied already. Nothing was changed.")
    if workbook.cancelled_at is not None:
        raise ImportNotPossible("This import was cancelled. Send the workbook again to import it.")


def _applied_before(workbook: WorkbookImport) -> WorkbookImport | None:
    """Another import of the same file that was applied and not undone."""
    same = WorkbookImport.objects.filter(dataset=workbook.dataset, sha256=workbook.sha256, undone_at=None)
    return same.filter(applied_at__isnull=False).defer("content", "parsed").first()


def _resolved(workbook: WorkbookImport) -> ParsedIndex:
    """What the workbook says, with the answers given. Raises ImportNotPossible where it was not read."""
    if workbook.parsed is None:
        asked = "Say first what each of its columns is." if workbook.asks_for_columns else ""
        raise ImportNotPossible(workbook.refusal or asked or "The workbook has not been read yet.")
    return resolve(msgspec.json.decode(bytes(workbook.parsed), type=ParsedIndex), workbook.answers)
