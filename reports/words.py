"""A report with its words: both papers as they would be published now, what is found in them, what is missing."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from commentary.checking import PlacedFinding, ReportChecker
from commentary.exceptions import ReportException, exceptions_of
from commentary.models import Commentary
from commentary.services import kept_findings
from commentary.words import Words, add_words, words_of
from indicators.formatting import joined
from indicators.index import Index
from indicators.models import Dataset, Indicator, IndicatorDefinition
from indicators.periods import year_start
from indicators.vocabulary import YearBasis
from reports.assemble import assemble
from reports.decoding import PART_1, PART_2
from reports.models import Publication, PublishedPaper
from suppression.check import DisclosureCheck
from suppression.choices import chosen
from suppression.known import KnownElsewhere, known_elsewhere
from suppression.models import SuppressionPolicy
from suppression.paper import Part1Paper, Part2Paper
from suppression.services import ProtectedIndex, protect
from suppression.table import CannotProtect
from suppression.writer import Writer

KEPT_IN_MEMORY = 4
"""Protected drafts; one of forty indicators takes about a megabyte."""


class _Everything(frozenset[str]):
    """Whatever is asked for is in it."""

    def __contains__(self, item: object) -> bool:
        return True


EVERYTHING = _Everything()


@dataclass(frozen=True)
class WordedReport:
    """Both papers with their words.

    `findings` are those that nobody keeps, `waiting` what is written and not agreed, `missing` the exceptions without
    agreed commentary, as Part 2 has them.
    """

    part_1: Part1Paper
    part_2: Part2Paper
    words: Words
    findings: tuple[PlacedFinding, ...]
    waiting: tuple[Commentary, ...]
    missing: tuple[ReportException, ...]


@dataclass(frozen=True)
class Earlier:
    """The papers in force of the reports before one, the latest first."""

    part_1: tuple[Part1Paper, ...]
    part_2: tuple[Part2Paper, ...]


def earlier_papers(dataset: Dataset, as_at: date) -> Earlier:
    """Two queries, and one more for each part of which a paper is not remembered."""
    public = PublishedPaper.objects.in_force().filter(dataset_slug=dataset.slug, as_at__lt=as_at)
    exempt = Publication.objects.in_force().filter(dataset=dataset, as_at__lt=as_at)
    return Earlier(
        public_papers(public),
        tuple(
            PART_2.of(
                dict(exempt.values_list("pk", "part_2_sha256")),
                lambda keys: Publication.objects.filter(pk__in=keys).values_list("pk", "part_2"),
            )
        ),
    )


def public_papers(records: QuerySet[Any]) -> tuple[Part1Paper, ...]:
    """The Part 1 papers of these records, in their order."""
    return tuple(
        PART_1.of(
            dict(records.values_list("pk", "sha256")),
            lambda keys: PublishedPaper.objects.filter(pk__in=keys).values_list("pk", "document"),
        )
    )


def with_words(
    dataset: Dataset,
    as_at: date,
    part_1: Part1Paper,
    part_2: Part2Paper,
    words: Words | None = None,
    earlier: Earlier | None = None,
    today: date | None = None,
) -> WordedReport:
    """The report with all that people said for it, checked. The papers are those of its figures, as at that month.

    `words` and `earlier` are fetched unless they are given. What is overdue is so on `today`.
    """
    words, earlier = words or words_of(dataset, as_at), earlier or earlier_papers(dataset, as_at)
    part_1, part_2 = add_words(
        part_1,
        part_2,
        words,
        earlier_1=earlier.part_1,
        earlier_2=earlier.part_2,
        today=today or timezone.localdate(),
    )
    exceptions = exceptions_of(part_2, earlier.part_2, words.reasons)
    return WordedReport(
        part_1=part_1,
        part_2=part_2,
        words=words,
        findings=tuple(checker_of(dataset, as_at, part_1, part_2).whole_report()),
        waiting=tuple(words.waiting),
        missing=tuple(each for each in exceptions if each.indicator.key not in words.agreed),
    )


def why_words_are_refused(report: WordedReport) -> str:
    """Why a report is not published for what people wrote, with where to go; empty where it may be."""
    if report.waiting:
        one = len(report.waiting) == 1
        numbers = joined(_numbers(report.part_2, [each.indicator.key for each in report.waiting]))
        return (
            f"The commentary on {'indicator' if one else 'indicators'} {numbers} is written and not agreed. "
            "Agree or return it, under Office, Commentary."
        )
    if report.findings:
        first = report.findings[0]
        count = len(report.findings)
        others = f" {count - 1} more." if count > 1 else ""
        return (
            f"Words of this report have to be looked at ({first.where}): {first.finding.sentence} "
            f"{first.finding.advice}{others} They are listed under Office, Commentary."
        )
    return ""


def why_missing_is_refused(report: WordedReport) -> str:
    """Which exceptions have no agreed commentary, with what to do; empty where all have."""
    if not report.missing:
        return ""
    numbers = joined([each.indicator.number for each in report.missing])
    noun = "indicator" if len(report.missing) == 1 else "indicators"
    return (
        f"No commentary is agreed on {noun} {numbers}. Every exception needs one before the report is published: "
        "it is written and agreed under Office, Commentary."
    )


def writers_of(dataset: Dataset, as_at: date) -> set[int]:
    """Who wrote the commentary that stands in a report, by primary key."""
    return {each.written_by_id for each in words_of(dataset, as_at).agreed.values()}


def words_of_check(report: WordedReport) -> list[str]:
    """What a publisher is to know of a report's words before publishing it, a sentence each; none if all is well."""
    return [refusal for refusal in (why_words_are_refused(report), why_missing_is_refused(report)) if refusal]


