"""Items that are hidden together. Each rule is one function; its docstring is the rule."""

from collections.abc import Iterator
from dataclasses import dataclass

from suppression.engine.figures import StatementKind
from suppression.engine.policy import Policy
from suppression.engine.table import Table


@dataclass(frozen=True)
class Together:
    """When the cause is hidden (key of an item), the effect is hidden too, for the reason in the sentence."""

    cause: str
    effect: str
    sentence: str


def hidden_together(table: Table, policy: Policy) -> tuple[Together, ...]:
    """Every pair of which the second is hidden when the first is."""
    return tuple(rating_hides_with_its_outturn(table, policy))


def rating_hides_with_its_outturn(table: Table, policy: Policy) -> Iterator[Together]:
    """The rating of a hidden outturn is hidden, unless the policy says that it may show."""
    if policy.rating_of_hidden_may_show:
        return
    for statement in table.statements:
        if statement.kind is StatementKind.RATING and not statement.public_since:
            for judged in statement.judges:
                yield Together(judged, statement.key, "Hidden because the figure that it judges is hidden.")
