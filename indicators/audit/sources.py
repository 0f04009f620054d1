"""Where entries come from, and how each source is asked for what was looked for."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.contrib.admin.models import LogEntry
from django.db.models import Model, OuterRef, Q, Subquery
from django.utils import timezone

from accounts.models import AuditEntry, User
from indicators.audit.entries import Kind, Position, Search
from indicators.audit.reasons import PAST
from indicators.models import (
    Benchmark,
    BenchmarkImport,
    BenchmarkMatch,
    DefinitionRelation,
    IndicatorDefinition,
    Measure,
    Outturn,
    RatingOverride,
    Rebasing,
    WorkbookImport,
)

IMPORTED_FROM = "Imported from "
THE_SYSTEM = "the system"
NUMBER = re.compile(r"\d+(\.\d+)*[a-z]?", re.IGNORECASE)
"""An indicator's number; anything else is words of its title."""


@dataclass(frozen=True)
class Narrowing:
    """A search in the keys of what was looked for; None narrows nothing, and an empty list lets nothing through."""

    people: Sequence[int | None] | None
    since: datetime | None
    until: datetime | None
    indicator: str
    definitions: Sequence[int] | None
    indicators: Sequence[int] | None
    measures: Sequence[int] | None
    imports: Sequence[int] | None
    files: Sequence[str] | None
    act: str = ""

    @property
    def reasons(self) -> list[str]:
        """The reasons that an import of such a file gives to what it writes, cut off at 100 or not."""
        whole = {f"{IMPORTED_FROM}{name}" for name in self.files or ()}
        return sorted(whole | {reason[:100] for reason in whole})


@dataclass(frozen=True)
class Source:
    """One table of entries. `about` and `of_file` narrow it to an indicator and to a file.

    `acts` is what Outturn itself says of a change; what stands behind it in a reason, a person wrote.
    """

    kind: Kind
    model: type[Model]
    at: str
    by: str
    about: Callable[[Narrowing], Q]
    of_file: Callable[[Narrowing], Q]
    acts: frozenset[str] = frozenset()

    @property
    def keeps_revisions(self) -> bool:
        return self.at == "history_date"

    def position(self, place: int, record: Any) -> Position:
        return Position(getattr(record, self.at), place, record.pk)

    def newest(self, narrowing: Narrowing, place: int, after: Position | None, most: int) -> list[Any]:
        """The newest records behind a position, in one query. `place` is this source's own among all."""
        narrowed = Q()
        if narrowing.people is not None:
            nobody = Q(**{f"{self.by}__isnull": True}) if None in narrowing.people else Q(pk__in=())
            narrowed &= nobody | Q(**{f"{self.by}__in": [each for each in narrowing.people if each is not None]})
        if narrowing.since is not None:
            narrowed &= Q(**{f"{self.at}__gte": narrowing.since})
        if narrowing.until is not None:
            narrowed &= Q(**{f"{self.at}__lt": narrowing.until})
        if narrowing.indicator:
            narrowed &= self.about(narrowing)
        if narrowing.files is not None:
            narrowed &= self.of_file(narrowing)
        if narrowing.act:
            narrowed &= self._of_act(narrowing.act)
        if after is not None:
            narrowed &= self._behind(place, after)
        records = self.model._default_manager.filter(narrowed).select_related(self.by)
        if self.model is LogEntry:
            records = records.select_related("content_type")
        return list(records.order_by(f"-{self.at}", "-pk")[:most])

    def _of_act(self, text: str) -> Q:
        """Entries of what was done, as Outturn says it; what a person wrote behind it is not looked through."""
        if self.model is AuditEntry:
            return _words_in("action", text)
        found = Q(pk__in=())
        for act in self.acts:
            if text.casefold() in act.casefold():
                reason = "history_change_reason"
                found |= Q(**{reason: act}) | Q(**{f"{reason}__startswith": f"{act}: "})
        return found

    def _behind(self, place: int, after: Position) -> Q:
        """What is older; of the same moment, what comes from a later source, or from this one with a lower number."""
        earlier, no_later = Q(**{f"{self.at}__lt": after.at}), Q(**{f"{self.at}__lte": after.at})
        if place < after.source:
            return earlier
        return no_later & (earlier | Q(pk__lt=after.number)) if place == after.source else no_later


def previous_revisions(model: type[Model], revisions: Sequence[Any]) -> dict[int, Any]:
    """The revision before each of these, by the number of the later one, in one query."""
    manager: Any = model._default_manager
    before = manager.filter(id=OuterRef("id"), history_id__lt=OuterRef("history_id")).order_by("-history_id")
    numbers = manager.filter(history_id__in=[each.history_id for each in revisions]).values(
        the_one_before=Subquery(before.values("history_id")[:1])
    )
    found = {each.history_id: each for each in manager.filter(history_id__in=numbers)}
    earlier: dict[int, list[int]] = {}
    for each in found.values():
        earlier.setdefault(each.id, []).append(each.history_id)
    return {
        each.history_id: found[max(candidates)]
        for each in revisions
        if (candidates := [number for number in earlier.get(each.id, ()) if number < each.history_id])
    }


def narrowing_of(asked: Search) -> Narrowing:
    """The keys of the people, indicators and imports that were looked for, in five queries at most."""
    definitions, indicators, measures = _indicators(asked.indicator)
    imports, files = _files(asked.file)
    return Narrowing(
        people=_people(asked.person),
        since=_start_of(asked.since) if asked.since else None,
        until=_start_of(asked.until + timedelta(days=1)) if asked.until and asked.until < date.max else None,
        indicator=asked.indicator,
        definitions=definitions,
        indicators=indicators,
        measures=measures,
        imports=imports,
        files=files,
        act=asked.act,
    )


