"""Workflows as tables of moves: one move's row, and the tables as people read them in the documents."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import TextChoices

from accounts.roles import ROLES, Permission

StateType = TypeVar("StateType", bound=TextChoices)


@dataclass(frozen=True)
class Transition(Generic[StateType]):
    """One move: from which states it starts, where it ends, who may make it, and whether it needs a reason.

    None among the sources is what does not exist yet. `past` is how the history and the audit trail say it.
    """

    sources: frozenset[StateType | None]
    target: StateType
    permission: Permission
    past: str
    needs_reason: bool = False


Workflow = Mapping[Any, Transition[Any]]
"""The moves (each a `TextChoices`), each with its transition."""


def diagram(workflow: Workflow) -> str:
    """The moves as a Mermaid state diagram. What does not exist yet starts at [*]."""
    lines = ["```mermaid", "stateDiagram-v2"]
    for move, transition in workflow.items():
        for source in _in_order(transition):
            start = source.value if source else "[*]"
            lines.append(f"    {start} --> {transition.target.value}: {move.label} ({_roles(transition.permission)})")
    return "\n".join([*lines, "```"])


def table(workflow: Workflow) -> str:
    """The moves as a table in Markdown."""
    lines = ["| Move | From | To | By | Reason |", "|---|---|---|---|---|"]
    for move, transition in workflow.items():
        sources = ", ".join(source.label.lower() if source else "nothing" for source in _in_order(transition))
        reason = "needed" if transition.needs_reason else "–"
        target, roles = transition.target.label.lower(), _roles(transition.permission)
        lines.append(f"| {move.label[:1].upper()}{move.label[1:]} | {sources} | {target} | {roles} | {reason} |")
    return "\n".join(lines)


def document(text: str, workflows: Mapping[str, Workflow]) -> str:
    """A document with each workflow written anew between its two marks. Raises ValueError where they are missing.

    The marks of a workflow named `figures` are `<!-- workflow: figures -->` and `<!-- end: figures -->`.
    """
    for name, workflow in workflows.items():
        opening, closing = f"<!-- workflow: {name} -->", f"<!-- end: {name} -->"
        before, start, rest = text.partition(opening)
        _, end, after = rest.partition(closing)
        if not (start and end):
            raise ValueError(f"The document has no place for the workflow: {opening} or {closing} is missing.")
        text = f"{before}{opening}\n\n{diagram(workflow)}\n\n{table(workflow)}\n\n{closing}{after}"
    return text


def _in_order(transition: Transition[Any]) -> Iterable[Any]:
    states = type(transition.target).__members__.values()
    return [source for source in (None, *states) if source in transition.sources]


def _roles(permission: Permission) -> str:
    return ", ".join(role.label.lower() for role in ROLES.values() if permission in role.permissions)
