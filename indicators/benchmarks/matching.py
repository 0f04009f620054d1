"""Which of the tool's indicators is which of ours: read, and kept with its audit entry in one transaction."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.services import record
from indicators.benchmark_models import BenchmarkImport, BenchmarkMatch
from indicators.importers.benchmark_parsed import ToolIndicator
from indicators.importers.benchmark_plan import MeasureRow, measure_rows
from indicators.models import Dataset, IndicatorDefinition
from indicators.revisions import create_with_revisions, update_with_revisions
from indicators.vocabulary import BenchmarkConversion

MATCH_FIELDS = ("code", "title", "conversion", "decided_by", "decided_at")


def rows_of(dataset: Dataset, reporting_year: int) -> list[MeasureRow]:
    """Our measures of that year in the order of the index, each with what was decided about it."""
    definitions = IndicatorDefinition.objects.filter(indicator__dataset=dataset, reporting_year=reporting_year)
    return measure_rows(
        definitions.select_related("indicator").prefetch_related(
            "indicator__measures", "indicator__measures__benchmark_match"
        )
    )


@transaction.atomic
def save_matches(
    *, upload: BenchmarkImport, choices: Mapping[int, tuple[ToolIndicator | None, str]], by: User | None
) -> int:
    """Keep which of the tool's indicators each measure, by its key, is compared with, or that it is none, and the
    conversion. One of the tool's that a measure of another year had goes to the one chosen. Returns how many decisions
    are new or changed.
    """
    Dataset.objects.select_for_update().get(pk=upload.dataset_id)
    matches = list(BenchmarkMatch.objects.filter(dataset=upload.dataset_id))
    stored = {each.measure_id: each for each in matches}
    taken = {theirs.code for theirs, _ in choices.values() if theirs}
    released: dict[int, tuple[ToolIndicator | None, str]] = {
        each.measure_id: (None, BenchmarkConversion.NONE)
        for each in matches
        if each.code in taken and each.measure_id not in choices
    }
    created, changed, now = [], [], timezone.now()
    for measure_pk, (theirs, conversion) in {**choices, **released}.items():
        code, title = (theirs.code, theirs.title) if theirs else ("", "")
        match = stored.get(measure_pk)
        if match is None:
            match = BenchmarkMatch(dataset_id=upload.dataset_id, measure_id=measure_pk)
            created.append(match)
        elif (match.code, match.conversion) != (code, conversion):
            changed.append(match)
        else:
            continue
        match.code, match.title, match.conversion = code, title, conversion
        match.decided_by, match.decided_at = by, now
    reason = f"Matched with {upload.file_name}"[:100]
    if changed:  # emptied first, so that two of them can change places
        BenchmarkMatch.objects.filter(pk__in=[match.pk for match in changed]).update(
            code="", conversion=BenchmarkConversion.NONE
        )
        update_with_revisions(BenchmarkMatch, changed, MATCH_FIELDS, by=by, reason=reason)
    if created:
        create_with_revisions(BenchmarkMatch, created, by=by, reason=reason)
    if created or changed:
        record(
            action="matched benchmarks",
            subject=upload.file_name,
            by=by,
            dataset=upload.dataset.slug,
            new=len(created),
            changed=len(changed),
        )
    return len(created) + len(changed)
