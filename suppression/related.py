"""What a person has confirmed to hold between indicators, for every place where all of them have a figure."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from indicators.formatting import opening
from indicators.index import Index, IndexIndicator
from indicators.vocabulary import DefinitionRelationKind as Kind
from suppression.draft import CannotProtect, Draft
from suppression.engine import RelationKind, printed_ratio
from suppression.places import came_to, denominator_of, group_of, month_place, numerator_of, went_from


def add_relations(draft: Draft, index: Index) -> None:
    """Add every confirmed relation of the index. Raises CannotProtect where a denominator is missing."""
    by_key = {indicator.key: indicator for indicator in index.indicators}
    for indicator in index.indicators:
        _add_parts(draft, index, indicator)
        _add_stock(draft, index, indicator)
        for relation in indicator.relations:
            other = by_key.get(relation.other)
            if other is None:
                continue
            if relation.kind is Kind.EXCLUDES:
                _add_group(draft, indicator, other)
            elif relation.kind is Kind.SAME_AS:
                for key, there in _pairs(draft, indicator, other):
                    draft.relate(RelationKind.SAME, ((key, 1), (there, -1)))
            elif relation.kind in (Kind.DENOMINATOR_IS, Kind.NUMERATOR_IS):
                _add_number_behind(draft, indicator, other, relation.kind)
            elif relation.kind is Kind.COMPLEMENT_OF:
                _add_complement(draft, indicator, other)


def _places(draft: Draft, indicator: IndexIndicator) -> list[str]:
    """What follows the indicator in the key of each of its figures: `|measure|place`."""
    keys = [*draft.cells, *draft.ratios]
    return [key[len(indicator.key) :] for key in keys if key.startswith(f"{indicator.key}|") and not _is_behind(key)]


def _is_behind(key: str) -> bool:
    return key.endswith(")")


def _pairs(draft: Draft, one: IndexIndicator, other: IndexIndicator) -> Iterator[tuple[str, str]]:
    """The keys of two counts at every place where both have one."""
    for place in _places(draft, one):
        key, there = f"{one.key}{place}", f"{other.key}{place}"
        if key in draft.cells and there in draft.cells:
            yield key, there


def _add_parts(draft: Draft, index: Index, whole: IndexIndicator) -> None:
    parts = [indicator.key for indicator in index.indicators if whole.key in indicator.related(Kind.PART_OF)]
    for place in _places(draft, whole) if parts else ():
        keys = [f"{part}{place}" for part in parts]
        if all(key in draft.cells for key in (f"{whole.key}{place}", *keys)):
            draft.relate(RelationKind.PARTS, ((f"{whole.key}{place}", -1), *((key, 1) for key in keys)))


def _add_group(draft: Draft, without: IndexIndicator, including: IndexIndicator) -> None:
    """Those whom one indicator leaves out of another are people too."""
    for key, there in list(_pairs(draft, without, including)):
        left_out = draft.total(((there, 1), (key, -1)))
        if left_out is not None and left_out < 0:
            raise CannotProtect(f"{opening(draft.cells[key].label)} is above the figure that includes it.")
        label = f"those left out of {draft.cells[key].label}"
        draft.latent(group_of(key), label, left_out, draft.cells[key].counts_people)
        draft.relate(RelationKind.GROUP, ((key, 1), (group_of(key), 1), (there, -1)))


def _add_number_behind(draft: Draft, ratio: IndexIndicator, count: IndexIndicator, kind: Kind) -> None:
    """The numerator or denominator of a percentage is another indicator's figure of the same period.

    A denominator that nobody prints is known to within a tenth whether its figure is shown or not: the months around
    it, rates, and what others publish tell as much. Hiding that figure would protect nothing.
    """
    part_of = denominator_of if kind is Kind.DENOMINATOR_IS else numerator_of
    for place in _places(draft, ratio):
        key, there = f"{ratio.key}{place}", f"{count.key}{place}"
        if key not in draft.ratios:
            continue
        part = part_of(key)
        if there not in draft.cells:
            if kind is Kind.DENOMINATOR_IS and place.rpartition("|")[2][:4].isdigit():
                raise CannotProtect(
                    f"{opening(draft.cells[part].label)}: it is indicator {count.number}, which has no figure for "
                    "that month. Enter that figure, or take the relation away."
                )
            continue
        number, value = draft.cells[part], draft.value(there)
        if number.value is not None and number.value != value:
            draft.contradicted.add(frozenset((part, there)))
            continue
        if number.latent and value is not None:
            known = kind is Kind.DENOMINATOR_IS and value >= 10 * draft.policy.smallest_publishable_count
            number = replace(number, lower=value * 9 // 10, upper=-(value * -11 // 10)) if known else number
            draft.cells[part] = replace(number, value=value)
        draft.relate(RelationKind.SAME, ((part, 1), (there, -1)))
        _check_printed(draft, key)


def _check_printed(draft: Draft, key: str) -> None:
    """Where both numbers behind it are known now, and large, a ratio that contradicts them says nothing."""
    ratio = draft.ratios[key]
    numerator, denominator = draft.value(ratio.numerator), draft.value(ratio.denominator)
    if numerator is None or denominator is None or ratio.printed is None:
        return
    if denominator == 0 or printed_ratio(numerator, denominator, ratio.scale) != ratio.printed:
        if draft.is_unsafe((ratio.numerator, ratio.denominator)):
            raise CannotProtect(
                f"{opening(ratio.label)} is not what its numerator and denominator give, and they are too small to "
                "publish. Correct it first."
            )
        draft.ratios[key] = replace(ratio, printed=None)


def _add_complement(draft: Draft, one: IndexIndicator, other: IndexIndicator) -> None:
    """Two percentages of the same denominator that add up to 100 %: their numerators add up to it."""
    for place in _places(draft, one):
        key, there = f"{one.key}{place}", f"{other.key}{place}"
        if key in draft.ratios and there in draft.ratios:
            denominator = denominator_of(key)
            draft.relate(RelationKind.SAME, ((denominator, 1), (denominator_of(there), -1)))
            terms = ((numerator_of(key), 1), (numerator_of(there), 1), (denominator, -1))
            draft.relate(RelationKind.COMPLEMENT, terms)


def _add_stock(draft: Draft, index: Index, stock: IndexIndicator) -> None:
    """A stock is the one before it, and those who came, less those who left."""
    came = [each for each in index.indicators if stock.key in each.related(Kind.INFLOW_OF)]
    went = [each for each in index.indicators if stock.key in each.related(Kind.OUTFLOW_OF)]
    if not came and not went:
        return
    for measure in stock.measures:
        months = [f"|{measure.name}|{month_place(month)}" for month, _ in measure.months]
        for before, now in pairwise(months):
            earlier, later = f"{stock.key}{before}", f"{stock.key}{now}"
            flows = [f"{each.key}{now}" for each in (*came, *went)]
            if any(key not in draft.cells for key in (earlier, later, *flows)):
                continue
            terms = [(earlier, 1), *((f"{each.key}{now}", 1) for each in came), (later, -1)]
            terms += [(f"{each.key}{now}", -1) for each in went]
            if not came or not went:
                terms.append(_others(draft, later, terms, joined=not came))
            draft.relate(RelationKind.STOCK, terms)


def _others(draft: Draft, stock: str, terms: list[tuple[str, int]], joined: bool) -> tuple[str, int]:
    """Those who came, or left, where no indicator counts them: what the other figures leave."""
    total = draft.total(terms)
    cell = draft.cells[stock]
    key, words = (came_to(stock), "joined") if joined else (went_from(stock), "left")
    count = None if total is None else (-total if joined else total)
    if count is not None and count < 0:
        raise CannotProtect(f"{opening(cell.label)} does not fit those who came and left. Correct them first.")
    draft.latent(key, f"those who {words} in {cell.label}", count, cell.counts_people)
    return key, 1 if joined else -1
