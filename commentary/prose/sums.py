"""Rules on sums that a text states: percentages of their own numbers, and two that make up the whole."""

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_EVEN, Decimal

from commentary.prose.findings import Finding, Kind
from commentary.prose.numbers import Number
from commentary.prose.patterns import IGNORE, anything_of
from commentary.prose.reading import Read
from commentary.prose.sum_words import LINKS, NOT_KNOWN, OPPOSITES, OTHERS_BEFORE
from indicators.formatting import number_text, printed

_PAIRED = re.compile(
    r"\s*(?:/|,?\s*\b(?:out\s+of|of|from)\b(?:\s+(?:the|our|all|these|those|a|total|of))*)\s*", IGNORE
)
_LINK = re.compile("|".join(LINKS), IGNORE)
_LINK_AT_THE_END = re.compile(rf"(?:{'|'.join(LINKS)}|,)\s*$", IGNORE)
_BREAK = re.compile(r"[;!?]|\.\s")
_FAR, _NEAR = 110, 45
_OTHERS_BEFORE = re.compile(rf"(?:{'|'.join(OTHERS_BEFORE)})\s*\(?$", IGNORE)
_OPPOSITES = [(anything_of(words), anything_of(others)) for words, others in OPPOSITES]
_NOT = re.compile(r"^\W*(?:of\s+\w+\s+)?(?:were|was|had|have|has|did|do|are|is)\s+not\b", IGNORE)
_NOT_KNOWN = anything_of(NOT_KNOWN)


def shares_of_their_numbers(passages: tuple[Read, ...]) -> Iterator[Finding]:
    """A percentage beside its numerator and denominator is their quotient at the decimals that it is written with.

    “54% (42 of 82)”, “50 out of 93 plans (54%)”, “7% of reviews equate to 32 of 327”; and “502 (87%)” where one larger
    number stands before it in the sentence. Where several do, one of them has to fit.
    """
    for passage in passages:
        for percentage in passage.percentages:
            pair = _pair_of(passage, percentage)
            if pair:
                count, whole = pair
                if not _is_share(percentage, count, whole):
                    yield _wrong_share(passage, percentage, count, whole)
                continue
            count_before, wholes = _count_before(passage, percentage)
            if count_before and wholes and not any(_is_share(percentage, count_before, each) for each in wholes):
                yield _wrong_share(passage, percentage, count_before, wholes[0])


def complements(passages: tuple[Read, ...]) -> Iterator[Finding]:
    """Two percentages of which one is the rest of the other make 100%, give or take one in the last place.

    “93% in a timely way … 7% late”, “the remaining 40%”, “and 40% were not”. Silent where some are not known, and
    where three percentages or more are told.
    """
    for first, second in _neighbours(passages):
        (passage, one), (beside, other) = first, second
        last = min(one.value.as_tuple().exponent, other.value.as_tuple().exponent, 0)
        off = abs(one.value + other.value - 100)
        if off > Decimal(1).scaleb(int(last)) and _is_the_rest(passage, one, beside, other):
            yield Finding(
                Kind.CONTRADICTION,
                "complement",
                other.start,
                other.end,
                other.quote,
                f"“{one.quote}” and “{other.quote}” are the whole, yet make {one.value + other.value:f}%.",
                "Correct one of them, or say what the others are.",
                may_be_kept=True,
            )


def _pair_of(passage: Read, percentage: Number) -> tuple[Number, Number] | None:
    """The numerator and denominator that a percentage is said beside."""
    for position, (count, whole) in enumerate(zip(passage.plain, passage.plain[1:], strict=False)):
        paired = _PAIRED.fullmatch(passage.between(count.end, whole.start))
        if not paired or count.value > whole.value:
            continue
        others = [*passage.plain[:position], *passage.plain[position + 2 :], *passage.percentages]
        if percentage.end <= count.start:
            between, start, end = passage.between(percentage.end, count.start), percentage.end, count.start
            linked = bool(_LINK.search(between)) and len(between) <= _FAR
        else:
            between, start, end = passage.between(whole.end, percentage.start), whole.end, percentage.start
            linked = len(between) <= (_FAR if between.endswith("(") else _NEAR)
            linked = linked and bool(_LINK_AT_THE_END.search(between))
        alone = not any(start <= other.start < end for other in others if other is not percentage)
        if linked and alone and not _BREAK.search(between):
            return count, whole
    return None


def _count_before(passage: Read, percentage: Number) -> tuple[Number | None, list[Number]]:
    """The number directly before a percentage in brackets, and the larger ones before it."""
    before = [number for number in passage.plain if number.end <= percentage.start]
    if not before or not re.fullmatch(r"\s*\(\s*", passage.between(before[-1].end, percentage.start)):
        return None, []
    if not re.match(r"\s*\)", passage.after(percentage.end, 3)):
        return None, []
    return before[-1], [number for number in before[:-1] if number.value > before[-1].value]


def _share(percentage: Number, count: Number, whole: Number) -> Decimal:
    return printed(100 * count.value / whole.value, percentage.decimal_places)


def _is_share(percentage: Number, count: Number, whole: Number) -> bool:
    """Half up is how we round; half to even is how others do."""
    if not whole.value:
        return False
    exact = 100 * count.value / whole.value
    to_even = exact.quantize(Decimal(1).scaleb(-percentage.decimal_places), ROUND_HALF_EVEN)
    return percentage.value in (_share(percentage, count, whole), to_even)


def _wrong_share(passage: Read, percentage: Number, count: Number, whole: Number) -> Finding:
    start = min(percentage.start, count.start)
    end = max(percentage.end, count.end, whole.end if whole.start > min(count.start, percentage.start) else 0)
    numbers = f"{count.quote} of {whole.quote}"
    right = (
        f"{numbers} is {number_text(100 * count.value / whole.value, percentage.decimal_places)}%"
        if whole.value
        else f"{numbers} is no share"
    )
    quote = passage.between(start, end)
    if passage.after(end, 1) == ")" and "(" in quote:
        end, quote = end + 1, f"{quote})"
    return Finding(
        Kind.CONTRADICTION,
        "share_of_its_numbers",
        start,
        end,
        quote,
        f"“{' '.join(quote.split())}”: {right}.",
        "Correct the percentage or the numbers.",
        may_be_kept=True,
    )


Placed = tuple[Read, Number]


def _neighbours(passages: tuple[Read, ...]) -> Iterator[tuple[Placed, Placed]]:
    """Percentages one after the other, in a sentence of two or from one sentence to the next.

    What is said of a target, a range or another council is passed over.
    """
    of_ours = [
        [(each, one) for one in each.percentages if not _NOT_KNOWN.search(each.before(one.start, 60))]
        for each in passages
    ]
    for here, following in zip(of_ours, [*of_ours[1:], []], strict=False):
        if len(here) == 2:
            yield here[0], here[1]
        elif len(here) == 1 and len(following) == 1:
            yield here[0], following[0]


def _is_the_rest(passage: Read, one: Number, beside: Read, other: Number) -> bool:
    end = other.start if passage is beside else passage.sentence.end
    clause, other_clause = passage.between(one.end, end), beside.after(other.end, 60)
    if _OTHERS_BEFORE.search(beside.before(other.start, 30)):
        return True
    if any(
        (words.search(clause) and others.search(other_clause))
        or (others.search(clause) and words.search(other_clause))
        for words, others in _OPPOSITES
    ):
        return not _NOT_KNOWN.search(clause)
    return passage is beside and bool(_NOT.match(other_clause)) and not _NOT_KNOWN.search(clause)
