"""The disclosure check on the council's own index: what it finds, what it hides, and that it hides no more."""

from datetime import date

import pytest

from accounts.roles import Permission
from indicators.models import Dataset, DefinitionRelation, IndicatorDefinition
from indicators.vocabulary import DefinitionRelationKind, RelationStatus
from reports.assemble import assemble
from reports.making import check
from reports.models import PublishedPaper
from reports.refusals import PublicationRefused
from suppression.engine import ReasonKind, attack
from suppression.engine import protect as hide
from suppression.models import SuppressionPolicy
from suppression.paper import Hidden, Part1Paper, Shown, decode_part_1
from suppression.reader import reader_view_of
from suppression.table import table_of
from suppression.writer import Writer
from tests.factories.people import person_with
from tests.factories.reports import DECEMBER, example_imported, published
from tests.factories.reports import dataset as another_dataset
from tests.factories.reports import publish_commented as publish

OCTOBER = date(2020, 10, 1)
STABILITY, CHILDREN_LOOKED_AFTER = "24", "19"

pytestmark = pytest.mark.django_db


@pytest.fixture
def example(db) -> Dataset:
    """The council's index of 2020/21, of which nothing is published yet."""
    made = another_dataset("Not published yet", "not-published-yet")
    example_imported(made)
    return made


def confirm(dataset: Dataset, kind: DefinitionRelationKind, number: str, other: str) -> None:
    definitions = IndicatorDefinition.objects.filter(indicator__dataset=dataset)
    definition, of = (definitions.get(number=each) for each in (number, other))
    DefinitionRelation.objects.update_or_create(
        definition=definition, kind=kind, other=of, defaults={"status": RelationStatus.CONFIRMED}
    )


def months_of(paper: Part1Paper, number: str) -> list[str]:
    (indicator,) = (each for each in paper.indicators if each.number == number)
    return [month.figure.text for month in indicator.measures[0].months if isinstance(month.figure, Shown)]


def test_a_percentage_of_another_indicator_is_hidden_where_it_confines_a_small_count(example):
    confirm(example, DefinitionRelationKind.DENOMINATOR_IS, STABILITY, CHILDREN_LOOKED_AFTER)
    found = check(example, DECEMBER)
    assert found.check.safe, found.check.message
    assert months_of(found.part_1, STABILITY) == ["3%", "4%"]
    assert "328" in months_of(found.part_1, CHILDREN_LOOKED_AFTER)


def test_without_the_relation_nobody_knows_what_the_percentage_is_of(example):
    found = check(example, DECEMBER)
    assert months_of(found.part_1, STABILITY) == ["0%", "0%", "0%", "0%", "1%", "2%", "2%", "3%", "4%"]


def test_percentages_that_were_published_are_reported_once_the_relation_is_known(dataset):
    confirm(dataset, DefinitionRelationKind.DENOMINATOR_IS, STABILITY, CHILDREN_LOOKED_AFTER)
    found = check(dataset, DECEMBER).check
    assert not found.safe
    for month in ("April", "August", "September", "October"):
        assert any(f"indicator 24, {month} 2020" in exposed.sentence for exposed in found.exposed), month
        assert any(
            f"indicator 24, {month} 2020" in sentence and "the report of December 2020" in sentence
            for sentence in found.unprotected
        ), month
    assert not any("December 2020, numerator" in exposed.sentence for exposed in found.exposed)


def test_nothing_hidden_follows_from_a_report_and_the_one_before_it(example):
    confirm(example, DefinitionRelationKind.DENOMINATOR_IS, STABILITY, CHILDREN_LOOKED_AFTER)
    october = decode_part_1(bytes(published(example, OCTOBER).part_1))
    december = published(example)
    assert december.disclosure_check["safe"]
    paper = decode_part_1(bytes(december.part_1))
    policy = SuppressionPolicy.objects.latest("version").for_engine()
    both = attack(reader_view_of(paper, earlier=[october]), policy)
    assert both.safe, both.message
    for earlier, now in zip(october.indicators, paper.indicators, strict=True):
        for before, after in zip(earlier.measures, now.measures, strict=True):
            hidden = {month.month for month in before.months if isinstance(month.figure, Hidden)}
            assert hidden <= {month.month for month in after.months if isinstance(month.figure, Hidden)}, now.number


def test_as_much_as_possible_is_shown(example):
    """Each hidden item of the example, shown again alone, is found out by the check."""
    confirm(example, DefinitionRelationKind.DENOMINATOR_IS, STABILITY, CHILDREN_LOOKED_AFTER)
    index = assemble(example, DECEMBER)
    policy = SuppressionPolicy.objects.latest("version")
    table = table_of(index, policy.for_engine())
    pattern = hide(table, policy.for_engine())
    truth = {cell.key: cell.value for cell in table.cells if cell.value is not None}
    assert len(pattern.hidden) > 40
    assert pattern.proven_least

    def is_safe(hidden: set[str]) -> bool:
        paper = Writer(index, "1", policy.smallest_publishable_count, hidden, policy.hidden_wording, 1).part_1()
        return attack(reader_view_of(paper), policy.for_engine(), truth).safe

    assert is_safe(set(pattern.hidden))
    at_source = {key for key, why in pattern.hidden.items() if why.kind is ReasonKind.SUPPRESSED_AT_SOURCE}
    in_vain = [key for key in pattern.hidden if key not in at_source and is_safe(set(pattern.hidden) - {key})]
    assert in_vain == []


def test_an_unsafe_report_is_refused_by_name(dataset):
    confirm(dataset, DefinitionRelationKind.DENOMINATOR_IS, STABILITY, CHILDREN_LOOKED_AFTER)
    publisher, director = person_with("publisher"), person_with("director")
    assert publisher.may(Permission.PUBLISH)
    with pytest.raises(PublicationRefused, match="indicator 24, August 2020"):
        publish(dataset=dataset, as_at=DECEMBER, by=publisher, agreed_by=director)
    assert PublishedPaper.objects.count() == 1
