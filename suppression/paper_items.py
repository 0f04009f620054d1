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
    PartlyHidden,
    Rated,
    Rebased,
    Shown,
    Summary,
    YearFigure,
)
from suppression.paper_words import (
    PaperAction,
    PaperCommentary,
    PaperCorrection,
    PaperLink,
    PaperNote,
    PaperQuestion,
    PaperReport,
    PaperType,
    ReportSection,
)


@unique
class KnownAs(StrEnum):
    """How the check knows of a field."""

    ITEM = "an item: the check reads it, and refuses what it does not understand"
    MADE_OF_ITEMS = "made of items: refused where it says anything else than they do"
    WORDS = "words that hold no figure: refused where they hold a number, or are not of the vocabulary"
    DEFINITION = "a definition: the same whatever the figures are; what it lets a reader assume is a relation"
    PLACE = "where or when a figure stands, or whose it is"
    FROM_PAPERS = "worked out from Part 1 papers and nothing else, after this one was written"
    PROSE = "people's words: checked as prose before they are published, and refused where they give a figure away"
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
        "questions": KnownAs.HOLDER,
        "report": KnownAs.HOLDER,
        "made_on": KnownAs.PLACE,
        "sequence": KnownAs.PLACE,
        "corrects": KnownAs.HOLDER,
    },
    PaperReport: {
        "committee": KnownAs.PROSE,
        "meeting_date": KnownAs.PLACE,
        "number": KnownAs.PROSE,
        "decision_type": KnownAs.PROSE,
        "title": KnownAs.PROSE,
        "contact_officer": KnownAs.PROSE,
        "chief_officer": KnownAs.PROSE,
        "ward": KnownAs.PROSE,
        "sections": KnownAs.HOLDER,
    },
    ReportSection: {
        "heading": KnownAs.PROSE,
        "place": KnownAs.PLACE,
        "paragraphs": KnownAs.PROSE,
        "has_exceptions": KnownAs.PLACE,
    },
    PaperCorrection: {
        "sequence": KnownAs.PLACE,
        "published_on": KnownAs.PLACE,
        "kind": KnownAs.PLACE,  # only in a Part 1 paper that says something else than the one before it
        "reason": KnownAs.PROSE,
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
        "commentary": KnownAs.HOLDER,
        "actions": KnownAs.HOLDER,
        "links": KnownAs.HOLDER,
        "target_low": KnownAs.DEFINITION,
        "target_high": KnownAs.DEFINITION,
    },
    PaperCommentary: {
        "because": KnownAs.FROM_PAPERS,
        "text": KnownAs.PROSE,
        "reason": KnownAs.PROSE,
        "reports": KnownAs.FROM_PAPERS,
        "is_unchanged": KnownAs.FROM_PAPERS,
    },
    PaperAction: {
        "what": KnownAs.PROSE,
        "owner": KnownAs.PROSE,
        "due": KnownAs.PLACE,
        "raised": KnownAs.PLACE,
        "done_on": KnownAs.PLACE,
        "is_overdue": KnownAs.PLACE,
        "notes": KnownAs.HOLDER,
    },
    PaperNote: {"on": KnownAs.PLACE, "text": KnownAs.PROSE},
    PaperLink: {"title": KnownAs.PROSE, "address": KnownAs.PROSE, "dated": KnownAs.PLACE},
    PaperQuestion: {
        "kind": KnownAs.PLACE,
        "meeting": KnownAs.PROSE,
        "met_on": KnownAs.PLACE,
        "text": KnownAs.PROSE,
        "for_whom": KnownAs.PROSE,
        "indicator": KnownAs.PLACE,
        "answer": KnownAs.PROSE,
    },
    PaperRelation: {"kind": KnownAs.DEFINITION, "indicator": KnownAs.DEFINITION},
    PaperMeasure: {
        "name": KnownAs.PLACE,
        "months": KnownAs.HOLDER,
        "year_to_date": KnownAs.HOLDER,
        "benchmarks": KnownAs.HOLDER,
        "rebased": KnownAs.HOLDER,
    },
    Rebased: {
        "from_month": KnownAs.PLACE,  # only where nothing of the measure is hidden, so it speaks of shown figures
        "reason": KnownAs.PROSE,
    },
    MonthFigure: {"month": KnownAs.PLACE, "figure": KnownAs.HOLDER},
    YearFigure: {
        "comparator": KnownAs.PLACE,
        "period": KnownAs.PLACE,
        "figure": KnownAs.HOLDER,
        "source": KnownAs.DEFINITION,
        "taken_on": KnownAs.PLACE,
    },
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
