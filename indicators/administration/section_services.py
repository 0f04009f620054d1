"""Writes of sections. Each is one transaction with its audit entry in it; positions always count from 0."""

from django.db import transaction

from accounts.models import User
from accounts.services import record
from indicators.administration.services import NotChanged, lock
from indicators.models import Dataset, Section


@transaction.atomic
def move_section(*, section: Section, place: int, by: User) -> int:
    """Put a section at a place, counted from 0, and return the place it stands at; beyond the ends is at the end.

    Moving to where it stands already changes nothing, so that doing it twice is doing it once.
    """
    lock(section.dataset)
    order = _in_order(section.dataset)
    before = order.index(section)
    after = min(max(place, 0), len(order) - 1)
    if before == after and [each.position for each in order] == list(range(len(order))):
        return after
    order.insert(after, order.pop(before))
    _renumber(order)
    if before != after:
        _record("moved a section", section, by, before=before + 1, after=after + 1)
    return after


@transaction.atomic
def add_section(*, dataset: Dataset, name: str, by: User) -> Section:
    """Add a section at the end. Raises NotChanged where the dataset has one of that name."""
    lock(dataset)
    _refuse_taken_name(dataset, name)
    order = _in_order(dataset)
    _renumber(order)
    section = Section.objects.create(dataset=dataset, name=name, position=len(order))
    _record("added a section", section, by)
    return section


@transaction.atomic
def rename_section(*, section: Section, name: str, by: User) -> None:
    """Give a section another name, in every year. Raises NotChanged where another has it."""
    lock(section.dataset)
    section = Section.objects.select_related("dataset").get(pk=section.pk)
    if section.name == name:
        return
    _refuse_taken_name(section.dataset, name, section)
    before, section.name = section.name, name
    section.save(update_fields=["name"])
    _record("renamed a section", section, by, before=before)


@transaction.atomic
def remove_section(*, section: Section, by: User) -> None:
    """Remove a section in which no indicator of any year stands. Raises NotChanged where one does."""
    lock(section.dataset)
    if section.definitions.exists():
        raise NotChanged(
            f"“{section.name}” has indicators. Move them to another section first; those of earlier years count too."
        )
    responsible = section.responsibilities.count()
    _record("removed a section", section, by, responsible=responsible)
    section.delete()
    _renumber(_in_order(section.dataset))


def _in_order(dataset: Dataset) -> list[Section]:
    return list(dataset.sections.select_for_update().order_by("position", "pk"))


def _renumber(order: list[Section]) -> None:
    """No two sections may share a place: the index would mix their indicators."""
    for position, section in enumerate(order):
        section.position = position
    Section.objects.bulk_update(order, ["position"])


def _refuse_taken_name(dataset: Dataset, name: str, own: Section | None = None) -> None:
    others = dataset.sections.exclude(pk=own.pk) if own else dataset.sections.all()
    if others.filter(name__iexact=name).exists():
        raise NotChanged(f"There is a section called “{name}” already. Choose another name.", "name")


def _record(action: str, section: Section, by: User, **detail: object) -> None:
    record(action=action, subject=section.name, by=by, dataset=section.dataset.slug, **detail)
