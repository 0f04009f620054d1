"""What is unsafe by itself. Each rule is one function; its docstring is the rule."""

from collections.abc import Mapping

from suppression.engine.figures import Cell, Ratio, RatioKind, Series, SeriesKind
from suppression.engine.policy import Policy
from suppression.engine.report import Reason, ReasonKind
from suppression.engine.table import Table


def primary_reasons(table: Table, policy: Policy) -> dict[str, Reason]:
    """Every cell and ratio that must be hidden whatever else is shown, by key, with its reason."""
    reasons: dict[str, Reason] = {}
    for cell in table.cells:
        reason = suppressed_at_source(cell) or small_count(cell, policy) or hidden_before(cell)
        if reason is not None and not cell.latent and not cell.public_since:
            reasons[cell.key] = reason
    for ratio in table.ratios:
        reason = unsafe_ratio(ratio, table, policy)
        if reason is not None:
            reasons[ratio.key] = reason
    for series in table.series:
        for key, reason in running_total_stays_hidden(series, table, reasons).items():
            reasons.setdefault(key, reason)
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


def hidden_before(cell: Cell) -> Reason | None:
    """What an earlier paper of the year hid stays hidden through the year."""
    if not cell.hidden_since:
        return None
    sentence = f"Hidden because it was hidden in {cell.hidden_since}, and stays hidden through the year."
    return Reason(ReasonKind.CARRIED, sentence, (cell.key,))


def already_public(table: Table, policy: Policy) -> Cell | None:
    """A small count that an earlier paper shows: nothing that is hidden now can take it back."""
    return next((cell for cell in table.cells if cell.public_since and small_count(cell, policy)), None)


def unsafe_ratio(ratio: Ratio, table: Table, policy: Policy) -> Reason | None:
    """A ratio is hidden if the rule for its kind says so, or if its numerator or denominator is not known."""
    numerator, denominator = table.values((ratio.numerator, ratio.denominator))
    if numerator is None or denominator is None:
        sentence = f"Hidden because a number behind {ratio.label} came to us suppressed."
        return Reason(ReasonKind.SUPPRESSED_AT_SOURCE, sentence, (ratio.key,))
    people = table.by_key[ratio.numerator].counts_people
    if ratio.kind is RatioKind.AVERAGE:
        why = average_on_a_small_base(denominator, policy)
    elif ratio.kind is RatioKind.RATE:
        why = ratio_of_few_people((numerator,), policy) if people else None
    elif ratio.kind is RatioKind.PERCENTAGE:
        few = ratio_of_few_people((numerator, denominator - numerator), policy) if people else None
        why = few or percentage_on_a_small_denominator(numerator, denominator, policy)
    else:
        raise ValueError(f"{ratio.label} is a ratio of an unknown kind: {ratio.kind!r}.")
    if why is None:
        return None
    return Reason(ReasonKind.PRIMARY, f"Hidden because {ratio.label} {why}.", (ratio.key,))


def ratio_of_few_people(groups: tuple[int, ...], policy: Policy) -> str | None:
    """A percentage is hidden if its numerator, or those not in it, count 1 to 5; a rate if its numerator does."""
    if any(policy.is_small(group) for group in groups):
        return f"stands for a group of 1 to {policy.largest_hidden_count} people"
    return None


def percentage_on_a_small_denominator(numerator: int, denominator: int, policy: Policy) -> str | None:
    """No percentage is shown on a denominator under 20; 0 % and 100 %, which count nobody, only if under 10."""
    all_or_nothing = numerator in (0, denominator)
    smallest = policy.smallest_all_or_nothing_denominator if all_or_nothing else policy.smallest_percentage_denominator
    return f"has a denominator under {smallest}" if denominator < smallest else None


def average_on_a_small_base(base: int, policy: Policy) -> str | None:
    """An average is hidden if its base is under 8."""
    return f"has a base under {policy.smallest_average_base}" if base < policy.smallest_average_base else None


def running_total_stays_hidden(series: Series, table: Table, reasons: Mapping[str, Reason]) -> dict[str, Reason]:
    """A running total that has been hidden as small stays hidden until it restarts.

    The month in which it came out of hiding would say that it had just passed the smallest publishable count, and
    the next report's total would give the step away. It does not apply to a large running total of which one
    total is hidden for the sake of a small step: there a later total may be safe, and what is safe is shown.
    """
    if series.kind is not SeriesKind.RUNNING_TOTAL:
        return {}
    first = next((key for key in series.cells if key in reasons), None)
    if first is None:
        return {}
    sentence = f"Hidden because {table.by_key[first].label} is hidden, and a running total then stays hidden."
    later = series.cells[series.cells.index(first) + 1 :]
    return {key: Reason(ReasonKind.CARRIED, sentence, (first,)) for key in later if not table.by_key[key].public_since}
