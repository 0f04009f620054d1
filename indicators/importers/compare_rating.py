"""Compares the rating that a workbook gives with the one that the rule gives."""

from datetime import date
from decimal import Decimal

from indicators import rag
from indicators.importers.parsed import ParsedIndicator, ParsedMeasure
from indicators.importers.plan import Action, Plan
from indicators.importers.stored import Stored, same_title
from indicators.models import IndicatorDefinition, RatingOverride
from indicators.vocabulary import Frequency, Rating

AS_IMPORTED = "as imported"


def compare_rating(plan: Plan, stored: Stored, row: ParsedIndicator, definition: IndicatorDefinition) -> None:
    """Where the workbook's rating differs from the rule, its word is kept as an override, and the plan says so."""
    if not row.rating_wording:
        return
    judged = rag.judge(
        definition.target,
        row.polarity,
        Frequency(definition.frequency),
        [_standing_value(measure, plan.parsed.as_at) for measure in row.measures],
    )
    wording = " ".join(row.rating_wording.split())
    rating = _rating_word(wording)
    override = stored.overrides.get((definition.pk, plan.parsed.as_at))
    agrees = rating == judged.rating if rating else same_title(wording) == same_title(judged.text)
    if agrees and override is None:
        plan.say(Action.UNCHANGED, row, "rating", row.rating_location, judged.text, judged.text)
        return
    if not agrees:
        plan.find(
            "rating_differs_from_the_rule",
            f"Indicator {row.number}: the workbook says “{wording}”, the rule gives {judged.text}. "
            "The workbook's word is kept, as imported; a director can confirm or change it.",
            row.rating_location,
        )
    fields = {
        "rating": judged.rating if agrees else rating or Rating.NONE,
        "wording": wording,
        "reason": AS_IMPORTED,
    }
    if override is None:
        plan.create(RatingOverride(definition=definition, as_at=plan.parsed.as_at, **fields))
        plan.say(Action.NEW, row, "rating", row.rating_location, judged.text, wording)
    elif override.reason == AS_IMPORTED and (override.rating, override.wording) != (fields["rating"], wording):
        before = override.wording
        for name, value in fields.items():
            setattr(override, name, value)
        plan.update(override)
        plan.say(Action.CHANGED, row, "rating", row.rating_location, before, wording)
    else:
        plan.say(Action.UNCHANGED, row, "rating", row.rating_location, override.wording, override.wording)


def _standing_value(measure: ParsedMeasure, as_at: date) -> Decimal | None:
    """The figure that stands for a measure: its year to date, otherwise its latest outturn with a value."""
    if measure.year_to_date is not None and measure.year_to_date.value is not None:
        return measure.year_to_date.value
    with_value = [month for month, figure in measure.outturns.items() if figure.value is not None and month <= as_at]
    return measure.outturns[max(with_value)].value if with_value else None


def _rating_word(wording: str) -> Rating | None:
    return next((rating for rating in (Rating.RED, Rating.AMBER, Rating.GREEN) if rating == wording.casefold()), None)
