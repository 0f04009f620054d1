"""Asking: what is known around each figure that is to be stored, and what is asked again of those that stand by it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from indicators.entry import questions, variation
from indicators.entry.around import Around, Question
from indicators.entry.cells import EnteredFigure, Place
from indicators.entry.sheet import Sheet, SheetMeasure, StoredFigure, changes_by_measure
from indicators.periods import index_months
from indicators.vocabulary import YearBasis
from indicators.workflow.moves import State

Figures = Mapping[Place, EnteredFigure | None]
"""Figures by their places; None stands for one that is taken away."""

WITH_OFFICERS = frozenset({State.DRAFT, State.RETURNED})
OF_HISTORY = frozenset({variation.outside_natural_limits.__name__, variation.jump_against_last_year.__name__})
"""Rules that every other month of a measure moves a little: what they asked once stays in the words of then."""


@dataclass(frozen=True)
class AskedAgain:
    """A stored figure whose questions are others now, and its explanation as far as it still answers them."""

    measure: SheetMeasure
    stored: StoredFigure
    questions: tuple[Question, ...]

    @property
    def explanation(self) -> str:
        """A person's words stay as long as there is something to explain, and nothing that they have not seen."""
        has_more = set(self.questions) - set(self.stored.asked)
        return self.stored.explanation if self.questions and not has_more else ""


def arounds(sheet: Sheet, figures: Figures, changed: Figures, as_at: date) -> dict[Place, Around]:
    """What is known around each of the figures once all that is changed is stored."""
    by_measure = changes_by_measure(changed)
    measures = [sheet.measures[measure] for measure in {place.measure for place in figures}]
    series = {measure.row.measure: measure.series(by_measure) for measure in measures}
    relations = {measure.row.measure: sheet.relations(measure, by_measure) for measure in measures}
    return {
        place: Around(
            series=series[place.measure],
            month=place.month,
            figure=figure,
            as_at=as_at,
            is_year_to_date=place.is_year_to_date,
            relations=relations[place.measure],
        )
        for place, figure in figures.items()
        if figure is not None
    }


def ask_again(sheet: Sheet, changed: Figures, as_at: date) -> dict[Place, AskedAgain]:
    """The stored figures of the year of which something else is asked once the changes are stored.

    Only figures that were asked something, and that are still the officers' to change: what is new is asked of the
    figure that was entered, once.
    """
    stored = _asked_before(sheet, changed) if changed else {}
    figures = {place: figure.figure for place, figure in stored.items()}
    again = {
        place: AskedAgain(sheet.measures[place.measure], stored[place], _now(stored[place], questions.odd(around)))
        for place, around in arounds(sheet, figures, changed, as_at).items()
    }
    return {place: each for place, each in again.items() if each.questions != each.stored.asked}


def _asked_before(sheet: Sheet, changed: Collection[Place]) -> dict[Place, StoredFigure]:
    found = {}
    for number, measure in sheet.measures.items():
        year = index_months(measure.row.reporting_year, YearBasis(measure.row.year_basis))
        for is_year_to_date, figures in ((False, measure.months), (True, measure.years_to_date)):
            for month, figure in figures.items():
                place = Place(number, month, is_year_to_date)
                if figure.questions and figure.state in WITH_OFFICERS and month in year and place not in changed:
                    found[place] = figure
    return found


def _now(stored: StoredFigure, asked: list[Question]) -> tuple[Question, ...]:
    """What is asked now, in the words of before where only the history has moved; what is explained stays asked."""
    of_history = {each.rule: each for each in stored.asked if each.rule in OF_HISTORY}
    now = [of_history.get(each.rule, each) for each in asked]
    explained = of_history.values() if stored.explanation else ()
    return (*now, *(each for each in explained if each not in now))
