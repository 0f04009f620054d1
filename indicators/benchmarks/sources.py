"""Where a figure of England or London came from, and when, as its revisions say."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.utils import timezone

from indicators.models import Benchmark, WorkbookImport
from indicators.vocabulary import Comparator

FROM_THE_TOOL = "Imported from the Local Authority Interactive Tool"
"""How the reason of a revision begins that the tool's file brought."""

TOOL = "Local Authority Interactive Tool, Department for Education"
INDEX = "The council's performance index"
BY_HAND = "Entered by the council"
NO_SOURCE: tuple[str, date | None] = ("", None)


def sources_of(benchmarks: Iterable[Benchmark]) -> Mapping[int, tuple[str, date | None]]:
    """The source of each figure of England and London, and the day it was taken from there, by primary key. One query.

    The council's own years have none: their day would say that one of them changed, hidden or not. No file is named,
    because its name is an officer's. An import that was undone brought nothing.
    """
    compared = [each.pk for each in benchmarks if each.comparator != Comparator.OWN]
    undone = WorkbookImport.objects.filter(undone_at__isnull=False).values("pk")
    revisions = Benchmark.history.filter(id__in=compared).exclude(workbook_import__in=undone).order_by("history_id")
    return {
        key: (_source(workbook_import, reason or ""), timezone.localdate(at))
        for key, at, reason, workbook_import in revisions.values_list(
            "id", "history_date", "history_change_reason", "workbook_import"
        )
    }


def _source(workbook_import: int | None, reason: str) -> str:
    if workbook_import is not None:
        return INDEX
    return TOOL if reason.startswith(FROM_THE_TOOL) else BY_HAND
