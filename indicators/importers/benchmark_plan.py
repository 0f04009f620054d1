"""What applying a file of benchmarks would do, and our measures with what was decided about them."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field

from indicators.benchmark_models import BenchmarkImport, BenchmarkMatch
from indicators.importers.benchmark_parsed import LineFinding, ToolFile
from indicators.importers.plan import Action
from indicators.models import Benchmark, IndicatorDefinition, Measure


@dataclass(frozen=True)
class BenchmarkChange:
    """One figure of the file beside what is stored. `cell` is its line."""

    action: Action
    cell: str
    number: str
    title: str
    what: str
    before: str
    after: str


@dataclass
class BenchmarkPlan:
    """What applying a file of benchmarks would do; nothing is written until `apply_benchmarks`."""

    upload: BenchmarkImport
    file: ToolFile
    changes: list[BenchmarkChange] = field(default_factory=list)
    conflicts: list[LineFinding] = field(default_factory=list)
    kept: list[LineFinding] = field(default_factory=list)
    undecided: list[str] = field(default_factory=list)
    without: list[str] = field(default_factory=list)
    matched_codes: set[str] = field(default_factory=set)
    to_create: list[Benchmark] = field(default_factory=list)
    to_update: list[Benchmark] = field(default_factory=list)

    def count(self, action: Action) -> int:
        return sum(change.action is action for change in self.changes)

    @property
    def new(self) -> int:
        return self.count(Action.NEW)

    @property
    def changed(self) -> int:
        return self.count(Action.CHANGED)

    @property
    def unchanged(self) -> int:
        return self.count(Action.UNCHANGED)

    @property
    def to_apply(self) -> int:
        return self.new + self.changed

    @property
    def not_ours(self) -> int:
        """How many of the tool's indicators none of ours is compared with."""
        return sum(each.code not in self.matched_codes for each in self.file.indicators)

    @property
    def fingerprint(self) -> str:
        """Changes when what would be done changes: what a person agreed to is what is applied, or nothing."""
        said = [repr(each) for each in (*self.changes, *self.conflicts, *self.kept)]
        return hashlib.sha256("\n".join(said).encode()).hexdigest()


@dataclass(frozen=True)
class MeasureRow:
    """One of our measures in the reporting year, with what was decided about it."""

    definition: IndicatorDefinition
    measure: Measure
    match: BenchmarkMatch | None

    @property
    def name(self) -> str:
        return f"{self.definition.title} ({self.measure.name})" if self.measure.name else self.definition.title


def measure_rows(definitions: Iterable[IndicatorDefinition]) -> list[MeasureRow]:
    """The measures of these definitions, whose indicators come with their measures and those with their matches."""
    return [
        MeasureRow(definition, measure, getattr(measure, "benchmark_match", None))
        for definition in definitions
        for measure in definition.indicator.measures.all()
    ]
