"""What another policy would change in the latest report of each dataset: how many items, and no figure."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from time import perf_counter

from django.db.models import Max

from indicators.models import Dataset, Period
from reports.assemble import NothingToReport
from reports.making import judge
from reports.models import Publication, PublishedPaper
from suppression.models import SuppressionPolicy
from suppression.paper import Part1Paper, decode_part_1
from suppression.services import ProtectedIndex
from suppression.table import CannotProtect


@dataclass(frozen=True)
class Outcome:
    """One report under one policy. `refused_for` names the indicators with something exposed, if any.

    `judged` is False where the figures could not be judged at all; a publisher's check says why.
    """

    judged: bool
    safe: bool
    hidden: int
    loss: int
    seconds: float
    refused_for: tuple[str, ...] = ()


@dataclass(frozen=True)
class IndicatorChange:
    """How many items of one indicator would be hidden that are not now, and shown that are hidden now."""

    indicator: str
    newly_hidden: int
    newly_shown: int


@dataclass(frozen=True)
class ReportPreview:
    dataset: str
    as_at: date
    now: Outcome
    then: Outcome
    changes: tuple[IndicatorChange, ...]


def preview(base: SuppressionPolicy, proposed: SuppressionPolicy) -> list[ReportPreview]:
    """The latest report of each dataset under both policies, as if it were published for the first time.

    What the reports before it made public stays public, and what they hid stays hidden. Nothing is written.
    """
    previews = []
    for dataset in Dataset.objects.order_by("name"):
        as_at = latest_report(dataset)
        if as_at is None:
            continue
        before = PublishedPaper.objects.filter(dataset_slug=dataset.slug, as_at__lt=as_at)
        documents = before.order_by("as_at", "sequence").values_list("document", flat=True)
        papers = [decode_part_1(bytes(document)) for document in documents]
        try:
            now, protected_now = _outcome(dataset, as_at, base, papers)
            then, protected_then = _outcome(dataset, as_at, proposed, papers)
        except NothingToReport:
            continue
        changes = _changes(protected_now, protected_then) if protected_now and protected_then else ()
        previews.append(ReportPreview(dataset.name, as_at, now, then, changes))
    return previews


def latest_report(dataset: Dataset) -> date | None:
    """The month of the latest published report; where there is none, the last month with a figure."""
    published: date | None = Publication.objects.filter(dataset=dataset).aggregate(month=Max("as_at"))["month"]
    if published is not None:
        return published
    months = Period.objects.filter(kind=Period.Kind.MONTH, outturns__measure__indicator__dataset=dataset)
    with_figures: date | None = months.aggregate(month=Max("last_month"))["month"]
    return with_figures


def _outcome(
    dataset: Dataset, as_at: date, policy: SuppressionPolicy, papers: Sequence[Part1Paper]
) -> tuple[Outcome, ProtectedIndex | None]:
    started = perf_counter()
    try:
        protected = judge(dataset, as_at, policy, papers)
    except CannotProtect:
        return Outcome(False, False, 0, 0, perf_counter() - started), None
    check = protected.check
    names = _names(protected)
    exposed = dict.fromkeys(names[item.key.partition("|")[0]] for item in check.exposed if _has(names, item.key))
    seconds = perf_counter() - started
    return Outcome(True, check.safe, len(check.hidden), check.loss, seconds, tuple(exposed)), protected


def _changes(now: ProtectedIndex, then: ProtectedIndex) -> tuple[IndicatorChange, ...]:
    """Indicators with a change, in the order of the index."""
    hidden_now, hidden_then = ({item.key for item in each.check.hidden} for each in (now, then))
    newly_hidden = Counter(key.partition("|")[0] for key in hidden_then - hidden_now)
    newly_shown = Counter(key.partition("|")[0] for key in hidden_now - hidden_then)
    return tuple(
        IndicatorChange(name, newly_hidden[key], newly_shown[key])
        for key, name in _names(then).items()
        if newly_hidden[key] or newly_shown[key]
    )


def _names(protected: ProtectedIndex) -> dict[str, str]:
    return {each.key: f"{each.number} {each.title}" for each in protected.part_1.indicators}


def _has(names: dict[str, str], key: str) -> bool:
    return key.partition("|")[0] in names
