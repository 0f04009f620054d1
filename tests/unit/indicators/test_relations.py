"""What a relation says in words, and between which indicators it can hold."""

from typing import Any

import pytest

from indicators.models import DefinitionRelation, Indicator, IndicatorDefinition
from indicators.relations import SENTENCES, UNITS, problem_with
from indicators.vocabulary import Accumulation, DefinitionRelationKind, Unit

Kind = DefinitionRelationKind
COUNT, PERCENTAGE, RATE = Unit.COUNT, Unit.PERCENTAGE, Unit.RATE_PER_10000
STOCK, FLOW = Accumulation.STOCK, Accumulation.FLOW


def definition(number: str, unit: Unit = COUNT, accumulation: Accumulation = FLOW, **said: Any) -> IndicatorDefinition:
    fields = {"pk": int(float(number) * 10), "reporting_year": 2020, "indicator": Indicator(dataset_id=1)} | said
    return IndicatorDefinition(number=number, unit=unit, accumulation=accumulation, **fields)


def problem(one: IndicatorDefinition, kind: str, other: IndicatorDefinition, *others: tuple[int, str, int]) -> str:
    return problem_with(DefinitionRelation(definition=one, kind=kind, other=other), others)


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        (Kind.PART_OF, "22.1 is part of 22: all parts of 22 add up to it."),
        (Kind.EXCLUDES, "22.1 leaves out some of those counted in 22."),
        (Kind.NUMERATOR_IS, "The numerator of 22.1 is the figure of 22 for the same period."),
        (Kind.DENOMINATOR_IS, "The denominator of 22.1 is the figure of 22 for the same period."),
        (Kind.INFLOW_OF, "22.1 counts those who join 22 in a period."),
        (Kind.OUTFLOW_OF, "22.1 counts those who leave 22 in a period."),
        (Kind.COMPLEMENT_OF, "22.1 and 22 are percentages of the same denominator that add up to 100 %."),
        (Kind.SAME_AS, "22.1 and 22 are the same figure."),
    ],
)
def test_a_relation_is_a_sentence(kind: Kind, sentence: str) -> None:
    relation = DefinitionRelation(definition=definition("22.1"), kind=kind, other=definition("22"))
    assert relation.sentence == str(relation) == sentence


def test_every_kind_has_a_sentence_and_units() -> None:
    assert set(SENTENCES) == set(UNITS) == set(Kind)


@pytest.mark.parametrize(
    ("one", "kind", "other"),
    [
        (definition("22.1"), Kind.PART_OF, definition("22")),
        (definition("12"), Kind.EXCLUDES, definition("11")),
        (definition("11", RATE), Kind.NUMERATOR_IS, definition("12")),
        (definition("24", PERCENTAGE), Kind.DENOMINATOR_IS, definition("19", COUNT, STOCK)),
        (definition("29", Unit.AVERAGE), Kind.DENOMINATOR_IS, definition("19")),
        (definition("8"), Kind.INFLOW_OF, definition("19", COUNT, STOCK)),
        (definition("9", COUNT, Accumulation.RUNNING_TOTAL), Kind.OUTFLOW_OF, definition("19", COUNT, STOCK)),
        (definition("6", PERCENTAGE), Kind.COMPLEMENT_OF, definition("7", PERCENTAGE)),
        (definition("6", PERCENTAGE), Kind.SAME_AS, definition("7", PERCENTAGE)),
    ],
)
def test_what_can_hold(one: IndicatorDefinition, kind: Kind, other: IndicatorDefinition) -> None:
    assert problem(one, kind, other) == ""


@pytest.mark.parametrize(
    ("one", "kind", "other", "said"),
    [
        (definition("22"), Kind.PART_OF, definition("22"), "to itself"),
        (definition("22.1"), Kind.PART_OF, definition("22", reporting_year=2019), "same dataset and reporting year"),
        (definition("22.1"), Kind.PART_OF, definition("22", indicator=Indicator(dataset_id=2)), "same dataset"),
        (definition("22.1", PERCENTAGE), Kind.PART_OF, definition("22"), "22.1 has the unit %"),
        (definition("12"), Kind.EXCLUDES, definition("11", RATE), "11 has the unit rate per 10,000"),
        (definition("12"), Kind.DENOMINATOR_IS, definition("19"), "% or rate per 10,000 or average"),
        (definition("12", Unit.WEEKS), Kind.NUMERATOR_IS, definition("19"), "12 has the unit weeks"),
        (definition("24", PERCENTAGE), Kind.DENOMINATOR_IS, definition("25", PERCENTAGE), "it has to be count"),
        (definition("8"), Kind.INFLOW_OF, definition("19"), "19 is not a count on one day"),
        (definition("8", COUNT, STOCK), Kind.OUTFLOW_OF, definition("19", COUNT, STOCK), "8 does not count over"),
        (definition("6"), Kind.COMPLEMENT_OF, definition("7", PERCENTAGE), "6 has the unit count"),
        (definition("6"), Kind.SAME_AS, definition("7", PERCENTAGE), "different units"),
    ],
)
def test_what_cannot_hold(one: IndicatorDefinition, kind: Kind, other: IndicatorDefinition, said: str) -> None:
    assert said in problem(one, kind, other)


@pytest.mark.parametrize("kind", [Kind.PART_OF, Kind.EXCLUDES])
def test_what_turns_in_a_circle_cannot_hold(kind: Kind) -> None:
    others = [(30, kind.value, 20), (40, kind.value, 30), (20, kind.value, 99), (99, kind.value, 20)]
    assert "already, directly or through others" in problem(definition("2"), kind, definition("4"), *others)
    assert "already, directly or through others" in problem(definition("2"), kind, definition("3"), *others)
    assert problem(definition("4"), kind, definition("2"), *others) == ""


def test_circles_are_of_one_kind() -> None:
    assert problem(definition("2"), Kind.PART_OF, definition("4"), (40, Kind.EXCLUDES, 20)) == ""


@pytest.mark.parametrize("kind", [Kind.COMPLEMENT_OF, Kind.SAME_AS])
def test_what_holds_either_way_round_is_said_once(kind: Kind) -> None:
    one, other = definition("6", PERCENTAGE), definition("7", PERCENTAGE)
    assert "set already, with 7 first" in problem(one, kind, other, (70, kind.value, 60))


def test_a_relation_without_its_indicators_is_left_to_its_fields() -> None:
    DefinitionRelation(kind=Kind.PART_OF).clean()


def test_an_unknown_kind_is_left_to_its_field() -> None:
    assert problem(definition("2"), "cousin_of", definition("3")) == ""
