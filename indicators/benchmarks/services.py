"""Writes of benchmarks from the Local Authority Interactive Tool, each one transaction with its audit entry."""

import hashlib

import msgspec
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.services import record
from indicators.benchmark_models import BenchmarkImport
from indicators.benchmarks.matching import rows_of
from indicators.benchmarks.sources import FROM_THE_TOOL
from indicators.importers.benchmark_compare import BENCHMARK_FIELDS, make_benchmark_plan
from indicators.importers.benchmark_file import read_benchmarks
from indicators.importers.benchmark_parsed import ToolFile
from indicators.importers.benchmark_plan import BenchmarkPlan
from indicators.models import Benchmark, Dataset
from indicators.revisions import create_with_revisions, update_with_revisions
from indicators.services import ImportNotPossible


@transaction.atomic
def receive_benchmarks(
    *,
    dataset: Dataset,
    reporting_year: int,
    content: bytes,
    dictionary: bytes | None,
    file_name: str,
    by: User | None,
) -> tuple[BenchmarkImport, bool]:
    """Read a file of the tool and keep it with what it says, and whether that was new.

    The same file again is the import that it was before, while that waits or where it would change nothing more.
    Raises BenchmarksRefused; then nothing is kept.
    """
    parsed = read_benchmarks(content, dictionary, reporting_year)
    sha256 = hashlib.sha256(content + b"\0" + (dictionary or b"")).hexdigest()
    same = BenchmarkImport.objects.select_related("dataset").filter(
        dataset=dataset, reporting_year=reporting_year, sha256=sha256, cancelled_at=None
    )
    earlier = same.first()
    if earlier is not None and (earlier.applied_at is None or not plan_benchmarks(earlier).to_apply):
        return earlier, False
    upload = BenchmarkImport.objects.create(
        dataset=dataset,
        reporting_year=reporting_year,
        file_name=file_name[-200:],
        sha256=sha256,
        content=content,
        dictionary=dictionary,
        parsed=msgspec.json.encode(parsed),
        sent_by=by,
    )
    record(
        action="sent benchmarks",
        subject=upload.file_name,
        by=by,
        dataset=dataset.slug,
        reporting_year=reporting_year,
        sha256=sha256,
    )
    return upload, True


def file_of(upload: BenchmarkImport) -> ToolFile:
    """What the file says, as it was read when it was sent."""
    return msgspec.json.decode(bytes(upload.parsed), type=ToolFile)


def plan_benchmarks(upload: BenchmarkImport) -> BenchmarkPlan:
    """Compare the file with the catalogue, by the matching as it is now. Writes nothing."""
    return make_benchmark_plan(upload, file_of(upload), rows_of(upload.dataset, upload.reporting_year))


@transaction.atomic
def apply_benchmarks(*, upload: BenchmarkImport, by: User | None, fingerprint: str | None = None) -> BenchmarkPlan:
    """Write the plan, whole or not at all, and return it.

    Raises ImportNotPossible where the import was applied or cancelled before, the plan is no longer the one that the
    person saw (`fingerprint`), or there is nothing to apply.
    """
    upload = BenchmarkImport.objects.select_for_update(of=("self",)).select_related("dataset").get(pk=upload.pk)
    if upload.applied_at is not None:
        raise ImportNotPossible("These benchmarks are already imported. Nothing was changed.")
    if upload.cancelled_at is not None:
        raise ImportNotPossible("This import was cancelled. Send the file again to import it.")
    plan = plan_benchmarks(upload)
    if fingerprint is not None and fingerprint != plan.fingerprint:
        raise ImportNotPossible(
            "Benchmarks or the matching have changed since this plan was made. Look at the new one."
        )
    if not plan.to_apply:
        raise ImportNotPossible("There is nothing to apply. Nothing was changed.")
    reason = f"{FROM_THE_TOOL}: {upload.file_name}"[:100]
    if plan.to_create:
        create_with_revisions(Benchmark, plan.to_create, by=by, reason=reason)
    if plan.to_update:
        update_with_revisions(Benchmark, plan.to_update, BENCHMARK_FIELDS, by=by, reason=reason)
    upload.applied_at = timezone.now()
    upload.applied_by = by
    upload.summary = {"new": plan.new, "changed": plan.changed, "unchanged": plan.unchanged}
    upload.save(update_fields=["applied_at", "applied_by", "summary"])
    record(
        action="applied benchmarks",
        subject=upload.file_name,
        by=by,
        dataset=upload.dataset.slug,
        reporting_year=upload.reporting_year,
        sha256=upload.sha256,
        new=plan.new,
        changed=plan.changed,
    )
    return plan


@transaction.atomic
def cancel_benchmarks(*, upload: BenchmarkImport, by: User) -> None:
    """Put an import aside. Raises ImportNotPossible where it was applied."""
    upload = BenchmarkImport.objects.select_for_update(of=("self",)).select_related("dataset").get(pk=upload.pk)
    if upload.applied_at is not None:
        raise ImportNotPossible("These benchmarks are already imported and the import cannot be cancelled.")
    if upload.cancelled_at is None:
        upload.cancelled_at = timezone.now()
        upload.save(update_fields=["cancelled_at"])
        record(action="cancelled benchmarks", subject=upload.file_name, by=by, dataset=upload.dataset.slug)
