"""Compares the rating that a workbook gives with the one that the rule gives."""

from decimal import Decimal

from indicators import rag
from indicators.importers.parsed import ParsedIndicator, ParsedMeasure
from indicators.importers.plan import Action, Plan
from indicators.importers.stored import Stored, same_title
from indicators.models import IndicatorDefinition, RatingOverride
from indicators.periods import months_to_date
from indicators.vocabulary import Absence, Accumulation, Frequency, Rating

AS_IMPORTED = "as imported"


def compare_rating(plan: Plan, stored: Stored, row: ParsedIndicator, definition: IndicatorDefinition) -> None:
    """Where the workbook's rating differs from the rule, its word is kept as an override, and the plan says so."""
    if not row.rating_wording:
        return
    judged = rag.judge(
        definition.target,
        row.polarity,
        Frequency(definition.frequency),
        [_standing_value(plan, row, measure) for measure in row.measures],
    )
    wording = " ".join(row.rating_wording.split())
    rating = row.rating or _rating_word(wording)
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


def _standing_value(plan: Plan, row: ParsedIndicator, measure: ParsedMeasure) -> Decimal | None:
    """The figure that stands for a measure, as in a report.

    That is its year to date, typed or the sum of a flow's months, otherwise its latest outturn with a value.
    """
    if measure.year_to_date is not None and measure.year_to_date.value is not None:
        return measure.year_to_date.value
    as_at = plan.parsed.as_at
    values = {month: each.value for month, each in measure.outturns.items() if each.value is not None}
    if row.accumulation is Accumulation.FLOW:
        months = months_to_date(plan.parsed.reporting_year, row.year_basis, as_at)
        if months and values.keys() >= set(months):
            return sum((values[month] for month in months), Decimal(0))
    suppressed = {month for month, each in measure.outturns.items() if each.absence is Absence.SUPPRESSED}
    reported = [month for month in (*values, *suppressed) if month <= as_at]
    return values.get(max(reported)) if reported else None


def _rating_word(wording: str) -> Rating | None:
    return next((rating for rating in (Rating.RED, Rating.AMBER, Rating.GREEN) if rating == wording.casefold()), None)
