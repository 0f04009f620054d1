"""Why something is hidden, or cannot be protected, in words for a councillor."""

from collections.abc import Collection, Iterable

from suppression.engine.figures import Relation, RelationKind, complement_key
from suppression.engine.latent import Written
from suppression.engine.table import Table

SUMS = {
    RelationKind.YEAR_TO_DATE: ("year to date", "month"),
    RelationKind.QUARTER_TO_DATE: ("quarter to date", "month"),
    RelationKind.PARTS: ("whole", "part"),
    RelationKind.SAME: ("whole", "part"),
}
STOCK = "the other numbers of those who were there, came and left"
BESIDE = {
    RelationKind.STEP: ("the total beside it", "the total beside it"),
    RelationKind.STOCK: (STOCK, STOCK),
    RelationKind.GROUP: ("the figure that leaves the group out", "the figure that includes the group"),
    RelationKind.COMPLEMENT: ("the numerator", "the denominator"),
    RelationKind.REVISION: ("what an earlier report showed", "the figure as it is now"),
}
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def sentence_for_shielding(key: str, revealed: str, table: Table, written: Written, hidden: Collection[str]) -> str:
    """Why an item that is harmless by itself is hidden: what it would reveal of which figure, with what is shown.

    hidden: the items that are hidden.
    """
    label = written.labels[revealed]
    for relation in written.relations:
        keys = {one for one, _ in relation.coefficients}
        if {key, revealed} <= keys and all(_is_shown(one, written, hidden) for one in keys - {key, revealed}):
            with_these = _with(key, revealed, relation)
            if not with_these:
                return f"Hidden because it is the same figure as {label}."
            return f"Hidden because, with {with_these}, it would reveal {label}."
    for ratio in table.ratios:
        if ratio.key == key and revealed in (ratio.numerator, ratio.denominator, complement_key(key)):
            other = ratio.numerator if revealed == ratio.denominator else ratio.denominator
            if _is_shown(other, written, hidden):
                word = "numerator" if other == ratio.numerator else "denominator"
                return f"Hidden because, with its {word}, it would say too much about {label}."
    return f"Hidden because, with the other figures shown, it would say too much about {label}."


def sentence_for_uncertainty() -> str:
    """Why an item is hidden of which the solver cannot say that showing it is safe."""
    return "Hidden because it could not be shown to be safe together with the other figures."


def sentence_for_shown_before(label: str, public_since: str, is_count: bool) -> str:
    """Why a small count, or a ratio of too few people, that is public already cannot be protected."""
    what = "is a small count" if is_count else "stands for too few people"
    return (
        f"{label} {what} and was shown in {public_since}. Hiding it now would not take it back: "
        "withdraw that report or correct the figure first."
    )


def sentence_for_unprotected(label: str, public: Iterable[tuple[str, str]]) -> str:
    """Why nothing that is hidden now protects a figure; public: what is shown for good, and where, by label."""
    named = [f"{each} ({since})" if since else f"{each} (always shown)" for each, since in public]
    if not named:
        return f"{label} follows from what everybody knows, however much is hidden."
    return (
        f"{label} can be worked out, or nearly, from what is public already: {'; '.join(named)}. "
        "Withdraw or correct that first."
    )


def _is_shown(key: str, written: Written, hidden: Collection[str]) -> bool:
    return key not in hidden and key not in written.latent


def _with(key: str, revealed: str, relation: Relation) -> str:
    """With what, in words, a figure reveals another of the same relation; empty if the two are the same figure."""
    keys = [one for one, _ in relation.coefficients]
    if len(keys) == 2:
        return ""
    whole = _whole(relation)
    if relation.kind in SUMS:
        name, part = SUMS[relation.kind]
        others = len(keys) - 2 - (whole not in (key, revealed))
        count = f"{NUMBERS[others] if others < len(NUMBERS) else others} {part}s" if others > 1 else part
        rest = f"the other {count}" if others else ""
        return rest if whole in (key, revealed) else " and ".join(filter(None, (f"the {name}", rest)))
    of_the_whole, of_a_part = BESIDE[relation.kind]
    return of_the_whole if key == whole else of_a_part


def _whole(relation: Relation) -> str:
    """The key whose coefficient alone has its sign; empty if there is none."""
    for sign in (1, -1):
        alone = [key for key, number in relation.coefficients if number * sign > 0]
        if len(alone) == 1:
            return alone[0]
    return ""
