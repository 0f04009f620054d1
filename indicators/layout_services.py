"""What people say about the columns of a workbook: asked where a layout is not known, and kept for the next one."""

from collections.abc import Mapping as AnyMapping
from dataclasses import replace
from typing import Any

import msgspec
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.services import record
from indicators.importers.layout import Recognised, YearNotSaid, parse_recognised, recognise
from indicators.importers.mapping import LayoutChoice, Mapping
from indicators.importers.parsed import ParsedIndex
from indicators.importers.personal import refuse_records_of_people
from indicators.importers.workbook import read_workbook
from indicators.models import LayoutMapping, WorkbookImport
from indicators.periods import year_start
from indicators.vocabulary import YearBasis


class ColumnsNotPossible(Exception):
    """What was said about the columns cannot be taken; the message says why and what to do."""


def kept_mapping(workbook: WorkbookImport) -> Mapping:
    """What was said about this workbook, and for its other layouts about earlier workbooks of its dataset."""
    said = Mapping.from_json(workbook.mapping)
    earlier = {
        each.headings: LayoutChoice.from_json(each.columns)
        for each in LayoutMapping.objects.filter(dataset=workbook.dataset)
    }
    return Mapping(earlier | said.layouts, said.year)


def understand(workbook: WorkbookImport) -> ParsedIndex | None:
    """What a workbook says; None where a person has to say first what its columns are, or of which year it is.

    Raises WorkbookRefused, RecordsOfPeople or LayoutNotRecognised, with a message.
    """
    content = read_workbook(bytes(workbook.content), workbook.file_name)
    refuse_records_of_people(content)
    try:
        recognised = recognise(content, kept_mapping(workbook))
    except YearNotSaid:
        return None
    return parse_recognised(recognised) if recognised.is_settled else None


def columns_of(workbook: WorkbookImport) -> tuple[Recognised, bool]:
    """The tables of a received workbook as they are understood so far, and whether its year is known.

    Where it is not, the columns are read as if the workbook were of the year in which it was sent.
    """
    content = read_workbook(bytes(workbook.content), workbook.file_name)
    mapping = kept_mapping(workbook)
    try:
        return recognise(content, mapping), True
    except YearNotSaid:
        sent_in = year_start(workbook.sent_at.date(), YearBasis.FINANCIAL).year
        return recognise(content, replace(mapping, year=sent_in)), False


@transaction.atomic
def confirm_columns(
    *, workbook: WorkbookImport, year: int, layouts: AnyMapping[str, LayoutChoice], by: User
) -> ParsedIndex:
    """Keep what each column of a workbook is, read the workbook by it, and know the next one alike by it.

    Raises ColumnsNotPossible where the import was applied or cancelled, LayoutNotRecognised where nothing can be read.
    """
    workbook = WorkbookImport.objects.select_for_update().select_related("dataset").get(pk=workbook.pk)
    if workbook.applied_at is not None or workbook.cancelled_at is not None or workbook.refusal:
        raise ColumnsNotPossible("This import is finished, so its columns stay as they are. Send the workbook again.")
    content = read_workbook(bytes(workbook.content), workbook.file_name)
    mapping = Mapping(dict(layouts), year)
    parsed = parse_recognised(recognise(content, mapping))
    for headings, choice in layouts.items():
        LayoutMapping.objects.update_or_create(
            dataset=workbook.dataset,
            headings=headings,
            defaults={
                "columns": choice.for_the_next_workbook().to_json(),
                "confirmed_by": by,
                "confirmed_at": timezone.now(),
            },
        )
    workbook.mapping = mapping.to_json()
    workbook.parsed = encoded(parsed)
    workbook.answers = {}
    workbook.save(update_fields=["mapping", "parsed", "answers"])
    record(
        action="said what the columns are",
        subject=workbook.file_name,
        by=by,
        dataset=workbook.dataset.slug,
        layouts=_for_the_audit(layouts),
    )
    return parsed


def encoded(parsed: ParsedIndex) -> bytes:
    """A parsed workbook as it is kept, without the list of every cell that was read."""
    return msgspec.json.encode(replace(parsed, locations_read=frozenset()))


def _for_the_audit(layouts: AnyMapping[str, LayoutChoice]) -> list[dict[str, Any]]:
    return [choice.to_json()["columns"] for choice in layouts.values()]
