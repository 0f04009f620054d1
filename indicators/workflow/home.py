"""What a person's start page says about figures: what to enter, what came back, what waits, how far a report is."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.urls import reverse

from accounts.models import User
from accounts.roles import Permission
from indicators.entry.cells import year_text
from indicators.models import Dataset, Section
from indicators.permissions import sections_of
from indicators.workflow.figures import StandingFigure, by_section
from indicators.workflow.moves import State
from indicators.workflow.pages import Row, row_of
from indicators.workflow.progress import APPROVED, DatasetProgress, MonthProgress, SectionProgress, progress_of

Shown = TypeVar("Shown")

MOST_LISTED = 10
"""So many returned or queried figures are listed; the others are counted."""


@dataclass(frozen=True)
class Bar:
    """How much of something is done: for a meter, and in words."""

    label: str
    done: int
    of: int
    words: str


@dataclass(frozen=True)
class Way:
    """A link or button."""

    label: str
    url: str


@dataclass(frozen=True)
class DueMonth:
    """A month of which figures are due, with a bar for each of this person's sections."""

    month: date
    due_on: date
    is_late: bool
    bar: Bar
    sections: tuple[Bar, ...]
    others: tuple[Bar, ...]
    enter: Way
    submit: Way | None


@dataclass(frozen=True)
class Listed:
    """Some figures, and how many more there are."""

    rows: tuple[Row, ...]
    more: int


@dataclass(frozen=True)
class OfficersDataset:
    dataset: Dataset
    main: Way | None
    months: tuple[DueMonth, ...]
    returned: Listed
    queried: Listed
    drafts: tuple[Way, ...]


@dataclass(frozen=True)
class DirectorsDataset:
    dataset: Dataset
    waiting: int
    sections: tuple[tuple[Section, int], ...]
    ways: tuple[Way, ...]


@dataclass(frozen=True)
class PublishersDataset:
    dataset: Dataset
    published_until: date | None
    bar: Bar | None
    sections: tuple[Bar, ...]
    corrections: tuple[Way, ...]


@dataclass(frozen=True)
class FiguresHome:
    """All of it; a part is empty where the person's roles do not ask for it."""

    officer: tuple[OfficersDataset, ...] = ()
    director: tuple[DirectorsDataset, ...] = ()
    publisher: tuple[PublishersDataset, ...] = ()
    has_sections: bool = True


def figures_home(user: User, today: date) -> FiguresHome:
    """What this person is to know about figures today. Two queries, and five for each dataset."""
    enters, approves, publishes = (
        user.may(permission)
        for permission in (Permission.ENTER_FIGURES, Permission.APPROVE_FIGURES, Permission.PUBLISH)
    )
    if not (enters or approves or publishes):
        return FiguresHome()
    theirs = frozenset(user.responsibilities.values_list("section_id", flat=True))
    progress = [progress_of(dataset, today) for dataset in Dataset.objects.all()]
    return FiguresHome(
        officer=_each(_officers, progress, theirs, sections_of(user, Permission.ENTER_FIGURES)) if enters else (),
        director=_each(_directors, progress, theirs, sections_of(user, Permission.APPROVE_FIGURES))
        if approves
        else (),
        publisher=tuple(_publishers(each) for each in progress) if publishes else (),
        has_sections=bool(theirs),
    )


def _each(
    of_dataset: Callable[[DatasetProgress, frozenset[int]], Shown],
    progress: Iterable[DatasetProgress],
    theirs: frozenset[int],
    reached: frozenset[int] | None,
) -> tuple[Shown, ...]:
    """A part of the page for each dataset of which this person has anything to do, with that alone in it."""
    narrowed = progress if reached is None else [each.within(reached) for each in progress]
    return tuple(of_dataset(each, theirs) for each in narrowed if reached is None or each.months or each.open_figures)


def _officers(progress: DatasetProgress, theirs: frozenset[int]) -> OfficersDataset:
    """An officer's own sections come first; who has none is shown all of them."""
    months = [month for month in progress.months if not month.is_submitted]
    due = tuple(_due_month(month, theirs) for month in months)
    return OfficersDataset(
        dataset=progress.dataset,
        main=next((_main(month, each) for month, each in zip(months, due, strict=True)), None),
        months=due,
        returned=_listed(_first_theirs(progress.returned, theirs), progress.dataset),
        queried=_listed(_first_theirs(progress.queried, theirs), progress.dataset),
        drafts=tuple(
            Way(
                f"{count} figure{'' if count == 1 else 's'} of {year_text(year)}",
                reverse("workflow:submit_year", args=[progress.dataset.slug, year]),
            )
            for year, count in sorted(progress.to_submit_elsewhere().items())
            if year
        ),
    )


