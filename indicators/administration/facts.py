"""What a definition says, fact by fact in words, and what differs between two."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from indicators.administration.targets import in_words, plain
from indicators.formatting import opening
from indicators.models import IndicatorDefinition, Section
from indicators.vocabulary import Accumulation, Frequency, Polarity, Unit, YearBasis

COUNTS_PEOPLE = "It counts people: its small counts are hidden from Part 1."
COUNTS_NO_PEOPLE = "It does not count people: its figures are published however small they are."
POLARITIES = {
    Polarity.HIGH: "High: higher is better",
    Polarity.LOW: "Low: lower is better",
    Polarity.NEITHER: "n/a: neither is better",
}


@dataclass(frozen=True)
class Change:
    """One fact that differs, in words."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Revision:
    """One state of a definition: its record of who, when and why, and what it changed."""

    record: Any
    changes: tuple[Change, ...]


def facts_of(definition: Any, sections: Mapping[int, str]) -> dict[str, str]:
    """Everything that a definition, or a revision of one, says, by its label and in the order of the page.

    `sections` are the names of the dataset's sections by primary key.
    """
    return {
        "Number": definition.number,
        "Title": definition.title,
        "Section": sections.get(definition.section_id, "a section that was removed"),
        "Why it is important": definition.why_it_is_important,
        "Unit": Unit(definition.unit).label,
        "Decimal places": str(definition.decimal_places),
        "Polarity": POLARITIES[Polarity(definition.polarity)],
        "Target": definition.target_wording or "no wording",
        "Target as understood": opening(in_words(definition)),
        "Tolerance": f"{plain(definition.tolerance)}% of the target",
        "Frequency": Frequency(definition.frequency).label,
        "Year": YearBasis(definition.year_basis).label,
        "Year to date": Accumulation(definition.accumulation).label,
        "Small counts": COUNTS_PEOPLE if definition.counts_people else COUNTS_NO_PEOPLE,
    }


def changes_between(before: Any, after: Any, sections: Mapping[int, str]) -> tuple[Change, ...]:
    """What differs between two definitions or revisions, in the order of the page."""
    old, new = facts_of(before, sections), facts_of(after, sections)
    return tuple(Change(label, old[label], new[label]) for label in old if old[label] != new[label])


def revisions_of(definition: IndicatorDefinition, sections: Mapping[int, str]) -> list[Revision]:
    """Every state of a definition, the latest first. One that changed nothing that is said here is left out."""
    records = list(definition.history.select_related("history_user").order_by("-history_id"))
    revisions = [Revision(after, changes_between(before, after, sections)) for after, before in pairwise(records)]
    return [each for each in revisions if each.changes] + [Revision(each, ()) for each in records[-1:]]


def section_names(dataset_pk: int) -> dict[int, str]:
    """The names of a dataset's sections by primary key."""
    return dict(Section.objects.filter(dataset=dataset_pk).values_list("pk", "name"))


def year_name(reporting_year: int) -> str:
    """`2020/21`."""
    return f"{reporting_year}/{(reporting_year + 1) % 100:02}"
