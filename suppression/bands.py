"""What a rating says of the figure that it judges."""

from collections.abc import Iterator
from decimal import Decimal
from math import ceil, floor

from indicators.index import IndexRating
from suppression.engine import Condition, Ratio


def conditions_of_rating(rating: IndexRating, ratio: Ratio | None, key: str) -> Iterator[Condition]:
    """The bounds that the rule leaves: of a count by itself, of a ratio with half a printed unit of slack.

    A ratio is judged by its exact value or by what stands printed; the slack covers both.
    """
    least, most = rating.least, rating.most
    if ratio is None:
        if least is not None or most is not None:
            low = None if least is None else ceil(least)
            yield Condition(((key, 1),), low, None if most is None else floor(most))
        return
    unit = 2 * int(Decimal(10) ** ratio.decimals)
    twice = (ratio.numerator, 2 * ratio.scale)
    if least is not None:
        yield Condition((twice, (ratio.denominator, 1 - ceil(unit * least))), least=0)
    if most is not None:
        yield Condition((twice, (ratio.denominator, -1 - floor(unit * most))), most=0)
