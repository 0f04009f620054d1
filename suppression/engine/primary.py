"""What is unsafe by itself. Each rule is one function; its docstring is the rule."""

from collections.abc import Iterator, Mapping

from suppression.engine.figures import Cell, Ratio, RatioKind, Statement
from suppression.engine.policy import Policy
from suppression.engine.report import Reason, ReasonKind
from suppression.engine.table import Table


def primary_reasons(table: Table, policy: Policy) -> dict[str, Reason]:
    """Every item that must be hidden whatever else is shown, by key, with its reason. What is public cannot be."""
    reasons: dict[str, Reason] = {}
    for cell in table.cells:
        if not cell.latent and not cell.public_since:
            reason = suppressed_at_source(cell) or small_count(cell, policy) or own_levels(cell) or hidden_before(cell)
            if reason is not None:
                reasons[cell.key] = reason
    found = numbers_that_follow(table)
    for ratio in table.ratios:
        if not ratio.public_since:
            reason = unsafe_ratio(ratio, table, found, policy) or hidden_before(ratio)
            if reason is not None:
                reasons[ratio.key] = reason
    for statement in table.statements:
        reason = None if statement.public_since else hidden_before(statement)
        if reason is not None:
            reasons[statement.key] = reason
    return reasons


def suppressed_at_source(cell: Cell) -> Reason | None:
    """A figure that came to us already suppressed stays hidden."""
    if cell.value is not None:
        return None
    return Reason(ReasonKind.SUPPRESSED_AT_SOURCE, f"Hidden because {cell.label} came to us suppressed.", (cell.key,))


def small_count(cell: Cell, policy: Policy) -> Reason | None:
    """A count of people below the smallest publishable count is hidden; zero is not hidden for its own sake."""
    if not cell.counts_people or cell.value is None or not policy.is_small(cell.value):
        return None
    sentence = f"Hidden because {cell.label} counts between 1 and {policy.largest_hidden_count} people."
    return Reason(ReasonKind.PRIMARY, sentence, (cell.key,))


def own_levels(cell: Cell) -> Reason | None:
    """A figure with levels of protection of its own is hidden."""
    if cell.must_reach is None:
        return None
    low, high = cell.must_reach
    sentence = f"Hidden because {cell.label} must seem possible at {low} and at {high}."
    return Reason(ReasonKind.PRIMARY, sentence, (cell.key,))


def hidden_before(item: Cell | Ratio | Statement) -> Reason | None:
    """What an earlier paper of the year hid stays hidden through the year."""
    if not item.hidden_since:
        return None
    sentence = f"Hidden because it was hidden in {item.hidden_since}, and stays hidden through the year."
    return Reason(ReasonKind.CARRIED, sentence, (item.key,))


def already_public(table: Table, policy: Policy) -> Iterator[Cell | Ratio]:
    """What a rule hides and is public already: nothing that is hidden now can take it back."""
    yield from (cell for cell in table.cells if cell.public_since and small_count(cell, policy))
    found = numbers_that_follow(table)
    for ratio in table.ratios:
        reason = unsafe_ratio(ratio, table, found, policy) if ratio.public_since else None
        if reason is not None and reason.kind is ReasonKind.PRIMARY:
            yield ratio


def numbers_that_follow(table: Table) -> dict[str, int]:
    """The number of each cell: its own, or the one that a relation leaves it where all others in it are known."""
    found = {cell.key: cell.value for cell in table.cells if cell.value is not None}
    left = [relation for relation in table.relations if any(key not in found for key, _ in relation.coefficients)]
    while left:
        still = []
        for relation in left:
            unknown = [(key, number) for key, number in relation.coefficients if key not in found]
            if len(unknown) == 1:
                (key, number) = unknown[0]
                rest = relation.constant - sum(n * found[each] for each, n in relation.coefficients if each != key)
                found[key] = rest // number
            elif unknown:
                still.append(relation)
        if len(still) == len(left):
            break
        left = still
    return found


def unsafe_ratio(ratio: Ratio, table: Table, found: Mapping[str, int], policy: Policy) -> Reason | None:
    """A ratio is hidden if the rule for its kind says so, or if a number behind it came to us suppressed.

    found: the numbers of cells as far as they are known. Of a numerator that nobody gave us the rules say nothing:
    what a ratio tells of it is judged as everything else is.
    """
    numerator, denominator = table.by_key[ratio.numerator], table.by_key[ratio.denominator]
    if any(part.value is None and not part.latent for part in (numerator, denominator)):
        sentence = f"Hidden because a number behind {ratio.label} came to us suppressed."
        return Reason(ReasonKind.SUPPRESSED_AT_SOURCE, sentence, (ratio.key,))
    why = _why_unsafe(ratio, numerator.counts_people, found.get(numerator.key), found.get(denominator.key), policy)
    return None if why is None else Reason(ReasonKind.PRIMARY, f"Hidden because {ratio.label} {why}.", (ratio.key,))


def _why_unsafe(ratio: Ratio, people: bool, counted: int | None, base: int | None, policy: Policy) -> str | None:
    if ratio.kind is RatioKind.AVERAGE:
        return None if base is None else average_on_a_small_base(base, policy)
    if ratio.kind is RatioKind.RATE:
        return None if counted is None or not people else ratio_of_few_people((counted,), policy)
    if ratio.kind is not RatioKind.PERCENTAGE:
        raise ValueError(f"A ratio is of an unknown kind: {ratio.kind!r}.")
    if base is None:
        return None
    if counted is None:
        few = ratio_of_few_people((base,), policy) if people else None
        return few or percentage_on_a_small_denominator(ratio.printed in (0, ratio.scale), base, policy)
    few = ratio_of_few_people((counted, base - counted, base), policy) if people else None
    return few or percentage_on_a_small_denominator(counted in (0, base), base, policy)


def ratio_of_few_people(groups: tuple[int, ...], policy: Policy) -> str | None:
    """A percentage is hidden if numerator, denominator or those not counted are 1 to 5; a rate if its numerator is."""
    if any(policy.is_small(group) for group in groups):
        return f"stands for a group of 1 to {policy.largest_hidden_count} people"
    return None


def percentage_on_a_small_denominator(all_or_nothing: bool, denominator: int, policy: Policy) -> str | None:
    """No percentage is shown on a denominator under 20; 0 % and 100 %, which count nobody, only if under 10."""
    smallest = policy.smallest_all_or_nothing_denominator if all_or_nothing else policy.smallest_percentage_denominator
    return f"has a denominator under {smallest}" if denominator < smallest else None


def average_on_a_small_base(base: int, policy: Policy) -> str | None:
    """An average is hidden if its base is under 8."""
    return f"has a base under {policy.smallest_average_base}" if base < policy.smallest_average_base else None
