"""Turns an index into a protected one: a Part 1 paper, a Part 2 paper, and the disclosure check of the first."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from indicators.index import Index, IndexFigure, IndexIndicator, IndexMeasure
from indicators.vocabulary import BELOW_EXPECTATION, Absence, Rating
from suppression.engine import Check, Pattern, ProtectionImpossible, attack
from suppression.engine import protect as hide
from suppression.known import KnownElsewhere
from suppression.models import SuppressionPolicy
from suppression.paper import (
    SCHEMA_VERSION,
    Absent,
    ExemptFigure,
    Hidden,
    MonthFigure,
    Paper,
    PaperIndicator,
    PaperMeasure,
    PaperRelation,
    PaperSection,
    Part1Paper,
    Part2Paper,
    PartTwoOnly,
    PublicFigure,
    Rated,
    Shown,
    Summary,
    YearFigure,
)
from suppression.places import YEAR_TO_DATE, benchmark_place, key_of, month_place
from suppression.reader import Unreadable, reader_view_of
from suppression.table import CannotProtect, table_of


@dataclass(frozen=True)
class HiddenItem:
    """One hidden figure as a publisher sees it: why, and the whole numbers that a reader is left with."""

    label: str
    kind: str
    sentence: str
    possible: str


@dataclass(frozen=True)
class DisclosureCheck:
    """What the check found. Only a safe one lets a report be published. For publishers: it names small figures."""

    safe: bool
    message: str
    loss: int
    proven_least: bool
    policy_version: str
    hidden: tuple[HiddenItem, ...]
    exposed: tuple[str, ...]


@dataclass(frozen=True)
class ProtectedIndex:
    part_1: Part1Paper
    part_2: Part2Paper
    check: DisclosureCheck


def protect(
    index: Index,
    policy: SuppressionPolicy,
    exemption: str,
    already_published: Sequence[Part1Paper] = (),
    known: Sequence[KnownElsewhere] = (),
) -> ProtectedIndex:
    """Hide what is too small to publish and what would give it away, and check the result as a reader would.

    A reader has the papers `already_published`: what they showed is known, what they hid stays hidden for the year.
    They also have what others publish, `known`.

    Raises CannotProtect, naming the indicator and period, where no safe pattern is known or the figures contradict
    each other. An unsafe check is returned, not raised: a publisher reads it.
    """
    rules = policy.for_engine()
    try:
        table = table_of(index, rules, already_published)
        pattern = hide(table, rules)
    except (ProtectionImpossible, ValueError) as reason:
        raise CannotProtect(str(reason)) from reason
    part_1: Part1Paper = _Writer(
        index, rules.version, policy.smallest_publishable_count, pattern.hidden, policy.hidden_wording, part=1
    ).paper()
    part_2: Part2Paper = _Writer(
        index,
        rules.version,
        policy.smallest_publishable_count,
        pattern.hidden,
        policy.hidden_wording,
        part=2,
        exemption=exemption,
    ).paper()
    not_people = frozenset(indicator.key for indicator in index.indicators if not indicator.counts_people)
    try:
        found = attack(reader_view_of(part_1, not_people, already_published), rules)
    except Unreadable as reason:
        raise CannotProtect(str(reason)) from reason
    return ProtectedIndex(part_1, part_2, _check(found, pattern, table.labels))


def _check(found: Check, pattern: Pattern, labels: Mapping[str, str]) -> DisclosureCheck:
    return DisclosureCheck(
        safe=found.safe,
        message=found.message,
        loss=pattern.loss,
        proven_least=pattern.proven_least,
        policy_version=pattern.policy_version,
        hidden=tuple(
            HiddenItem(
                label=labels[key],
                kind=reason.kind.value,
                sentence=reason.sentence,
                possible=str(found.intervals[key]) if key in found.intervals else "",
            )
            for key, reason in pattern.hidden.items()
        ),
        exposed=tuple(exposure.sentence for exposure in found.exposed),
    )


class _Writer:
    """Writes one part. Part 1 has a `Hidden` where Part 2 has a `PartTwoOnly`; all else is the same."""

    def __init__(
        self,
        index: Index,
        policy_version: str,
        smallest_publishable_count: int,
        hidden: Collection[str],
        hidden_wording: str,
        *,
        part: int,
        exemption: str = "",
    ) -> None:
        self.index = index
        self.policy_version = policy_version
        self.smallest_publishable_count = smallest_publishable_count
        self.hidden = hidden
        self.hidden_wording = hidden_wording
        self.part = part
        self.exemption = exemption

    def paper(self) -> Paper[Any]:
        index = self.index
        return Paper(
            schema_version=SCHEMA_VERSION,
            part=self.part,
            council=index.council,
            dataset=index.dataset,
            dataset_slug=index.dataset_slug,
            title=index.title,
            as_at=index.as_at,
            policy=self.policy_version,
            smallest_publishable_count=self.smallest_publishable_count,
            exemption=self.exemption,
            months=index.months,
            calendar_months=index.calendar_months,
            sections=tuple(
                PaperSection(section.name, tuple(self._indicator(each) for each in section.indicators))
                for section in index.sections
            ),
            summary=self._summary(),
            hidden_wording=self.hidden_wording,
        )

    def _indicator(self, indicator: IndexIndicator) -> PaperIndicator[Any]:
        return PaperIndicator(
            key=indicator.key,
            number=indicator.number,
            title=indicator.title,
            why_it_is_important=indicator.why_it_is_important,
            polarity=indicator.polarity.value,
            target=indicator.target,
            unit=indicator.unit.value,
            frequency=indicator.frequency.value,
            year_basis=indicator.year_basis.value,
            accumulation=indicator.accumulation.value,
            rating=Hidden()
            if self.part == 1 and self._rating_is_hidden(indicator)
            else Rated(
                indicator.rating.rating.value,
                indicator.rating.text,
                indicator.rating.reason if self.part == 2 else "",
            ),
            measures=tuple(self._measure(indicator, measure) for measure in indicator.measures),
            relations=tuple(PaperRelation(each.kind.value, each.other) for each in indicator.relations),
        )

    def _measure(self, indicator: IndexIndicator, measure: IndexMeasure) -> PaperMeasure[Any]:
        def write(place: str, figure: IndexFigure) -> PublicFigure | ExemptFigure:
            return self._figure(figure, key_of(indicator.key, measure.name, place) in self.hidden)

        total = measure.year_to_date
        return PaperMeasure(
            name=measure.name,
            months=tuple(
                MonthFigure(month, None if figure is None else write(month_place(month), figure))
                for month, figure in measure.months
            ),
            year_to_date=None if total is None else write(YEAR_TO_DATE, total),
            benchmarks=tuple(
                YearFigure(comparator.value, year, write(benchmark_place(comparator.value, year), figure))
                for comparator, year, figure in measure.benchmarks
            ),
        )

    def _figure(self, figure: IndexFigure, hidden: bool) -> PublicFigure | ExemptFigure:
        if figure.absence == Absence.SUPPRESSED or hidden:
            if self.part == 1:
                return Hidden()
            if figure.absence is None:
                return PartTwoOnly(figure.text, figure.printed, figure.numerator, figure.denominator, figure.rate)
        if figure.absence is not None:
            return Absent(figure.absence.value, figure.text)
        return Shown(figure.text, figure.printed, figure.numerator, figure.denominator, figure.rate)

    def _rating_is_hidden(self, indicator: IndexIndicator) -> bool:
        """A rating is hidden with the figure that it judges, whether the rule or a person gave it.

        That there is no target is part of the definition and stays public.
        """
        judged = indicator.has_target or indicator.rating.rating is not Rating.NONE
        return judged and any(self._stands_hidden(indicator, measure) for measure in indicator.measures)

    def _stands_hidden(self, indicator: IndexIndicator, measure: IndexMeasure) -> bool:
        standing = measure.standing
        if standing is None:
            return False
        if standing.absence == Absence.SUPPRESSED:
            return True
        places = [YEAR_TO_DATE] if measure.year_to_date is standing else []
        places += [month_place(month) for month, figure in measure.months if figure is standing]
        return any(key_of(indicator.key, measure.name, place) in self.hidden for place in places)

    def _summary(self) -> Summary:
        """In Part 1 a hidden rating counts as `part_two_only`, whatever it is."""
        ratings = [
            None if self.part == 1 and self._rating_is_hidden(indicator) else indicator.rating.rating
            for indicator in self.index.indicators
        ]
        return Summary(
            indicators=len(ratings),
            on_track=ratings.count(Rating.GREEN),
            below_expectation=sum(rating in BELOW_EXPECTATION for rating in ratings),
            part_two_only=ratings.count(None),
            not_rated=ratings.count(Rating.NONE),
        )
