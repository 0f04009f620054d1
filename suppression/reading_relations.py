"""What the definitions let a reader assume: each kind of relation between two indicators, written down as sums."""

from collections.abc import Callable, Iterator
from datetime import date

from suppression.engine import RelationKind
from suppression.paper import PaperIndicator, PublicFigure
from suppression.places import (
    came_to,
    denominator_of,
    group_of,
    key_of,
    month_place,
    numerator_of,
    went_from,
)
from suppression.reading_notes import Coefficient, Notes
from suppression.reading_paper import places_of
from suppression.reading_words import COUNT, RUNNING_TOTAL, first_of_year

Indicator = PaperIndicator[PublicFigure]
Pair = Callable[[Notes, str, str], None]


def add_relations(notes: Notes) -> None:
    """Every relation of the paper's definitions, wherever all figures concerned exist."""
    for kind, pair in PAIRS.items():
        done: set[frozenset[str]] = set()
        for indicator in notes.paper.indicators:
            for other in _others(notes, indicator, kind):
                both = frozenset((indicator.key, other.key))
                if kind in EITHER_WAY_ROUND and both in done:
                    continue
                done.add(both)
                for key in _keys(indicator):
                    pair(notes, key, other.key + key[len(indicator.key) :])
    for whole, parts in _by_other(notes, "part_of").items():
        _parts(notes, notes.indicators[whole], parts)
    inflows, outflows = _by_other(notes, "inflow_of"), _by_other(notes, "outflow_of")
    for stock in dict.fromkeys((*inflows, *outflows)):
        _stock(notes, notes.indicators[stock], inflows.get(stock, []), outflows.get(stock, []))


def _others(notes: Notes, indicator: Indicator, kind: str) -> Iterator[Indicator]:
    """The indicators to which this one stands in the relation, each once."""
    for key in dict.fromkeys(indicator.related(kind)):
        if key in notes.indicators and key != indicator.key:
            yield notes.indicators[key]


def _by_other(notes: Notes, kind: str) -> dict[str, list[Indicator]]:
    """By the key of an indicator, those that stand in the relation to it."""
    found: dict[str, list[Indicator]] = {}
    for indicator in notes.paper.indicators:
        for other in _others(notes, indicator, kind):
            found.setdefault(other.key, []).append(indicator)
    return found


def _keys(indicator: Indicator) -> Iterator[str]:
    for measure in indicator.measures:
        for place, _, _ in places_of(indicator, measure):
            yield key_of(indicator.key, measure.name, place)


def _parts(notes: Notes, whole: Indicator, parts: list[Indicator]) -> None:
    """A whole is the sum of all its parts."""
    for key in _keys(whole):
        together = [part.key + key[len(whole.key) :] for part in parts]
        if all(each in notes for each in (key, *together)):
            notes.relate([(key, -1), *((part, 1) for part in together)], RelationKind.PARTS)


def _excludes(notes: Notes, key: str, other: str) -> None:
    """The group that one figure leaves out makes up the difference to the other."""
    if key in notes and other in notes:
        group = group_of(key)
        if group in notes:
            group = f"{group} of {other}"  # it leaves out another group of another figure
        label = f"those of {notes.labels[other]}, who are left out of {notes.labels[key]}"
        notes.relate([(key, 1), (other, -1)], RelationKind.GROUP, [((group, 1), label)])


def _same(notes: Notes, key: str, other: str) -> None:
    """Two figures are the same, and so are the numbers behind them."""
    for one, two in (
        (key, other),
        (numerator_of(key), numerator_of(other)),
        (denominator_of(key), denominator_of(other)),
    ):
        if one in notes and two in notes:
            notes.relate([(one, 1), (two, -1)], RelationKind.SAME)


def _numerator(notes: Notes, key: str, other: str) -> None:
    if numerator_of(key) in notes and other in notes:
        notes.relate([(numerator_of(key), 1), (other, -1)], RelationKind.SAME)


def _denominator(notes: Notes, key: str, other: str) -> None:
    if denominator_of(key) in notes and other in notes:
        notes.relate([(denominator_of(key), 1), (other, -1)], RelationKind.SAME)


def _complement(notes: Notes, key: str, other: str) -> None:
    """Two percentages of one denominator add up to the whole."""
    ours, theirs = denominator_of(key), denominator_of(other)
    if ours in notes and theirs in notes:
        notes.relate([(ours, 1), (theirs, -1)], RelationKind.SAME)
        notes.relate([(numerator_of(key), 1), (numerator_of(other), 1), (ours, -1)], RelationKind.PARTS)


def _stock(notes: Notes, stock: Indicator, came: list[Indicator], went: list[Indicator]) -> None:
    """A stock is that of the month before, with those who came and without those who went."""
    for measure in stock.measures:
        for earlier, later in zip(measure.months, measure.months[1:], strict=False):
            before, after = (key_of(stock.key, measure.name, month_place(each.month)) for each in (earlier, later))
            moved = [_moved(notes, each, measure.name, later.month, 1) for each in came]
            moved += [_moved(notes, each, measure.name, later.month, -1) for each in went]
            known = [each for each in moved if each]
            if before not in notes or after not in notes or len(known) < len(moved):
                continue
            if (later.month.year * 12 + later.month.month) - (earlier.month.year * 12 + earlier.month.month) != 1:
                continue
            latent: list[tuple[Coefficient, str]] = []
            if not came:
                latent.append(((came_to(after), 1), f"those who came to {notes.labels[after]}"))
            if not went:
                latent.append(((went_from(after), -1), f"those who left before {notes.labels[after]}"))
            coefficients = [(before, 1), *(each for one in known for each in one), (after, -1)]
            notes.relate(coefficients, RelationKind.STOCK, latent)


def _moved(notes: Notes, flow: Indicator, measure: str, month: date, sign: int) -> list[Coefficient]:
    """Those who came or went in a month; of a running total, what it grew by. Empty where that is not known."""
    key = key_of(flow.key, measure, month_place(month))
    if key not in notes or flow.unit != COUNT:
        return []
    if flow.accumulation != RUNNING_TOTAL or month == first_of_year(month, flow.year_basis):
        return [(key, sign)]
    before = date(month.year - (month.month == 1), (month.month - 2) % 12 + 1, 1)
    total_before = key_of(flow.key, measure, month_place(before))
    return [(key, sign), (total_before, -sign)] if total_before in notes else []


EITHER_WAY_ROUND = {"complement_of", "same_as"}
PAIRS: dict[str, Pair] = {
    "excludes": _excludes,
    "denominator_is": _denominator,
    "numerator_is": _numerator,
    "complement_of": _complement,
    "same_as": _same,
}
