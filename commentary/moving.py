"""What every move of this room shares: who may, from which state, with which reason, over which version."""

from typing import Any, TypeVar

from django.db import models

from accounts.models import User
from accounts.roles import Permission
from accounts.transitions import Transition, Workflow
from indicators.models import Indicator, IndicatorDefinition, Responsibility
from indicators.permissions import reaches
from indicators.revisions import create_with_revisions, update_with_revisions

Record = TypeVar("Record", bound=models.Model)


NOT_THEIRS = "You are not responsible for this indicator's section. An administrator can change that."


class Refused(Exception):
    """The move cannot be made; the message says why and what to do. Nothing was written."""


class Clash(Refused):
    """Somebody else has changed the record since the page was loaded. `stored` is what it is now."""

    def __init__(self, stored: models.Model) -> None:
        super().__init__("Somebody else has changed it since you opened the page. Compare both, then save again.")
        self.stored = stored


def transition_of(
    workflow: Workflow, move: Any, *, state: Any, by: User, reason: str = "", noun: str
) -> Transition[Any]:
    """The transition, if this person may make it from that state (None: it does not exist yet). Raises Refused."""
    transition = workflow[move]
    if not by.may(transition.permission):
        raise Refused(f"{by.first_name or by} may not {move.label} {noun}.")
    if state not in transition.sources:
        stands = f"this {noun} is {state.label.lower()}" if state else f"there is no {noun} yet"
        raise Refused(f"You cannot {move.label}: {stands}.")
    if transition.needs_reason and not reason.strip():
        raise Refused(f"Say why before you {move.label} this {noun}.")
    return transition


def locked(record: Record, version: int | None) -> Record:
    """The record as the database has it, kept from others until the transaction ends. Raises Clash."""
    stored = type(record)._base_manager.select_for_update().get(pk=record.pk)
    if version is not None and getattr(stored, "version", version) != version:
        raise Clash(stored)
    return stored


def store(record: models.Model, fields: list[str], *, by: User, said: str) -> None:
    """Write these fields, one version on, with a revision that says who and why."""
    if hasattr(record, "version"):
        record.version += 1
        fields = [*fields, "version"]
    update_with_revisions(type(record), [record], fields, by=by, reason=said)


def create(record: Record, *, by: User, said: str) -> Record:
    """Write a new record with its first revision."""
    create_with_revisions(type(record), [record], by=by, reason=said)
    return record


def said_of(transition: Transition[Any], reason: str) -> str:
    """What the history says of a move."""
    return f"{transition.past}: {reason.strip()}" if reason.strip() else transition.past


def is_theirs(indicator: Indicator, by: User) -> bool:
    """Whether the indicator's section, in its latest year, is one that this person is responsible for.

    For a role that is limited to services it has to be of one of these as well. Whether they may at all is asked of
    the move.
    """
    if by.may(Permission.READ_COMMENTARY) and not reaches(by, Permission.READ_COMMENTARY, indicator):
        return False
    latest = IndicatorDefinition.objects.filter(indicator=indicator).order_by("-reporting_year").values("section")[:1]
    return Responsibility.objects.filter(user=by, section__in=latest).exists()


def only_theirs(indicator: Indicator, by: User) -> None:
    """Directors speak for their own sections. Raises Refused."""
    if not is_theirs(indicator, by):
        raise Refused(NOT_THEIRS)
