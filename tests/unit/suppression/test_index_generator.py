"""The generated index of the bench: true to its own sums, the same each time, and of the mix it claims."""

import pytest

from suppression.engine import Policy, RatioKind, RelationKind, SeriesKind, printed_ratio
from tests.bench.index_generator import components, families, generate_families, generate_index, truth

INDICATORS = 80


@pytest.fixture(scope="module")
def table():
    return generate_index(INDICATORS)


@pytest.fixture(scope="module")
def known():
    return truth(INDICATORS)


def test_it_is_the_same_for_the_same_seed_and_another_for_another(table):
    assert generate_index(INDICATORS) == table
    assert generate_index(INDICATORS, seed=1) != table


def test_it_has_as_many_indicators_as_are_asked_for():
    assert [sum(one.indicators for one in generate_families(number)) for number in (1, 7, 40, 100)] == [1, 7, 40, 100]


def test_about_a_third_of_the_indicators_have_small_counts():
    small = sum(
        one.indicators
        for one in generate_families(400)
        if any(Policy().is_small(value) for value in one.truth.values())
    )
    assert 0.30 < small / 400 < 0.40


def test_what_it_says_holds_in_its_truth(table, known):
    assert known.keys() == {cell.key for cell in table.cells}
    assert all(cell.value in (None, known[cell.key]) for cell in table.cells)
    for relation in table.relations:
        assert sum(number * known[key] for key, number in relation.coefficients) == relation.constant
    for ratio in table.ratios:
        numerator, denominator = known[ratio.numerator], known[ratio.denominator]
        assert ratio.printed == printed_ratio(numerator, denominator, ratio.scale)
        assert ratio.kind is not RatioKind.PERCENTAGE or numerator <= denominator
    for statement in table.statements:
        for condition in statement.conditions:
            value = sum(number * known[key] for key, number in condition.coefficients)
            assert condition.least is None or condition.least <= value
            assert condition.most is None or value <= condition.most


def test_it_has_everything_that_an_index_has(table):
    assert {series.kind for series in table.series} == set(SeriesKind)
    assert {ratio.kind for ratio in table.ratios} == set(RatioKind)
    kinds = {relation.kind for relation in table.relations}
    wanted = {
        RelationKind.QUARTER_TO_DATE,
        RelationKind.STOCK,
        RelationKind.PARTS,
        RelationKind.SAME,
        RelationKind.GROUP,
    }
    assert wanted <= kinds
    assert table.statements
    assert any(cell.value is None for cell in table.cells)


def test_its_components_hold_all_of_it_once(table):
    parts = [part for family in families(INDICATORS) for part in components(family)]
    for of in (lambda one: one.cells, lambda one: one.relations, lambda one: one.ratios, lambda one: one.statements):
        assert sorted(map(repr, of(table))) == sorted(repr(item) for part in parts for item in of(part))
    assert len(parts) == len(components(table))
