"""The rating of an indicator as an item, and what it says of the figure that it judges."""

from collections.abc import Iterator
from decimal import Decimal
from math import ceil, floor

from indicators.index import IndexIndicator, IndexMeasure, IndexRating
from suppression.draft import Draft
from suppression.engine import Condition, Ratio, Statement, StatementKind
from suppression.history import History
from suppression.own_figures import figures_of
from suppression.places import key_of, rating_key


def add_rating(draft: Draft, indicator: IndexIndicator, history: History) -> None:
    """The rating is an item wherever there is something to judge. Having no target is part of the definition."""
    if not indicator.is_rated:
        return
    key = rating_key(indicator.key)
    standing = tuple(one for one in (standing_key(indicator, each) for each in indicator.measures) if one)
    judged = tuple(one for one in standing if one in draft.cells or one in draft.ratios)
    draft.statements.append(
        Statement(
            key,
            StatementKind.RATING,
            f"the rating of indicator {indicator.number}",
            tuple(conditions_of_rating(indicator.rating, draft.ratios.get(judged[0]), judged[0])) if judged else (),
            weight=draft.policy.weights.rating,
            judges=judged,
            public_since=history.shown_in(key, indicator.rating.text),
            hidden_since=history.hidden_in(key),
        )
    )


def standing_key(indicator: IndexIndicator, measure: IndexMeasure) -> str:
    """The key of the figure that stands for a measure; empty if it has none."""
    standing = measure.standing
    if standing is None:
        return ""
    place = next(place for place, _, figure in figures_of(measure) if figure is standing)
    return key_of(indicator.key, measure.name, place)


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
