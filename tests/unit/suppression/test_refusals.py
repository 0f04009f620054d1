"""What cannot be judged is refused, with a message that names the indicator and the period."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import highspy
import pytest

from indicators.index import Index, IndexFigure, IndexIndicator, IndexRelation
from indicators.vocabulary import Accumulation, DefinitionRelationKind, Unit
from suppression.engine.solver import Solver
from suppression.models import SuppressionPolicy
from suppression.services import protect
from suppression.table import CannotProtect

from .test_releases import index_of

MONTH = "Indicator 32, May 2020"


def with_indicators(index: Index, change: Callable[[IndexIndicator], IndexIndicator]) -> Index:
    (section,) = index.sections
    return replace(index, sections=(replace(section, indicators=tuple(map(change, section.indicators))),))


def with_may(indicator: IndexIndicator, figure: IndexFigure) -> IndexIndicator:
    (measure,) = indicator.measures
    months = tuple((month, figure if month.month == 5 else each) for month, each in measure.months)
    return replace(indicator, measures=(replace(measure, months=months, year_to_date=None),))


def percentages(indicator: IndexIndicator, **may: object) -> IndexIndicator:
    figure = IndexFigure(text="50%", value=Decimal(50), **may)
    return replace(with_may(indicator, figure), unit=Unit.PERCENTAGE, accumulation=Accumulation.RATIO)


def refused(index: Index) -> str:
    with pytest.raises(CannotProtect) as refusal:
        protect(index, SuppressionPolicy(version=1), "")
    return str(refusal.value)


@pytest.mark.parametrize("status", ["kTimeLimit", "kSolveError", "kUnknown", "kMemoryLimit"])
def test_a_solver_without_an_answer(status, monkeypatch):
    monkeypatch.setattr(Solver, "_status", lambda self: getattr(highspy.HighsModelStatus, status))
    message = refused(index_of((8, 3, 9)))
    assert "indicator 32, May 2020" in message
    assert "could not be judged" in message


def test_a_unit_that_is_not_known():
    figure = IndexFigure(text="3 furlongs", value=Decimal(3))
    index = with_indicators(index_of((8, 3, 9)), lambda each: replace(with_may(each, figure), unit="furlongs"))
    assert refused(index).startswith("Indicator 32, April 2020: its unit is unknown")


@pytest.mark.parametrize("number", ["NaN", "sNaN", "Infinity"])
def test_a_figure_that_is_no_number(number):
    index = with_indicators(
        index_of((8, 3, 9)), lambda each: with_may(each, IndexFigure(text="?", value=Decimal(number)))
    )
    assert refused(index).startswith(f"{MONTH}: {number} is no number")


@pytest.mark.parametrize("part", ["numerator", "denominator"])
def test_a_percentage_of_what_is_no_number(part):
    numbers = {"numerator": Decimal(10), "denominator": Decimal(20), part: Decimal("NaN")}
    index = with_indicators(index_of((8, 30, 9)), lambda each: percentages(each, **numbers))
    assert refused(index).startswith(f"{MONTH}, {part}: NaN is a count but no whole number")


def test_a_percentage_of_nobody():
    index = with_indicators(
        index_of((8, 30, 9)), lambda each: percentages(each, numerator=Decimal(0), denominator=Decimal(0))
    )
    assert refused(index).startswith(f"{MONTH} has a denominator of 0")


def test_a_percentage_whose_denominator_is_missing():
    """The denominator is another indicator's figure, and that indicator has none for the month."""
    whole = index_of((80, 90, 100))
    (counts,) = whole.indicators
    (measure,) = counts.measures
    without_may = tuple((month, None if month.month == 5 else figure) for month, figure in measure.months)
    children = replace(counts, key="children", number="19", accumulation=Accumulation.STOCK)
    children = replace(children, measures=(replace(measure, months=without_may, year_to_date=None),))
    relation = IndexRelation(DefinitionRelationKind.DENOMINATOR_IS, "children")
    ratios = replace(percentages(counts), relations=(relation,))
    (section,) = whole.sections
    message = refused(replace(whole, sections=(replace(section, indicators=(ratios, children)),)))
    assert message.startswith(f"{MONTH}, denominator: it is indicator 19, which has no figure for that month")
