"""The rule on counts of people that are too small to be public."""

from collections.abc import Iterator

from commentary.prose.counting import Counted, counted
from commentary.prose.facts import Facts
from commentary.prose.findings import Finding, Kind
from commentary.prose.reading import Read


def small_counts(passages: tuple[Read, ...], facts: Facts) -> Iterator[Finding]:
    """A Part 1 text counts no people below the smallest publishable count, and does not say that there are none.

    With a threshold of 6, five children are found and six are not. A number counts people if a word for them is near
    and what it counts is no thing: “out of 6 attending, 5 now have destinations”. It can be kept with a reason.
    """
    for passage in passages:
        for number in passage.numbers:
            whole = not number.is_percentage and number.value == number.value.to_integral_value()
            if not whole or number.value >= facts.smallest_publishable_count:
                continue
            kind, word = counted(number, passage.sentence)
            if kind is Counted.PEOPLE:
                yield Finding(
                    Kind.SMALL_COUNT,
                    "small_count",
                    number.start,
                    number.end,
                    number.quote,
                    f"“{number.quote}” near “{word}” is fewer than {facts.smallest_publishable_count} people.",
                    "Say “a small number”, leave it out, or keep it with a reason if nobody can be known by it.",
                    may_be_kept=True,
                )