def _numbers(paper: Part2Paper, keys: Sequence[str]) -> list[str]:
    """The numbers of these indicators in the order of the index, then the keys of those that are not in it."""
    found = {each.key: each.number for each in paper.indicators if each.key in keys}
    return [*found.values(), *(key for key in keys if key not in found)]


def checker_of(dataset: Dataset, as_at: date, part_1: Part1Paper, part_2: Part2Paper) -> ReportChecker:
    """What the words of a report are checked against. Four queries."""
    year = year_start(as_at, YearBasis.FINANCIAL).year
    definitions = IndicatorDefinition.objects.filter(indicator__dataset=dataset, reporting_year=year)
    keys: dict[int | None, str] = dict(Indicator.objects.filter(dataset=dataset).values_list("pk", "key"))
    keys[None] = ""
    return ReportChecker(
        part_1,
        part_2,
        counts_people=dict(definitions.values_list("indicator__key", "counts_people")),
        kept={
            part: {keys[indicator]: found for indicator, found in kept_findings(dataset, as_at, part).items()}
            for part in (1, 2)
        },
    )


@dataclass(frozen=True)
class Draft:
    """Both papers as they would be now, without words, and the disclosure check of Part 1.

    `refusal`: why there is no Part 1, empty where there is one.

    Where Part 1 cannot be made, all of Part 2 is there, and every figure counts as one that Part 1 does not show.
    """

    part_1: Part1Paper
    part_2: Part2Paper
    refusal: str = ""
    check: DisclosureCheck | None = None


def draft_of(dataset: Dataset, as_at: date) -> Draft:
    """The draft of a report for those who write for it. Raises NothingToReport.

    What is protected is kept in memory, by everything that it is made of: a report of forty indicators takes a second.
    """
    published = PublishedPaper.objects.filter(dataset_slug=dataset.slug).order_by("as_at", "sequence")
    papers = public_papers(published)
    index, policy = assemble(dataset, as_at), SuppressionPolicy.objects.latest("version")
    known, extra = known_elsewhere(dataset), chosen(dataset, as_at)
    try:
        protected = protected_report(index, policy, dataset.exemption_paragraph, papers, known, extra)
    except CannotProtect as reason:
        smallest, wording = policy.smallest_publishable_count, policy.hidden_wording
        writer = Writer(index, str(policy.version), smallest, (), wording, 2, dataset.exemption_paragraph)
        nothing = Writer(index, str(policy.version), smallest, EVERYTHING, wording, 1)
        return Draft(nothing.part_1(), writer.part_2(), str(reason))
    return Draft(protected.part_1, protected.part_2, check=protected.check)


def protected_report(
    index: Index,
    policy: SuppressionPolicy,
    exemption: str,
    papers: Iterable[Part1Paper],
    known: Iterable[KnownElsewhere],
    extra: Collection[str],
) -> ProtectedIndex:
    """What `protect` makes of an index, kept in memory by everything that it is made of. Raises what that raises."""
    rules = tuple((field.attname, getattr(policy, field.attname)) for field in policy._meta.concrete_fields)
    return _protected(index, rules, exemption, tuple(papers), tuple(known), frozenset(extra))


@lru_cache(maxsize=KEPT_IN_MEMORY)
def _protected(
    index: Index,
    rules: tuple[tuple[str, Any], ...],
    exemption: str,
    papers: tuple[Part1Paper, ...],
    known: tuple[KnownElsewhere, ...],
    extra: frozenset[str],
) -> ProtectedIndex:
    return protect(index, SuppressionPolicy(**dict(rules)), exemption, papers, known, extra_hidden=extra)
