"""Hiding more than is needed, by a publisher's choice. Never less: a choice only adds to what the engine hides."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date

from django.db import transaction

from accounts.models import User
from accounts.roles import Permission
from accounts.services import record
from indicators.models import Dataset, Indicator
from suppression.engine import Pattern, Reason, ReasonKind, Table
from suppression.models import ExtraHiding


class ChoiceRefused(Exception):
    """The item cannot be hidden or shown again by choice; the message says why."""


def chosen(dataset: Dataset, as_at: date) -> dict[str, ExtraHiding]:
    """What publishers chose to hide in one report and did not take back: the last record of each item, by its key."""
    records = ExtraHiding.objects.filter(dataset=dataset, as_at=as_at).select_related("by").order_by("pk")
    last = {each.item: each for each in records}
    return {key: each for key, each in last.items() if each.hidden}


@transaction.atomic
def hide_more(*, dataset: Dataset, as_at: date, item: str, reason: str, by: User) -> ExtraHiding:
    """Hide one more item of a report, by its key. An item that is chosen already stays as it is.

    Raises ChoiceRefused without a reason, for somebody who is no publisher, and for an item of no indicator of ours.
    """
    _may_choose(dataset, reason, by)
    known = Indicator.objects.filter(dataset=dataset, key=item.partition("|")[0]).exists()
    if not known:
        raise ChoiceRefused(f"{dataset} has no item “{item}”.")
    before = chosen(dataset, as_at).get(item)
    return before or _write(dataset, as_at, item, reason, by, hidden=True)


@transaction.atomic
def show_again(*, dataset: Dataset, as_at: date, item: str, reason: str, by: User) -> ExtraHiding:
    """Take a choice back. The item is shown again if that is safe; the engine decides.

    Raises ChoiceRefused without a reason, for somebody who is no publisher, and where nobody chose to hide the item.
    """
    _may_choose(dataset, reason, by)
    if item not in chosen(dataset, as_at):
        raise ChoiceRefused("Nobody chose to hide this item, or it was taken back already.")
    return _write(dataset, as_at, item, reason, by, hidden=False)


def for_the_engine(table: Table, extra_hidden: Collection[str]) -> list[str]:
    """The chosen items that the engine has and can hide: what is public already cannot be hidden any more."""
    public = {cell.key for cell in table.cells if cell.public_since}
    public |= {ratio.key for ratio in table.ratios if ratio.public_since}
    public |= {statement.key for statement in table.statements if statement.public_since}
    return [key for key in table.labels if key in extra_hidden and key not in public]


def with_items_outside_the_table(
    pattern: Pattern, table: Table, extra_hidden: Collection[str], labels: Mapping[str, str]
) -> Pattern:
    """The pattern with chosen items of the report that say no number the engine judges, such as a benchmark."""
    outside = {
        key: Reason(ReasonKind.CHOSEN, f"Hidden because a publisher chose to hide {label}.", (key,))
        for key, label in labels.items()
        if key in extra_hidden and key not in table.labels
    }
    return replace(pattern, hidden={**pattern.hidden, **outside})


def _may_choose(dataset: Dataset, reason: str, by: User) -> None:
    if not by.may(Permission.PUBLISH):
        raise ChoiceRefused(f"{by.first_name or by} is not a publisher.")
    if not reason.strip():
        raise ChoiceRefused("Say why.")
    Dataset.objects.select_for_update().get(pk=dataset.pk)


def _write(dataset: Dataset, as_at: date, item: str, reason: str, by: User, *, hidden: bool) -> ExtraHiding:
    written = ExtraHiding.objects.create(
        dataset=dataset, as_at=as_at, item=item, hidden=hidden, reason=reason.strip(), by=by
    )
    action = "chose to hide an item" if hidden else "took back the hiding of an item"
    record(action=action, subject=f"{dataset}, {as_at:%B %Y}", by=by, item=item)
    return written
