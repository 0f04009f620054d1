"""What is simply shown against the rules. Each rule is one function; its docstring is the rule."""

from collections.abc import Iterator, Mapping

from suppression.engine.figures import Ratio, RatioKind, StatementKind
from suppression.engine.policy import Policy
from suppression.engine.reader import ReaderView
from suppression.engine.report import Exposure, Interval


def plainly_exposed(view: ReaderView, policy: Policy) -> Iterator[Exposure]:
    """Every item that is shown and, whatever else is known, should not be."""
    yield from small_counts_shown(view, policy)
    yield from own_levels_shown(view)
    yield from hidden_before_and_shown(view)
    yield from ratings_of_hidden_items(view, policy)


def small_counts_shown(view: ReaderView, policy: Policy) -> Iterator[Exposure]:
    """No small count of people is shown."""
    for key, number in view.shown.items():
        if key not in view.not_people and policy.is_small(abs(number)):
            sentence = f"{view.label(key)} is a small count and is shown."
            yield Exposure(key, view.label(key), sentence, Interval(number, number))


def own_levels_shown(view: ReaderView) -> Iterator[Exposure]:
    """A figure with levels of protection of its own is hidden."""
    for key in view.own_levels:
        if key in view.shown:
            yield Exposure(key, view.label(key), f"{view.label(key)} is to be hidden and is shown.")


def hidden_before_and_shown(view: ReaderView) -> Iterator[Exposure]:
    """What an earlier paper of the year hid stays hidden through the year."""
    shown = {*view.shown, *(ratio.key for ratio in view.ratios if ratio.printed is not None)}
    shown.update(statement.key for statement in view.statements if statement.conditions)
    for key in sorted(view.hidden_before & (shown - view.hidden)):
        label = view.label(key)
        yield Exposure(key, label, f"{label} was hidden in an earlier paper of the year and is shown.")


def ratings_of_hidden_items(view: ReaderView, policy: Policy) -> Iterator[Exposure]:
    """A rating hides with the item that it judges, unless the policy says that it may show, or it is public."""
    for statement in view.statements:
        rates = statement.kind is StatementKind.RATING and statement.key not in view.hidden | view.public_before
        judged = next((key for key in statement.judges if key in view.hidden), None)
        if rates and judged is not None and not policy.rating_of_hidden_may_show:
            sentence = f"{statement.label} is shown and judges {view.label(judged)}, which is hidden."
            yield Exposure(statement.key, statement.label, sentence)


def ratios_shown(view: ReaderView, policy: Policy, known: Mapping[str, int]) -> Iterator[Exposure]:
    """No ratio is shown that a rule hides for its own sake; known are the numbers of cells, shown, found or true."""
    for ratio in view.ratios:
        why = None if ratio.key in view.hidden else broken_rule(ratio, view, policy, known)
        if why is not None:
            yield Exposure(ratio.key, ratio.label, f"{ratio.label} {why} and is shown.")


def broken_rule(ratio: Ratio, view: ReaderView, policy: Policy, known: Mapping[str, int]) -> str | None:
    """Why a ratio must be hidden for its own sake, as far as its numbers are known; None if it need not be."""
    numerator, denominator = known.get(ratio.numerator), known.get(ratio.denominator)
    people = ratio.numerator not in view.not_people
    if ratio.kind is RatioKind.AVERAGE:
        return average_on_a_small_base(denominator, policy)
    if people and numerator is not None and policy.is_small(numerator):
        return f"stands for a group of 1 to {policy.largest_hidden_count} people"
    if ratio.kind is RatioKind.RATE or numerator is None or denominator is None:
        return None
    if people and policy.is_small(denominator - numerator):
        return f"leaves out a group of 1 to {policy.largest_hidden_count} people"
    return percentage_on_a_small_denominator(numerator, denominator, policy)


def average_on_a_small_base(base: int | None, policy: Policy) -> str | None:
    """No average is shown on a base under the smallest that the policy allows."""
    return "has too small a base" if base is not None and base < policy.smallest_average_base else None


def percentage_on_a_small_denominator(numerator: int, denominator: int, policy: Policy) -> str | None:
    """No percentage is shown on a small denominator; 0 % and 100 %, which count nobody, only on a very small one."""
    all_or_nothing = numerator in (0, denominator)
    smallest = policy.smallest_all_or_nothing_denominator if all_or_nothing else policy.smallest_percentage_denominator
    return f"has a denominator under {smallest}" if denominator < smallest else None
