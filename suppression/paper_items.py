"""Everything in a Part 1 paper, and how the disclosure check knows of it.

A field of a paper that is not listed here fails a test: whoever adds one says how a reader of the check learns of it.
"""

from collections.abc import Mapping
from enum import StrEnum, unique

from suppression.paper import (
    Absent,
    Hidden,
    MonthFigure,
    Paper,
    PaperIndicator,
    PaperMeasure,
    PaperRelation,
    PaperSection,
    PaperType,
    PartlyHidden,
    Rated,
    Shown,
    Summary,
    YearFigure,
)


@unique
class KnownAs(StrEnum):
    """How the check knows of a field."""

    ITEM = "an item: the check reads it, and refuses what it does not understand"
    MADE_OF_ITEMS = "made of items: refused where it says anything else than they do"
    WORDS = "words that hold no figure: refused where they hold a number, or are not of the vocabulary"
    DEFINITION = "a definition: the same whatever the figures are; what it lets a reader assume is a relation"
    PLACE = "where or when a figure stands, or whose it is"
    HOLDER = "holds others"


ITEMS: Mapping[type[PaperType], Mapping[str, KnownAs]] = {
    Paper: {
        "schema_version": KnownAs.WORDS,
        "part": KnownAs.WORDS,
        "council": KnownAs.DEFINITION,
        "dataset": KnownAs.DEFINITION,
        "dataset_slug": KnownAs.DEFINITION,
        "title": KnownAs.DEFINITION,
        "as_at": KnownAs.PLACE,
        "policy": KnownAs.DEFINITION,
        "smallest_publishable_count": KnownAs.DEFINITION,
        "exemption": KnownAs.WORDS,
        "months": KnownAs.PLACE,
        "calendar_months": KnownAs.PLACE,
        "sections": KnownAs.HOLDER,
        "summary": KnownAs.HOLDER,
        "hidden_wording": KnownAs.DEFINITION,  # of the policy: the same for every hidden figure
    },
    PaperSection: {"name": KnownAs.DEFINITION, "indicators": KnownAs.HOLDER},
    PaperIndicator: {
        "key": KnownAs.DEFINITION,
        "number": KnownAs.DEFINITION,
        "title": KnownAs.DEFINITION,
        "why_it_is_important": KnownAs.DEFINITION,
        "polarity": KnownAs.DEFINITION,
        "target": KnownAs.DEFINITION,
        "unit": KnownAs.DEFINITION,
        "frequency": KnownAs.DEFINITION,
        "year_basis": KnownAs.DEFINITION,
        "accumulation": KnownAs.DEFINITION,
        "rating": KnownAs.HOLDER,
        "measures": KnownAs.HOLDER,
        "relations": KnownAs.HOLDER,
        "has_target": KnownAs.DEFINITION,
    },
    PaperRelation: {"kind": KnownAs.DEFINITION, "indicator": KnownAs.DEFINITION},
    PaperMeasure: {
        "name": KnownAs.PLACE,
        "months": KnownAs.HOLDER,
        "year_to_date": KnownAs.HOLDER,
        "benchmarks": KnownAs.HOLDER,
    },
    MonthFigure: {"month": KnownAs.PLACE, "figure": KnownAs.HOLDER},
    YearFigure: {"comparator": KnownAs.PLACE, "period": KnownAs.PLACE, "figure": KnownAs.HOLDER},
    Shown: {
        "text": KnownAs.MADE_OF_ITEMS,
        "value": KnownAs.ITEM,
        "numerator": KnownAs.ITEM,
        "denominator": KnownAs.ITEM,
        "rate": KnownAs.MADE_OF_ITEMS,  # it stands and falls with the count beside it
        "numbers_hidden": KnownAs.ITEM,
    },
    PartlyHidden: {"text": KnownAs.MADE_OF_ITEMS, "numerator": KnownAs.ITEM, "denominator": KnownAs.ITEM},
    Absent: {"absence": KnownAs.WORDS, "text": KnownAs.WORDS},
    Hidden: {},
    Rated: {
        "rating": KnownAs.ITEM,
        "text": KnownAs.MADE_OF_ITEMS,
        "reason": KnownAs.WORDS,
        "least": KnownAs.ITEM,
        "most": KnownAs.ITEM,
    },
    Summary: {
        "indicators": KnownAs.MADE_OF_ITEMS,
        "on_track": KnownAs.MADE_OF_ITEMS,
        "below_expectation": KnownAs.MADE_OF_ITEMS,
        "part_two_only": KnownAs.MADE_OF_ITEMS,
        "not_rated": KnownAs.MADE_OF_ITEMS,
    },
}
"""Every type that a Part 1 paper is made of, with all its fields."""