def _people(text: str) -> Sequence[int | None] | None:
    """Those in whose name or user name every word stands; None among them is nobody, who is called the system."""
    if not text:
        return None
    if text.casefold() == THE_SYSTEM:
        return [None]
    wanted = Q()
    for word in text.split():
        wanted &= Q(username__icontains=word) | Q(first_name__icontains=word) | Q(last_name__icontains=word)
    return list(User.objects.filter(wanted).values_list("pk", flat=True))


def _indicators(text: str) -> tuple[list[int] | None, list[int] | None, list[int] | None]:
    """Definitions with the number, or with every word in the title, and the indicators and measures they belong to."""
    if not text:
        return None, None, None
    found = list(IndicatorDefinition.objects.filter(_named(text)).values_list("pk", "indicator_id"))
    indicators = sorted({indicator for _, indicator in found})
    measures = list(Measure.objects.filter(indicator__in=indicators).values_list("pk", flat=True))
    return [definition for definition, _ in found], indicators, measures


def _named(text: str) -> Q:
    return Q(number__iexact=text) if NUMBER.fullmatch(text) else _words_in("title", text)


def _words_in(field: str, text: str) -> Q:
    wanted = Q()
    for word in text.split():
        wanted &= Q(**{f"{field}__icontains": word})
    return wanted


def _named_in(field: str) -> Callable[[Narrowing], Q]:
    """A text that says the number by itself (22.1 and not 122.1 or 22.10), or every word."""

    def narrowed(narrowing: Narrowing) -> Q:
        text = narrowing.indicator
        if not NUMBER.fullmatch(text):
            return _words_in(field, text)
        by_itself = rf"(^|[^0-9.]){re.escape(text)}($|[^0-9a-z.]|\.$|\.[^0-9])"
        return Q(**{f"{field}__icontains": text}) & Q(**{f"{field}__iregex": by_itself})

    return narrowed


def _files(text: str) -> tuple[list[int] | None, list[str] | None]:
    """Imports of workbooks, by number or by a part of the file's name, and the names of all such files."""
    if not text:
        return None, None
    is_number = text.isdecimal() and len(text) < 19
    wanted = Q(file_name__icontains=text) | (Q(pk=int(text)) if is_number else Q())
    workbooks = dict(WorkbookImport.objects.filter(wanted).values_list("pk", "file_name"))
    benchmarks = BenchmarkImport.objects.filter(file_name__icontains=text).values_list("file_name", flat=True)
    return list(workbooks), sorted({*workbooks.values(), *benchmarks})


def _start_of(day: date) -> datetime:
    """Midnight as people here count days."""
    if day.year <= 1:
        return datetime.min.replace(tzinfo=UTC)
    return timezone.make_aware(datetime.combine(day, time.min))


def _of_measures(narrowing: Narrowing) -> Q:
    return Q(measure_id__in=narrowing.measures)


def _by_import(narrowing: Narrowing) -> Q:
    return Q(workbook_import__in=narrowing.imports)


def _by_import_or_reason(narrowing: Narrowing) -> Q:
    """The tool's files of benchmarks leave no number beside revisions, only their name in the reason."""
    return _by_import(narrowing) | _by_reason(narrowing)


def _by_reason(narrowing: Narrowing) -> Q:
    return Q(history_change_reason__in=narrowing.reasons)


def _revisions(
    kind: Kind, model: Any, about: Callable[[Narrowing], Q], of_file: Callable[[Narrowing], Q] = _by_import
) -> Source:
    return Source(kind, model.history.model, "history_date", "history_user", about, of_file)


def _of_no_file(narrowing: Narrowing) -> Q:
    return Q(pk__in=())


def words_of_people(kind: Kind, model: Any, acts: frozenset[str]) -> Source:
    """A source of what people say of indicators, with what is done to it."""
    return replace(
        _revisions(kind, model, lambda narrowing: Q(indicator_id__in=narrowing.indicators), _of_no_file), acts=acts
    )


def acts_on(kind: Kind, model: Any, acts: frozenset[str]) -> Source:
    """A source of what is done to records that are of no indicator."""
    return replace(_revisions(kind, model, lambda narrowing: Q(pk__in=()), _of_no_file), acts=acts)


def register(*sources: Source) -> None:
    """Let the search look through the tables of another app too, behind those that are here already."""
    SOURCES.extend(sources)


SOURCES: list[Source] = [
    Source(Kind.ACT, AuditEntry, "at", "by", _named_in("subject"), lambda narrowing: Q(subject__in=narrowing.files)),
    replace(_revisions(Kind.FIGURE, Outturn, _of_measures), acts=PAST),
    _revisions(Kind.BENCHMARK, Benchmark, _of_measures, _by_import_or_reason),
    _revisions(
        Kind.DEFINITION,
        IndicatorDefinition,
        lambda narrowing: Q(indicator_id__in=narrowing.indicators) | _named(narrowing.indicator),
    ),
    _revisions(Kind.RATING, RatingOverride, lambda narrowing: Q(definition_id__in=narrowing.definitions)),
    _revisions(
        Kind.RELATION,
        DefinitionRelation,
        lambda narrowing: Q(definition_id__in=narrowing.definitions) | Q(other_id__in=narrowing.definitions),
        _by_reason,
    ),
    replace(_revisions(Kind.REBASING, Rebasing, _of_measures, _of_no_file), acts=frozenset({"Rebased"})),
    _revisions(Kind.MATCH, BenchmarkMatch, _of_measures, _of_no_file),
    Source(
        Kind.ADMINISTRATION,
        LogEntry,
        "action_time",
        "user",
        _named_in("object_repr"),
        _of_no_file,
    ),
]
"""Every table of entries. One moment's entries come in this order, so an act stands before what it changed."""
