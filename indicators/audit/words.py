"""Turns the records of a page into entries in words, with few queries for all of them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib.admin.models import ADDITION, DELETION
from django.db.models import Q

from accounts.models import User
from indicators.audit.entries import Change, Entry, Kind, Reader
from indicators.audit.reasons import without_words
from indicators.audit.sources import IMPORTED_FROM, Source, previous_revisions
from indicators.formatting import figure_text
from indicators.models import Dataset, Indicator, IndicatorDefinition, Measure, Period, Section, WorkbookImport
from indicators.periods import year_start
from indicators.relations import SENTENCES
from indicators.vocabulary import Comparator, DefinitionRelationKind, YearBasis

ACTS = {"+": "added", "~": "changed", "-": "removed"}

OF_A_FIGURE = frozenset({"value", "numerator", "denominator", "rate", "decimal_places", "absence", "wording"})
SAYS_NO_FIGURE = frozenset({"state"})
"""What of a figure those may read who read no figures: people put figures into all that they write about one."""

FOLLOWS_FROM_THE_REST = frozenset(
    {"id", "number_sort_key", "version", "made_at", "decided_at", "added_at", "written_at"}
)
IDENTIFY = {
    Kind.FIGURE: frozenset({"measure", "period"}),
    Kind.BENCHMARK: frozenset({"measure", "reporting_year", "comparator", "year", "position"}),
    Kind.DEFINITION: frozenset({"indicator", "reporting_year"}),
    Kind.RATING: frozenset({"definition", "as_at"}),
    Kind.RELATION: frozenset({"definition", "kind", "other"}),
    Kind.REBASING: frozenset({"measure", "from_month"}),
    Kind.MATCH: frozenset({"dataset", "measure"}),
    Kind.COMMENTARY: frozenset({"indicator", "as_at"}),
    Kind.EXCEPTION: frozenset({"indicator", "as_at"}),
    Kind.ACTION: frozenset({"indicator"}),
    Kind.QUESTION: frozenset({"dataset"}),
    Kind.LINK: frozenset({"indicator"}),
    Kind.REPORT: frozenset({"dataset", "as_at"}),
    Kind.STANDING_TEXT: frozenset({"dataset"}),
}
"""What makes a record the one that it is; an entry names it as its subject."""

ARE_FIGURES = frozenset({Kind.FIGURE, Kind.BENCHMARK})
TELL_FIGURES = ARE_FIGURES | {Kind.RATING, Kind.REBASING}
COME_FROM_FILES = frozenset({Kind.BENCHMARK, Kind.RATING})
"""Nobody types the reasons of these: imports write them."""

ARE_WORDS = frozenset(
    {
        Kind.COMMENTARY,
        Kind.EXCEPTION,
        Kind.ACTION,
        Kind.QUESTION,
        Kind.LINK,
        Kind.REPORT,
        Kind.STANDING_TEXT,
    }
)
"""What people write for the papers; it may name what Part 1 hides."""


def entries_of(records: Sequence[tuple[Source, Any]], reader: Reader) -> tuple[Entry, ...]:
    """An entry for each record, in the same order."""
    words = _Words(records, reader)
    return tuple(words.entry(source, record) for source, record in records)


class _Words:
    """The names of everything that the records of one page speak of."""

    def __init__(self, records: Sequence[tuple[Source, Any]], reader: Reader) -> None:
        self.reader = reader
        revisions: dict[Source, list[Any]] = defaultdict(list)
        for source, record in records:
            if source.keeps_revisions:
                revisions[source].append(record)
        every = [record for of_source in revisions.values() for record in of_source]
        self.before: dict[tuple[Kind, int], Any] = {}
        for source, of_source in revisions.items():
            changed = [record for record in of_source if record.history_type == "~"]
            found = previous_revisions(source.model, changed) if changed else {}
            self.before |= {(source.kind, number): record for number, record in found.items()}
        self._look_up([*every, *self.before.values()])

    def _look_up(self, revisions: list[Any]) -> None:
        def keys(*names: str) -> set[int]:
            return {key for each in revisions for name in names if (key := getattr(each, name, None))}

        self.measures = {each.pk: each for each in _found(Measure.objects, keys("measure_id"))}
        self.periods = {each.pk: each for each in _found(Period.objects, keys("period_id"))}
        self.sections = {each.pk: each for each in _found(Section.objects, keys("section_id"))}
        self.datasets = {each.pk: each for each in _found(Dataset.objects, keys("dataset_id"))}
        imports = _found(WorkbookImport.objects.only("file_name"), keys("workbook_import"))
        self.files = {each.pk: f"{each.file_name} (import {each.pk})" for each in imports}
        indicators = {each.indicator_id for each in self.measures.values()} | keys("indicator_id")
        definitions = keys("definition_id", "other_id")
        self.definitions: dict[int, IndicatorDefinition] = {}
        self.definitions_of: dict[int, list[IndicatorDefinition]] = defaultdict(list)
        if indicators or definitions:
            wanted = Q(indicator__in=indicators) | Q(pk__in=definitions)
            for each in IndicatorDefinition.objects.filter(wanted).order_by("reporting_year"):
                self.definitions[each.pk] = each
                self.definitions_of[each.indicator_id].append(each)

    def entry(self, source: Source, record: Any) -> Entry:
        if source.kind is Kind.ACT:
            return self._act(record)
        if source.kind is Kind.ADMINISTRATION:
            return self._administration(record)
        why = self._why(source, record)
        return Entry(
            at=record.history_date,
            kind=source.kind,
            act=ACTS[record.history_type],
            subject=self._subject(source.kind, record),
            changes=self._changes(source.kind, record),
            why=why,
            file=self._file(record, why),
            **_person(record.history_user),
        )

    def _why(self, source: Source, record: Any) -> str:
        why = record.history_change_reason or ""
        if self._may_be_told(source.kind):
            return why
        is_of_file = source.kind in COME_FROM_FILES or getattr(record, "workbook_import", None) is not None
        return without_words(why, is_of_file=is_of_file, acts=source.acts)

    def _may_be_told(self, kind: Kind) -> bool:
        if kind in ARE_WORDS:
            return self.reader.of_words
        return self.reader.of_figures or kind not in TELL_FIGURES

    def _act(self, record: Any) -> Entry:
        detail = "; ".join(f"{_spaced(name)}: {_plain(value)}" for name, value in record.detail.items())
        return Entry(record.at, Kind.ACT, record.action, record.subject, detail=detail, **_person(record.by))

    def _administration(self, record: Any) -> Entry:
        act = {ADDITION: "added", DELETION: "removed"}.get(record.action_flag, "changed")
        subject = f"{record.content_type.name}: {record.object_repr}" if record.content_type else record.object_repr
        return Entry(
            record.action_time,
            Kind.ADMINISTRATION,
            act,
            subject,
            detail=record.get_change_message(),
            **_person(record.user),
        )

    def _file(self, record: Any, why: str) -> str:
        number = getattr(record, "workbook_import", None)
        if number:
            return self.files.get(number, f"import {number}")
        return why.removeprefix(IMPORTED_FROM) if why.startswith(IMPORTED_FROM) else ""

    # What an entry is about

    def _subject(self, kind: Kind, record: Any) -> str:
        match kind:
            case Kind.FIGURE:
                period = self.periods.get(record.period_id)
                month = period.last_month if period else None
                return f"{self._measure(record.measure_id, month)}, {period or 'a period that is no longer there'}"
            case Kind.BENCHMARK:
                compared = f"{Comparator(record.comparator).label} {record.year}".strip()
                return f"{self._measure(record.measure_id, date(record.reporting_year, 4, 1))}, {compared}"
            case Kind.DEFINITION:
                return f"{record.number} {record.title}, {_year(record.reporting_year)}"
            case Kind.RATING:
                return f"{self._definition(record.definition_id)}, as at {record.as_at:%B %Y}"
            case Kind.RELATION:
                numbers = {"this": self._number(record.definition_id), "other": self._number(record.other_id)}
                return SENTENCES[DefinitionRelationKind(record.kind)].format(**numbers)
            case Kind.REBASING:
                measure = self._measure(record.measure_id, record.from_month)
                return f"{measure}, limits from {record.from_month:%B %Y}"
            case Kind.COMMENTARY | Kind.EXCEPTION:
                return f"{self._indicator(record.indicator_id, record.as_at)}, as at {record.as_at:%B %Y}"
            case Kind.ACTION | Kind.LINK:
                return self._indicator(record.indicator_id, None)
            case Kind.REPORT:
                return f"{self._dataset(record)}, {record.as_at:%B %Y}"
            case Kind.STANDING_TEXT:
                return self._dataset(record)
            case Kind.QUESTION:
                return self._indicator(record.indicator_id, None) if record.indicator_id else self._dataset(record)
        return self._measure(record.measure_id, None)

    def _measure(self, key: int | None, month: date | None) -> str:
        measure = self.measures.get(key or 0)
        definition = self._definition_in(measure.indicator_id, month) if measure else None
        if measure is None or definition is None:
            return f"an indicator that is no longer there (measure {key})"
        name = f" ({measure.name})" if measure.name else ""
        return f"{definition}{name}"

    def _dataset(self, record: Any) -> str:
        return str(self.datasets.get(record.dataset_id, "a dataset that is no longer there"))

    def _indicator(self, key: int, month: date | None) -> str:
        definition = self._definition_in(key, month)
        return str(definition) if definition else f"an indicator that is no longer there ({key})"

    def _definition_in(self, indicator: int, month: date | None) -> IndicatorDefinition | None:
        """The definition of a month's own year; without one, the nearest before, else the first, or the latest."""
        definitions = self.definitions_of[indicator]
        if month is None or not definitions:
            return definitions[-1] if definitions else None
        past = [each for each in definitions if each.reporting_year <= _year_of(month, each)]
        return past[-1] if past else definitions[0]

    def _definition(self, key: int | None) -> str:
        definition = self.definitions.get(key or 0)
        return str(definition) if definition else f"an indicator that is no longer there (definition {key})"

    def _number(self, key: int | None) -> str:
        definition = self.definitions.get(key or 0)
        return definition.number if definition else "(no longer there)"

    # What it changed

    def _changes(self, kind: Kind, record: Any) -> tuple[Change, ...]:
        """From and to. What was added has nothing before it, what was removed nothing after."""
        before, after = self.before.get((kind, record.pk)), record
        if record.history_type == "-":
            before, after = record, None
        changes = []
        if kind in ARE_FIGURES:
            changes.append(("figure", self._figure(kind, before), self._figure(kind, after)))
        elif record.history_type != "~" and kind is Kind.DEFINITION:
            return ()  # all of a definition is no change
        unsaid = FOLLOWS_FROM_THE_REST | IDENTIFY[kind] | (OF_A_FIGURE if kind in ARE_FIGURES else frozenset())
        if record.history_type != "~":
            unsaid |= {"state"}  # what was just added is a draft; where a figure stood when it went is no change
        for field in record.tracked_fields:
            if field.name not in unsaid and field.related_model is not User:
                changes.append((field.name, self._said(field, before), self._said(field, after)))
        return tuple(self._change(kind, *each) for each in changes if each[1] != each[2])

    def _change(self, kind: Kind, what: str, before: str, after: str) -> Change:
        if what not in SAYS_NO_FIGURE and not self._may_be_told(kind):
            return Change(_spaced(what), "", "", is_shown=False)
        return Change(_spaced(what), before, after)

    def _figure(self, kind: Kind, record: Any | None) -> str:
        if record is None:
            return ""
        measure = self.measures.get(record.measure_id or 0)
        if kind is Kind.FIGURE:
            period = self.periods.get(record.period_id)
            month = period.last_month if period else None
        else:
            month = date(record.reporting_year, 4, 1)
        definition = self._definition_in(measure.indicator_id, month) if measure else None
        return figure_text(record, definition.unit if definition else "")

    def _said(self, field: Any, record: Any | None) -> str:
        if record is None:
            return ""
        value = getattr(record, field.attname)
        if field.related_model is Indicator:
            return self._indicator(value, None) if value else ""
        if field.related_model is Section:
            return str(self.sections.get(value, value or ""))
        if field.choices:
            return str(dict(field.flatchoices).get(value, value))
        if field.name == "questions":
            return " ".join(question["sentence"] for question in value)
        return _plain(value)


def _found(objects: Any, keys: Iterable[int]) -> Iterable[Any]:
    wanted = sorted(keys)
    return objects.filter(pk__in=wanted) if wanted else ()


def _person(user: User | None) -> dict[str, Any]:
    return {"person": user.get_full_name() or user.username, "user_name": user.username} if user else {}


def _year(year: int) -> str:
    return f"{year}/{(year + 1) % 100:02}"


def _year_of(month: date, definition: IndicatorDefinition) -> int:
    """The reporting year in whose index a month stands."""
    basis = YearBasis.CALENDAR if definition.year_basis == YearBasis.CALENDAR else YearBasis.FINANCIAL
    return year_start(month, basis).year


def _spaced(name: str) -> str:
    return name.replace("_", " ")


def _plain(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case Decimal():
            return f"{value.normalize():f}"
        case dict():
            return ", ".join(f"{_spaced(str(key))}: {_plain(each)}" for key, each in value.items())
        case list() | tuple():
            return ", ".join(_plain(each) for each in value)
    return str(value)