def _due_month(month: MonthProgress, theirs: frozenset[int]) -> DueMonth:
    own = [each for each in month.sections if each.section.pk in theirs] or list(month.sections)
    others = [each for each in month.sections if each not in own]
    place = [month.dataset.slug, month.reporting_year]
    name = f"{month.month:%B %Y}"
    to_submit = month.entered - month.submitted
    return DueMonth(
        month=month.month,
        due_on=month.due_on,
        is_late=month.is_late,
        bar=Bar(name, month.entered, month.due, _words(month.entered, month.due, month.submitted)),
        sections=tuple(_entry_bar(each) for each in own),
        others=tuple(_entry_bar(each) for each in others),
        enter=Way(f"Enter {name}", f"{reverse('entry:grid', args=place)}?month={month.month:%Y-%m}"),
        submit=Way(f"Submit {name}", reverse("workflow:submit", args=[*place, f"{month.month:%Y-%m}"]))
        if to_submit
        else None,
    )


def _main(month: MonthProgress, due: DueMonth) -> Way:
    """Entering while something is missing, then submitting."""
    return due.submit if due.submit and not month.missing else due.enter


def _entry_bar(section: SectionProgress) -> Bar:
    words = _words(section.entered, section.due, section.submitted)
    more = [
        f"{count} {word}" for count, word in ((section.queried, "queried"), (section.returned, "returned")) if count
    ]
    return Bar(section.section.name, section.entered, section.due, ", ".join([words, *more]))


def _words(entered: int, due: int, submitted: int) -> str:
    words = f"{entered} of {due} entered"
    return f"{words}, {submitted} submitted" if submitted else words


def _directors(progress: DatasetProgress, theirs: frozenset[int]) -> DirectorsDataset:
    waiting = [figure for figure in progress.in_state(State.SUBMITTED) if _section_key(figure) in theirs]
    years = sorted({figure.definition.reporting_year for figure in waiting if figure.definition})
    sections = sorted(by_section(waiting).items(), key=lambda item: item[0].position)
    return DirectorsDataset(
        dataset=progress.dataset,
        waiting=len(waiting),
        sections=tuple((section, len(figures)) for section, figures in sections),
        ways=tuple(
            Way(
                f"Approve figures of {year_text(year)}",
                reverse("workflow:approve", args=[progress.dataset.slug, year]),
            )
            for year in years
        ),
    )


def _publishers(progress: DatasetProgress) -> PublishersDataset:
    """How many are approved of the figures since the last report: those entered, and those due and missing."""
    done: dict[Section, int] = {}
    of: dict[Section, int] = {}
    for section, figures in by_section(progress.open_figures).items():
        done[section] = sum(figure.outturn.state in APPROVED for figure in figures)
        of[section] = len(figures)
    for month in progress.months:
        for each in month.sections:
            of[each.section] = of.get(each.section, 0) + each.missing
    sections = sorted((section for section in of if of[section]), key=lambda each: (each.position, each.pk))
    total = sum(of.values())
    bars = tuple(_approved_bar(section.name, done.get(section, 0), of[section]) for section in sections)
    return PublishersDataset(
        dataset=progress.dataset,
        published_until=progress.published_until,
        bar=_approved_bar("All sections", sum(done.values()), total) if total else None,
        sections=bars,
        corrections=tuple(
            Way(year_text(year), reverse("workflow:correct", args=[progress.dataset.slug, year]))
            for year in progress.reporting_years
        )
        if progress.published_until
        else (),
    )


def _approved_bar(label: str, done: int, of: int) -> Bar:
    return Bar(label, done, of, f"{done} of {of} approved")


def _listed(found: Sequence[StandingFigure], dataset: Dataset) -> Listed:
    return Listed(tuple(row_of(figure, dataset) for figure in found[:MOST_LISTED]), max(len(found) - MOST_LISTED, 0))


def _first_theirs(figures: Sequence[StandingFigure], theirs: frozenset[int]) -> list[StandingFigure]:
    """All of them, those of this person's sections first."""
    return sorted(figures, key=lambda figure: _section_key(figure) not in theirs)


def _section_key(figure: StandingFigure) -> int:
    return figure.section.pk if figure.section else 0
